"""One professional of a file: every value looked at, and whatever is wrong named by row and field."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from fixi import phones
from fixi.domain.errors import Invalid
from fixi.domain.pro_texts import DAYS
from fixi.domain.professional import DayOff, Draft, Hours
from fixi.domain.values import Language, Place, Trade
from fixi.ports.places import Places

REQUIRED = ("phone", "name", "trades", "areas")
LONGEST_NAME, LONGEST_PRICE = 80, 60
OWN = "own location"
ROUNDED = "e+"  # how a spreadsheet writes a number that it finds too long


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field of a row: of a table its line, of a list its place from 1.

    `code` and `params` say it for a wording, `why` in English.
    """

    row: int
    field: str
    code: str
    why: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])

    def __str__(self) -> str:
        return f"row {self.row}: {self.field + ': ' if self.field else ''}{self.why}"


class Wrong(Exception):
    """A value that cannot be taken."""

    def __init__(self, code: str, why: str, **params: str) -> None:
        super().__init__(why)
        self.code = code
        self.params = params


class Row:
    """One row, and what is wrong with it."""

    def __init__(self, number: int, row: object, places: Places, trades: frozenset[str], country: str) -> None:
        self._number = number
        self._is_object = isinstance(row, dict)
        self._row: Mapping[str, Any] = row if isinstance(row, dict) else {}
        self._places = places
        self._trades = trades
        self._country = country
        self.problems: list[Problem] = []
        if not self._is_object:
            self._wrong("", Wrong("not_object", "must be an object"))

    def draft(self) -> Draft | None:
        """Who stands there; None when something is wrong, which is in `problems` then."""
        for name in REQUIRED:
            if self._is_object and not self._row.get(name) and not (name == "areas" and self._row.get("location")):
                self._wrong(name, Wrong("missing", "is missing"))
        phone = self._read("phone", self._phone)
        given: dict[str, Any] = {}
        for name, (field_name, check, empty) in self._fields().items():
            if name in self._row:
                given[field_name] = self._read(name, check, empty)
        if self.problems or phone is None:
            return None
        draft = Draft(phone, given)
        try:
            draft.onto(None)
        except Invalid as error:
            self._wrong("", Wrong("invalid", str(error)))
            return None
        return draft

    def _fields(self) -> dict[str, tuple[str, Callable[[Any], Any], Any]]:
        """For each key of a row: the name in a profile, what looks at it, and what stands there when it is empty."""
        return {
            "name": ("name", lambda value: _text(value, LONGEST_NAME), None),
            "trades": ("trades", lambda value: tuple(dict.fromkeys(map(self._trade, _list(value)))), ()),
            "areas": ("areas", lambda value: tuple(dict.fromkeys(map(self._area, _list(value)))), ()),
            "languages": ("languages", lambda value: tuple(dict.fromkeys(map(_language, _list(value)))), ()),
            "rating": ("imported_rating", lambda value: _number(value, 1, 5), None),
            "reviews": ("imported_reviews", lambda value: int(_number(value, 0, 1_000_000)), 0),
            "hours": ("hours", _hours, ()),
            "days_off": ("days_off", _days_off, ()),
            "max_active_jobs": ("cap", lambda value: int(_number(value, 1, 50)), None),
            "location": ("location", _location, None),
            "radius_km": ("radius_km", lambda value: _number(value, 0.1, 500), None),
            "prices": ("prices", self._prices, ()),
            "active": ("active", _yes_or_no, True),
            "approved": ("approved", _yes_or_no, True),
            "blocked": ("blocked", lambda value: tuple(dict.fromkeys(map(self._phone, _list(value)))), ()),
        }

    def _read(self, name: str, check: Callable[[Any], Any], empty: Any = None) -> Any:
        value = self._row.get(name)
        if value is None or value in ("", [], {}):
            return empty
        try:
            return check(value)
        except Wrong as wrong:
            self._wrong(name, wrong)
            return empty

    def _wrong(self, name: str, wrong: Wrong) -> None:
        self.problems.append(Problem(self._number, name, wrong.code, str(wrong), wrong.params))

    def _phone(self, value: Any) -> str:
        """The number inside; a list may have it as a number too, without its leading zero."""
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Wrong("text", "must be a text")
        if ROUNDED in str(value).lower():
            raise Wrong("rounded", "was rounded by a spreadsheet: format the column as text and enter it again")
        try:
            return phones.normal(str(value), self._country)
        except Invalid as error:
            raise Wrong("phone", str(error)) from error

    def _trade(self, value: Any) -> Trade:
        if not isinstance(value, str) or value not in self._trades:
            allowed = ", ".join(sorted(self._trades))
            raise Wrong("choice", f"must be of: {allowed}", what=allowed)
        return Trade(value)

    def _area(self, value: Any) -> Place:
        name = _text(value, 100)
        place = self._places.named(name)
        if place is None:
            raise Wrong("place", f"no place is called {name}", what=name)
        return place

    def _prices(self, value: Any) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, dict):
            raise Wrong("prices", "must be an object of trade and price range")
        return tuple((self._trade(trade).code, _text(_plain(price), LONGEST_PRICE)) for trade, price in value.items())


def _plain(price: object) -> object:
    """A price may be a bare number."""
    return str(price) if isinstance(price, int | float) and not isinstance(price, bool) else price


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Wrong("list", "must be a list")
    return value


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise Wrong("length", f"must be a text of at most {longest} characters", most=str(longest))
    return " ".join(value.split())


def _number(value: Any, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise Wrong("number", f"must be a number from {least} to {most}", least=f"{least:g}", most=f"{most:g}")
    return float(value)


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong("yes_no", "must be true or false")
    return value


def _language(value: Any) -> Language:
    if not isinstance(value, str) or value not in set(Language):
        allowed = ", ".join(Language)
        raise Wrong("choice", f"must be of: {allowed}", what=allowed)
    return Language(value)


def _location(value: Any) -> Place:
    if not isinstance(value, dict) or not {"lat", "lon"} <= set(value):
        raise Wrong("location", 'must be an object such as {"lat": 32.8, "lon": 35.0}')
    return Place(OWN, _number(value["lat"], -90, 90), _number(value["lon"], -180, 180))


def _hours(value: Any) -> tuple[Hours, ...]:
    """`{"sun-thu": "08:00-18:00", "fri": ["08:00-12:00"]}`."""
    if not isinstance(value, dict):
        raise Wrong("hours", 'must be an object such as {"sun-thu": "08:00-18:00"}')
    found: list[Hours] = []
    for days, spans in value.items():
        first, _, last = str(days).lower().replace(" ", "").partition("-")
        start, end = _day(first), _day(last or first)
        for span in spans if isinstance(spans, list) else [spans]:
            opens, closes = _span(span)
            try:
                found += [Hours((start + offset) % 7, opens, closes) for offset in range((end - start) % 7 + 1)]
            except Invalid as error:
                raise Wrong("hours", str(error)) from error
    return tuple(found)


def _days_off(value: Any) -> tuple[DayOff, ...]:
    """`{"2026-12-01": [], "2026-12-02": ["08:00-12:00"]}`: the hours of dates that are unlike others."""
    if not isinstance(value, dict):
        raise Wrong("days_off", 'must be an object such as {"2026-12-01": []}')
    try:
        return tuple(
            DayOff(date.fromisoformat(str(day)), tuple(map(_span, spans if isinstance(spans, list) else [spans])))
            for day, spans in value.items()
        )
    except ValueError as error:
        raise Wrong("days_off", 'must be an object such as {"2026-12-01": []}') from error


def _day(name: str) -> int:
    if name[:3] not in DAYS:
        raise Wrong("day", f"a day is one of: {', '.join(DAYS)}", what=", ".join(DAYS))
    return DAYS.index(name[:3])


def _span(span: object) -> tuple[time, time]:
    opens, _, closes = str(span).partition("-")
    try:
        until = time(0) if closes.strip() == "24:00" else time.fromisoformat(closes.strip())
        return time.fromisoformat(opens.strip()), until
    except ValueError as error:
        raise Wrong("hours", "hours look like 08:00-18:00") from error
