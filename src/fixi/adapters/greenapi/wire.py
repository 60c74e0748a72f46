"""One request to Green API, and which error an answer means.

The token is part of every address, and error bodies repeat it. So an error made here has no cause and no context, and
its text is only the method and the kind of trouble.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx

from fixi.adapters.greenapi.account import Account
from fixi.adapters.greenapi.pace import Pace
from fixi.adapters.http.answers import NOT_SENT, date_of, fields, limits, retry_after
from fixi.adapters.http.client import HIDDEN, http_client
from fixi.domain.account import AccountState
from fixi.domain.errors import AccountStopped, FixiError, Refused, Unavailable

CALM_SECONDS = 15.0  # for a send
QUICK_SECONDS = 7.0  # for a question: with the send after it, it must fit into the lease of who asks

OVER_QUOTA = 466
QUOTA_PAUSE = timedelta(hours=1)
CLIENT_GONE = 499
REASONS = {
    400: "bad-request",
    401: "wrong-token",
    403: "wrong-instance",
    404: "wrong-method",
    405: "wrong-method",
    413: "too-large",
    OVER_QUOTA: "over-quota",
}
# No fault of one message: with these, all others would be refused as well, until a person has mended a setting.
LOCKED_OUT = {401, 403, 404, 405}
# Not every account, plan or chat has these: there, a no is about the method.
# Files go to a host of their own, which has a setting of its own.
BETA = frozenset({"sendInteractiveButtonsReply", "sendFileByUpload"})
LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}

# What the text of a 400 may say about the account; the first that fits counts.
HINTS = (
    ("not authorized", AccountState.SIGNED_OUT),
    ("notauthorized", AccountState.SIGNED_OUT),
    ("not authorised", AccountState.SIGNED_OUT),
    ("starting", AccountState.STARTING),
    ("expired", AccountState.EXPIRED),
    ("deleted", AccountState.DELETED),
    ("yellow", AccountState.RESTRICTED),
    ("suspended", AccountState.RESTRICTED),
    ("blocked", AccountState.BANNED),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of a good answer, and the provider's own time where it told it."""

    content: bytes
    date: datetime | None = None


class Wire:
    """The account over HTTP. One for each event loop; `close` it in the end."""

    def __init__(self, account: Account, pace: Pace | None = None, patience: float = CALM_SECONDS) -> None:
        self._account = account
        self._pace = pace or Pace()
        self._patience = patience
        self._quick = min(QUICK_SECONDS, patience)
        self._http = http_client(account.token, patience=patience)

    @property
    def instance(self) -> str:
        """Which account this is."""
        return self._account.instance

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def turn(self, method: str) -> None:
        """Wait until the method may be called; for who wants to do something between that and the call."""
        await self._pace.turn(method)

    async def get(self, method: str, params: Mapping[str, int] | None = None, *, waits: float = 0.0) -> Answer:
        """Ask; nothing changes by it. The caller has waited for its turn; the other side may wait so many seconds."""
        return await self._call("GET", method, patience=waits + self._quick, params=params)

    async def delete(self, method: str, tail: str) -> Answer:
        """Take back or remove; doing it twice does no harm."""
        return await self._call("DELETE", method, tail=f"/{tail}", patience=self._quick)

    async def post(self, method: str, body: Mapping[str, Any]) -> Answer:
        """Have it done. Raises Unavailable with `unknown=True` when it may have been done all the same."""
        await self.turn(method)
        return await self._call("POST", method, patience=self._patience, json=body)

    async def upload(self, method: str, fields: Mapping[str, str], file: tuple[str, bytes, str]) -> Answer:
        """The same for a form with a file (name, content, type), on the media host, in the time that a message has."""
        await self.turn(method)
        return await self._call(
            "POST", method, host=self._account.media_url, patience=self._patience, data=fields, files={"file": file}
        )

    async def _call(
        self, verb: str, method: str, *, patience: float, host: str = "", tail: str = "", **content: Any
    ) -> Answer:
        base = (host or self._account.api_url).rstrip("/")
        url = f"{base}/waInstance{self._account.instance}/{method}/{HIDDEN}{tail}"
        changes = verb == "POST"
        outcome: httpx.Response | FixiError
        try:
            async with asyncio.timeout(patience):
                outcome = await self._http.request(verb, url, timeout=limits(patience), **content)
        except NOT_SENT as error:
            outcome = Unavailable(f"greenapi {method}: {type(error).__name__}")
        except (httpx.HTTPError, TimeoutError) as error:
            outcome = Unavailable(f"greenapi {method}: {type(error).__name__}", unknown=changes)
        # Raised here and not above, where the error would take along the library's own, with all that it carries.
        if isinstance(outcome, httpx.Response):
            if outcome.is_success:
                return Answer(outcome.content, date_of(outcome))
            outcome = _trouble(method, outcome, changes=changes)
        raise outcome


def _trouble(method: str, response: httpx.Response, *, changes: bool) -> FixiError:
    """The error that this status means."""
    status, text = response.status_code, f"greenapi {method}: {response.status_code}"
    if status == CLIENT_GONE:
        return Unavailable(text, unknown=changes)
    if status in LATER or status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Unavailable(text, retry_after(response))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # A gateway that gave up waiting does not know, and what broke may have broken after the message was queued.
        return Unavailable(text, retry_after(response), unknown=changes)
    if status < HTTPStatus.BAD_REQUEST:  # a redirect would take the token along to somewhere else
        return Unavailable(text)
    if status in LOCKED_OUT and (status == HTTPStatus.UNAUTHORIZED or method not in BETA):
        return AccountStopped(f"{text}, {REASONS[status]}", AccountState.SIGNED_OUT)
    if status == OVER_QUOTA and method not in BETA:
        # Only a larger plan helps, or a new month; the next message, to a chat that counts already, may pass.
        return Unavailable(f"{text}, {REASONS[status]}", QUOTA_PAUSE)
    if status == HTTPStatus.BAD_REQUEST and (state := _hint(response.content)) is not None:
        return AccountStopped(f"{text}, {state}", state)
    return Refused(REASONS.get(status, f"http-{status}"))


def _hint(content: bytes) -> AccountState | None:
    """What a 400 says about the account; None when it is about the request."""
    said = fields(content).line("message").lower()
    if "instance" not in said or said.startswith("validation"):
        return None
    return next((state for words, state in HINTS if words in said), None)
