"""The business numbers as people write them: durations in ISO 8601 (`PT30M`), clock times as `08:00`, yes and no."""

import re
from dataclasses import fields, replace
from datetime import time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from fixi.domain.errors import Invalid
from fixi.domain.limits import LIMITS
from fixi.domain.policy import Policy, Weights
from fixi.domain.values import Language

DURATION = re.compile(
    r"P(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
WEIGHT = "weights."
# What stands in the policy and no rule reads yet; nobody is asked to decide it.
UNREAD = frozenset({"slot_hold", "inbound_rate", "inbound_window", "commission_rate"})


def names() -> tuple[str, ...]:
    """Every number that can be changed; the weights of the ranking as `weights.rating` and so on."""
    plain = [field.name for field in fields(Policy) if field.name != "weights"]
    return (*plain, *(f"{WEIGHT}{field.name}" for field in fields(Weights)))


def differences(old: Policy, new: Policy) -> tuple[tuple[str, str, str], ...]:
    """What is otherwise in the new one: name, text before, text after."""
    pairs = ((name, value_of(old, name), value_of(new, name)) for name in names())
    return tuple((name, before, after) for name, before, after in pairs if before != after)


def limits_of(name: str) -> tuple[str, str] | None:
    """The least and the most that this number may be, as they are written; None: its kind is its only bound."""
    limits = LIMITS.get(name)
    return (_text(limits.least), _text(limits.most)) if limits is not None else None


def kind_of(name: str) -> type:
    """What this number is; of a list `tuple`."""
    return type(_raw(Policy(), name))


def duration(text: str) -> timedelta:
    """`PT30M`, `P1DT2H`; raises Invalid for anything else."""
    found = DURATION.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()):
        raise Invalid("a duration is written as PT30M, PT2.5S or P1D")
    return timedelta(**{unit: float(number) for unit, number in found.groupdict().items() if number is not None})


def duration_text(length: timedelta) -> str:
    """The duration as it is written."""
    days, rest = divmod(length.total_seconds(), 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    clock = "".join(f"{number:g}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if number)
    text = f"P{f'{days:g}D' if days else ''}{f'T{clock}' if clock else ''}"
    return text if text != "P" else "PT0S"


def value_of(policy: Policy, name: str) -> str:
    """One number as it is written; raises Invalid for a name that the policy does not have."""
    return _text(_raw(policy, name))


def _text(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case timedelta():
            return duration_text(value)
        case time():
            return f"{value:%H:%M}"
        case tuple():
            return ", ".join(f"{part:g}" for part in value)
        case _:
            return str(value)


def _raw(policy: Policy, name: str) -> Any:
    if name not in names():
        raise Invalid(f"the policy has no {name}")
    return getattr(policy.weights, name.removeprefix(WEIGHT)) if name.startswith(WEIGHT) else getattr(policy, name)


def changed(policy: Policy, name: str, text: str) -> Policy:
    """The policy with one number changed; raises Invalid with a sentence that says what is wrong."""
    old = _raw(policy, name)
    try:
        new = _parsed(old, text.strip())
        if name.startswith(WEIGHT):
            return replace(policy, weights=replace(policy.weights, **{name.removeprefix(WEIGHT): new}))
        return replace(policy, **{name: new})
    except (ValueError, InvalidOperation) as error:
        said = str(error) if isinstance(error, Invalid) else f"{text} cannot be a value of it"
        raise Invalid(f"{name}: {said}") from error


def _parsed(old: Any, text: str) -> Any:
    match old:
        case bool():
            if text.lower() not in {"yes", "no"}:
                raise Invalid("yes or no")
            return text.lower() == "yes"
        case timedelta():
            return duration(text)
        case time():
            if len(text) != len("08:00"):
                raise Invalid("a clock time is written as 08:00")
            return time.fromisoformat(text)
        case Language():
            return Language(text)
        case tuple():
            return tuple(float(part) for part in text.split(","))
        case Decimal():
            return Decimal(text)
        case int():
            return int(text)
        case float():
            return float(text)
        case _:
            return text
