"""A phone number of the Cloud API on loopback: as strict as its documentation, and as unreliable as it is told to be.

It runs in the loop of a test, or as a process of its own: `python -m tests.support.cloud_standin --port 7106 --webhook
URL`. What people see and do there is then asked and told under `/_/`. What it has to tell us it posts, signed, to the
webhook it was given; without one it keeps it for whoever asks.
"""

import argparse
import asyncio
import hashlib
import json
import re
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from fixi.adapters.system.clock import SystemClock
from tests.support import cloud_bodies as cloud
from tests.support.cloud_standin_fields import READ, Json, problem
from tests.support.green_standin import Answer
from tests.support.loopback import Asked, Loopback, form

TOKEN = "EAAGm0PX4ZCpsBAKZCsecret0token"
VERIFY_TOKEN = "meatyhamhock"
PATH = re.compile(r"/v[0-9]+\.[0-9]+/([^/]+)(?:/([a-z]+))?")
WINDOW = timedelta(hours=24)
FREE_WORDS = frozenset({"text", "interactive", "image", "audio", "video", "document", "sticker", "location"})


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that was accepted."""

    id: str
    at: datetime
    fields: Json

    @property
    def to(self) -> str:
        """The phone or the id it is for."""
        return str(self.fields.get("to") or self.fields.get("recipient"))


@dataclass
class CloudStandIn(Loopback):
    """The number. `now` is its calendar; with a `window` free words need a message of the person before.

    `late` says so by a failed status after the message was accepted, as Meta mostly does. `templates` are those that
    are approved, by name and language, with the number of their values.
    """

    number: str = cloud.NUMBER
    token: str = TOKEN
    secret: str = cloud.SECRET
    now: Callable[[], datetime] = SystemClock().now
    window: timedelta | None = WINDOW
    late: bool = False
    status: str = "CONNECTED"
    health: str = "AVAILABLE"
    tells: tuple[str, ...] = ("sent", "delivered")  # the statuses that a message gets by itself
    templates: dict[tuple[str, str], int] = field(default_factory=dict)
    webhook: str = ""

    accepted: list[Sent] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    heard: dict[str, datetime] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    told: deque[bytes] = field(default_factory=deque)
    answers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._news = asyncio.Event()

    # What people see and do

    def screen(self, person: str) -> list[str]:
        """The words that arrived there, in their order."""
        return [words(sent.fields) for sent in self.accepted if sent.to == person and words(sent.fields)]

    def receives(self, body: Json) -> None:
        """A notification goes out, and a person's message in it opens his window."""
        for entry in body["entry"]:
            for value in (change["value"] for change in entry["changes"]):
                for message in value.get("messages", ()):
                    names = [message.get("from"), message.get("from_user_id")]
                    names += [contact.get("user_id") for contact in value.get("contacts", ())]
                    self.heard |= {str(name): self.now() for name in names if name}
                    self.known.add(message["id"])
        self.tell(body)

    def tell(self, body: Json) -> None:
        """A notification of any content."""
        self.told.append(cloud.encode(body))
        self._news.set()

    def keeps(self, content: bytes, mime: str = "image/jpeg") -> str:
        """A file that somebody has sent; the id that a message names it by."""
        name = str(7_000_000_000 + len(self.files))
        self.files[name] = (content, mime)
        return name

    def fails(self, sent: Sent, code: int) -> None:
        """This one will not arrive."""
        self.tell(self._status(sent, "failed", errors=[{"code": code, "title": "(failed)"}]))

    # What is asked of it

    def may_fail(self, asked: Asked) -> bool:
        """Whoever plays is answered always."""
        return not asked.target.startswith("/_/")

    async def answer(self, asked: Asked) -> Answer:
        """What Meta says to this request."""
        target = urlsplit(asked.target)
        if target.path.startswith("/_/"):
            return self._played(target.path.removeprefix("/_/"), json.loads(asked.body or b"null"))
        self.asked.append(f"{asked.verb} {target.path}")
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            self.violations.append(f"{target.path}: wrong token")
            return _error(401, 190, "Error validating access token")
        if target.path.startswith("/files/"):
            return self._file(asked, target.path.removeprefix("/files/"))
        found = PATH.fullmatch(target.path)
        if found is None:
            return self._wrong(404, 2500, f"unknown path {target.path}")
        match asked.verb, found[1], found[2]:
            case "POST", self.number, "messages":
                return self._messages(asked)
            case "POST", self.number, "media":
                return self._media(asked)
            case "GET", self.number, None:
                return self._state(parse_qs(target.query))
            case "GET", name, None if name in self.files:
                return self._where(name)
            case _:
                return self._wrong(400, 100, f"unsupported request {asked.verb} {target.path}")

    def _messages(self, asked: Asked) -> Answer:
        if asked.headers.get("content-type") != "application/json":
            return self._wrong(400, 100, "Content-Type must be application/json")
        try:
            fields = json.loads(asked.body)
        except ValueError:
            return self._wrong(400, 100, "body must be JSON")
        if isinstance(fields, dict) and "status" in fields:
            if not READ(fields) or fields["message_id"] not in self.known:
                return self._wrong(400, 100, "message_id is not valid")
            self.read.append(fields["message_id"])
            return Answer(200, {"success": True})
        wrong = problem(fields)
        return self._wrong(400, 100, wrong) if wrong else self._accept(fields)

    def _accept(self, fields: Json) -> Answer:
        to = str(fields.get("to") or fields.get("recipient"))
        kind = fields.get("type", "text")
        named = fields.get(kind, {})
        if isinstance(named, dict) and "id" in named and named["id"] not in self.files:
            return self._wrong(400, 100, "no such media")
        if kind == "template":
            asked = (named["name"], named["language"]["code"])
            given = sum(len(part["parameters"]) for part in named.get("components", ()))
            if asked not in self.templates:
                return _error(404, 132001, "Template name does not exist in the translation")
            if self.templates[asked] != given:
                return _error(400, 132000, "Number of parameters does not match")
        closed = kind in FREE_WORDS and self.window is not None and not self._open(to)
        if closed and not self.late:
            return _error(400, 131047, "Re-engagement message")
        sent = Sent(f"wamid.{hashlib.sha256(str(len(self.accepted)).encode()).hexdigest()[:40]}=", self.now(), fields)
        self.accepted.append(sent)
        if closed:
            self.fails(sent, 131047)
        else:
            for word in self.tells:
                self.tell(self._status(sent, word))
        card = {"input": to, **({"wa_id": to} if "to" in fields else {"user_id": to})}
        return Answer(200, {"messaging_product": "whatsapp", "contacts": [card], "messages": [{"id": sent.id}]})

    def _open(self, person: str) -> bool:
        last = self.heard.get(person)
        return last is not None and self.window is not None and self.now() - last < self.window

    def _media(self, asked: Asked) -> Answer:
        header = asked.headers.get("content-type", "")
        if not header.startswith("multipart/form-data"):
            return self._wrong(400, 100, "Content-Type must be a form's")
        fields = form(header, asked.body)
        if fields.keys() != {"messaging_product", "type", "file"}:
            return self._wrong(400, 100, f"unexpected fields {sorted(fields)}")
        file = fields["file"]
        if fields["messaging_product"].content != b"whatsapp" or fields["type"].content.decode() != file.mime:
            return self._wrong(400, 100, "messaging_product or type is not valid")
        if not file.filename or not file.content:
            return self._wrong(400, 100, "file is not valid")
        return Answer(200, {"id": self.keeps(file.content, file.mime)})

    def _state(self, query: dict[str, list[str]]) -> Answer:
        names = set(",".join(query.get("fields", [])).split(","))
        if not names <= {"status", "health_status", "quality_rating"}:
            return self._wrong(400, 100, "fields are not valid")
        health = {"can_send_message": self.health, "entities": []}
        return Answer(200, {"id": self.number, "status": self.status, "health_status": health})

    def _where(self, name: str) -> Answer:
        content, mime = self.files[name]
        told = {"url": f"{self.url}/files/{name}", "mime_type": mime, "sha256": hashlib.sha256(content).hexdigest()}
        return Answer(200, told | {"file_size": str(len(content)), "id": name, "messaging_product": "whatsapp"})

    def _file(self, asked: Asked, name: str) -> Answer:
        if asked.verb != "GET" or name not in self.files:
            return self._wrong(404, 100, "no such file")
        content, mime = self.files[name]
        return Answer(200, content, {"content-type": mime})

    def _wrong(self, status: int, code: int, message: str) -> Answer:
        self.violations.append(message)
        return _error(status, code, message)

    def _status(self, sent: Sent, word: str, **more: Any) -> Json:
        phone, user = sent.fields.get("to"), sent.fields.get("recipient")
        note = sent.fields.get("biz_opaque_callback_data")
        return cloud.status(sent.id, word, phone, user, **more, **({"biz_opaque_callback_data": note} if note else {}))

    # What it tells

    async def posting(self, mishaps: Callable[[int], str] = lambda _n: "") -> None:
        """Post what there is to tell, signed, until cancelled; what is not answered with 200 is posted again.

        For the n-th one `mishaps` may say `twice` or `late` (after the next one).
        """
        number = 0
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            while True:
                if not self.told:
                    self._news.clear()
                    await self._news.wait()
                    continue
                number += 1
                body, mishap = self.told.popleft(), mishaps(number)
                if mishap == "late" and self.told:
                    self.told.insert(1, body)
                    continue
                for _ in range(2 if mishap == "twice" else 1):
                    await self._post(client, body)

    async def _post(self, client: httpx.AsyncClient, body: bytes) -> None:
        headers = {"content-type": "application/json", "x-hub-signature-256": cloud.signature(body, self.secret)}
        for pause in (0.05, 0.2, 0.5, 1, 2, 4, 8):
            with suppress(httpx.HTTPError):
                answer = await client.post(self.webhook, content=body, headers=headers)
                self.answers.append(answer.status_code)
                if answer.status_code == 200:
                    return
            await asyncio.sleep(pause)

    async def _handshake(self) -> Answer:
        query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            answer = await client.get(self.webhook, params=query)
        return Answer(200, {"status": answer.status_code, "body": answer.text})

    def _played(self, path: str, given: Any) -> Answer:
        """For whoever tests from another process."""
        match path:
            case "sent":
                return Answer(200, [{"id": sent.id, "person": sent.to, **sent.fields} for sent in self.accepted])
            case "seen":
                seen = {"violations": self.violations, "read": self.read, "asked": self.asked, "answers": self.answers}
                return Answer(200, seen)
            case "receives":
                self.receives(given)
                return Answer(200, {})
            case "keeps":
                return Answer(200, {"id": self.keeps(bytes.fromhex(given["hex"]), given["mime"])})
            case "templates":
                self.templates |= {(name, code): count for name, code, count in given}
                return Answer(200, {})
            case "forget":
                self.heard.clear()
                return Answer(200, {})
            case _:
                return Answer(404, {})


def words(fields: Json) -> str:
    """What a person reads of this request."""
    match fields.get("type", "text"):
        case "text":
            return str(fields["text"]["body"])
        case "interactive":
            return str(fields["interactive"]["body"]["text"])
        case "template":
            parts = fields["template"].get("components", ())
            return " ".join([fields["template"]["name"], *(p["text"] for part in parts for p in part["parameters"])])
        case _:
            return ""


def _error(status: int, code: int, message: str) -> Answer:
    """As Graph does, with more in it than anybody should log."""
    told = {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code, "fbtrace_id": "AbCdEf123"}
    return Answer(status, {"error": told | {"error_data": {"messaging_product": "whatsapp", "details": message}}})


@asynccontextmanager
async def cloud_standin(**known: Any) -> AsyncIterator[CloudStandIn]:
    """A number for one test, in its own loop."""
    standin = CloudStandIn(**known)
    await standin.start()
    try:
        yield standin
    finally:
        await standin.stop()


async def _run(port: int, webhook: str) -> None:
    standin = CloudStandIn(webhook=webhook)
    await standin.start(port)
    sys.stdout.write(json.dumps({"url": standin.url}) + "\n")
    sys.stdout.flush()
    try:
        await standin.posting()
    finally:
        await standin.stop()


def main() -> None:
    """Run as a process until it is stopped; its first line says where it is."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--webhook", default="")
    given = options.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(given.port, given.webhook))


if __name__ == "__main__":
    main()
