"""The chain of the audit: whatever is done to its lines is seen, and where."""

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.audit import GENESIS, LONGEST_TEXT, AuditLine, Deed, broken, canonical, following
from fixi.domain.errors import Invalid
from tests.support.samples import AT, SECOND

TEXT = st.text(max_size=20)


def chain(*deeds: Deed) -> list[AuditLine]:
    lines: list[AuditLine] = []
    for deed in deeds:
        lines.append(following(lines[-1] if lines else None, deed))
    return lines


def deeds(count: int) -> list[Deed]:
    return [Deed(AT + n * SECOND, "dana", "policy.set", "sos_after", f"PT{n}M", f"PT{n + 1}M") for n in range(count)]


def test_the_first_line_follows_nothing_and_each_other_the_one_before() -> None:
    first, second = chain(*deeds(2))
    assert (first.number, first.previous) == (1, GENESIS)
    assert (second.number, second.previous) == (2, first.digest)
    assert broken([first, second]) is None
    assert broken([second], first) is None
    assert broken([]) is None


def test_how_a_line_is_spelled_never_changes() -> None:
    """Whoever changes this makes every book that was ever written look forged."""
    line = following(None, Deed(AT, "dana", "login", "דנה", "", "x"))
    assert canonical(1, line.deed, GENESIS) == (
        b'[1,"2026-11-22T09:00:00+00:00","dana","login","\\u05d3\\u05e0\\u05d4","","x","' + b"0" * 64 + b'"]'
    )


@pytest.mark.parametrize("name", ["who", "what", "on", "before", "after"])
def test_a_changed_word_is_seen(name: str) -> None:
    lines = chain(*deeds(5))
    changed: dict[str, Any] = {name: "other"}
    lines[2] = replace(lines[2], deed=replace(lines[2].deed, **changed))
    assert broken(lines) == 3


def test_a_changed_moment_is_seen() -> None:
    lines = chain(*deeds(3))
    lines[0] = replace(lines[0], deed=replace(lines[0].deed, at=AT + timedelta(microseconds=1)))
    assert broken(lines) == 1


def test_a_line_taken_out_put_in_or_moved_is_seen() -> None:
    lines = chain(*deeds(5))
    assert broken(lines[:1] + lines[2:]) == 2
    assert broken(lines[1:]) == 1
    assert broken([lines[0], lines[2], lines[1], *lines[3:]]) == 2
    assert broken([*lines[:2], following(lines[0], deeds(1)[0]), *lines[2:]]) == 3


def test_a_line_that_was_forged_with_its_own_digest_is_seen_at_the_next() -> None:
    lines = chain(*deeds(4))
    lines[1] = following(lines[0], replace(lines[1].deed, who="avi"))
    assert broken(lines) == 3


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6), st.data())
def test_whatever_was_written_no_two_books_have_one_chain(
    words: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    lines = chain(*(Deed(AT, "dana", "x", on, before, after) for on, before, after in words))
    assert broken(lines) is None
    at = data.draw(st.integers(0, len(lines) - 1))
    other = Deed(AT, "dana", "x", *data.draw(st.tuples(TEXT, TEXT, TEXT)))
    forged = replace(lines[at], deed=other)
    expected = None if other == lines[at].deed else at + 1
    assert broken([*lines[:at], forged, *lines[at + 1 :]]) == expected


def test_a_deed_is_the_same_in_every_zone_and_never_too_long_to_keep() -> None:
    there = Deed(AT.astimezone(timezone(timedelta(hours=2))), "dana", "x", after="a\ud83db")
    assert there == Deed(AT, "dana", "x", after="a?b")
    assert len(Deed(AT, "dana", "x", before="y" * 10_000).before) == LONGEST_TEXT


def test_nobody_does_nothing() -> None:
    with pytest.raises(Invalid):
        Deed(AT, "", "x")
    with pytest.raises(Invalid):
        Deed(AT.replace(tzinfo=None), "dana", "x")
