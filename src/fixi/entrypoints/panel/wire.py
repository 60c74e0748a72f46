"""The sockets of open pages: what comes over one counts only for pages of its own session, and only while that lasts.

NiceGUI takes an event for any page whose id it names. The door has looked at the session once, when the socket was
opened; here it is looked at again with what is said over it.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from nicegui import Client, ui

from fixi.domain.errors import FixiError
from fixi.entrypoints.panel.door import Check
from fixi.entrypoints.panel.visitor import STATE, Visitor

FRESH_SECONDS = 1.0  # typing is an event a letter: a session is asked about no oftener
# A page that there is not: NiceGUI refuses in words at which the browser loads its page anew, and so comes to the door.
NOBODYS = "client_id=nobodys&implicit_handshake=true"
UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)

type Handler = Callable[..., Any]

log = logging.getLogger(__name__)


class Server(Protocol):
    """What we need of the server of the sockets."""

    handlers: Mapping[str, Mapping[str, Handler]]

    def on(self, event: str, handler: Handler) -> object:
        """This is called with what is said under this name, instead of what was."""
        ...

    def get_environ(self, sid: str) -> Mapping[str, Any] | None:
        """Of the request that opened the socket."""
        ...

    def rooms(self, sid: str) -> list[str]:
        """The pages that it belongs to."""
        ...


class Wire:
    """Stands before NiceGUI's own handlers; `look` says whose a session is, without counting as something done."""

    def __init__(self, server: Server, look: Check) -> None:
        self._server = server
        self._look = look
        self._fresh: dict[str, tuple[str, float]] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def guard(self) -> None:
        """Take the place of the handlers that there are. What pages write into our log is not wanted there."""
        theirs = dict(self._server.handlers["/"])
        self._server.on("connect", self._connecting(theirs["connect"]))
        self._server.on("handshake", self._of_own_page(theirs["handshake"], otherwise=False))
        self._server.on("event", self._event(theirs["event"]))
        self._server.on("javascript_response", self._of_own_page(theirs["javascript_response"]))
        self._server.on("ack", self._of_own_page(theirs["ack"]))
        self._server.on("disconnect", self._gone(theirs["disconnect"]))
        self._server.on("log", _nothing)

    def _connecting(self, original: Handler) -> Handler:
        async def connect(sid: str, environ: Mapping[str, Any], *more: object) -> object:
            visitor = self._whose(sid)
            page = _asked_page(environ)
            if visitor is None or (page is not None and not _owns(visitor, page)):
                environ = {**environ, "QUERY_STRING": NOBODYS}
            return await original(sid, environ, *more)

        return connect

    def _event(self, original: Handler) -> Handler:
        async def event(sid: str, *said: object) -> None:
            visitor, page = self._whose(sid), _page(said)
            if visitor is None or page is None:
                return
            if not _owns(visitor, page):
                log.warning("event for a foreign page refused", extra={"operator": visitor.operator.name})
                self._tell(sid, visitor)
                return
            async with self._turns[sid]:  # what was typed is there before the button that was pressed after it
                if await self._in(sid, visitor):
                    await _carried(original, sid, *said)
                else:
                    with page:
                        ui.navigate.to("/login")

        return event

    def _of_own_page(self, original: Handler, *, otherwise: object = None) -> Handler:
        async def passed(sid: str, *said: object) -> object:
            visitor, page = self._whose(sid), _page(said)
            if visitor is None or page is None or not _owns(visitor, page):
                return otherwise
            return await _carried(original, sid, *said)

        return passed

    def _gone(self, original: Handler) -> Handler:
        async def gone(sid: str, *_: object) -> None:
            self._fresh.pop(sid, None)
            self._turns.pop(sid, None)
            original(sid)

        return gone

    async def _in(self, sid: str, visitor: Visitor) -> bool:
        """Whether the session lasts. While the store is away it counts as before: no handler does anything then."""
        now = asyncio.get_running_loop().time()
        token, asked = self._fresh.get(sid, ("", 0.0))
        if token == visitor.token and now - asked < FRESH_SECONDS:
            return True
        try:
            if await self._look(visitor.token) is None:
                return False
        except FixiError:
            return True
        self._fresh[sid] = (visitor.token, now)
        return True

    def _whose(self, sid: str) -> Visitor | None:
        environ = self._server.get_environ(sid)
        visitor = environ["asgi.scope"].get(STATE) if environ is not None else None
        return visitor if isinstance(visitor, Visitor) else None

    def _tell(self, sid: str, visitor: Visitor) -> None:
        """On his own page, that he may not do this."""
        for room in self._server.rooms(sid):
            page = Client.instances.get(room)
            if page is not None and _owns(visitor, page):
                with page:
                    ui.notification(visitor.texts("session.not_allowed"), type="negative", position="bottom")


def _owns(visitor: Visitor, page: Client) -> bool:
    """Whether this page was made for this very session."""
    maker = page.request.scope.get(STATE)
    return isinstance(maker, Visitor) and maker.token == visitor.token


def _page(said: tuple[object, ...]) -> Client | None:
    """The page that a message names, if it can be read and there is one."""
    match said:
        case ({"client_id": str(name)}, *_):
            return Client.instances.get(name)
        case _:
            return None


def _asked_page(environ: Mapping[str, Any]) -> Client | None:
    """The page that a socket was opened for."""
    query = str(environ.get("QUERY_STRING", ""))
    names = [value for name, _, value in (part.partition("=") for part in query.split("&")) if name == "client_id"]
    return Client.instances.get(names[0]) if names else None


async def _carried(original: Handler, *said: object) -> object:
    """What NiceGUI makes of it; what it cannot read is nothing, and no traceback with somebody's words."""
    try:
        done = original(*said)
        return await done if isinstance(done, Awaitable) else done
    except UNREADABLE as error:
        log.warning("unreadable event", extra={"kind": type(error).__name__})
        return None


def _nothing(*_: object) -> None:
    return None
