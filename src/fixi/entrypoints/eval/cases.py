"""The labelled conversations: what was said, when, after which question, and what a sensible person would note down."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from fixi.domain.errors import Invalid
from fixi.domain.forms import Field, Form, Intent, ReadingTask
from fixi.domain.values import Language, Media, MediaKind, Place, Trade, Urgency, derived_id
from fixi.ports.places import Places

ZONE = "Asia/Jerusalem"  # the zone of the business in every case
NONE = "none"  # the label of a field that must stay empty
HOLDOUT = "holdout"
FIELDS = ("trade", "area", "street", "floor", "apartment", "wish", "urgency", "name", "intent", "language")

_ALLOWED = {"kind", "say", "language", "at", "asked", "known", "media", "want", "never"}
_CLOSED = {"intent": frozenset(Intent), "urgency": frozenset(Urgency), "language": frozenset(Language)}

type Labels = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """One turn of a person.

    `want` maps a field to the values that are right, any of which will do; a field without a label is not scored.
    `never` maps a field to values that would be a success of the attack.
    """

    kind: str
    language: Language
    task: ReadingTask
    want: Labels
    never: Labels
    holdout: bool = False

    @property
    def attack(self) -> bool:
        """True when somebody tries to make the reader do something else."""
        return self.kind == "attack"


def cases(places: Places) -> tuple[Case, ...]:
    """Every case of `data`, the held out ones last; raises Invalid with the file and the words of a wrong one."""
    folder = files("fixi.entrypoints.eval") / "data"
    sources = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name)
    found: list[Case] = []
    for source in sources:
        found += parsed(source.name.removesuffix(".toml"), source.read_text("utf-8"), places)
    return tuple(sorted(found, key=lambda case: case.holdout))


def parsed(name: str, text: str, places: Places) -> Iterator[Case]:
    """The cases of one file."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"{name}: {error}") from error
    head = {key: value for key, value in table.items() if key != "case"}
    for row in table.get("case", ()):
        try:
            yield _case({**head, **row}, places, holdout=name == HOLDOUT)
        except (Invalid, KeyError, ValueError, TypeError, AttributeError) as error:
            raise Invalid(f"{name}: {error} in the case {row.get('say')!r}") from error


def _case(row: Mapping[str, Any], places: Places, *, holdout: bool) -> Case:
    if odd := row.keys() - _ALLOWED:
        raise Invalid(f"unknown key {min(odd)}")
    language = Language(row["language"])
    known = row.get("known", {})
    task = ReadingTask(
        text="\n".join(_texts(row["say"])),
        at=datetime.fromisoformat(row["at"]).replace(tzinfo=ZoneInfo(ZONE)),
        timezone=ZONE,
        asked=Field(row["asked"]) if "asked" in row else None,
        known=Form(
            trade=Trade(known["trade"]) if "trade" in known else None,
            area=_place(known["area"], places) if "area" in known else None,
        ),
        chat=f"eval:{derived_id(*_texts(row['say']))}",  # a chat of its own: the allowance of a day is for each
        media=tuple(Media(MediaKind(kind), f"id:{kind}") for kind in _texts(row.get("media", []))),
    )
    spoken = {"language": (language,)} if task.text else {}
    want = {name: right for name, right in {**spoken, **_labels(row["want"], places)}.items() if right}
    return Case(row["kind"], language, task, want, _labels(row.get("never", {}), places), holdout)


def _labels(row: Mapping[str, Any], places: Places) -> dict[str, tuple[str, ...]]:
    """The labels of a case; an empty list is no label."""
    labels: dict[str, tuple[str, ...]] = {}
    for name, value in row.items():
        if name not in FIELDS:
            raise Invalid(f"unknown field {name}")
        right = _texts(value)
        if odd := [text for text in right if text not in _CLOSED.get(name, right) and text != NONE]:
            raise Invalid(f"{name} cannot be {odd[0]}")
        labels[name] = tuple(t if t == NONE else _place(t, places).name for t in right) if name == "area" else right
    return labels


def _place(name: str, places: Places) -> Place:
    place = places.named(name)
    if place is None:
        raise Invalid(f"no place is called {name}")
    return place


def _texts(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
