"""What may be spent on a model: a ladder instead of a wall, so that the last part of a day's money reaches far."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fixi.domain.forms import ReadingTask

WITHOUT_FILES = Decimal("0.7")  # of the day's money gone: files are dear
SHORT = Decimal("0.85")
SHORT_LINES = 4


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits of a day: in US dollars for all, in calls for each chat."""

    money: Decimal
    calls: int


@dataclass(frozen=True, slots=True)
class Grant:
    """Money that was put aside for one call: how much, for which chat and day, and what is gone with it."""

    day: date
    chat: str
    amount: Decimal
    gone: Decimal


def narrowed(task: ReadingTask, gone: Decimal, money: Decimal) -> ReadingTask:
    """What is shown to the model when this much of the day's money is gone: all, no files, hardly any context."""
    share = gone / money if money else Decimal(1)
    if share < WITHOUT_FILES:
        return task
    shown = replace(task, files_shown=False)
    return shown if share < SHORT else replace(shown, lines=shown.lines[-SHORT_LINES:])
