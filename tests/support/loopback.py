"""A strict server on loopback for stand-ins: one request after the other, and whatever goes wrong with it."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, cast

import h11

from tests.support.green_standin import Answer, Fault


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, header names in small letters."""

    verb: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Loopback:
    """`faults` go wrong one after the other, then `trouble` is asked about each request; both for what `may_fail`."""

    faults: deque[Fault | None] = field(default_factory=deque)
    trouble: Callable[[Asked], Fault | None] = lambda _asked: None
    url: str = ""

    def __post_init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closing = asyncio.Event()

    async def answer(self, asked: Asked) -> Answer:
        """What the other side says."""
        raise NotImplementedError

    def may_fail(self, asked: Asked) -> bool:
        """Whether something may go wrong with this one."""
        return True

    async def start(self, port: int = 0) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._visit, "127.0.0.1", port)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Hang up on everybody."""
        self._closing.set()
        if self._server is not None:
            self._server.close()
        while self._tasks:
            await asyncio.wait(self._tasks, timeout=1)

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._tasks.add(task)
        closing = asyncio.create_task(self._closing.wait())
        talk = asyncio.create_task(self._talk(reader, writer))
        try:
            await asyncio.wait({talk, closing}, return_when=asyncio.FIRST_COMPLETED)
            talk.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await talk
        finally:
            closing.cancel()
            writer.transport.abort()
            self._tasks.discard(task)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER, max_incomplete_event_size=64_000)
        while (asked := await _next(connection, reader)) is not None:
            if not await self._serve(asked, connection, reader, writer):
                return
            connection.start_next_cycle()

    async def _serve(
        self, asked: Asked, connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer, or whatever the fault of this request says; False when the connection is over."""
        fault = None
        if self.may_fail(asked):
            fault = self.faults.popleft() if self.faults else self.trouble(asked)
        if fault is None or fault.accepts or fault.how == "late":
            answer = await self.answer(asked)
        else:
            answer = Answer(fault.status, fault.body if fault.body is not None else {})
        if fault is not None:
            match fault.how:
                case "drop":
                    return False
                case "hang":
                    await reader.read()
                    return False
                case "cut":
                    raw = _raw(connection, answer)
                    writer.write(raw[: len(raw) - 5])
                    await writer.drain()
                    return False
                case "garbage":
                    answer = Answer(200, b"<html>welcome</html>")
                case "late":
                    await asyncio.sleep(fault.seconds)
                case _:
                    answer = Answer(fault.status, answer.body, fault.headers)
        writer.write(_raw(connection, answer))
        await writer.drain()
        return connection.our_state is h11.DONE


async def _next(connection: h11.Connection, reader: asyncio.StreamReader) -> Asked | None:
    request, body = None, b""
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65_536))
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage) and request is not None:
            headers = {name.decode(): value.decode("latin-1") for name, value in request.headers}
            return Asked(request.method.decode(), request.target.decode(), headers, body)
        else:
            return None


def _raw(connection: h11.Connection, answer: Answer) -> bytes:
    body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body)), **answer.headers}
    pieces = (
        connection.send(h11.Response(status_code=answer.status, headers=list(headers.items()))),
        connection.send(h11.Data(data=body)),
        connection.send(h11.EndOfMessage()),
    )
    return b"".join(filter(None, pieces))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; `filename` and `mime` where it is a file."""

    content: bytes
    filename: str = ""
    mime: str = ""


def form(header: str, body: bytes) -> dict[str, Field]:
    """The fields of a multipart body."""
    whole = b"content-type: " + header.encode() + b"\r\n\r\n" + body
    parsed = BytesParser(EmailMessage, policy=HTTP).parsebytes(whole)
    found: dict[str, Field] = {}
    for part in cast("list[Message]", parsed.get_payload()):
        name = str(part.get_param("name", header="content-disposition"))
        content = cast(bytes, part.get_payload(decode=True))
        found[name] = Field(content, part.get_filename() or "", part.get_content_type())
    return found
