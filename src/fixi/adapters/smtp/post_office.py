"""Where mail is handed in: one address, read once."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Self
from urllib.parse import unquote, urlsplit

from fixi.domain.errors import Invalid

PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class PostOffice:
    """A mail server and how we are known there. `tls` from the first byte on, `starttls` before anything is said."""

    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    tls: bool = False
    starttls: bool = False

    @classmethod
    def parse(cls, url: str) -> Self:
        """`smtp://user:password@host:587` or `smtps://...`, user and password percent-encoded where they need it.

        Plain SMTP is for this very machine; everybody else must encrypt. Raises Invalid, without the address.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise Invalid("no address of a mail server") from None
        alone = not parts.query and not parts.fragment and parts.path in {"", "/"}
        if parts.scheme not in PORTS or not host or port == 0 or not alone:
            raise Invalid("no address of a mail server")
        if bool(parts.username) != bool(parts.password):
            raise Invalid("a user of a mail server needs a password")
        return cls(
            host,
            port or PORTS[parts.scheme],
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            parts.scheme == "smtps",
            parts.scheme == "smtp" and not _here(host),
        )


def _here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
