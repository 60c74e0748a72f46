"""Replies that operators have at hand: a title, and words in the languages that people are written to in."""

from dataclasses import dataclass

from fixi.domain.errors import Invalid
from fixi.domain.values import Language

LONGEST_TITLE, LONGEST_TEXT = 40, 1000
MOST = 100
NAME = "{name}"


@dataclass(frozen=True, slots=True)
class CannedReply:
    """One of them. `version` counts how often it was stored, 0 before the first time.

    `{name}` in a text is the name of the person, where it is known.
    """

    id: str
    title: str
    texts: tuple[tuple[Language, str], ...]
    version: int = 0

    def __post_init__(self) -> None:
        if not self.id:
            raise Invalid("a reply has an id")
        if not 0 < len(self.title.strip()) <= LONGEST_TITLE:
            raise Invalid(f"a title has 1 to {LONGEST_TITLE} characters")
        if not any(text.strip() for _, text in self.texts):
            raise Invalid("a reply says something")
        if any(len(text) > LONGEST_TEXT for _, text in self.texts):
            raise Invalid(f"a reply has at most {LONGEST_TEXT} characters")

    def said(self, language: Language | None, otherwise: Language, name: str = "") -> str:
        """What is said to somebody of this language: his own words if there are some, else those of the business."""
        known = {each: text for each, text in self.texts if text.strip()}
        text = known.get(language or otherwise) or known.get(otherwise) or next(iter(known.values()))
        if name:
            return text.replace(NAME, name)
        # "Hello {name}, we..." without a name is "Hello, we...".
        return text.replace(f" {NAME}", "").replace(NAME, "").strip()
