"""A file of professionals: read whole, checked row by row, imported all or nothing."""

import json
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

from fixi import phones
from fixi.domain.errors import Invalid, Refused
from fixi.domain.professional import Hours, Professional
from fixi.domain.values import Language, Place, Trade
from fixi.ports.places import Places

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
REQUIRED = ("phone", "name", "trades", "areas")


class BadRows(Refused):
    """Rows that cannot be imported; `problems` says which and why, one line each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read(path: Path, places: Places, trades: frozenset[str], country: str) -> tuple[Professional, ...]:
    """The professionals in this JSON file; raises BadRows with every problem, or Refused when it is no such file."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise Refused(f"{path} is not JSON: {error}") from error
    if not isinstance(rows, list):
        raise Refused(f"{path} must be a list of professionals")
    pros: list[Professional] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        reading = _Row(number, row, places, trades, country)
        pro = reading.professional()
        problems += reading.problems
        if pro is not None:
            pros.append(pro)
            if (first := seen.setdefault(pro.id, number)) != number:
                problems.append(f"row {number}: phone: stands twice, in row {first} as well")
    if problems:
        raise BadRows(tuple(problems))
    return tuple(pros)


class _Row:
    """One row, and what is wrong with it."""

    def __init__(self, number: int, row: Any, places: Places, trades: frozenset[str], country: str) -> None:
        self._number = number
        self._row: dict[str, Any] = row if isinstance(row, dict) else {}
        self._places = places
        self._trades = trades
        self._country = country
        self.problems: list[str] = [] if isinstance(row, dict) else [f"row {number}: must be an object"]

    def professional(self) -> Professional | None:
        for name in REQUIRED:
            if self._row and not self._row.get(name) and not (name == "areas" and self._row.get("location")):
                self._wrong(name, "is missing")
        phone = self._read("phone", self._phone)
        name = self._read("name", lambda value: _text(value, 80))
        trades = self._read("trades", lambda value: tuple(map(self._trade, _list(value))), ())
        areas = self._read("areas", lambda value: tuple(map(self._area, _list(value))), ())
        more: dict[str, Any] = {
            "languages": self._read("languages", lambda value: tuple(map(_language, _list(value))), ()),
            "imported_rating": self._read("rating", lambda value: _number(value, 1, 5)),
            "imported_reviews": int(self._read("reviews", lambda value: _number(value, 0, 1_000_000), 0) or 0),
            "hours": self._read("hours", _hours, ()),
            "cap": self._read("max_active_jobs", lambda value: int(_number(value, 1, 50))),
            "location": self._read("location", _location),
            "radius_km": self._read("radius_km", lambda value: _number(value, 0.1, 500)),
            "prices": self._read("prices", _prices, ()),
        }
        if self.problems or phone is None or name is None:
            return None
        try:
            return Professional(phone, name, trades, areas, **more)
        except Invalid as error:
            self._wrong("", str(error))
            return None

    def _read(self, name: str, check: Callable[[Any], Any], default: Any = None) -> Any:
        value = self._row.get(name)
        if value is None or value in ("", []):
            return default
        try:
            return check(value)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            self._wrong(name, str(error) or "is wrong")
            return default

    def _wrong(self, name: str, why: str) -> None:
        self.problems.append(f"row {self._number}: {name + ': ' if name else ''}{why}")

    def _phone(self, value: Any) -> str:
        """The number inside; a list may have it as a number too, without its leading zero."""
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise TypeError("must be a text")
        return phones.normal(str(value), self._country)

    def _trade(self, value: Any) -> Trade:
        if value not in self._trades:
            raise ValueError(f"must be of: {', '.join(sorted(self._trades))}")
        return Trade(value)

    def _area(self, value: Any) -> Place:
        place = self._places.named(_text(value, 100))
        if place is None:
            raise ValueError(f"no place is called {value}")
        return place


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("must be a list")
    return value


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise ValueError(f"must be a text of at most {longest} characters")
    return " ".join(value.split())


def _number(value: Any, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"must be a number from {least} to {most}")
    return float(value)


def _language(value: Any) -> Language:
    if value not in set(Language):
        raise ValueError(f"must be of: {', '.join(Language)}")
    return Language(value)


def _location(value: Any) -> Place:
    return Place("own location", _number(value["lat"], -90, 90), _number(value["lon"], -180, 180))


def _prices(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise TypeError("must be an object of trade and price range")
    return tuple((str(trade), _text(str(price), 60)) for trade, price in value.items())


def _hours(value: Any) -> tuple[Hours, ...]:
    """`{"sun-thu": "08:00-18:00", "fri": ["08:00-12:00"]}`."""
    if not isinstance(value, dict):
        raise TypeError('must be an object such as {"sun-thu": "08:00-18:00"}')
    found: list[Hours] = []
    for days, spans in value.items():
        first, _, last = str(days).lower().partition("-")
        start, end = DAYS.index(first[:3]), DAYS.index((last or first)[:3])
        for span in spans if isinstance(spans, list) else [spans]:
            opens, _, closes = str(span).partition("-")
            for offset in range((end - start) % 7 + 1):
                day = (start + offset) % 7
                until = time(0) if closes.strip() == "24:00" else time.fromisoformat(closes.strip())
                found.append(Hours(day, time.fromisoformat(opens.strip()), until))
    return tuple(found)
