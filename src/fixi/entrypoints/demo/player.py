"""Plays a story in a town and checks, line by line, that what must be so is so."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from fixi.domain.errors import Invalid
from fixi.domain.lead.states import Unopened, appointment, status
from fixi.domain.policy import Policy
from fixi.domain.professional import Hours, Professional
from fixi.domain.values import ChatKey, Key, Language, Trade
from fixi.entrypoints.demo.phones import Phones
from fixi.entrypoints.demo.story import Line, Person, Story, duration, length
from fixi.entrypoints.demo.town import Town

DAYS = {"Mon": 0, "Tue": 1, "Wed": 2, "Thu": 3, "Fri": 4, "Sat": 5, "Sun": 6}
MANY = 50


class StoryFailed(AssertionError):
    """A line of the story did not come true."""


def policy_of(story: Story) -> Policy:
    """The default policy with the numbers that the story changes."""
    policy = Policy()
    changes: dict[str, Any] = {}
    for name, words in story.policy:
        old = getattr(policy, name.replace(" ", "_"))
        key = name.replace(" ", "_")
        if isinstance(old, bool):
            changes[key] = words == "yes"
        elif isinstance(old, int):
            changes[key] = int(words)
        elif isinstance(old, Decimal):
            changes[key] = Decimal(words)
        else:
            changes[key] = duration(words)
    return replace(policy, **changes)


def professional(person: Person, town: Phones) -> Professional:
    """`plumber in Haifa, stars 4.9 of 40, cap 1, hours Sun-Thu 08:00-18:00, speaks en, price 250-400` as a person."""
    work, *traits = [trait.strip() for trait in person.traits.split(",")]
    trades, _, areas = work.partition(" in ")
    places = [town.container.places().named(area.strip()) for area in areas.split(" and ")]
    if None in places:
        raise Invalid(f"{person.name}: no such place in {areas}")
    pro = Professional(
        person.phone,
        person.name,
        tuple(Trade(trade.strip()) for trade in trades.split(" and ")),
        tuple(place for place in places if place is not None),
    )
    for trait in traits:
        kind, _, words = trait.partition(" ")
        pro = replace(pro, **_trait(kind, words, pro))
    return pro


def _trait(kind: str, words: str, pro: Professional) -> dict[str, Any]:
    match kind:
        case "stars":
            stars, _, count = words.partition(" of ")
            return {"imported_rating": float(stars), "imported_reviews": int(count or 40)}
        case "cap":
            return {"cap": int(words)}
        case "speaks":
            return {"languages": tuple(Language(code) for code in words.split())}
        case "price":
            return {"prices": tuple((trade.code, words) for trade in pro.trades)}
        case "hours":
            days, _, span = words.partition(" ")
            first, _, last = days.partition("-")
            opens, _, closes = span.partition("-")
            worked = range((DAYS[last or first] - DAYS[first]) % 7 + 1)
            return {
                "hours": tuple(
                    Hours((DAYS[first] + day) % 7, time.fromisoformat(opens), time.fromisoformat(closes))
                    for day in worked
                )
            }
        case _:
            raise Invalid(f"{pro.name}: nobody is {kind}")


type Watcher = Callable[[Line], Awaitable[None]]


class Player:
    """Plays one story; in a town of its own in memory, unless it is given another."""

    def __init__(self, story: Story, town: Phones | None = None) -> None:
        self.story = story
        self.town = town or Town.build(story.now, policy_of(story))

    async def play(self, watch: Watcher | None = None) -> Phones:
        """All lines, each shown to `watch`; raises StoryFailed at the first one that does not come true."""
        await self.town.add(*(professional(person, self.town) for person in self.story.pros))
        await self.town.daily()
        await self.town.settle()
        for line in self.story.lines:
            await self._line(line)
            if watch is not None:
                await watch(line)
        return self.town

    async def _line(self, line: Line) -> None:
        match line.what:
            case "says" | "says quickly" | "sends a photo" | "presses":
                await self._acts(line)
            case "hears" | "does not hear" | "hears nothing":
                self._hears(line)
            case "owner writes":
                await self.town.owner_writes(ChatKey(self.story.person(line.who).phone), line.words)
                await self.town.settle()
            case "wait":
                await self.town.wait(length(line.words, self.town.now))
            case _:
                await self._fact(line)

    async def _acts(self, line: Line) -> None:
        person = self.story.person(line.who)
        chat, name = ChatKey(person.phone), person.name if person in self.story.clients else ""
        text = line.words.replace("\\n", "\n")
        if line.what.startswith("says"):
            await self.town.says(chat, text, name)
        elif line.what == "presses":
            await self.town.presses(chat, text, name)
        else:
            await self.town.photo(chat, text, name)
        if line.what != "says quickly":
            await self.town.settle()

    def _hears(self, line: Line) -> None:
        chat = ChatKey(self.story.person(line.who).phone)
        texts = self.town.news(chat) if line.what != "does not hear" else self.town.screen(chat)
        heard = "\n".join(texts)
        if line.what == "hears nothing":
            _check(line, not texts, heard)
        elif line.what == "does not hear":
            _check(line, all(word.strip() not in heard for word in line.words.split(" ... ")), heard)
        else:
            _check(line, all(word.strip() in heard for word in line.words.split(" ... ")), heard or "(nothing)")

    async def _fact(self, line: Line) -> None:
        leads = await self.town.leads()
        match line.what:
            case "lead is":
                found = str(status(leads[-1])) if leads else "none"
            case "leads are":
                found = ", ".join(str(status(lead)) for lead in leads) or "none"
            case "appointment is":
                slot = appointment(leads[-1]) if leads else None
                zone = ZoneInfo(policy_of(self.story).timezone)
                found = f"{slot.start.astimezone(zone):%Y-%m-%d %H:%M}" if slot is not None else "none"
            case "professional is":
                last = leads[-1] if leads else Unopened()
                offers = (
                    []
                    if isinstance(last, Unopened)
                    else [offer for offer in last.case.offers if offer.outcome == "accepted"]
                )
                names = {person.phone: person.name for person in self.story.pros}
                found = names[offers[-1].pro] if offers else "nobody"
            case "alerts are":
                balance = await self.town.container.ledger().balance()
                found = ", ".join(sorted(outcome for kind, outcome in balance if kind == "alert")) or "none"
            case "chat is":
                record = await self.town.container.repository().load(
                    Key.client(ChatKey(self.story.person(line.who).phone))
                )
                found = type(record.state).__name__ if record is not None else "none"
            case _:
                balance = await self.town.container.ledger().balance()
                inbound = sorted((outcome, count) for (kind, outcome), count in balance.items() if kind == "in")
                found = ", ".join(f"{count} {outcome}" for outcome, count in inbound)
        _check(line, found == line.words, found)


def _check(line: Line, holds: bool, found: str) -> None:
    if not holds:
        raise StoryFailed(f"line {line.number}: {line.who} {line.what}: {line.words}\nbut found:\n{found}")


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment as the terminal shows it."""
    return f"{at.astimezone(zone):%a %H:%M}"
