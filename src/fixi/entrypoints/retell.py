"""`fixi replay --recording FILE`: a recorded conversation once more, in memory, with the readings of then.

The same words at the same moments, the same professionals and numbers; what is decided is decided by the program as it
is now. Whatever people are told otherwise than then is a difference.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fixi.container import Container
from fixi.domain.errors import Refused
from fixi.domain.events import Heard
from fixi.domain.values import ChatKey
from fixi.entrypoints.demo.town import Town
from fixi.entrypoints.plain import plain
from fixi.ports.ai import Reader
from fixi.settings import Settings

AFTER = timedelta(minutes=1)  # what is still said behind the last thing that was


@dataclass(frozen=True, slots=True)
class Difference:
    """What one person was told then, and what he is told now, at the same place of his chat; None is nothing."""

    chat: ChatKey
    number: int
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Retold:
    """What came of it: so many messages went in, so many were not read then as they would have to be now."""

    messages: int
    unknown: int
    differences: tuple[Difference, ...]


def retell(settings: Settings, path: Path, console: Console, *, as_json: bool) -> bool:
    """Play the recording and print what comes out; True when it is the same. Raises Refused for what is none."""
    told = asyncio.run(play(settings, path))
    if as_json:
        rows = [
            {"chat": str(each.chat), "number": each.number, "then": each.then, "now": each.now}
            for each in told.differences
        ]
        console.print_json(
            json.dumps({"messages": told.messages, "unknown_readings": told.unknown, "differences": rows})
        )
        return not told.differences
    console.print(f"{told.messages} messages were played again")
    if told.unknown:
        console.print(f"{told.unknown} readings are not in the recording: the rules read there")
    if not told.differences:
        console.print("everybody was told the same")
        return True
    table = Table("chat", "message", "then", "now", show_lines=True)
    for each in told.differences:
        shown = [Text(plain(text)) if text is not None else Text("nothing") for text in (each.then, each.now)]
        table.add_row(each.chat.masked, str(each.number), *shown)
    console.print(table)
    return False


async def play(settings: Settings, path: Path) -> Retold:
    """The conversations of this file, played in a town of their own; raises Refused when it holds none."""
    tape = Container(settings=settings).recording(path)
    if not tape.heard:
        raise Refused(f"{path}: nobody says anything in this recording")
    houses = [house for _, house in tape.houses]
    readers = []

    def of_then(rules: Reader) -> Reader:
        readers.append(tape.reader(rules))
        return readers[-1]

    town = Town.build(
        tape.heard[0].at,
        houses[0].policy if houses else None,
        of_then,
        timezone=settings.timezone,
        country=settings.country,
        language=settings.language,
        operators=settings.operators,
    )
    try:
        if houses:
            # Places that were taken belong to leads that this town does not know.
            await town.add(*(replace(pro, places=()) for pro in houses[0].pros))
        await _play(town, tape.heard, tape.houses[1:])
        last = max([at for at, _ in tape.said], default=town.now)
        await town.wait(max(last - town.now, timedelta()) + AFTER)
        then: dict[ChatKey, list[str]] = defaultdict(list)
        for _, said in tape.said:
            then[said.chat].append(said.text)
        chats = dict.fromkeys((*(heard.chat for heard in tape.heard), *then))
        differences = [each for chat in chats for each in _differences(chat, then[chat], town.screen(chat))]
    finally:
        await town.close()
    return Retold(len(tape.heard), sum(reader.unknown for reader in readers), tuple(differences))


async def _play(town: Town, heard: tuple[Heard, ...], houses: tuple[tuple[datetime, Any], ...]) -> None:
    """Everybody writes at his moment, and what falls due between happens in between."""
    changes = deque(houses)
    receive = town.container.receive()
    for event in heard:
        while changes and changes[0][0] <= event.at:
            at, house = changes.popleft()
            await _until(town, at)
            await town.container.policies().change(house.policy, "recording", at)
            await town.container.professionals().put(house.pros)
        await _until(town, event.at)
        await receive((event,), event.at)
    await town.settle()


async def _until(town: Town, at: datetime) -> None:
    if at > town.now:
        await town.wait(at - town.now)


def _differences(chat: ChatKey, then: list[str], now: tuple[str, ...]) -> Iterator[Difference]:
    for number, (before, after) in enumerate(zip_longest(then, now), 1):
        if before != after:
            yield Difference(chat, number, before, after)
