"""The one open question of a chat: its kinds, and how a reply answers it.

A bare digit, a yes or a no, or a button answers the open question and nothing else. A button carries the id of the
question it was sent with, so a press on an old message can never answer a newer question.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fixi.domain.fixed_words import NO, YES, Command, command, spoken_number, tidy
from fixi.domain.values import Param

YES_VALUES = {"yes", "accept"}
NO_VALUES = {"no", "decline"}
ACCEPTING: dict[str, str] = {Command.ACCEPT: "accept", Command.DECLINE: "decline"}


class Ask(StrEnum):
    """What a closed question is about; the wording catalogue has its text and its labels."""

    CONSENT = "consent"
    SLOT = "slot"
    RATING = "rating"
    WHICH = "which"
    NEW_OR_SAME = "new_or_same"
    STILL_NEEDED = "still_needed"
    OFFER = "offer"
    REASON = "reason"
    DONE = "done"
    JOB_DONE = "job_done"
    ANOTHER = "another"


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer: `value` is what the rule gets, `label` a wording key, `params` what fills it."""

    value: str
    label: str
    params: tuple[tuple[str, Param], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """An open question: which kind, about what (a lead, as a rule), the options in the order of their digits, and when.

    `id` is unique for the chat; it rides in the buttons.
    """

    ask: Ask
    id: str
    options: tuple[Option, ...]
    at: datetime
    about: str = ""

    def answer(self, text: str, button: str | None = None) -> str | None:
        """The value that this reply chooses, or None when it is no answer to this question."""
        if button is not None:
            owner, _, value = button.rpartition("/")
            return value if owner == self.id and value in self.values else None
        words = tidy(text)
        number = spoken_number(words)
        if number is not None:
            return self.options[number - 1].value if 1 <= number <= len(self.options) else None
        meant = YES_VALUES if words in YES else NO_VALUES if words in NO else {ACCEPTING.get(command(text) or "")}
        return next((value for value in self.values if value in meant), None)

    @property
    def values(self) -> tuple[str, ...]:
        """What can be answered."""
        return tuple(option.value for option in self.options)


def yes_or_no(ask: Ask, question_id: str, at: datetime, about: str = "") -> Question:
    """A question with `1` for yes and `2` for no."""
    return Question(ask, question_id, (Option("yes", f"option.{ask}.yes"), Option("no", f"option.{ask}.no")), at, about)
