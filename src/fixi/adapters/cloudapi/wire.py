"""One request to the Cloud API, and which error an answer means.

The token is in a header and in no address; bodies of requests and answers hold what people wrote. So an error made here
has no cause and no context, and its text is what was asked for, the status and the code.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx

from fixi.adapters.cloudapi.account import Account
from fixi.adapters.http.answers import NOT_SENT, fields, limits, retry_after
from fixi.adapters.http.bodies import Body
from fixi.adapters.http.client import http_client
from fixi.domain.account import AccountState
from fixi.domain.errors import AccountStopped, FixiError, Refused, Unavailable

CALM_SECONDS = 15.0  # for a send
QUICK_SECONDS = 7.0  # for a question: with the send after it, it must fit into the lease of who asks
UPLOAD_SECONDS = 15.0

# What a code means (Meta's list of error codes); titles and texts change, codes do not.
STOPPED: Mapping[int, AccountState] = {
    0: AccountState.SIGNED_OUT,  # the token: expired, taken back, of somebody else
    3: AccountState.SIGNED_OUT,
    10: AccountState.SIGNED_OUT,
    33: AccountState.DELETED,  # the number
    190: AccountState.SIGNED_OUT,
    368: AccountState.RESTRICTED,
    131005: AccountState.SIGNED_OUT,
    131031: AccountState.BANNED,
    131042: AccountState.RESTRICTED,  # nobody has paid
    131045: AccountState.SIGNED_OUT,
    133010: AccountState.SIGNED_OUT,
}
UNKNOWN = (100, 33)  # a code and a subcode
# Without a code: whatever answers there is not what we think, and would say the same to all others.
LOCKED_OUT = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
PERMISSIONS = range(200, 300)
# Too much of something: of what, and how long all of this process leaves it alone. None: only this chat waits.
TOO_MUCH: Mapping[int, timedelta | None] = {
    4: timedelta(minutes=1),
    80007: timedelta(minutes=1),
    130429: timedelta(seconds=5),
    131048: timedelta(minutes=10),
    131056: None,
}
PASSING = {1, 2, 131000, 131016, 131057, 133004}
REASONS: Mapping[int, str] = {
    100: "bad-request",
    470: "window",
    130472: "experiment",
    130497: "country",
    131008: "bad-request",
    131009: "bad-request",
    131021: "own-number",
    131026: "undeliverable",
    131030: "not-allowed",
    131047: "window",
    131049: "not-delivered",
    131050: "opted-out",
    131051: "wrong-type",
    131052: "media",
    131053: "media",
    132000: "template",
    132001: "template",
    132005: "template",
    132007: "template",
    132012: "template",
    132015: "template",
    132016: "template",
}
LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


class Wire:
    """The account over HTTP. One for each event loop; `close` it in the end.

    When Meta says that it gets too much of us, nothing of this process is sent until the pause is over.
    """

    def __init__(
        self, account: Account, patience: float = CALM_SECONDS, stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self._account = account
        self._patience = patience
        self._stopwatch = stopwatch
        self._silent_until = float("-inf")
        self._http = http_client(patience=patience)
        self.headers: Mapping[str, str] = {"Authorization": f"Bearer {account.token}"}

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def get(self, name: str, *path: str, params: Mapping[str, str] | None = None) -> Body:
        """Ask; nothing changes by it."""
        return await self._call("GET", name, path, patience=min(QUICK_SECONDS, self._patience), params=params)

    async def post(self, name: str, *path: str, body: Mapping[str, Any]) -> Body:
        """Have it done. Raises Unavailable with `unknown=True` when it may have been done all the same."""
        self._may_speak(name)
        return await self._call("POST", name, path, patience=self._patience, changes=True, json=body)

    async def upload(self, name: str, *path: str, form: Mapping[str, str], file: tuple[str, bytes, str]) -> Body:
        """Hand over a form with a file (name, content, type). Doing it twice does no harm."""
        self._may_speak(name)
        return await self._call(
            "POST", name, path, patience=min(UPLOAD_SECONDS, self._patience), data=form, files={"file": file}
        )

    def _may_speak(self, name: str) -> None:
        left = self._silent_until - self._stopwatch()
        if left > 0:
            raise Unavailable(f"cloudapi {name}: too much", timedelta(seconds=left))

    async def _call(
        self, verb: str, name: str, path: tuple[str, ...], *, patience: float, changes: bool = False, **content: Any
    ) -> Body:
        url = self._account.path(*path)
        outcome: httpx.Response | FixiError
        try:
            async with asyncio.timeout(patience):
                outcome = await self._http.request(
                    verb, url, timeout=limits(patience), headers=dict(self.headers), **content
                )
        except NOT_SENT as error:
            outcome = Unavailable(f"cloudapi {name}: {type(error).__name__}")
        except (httpx.HTTPError, TimeoutError) as error:
            outcome = Unavailable(f"cloudapi {name}: {type(error).__name__}", unknown=changes)
        # Raised here and not above, where the error would take along the library's own, with all that it carries.
        if isinstance(outcome, httpx.Response):
            if outcome.is_success:
                return fields(outcome.content)
            outcome = self._trouble(name, outcome, changes=changes)
        raise outcome

    def _trouble(self, name: str, response: httpx.Response, *, changes: bool) -> FixiError:
        """The error that this answer means: by its code where it has one, else by its status."""
        error = fields(response.content).body("error")
        number = error.number("code")
        code = int(number) if number is not None else None
        text = f"cloudapi {name}: {response.status_code}" + (f", code {code}" if code is not None else "")
        asked = retry_after(response)
        if code == UNKNOWN[0] and error.number("error_subcode") == UNKNOWN[1]:
            # No such number for this token: no fault of one message. A file that is not there is simply gone.
            return AccountStopped(text, AccountState.SIGNED_OUT) if changes else Refused("gone")
        if code is not None and (code in STOPPED or code in PERMISSIONS):
            return AccountStopped(text, STOPPED.get(code, AccountState.SIGNED_OUT))
        if code is not None and code in TOO_MUCH:
            return Unavailable(text, self._silence(TOO_MUCH[code], asked))
        if code is not None and code in PASSING:
            return Unavailable(text, asked)
        if code is not None and code in REASONS:
            return Refused(REASONS[code])
        return self._by_status(text, response, code, asked, changes=changes)

    def _by_status(
        self, text: str, response: httpx.Response, code: int | None, asked: timedelta | None, *, changes: bool
    ) -> FixiError:
        status = response.status_code
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return Unavailable(text, self._silence(TOO_MUCH[130429], asked))
        if status in LATER:
            return Unavailable(text, asked)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            # A gateway that gave up waiting does not know, and what broke may have broken after it was accepted.
            return Unavailable(text, asked, unknown=changes)
        if status < HTTPStatus.BAD_REQUEST:  # a redirect would take the token along to somewhere else
            return Unavailable(text)
        if status == HTTPStatus.UNAUTHORIZED or (changes and code is None and status in LOCKED_OUT):
            return AccountStopped(text, AccountState.SIGNED_OUT)
        return Refused(f"code-{code}" if code is not None else f"http-{status}")

    def _silence(self, length: timedelta | None, asked: timedelta | None) -> timedelta | None:
        """How long this waits; with a length, everything of this process waits as long."""
        if length is None:
            return asked
        pause = max(length, asked or timedelta())
        self._silent_until = max(self._silent_until, self._stopwatch() + pause.total_seconds())
        return pause
