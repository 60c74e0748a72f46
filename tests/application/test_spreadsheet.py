"""Tables for spreadsheets."""

import csv
import io

import pytest

from fixi.application.spreadsheet import csv_text, harmless


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil.example","click")',
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1+1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        " =1+1",
        "\u200f=1+1",
        "\u202e\u2066=1+1",
        "\0=1+1",
        "＝1+1",
        "%0A=1",
    ],
)
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    ((cell,),) = rows(csv_text([text], []))
    assert cell.startswith("'")
    assert harmless(text).startswith("'")


def test_what_is_harmless_stays_as_it_is() -> None:
    for text in ("Dana", "דנה", "a=b", 'he said "no", twice', "12-34", "two\nlines", "", "1 + 1"):
        ((cell, last),) = rows(csv_text([text, "end"], []))
        assert (cell, last) == (text, "end")


def test_numbers_are_numbers_even_below_nothing_and_what_is_not_known_is_empty() -> None:
    text = csv_text(["name", "count", "share", "stars"], [("Avi", -3, 0.25, None)])
    assert rows(text) == [["name", "count", "share", "stars"], ["Avi", "-3", "0.25", ""]]
    assert text.startswith("\ufeff")
