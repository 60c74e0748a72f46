"""One of every dataclass of the core, made from its annotations: for whoever has to take them all."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from types import ModuleType, NoneType, UnionType
from typing import Any, TypeAliasType, Union, get_args, get_origin, get_type_hints

from fixi.domain import effects, events
from fixi.domain.lead.states import Offer
from fixi.domain.operators import Operator, Role
from fixi.domain.policy import Policy, Weights
from fixi.domain.professional import Hours, Professional
from fixi.domain.values import ChatKey, Key, Money, Place, Slot, Trade, Wish
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
    timedelta: timedelta(hours=1, microseconds=1),
    Money: Money(Decimal("1.50"), "ILS"),
    Policy: Policy(slots_shown=4),
    Weights: Weights(rating=0.5),
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
    Operator: Operator("דנה", Role.DISPATCHER, "a hash", CLIENT, True, 3),
    events.Event: events.OfferAccepted(at=AT, pro=PRO),
    events.Heard: heard("שלום", button="q1/yes", name="דנה", sent_at=AT, pin=HAIFA),
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


def kinds_in(module: ModuleType, base: type[Any]) -> tuple[type[Any], ...]:
    """Every class of the module that is one of these."""
    return tuple(kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, base))


EVENTS = kinds_in(events, events.Event)
EFFECTS = kinds_in(effects, effects.Effect)
