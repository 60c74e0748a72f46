"""What is stored comes back as it was, and old documents stay readable."""

import json
from dataclasses import is_dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.adapters import codec
from fixi.domain.client_chat.states import CLIENT_STATES
from fixi.domain.client_chat.table import CLIENT_EVENTS
from fixi.domain.effects import Errand, Pause, Say, Tone, say
from fixi.domain.errors import Invalid
from fixi.domain.forms import Form
from fixi.domain.lead.states import LEAD_STATES, Booked, Offer
from fixi.domain.lead.table import LEAD_EVENTS
from fixi.domain.policy import Policy
from fixi.domain.pro_chat.states import PRO_STATES
from fixi.domain.pro_chat.table import PRO_EVENTS
from fixi.domain.values import Language, Wish
from tests.support.instances import EFFECTS, EVENTS, one_of
from tests.support.samples import AT, CARD, LEAD, PRO, SLOT, a_case, heard

# What lives for one decision or one look only, or is a table of the program itself, and is never stored.
PASSING = {"Draft", "Facts", "ImportPros", "PeriodicJob", "Step", "World"}
CLASSES = {name: kind for name, kind in codec._classes().items() if is_dataclass(kind) and name not in PASSING}
ENUMS = [kind for kind in codec._classes().values() if issubclass(kind, Enum)]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
MOMENTS = st.datetimes(timezones=st.timezones())


def again(value: Any) -> Any:
    """The value, stored and read."""
    return codec.load(codec.dump(value))


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_dataclass_of_the_core_comes_back(name: str) -> None:
    value = one_of(CLASSES[name])
    assert again(value) == value
    assert type(again(value)) is type(value)


@pytest.mark.parametrize("kind", ENUMS)
def test_every_choice_of_the_core_comes_back(kind: type[Enum]) -> None:
    for choice in kind:
        assert again(choice) is choice


def test_nothing_that_a_store_is_given_is_left_out() -> None:
    wanted = {*CLIENT_STATES, *PRO_STATES, *LEAD_STATES, *CLIENT_EVENTS, *PRO_EVENTS, *LEAD_EVENTS, *EVENTS, *EFFECTS}
    assert wanted <= set(CLASSES.values())
    assert {kind for kind in EFFECTS if issubclass(kind, Errand | Say)} >= {Pause, Say}


@given(TEXT, TEXT, st.none() | TEXT)
def test_every_word_of_every_tongue_comes_back(text: str, name: str, button: str | None) -> None:
    value = heard(text, name=name, button=button, id=f"m{name}")
    assert again(value) == value


@given(MOMENTS, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)))
def test_a_moment_of_any_zone_comes_back_aware_and_the_same(at: datetime, length: timedelta) -> None:
    back = again(at)
    assert back.tzinfo is not None
    assert back.astimezone(UTC) == at.astimezone(UTC)
    assert again(length) == length


PARAMS = st.recursive(
    TEXT | st.integers() | st.floats(allow_nan=False) | st.decimals(allow_nan=False) | st.just(SLOT),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=6,
)


@given(st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), PARAMS, max_size=4), st.sampled_from(Tone))
def test_whatever_fills_a_text_comes_back(params: dict[str, Any], tone: Tone) -> None:
    value = Say("key", Language.HE, tuple(sorted(params.items())), None, tone)
    assert again(value) == value


def test_truth_is_no_number_and_a_number_no_truth() -> None:
    value = say("x", Language.EN, flag=True, one=1, half=1.0)
    assert [type(part) for _, part in again(value).params] == [bool, float, int]


def test_amounts_keep_their_cents() -> None:
    assert str(again(Decimal("10.50"))) == "10.50"
    assert again(Policy(commission_rate=Decimal("0.125"))) == Policy(commission_rate=Decimal("0.125"))


def test_lists_come_back_as_tuples_and_nothing_as_nothing() -> None:
    assert again([1, [2, None]]) == (1, (2, None))
    assert again(()) == ()


def test_a_document_is_json_that_a_person_can_read() -> None:
    plain = json.loads(codec.dump(Form(issue="דולף")))
    assert plain["_"] == "Form"
    assert plain["issue"] == "דולף"
    assert "דולף" in codec.dump(Form(issue="דולף"))


@pytest.mark.parametrize(
    "text",
    [
        '{"_":"Robot"}',
        '{"_":"Form","trade":{"_":"Spaceship","code":"x"}}',
        '[{"_":"os.system","v":"x"}]',
        '{"_":"Any"}',
        '{"_":"datetime.datetime"}',
    ],
)
def test_a_class_that_the_core_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        codec.load(text)


def test_an_older_document_has_the_defaults_of_what_it_lacks() -> None:
    plain = codec.to_plain(Offer(PRO, AT, "declined", AT, "far", True))
    for name in ("outcome", "ended_at", "reason", "nudged"):
        del plain[name]
    assert codec.from_plain(plain) == Offer(PRO, AT)


def test_an_older_state_deep_inside_is_readable_too() -> None:
    state = Booked(a_case(LEAD), CARD, AT, SLOT)
    plain = codec.to_plain(state)
    del plain["case"]["form"]["media"], plain["case"]["offers"], plain["checks"]
    assert codec.from_plain(plain) == state


def test_a_field_that_is_no_more_is_dropped() -> None:
    plain = codec.to_plain(Offer(PRO, AT)) | {"colour": "green"}
    assert codec.from_plain(plain) == Offer(PRO, AT)


def test_a_time_without_a_zone_is_refused_going_in() -> None:
    naive = datetime(2026, 11, 22, 9, 0)  # noqa: DTZ001 - what must be refused
    for value in (naive, Offer(PRO, naive), (naive,)):
        with pytest.raises(Invalid):
            codec.dump(value)


def test_a_stored_value_keeps_its_own_rules() -> None:
    plain = codec.to_plain(Wish(AT, AT)) | {"latest": codec.to_plain(AT - timedelta(days=1))}
    with pytest.raises(Invalid):
        codec.from_plain(plain)


@pytest.mark.parametrize("value", [object(), {"a": 1}, {1, 2}, b"bytes", ValueError("x"), 1j])
def test_what_is_no_value_of_the_core_cannot_be_stored(value: object) -> None:
    with pytest.raises(Invalid):
        codec.dump(value)
