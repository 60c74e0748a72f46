"""The numbers of a period."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from fixi.domain.figures import STAGES, LeadFacts, Spread, figures, gini, spread

AT = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jerusalem")
NOW, HOUR = int(AT.timestamp()), 3600
NEW = LeadFacts(NOW, "new", "plumber", "Haifa", offers=1, offered_in=3.0)
DONE = LeadFacts(
    NOW + HOUR, "closed", "plumber", "Haifa", "p1", offers=2, declined=1, answered_in=2.0, offered_in=4.0,
    accepted_in=60.0, done_in=7200.0, booked=True, stars=5,
)  # fmt: skip


def test_the_funnel_counts_how_far_each_lead_came() -> None:
    found = figures([NEW, DONE, LeadFacts(NOW, "cancelled")], ZONE)
    assert dict(found.funnel) == dict(zip(STAGES, (3, 2, 1, 1, 1, 1), strict=True))


def test_a_later_stage_counts_for_those_before_it() -> None:
    """An emergency has no time agreed, and is done all the same."""
    found = figures([DONE._replace(booked=False)], ZONE)
    assert dict(found.funnel)["booked"] == 1


def test_times_are_those_of_the_leads_where_it_has_happened() -> None:
    found = figures([NEW, DONE], ZONE)
    assert (found.first_offer, found.first_yes.count, found.first_answer.median) == (Spread(2, 3.0, 4.0), 1, 2.0)


def test_acceptance_is_of_offers_that_ended_not_of_open_ones() -> None:
    assert figures([NEW, DONE], ZONE).acceptance == 0.5
    assert figures([NEW], ZONE).acceptance is None


def test_a_day_is_one_on_the_wall_of_the_business() -> None:
    assert [(day.name, day.leads) for day in figures([NEW, DONE], ZONE).days] == [("2026-11-22", 1), ("2026-11-23", 1)]


def test_a_zone_that_is_off_by_half_an_hour_divides_an_hour_rightly() -> None:
    zone = ZoneInfo("Asia/Kolkata")
    leads = [NEW._replace(opened=int(AT.replace(hour=18, minute=minute).timestamp())) for minute in (10, 29, 30, 50)]
    assert [day.leads for day in figures(leads, zone).days] == [2, 2]


def test_groups_come_the_largest_first() -> None:
    found = figures([NEW, DONE, NEW._replace(trade="painter")], ZONE)
    assert [(group.name, group.leads, group.completed, group.stars) for group in found.trades] == [
        ("plumber", 2, 1, 5.0),
        ("painter", 1, 0, None),
    ]


@pytest.mark.parametrize(("counts", "unequal"), [([5, 5, 5], 0.0), ([0, 0, 9], 0.6667), ([1], 0.0), ([], None)])
def test_gini_is_nothing_when_all_have_the_same(counts: list[int], unequal: float | None) -> None:
    assert gini(counts) == unequal


def test_nine_of_ten_stay_under_the_ninth_decile() -> None:
    assert spread([float(n) for n in range(1, 11)]) == Spread(10, 5.0, 9.0)
    assert spread([None]) == Spread()


def test_a_period_without_leads_is_all_nothing() -> None:
    found = figures([], ZONE)
    assert (found.leads, found.gini, dict(found.funnel)["contacted"]) == (0, None, 0)
