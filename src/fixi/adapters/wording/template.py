"""Templates: text with holes such as `{area}`, and parts in `[[ ]]` that are left out when a hole in them stays empty.

`{street|url}` is the value percent-encoded, for links; of a slot, `{slot|day}` is its day and `{slot|clock}` from when
to when on the clock. What fills a hole is never looked at again, so braces and
brackets in it mean nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from fixi.domain.errors import Invalid

_TOKEN = re.compile(r"(\[\[|\]\]|\{[^{}]*\}|[{}])")
_HOLE = re.compile(r"\{([a-z_]+)(?:\|(url|day|clock))?\}")
# In an optional part a zero is as good as nothing: "Attached files: 0" tells nobody anything.
_NOTHING = frozenset({"", "0"})


@dataclass(frozen=True, slots=True)
class Hole:
    """Where the parameter `name` goes; `form` is url, day or clock, or nothing in particular."""

    name: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a template; an optional one is there only as a whole."""

    pieces: tuple[str | Hole, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Template:
    """One text of the catalogue."""

    parts: tuple[Part, ...]

    @property
    def names(self) -> frozenset[str]:
        """The parameters that it needs."""
        return frozenset(piece.name for part in self.parts for piece in part.pieces if isinstance(piece, Hole))

    @property
    def certain(self) -> frozenset[str]:
        """The parameters that may not be empty, because they stand outside of optional parts."""
        parts = (part for part in self.parts if not part.optional)
        return frozenset(piece.name for part in parts for piece in part.pieces if isinstance(piece, Hole))

    @classmethod
    def parse(cls, source: str) -> Self:
        """The template of this source; raises Invalid for unknown holes and brackets without a partner."""
        parts: list[Part] = []
        pieces: list[str | Hole] = []
        optional = False
        if not source.strip():
            raise Invalid("no text")
        for piece in _TOKEN.split(source):
            if piece in {"[[", "]]"}:
                if optional is (piece == "[["):
                    raise Invalid(f"{piece} without its partner")
                parts.append(Part(tuple(pieces), optional))
                pieces, optional = [], not optional
            elif piece[:1] in {"{", "}"}:
                hole = _HOLE.fullmatch(piece)
                if hole is None:
                    raise Invalid(f"{piece} is no hole")
                pieces.append(Hole(hole[1], hole[2] or ""))
            elif piece:
                pieces.append(piece)
        if optional:
            raise Invalid("[[ without its partner")
        return cls((*parts, Part(tuple(pieces), optional=False)))

    def fill(self, worded: Callable[[Hole], str]) -> str:
        """The text, with every hole worded by this function."""
        whole: list[str] = []
        for part in self.parts:
            texts = [piece if isinstance(piece, str) else worded(piece) for piece in part.pieces]
            holes = (text for piece, text in zip(part.pieces, texts, strict=True) if isinstance(piece, Hole))
            if not (part.optional and any(text in _NOTHING for text in holes)):
                whole += texts
        return "".join(whole).strip()
