"""The business numbers as people write them."""

from datetime import time, timedelta
from decimal import Decimal

import pytest

from fixi.domain.errors import Invalid
from fixi.domain.policy import Policy
from fixi.domain.policy_text import changed, duration, duration_text, names, value_of

POLICY = Policy()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("PT30M", 1800), ("PT2.5S", 2.5), ("P1D", 86400), ("P1DT2H3M4S", 93784), ("pt10m", 600), ("PT0S", 0)],
)
def test_a_duration_is_read_as_it_is_written(text: str, seconds: float) -> None:
    assert duration(text) == timedelta(seconds=seconds)
    assert duration(duration_text(duration(text))) == duration(text)


@pytest.mark.parametrize("text", ["", "P", "PT", "30", "30M", "PT-3M", "P1M", "PT1H1H", "soon"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        duration(text)


@pytest.mark.parametrize("name", names())
def test_every_number_can_be_written_and_read_again(name: str) -> None:
    assert changed(POLICY, name, value_of(POLICY, name)) == POLICY


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("max_active_jobs", "5", 5),
        ("sos_after", "PT20S", timedelta(seconds=20)),
        ("consent_required", "no", False),
        ("agenda_at", "07:30", time(7, 30)),
        ("commission_rate", "0.12", Decimal("0.12")),
        ("radius_steps", "5, 15", (5.0, 15.0)),
    ],
)
def test_a_number_is_changed(name: str, text: str, value: object) -> None:
    assert getattr(changed(POLICY, name, text), name) == value


def test_a_weight_is_changed() -> None:
    assert changed(POLICY, "weights.rating", "0.5").weights.rating == 0.5


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("max_active_jobs", "0"),
        ("max_active_jobs", "many"),
        ("consent_required", "perhaps"),
        ("radius_steps", "20, 10"),
        ("weights.answers", "0.9"),
        ("weights.luck", "1"),
        ("color", "blue"),
        ("timezone", "Mars/Olympus"),
        ("commission_rate", "ten"),
    ],
)
def test_what_the_policy_refuses_is_said_with_its_name(name: str, text: str) -> None:
    with pytest.raises(Invalid, match=name.partition(".")[2] or name):
        changed(POLICY, name, text)
