"""Clients and professionals who live whole stories: each reads his own phone and answers it, or writes by himself."""

import asyncio
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar

from tests.chaos.dice import Dice
from tests.chaos.provider import Provider
from tests.chaos.screens import Screens, Shown

type Answers = tuple[tuple[str, tuple[str, ...]], ...]

NEVER_MORE_OPTIONS = 3
ROOMS = ("kitchen", "bathroom", "hall", "bedroom", "balcony", "cellar", "study", "guest room", "laundry", "attic")
LOOKS = ("blue", "old", "new", "small", "big", "white", "green", "left", "right", "second", "third", "wooden")
TROUBLES = (
    "water is leaking under the {look} sink in the {room}",
    "the {look} tap in the {room} is leaking",
    "the {look} pipe in the {room} is leaking",
    "the {look} socket in the {room} sparks and has no power",
    "the drain by the {look} shower in the {room} is blocked",
)
HELLO = ("hello", "hi there", "good evening")

# What is answered to which words; the last message on the phone that asks something counts.
CLIENT_ANSWERS: Answers = (
    (r"May we go on\?|Do you agree\?", ("yes", "1", "yes", "ok")),
    (r"In which city|do not know that name|Only the place", ("Haifa", "Tel Aviv")),
    (r"street and house|Where exactly should|still have no address", ("Herzl 12", "Allenby 3")),
    (r"When would suit|should we aim|A date is all", ("tomorrow at 10:00", "tomorrow at 16:00", "any time")),
    (r"How can we help|What needs doing|not clear to us|Let's try another way", ("{trouble}",)),
    (r"What kind of work|ask the right person|recognise the field", ("a plumber",)),
    (r"Pick a number|of these suits|What suits you|Which other time|these is good|pick a number", ("1", "2", "3")),
    (r"To which time\?", ("1", "2")),
    (r"How was it, from|one digit helps|need a digit", ("5", "4", "3")),
    (r"add a few words", ("very good work", "came in time, thanks")),
    (r"Is this a new request", ("1", "2")),
    (r"Do you still need it|help still needed", ("1", "1", "2")),
    (r"Shall we ask another one|shall we ask another professional", ("1", "2")),
    (r"Is the work done\?|finished the work\?", ("1", "2")),
    (r"What should be cancelled|Which one should move|Which one is done", ("1", "2")),
)
PRO_ANSWERS: Answers = (
    (r"^New job|^🚨 Urgent|Still waiting for your answer|urgent job is still open", ("1", "1", "1", "2")),
    (r"Why not\?", ("1", "2", "5")),
    (r"Is that right\?|is the work finished\?", ("1", "1", "2")),
    (r"What should be cancelled|Which one should move|Which one is done|Where are you on your way", ("1",)),
    (r"^Paused|^Stopped", ("available",)),
)
CLIENT_BY_HIMSELF = (
    *("status",) * 8,
    *("{trouble}",) * 5,
    *("another time",) * 4,
    *("cancel",) * 4,
    *("thanks",) * 2,
    "done",
    "menu",
)
PRO_BY_HIMSELF = (*("done",) * 12, *("on my way",) * 4, *("jobs",) * 3, "cancel", "another time", "pause")
OPENED = re.compile(r"^Got it")
ENDED = re.compile(r"^Cancelled|was cancelled|closed your request|The work (with .+ )?is done|cannot take on")
WON, LOST = re.compile(r"^The job is yours"), re.compile(r"job is closed|called the job off|comes back to us")


@dataclass
class Person(ABC):
    """One phone and the one who holds it."""

    phone: str
    provider: Provider
    screens: Screens
    dice: Dice
    patience: tuple[float, float] = (10.0, 28.0)
    new: asyncio.Queue[Shown] = field(default_factory=asyncio.Queue)

    answers: ClassVar[Answers] = ()

    async def live(self) -> None:
        """Until it is cancelled: read, answer, and write by himself when nothing comes for a while."""
        self.screens.watch(self.phone, self.new.put_nowait)
        while True:
            try:
                async with asyncio.timeout(self.dice.between(*self.patience)):
                    first = await self.new.get()
            except TimeoutError:
                self.by_himself()
                continue
            await asyncio.sleep(self.dice.between(0.3, 2.5))
            seen = [first]
            while not self.new.empty():
                seen.append(self.new.get_nowait())
            self.reads(seen)

    def reads(self, seen: list[Shown]) -> None:
        """Answer the last of these that asks."""
        for shown in reversed(seen):
            choices = next((words for asks, words in self.answers if re.search(asks, shown.text)), None)
            if choices is not None:
                self.answer(shown, self.dice.one_of(choices))
                return

    def answer(self, shown: Shown, text: str) -> None:
        """In words, by a digit, or by its button where it has one."""
        number = int(text) if text.isdecimal() else 0
        if 0 < number <= len(shown.buttons) <= NEVER_MORE_OPTIONS and self.dice.chance(0.3):
            button = shown.buttons[number - 1]
            self.provider.write(self.phone, button.label, button)
        else:
            self.says(text)

    def says(self, text: str) -> None:
        """Write; a request comes in one message or in several."""
        if text != "{trouble}":
            self.provider.write(self.phone, text)
            return
        trouble = self.dice.one_of(TROUBLES).format(look=self.dice.one_of(LOOKS), room=self.dice.one_of(ROOMS))
        place = f"Herzl {self.dice.one_of(range(1, 200))} {self.dice.one_of(('Haifa', 'Tel Aviv'))}"
        when = self.dice.one_of(("tomorrow at 10:00", "tomorrow at 15:00", "in two days at 11:00"))
        if self.dice.chance(0.35):
            for part in ("hi", trouble, place, when):
                self.provider.write(self.phone, part)
        elif self.dice.chance(0.3):
            self.provider.write(self.phone, trouble)
        else:
            self.provider.write(self.phone, f"{trouble}, {place}, {when}")

    @abstractmethod
    def by_himself(self) -> None:
        """Nothing has come for a while."""


@dataclass
class Client(Person):
    """Wants something repaired, asks how it stands, calls it off, wants something else."""

    known: bool = False
    open: bool = False

    answers: ClassVar[Answers] = CLIENT_ANSWERS

    def reads(self, seen: list[Shown]) -> None:
        """Notes whether a request of his is open."""
        self.known = True
        for shown in seen:
            if OPENED.search(shown.text):
                self.open = True
            elif ENDED.search(shown.text):
                self.open = False
        super().reads(seen)

    def by_himself(self) -> None:
        """The first word of all, a new request, or a word about the open one."""
        if not self.known and self.dice.chance(0.5):
            self.says(self.dice.one_of(HELLO))
        elif not self.open:
            self.says("{trouble}")
        else:
            self.says(self.dice.one_of(CLIENT_BY_HIMSELF))


@dataclass
class Pro(Person):
    """Takes most of what he is offered, and gets it done."""

    jobs: int = 0

    answers: ClassVar[Answers] = PRO_ANSWERS

    def reads(self, seen: list[Shown]) -> None:
        """Counts his jobs."""
        for shown in seen:
            self.jobs += bool(WON.search(shown.text)) - bool(LOST.search(shown.text))
        super().reads(seen)

    def by_himself(self) -> None:
        """A word about his work, when he has any."""
        self.says(self.dice.one_of(PRO_BY_HIMSELF) if self.jobs > 0 else "jobs")


def pro_row(number: int) -> dict[str, object]:
    """A professional as `fixi pros import` reads him; all of them suit everything that clients ask for."""
    return {
        "phone": f"9725000{number:05d}",
        "name": f"Pro {chr(ord('A') + number % 26)}{number}",
        "trades": ["plumber", "electrician", "handyman"],
        "areas": ["Haifa", "Tel Aviv"],
        "languages": ["en"],
    }
