"""A bucket on loopback that speaks like S3: it puts and gets objects, and verifies every signature (SigV4)."""

import asyncio
import hashlib
import hmac
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

ACCESS, SECRET, REGION, BUCKET = "FIXIACCESSKEY", "a-made-up-secret/with+signs", "eu-test-1", "fixi-files"
SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>(?P<day>\d{8})/(?P<region>[^/]+)/s3/aws4_request), ?"
    r"SignedHeaders=(?P<names>[a-z0-9;-]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass
class Bucket:
    """What is in it, what was asked, and what is wrong with it: `status` answers instead, `hangs` answers never."""

    objects: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    status: int = 0
    hangs: bool = False
    url: str = ""

    async def visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Requests of one connection."""
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                while True:
                    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                    verb, target, _ = head[0].split(" ")
                    lines = (line.partition(":") for line in head[1:] if line)
                    headers = {name.lower(): value.strip() for name, _, value in lines}
                    body = await reader.readexactly(int(headers.get("content-length", "0")))
                    self.asked.append(f"{verb} {target}")
                    if self.hangs:
                        await reader.read()
                        return
                    status, content = self._answer(verb, target, headers, body)
                    writer.write(_raw(status, content, verb))
                    await writer.drain()
        finally:
            writer.transport.abort()

    def _answer(self, verb: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if self.status:
            return self.status, b"<Error><Code>InternalError</Code></Error>"
        wrong = _unsigned(verb, target, headers, body)
        if wrong:
            self.violations.append(wrong)
            return 403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>"
        bucket, _, key = unquote(target.partition("?")[0]).lstrip("/").partition("/")
        if bucket != BUCKET:
            return 404, b"<Error><Code>NoSuchBucket</Code></Error>"
        match verb:
            case "PUT" if "?" not in target:
                self.objects[key] = body
                return 200, b""
            case "GET" if key in self.objects:
                return 200, self.objects[key]
            case "GET":
                return 404, b"<Error><Code>NoSuchKey</Code></Error>"
            case _:
                self.violations.append(f"{verb} {target}")
                return 501, b"<Error><Code>NotImplemented</Code></Error>"


def _unsigned(verb: str, target: str, headers: dict[str, str], body: bytes) -> str:
    """What is wrong with the signature of this request."""
    said = SIGNED.fullmatch(headers.get("authorization", ""))
    if said is None:
        return "no signature"
    if said["key"] != ACCESS or said["region"] != REGION:
        return "another key or region"
    if headers.get("x-amz-content-sha256") != hashlib.sha256(body).hexdigest():
        return "another body"
    names = said["names"].split(";")
    if not {"host", "x-amz-content-sha256", "x-amz-date"} <= set(names):
        return "too little is signed"
    path, _, query = target.partition("?")
    canonical = "\n".join(
        [
            verb,
            quote(unquote(path), safe="/-_.~"),
            query,
            *(f"{name}:{headers.get(name, '')}" for name in names),
            "",
            said["names"],
            headers["x-amz-content-sha256"],
        ]
    )
    to_sign = "\n".join(
        ["AWS4-HMAC-SHA256", headers["x-amz-date"], said["scope"], hashlib.sha256(canonical.encode()).hexdigest()]
    )
    key = f"AWS4{SECRET}".encode()
    for part in (said["day"], said["region"], "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    right = hmac.digest(key, to_sign.encode(), "sha256").hex()
    return "" if hmac.compare_digest(right, said["signature"]) else "wrong signature"


def _raw(status: int, content: bytes, verb: str) -> bytes:
    etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
    head = (
        f'HTTP/1.1 {status} X\r\ncontent-length: {len(content)}\r\netag: "{etag}"\r\n'
        f"last-modified: Sun, 22 Nov 2026 10:00:00 GMT\r\n\r\n"
    )
    return head.encode() + (b"" if verb == "HEAD" else content)


@asynccontextmanager
async def s3_bucket() -> AsyncIterator[Bucket]:
    """A bucket for one test."""
    bucket = Bucket()
    visits: set[asyncio.Task[None]] = set()

    def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(bucket.visit(reader, writer))
        visits.add(task)
        task.add_done_callback(visits.discard)

    server = await asyncio.start_server(visit, "127.0.0.1", 0)
    bucket.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield bucket
    finally:
        server.close()
        for task in tuple(visits):
            task.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
        await server.wait_closed()
