"""What the page of the town uses beside the desk, and what it knows of the phones that lie on it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from nicegui.element import Element

from fixi.application.panel_views import LeadPages
from fixi.application.passing_time import PassTime
from fixi.domain.values import ChatKey
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.visit import Visit
from fixi.ports.media import Files
from fixi.ports.places import Places
from fixi.ports.storage import Professionals
from fixi.ports.town import Bubble, Faults, Person, Town
from fixi.ports.views import LeadSearch, ProList

FIRST_CLIENT = 972000009001  # numbers that nobody can have
MOST_CLIENTS = 99
PLACES = ("Haifa", "Tel Aviv", "Jerusalem", "Rishon LeZion", "Petah Tikva", "Beer Sheva", "Netanya", "Ashdod")


@dataclass(frozen=True, slots=True)
class TownTable:
    """What lies ready for the town; `ai` is true when a model reads."""

    town: Town
    faults: Faults
    time: PassTime
    movable: bool
    ai: bool
    leads: LeadSearch
    lead: LeadPages
    pros: ProList
    professionals: Professionals
    places: Places
    files: Files

    async def photo(self, url: str) -> bytes | None:
        """A picture on a phone, sent by a person or by us."""
        if url.startswith("kept:"):
            return await self.files.get(url.removeprefix("kept:"))
        return self.town.file(url)

    async def trades(self, person: Person) -> tuple[str, ...] | None:
        """What he works as; None for a client."""
        pro = await self.professionals.get(person.chat.text)
        return tuple(trade.code for trade in pro.trades) if pro is not None else None

    async def name(self, person: Person) -> str:
        """How he is called here."""
        if person.name:
            return person.name
        names = await self.pros.names(frozenset({person.chat.text}))
        return names.get(person.chat.text, person.chat.text)

    def new_client(self, name: str) -> Person:
        """A person with a number of his own, on the table."""
        taken = {person.chat.text for person in self.town.people()}
        numbers = (str(FIRST_CLIENT + number) for number in range(MOST_CLIENTS))
        person = Person(ChatKey(next(number for number in numbers if number not in taken)), name)
        self.town.place(person)
        return person


@dataclass(slots=True)
class OnTable:
    """A phone as it is drawn: what it is drawn in, what was on its screen, and what draws the screen anew."""

    frame: Element
    redraw: Callable[[], Awaitable[object]]
    screen: tuple[Bubble, ...] = ()


@dataclass(slots=True)
class Scene:
    """One open page of the town. `held` is the phone in somebody's hand; `pictures` are shown by their addresses."""

    desk: Desk
    table: TownTable
    visit: Visit
    held: ChatKey | None = None
    edition: int = -1
    phones: dict[ChatKey, OnTable] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
