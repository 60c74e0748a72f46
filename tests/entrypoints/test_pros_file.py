"""A file of professionals: whatever is wrong is named by row and field, and phones may be spelled as people do."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, time
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from phonenumbers import is_valid_number, parse

from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.rules.trades import trade_codes
from fixi.domain.pro_texts import hours_text
from fixi.domain.professional import DayOff, Draft, Professional
from fixi.domain.values import Language, Place, Trade
from fixi.entrypoints import pros_file, pros_table
from fixi.entrypoints.pros_file import BadFile, BadRows
from tests.support.samples import weekly

PLACES, TRADES = Gazetteer.load("IL"), trade_codes()
ROW = {"name": "Avi", "trades": ["plumber"], "areas": ["Haifa"]}


def read(tmp_path: Path, *phones: Any) -> tuple[Draft, ...]:
    path = tmp_path / "pros.json"
    path.write_text(json.dumps([{**ROW, "phone": phone} for phone in phones]), encoding="utf-8")
    return pros_file.read(path, PLACES, TRADES, "IL")


def problems(tmp_path: Path, *phones: Any) -> tuple[str, ...]:
    with pytest.raises(BadRows) as bad:
        read(tmp_path, *phones)
    return tuple(map(str, bad.value.problems))


def test_a_phone_may_be_spelled_in_any_usual_way_and_as_a_number(tmp_path: Path) -> None:
    given = ("054-123-4567", "+972 50 234 5678", 972500000001, 541234568, "+1 (202) 555-0123", "972000000101")
    found = [pro.id for pro in read(tmp_path, *given)]
    assert found == ["972541234567", "972502345678", "972500000001", "972541234568", "12025550123", "972000000101"]


def test_what_is_listed_can_be_imported_again(tmp_path: Path) -> None:
    found = [pro.id for pro in read(tmp_path, "054-1234567", "+33 6 12 34 56 78", "972000000101")]
    assert [pro.id for pro in read(tmp_path, *found)] == found


@pytest.mark.parametrize(
    "phone", [True, 5.5, 972541234567.0, ["0541234567"], {"a": 1}, "0541", -541234567, "1-800-FLOWERS"]
)
def test_a_row_with_no_phone_is_named_and_its_number_is_not_repeated(tmp_path: Path, phone: object) -> None:
    (problem,) = problems(tmp_path, "0541234567", phone)
    assert problem.startswith("row 2: phone: ")
    assert sum(sign.isdigit() for sign in problem) == 1
    assert "\n" not in problem


def test_a_phone_that_stands_twice_is_named_by_both_its_rows(tmp_path: Path) -> None:
    assert problems(tmp_path, "0541234567", "100", "0502345678", "+972 54 123 4567") == (
        "row 2: phone: is too short for a phone number",
        "row 4: phone: stands twice, in row 1 as well",
    )


def test_no_sample_professional_has_a_number_that_somebody_could_have() -> None:
    """Whoever tries the system out on a real account must not write to strangers."""
    with as_file(files("fixi.entrypoints") / "data" / "sample_pros.json") as path:
        pros = pros_file.read(path, PLACES, TRADES, "IL")
    assert len(pros) == 48
    for pro in pros:
        assert pro.id.startswith("97200")
        assert not is_valid_number(parse(f"+{pro.id}"))


FULL = Professional(
    "972541234567",
    "דנה O'Neil, “pipes”",
    (Trade("plumber"), Trade("electrician")),
    tuple(filter(None, map(PLACES.named, ("Haifa", "Nesher")))),
    Place("own location", 32.81, 34.99),
    12.5,
    (Language.HE, Language.RU),
    (*weekly("08:00", "12:00", 0, 1, 6), *weekly("16:00", "00:00", 0, 6), *weekly("09:00", "13:00", 4)),
    (DayOff(date(2026, 12, 1)), DayOff(date(2026, 12, 2), ((time(8), time(12)),))),
    None,
    False,
    False,
    2,
    (),
    ("972501112222",),
    (("plumber", "₪200-400"), ("electrician", "350")),
    4.5,
    12,
)
PLAIN = Professional("972000000101", "=cmd|' /C calc'!A0", (Trade("general"),), FULL.areas[:1])


@pytest.mark.parametrize("write", [pros_file.written, pros_table.table], ids=["json", "csv"])
def test_what_is_exported_can_be_imported_again(write: Callable[[Iterable[Professional]], str]) -> None:
    back = pros_file.parse(write((FULL, PLAIN)).encode(), PLACES, TRADES, "IL")
    found = [draft.onto(None) for draft in back]
    assert [set(pro.hours) for pro in found] == [set(FULL.hours), set()]
    assert [replace(pro, hours=()) for pro in found] == [replace(FULL, hours=()), PLAIN]


def test_no_cell_of_an_export_is_a_formula() -> None:
    text = pros_table.table((FULL, PLAIN))
    cells = [cell for line in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in line]
    assert "'=cmd|' /C calc'!A0" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


WEEK = "sun-thu 08:00-18:00, 19:00-21:00; fri 08:00-12:00"
HEAD = ("phone", "name", "trades", "areas", "max_active_jobs", "hours")
CELLS = (
    "054-1234567",
    "אבי",
    "plumber, electrician",
    "חיפה | Nesher",
    "2",
    "sun-thu 08:00-18:00, 19:00-21:00; fri 08:00-12:00",
)


def a_table(delimiter: str, end: str = "\n") -> str:
    quoted = (f'"{cell}"' for cell in CELLS)
    return end.join((delimiter.join(HEAD), delimiter.join(quoted), delimiter * 5, ""))


@pytest.mark.parametrize(
    "data",
    [
        a_table(",").encode(),
        ("\ufeff" + a_table(";", "\r\n")).encode(),
        a_table("\t").encode("utf-16"),
        a_table(",").upper().replace("PLUMBER, ELECTRICIAN", "plumber, electrician").encode(),
    ],
    ids=["commas", "semicolons", "tabs", "capitals"],
)
def test_a_table_may_come_from_any_spreadsheet(data: bytes) -> None:
    (draft,) = pros_file.parse(data, PLACES, TRADES, "IL")
    pro = draft.onto(None)
    assert (pro.id, pro.name, pro.cap) == ("972541234567", "אבי", 2)
    assert [trade.code for trade in pro.trades] == ["plumber", "electrician"]
    assert [place.name for place in pro.areas] == ["Haifa", "Nesher"]
    assert hours_text(pro.hours) == WEEK


def test_what_a_file_does_not_name_stays_and_what_it_leaves_empty_goes() -> None:
    known = replace(PLAIN, cap=5, prices=(("general", "100"),))
    (silent,) = pros_file.parse(json.dumps([{**ROW, "phone": PLAIN.id}]).encode(), PLACES, TRADES, "IL")
    assert silent.onto(known) == replace(known, name="Avi", trades=(Trade("plumber"),))
    empty = json.dumps([{**ROW, "phone": PLAIN.id, "max_active_jobs": None, "prices": {}}]).encode()
    (emptied,) = pros_file.parse(empty, PLACES, TRADES, "IL")
    assert (emptied.onto(known).cap, emptied.onto(known).prices) == (None, ())


WRONG: dict[str, tuple[object, str, str]] = {
    "name": ("x" * 81, "length", "must be a text of at most 80 characters"),
    "trades": (["wizard"], "choice", "must be of: air_conditioning, "),
    "areas": (["Atlantis"], "place", "no place is called Atlantis"),
    "languages": (["fr"], "choice", "must be of: "),
    "rating": (6, "number", "must be a number from 1 to 5"),
    "hours": ({"sun-thu": "18:00-08:00"}, "hours", "hours end after they start"),
    "days_off": ({"soon": []}, "days_off", "must be an object such as"),
    "max_active_jobs": ("many", "number", "must be a number from 1 to 50"),
    "location": ({"lat": 32}, "location", "must be an object such as"),
    "radius_km": (0, "number", "must be a number from 0.1 to 500"),
    "prices": ({"wizard": "5"}, "choice", "must be of: "),
    "active": ("maybe", "yes_no", "must be true or false"),
    "blocked": (["12"], "phone", "is too short"),
    "phone": ("9.72541E+11", "rounded", "was rounded by a spreadsheet"),
}


@pytest.mark.parametrize("field", WRONG)
def test_every_wrong_value_is_named_by_row_field_and_code(field: str) -> None:
    value, code, why = WRONG[field]
    good = {**ROW, "phone": "0541234567"}
    data = json.dumps([good, {**good, "phone": "0541234568", field: value}]).encode()
    with pytest.raises(BadRows) as bad:
        pros_file.parse(data, PLACES, TRADES, "IL")
    (problem,) = bad.value.problems
    assert (problem.row, problem.field, problem.code) == (2, field, code)
    assert problem.why.startswith(why)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "nothing"),
        (b"  \n ", "nothing"),
        (b"PK\x03\x04\0\0", "nothing"),
        ("שם;טלפון".encode("cp1255"), "encoding"),
        (b"name,trades\nAvi,plumber\n", "table"),
        (b"[1, 2", "json"),
        (b'{"phone": 1}', "json"),
        (b"[" * 100_000, "json"),
        (b"phone\n" + b"0541234567\n" * 20_001, "too_many"),
    ],
    ids=["empty", "blank", "zip", "hebrew-windows", "no phones", "broken", "object", "deep", "long"],
)
def test_what_is_no_file_of_professionals_is_refused_as_a_whole(data: bytes, code: str) -> None:
    with pytest.raises(BadFile) as bad:
        pros_file.parse(data, PLACES, TRADES, "IL")
    assert bad.value.code == code


@pytest.mark.parametrize("row", [None, 5, "Avi", [], {}, {"phone": []}, {"trades": 5, "hours": 7, "location": "x"}])
def test_no_row_however_odd_is_a_traceback(row: object) -> None:
    with pytest.raises(BadRows) as bad:
        pros_file.parse(json.dumps([row]).encode(), PLACES, TRADES, "IL")
    assert bad.value.problems


def test_an_empty_row_of_a_table_is_passed_over_and_the_others_keep_the_numbers_of_the_spreadsheet() -> None:
    data = b"phone,name,trades,areas\n0541234567,Avi,plumber,Haifa\n,,,\n\n0541234568,,plumber,Haifa\n"
    with pytest.raises(BadRows) as bad:
        pros_file.parse(data, PLACES, TRADES, "IL")
    assert list(map(str, bad.value.problems)) == ["row 5: name: is missing"]
