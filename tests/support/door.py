"""A store, a clock and a client for the tests of the web application."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from litestar.testing import AsyncTestClient

from fixi.domain.events import Heard
from fixi.ports.clock import Clock
from fixi.ports.messaging import Inbound

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class StandingClock(Clock):
    """It is always NOW."""

    def now(self) -> datetime:
        return NOW


class Store:
    """Keeps what it is given in two lists, unless something is wrong with it."""

    def __init__(self) -> None:
        self.inbound: dict[str, Inbound] = {}
        self.quarantined: list[tuple[bytes, str]] = []
        self.trouble: Exception | None = None

    async def __call__(self, inbound: tuple[Inbound, ...], at: datetime) -> None:
        assert at == NOW
        if self.trouble:
            raise self.trouble
        self.inbound |= {one.id: one for one in inbound}

    async def quarantine(self, body: bytes, reason: str, at: datetime) -> None:
        assert at == NOW
        if self.trouble:
            raise self.trouble
        self.quarantined.append((body, reason))

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.inbound.values() if isinstance(one, Heard)]


class Door:
    """A client in front of the application, and the store behind it."""

    def __init__(self, client: AsyncTestClient[Any], store: Store) -> None:
        self.client = client
        self.store = store

    async def post(
        self, body: bytes, token: str | bytes = "Bearer secret", **headers: str
    ) -> tuple[int, dict[str, Any], Mapping[str, str]]:
        sent: dict[str, str | bytes] = {"authorization": token} | {k.replace("_", "-"): v for k, v in headers.items()}
        raw = {name: value.encode() if isinstance(value, str) else value for name, value in sent.items() if value}
        answer = await self.client.post("/webhook", content=body, headers=cast(dict[str, str], raw))
        assert answer.headers["content-type"] == "application/json"
        return answer.status_code, answer.json(), answer.headers
