"""Files in a bucket of S3, or of whatever speaks like it.

What its library says may repeat an address or a key, so an error made here has no cause and only its kind as a text.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from fixi.domain.errors import FixiError, Invalid, Refused, Unavailable
from fixi.ports.media import MOST_BYTES, Files, checked_name, file_name, unharmed

CONNECT = timedelta(seconds=3)
PATIENCE = timedelta(seconds=8)  # for one request; a turn that fetches has fifteen for everything
KNOWN = {"endpoint", "region", "style"}


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where the bucket is, and what opens it; without keys the surroundings are asked, as AWS has it."""

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    virtual: bool = False
    access_key: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)


def bucket_of(address: str, access_key: str = "", secret_key: str = "") -> Bucket:
    """What `s3://bucket/prefix?endpoint=…&region=…&style=path|virtual` means. Raises Invalid."""
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    endpoint = options.get("endpoint", "")
    if parts.scheme != "s3" or not parts.hostname or parts.username or parts.port or not options.keys() <= KNOWN:
        raise Invalid("not an address of a bucket")
    if endpoint and not (urlsplit(endpoint).scheme in {"http", "https"} and urlsplit(endpoint).netloc):
        raise Invalid("an endpoint is an address of http or https")
    style = options.get("style", "path" if endpoint else "virtual")
    if style not in {"path", "virtual"}:
        raise Invalid("a style is path or virtual")
    region = options.get("region", "us-east-1")
    prefix = parts.path.strip("/")
    return Bucket(parts.hostname, prefix, endpoint, region, style == "virtual", access_key, secret_key)


class S3Files(Files):
    """See Files. Each request is made once: who needs the file tries again by itself."""

    def __init__(self, bucket: Bucket, patience: timedelta = PATIENCE) -> None:
        options: dict[str, Any] = {"region": bucket.region}
        if bucket.endpoint:
            options["endpoint"] = bucket.endpoint
        if not bucket.endpoint or bucket.virtual:
            options["virtual_hosted_style_request"] = bucket.virtual
        if bucket.access_key:
            options |= {"access_key_id": bucket.access_key, "secret_access_key": bucket.secret_key}
        self._patience = patience
        self._prefix = f"{bucket.prefix}/" if bucket.prefix else ""
        self._store = S3Store(
            bucket.name,
            config=options,  # type: ignore[arg-type] # a plain dictionary of what it declares
            client_options={
                "timeout": patience,
                "connect_timeout": min(CONNECT, patience),
                "allow_http": bucket.endpoint.startswith("http://"),
            },
            retry_config={"max_retries": 0, "retry_timeout": patience},
        )

    async def put(self, content: bytes, extension: str) -> str:
        """See Files. The same content is written over itself."""
        name = file_name(content, extension)
        failed: FixiError | None = None
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                await obstore.put_async(self._store, self._place(name), content, use_multipart=False)
        except (BaseError, TimeoutError, OSError, ValueError) as error:
            failed = Unavailable(f"files: {type(error).__name__}")
        if failed is not None:
            raise failed
        return name

    async def get(self, name: str) -> bytes:
        """See Files."""
        place = self._place(checked_name(name))
        outcome: bytes | FixiError
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                outcome = await self._read(place)
        except FileNotFoundError:
            outcome = Refused("no-file")
        except (BaseError, TimeoutError, OSError, ValueError) as error:
            outcome = Unavailable(f"files: {type(error).__name__}")
        if isinstance(outcome, FixiError):
            raise outcome
        return unharmed(name, outcome)

    async def _read(self, place: str) -> bytes | FixiError:
        found = await obstore.get_async(self._store, place)
        content = bytearray()
        async for piece in found.stream():
            content += piece
            if len(content) > MOST_BYTES:
                return Refused("damaged")
        return bytes(content)

    def _place(self, name: str) -> str:
        return f"{self._prefix}{name[:2]}/{name[2:4]}/{name}"
