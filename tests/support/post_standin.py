"""A mail server and a web address on loopback that take alerts, or refuse, hang and drop as they are told."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """Speaks as much SMTP as a client needs.

    `answers` replaces the answer to a command (by its first word, `.` for a message), `hangs` and `drops` are commands
    at which it falls silent or hangs up, `connect` among them. `tls` offers STARTTLS.
    """

    port: int = 0
    user: str = ""
    password: str = ""
    tls: ssl.SSLContext | None = None
    answers: dict[str, str] = field(default_factory=dict)
    hangs: set[str] = field(default_factory=set)
    drops: set[str] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    readers: list[list[str]] = field(default_factory=list)
    encrypted: bool = False

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to: list[str] = []
        line = "connect"
        while True:
            word = line.split(" ", 1)[0].split(":", 1)[0].lower()
            self.commands.append(line)
            if word in self.drops:
                return
            if word in self.hangs:
                await asyncio.Event().wait()
            answer = self.answers.get(word) or self._answer(word, line)
            if word == "rcpt" and answer.startswith("250"):
                to.append(line.split("<", 1)[1].rstrip(">"))
            writer.write(f"{answer}\r\n".encode())
            await writer.drain()
            if word == "starttls" and answer.startswith("220") and self.tls is not None:
                await writer.start_tls(self.tls)
                self.encrypted = True
            if word == "data" and answer.startswith("354"):
                body = await reader.readuntil(b"\r\n.\r\n")
                line = "."
                if "." not in self.answers and "." not in self.drops and "." not in self.hangs:
                    self.messages.append(body.removesuffix(b".\r\n"))
                    self.readers.append(list(to))
                continue
            if word == "quit":
                return
            line = (await reader.readuntil(b"\r\n")).decode().strip()

    def _answer(self, word: str, line: str) -> str:
        match word:
            case "connect":
                return "220 stand-in ESMTP"
            case "ehlo":
                offers = ["stand-in"]
                if self.tls is not None and not self.encrypted:
                    offers.append("STARTTLS")
                if self.user:
                    offers.append("AUTH PLAIN")
                return "\r\n".join(f"250{'-' if n < len(offers) - 1 else ' '}{text}" for n, text in enumerate(offers))
            case "starttls":
                return "220 go on"
            case "auth":
                told = base64.b64decode(line.split(" ")[2]).decode().split("\0")[1:]
                return "235 welcome" if told == [self.user, self.password] else "535 5.7.8 unknown"
            case "mail":
                known = not self.user or any(line.lower().startswith("auth ") for line in self.commands)
                return "250 fine" if known else "530 5.7.0 sign in"
            case "data":
                return "354 go on"
            case "quit":
                return "221 bye"
            case _:
                return "250 fine"


@asynccontextmanager
async def mail_server(**told: object) -> AsyncIterator[MailServer]:
    """A mail server of one's own."""
    server = MailServer(**told)  # type: ignore[arg-type]
    async with _listening(server.talk) as server.port:
        yield server


@dataclass
class Hooked:
    """One request that came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class WebAddress:
    """Answers every request with `status`; `how` may be answer, hang, drop, or redirect (to itself)."""

    port: int = 0
    status: int = 200
    how: str = "answer"
    requests: list[Hooked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/alerts/s3cret-path?key=s3cret"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        method, target, _ = head[0].split(" ")
        self.requests.append(Hooked(method, target, headers, body))
        if self.how == "hang":
            await asyncio.Event().wait()
        if self.how == "drop":
            return
        more = f"Location: {self.url}\r\n" if self.how == "redirect" else ""
        writer.write(f"HTTP/1.1 {self.status} X\r\n{more}Content-Length: 2\r\n\r\nok".encode())
        await writer.drain()


@asynccontextmanager
async def web_address(**told: object) -> AsyncIterator[WebAddress]:
    """A web address of one's own."""
    address = WebAddress(**told)  # type: ignore[arg-type]
    async with _listening(address.talk) as address.port:
        yield address


@asynccontextmanager
async def _listening(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    """The port that this is talked on; whoever hangs is cut off at the end."""
    talks: set[asyncio.Task[None]] = set()

    async def noted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(noted, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        await server.wait_closed()
