"""The numbers of the business have bounds."""

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fixi.domain.errors import Invalid
from fixi.domain.policy import Policy, Weights

NOTHING = timedelta(0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_active_jobs", 0),
        ("max_active_jobs", 51),
        ("radius_steps", ()),
        ("radius_steps", (10.0, 10.0)),
        ("radius_steps", (20.0, 10.0)),
        ("radius_steps", (0.0, 10.0)),
        ("slots_shown", 0),
        ("slots_shown", 10),
        ("quiet_window_cap", timedelta(seconds=1)),
        ("offer_nudge", NOTHING),
        ("offer_reassign_ask", NOTHING),
        ("completion_check_gap", NOTHING),
        ("sos_after", NOTHING),
        ("slot_length", NOTHING),
        ("slot_step", NOTHING),
        ("human_idle", NOTHING),
        ("waiting_recheck", -timedelta(seconds=1)),
        ("newcomer_jobs", 0),
        ("rating_prior_weight", 0.0),
        ("rating_prior", 5.1),
        ("send_attempts", 0),
        ("emergency_offers", 0),
        ("questions_max", -1),
        ("max_reassignments", -1),
        ("completion_checks_max", -1),
        ("timezone", "Asia/Atlantis"),
        ("timezone", ""),
        ("timezone", "../etc/passwd"),
    ],
)
def test_a_number_out_of_bounds_is_refused(name: str, value: Any) -> None:
    with pytest.raises(Invalid):
        Policy(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_active_jobs", 1),
        ("max_active_jobs", 50),
        ("radius_steps", (5.0,)),
        ("slots_shown", 9),
        ("questions_max", 0),
        ("max_reassignments", 0),
        ("timezone", "America/New_York"),
    ],
)
def test_a_number_on_the_border_is_taken(name: str, value: Any) -> None:
    assert getattr(Policy(**{name: value}), name) == value


def test_the_defaults_are_those_of_the_business() -> None:
    policy = Policy()
    assert (policy.max_active_jobs, policy.questions_max, policy.max_reassignments) == (3, 3, 3)
    assert policy.radius_steps == (10.0, 20.0, 30.0)
    assert (policy.quiet_window, policy.quiet_window_cap) == (timedelta(seconds=2.5), timedelta(seconds=20))
    assert (policy.offer_nudge, policy.sos_after) == (timedelta(minutes=10), timedelta(minutes=30))
    assert (policy.offer_reassign_ask, policy.completion_check_gap) == (timedelta(minutes=25), timedelta(hours=6))
    assert (policy.human_idle, policy.takeover_idle) == (timedelta(minutes=15), timedelta(hours=12))
    assert (policy.quiet_from, policy.quiet_until, policy.agenda_at) == (time(21), time(8), time(8))
    assert (policy.currency, policy.commission_rate) == ("ILS", Decimal("0.10"))
    assert (policy.rating_prior, policy.rating_prior_weight) == (4.3, 5.0)


@pytest.mark.parametrize("weights", [{"answers": 0.16}, {"rating": -0.1}, {"newcomer": -1}])
def test_no_weight_is_negative_and_answers_weigh_little(weights: dict[str, float]) -> None:
    with pytest.raises(Invalid):
        Weights(**weights)
    assert Weights(answers=0.15).answers == 0.15
