"""Values of the business: frozen, and checked on birth so that nothing else has to check them again."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from fixi.domain.errors import Invalid

EARTH_RADIUS_KM = 6371.0
# 50 bits: among a million leads two ids are alike once in two thousand such systems.
ID_LENGTH = 10


class Language(StrEnum):
    """ISO 639-1 code of a language that Fixi speaks or understands."""

    HE = "he"
    EN = "en"
    AR = "ar"
    RU = "ru"


class Actor(StrEnum):
    """Who caused a change."""

    CLIENT = "client"
    PRO = "pro"
    OPERATOR = "operator"
    SYSTEM = "system"


class Status(StrEnum):
    """The statuses of a lead, as the business names them."""

    CONTACTED = "contacted"
    NEW = "new"
    BOOKED = "booked"
    COMPLETED = "completed"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    PENDING_REVIEW = "pending_admin_review"


class Urgency(StrEnum):
    """How soon help is needed; an emergency skips street and time."""

    NORMAL = "normal"
    SOON = "soon"
    EMERGENCY = "emergency"


def aware(moment: datetime) -> datetime:
    """The moment itself; raises Invalid when it has no zone, since a naive time means nothing."""
    if moment.tzinfo is None:
        raise Invalid("a moment needs a time zone")
    return moment


@dataclass(frozen=True, slots=True)
class ChatKey:
    """One person's WhatsApp conversation: phone digits (7 to 15), or an opaque id where no phone is known.

    Such an id is `lid:` and digits, or `id:` and what the Cloud API calls him, as it came: `id:US.1349...`. Neither is
    ever read as a phone.
    """

    text: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{7,15}|lid:[0-9]{5,20}|id:[A-Za-z]{2}(?:\.ENT)?\.[A-Za-z0-9]{1,128}", self.text):
            raise Invalid("a chat is phone digits, or lid: and digits, or id: and the id of a user")

    def __str__(self) -> str:
        return self.text

    @property
    def phone(self) -> str | None:
        """Digits of the phone in international form, or None behind an opaque id."""
        return None if ":" in self.text else self.text

    @property
    def user(self) -> str | None:
        """What the Cloud API calls him; None for whoever has a phone or a LID."""
        return self.text.removeprefix("id:") if self.text.startswith("id:") else None

    @property
    def masked(self) -> str:
        """What a log may show: the last four digits."""
        return f"…{self.text[-4:]}"


class Kind(StrEnum):
    """The three machines."""

    CLIENT = "client"
    PRO = "pro"
    LEAD = "lead"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Which document of which machine: `client:97250…`, `pro:97250…`, `lead:k3v…`."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def address(self) -> str:
        """Where its mail arrives and what its lease is on. Both roles of one person share one chat, hence one order."""
        return f"lead:{self.id}" if self.kind is Kind.LEAD else f"chat:{self.id}"

    @property
    def masked(self) -> str:
        """What a log may show."""
        return str(self) if self.kind is Kind.LEAD else f"{self.kind}:…{self.id[-4:]}"

    @classmethod
    def parse(cls, text: str) -> "Key":
        """The key that `str` printed; raises Invalid for anything else."""
        kind, _, rest = text.partition(":")
        if kind not in set(Kind) or not rest:
            raise Invalid("not a machine key")
        return cls(Kind(kind), rest)

    @classmethod
    def client(cls, chat: ChatKey) -> "Key":
        """The client side of this chat."""
        return cls(Kind.CLIENT, chat.text)

    @classmethod
    def pro(cls, pro: str) -> "Key":
        """The professional side of this chat."""
        return cls(Kind.PRO, pro)

    @classmethod
    def lead(cls, lead: str) -> "Key":
        """The lead of this id."""
        return cls(Kind.LEAD, lead)


def derived_id(*parts: object) -> str:
    """A short id that follows from what it is the id of; the same parts give the same id, and it shows no phone."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()[:ID_LENGTH]


@dataclass(frozen=True, slots=True)
class Trade:
    """Which craft is needed, as a code such as `plumber` or `air_conditioning`. The list of trades is data."""

    code: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z_]{1,39}", self.code):
            raise Invalid("a trade is a code of small letters")

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Place:
    """A city or town: English name in the gazetteer, latitude and longitude in degrees (WGS 84)."""

    name: str
    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Invalid("a place needs a name")
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise Invalid("a place needs coordinates on the globe")

    def km_to(self, other: "Place") -> float:
        """Great-circle distance in kilometres."""
        north, east = radians(other.lat - self.lat), radians(other.lon - self.lon)
        chord = sin(north / 2) ** 2 + cos(radians(self.lat)) * cos(radians(other.lat)) * sin(east / 2) ** 2
        return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A stretch of time, start included, end excluded; both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if aware(self.end) <= aware(self.start):
            raise Invalid("a slot ends after it starts")

    def overlaps(self, other: "Slot") -> bool:
        """True when they share any time."""
        return self.start < other.end and other.start < self.end

    def within(self, other: "Slot") -> bool:
        """True when no part of this lies outside the other."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Wish:
    """When the client would like it: any start from `earliest` to `latest`, and the words it came from."""

    earliest: datetime
    latest: datetime
    words: str = ""

    def __post_init__(self) -> None:
        if aware(self.latest) < aware(self.earliest):
            raise Invalid("a wish ends after it begins")

    @property
    def exact(self) -> bool:
        """True for one instant such as five o'clock, false for a window such as the morning."""
        return self.latest - self.earliest < timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise Invalid("a currency is three capital letters")
        if not self.amount.is_finite() or self.amount < 0:
            raise Invalid("an amount is a number and not negative")


@dataclass(frozen=True, slots=True)
class Rating:
    """One to five stars."""

    stars: int

    def __post_init__(self) -> None:
        if self.stars not in range(1, 6):
            raise Invalid("a rating is 1 to 5")


class MediaKind(StrEnum):
    """What kind of file came with a message."""

    IMAGE = "image"
    VIDEO = "video"
    VOICE = "voice"
    DOCUMENT = "document"
    STICKER = "sticker"


# Before the name of a file in our own store, where an address stands for one that only the provider has; before the
# name of a debt, for one that is still to be fetched; before a reason, for one that is not handed on.
KEPT = "kept:"
OWED = "owed:"
REFUSED = "refused:"


@dataclass(frozen=True, slots=True)
class Media:
    """A file that a person sent: where it is, of which type, and how he called it.

    `url` is the provider's address of it (for the Cloud API `id:` and the id of the file), or `kept:` and its name in
    our own store; `owed:` while it is still to be fetched, `refused:` and why when it will not be handed on.
    """

    kind: MediaKind
    url: str
    mime: str = ""
    name: str = ""

    @property
    def kept(self) -> str | None:
        """Its name in our own store; None as long as only the provider has it."""
        return self.url.removeprefix(KEPT) if self.url.startswith(KEPT) else None

    @property
    def to_show(self) -> bool:
        """True when there is something to hand on now: kept, or left where everybody can get it."""
        return self.kept is not None or self.address is not None

    @property
    def address(self) -> str | None:
        """Where anybody can get it; None for what is in our own store, or is not handed on."""
        return self.url if self.url.lower().startswith(("http://", "https://")) else None


# What fills a template: words, numbers, and values that are worded in the reader's language at the last moment.
type Param = str | int | float | Decimal | datetime | Trade | Place | Slot | Wish | TextLine | tuple[Param, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a list: a wording key of its own, and what fills it."""

    text: str
    params: tuple[tuple[str, Param], ...] = ()


def line(text: str, /, **params: Param) -> TextLine:
    """A `TextLine` with its parameters by name."""
    return TextLine(text, tuple(sorted(params.items())))
