"""`--follow`: what happens in a chat or to leads, as it happens. A change says where to look; nothing is polled."""

import asyncio
import json
import signal
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console

from fixi.application.views import lead_row
from fixi.container import Container
from fixi.domain.errors import Unavailable
from fixi.domain.lead.states import LEAD_STATES, LeadState
from fixi.domain.values import Key, Kind
from fixi.entrypoints.books import MANY, chat_line, chat_rows, known_status, run_file, with_container
from fixi.settings import Settings

LATELY = 20  # of what was there before
AFTER_A_CHANGE = 50  # lines of a chat that are looked at
PAUSE_SECONDS = 1.0

type Look = Callable[[Key | None], Awaitable[None]]


def follow_chat(settings: Settings, console: Console, phone: str, *, as_json: bool) -> None:
    """Print the last lines of this chat, then every new one, until Ctrl-C."""
    printed: set[str] = set()

    async def work(container: Container) -> None:
        async def look(key: Key | None) -> None:
            if key is not None and (key.kind is Kind.LEAD or key.id != phone):
                return
            rows = await chat_rows(container, phone, AFTER_A_CHANGE if key is not None else MANY)
            new = [row for row in rows if row["id"] not in printed]
            for row in new if printed else new[-LATELY:]:
                _print(console, json.dumps(row, ensure_ascii=False) if as_json else chat_line(row))
            printed.update(row["id"] for row in rows)

        await _follow(container, settings, console, look)

    with_container(settings, work, queue=True)


def follow_leads(settings: Settings, console: Console, status: str | None, *, as_json: bool) -> None:
    """Print the newest leads, then every one that changes, until Ctrl-C."""
    wanted = known_status(status)
    printed: dict[str, dict[str, Any]] = {}

    async def work(container: Container) -> None:
        zone = ZoneInfo((await container.policies().current()).timezone)

        async def look(key: Key | None) -> None:
            if key is None:
                found = (await container.leads().listed(None, MANY))[::-1]
            else:
                found = await _lead(container, key)
            first = not printed
            new = [row for row in (lead_row(lead, zone) for lead in found) if row and printed.get(row["id"]) != row]
            printed.update((row["id"], row) for row in new)
            shown = [row for row in new if wanted is None or row["status"] == wanted]
            for row in shown[-LATELY:] if first else shown:
                _print(console, json.dumps(row, ensure_ascii=False) if as_json else _lead_line(row))

        await _follow(container, settings, console, look)

    with_container(settings, work, queue=True)


async def _lead(container: Container, key: Key) -> tuple[LeadState, ...]:
    record = await container.repository().load(key) if key.kind is Kind.LEAD else None
    return (record.state,) if record is not None and isinstance(record.state, LEAD_STATES) else ()


def _lead_line(row: dict[str, Any]) -> str:
    facts = (
        row["updated_at"][:19],
        row["id"],
        row["status"],
        row["trade"],
        row["area"],
        row["pro"],
        row["appointment"],
    )
    return "  ".join(str(fact) for fact in facts if fact is not None)


def _print(console: Console, line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)


async def _follow(container: Container, settings: Settings, console: Console, look: Look) -> None:
    """Look whenever something has changed, until a signal comes or the system that was found is stopped."""
    following = [asyncio.create_task(_look(container, look)), asyncio.create_task(_until_stopped(settings))]
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, following[0].cancel)
    try:
        done, _ = await asyncio.wait(following, return_when=asyncio.FIRST_COMPLETED)
        if following[0] not in done:
            console.print("the system was stopped")
        elif not following[0].cancelled():
            following[0].result()
    finally:
        for task in following:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _look(container: Container, look: Look) -> None:
    async with aclosing(container.live().changes()) as changes:
        async for key in changes:
            while True:
                try:
                    await look(key)
                    break
                except Unavailable:
                    await asyncio.sleep(PAUSE_SECONDS)


async def _until_stopped(settings: Settings) -> None:
    """Ends when the system that `fixi up` runs here is no longer the one that was found."""
    before = {name: run_file(settings).get(name) for name in ("mongo", "redis")}
    while True:
        await asyncio.sleep(PAUSE_SECONDS)
        if {name: run_file(settings).get(name) for name in before} != before:
            return
