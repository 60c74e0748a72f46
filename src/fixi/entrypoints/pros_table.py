"""Professionals as a table: a cell is a text, and says what a value of a JSON row says."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fixi.application.spreadsheet import DANGEROUS, QUOTE, csv_text
from fixi.domain.errors import Refused
from fixi.domain.pro_texts import hours_text, prices_text, texts
from fixi.domain.professional import Professional

COLUMNS = (
    "phone",
    "name",
    "trades",
    "areas",
    "languages",
    "max_active_jobs",
    "hours",
    "days_off",
    "lat",
    "lon",
    "radius_km",
    "prices",
    "rating",
    "reviews",
    "active",
    "approved",
    "blocked",
)
DELIMITERS = (",", ";", "\t")
LIST = re.compile(r"[,;|\n]")
WORDS = {"yes": True, "true": True, "1": True, "כן": True, "no": False, "false": False, "0": False, "לא": False}


def rows(text: str) -> list[tuple[int, dict[str, Any]]]:
    """The rows below the names of the columns, as JSON would have them, with the number that a spreadsheet shows.

    Empty rows are left out. Raises Refused when it is no such table.
    """
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        table = [[_cell(cell) for cell in line] for line in lines]
    except csv.Error as error:
        raise Refused(f"the file is not a table: {error}") from error
    if not any(map(any, table)):
        raise Refused("the file is empty")
    names = [name.lower().replace(" ", "_") for name in table[0]]
    if "phone" not in names:
        raise Refused("the first line must have the names of the columns: phone, name, trades, areas, ...")
    numbered = enumerate(table[1:], start=2)
    return [(number, _row(dict(zip(names, line, strict=False)))) for number, line in numbered if any(line)]


def _delimiter(text: str) -> str:
    """What stands between the names of the columns most often."""
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def _cell(text: str) -> str:
    """The text, without the quote that keeps a spreadsheet from taking it for a formula."""
    text = text.strip()
    return text[1:] if text.startswith(QUOTE) and text[1:].startswith(DANGEROUS) else text


def cells(said: Mapping[str, str]) -> dict[str, Any]:
    """Texts by the names of the columns as JSON would have them; what cannot be read so stays a text."""
    return {name: READ[name](cell) if name in READ else cell for name, cell in said.items()}


def _row(said: dict[str, str]) -> dict[str, Any]:
    row = cells(said)
    lat, lon = (_number(said.get(name, "")) for name in ("lat", "lon"))
    if {"lat", "lon"} <= set(said):
        row["location"] = {"lat": lat, "lon": lon} if (lat, lon) != ("", "") else None
    return row


def _items(text: str) -> list[str]:
    return [item.strip() for item in LIST.split(text) if item.strip()]


def _number(text: str) -> float | str:
    """Whatever is no number is left as it is: the row says what is wrong with it."""
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def _known(text: str) -> bool | str:
    return WORDS.get(text.lower(), text)


def _pairs(sign: str) -> Callable[[str], dict[str, Any] | str]:
    """`first SIGN second; ...`; the seconds of one first are a list."""

    def read(text: str) -> dict[str, Any] | str:
        found: dict[str, Any] = {}
        for part in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
            first, _, second = part.partition(sign)
            spans = [span.strip() for span in second.split(",") if span.strip()] if sign == " " else second.strip()
            found[first.strip()] = found.get(first.strip(), []) + spans if sign == " " else spans
        return found

    return read


READ: dict[str, Callable[[str], Any]] = {
    "trades": _items,
    "areas": _items,
    "languages": _items,
    "blocked": _items,
    "max_active_jobs": _number,
    "radius_km": _number,
    "rating": _number,
    "reviews": _number,
    "hours": _pairs(" "),
    "days_off": _pairs(" "),
    "prices": _pairs(":"),
    "active": _known,
    "approved": _known,
}


def table(pros: Iterable[Professional]) -> str:
    """A table of these that can be read in again, and in which nothing is taken for a formula."""
    return csv_text(COLUMNS, (_line(pro) for pro in pros))


def _line(pro: Professional) -> list[str | float | None]:
    told = texts(pro)
    here = pro.location
    values: dict[str, str | float | None] = {
        **told,
        # A long number is rounded by a spreadsheet, one with its plus is a text.
        "phone": f"+{pro.id}",
        "max_active_jobs": pro.cap,
        "hours": hours_text(pro.hours),
        "lat": here.lat if here is not None else None,
        "lon": here.lon if here is not None else None,
        "radius_km": pro.radius_km,
        "prices": prices_text(pro.prices),
        "rating": pro.imported_rating,
        "reviews": pro.imported_reviews,
    }
    return [values[name] for name in COLUMNS]
