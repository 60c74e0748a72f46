"""What people are told of their alerts: singly as long as they are few, in short when there are many.

Alerts that pile up tell nobody anything. What comes in numbers is counted by its kind, what is more than a day old is
counted only, and what stops everything (the account, the kill switch) is always told by itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from fixi.domain.effects import Alert

WINDOW = timedelta(minutes=10)
MOST = 20  # alerts in one window; beyond, they are told in short
OLD = timedelta(days=1)
URGENT = ("account", "sending", "test")
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(minutes=10)


class Sorted[R](NamedTuple):
    """What waits to be told: each by itself, in short, and only as a number."""

    single: tuple[R, ...]
    many: tuple[R, ...]
    old: tuple[R, ...]


def urgent(kind: str) -> bool:
    """True for what concerns everything that goes out."""
    return kind.partition(".")[0].partition("_")[0] in URGENT


def sort[R](waiting: Sequence[tuple[R, Alert, datetime]], at: datetime, lately: int) -> Sorted[R]:
    """How these are to be told, when `lately` alerts that are not urgent were raised within WINDOW, these included."""
    old = tuple(each for each, _, raised in waiting if at - raised > OLD)
    young = [(each, alert) for each, alert, raised in waiting if at - raised <= OLD]
    first = tuple(each for each, alert in young if urgent(alert.kind))
    rest = tuple(each for each, alert in young if not urgent(alert.kind))
    if len(rest) > MOST or lately > MOST:
        return Sorted(first, rest, old)
    return Sorted(tuple(each for each, _ in young), (), old)


def pause(failed: int) -> timedelta:
    """How long to wait after so many failures in a row."""
    doubled: int = 2 ** min(max(failed, 1) - 1, 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)
