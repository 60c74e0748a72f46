"""A professional: what he does, where, when, and how much of it he carries now."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from typing import Any

from fixi.domain.errors import Invalid
from fixi.domain.values import Language, Place, Slot, Trade


@dataclass(frozen=True, slots=True)
class Hours:
    """From `start` to `end` on one weekday (0 is Monday), local clock time; `end` 00:00 means midnight at its end."""

    weekday: int
    start: time
    end: time

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise Invalid("a weekday is 0 (Monday) to 6")
        if self.end <= self.start and self.end != time(0):
            raise Invalid("hours end after they start")


@dataclass(frozen=True, slots=True)
class DayOff:
    """One date on which he works other hours than his weekly ones; no hours means not at all."""

    day: date
    hours: tuple[tuple[time, time], ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """Stars that the client of one lead gave."""

    lead: str
    stars: int
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """How one offer to him ended: accepted, declined, expired or excused, and after how many seconds."""

    lead: str
    outcome: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Booking:
    """A slot that is taken, and for which lead."""

    lead: str
    slot: Slot


@dataclass(frozen=True, slots=True)
class ProCard:
    """What a client is told of a professional after the yes; stars None means too few ratings to say."""

    id: str
    name: str
    phone: str
    stars: float | None = None


@dataclass(frozen=True, slots=True)
class Professional:
    """A professional as the store knows him now.

    `id` is the phone in digits. No `hours` at all means that he set no limit. `cap` None means the policy's.
    `places` are the leads that hold a place with him: open offers and unfinished jobs. `carried` is how many
    they were when his profile was last written: a lower cap takes nothing away. `imported_rating` and
    `imported_reviews` came with an import. `paused_until` of the year 9999 means until he says so.
    """

    id: str
    name: str
    trades: tuple[Trade, ...]
    areas: tuple[Place, ...] = ()
    location: Place | None = None
    radius_km: float | None = None
    languages: tuple[Language, ...] = ()
    hours: tuple[Hours, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    paused_until: datetime | None = None
    active: bool = True
    approved: bool = True
    cap: int | None = None
    places: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    prices: tuple[tuple[str, str], ...] = ()
    imported_rating: float | None = None
    imported_reviews: int = 0
    reviews: tuple[Review, ...] = ()
    replies: tuple[Reply, ...] = ()
    jobs_done: int = 0
    last_offer_at: datetime | None = None
    carried: int = 0

    def __post_init__(self) -> None:
        if not self.id.isdigit():
            raise Invalid("a professional's id is his phone in digits")
        if not self.name.strip():
            raise Invalid("a professional needs a name")
        if not self.trades:
            raise Invalid("a professional needs a trade")
        if not self.areas and self.location is None:
            raise Invalid("a professional needs an area or a location")
        if self.cap is not None and not 1 <= self.cap <= 50:
            raise Invalid("a cap is 1 to 50")
        if self.radius_km is not None and not 0 < self.radius_km <= 500:
            raise Invalid("a radius is up to 500 km")

    def capacity(self, default: int) -> int:
        """How many leads he may carry."""
        return self.cap if self.cap is not None else default

    def full(self, default: int) -> bool:
        """True when he may carry no further lead."""
        return len(self.places) >= self.capacity(default)

    def speaks(self) -> Language | None:
        """The language that he is written to in, if he named any."""
        return self.languages[0] if self.languages else None

    def price_of(self, trade: Trade) -> str | None:
        """His price range for this trade, as he wrote it."""
        return dict(self.prices).get(trade.code)


# What work writes; all the rest is his profile, which operators and imports write.
WORKED = ("places", "reviews", "replies", "jobs_done", "last_offer_at", "carried", "paused_until")
PROFILE = tuple(each.name for each in fields(Professional) if each.name != "id" and each.name not in WORKED)


def differences(one: Professional, other: Professional) -> tuple[str, ...]:
    """Names of what stands otherwise in their profiles."""
    return tuple(name for name in PROFILE if getattr(one, name) != getattr(other, name))


def with_work(profile: Professional, known: Professional) -> Professional:
    """This profile, with what work has written about the known one."""
    worked = {name: getattr(known, name) for name in WORKED}
    return replace(profile, **{**worked, "carried": len(known.places)})


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wrote about a professional: values by the names of a profile. What is not named stays as it is."""

    id: str
    given: Mapping[str, Any]

    def onto(self, known: Professional | None) -> Professional:
        """The professional with this in his profile. Raises Invalid when that is none."""
        if known is not None:
            return replace(known, **self.given)
        if missing := [name for name in ("name", "trades") if name not in self.given]:
            raise Invalid(f"a professional needs {missing[0]}")
        return Professional(self.id, **self.given)
