"""A file of professionals, JSON or a table: read whole, checked row by row, imported all or nothing; and written."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fixi.domain.errors import Refused
from fixi.domain.pro_texts import DAYS
from fixi.domain.professional import Draft, Professional
from fixi.entrypoints import pros_table
from fixi.entrypoints.pros_rows import Problem, Row
from fixi.ports.places import Places

MOST_ROWS = 20_000


class BadRows(Refused):
    """Rows that cannot be imported; `problems` says which and why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class BadFile(Refused):
    """No file of professionals at all; `code` says why, for a wording."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


def read(path: Path, places: Places, trades: frozenset[str], country: str) -> tuple[Draft, ...]:
    """The professionals in this file; raises BadRows with every problem, or Refused when it is no such file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from error
    try:
        return parse(data, places, trades, country)
    except BadFile as error:
        raise Refused(f"{path} {error.reason}") from error


def parse(data: bytes, places: Places, trades: frozenset[str], country: str) -> tuple[Draft, ...]:
    """The same of what is in a file: a JSON list, or a table with the names of its columns. Raises BadRows, BadFile."""
    rows = _rows(data)
    if len(rows) > MOST_ROWS:
        raise BadFile("too_many", f"must have at most {MOST_ROWS} professionals")
    drafts: list[Draft] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, content in rows:
        row = Row(number, content, places, trades, country)
        draft = row.draft()
        problems += row.problems
        if draft is not None:
            drafts.append(draft)
            if (first := seen.setdefault(draft.id, number)) != number:
                why = f"stands twice, in row {first} as well"
                problems.append(Problem(number, "phone", "twice", why, {"first": str(first)}))
    if problems:
        raise BadRows(tuple(problems))
    return tuple(drafts)


def _rows(data: bytes) -> list[tuple[int, Any]]:
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile("encoding", "is not UTF-8: save it as “CSV UTF-8”") from error
    if text.lstrip()[:1] not in {"[", "{"}:
        if not text.strip() or "\0" in text:
            raise BadFile("nothing", "has no text in it")
        try:
            return [*pros_table.rows(text)]
        except Refused as error:
            raise BadFile("table", f"is not JSON and no table: {error.reason}") from error
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFile("json", f"is not JSON: {error}") from error
    if not isinstance(rows, list):
        raise BadFile("json", "must be a list of professionals")
    return list(enumerate(rows, start=1))


def written(pros: Iterable[Professional]) -> str:
    """A JSON file of these, one a line, that can be read in again."""
    return "[\n" + ",\n".join("  " + json.dumps(row(pro), ensure_ascii=False) for pro in pros) + "\n]\n"


def row(pro: Professional) -> dict[str, Any]:
    """One of them by the names of a file; what is not set is not named, but for what an import would take for true."""
    found = {
        "phone": pro.id,
        "name": pro.name,
        "trades": [trade.code for trade in pro.trades],
        "areas": [place.name for place in pro.areas],
        "languages": [str(language) for language in pro.languages],
        "rating": pro.imported_rating,
        "reviews": pro.imported_reviews or None,
        "hours": _hours(pro),
        "days_off": {f"{off.day:%Y-%m-%d}": [_span(*span) for span in off.hours] for off in pro.days_off},
        "max_active_jobs": pro.cap,
        "location": {"lat": pro.location.lat, "lon": pro.location.lon} if pro.location is not None else None,
        "radius_km": pro.radius_km,
        "prices": dict(pro.prices),
        "blocked": list(pro.blocked),
    }
    standing = {name: False for name, yes in (("active", pro.active), ("approved", pro.approved)) if not yes}
    return {name: value for name, value in found.items() if value not in (None, [], {})} | standing


def _hours(pro: Professional) -> dict[str, list[str]]:
    days: dict[str, list[str]] = {}
    for hours in pro.hours:
        days.setdefault(DAYS[hours.weekday], []).append(_span(hours.start, hours.end))
    return days


def _span(start: Any, end: Any) -> str:
    return f"{start:%H:%M}-" + ("24:00" if f"{end:%H:%M}" == "00:00" else f"{end:%H:%M}")
