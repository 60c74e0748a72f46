"""The templates that the provider knows of us."""

from abc import abstractmethod
from typing import Protocol

from fixi.domain.templates import Template
from fixi.domain.values import Language


class Templates(Protocol):
    """The registry of templates."""

    @abstractmethod
    def find(self, key: str, language: Language) -> Template | None:
        """The approved template that stands for this text in this language; None when there is none."""
