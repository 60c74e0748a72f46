"""The business numbers as people write them: durations in ISO 8601 (`PT30M`), clock times as `08:00`, yes and no."""

import re
from dataclasses import fields, replace
from datetime import time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from fixi.domain.errors import Invalid
from fixi.domain.policy import Policy, Weights
from fixi.domain.values import Language

DURATION = re.compile(
    r"P(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
WEIGHT = "weights."


def names() -> tuple[str, ...]:
    """Every number that can be changed; the weights of the ranking as `weights.rating` and so on."""
    plain = [field.name for field in fields(Policy) if field.name != "weights"]
    return (*plain, *(f"{WEIGHT}{field.name}" for field in fields(Weights)))


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
    value = getattr(policy.weights, name.removeprefix(WEIGHT)) if name.startswith(WEIGHT) else _plain(policy, name)
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


def _plain(policy: Policy, name: str) -> Any:
    if name not in names():
        raise Invalid(f"the policy has no {name}")
    return getattr(policy, name)


def changed(policy: Policy, name: str, text: str) -> Policy:
    """The policy with one number changed; raises Invalid with a sentence that says what is wrong."""
    old = getattr(policy.weights, name.removeprefix(WEIGHT), None) if name.startswith(WEIGHT) else _plain(policy, name)
    if old is None:
        raise Invalid(f"the policy has no {name}")
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
