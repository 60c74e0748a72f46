"""`fixi replay --recording FILE`: a recorded conversation once more, in memory, with the readings of then.

The same words at the same moments, the same professionals and numbers; what is decided is decided by the program as it
is now. Whatever people are told otherwise than then is a difference.
"""

import asyncio
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
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
    """What one person was told, or what one lead became, then and now, at the same place; None is nothing.

    `about` is the person's phone, or the id of the lead.
    """

    about: str
    number: int
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Retold:
    """What came of it: so many messages went in, so many were not read then as they would have to be now."""

    messages: int
    unknown: int
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether everything was decided as it was then, by what was known then."""
        return not self.differences and not self.unknown


def retell(settings: Settings, path: Path, console: Console, *, as_json: bool) -> bool:
    """Play the recording and print what comes out; True when it is the same. Raises Refused for what is none."""
    told = asyncio.run(play(settings, path))
    if as_json:
        rows = [asdict(each) for each in told.differences]
        shown = {"same": told.same, "messages": told.messages, "unknown_readings": told.unknown, "differences": rows}
        console.print_json(json.dumps(shown))
        return told.same
    console.print(f"{told.messages} messages were played again")
    if told.unknown:
        console.print(f"{told.unknown} readings are not in the recording: the rules read there, so this proves nothing")
    if not told.differences:
        console.print("everybody was told the same, and every lead went the same way")
        return told.same
    table = Table("about", "number", "then", "now", show_lines=True)
    for each in told.differences:
        shown_texts = [Text(plain(text)) if text is not None else Text("nothing") for text in (each.then, each.now)]
        table.add_row(f"…{each.about[-4:]}", str(each.number), *shown_texts)
    console.print(table)
    return False


async def play(settings: Settings, path: Path) -> Retold:
    """The conversations of this file, played in a town of their own; raises Refused when it holds none."""
    recording = Container(settings=settings).recording
    then = recording(path)
    if not then.heard:
        raise Refused(f"{path}: nobody says anything in this recording")
    houses = [house for _, house in then.houses]
    readers = []

    def of_then(rules: Reader) -> Reader:
        readers.append(then.reader(rules))
        return readers[-1]

    with TemporaryDirectory(prefix="fixi-replay-") as folder:
        again = Path(folder) / "again.jsonl"
        town = Town.build(
            then.heard[0].at,
            houses[0].policy if houses else None,
            of_then,
            timezone=settings.timezone,
            country=settings.country,
            language=settings.language,
            operators=settings.operators,
            recording=again,
        )
        try:
            if houses:
                # Places that were taken belong to leads that this town does not know.
                await town.add(*(replace(pro, places=()) for pro in houses[0].pros))
            await _play(town, then.heard, then.houses[1:])
            last = max([at for at, _ in then.said], default=town.now)
            await town.wait(max(last - town.now, timedelta()) + AFTER)
        finally:
            await town.close()
        now = recording(again)
    words = _differences(_by_phone(then.words()), _by_phone(now.words()))
    ways = _differences(then.statuses(), now.statuses())
    return Retold(len(then.heard), sum(reader.unknown for reader in readers), (*words, *ways))


def _by_phone(words: Mapping[ChatKey, list[str]]) -> dict[str, list[str]]:
    return {chat.text: said for chat, said in words.items()}


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


def _differences(then: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]) -> Iterator[Difference]:
    for about in dict.fromkeys((*then, *now)):
        for number, (before, after) in enumerate(zip_longest(then.get(about, ()), now.get(about, ())), 1):
            if before != after:
                yield Difference(about, number, before, after)
