"""Where things are."""

from abc import abstractmethod
from typing import Protocol

from fixi.domain.values import Place


class Places(Protocol):
    """The gazetteer of the country that Fixi serves."""

    @abstractmethod
    def named(self, name: str) -> Place | None:
        """The place with exactly this name in any language or usual spelling; None when there is none."""

    @abstractmethod
    def within(self, text: str) -> tuple[tuple[Place, int, int], ...]:
        """Places named inside a text, with the start and end of each name, in order of appearance.

        A name counts only as whole words (a Hebrew prefix such as ב, ל, מ may stand before it); the longest wins.
        Where no name counts, one with a slip of the pen does, if it stands where a place stands. Linear in the length.
        """

    @abstractmethod
    def nearest(self, lat: float, lon: float) -> Place | None:
        """The place closest to these coordinates, at most 30 km away."""

    @abstractmethod
    def every(self) -> tuple[Place, ...]:
        """All places, ordered by their English names."""

    @abstractmethod
    def label(self, place: Place, language: str) -> str:
        """The place's name in this language (`he`, `en`, ...), or its English name."""
