"""Alerts by e-mail: one plain message to everybody who is to know."""

import asyncio
import ssl
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime

import aiosmtplib

from fixi.adapters.smtp.post_office import PostOffice
from fixi.domain.errors import Refused, Unavailable
from fixi.ports.alerts import Notice, Way

PATIENCE = 12.0  # seconds for all of it
RIGHT_TO_LEFT_MARK = "\u200f"  # a line that begins with a Latin name or a number is still a Hebrew one
PERMANENT = 500


class Mail(Way):
    """See Way. A connection for each message: alerts are rare, and an old connection is often a dead one.

    `trusted` says whose certificates are believed; without it those that this machine believes.
    """

    def __init__(
        self,
        office: PostOffice,
        sender: str,
        to: tuple[str, ...],
        patience: float = PATIENCE,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._office = office
        self._trusted = trusted
        self._sender = sender
        self._to = to
        self._patience = patience

    @property
    def name(self) -> str:
        """See Way."""
        return "mail"

    @property
    def together(self) -> bool:
        """See Way. Ten mails in a minute are read by nobody."""
        return True

    async def tell(self, notice: Notice) -> None:
        """See Way. When some of several readers are refused, the others have got it, and it counts as told."""
        message = self._message(notice)
        try:
            async with asyncio.timeout(self._patience):
                await self._send(message)
        except TimeoutError:
            raise Unavailable("the mail server does not answer", unknown=True) from None
        except aiosmtplib.SMTPAuthenticationError:
            raise Refused("the mail server does not know the user or the password") from None
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _of(min(refusal.code for refusal in error.recipients), "takes none of the addresses") from None
        except aiosmtplib.SMTPResponseException as error:
            raise _of(error.code, "refuses it") from None
        except ssl.SSLError:
            raise Unavailable("the mail server cannot be trusted: its certificate, or how it encrypts") from None
        except aiosmtplib.SMTPConnectError as error:
            if isinstance(error.__cause__, ssl.SSLError):
                raise Unavailable("the mail server cannot be trusted: its certificate, or how it encrypts") from None
            raise Unavailable("the mail server cannot be reached") from None
        except aiosmtplib.SMTPException as error:
            # Among them: it offers no encryption, and was told nothing.
            what = "does not encrypt" if "STARTTLS" in str(error) else "broke off"
            raise Unavailable(f"the mail server {what}", unknown=True) from None
        except OSError:
            raise Unavailable("the mail server cannot be reached") from None

    async def _send(self, message: EmailMessage) -> None:
        office = self._office
        client = aiosmtplib.SMTP(
            hostname=office.host,
            port=office.port,
            username=office.user or None,
            password=office.password or None,
            use_tls=office.tls,
            start_tls=office.starttls,
            tls_context=self._trusted,
            timeout=self._patience,
            local_hostname="localhost",  # what this machine is called is nobody's business
        )
        async with client:
            await client.send_message(message, sender=self._sender, recipients=list(self._to))

    def _message(self, notice: Notice) -> EmailMessage:
        """What is handed in. A header is one line, whatever stood in the notice."""
        mark = RIGHT_TO_LEFT_MARK if notice.rtl else ""
        message = EmailMessage(policy=WIRE)
        message["From"] = self._sender
        message["To"] = ", ".join(self._to)
        message["Subject"] = mark + " ".join(notice.title.split())
        message["Date"] = format_datetime(notice.at)
        message["Message-ID"] = f"<{notice.id}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"  # no out-of-office answers
        lines = [mark + line if line else "" for line in notice.text.splitlines()]
        message.set_content("\n".join(lines) + "\n", cte="base64")
        return message


def _of(code: int, what: str) -> Refused | Unavailable:
    """A 4xx may be another one tomorrow."""
    error = f"the mail server {what} ({code})"
    return Refused(error) if code >= PERMANENT else Unavailable(error)
