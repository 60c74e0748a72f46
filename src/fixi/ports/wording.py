"""The words that people read."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol

from fixi.domain.effects import Say
from fixi.domain.values import Language, Param


@dataclass(frozen=True, slots=True)
class Worded:
    """A text as a person reads it, and what can be tapped: (value of the option, short label), in digit order."""

    text: str
    choices: tuple[tuple[str, str], ...] = ()


class Wording(Protocol):
    """The catalogue: a text for every key in every language that is offered."""

    @abstractmethod
    def say(self, say: Say) -> Worded:
        """The effect in words; the options of its question are listed under the text with their digits.

        Places, trades, times and prices are worded in the language of the text, times in the business's zone.
        Foreign text in a parameter stays data: it cannot change the template, and is isolated in its direction.
        A language that the catalogue does not have falls back to the business's own. Raises KeyError for an unknown
        key, which is a defect.
        """

    @abstractmethod
    def text(self, key: str, language: Language, /, **params: Param) -> str:
        """One text alone, such as an alert or a line of a list."""

    @abstractmethod
    def values(self, say: Say, names: tuple[str, ...]) -> tuple[str, ...]:
        """These parameters of the effect in the words of its language, fit for the places of a template.

        Each is one line without tabs and runs of spaces, as providers demand; empty for one that the effect lacks.
        """
