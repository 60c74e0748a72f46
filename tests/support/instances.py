"""One of every dataclass of the core, made from its annotations: for whoever has to take them all."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeAliasType, Union, get_args, get_origin, get_type_hints

from fixi.domain.effects import Effect
from fixi.domain.events import Event, Heard, OfferAccepted
from fixi.domain.lead.states import Offer
from fixi.domain.professional import Hours, Professional
from fixi.domain.values import ChatKey, Key, Place, Slot, Trade, Wish
from tests.support.samples import AT, CLIENT, HAIFA, HOUR, LEAD, PLUMBER, PRO, SLOT, a_pro, an_offer, heard, weekly

# What has rules of its own, and the plain types.
READY: dict[Any, Any] = {
    str: "דנה 'x' \"y\"",
    int: 1,
    float: 0.5,
    bool: True,
    bytes: b"x",
    Decimal: Decimal("1.50"),
    datetime: AT,
    date: AT.date(),
    time: time(8, 30),
    ChatKey: CLIENT,
    Key: Key.lead(LEAD),
    Place: HAIFA,
    Trade: PLUMBER,
    Slot: SLOT,
    Wish: Wish(AT, AT + HOUR, "בבוקר"),
    Hours: weekly("09:00", "00:00", 6)[0],
    Professional: a_pro(paused_until=AT, hours=weekly("09:00", "17:00")),
    Offer: an_offer(),
    Event: OfferAccepted(at=AT, pro=PRO),
    Heard: heard("שלום", button="q1/yes", name="דנה", sent_at=AT, pin=HAIFA),
}


def one_of(kind: Any) -> Any:
    """A value of this annotation; of a union the first that is not None, of a tuple one with everything in it."""
    if kind in READY:
        return READY[kind]
    if isinstance(kind, TypeAliasType):
        return one_of(kind.__value__)
    origin, args = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return one_of(next(part for part in args if part is not NoneType))
    if origin is tuple:
        return (one_of(args[0]),) if args[-1] is Ellipsis else tuple(one_of(part) for part in args)
    if issubclass(kind, Enum):
        return next(iter(kind))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        make: Any = kind
        return make(**{field.name: one_of(hints[field.name]) for field in fields(kind) if field.init})
    raise TypeError(f"no example of {kind}")


def kinds_of(base: type[Any]) -> tuple[type[Any], ...]:
    """Every class below this one that has none below itself."""
    return tuple(kind for child in base.__subclasses__() for kind in kinds_of(child)) or (base,)


EVENTS = kinds_of(Event)
EFFECTS = kinds_of(Effect)
