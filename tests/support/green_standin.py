"""A Green API account on loopback: as strict as its documentation, and as unreliable as it is told to be.

It runs in the loop of a test, or as a process of its own: `python -m tests.support.green_standin --port 7105`. What
people see and do there is then asked and told under `/_/`.
"""

import argparse
import asyncio
import json
import re
import sys
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import HTTP
from email.utils import format_datetime
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import h11
import httpx

from fixi.adapters.system.clock import SystemClock
from tests.support.green_standin_methods import METHODS, Json, Method, incoming_entry, outgoing_entry

INSTANCE, TOKEN = "7105000001", "d75b3a66374942c5b3c019c698abc2067e151558acbd412345"
PATH = re.compile(r"/waInstance([0-9]+)/([A-Za-z]+)/([^/]+)(?:/([0-9]+))?")
STOPPED = {
    "notAuthorized": "instance is starting or not authorized",
    "starting": "instance is starting or not authorized",
    "blocked": "instance account is blocked",
    "expired": "instance is expired",
    "deleted": "instance is deleted",
}
# As `fixi` wants them.
SETTINGS = dict.fromkeys(
    (
        "incomingWebhook",
        "outgoingWebhook",
        "outgoingMessageWebhook",
        "outgoingAPIMessageWebhook",
        "stateWebhook",
        "incomingCallWebhook",
        "editedMessageWebhook",
        "deletedMessageWebhook",
    ),
    "yes",
) | {"webhookUrlToken": "secret", "delaySendMessagesMilliseconds": 1000}
QUOTA = {"correspondentsStatus": {"method": "correspondents", "used": 3, "total": 3, "status": "QUOTE_EXCEEDED"}}


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request; with `accepts` it is carried out all the same.

    `how` is status, drop (no answer), cut (half an answer), hang (no answer until the client goes), garbage (not what
    was asked for) or late (a good answer, after `seconds`).
    """

    how: str
    accepts: bool = False
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    body: object = None
    seconds: float = 0.05


def refusing(status: int, body: object = None, **headers: str) -> Fault:
    """An answer of this status; nothing is carried out."""
    return Fault("status", status=status, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over the wire."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class GreenStandIn:
    """The account. `now` is its calendar, `stopwatch` what its rates are measured with."""

    instance: str = INSTANCE
    token: str = TOKEN
    now: Callable[[], datetime] = SystemClock().now
    stopwatch: Callable[[], float] = time.monotonic
    strict_rates: bool = True
    state: str = "authorized"
    settings: Json = field(default_factory=lambda: dict(SETTINGS))
    webhook_url: str = ""
    webhook_token: str = ""
    reports: bool = False  # what is accepted comes back as an echo, and as statuses
    again_seconds: float = 60.0  # until a notification that was refused is posted again
    waits: float = 0.0  # how much of the time that receiveNotification may wait it does wait
    lag: timedelta = timedelta()  # until a message is in a journal
    held: bool = False  # nothing leaves the queue
    faults: deque[Fault | None] = field(default_factory=deque)
    by_method: dict[str, deque[Fault | None]] = field(default_factory=dict)
    trouble: Callable[[str], Fault | None] = lambda _method: None

    accepted: list[tuple[str, Json, datetime]] = field(default_factory=list)
    entries: list[tuple[Json, datetime]] = field(default_factory=list)
    notifications: deque[tuple[int, bytes]] = field(default_factory=deque)
    deleted: list[int] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    too_fast: Counter[str] = field(default_factory=Counter)
    read: list[Json] = field(default_factory=list)
    typed: list[Json] = field(default_factory=list)
    url: str = ""
    media_url: str = ""

    def __post_init__(self) -> None:
        self._recent: dict[str, deque[float]] = {}
        self._arrived = asyncio.Event()
        self.emptied = asyncio.Event()  # the last notification was let go
        self._closing = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._posting: asyncio.Task[None] | None = None
        self._servers: list[asyncio.Server] = []

    # What people see and do

    def screen(self, chat: str) -> list[str]:
        """The words that arrived in this chat, in their order."""
        return [_words(fields) for method, fields, _ in self.accepted if fields["chatId"] == chat and _words(fields)]

    def receives(self, notice: Json) -> int:
        """A notification waits to be fetched, and a message is in its journal; the receipt."""
        if "messageData" in notice:
            self.entries.append((incoming_entry(notice), self.now()))
        return self.posts(json.dumps(notice).encode())

    def posts(self, body: bytes) -> int:
        """A notification of any bytes; the receipt."""
        receipt = 1 + max([0, *(number for number, _ in self.notifications), *self.deleted])
        self.notifications.append((receipt, body))
        self._arrived.set()
        return receipt

    # The methods

    async def answer(self, media: bool, request: h11.Request, body: bytes) -> Answer:
        """What the provider says to this request."""
        verb, target = request.method.decode(), urlsplit(request.target.decode())
        known = PATH.fullmatch(target.path)
        if known is None:
            return self._wrong(403, "path", "unknown path")
        instance, name, token, receipt = known.groups()
        method = METHODS.get(name)
        if instance != self.instance or method is None or method.media != media or bool(receipt) != method.receipt:
            return self._wrong(403, name, "unknown instance or address")
        if token != self.token:
            return self._wrong(401, name, "wrong token")
        if verb != method.verb:
            return self._wrong(404, name, "wrong verb")
        self.calls[name] += 1
        if not self._in_pace(name, method):
            self.too_fast[name] += 1
            if self.strict_rates:
                return Answer(429, {"message": "too many requests"})
        query = dict(parse_qsl(target.query))
        wrong = [key for key in query if key not in method.query or not method.query[key](query[key])]
        if wrong:
            return self._invalid(name, f"'{wrong[0]}' is not valid")
        fields: Json = {}
        if verb == "POST":
            read = _fields(method, request, body)
            if isinstance(read, str):
                return self._invalid(name, read)
            fields = read
        if (problem := method.problem(fields)) is not None:
            return self._invalid(name, problem)
        return await self._do(name, fields, query, receipt)

    async def _do(self, name: str, fields: Json, query: Mapping[str, str], receipt: str | None) -> Answer:
        if self.state in STOPPED and name != "getStateInstance":
            return Answer(400, self._error(name, STOPPED[self.state]))
        match name:
            case "getStateInstance":
                return Answer(200, {"stateInstance": self.state})
            case "getSettings":
                return Answer(200, {"wid": "972500000000@c.us", "webhookUrl": self.webhook_url} | self.settings)
            case "readChat":
                self.read.append(fields)
                return Answer(200, {"setRead": True})
            case "sendTyping":
                self.typed.append(fields)
                return Answer(200, None)
            case "receiveNotification":
                return await self._next(int(query.get("receiveTimeout", "5")))
            case "deleteNotification":
                return Answer(200, {"result": self._delete(int(receipt or 0))})
            case "showMessagesQueue":
                return Answer(200, self._queue() if self.held else [])
            case "lastIncomingMessages" | "lastOutgoingMessages":
                kind = "incoming" if name == "lastIncomingMessages" else "outgoing"
                return Answer(200, self._journal(kind, int(query.get("minutes", "1440"))))
            case _:
                reference = f"3EB0{len(self.accepted):016X}"
                self.accepted.append((name, fields | {"idMessage": reference}, self.now()))
                self._report(name, fields, reference)
                more = {"urlFile": "https://media.example/up"} if name == "sendFileByUpload" else {}
                return Answer(200, {"idMessage": reference} | more)

    def _report(self, method: str, fields: Json, reference: str) -> None:
        """What becomes of an accepted message, told in an order that nobody has promised."""
        if not self.reports:
            return
        told = {"instanceData": {"idInstance": int(self.instance)}, "timestamp": int(self.now().timestamp())}
        told |= {"idMessage": reference}
        for status in ("delivered", "sent"):
            about = {"typeWebhook": "outgoingMessageStatus", "chatId": fields["chatId"], "status": status}
            self.posts(json.dumps(told | about | {"sendByApi": True}).encode())
        echo = {"typeWebhook": "outgoingAPIMessageReceived", "senderData": {"chatId": fields["chatId"]}}
        said = {"typeMessage": "textMessage", "textMessageData": {"textMessage": _words(fields)}}
        if _words(fields):
            self.posts(json.dumps(told | echo | {"messageData": said}).encode())

    async def _post(self) -> None:
        """The oldest notification to the webhook, until it is taken; then the next one."""
        headers = {"content-type": "application/json; charset=utf-8", "authorization": f"Bearer {self.webhook_token}"}
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            while True:
                self._arrived.clear()
                while self.notifications:
                    receipt, body = self.notifications[0]
                    with suppress(httpx.HTTPError):
                        answer = await client.post(self.webhook_url, content=body, headers=headers)
                        if answer.status_code == 200:
                            self._delete(receipt)
                            continue
                    await asyncio.sleep(self.again_seconds)
                await self._arrived.wait()

    def _queue(self) -> list[Json]:
        return [
            {
                "messageID": fields["idMessage"],
                "type": method,
                "body": {key: value for key, value in fields.items() if key != "idMessage"},
            }
            for method, fields, _ in self.accepted
        ]

    def _journal(self, kind: str, minutes: int) -> list[Json]:
        """The newest first, and nobody promised that."""
        now = self.now()
        first, last = now - timedelta(minutes=minutes), now - self.lag
        shown = [entry for entry, at in self.entries if entry["type"] == kind and at <= last]
        if kind == "outgoing" and not self.held:
            for method, fields, at in self.accepted:
                if first <= at <= last:
                    entry = outgoing_entry(method, fields, fields["idMessage"])
                    shown.append(entry | {"timestamp": int(at.timestamp())})
        return [entry for entry in reversed(shown) if entry["timestamp"] >= int(first.timestamp())]

    async def _next(self, seconds: int) -> Answer:
        if self.webhook_url:
            return Answer(400, self._error("receiveNotification", "Received webhookUrl: use an empty string"))
        if not self.notifications:
            self._arrived.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), seconds * self.waits)
        if not self.notifications:
            return Answer(200, None)
        receipt, body = self.notifications[0]
        return Answer(200, b'{"receiptId": %d, "body": %b}' % (receipt, body))

    def _delete(self, receipt: int) -> bool:
        kept = [(number, body) for number, body in self.notifications if number != receipt]
        found = len(kept) < len(self.notifications)
        if found:
            self.notifications = deque(kept)
            self.deleted.append(receipt)
            if not kept:
                self.emptied.set()
        return found

    def _in_pace(self, name: str, method: Method) -> bool:
        recent, now = self._recent.setdefault(name, deque()), self.stopwatch()
        while recent and now - recent[0] >= 1.0:
            recent.popleft()
        recent.append(now)
        return len(recent) <= method.a_second

    def _invalid(self, name: str, details: str) -> Answer:
        return self._wrong(400, name, f"Validation failed. Details: {details}")

    def _wrong(self, status: int, name: str, message: str) -> Answer:
        self.violations.append(f"{name}: {message}")
        return Answer(status, self._error(name, message))

    def _error(self, name: str, message: str) -> Json:
        """As the provider does, with the token in it."""
        path = f"/waInstance{self.instance}/{name}/{self.token}"
        return {"statusCode": 400, "timestamp": self.now().isoformat(), "path": path, "message": message}

    # The wire

    async def start(self, port: int = 0, media_port: int = 0) -> None:
        """Listen on both hosts of the account."""
        for media, wanted in ((False, port), (True, media_port)):
            server = await asyncio.start_server(self._visitor(media), "127.0.0.1", wanted)
            self._servers.append(server)
            address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            if media:
                self.media_url = address
            else:
                self.url = address
        if self.webhook_url and self.webhook_token:
            self._posting = asyncio.create_task(self._post())

    async def stop(self) -> None:
        """Hang up on everybody."""
        if self._posting is not None:
            self._posting.cancel()
        self._closing.set()
        for server in self._servers:
            server.close()
        while self._tasks:
            await asyncio.wait(self._tasks, timeout=1)

    def _visitor(self, media: bool) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]:
        async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = cast("asyncio.Task[Any]", asyncio.current_task())
            self._tasks.add(task)
            closing = asyncio.create_task(self._closing.wait())
            talk = asyncio.create_task(self._talk(media, reader, writer))
            try:
                await asyncio.wait({talk, closing}, return_when=asyncio.FIRST_COMPLETED)
                talk.cancel()
                with suppress(asyncio.CancelledError, ConnectionError):
                    await talk
            finally:
                closing.cancel()
                writer.transport.abort()
                self._tasks.discard(task)

        return visit

    async def _talk(self, media: bool, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, as long as it is kept alive."""
        connection = h11.Connection(h11.SERVER, max_incomplete_event_size=64_000)
        while True:
            request, body = None, b""
            while True:
                event = connection.next_event()
                if event is h11.NEED_DATA:
                    connection.receive_data(await reader.read(65_536))
                elif isinstance(event, h11.Request):
                    request = event
                elif isinstance(event, h11.Data):
                    body += event.data
                elif isinstance(event, h11.EndOfMessage):
                    break
                else:
                    return
            assert request is not None
            if not await self._serve(media, request, body, connection, reader, writer):
                return
            connection.start_next_cycle()

    async def _serve(
        self,
        media: bool,
        request: h11.Request,
        body: bytes,
        connection: h11.Connection,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        """Answer, or whatever the fault of this request says; False when the connection is over."""
        path = urlsplit(request.target.decode()).path
        if path.startswith("/_/"):
            writer.write(_raw(connection, self.told(path, body), self.now()))
            return connection.our_state is h11.DONE
        known = PATH.fullmatch(path)
        fault = self._fault(known[2]) if known else None
        if fault is None or fault.accepts or fault.how == "late":
            answer = await self.answer(media, request, body)
        else:
            answer = Answer(fault.status, fault.body if fault.body is not None else {"message": path})
        if fault is not None:
            match fault.how:
                case "drop":
                    return False
                case "hang":
                    await reader.read()
                    return False
                case "cut":
                    raw = _raw(connection, answer, self.now())
                    writer.write(raw[: len(raw) - 5])
                    await writer.drain()
                    writer.close()
                    return False
                case "garbage":
                    answer = Answer(200, b"<html>welcome</html>")
                case "late":
                    await asyncio.sleep(fault.seconds)
                case _:
                    answer = Answer(fault.status, answer.body, fault.headers)
        writer.write(_raw(connection, answer, self.now()))
        await writer.drain()
        return connection.our_state is h11.DONE

    def _fault(self, method: str) -> Fault | None:
        if self.by_method.get(method):
            return self.by_method[method].popleft()
        return self.faults.popleft() if self.faults else self.trouble(method)

    def told(self, path: str, body: bytes) -> Answer:
        """For whoever tests from another process; see the branches."""
        given: Any = json.loads(body or b"null")
        match path.removeprefix("/_/"):
            case "sent":
                return Answer(200, [{"method": method} | fields for method, fields, _ in self.accepted])
            case "violations":
                return Answer(200, {"violations": self.violations, "too_fast": self.too_fast})
            case "receives":
                return Answer(200, {"receiptId": self.receives(given)})
            case "posts":
                return Answer(200, {"receiptId": self.posts(body)})
            case "seen":
                waiting = len(self.notifications)
                return Answer(200, {"read": self.read, "typed": self.typed, "calls": self.calls, "waiting": waiting})
            case "state":
                self.state = given["state"]
                return Answer(200, {})
            case "faults":
                for fault in given:
                    told = dict(fault or {})
                    line = self.by_method.setdefault(told.pop("method", ""), deque())
                    line.append(Fault(**told) if told else None)
                self.faults.extend(self.by_method.pop("", ()))
                return Answer(200, {"left": {method: len(line) for method, line in self.by_method.items()}})
            case _:
                return Answer(404, {})


def _words(fields: Json) -> str:
    return str(fields.get("message") or fields.get("body") or "")


def _fields(method: Method, request: h11.Request, body: bytes) -> Json | str:
    """What the body says, or what is wrong with it."""
    header = next((value for name, value in request.headers if name == b"content-type"), b"")
    if method.media:
        return _form(header, body) if header.startswith(b"multipart/form-data") else "Content-Type must be a form's"
    if header.partition(b";")[0] != b"application/json":
        return "Content-Type must be application/json"
    try:
        fields = json.loads(body)
    except ValueError:
        return "body must be JSON"
    return fields if isinstance(fields, dict) else "body must be an object"


def _form(header: bytes, body: bytes) -> Json | str:
    parsed = BytesParser(EmailMessage, policy=HTTP).parsebytes(b"content-type: " + header + b"\r\n\r\n" + body)
    fields: Json = {}
    sent, kind = None, ""
    for part in cast("list[Message]", parsed.get_payload()):
        name = str(part.get_param("name", header="content-disposition"))
        content = cast(bytes, part.get_payload(decode=True))
        if name in fields:
            return f"'{name}' is there twice"
        # A file keeps its bytes, each as the letter of that number.
        fields[name] = content.decode("latin-1" if name == "file" else "utf-8", "replace")
        if name == "file":
            sent, kind = part.get_filename(), part.get_content_type()
    if sent != fields.get("fileName"):
        return "'file' has another name than 'fileName'"
    if "/" not in kind or kind == "text/plain":
        return "'file' has no type"
    return fields


def _raw(connection: h11.Connection, answer: Answer, at: datetime) -> bytes:
    body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
    headers = {
        "content-type": "application/json; charset=utf-8",
        "content-length": str(len(body)),
        "date": format_datetime(at.astimezone(UTC), usegmt=True),
        **answer.headers,
    }
    pieces = (
        connection.send(h11.Response(status_code=answer.status, headers=list(headers.items()))),
        connection.send(h11.Data(data=body)),
        connection.send(h11.EndOfMessage()),
    )
    return b"".join(filter(None, pieces))


@asynccontextmanager
async def green_standin(**known: Any) -> AsyncIterator[GreenStandIn]:
    """An account for one test, in its own loop."""
    account = GreenStandIn(**known)
    await account.start()
    try:
        yield account
    finally:
        await account.stop()


async def _run(account: GreenStandIn, port: int, media_port: int) -> None:
    await account.start(port, media_port)
    sys.stdout.write(json.dumps({"url": account.url, "media_url": account.media_url}) + "\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await account.stop()


def main() -> None:
    """Run as a process until it is stopped; its first line says where it is."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--media-port", type=int, default=0)
    options.add_argument("--instance", default=INSTANCE)
    options.add_argument("--token", default=TOKEN)
    options.add_argument("--webhook", default="", help="where notifications are posted; else they wait to be fetched")
    options.add_argument("--webhook-token", default="")
    options.add_argument("--reports", action="store_true", help="what is accepted comes back as echo and statuses")
    given = options.parse_args()
    account = GreenStandIn(
        given.instance,
        given.token,
        waits=1.0,
        webhook_url=given.webhook,
        webhook_token=given.webhook_token,
        reports=given.reports,
        again_seconds=1.0,
    )
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(account, given.port, given.media_port))


if __name__ == "__main__":
    main()
