"""A file of professionals: whatever is wrong is named by row and field, and phones may be spelled as people do."""

import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from phonenumbers import is_valid_number, parse

from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.rules.trades import trade_codes
from fixi.domain.professional import Professional
from fixi.entrypoints import pros_file
from fixi.entrypoints.pros_file import BadRows

PLACES, TRADES = Gazetteer.load("IL"), trade_codes()
ROW = {"name": "Avi", "trades": ["plumber"], "areas": ["Haifa"]}


def read(tmp_path: Path, *phones: Any) -> tuple[Professional, ...]:
    path = tmp_path / "pros.json"
    path.write_text(json.dumps([{**ROW, "phone": phone} for phone in phones]), encoding="utf-8")
    return pros_file.read(path, PLACES, TRADES, "IL")


def problems(tmp_path: Path, *phones: Any) -> tuple[str, ...]:
    with pytest.raises(BadRows) as bad:
        read(tmp_path, *phones)
    return bad.value.problems


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
