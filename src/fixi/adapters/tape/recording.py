"""A whole recording, read and put in order."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from fixi.adapters.tape.played import PlayedReader
from fixi.adapters.tape.tape import Became, House, Read, Said, entries
from fixi.domain.events import Heard
from fixi.domain.values import ChatKey, Status
from fixi.ports.ai import Reader


@dataclass(frozen=True, slots=True)
class Recording:
    """What was heard (each message once, however often it came), read, said and decided, and the house around it."""

    heard: tuple[Heard, ...] = ()
    read: tuple[Read, ...] = ()
    said: tuple[tuple[datetime, Said], ...] = ()
    houses: tuple[tuple[datetime, House], ...] = ()
    became: tuple[Became, ...] = ()

    @classmethod
    def of(cls, path: Path) -> Self:
        """The recording in this file; raises Refused with one clear line when there is none."""
        heard: dict[str, Heard] = {}
        read, said, houses = list[Read](), list[tuple[datetime, Said]](), list[tuple[datetime, House]]()
        became: list[Became] = []
        for at, entry in entries(path):
            match entry:
                case Heard():
                    heard.setdefault(entry.id, entry)
                case Read():
                    read.append(entry)
                case Said():
                    said.append((at, entry))
                case House():
                    houses.append((at, entry))
                case Became():
                    became.append(entry)
        # Several processes write, so that lines may stand a little out of order.
        in_time = tuple(sorted(heard.values(), key=lambda event: event.at))
        return cls(in_time, tuple(read), tuple(said), tuple(sorted(houses, key=lambda pair: pair[0])), tuple(became))

    def words(self) -> dict[ChatKey, list[str]]:
        """What each person was told, in order."""
        told: dict[ChatKey, list[str]] = {}
        for _, said in self.said:
            told.setdefault(said.chat, []).append(said.text)
        return told

    def statuses(self) -> dict[str, list[Status]]:
        """The way of each lead, a status for each step."""
        ways: dict[str, list[Status]] = {}
        for one in self.became:
            way = ways.setdefault(one.lead, [])
            if not way or way[-1] is not one.status:
                way.append(one.status)
        return ways

    def reader(self, otherwise: Reader) -> PlayedReader:
        """A reader that says again what was read."""
        return PlayedReader(self.read, otherwise)
