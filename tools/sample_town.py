"""A believable town for pictures: a dozen people, in Hebrew and in English, whose stories stand at different places.

Everything goes the way that everything goes: phones write to the webhook, the worker answers, professionals say yes or
no, operators give commands. Only the clock is moved.
"""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from fixi.container import Container
from fixi.domain.commands import AnyCommand, Note, PutJob, SetPolicy, TakeOver, Write, facts_of
from fixi.domain.errors import Refused
from fixi.domain.lead.states import Offered, Unopened
from fixi.domain.lead.summary import summary
from fixi.domain.operators import Operator, Role
from fixi.domain.values import ChatKey, Key
from fixi.ports.town import Person

MORNING = datetime(2027, 1, 11, 6, 40, tzinfo=UTC)  # a Monday, twenty to nine in Jerusalem
SETTLED_SECONDS, PATIENCE_SECONDS = 1.5, 12.0
YES = {"en": "yes", "he": "כן"}


@dataclass(frozen=True, slots=True)
class Someone:
    """A client: what he writes at first, and what professionals say to it, one after the other."""

    name: str
    language: str
    first: str
    answers: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    photo: str = ""


YESTERDAY = (
    Someone("Maya Cohen", "en", "the toilet is blocked, Dizengoff 14 Tel Aviv, today at 12:00", ("1",)),
    Someone("יוסף אלון", "he", "דוד השמש לא מחמם, רחוב הרצל 22 חיפה, היום ב-13:00", ("1",)),
    Someone("Peter Novak", "en", "two walls to paint, King George 8 Jerusalem, today at 14:00", ("2", "1")),
    Someone("רות בן דוד", "he", "המנעול בדלת נתקע, ויצמן 3 חולון, היום ב-15:00", ("1",)),
)
TODAY = (
    Someone("Dana Levi", "en", "there is a leak under my kitchen sink, Herzl 12 Haifa, tomorrow at 10:00", ("1",)),
    Someone("נועה ברק", "he", "יש נזילה מתחת לכיור במטבח, הרצל 5 ראשון לציון, מחר ב-12:00", ("2",), photo="tap"),
    Someone("Tom Baker", "en", "no power in half of the flat, Allenby 5 Tel Aviv, today at 17:00", ("1",)),
    Someone("עמית שגב", "he", "המזגן מטפטף לתוך הסלון, ביאליק 7 רמת גן, מחר ב-16:00", ("1",)),
    Someone("Olga Petrova", "en", "urgent! water is flooding the bathroom, Agron 4 Jerusalem"),
    Someone("שירה כץ", "he", "צריך צבעי לחדר ילדים, שדרות רוטשילד 10 תל אביב, יום חמישי בבוקר"),
    Someone("Michael Stern", "en", "the fridge makes a loud noise, Hillel 7 Jerusalem, on Thursday morning"),
    Someone("אורי מזור", "he", "המקרר לא מקרר, התמרים 3 אילת, מחר בבוקר"),
    Someone("Lea Gold", "en", "hello, I need somebody for my house"),
    Someone(
        "גיל רז",
        "he",
        "דליפה בצינור ליד הדוד, נתניה, מחר ב-9:00",
        then=("אני רוצה לדבר עם נציג", "יש שם מישהו? זה דחוף"),
    ),
    Someone("Sam Fischer", "en", "the door does not close, Ben Gurion 3 Ashdod, tomorrow at 11:00", then=("cancel",)),
)


@dataclass
class SampleTown:
    """The running system, with everybody's phone."""

    container: Container
    numbers: dict[str, ChatKey] = field(default_factory=dict)

    async def live(self) -> None:
        """All of it, until the moment at which the pictures are taken."""
        town = self.container.town()
        clock, passing = self.container.clock(), self.container.pass_time()
        clock.move_to(MORNING - timedelta(days=1))
        for number, one in enumerate((*YESTERDAY, *TODAY)):
            self.numbers[one.name] = ChatKey(f"9720000{9101 + number * 37:05}")
        await self._come(YESTERDAY)
        await passing.until(MORNING - timedelta(hours=12))
        await self._done()
        await passing.until(MORNING)
        await self._come(TODAY)
        owner = await self._operators()
        await self._steer(owner)
        # Not all phones lie on the table: two clients, and two professionals who come by themselves.
        for name, chat in self.numbers.items():
            town.place(Person(chat, name, away=name not in {"Dana Levi", "נועה ברק"}))
        for person in town.people():
            if not person.name:
                town.place(Person(person.chat, "", away=True))
        for lead in await self.container.leads().listed(None, 100):
            row = summary(lead, 0)
            if row is not None and row.client == self.numbers["Dana Levi"] and row.pros:
                town.place(Person(ChatKey(row.pros[0]), ""))

    async def _come(self, people: tuple[Someone, ...]) -> None:
        town = self.container.town()
        for one in people:
            chat = self.numbers[one.name]
            if one.photo:
                await town.photo(chat, town.photos()[one.photo], one.first, one.name)
            else:
                await town.say(chat, one.first, one.name)
        await self._quiet()
        for one in people:
            await town.say(self.numbers[one.name], YES[one.language], one.name)
        await self._quiet()
        answers = {self.numbers[one.name]: list(one.answers) for one in people}
        for _ in range(3):
            if not await self._pros_answer(answers):
                break
            await self._quiet()
        for turn in range(max(len(one.then) for one in people)):
            for one in people:
                for words in one.then[turn : turn + 1]:
                    await town.say(self.numbers[one.name], words, one.name)
            await self._quiet()

    async def _pros_answer(self, answers: dict[ChatKey, list[str]]) -> bool:
        """Whoever is asked says what stands next in the story; whether anybody has said anything."""
        said = False
        for lead in await self.container.leads().listed(None, 100):
            if not isinstance(lead, Offered) or not answers.get(lead.case.client):
                continue
            for offer in lead.case.open_offers:
                await self.container.town().say(ChatKey(offer.pro), answers[lead.case.client].pop(0))
                said = True
        return said

    async def _done(self) -> None:
        """The jobs of yesterday are finished, and most clients say how it was."""
        town = self.container.town()
        people = {self.numbers[one.name]: one for one in YESTERDAY}
        for lead in await self.container.leads().listed(None, 100):
            row = summary(lead, 0)
            if row is None or row.client not in people or not row.pros:
                continue
            await town.say(ChatKey(row.pros[0]), "סיימתי")
        await self._quiet()
        for chat, stars in zip(people, ("5", "4", "5"), strict=False):
            await town.say(chat, stars)
        await self._quiet()

    async def _operators(self) -> Operator:
        staff = self.container.staff()
        owner: Operator | None = await self.container.operators().get("owner")
        if owner is None:
            raise Refused("nobody runs this system")
        for name, role in (("noa", Role.DISPATCHER), ("david", Role.VIEWER)):
            await staff.add(owner, name, role, staff.random_password())
        return owner

    async def _steer(self, owner: Operator) -> None:
        lea = Key.client(self.numbers["Lea Gold"])
        commands: list[AnyCommand] = [
            TakeOver(once="sample-1", chat=lea),
            Write(once="sample-2", chat=lea, text="Hello Lea, this is Noa of Fixi. What can we do for you?"),
            SetPolicy(once="sample-3", name="max_active_jobs", value="4", before="3"),
            PutJob(once="sample-4", job="stale", on=False, why="we call people ourselves this week"),
        ]
        for lead in await self.container.leads().listed(None, 100):
            if isinstance(lead, Unopened) or lead.case.client != self.numbers["Dana Levi"]:
                continue
            record = await self.container.repository().load(Key.lead(lead.case.id))
            version = record.version if record is not None else 0
            text = "Called her: the shut-off valve is closed."
            commands.append(Note(once="sample-5", lead=lead.case.id, version=version, seen=facts_of(lead), text=text))
        for command in commands:
            try:
                await self.container.operate()(owner, command)
            except Refused as refused:
                print(f"  {type(command).__name__}: {refused.reason}")
        await self._quiet()

    async def _quiet(self) -> None:
        """Until nothing has changed on any phone for a while."""
        town = self.container.town()
        until = time.monotonic() + PATIENCE_SECONDS
        edition, since = town.edition(), time.monotonic()
        while time.monotonic() < until:
            await asyncio.sleep(0.2)
            if town.edition() != edition:
                edition, since = town.edition(), time.monotonic()
                until = max(until, since + SETTLED_SECONDS)
            elif time.monotonic() - since > SETTLED_SECONDS + 3:
                return


async def live(container: Container) -> dict[str, ChatKey]:
    """Fill this system; the phones by the names of their owners."""
    town = SampleTown(container)
    await town.live()
    return town.numbers
