"""A host of files on loopback that can be told to behave in every bad way."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ssl import SSLContext

type Reply = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class FileHost:
    """What it has by path, and what it was asked."""

    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def name(self) -> str:
        """The host and its port, as it stands in a list."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """The address of this path."""
        return f"http://{self.name}{path}"

    def has(self, path: str, content: bytes, mime: str = "image/jpeg", **headers: str) -> str:
        """A file; its address."""
        self.replies[path] = answer(200, content, **{"content-type": mime, **headers})
        return self.url(path)

    def sends(self, path: str, target: str, status: int = 302) -> str:
        """A redirect; its address."""
        self.replies[path] = answer(status, b"", location=target)
        return self.url(path)

    def does(self, path: str, reply: Reply) -> str:
        """Whatever; its address."""
        self.replies[path] = reply
        return self.url(path)

    async def visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request on one connection."""
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._answer(reader, writer)
                writer.close()
                await writer.wait_closed()
        finally:
            writer.transport.abort()
            self.gone.set()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split(" ")[1]
        headers = (line.partition(": ") for line in head[1:] if line)
        self.asked.append((path, {name.lower(): value for name, _, value in headers}))
        await self.replies.get(path.partition("?")[0], answer(404))(writer)
        await writer.drain()


def answer(status: int, content: bytes = b"", **headers: str) -> Reply:
    """A plain answer; a header given as empty is left out."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        given = {"content-length": str(len(content)), **headers}
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in given.items() if value)]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + content)

    return reply


@asynccontextmanager
async def file_host(tls: SSLContext | None = None) -> AsyncIterator[FileHost]:
    """A host for one test."""
    host = FileHost()
    visits: set[asyncio.Task[None]] = set()

    def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(host.visit(reader, writer))
        visits.add(task)
        task.add_done_callback(visits.discard)

    server = await asyncio.start_server(visit, "127.0.0.1", 0, ssl=tls)
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()
        for task in tuple(visits):
            task.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
        await server.wait_closed()
