"""Puts a file in the place that was kept for it, wherever it stands in a document."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from fixi.domain.values import Media


def in_place[T](value: T, stand_in: str, file: Media) -> T:
    """The value with this file wherever `stand_in` stood; the very same value when that stands nowhere in it."""
    made: T = _in_place(value, stand_in, file)
    return made


def _in_place(value: Any, stand_in: str, file: Media) -> Any:
    if isinstance(value, Media):
        return file if value.url == stand_in else value
    if isinstance(value, tuple):
        made = tuple(_in_place(item, stand_in, file) for item in value)
        return made if any(new is not old for new, old in zip(made, value, strict=True)) else value
    if is_dataclass(value) and not isinstance(value, type):
        before = {field.name: getattr(value, field.name) for field in fields(value)}
        after = {name: _in_place(item, stand_in, file) for name, item in before.items()}
        changed = {name: item for name, item in after.items() if item is not before[name]}
        return replace(value, **changed) if changed else value
    return value
