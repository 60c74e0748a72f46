"""The numbers of the business have bounds."""

from contextlib import suppress
from dataclasses import fields
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fixi.domain.errors import Invalid
from fixi.domain.limits import LIMITS
from fixi.domain.policy import Policy, Weights
from fixi.domain.policy_text import UNREAD, changed, kind_of, limits_of, names, value_of

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
        ("ai_budget_per_day", Decimal(-1)),
        ("rating_prior_weight", float("nan")),
        ("commission_rate", Decimal("1.01")),
        ("send_gap", timedelta(minutes=6)),
        ("inbound_rate", 0),
        ("currency", "shekel"),
        ("consent_version", ""),
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


def test_every_number_with_a_size_has_bounds_and_the_defaults_lie_within() -> None:
    for name in names():
        sized = kind_of(name) in {int, float, Decimal, timedelta, tuple}
        assert (limits_of(name) is not None) == sized, name
    assert set(LIMITS) <= set(names())


def test_whatever_a_bound_says_is_taken_or_runs_into_another_rule() -> None:
    for name in names():
        for text in limits_of(name) or ():
            with suppress(Invalid):
                assert value_of(changed(Policy(), name, text), name) == text.removesuffix(
                    ".0" if kind_of(name) is tuple else "-"
                )


def test_what_no_rule_reads_is_asked_of_nobody() -> None:
    code = "\n".join(path.read_text("utf-8") for path in Path("src/fixi").rglob("*.py") if path.name != "policy.py")
    unread = {each.name for each in fields(Policy) if f".{each.name}" not in code}
    assert unread == UNREAD
