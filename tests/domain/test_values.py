"""Values are checked when they are born."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.errors import Invalid
from fixi.domain.values import ChatKey, Key, Kind, Money, Place, Rating, Slot, Trade, Wish, aware, derived_id
from tests.support.samples import AT, HAIFA, HOUR, MINUTE, TEL_AVIV

NAIVE = datetime(2026, 11, 22, 9, 0)  # noqa: DTZ001 - what must be refused
PLACES = st.builds(Place, st.just("X"), st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("kind", "args"),
    [
        (ChatKey, ("",)),
        (ChatKey, ("+972541111111",)),
        (ChatKey, ("972541111111@c.us",)),
        (ChatKey, ("lid:",)),
        (ChatKey, ("lid:12a45",)),
        (ChatKey, ("id:",)),
        (ChatKey, ("id:US.",)),
        (ChatKey, ("id:972541111111",)),
        (ChatKey, ("id:US.12 3",)),
        (ChatKey, ("id:US.1.2",)),
        (ChatKey, (f"id:US.{'1' * 129}",)),
        (ChatKey, ("US.13491208655302741918",)),
        (ChatKey, ("123456",)),
        (ChatKey, ("1234567890123456",)),
        (ChatKey, ("972541111111\n",)),
        (ChatKey, ("٩٧٢٥٤١١١١١١١",)),
        (Trade, ("Plumber",)),
        (Trade, ("air conditioning",)),
        (Trade, ("",)),
        (Place, (" ", 32.0, 35.0)),
        (Place, ("X", 90.1, 0.0)),
        (Place, ("X", 0.0, float("nan"))),
        (Slot, (AT, AT)),
        (Slot, (AT, AT - HOUR)),
        (Slot, (NAIVE, NAIVE + HOUR)),
        (Wish, (AT, AT - MINUTE)),
        (Wish, (NAIVE, NAIVE)),
        (Money, (Decimal(1), "ils")),
        (Money, (Decimal(-1), "ILS")),
        (Money, (Decimal("NaN"), "ILS")),
        (Rating, (0,)),
        (Rating, (6,)),
    ],
)
def test_a_wrong_value_is_never_born(kind: Any, args: tuple[Any, ...]) -> None:
    with pytest.raises(Invalid):
        kind(*args)


def test_a_phone_is_a_phone_and_a_lid_is_none() -> None:
    assert ChatKey("972541111111").phone == "972541111111"
    assert ChatKey("lid:123456789012345").phone is None
    assert ChatKey("lid:123456789012345").user is None
    assert ChatKey("972541111111").user is None


@pytest.mark.parametrize("user", ["US.13491208655302741918", "US.ENT.11815799212886844830", "IL.aB9"])
def test_an_id_of_the_cloud_api_is_no_phone_and_stays_as_it_came(user: str) -> None:
    chat = ChatKey(f"id:{user}")
    assert (chat.phone, chat.user, chat.masked) == (None, user, f"…{user[-4:]}")
    assert Key.parse(str(Key.client(chat))) == Key.client(chat)
    assert Key.client(chat).address == f"chat:id:{user}"


def test_a_log_shows_the_last_four_digits_only() -> None:
    assert ChatKey("972541111111").masked == "…1111"
    assert Key(Kind.CLIENT, "972541111111").masked == "client:…1111"
    assert Key.lead("k3v").masked == "lead:k3v"


def test_both_roles_of_one_person_share_one_address() -> None:
    assert Key.client(ChatKey("972541111111")).address == Key.pro("972541111111").address == "chat:972541111111"
    assert Key.lead("k3v").address == "lead:k3v"


@pytest.mark.parametrize("text", ["client:972541111111", "client:lid:12345", "pro:972541111111", "lead:k3v"])
def test_a_key_is_read_as_it_is_printed(text: str) -> None:
    assert str(Key.parse(text)) == text


@pytest.mark.parametrize("text", ["", "client", "client:", "robot:1", ":1", "Client:1"])
def test_anything_else_is_no_key(text: str) -> None:
    with pytest.raises(Invalid):
        Key.parse(text)


def test_ids_follow_from_what_they_are_of() -> None:
    assert derived_id("client:1", 3, "lead") == derived_id("client:1", 3, "lead")
    assert len({derived_id("client:1", n) for n in range(1000)}) == 1000
    assert derived_id("a", "b") != derived_id("ab")


def test_a_naive_time_means_nothing() -> None:
    assert aware(AT) == AT
    with pytest.raises(Invalid):
        aware(NAIVE)


def test_distances_are_as_on_the_map() -> None:
    assert HAIFA.km_to(TEL_AVIV) == pytest.approx(82.7, abs=0.5)


@given(PLACES, PLACES)
def test_every_distance_can_be_told_and_is_the_same_back(here: Place, there: Place) -> None:
    assert here.km_to(here) == 0
    assert here.km_to(there) == pytest.approx(there.km_to(here), abs=1e-6)
    assert 0 <= here.km_to(there) <= 20_016


@given(PLACES)
def test_the_other_side_of_the_world_is_far_but_there(here: Place) -> None:
    there = Place("Y", -here.lat, here.lon - 180 if here.lon > 0 else here.lon + 180)
    assert here.km_to(there) == pytest.approx(20_015, abs=1)


def test_slots_that_only_touch_do_not_overlap() -> None:
    first, second = Slot(AT, AT + HOUR), Slot(AT + HOUR, AT + 2 * HOUR)
    assert not first.overlaps(second)
    assert first.overlaps(Slot(AT + HOUR - MINUTE, AT + 2 * HOUR))
    assert first.within(Slot(AT, AT + HOUR))
    assert not first.within(Slot(AT + MINUTE, AT + 2 * HOUR))


def test_five_o_clock_is_exact_and_the_morning_is_not() -> None:
    assert Wish(AT, AT).exact
    assert not Wish(AT, AT + MINUTE).exact


def test_one_moment_is_one_moment_in_every_zone() -> None:
    elsewhere = datetime.fromisoformat("2026-11-22T11:00+02:00")
    assert Slot(AT, AT + HOUR) == Slot(elsewhere, elsewhere + timedelta(hours=1))
    assert elsewhere.astimezone(UTC) == AT
