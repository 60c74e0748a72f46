"""Who gets the work, and why the others do not."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.matching import bayesian_rating, distance, parts, rank, refusal, reweighed, shown_rating
from fixi.domain.policy import Policy, Weights
from fixi.domain.professional import Professional, Reply, Review
from fixi.domain.values import Language
from tests.support.samples import (
    AT,
    CLIENT,
    DAY,
    ELECTRICIAN,
    HAIFA,
    HOUR,
    LEAD,
    POLICY,
    PRO,
    SEARCH,
    TEL_AVIV,
    a_pro,
    a_search,
    north_of,
    weekly,
)

RING = 10.0
OTHER = "972503333333"


def why(pro: Professional, **search: Any) -> str | None:
    return refusal(pro, a_search(**search), RING, AT, POLICY)


def share(name: str, pro: Professional, policy: Policy = POLICY, **search: Any) -> float:
    return dict(parts(pro, a_search(**search), AT, policy))[name]


@pytest.mark.parametrize(
    ("reason", "known"),
    [
        ("inactive", {"active": False}),
        ("inactive", {"approved": False}),
        ("trade", {"trades": (ELECTRICIAN,)}),
        ("area", {"areas": (TEL_AVIV,)}),
        ("blocked", {"blocked": (CLIENT.text,)}),
        ("paused", {"paused_until": AT + HOUR}),
        ("off_hours", {"hours": weekly("14:00", "17:00")}),
        ("full", {"places": ("a", "b", "c")}),
        ("full", {"places": ("a",), "cap": 1}),
        (None, {"places": ("a", "b", "c"), "cap": 4}),
        (None, {"places": ("a", "b")}),
        (None, {"paused_until": AT}),
        (None, {"hours": weekly("11:00", "12:00")}),
        (None, {}),
    ],
)
def test_every_refusal_has_its_reason(reason: str | None, known: dict[str, Any]) -> None:
    assert why(a_pro(**known)) == reason


def test_nobody_is_asked_twice_or_for_his_own_trouble() -> None:
    assert why(a_pro(), asked=(PRO,)) == "already_asked"
    assert why(a_pro(), client=PRO) == "own"


def test_what_never_changes_is_named_before_what_passes() -> None:
    everything: dict[str, Any] = {
        "active": False,
        "trades": (ELECTRICIAN,),
        "areas": (TEL_AVIV,),
        "blocked": (CLIENT.text,),
        "paused_until": AT + HOUR,
        "hours": weekly("14:00", "17:00"),
        "places": ("a", "b", "c"),
    }
    reasons = []
    for name in tuple(everything):
        reasons.append(why(a_pro(**everything)))
        del everything[name]
    assert reasons == ["inactive", "trade", "area", "blocked", "paused", "off_hours", "full"]


# Where


def test_an_area_that_he_named_is_no_distance_at_all() -> None:
    far_away = a_pro(location=TEL_AVIV, areas=(HAIFA,))
    assert distance(far_away, HAIFA) == 0
    assert distance(a_pro(location=TEL_AVIV, areas=()), HAIFA) == pytest.approx(HAIFA.km_to(TEL_AVIV))
    nearest = a_pro(areas=(TEL_AVIV, north_of(HAIFA, 3)))
    assert distance(nearest, HAIFA) == pytest.approx(3, abs=0.01)


@pytest.mark.parametrize(
    ("km", "rings"),
    [(9.99, (10, 20, 30)), (10.01, (20, 30)), (19.99, (20, 30)), (20.01, (30,)), (29.99, (30,)), (30.01, ())],
)
def test_rings_grow_from_ten_to_thirty_kilometres(km: float, rings: tuple[int, ...]) -> None:
    pro = a_pro(areas=(), location=north_of(HAIFA, km))
    assert tuple(ring for ring in (10, 20, 30) if refusal(pro, SEARCH, ring, AT, POLICY) is None) == rings


def test_his_own_radius_is_a_limit_but_no_ring_is_widened_by_it() -> None:
    seven_away = north_of(HAIFA, 7)
    assert why(a_pro(areas=(), location=seven_away, radius_km=5.0)) == "area"
    assert why(a_pro(areas=(), location=seven_away, radius_km=8.0)) is None
    assert why(a_pro(areas=(), location=north_of(HAIFA, 15), radius_km=50.0)) == "area"
    assert why(a_pro(areas=(HAIFA,), location=TEL_AVIV, radius_km=1.0)) is None


# How good


def reviews(*stars: int, at: datetime = AT) -> tuple[Review, ...]:
    return tuple(Review(f"l{n}", given_stars, at) for n, given_stars in enumerate(stars))


def test_a_rating_leans_on_what_is_usual_until_there_is_enough() -> None:
    assert bayesian_rating(a_pro(), AT, POLICY) == pytest.approx(4.3)
    assert bayesian_rating(a_pro(reviews=reviews(1)), AT, POLICY) == pytest.approx((4.3 * 5 + 1) / 6)
    assert bayesian_rating(a_pro(reviews=reviews(*[5] * 95)), AT, POLICY) == pytest.approx((4.3 * 5 + 475) / 100)
    imported = a_pro(imported_rating=4.8, imported_reviews=15, reviews=reviews(3))
    assert bayesian_rating(imported, AT, POLICY) == pytest.approx((4.3 * 5 + 4.8 * 15 + 3) / 21)


def test_a_rating_of_more_than_a_year_ago_is_forgotten() -> None:
    old = a_pro(reviews=reviews(1, at=AT - 366 * DAY))
    assert bayesian_rating(old, AT, POLICY) == pytest.approx(4.3)
    assert shown_rating(old, AT, POLICY) is None
    assert bayesian_rating(a_pro(reviews=reviews(1, at=AT - 365 * DAY)), AT, POLICY) < 4.3


def test_a_count_of_reviews_without_a_rating_says_nothing() -> None:
    assert bayesian_rating(a_pro(imported_reviews=100), AT, POLICY) == pytest.approx(4.3)
    assert shown_rating(a_pro(imported_reviews=100), AT, POLICY) is None


def test_a_person_is_shown_the_plain_mean() -> None:
    assert shown_rating(a_pro(reviews=reviews(5, 4)), AT, POLICY) == 4.5
    assert shown_rating(a_pro(imported_rating=4.0, imported_reviews=3, reviews=reviews(5)), AT, POLICY) == 4.2


def test_a_newcomer_has_a_bonus_for_five_jobs() -> None:
    assert [share("newcomer", a_pro(jobs_done=done)) for done in (0, 1, 4, 5, 50)] == [0.1, 0.08, 0.02, 0.0, 0.0]


def test_distance_capacity_waiting_and_language_have_their_shares() -> None:
    assert share("distance", a_pro()) == 0.2
    assert share("distance", a_pro(areas=(), location=north_of(HAIFA, 15))) == pytest.approx(0.1, abs=0.001)
    assert [share("capacity", a_pro(places=held)) for held in ((), ("a",), ("a", "b", "c"))] == [0.15, 0.1, 0.0]
    waited = [share("waiting", a_pro(last_offer_at=at)) for at in (None, AT - 8 * DAY, AT - 7 * HOUR * 12, AT)]
    assert waited == [0.1, 0.1, 0.05, 0.0]
    assert share("waiting", a_pro(last_offer_at=AT + HOUR)) == 0.0
    speaker = a_pro(languages=(Language.HE, Language.RU))
    assert [share("language", speaker, language=tongue) for tongue in (Language.RU, Language.AR, None)] == [0.05, 0, 0]


def replies(*outcomes: tuple[str, float]) -> tuple[Reply, ...]:
    return tuple(Reply(f"l{n}", outcome, seconds) for n, (outcome, seconds) in enumerate(outcomes))


def test_answers_count_by_yes_and_by_speed() -> None:
    at_once = a_pro(replies=replies(*[("accepted", 0)] * 3))
    slow = a_pro(replies=replies(*[("accepted", 1800)] * 3))
    never = a_pro(replies=replies(*[("expired", 1800)] * 3))
    assert [share("answers", pro) for pro in (at_once, slow, a_pro(), never)] == [0.15, 0.075, 0.075, 0.0]


def test_an_excused_no_does_not_count_and_old_answers_are_forgotten() -> None:
    assert share("answers", a_pro(replies=replies(("excused", 5)))) == 0.075
    better = a_pro(replies=replies(*[("declined", 9)] * 30, *[("accepted", 0)] * 20))
    assert share("answers", better) == 0.15


REPLIES = st.lists(
    st.tuples(st.sampled_from(["accepted", "declined", "expired", "excused"]), st.floats(0, 1e6)), max_size=30
)


@given(REPLIES)
def test_answers_never_weigh_more_than_fifteen_percent(given_replies: list[tuple[str, float]]) -> None:
    assert 0 <= share("answers", a_pro(replies=replies(*given_replies))) <= 0.15


def test_weights_are_what_the_policy_says() -> None:
    only_rating = Policy(weights=Weights(1, 0, 0, 0, 0, 0, 0))
    assert share("rating", a_pro(), only_rating) == pytest.approx((4.3 - 1) / 4)
    assert share("distance", a_pro(), only_rating) == 0


# In which order


def ids(*pros: Professional, **search: Any) -> tuple[str, ...]:
    return rank(pros, a_search(**search), RING, AT, POLICY).ranked


@pytest.mark.parametrize(
    "better",
    [
        {"reviews": reviews(5, 5, 5, 5, 5)},
        {"replies": replies(("accepted", 10))},
        {"languages": (Language.EN,)},
    ],
)
def test_the_better_one_is_asked_first(better: dict[str, Any]) -> None:
    assert ids(a_pro("1"), a_pro("2", **better), language=Language.EN) == ("2", "1")


@pytest.mark.parametrize(
    "worse", [{"places": ("a",)}, {"last_offer_at": AT}, {"jobs_done": 5}, {"areas": (north_of(HAIFA, 9),)}]
)
def test_the_worse_one_is_asked_later(worse: dict[str, Any]) -> None:
    assert ids(a_pro("1", **worse), a_pro("2")) == ("2", "1")


def test_a_tie_goes_to_the_one_who_has_waited_longest_then_to_the_id() -> None:
    month_ago, year_ago = a_pro("1", last_offer_at=AT - 30 * DAY), a_pro("3", last_offer_at=AT - 300 * DAY)
    assert ids(month_ago, year_ago) == ("3", "1")
    assert ids(month_ago, year_ago, a_pro("2")) == ("2", "3", "1")
    assert ids(a_pro("3"), a_pro("1"), a_pro("2")) == ("1", "2", "3")


def test_whoever_holds_a_place_for_this_lead_comes_first_even_if_full() -> None:
    holder = a_pro("9", places=(LEAD, "b", "c"), jobs_done=50)
    assert ids(a_pro("1"), holder) == ("9", "1")


def test_the_table_names_everybody_with_rank_or_reason() -> None:
    table = rank((a_pro("3", places=("a", "b", "c")), a_pro("2", active=False), a_pro("1")), SEARCH, RING, AT, POLICY)
    assert [(row.pro, row.rank, row.refused) for row in table.rows] == [
        ("1", 1, None),
        ("2", None, "inactive"),
        ("3", None, "full"),
    ]
    assert table.rows[0].score == pytest.approx(sum(value for _, value in table.rows[0].parts))
    assert table.km == RING
    assert table.busy == ("3",)


def test_who_is_full_off_duty_or_paused_may_be_asked_later() -> None:
    pros = (
        a_pro("1", places=("a", "b", "c")),
        a_pro("2", hours=weekly("14:00", "17:00")),
        a_pro("3", paused_until=AT + HOUR),
        a_pro("4", blocked=(CLIENT.text,)),
    )
    assert rank(pros, SEARCH, RING, AT, POLICY).busy == ("1", "2", "3")


PROS = st.lists(
    st.builds(
        a_pro,
        st.integers(1, 60).map(str),
        active=st.sampled_from([True, True, True, False]),
        places=st.sampled_from([(), ("a",), ("a", "b", "c"), (LEAD,)]),
        jobs_done=st.integers(0, 6),
        last_offer_at=st.none() | st.integers(0, 9).map(lambda days: AT - days * DAY),
        languages=st.sampled_from([(), (Language.HE,)]),
        hours=st.sampled_from([(), weekly("14:00", "17:00")]),
    ),
    max_size=8,
    unique_by=lambda pro: pro.id,
)


@given(PROS, st.randoms(use_true_random=False))
def test_the_same_people_give_the_same_table_in_whatever_order(pros: list[Professional], dice: Any) -> None:
    shuffled = list(pros)
    dice.shuffle(shuffled)
    table = rank(tuple(pros), SEARCH, RING, AT, POLICY)
    assert table == rank(tuple(shuffled), SEARCH, RING, AT, POLICY)
    assert sorted(row.pro for row in table.rows) == sorted(pro.id for pro in pros)
    assert [row.rank for row in table.rows if row.rank] == list(range(1, len(table.ranked) + 1))


@given(PROS)
def test_nobody_unsuitable_is_ever_ranked(pros: list[Professional]) -> None:
    known = {pro.id: pro for pro in pros}
    for row in rank(tuple(pros), SEARCH, RING, AT, POLICY).rows:
        assert row.refused == refusal(known[row.pro], SEARCH, RING, AT, POLICY)
        assert (row.rank is None) == (row.refused is not None)


def test_at_the_change_of_clocks_duty_is_what_the_wall_shows() -> None:
    nine = a_pro(hours=weekly("09:00", "17:00"))
    for day, hour in ((datetime(2026, 3, 27, tzinfo=UTC), 6), (datetime(2026, 10, 25, tzinfo=UTC), 7)):
        opening = datetime.combine(day, time(hour), UTC)
        assert refusal(nine, SEARCH, RING, opening, POLICY) is None
        assert refusal(nine, SEARCH, RING, opening - timedelta(minutes=1), POLICY) == "off_hours"


def test_a_search_for_another_trade_asks_others() -> None:
    both = replace(a_pro("1"), trades=(SEARCH.trade, ELECTRICIAN))
    assert ids(both, a_pro("2"), trade=ELECTRICIAN) == ("1",)


def test_under_other_weights_the_table_is_what_ranking_with_them_would_have_said() -> None:
    near = a_pro("972500000001", areas=(HAIFA,), imported_rating=3.0, imported_reviews=50)
    far = a_pro("972500000002", areas=(north_of(HAIFA, 9),), imported_rating=5.0, imported_reviews=50)
    other = Weights(rating=0.05, distance=0.9)
    table = rank((near, far), a_search(), 30, AT, POLICY)
    asked = rank((near, far), a_search(), 30, AT, replace(POLICY, weights=other))
    again = reweighed(table, other, POLICY.weights)
    assert table.ranked != asked.ranked
    assert again.ranked == asked.ranked
    assert [row.score for row in again.rows] == pytest.approx([row.score for row in asked.rows], abs=0.001)
    assert reweighed(table, POLICY.weights, POLICY.weights).ranked == table.ranked


def test_who_was_refused_stays_refused_under_any_weights() -> None:
    table = rank((a_pro(), a_pro("972500000009", active=False)), a_search(), 30, AT, POLICY)
    again = reweighed(table, Weights(newcomer=0.5), POLICY.weights)
    assert [(row.pro, row.refused) for row in again.rows if row.rank is None] == [("972500000009", "inactive")]
