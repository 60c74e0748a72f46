"""The town that is meant, where several are named."""

import re
from dataclasses import dataclass

from fixi.adapters.rules.address import Street
from fixi.adapters.rules.text import hide
from fixi.domain.values import Place

Span = tuple[int, int]
Named = tuple[Place, int, int]

_STREET_BEFORE = re.compile(
    r"(?<![a-zа-я])(?:רחוב|רח'|רח|שדרות|שד'|דרך|סמטת|כיכר|street|st\.?|rehov|sderot|derech|road|улица|ул\.?|شارع|طريق)\s{1,2}[בלמוה]{0,2}$"
)
_STREET_AFTER = re.compile(r"\s{1,2}(?:st|street|road|rd|ave|avenue|blvd|boulevard|gate|lane)\b")
_FROM = re.compile(r"(?:(?<![א-ת])ו?מ-?|(?<!\w)(?:from|из|с|от|من)\s{1,2})$")
_NOT = re.compile(r"(?<!\w)(?:not|no longer|לא|не|مش|ليس)\s{1,2}(?:in\s|at\s|в\s|من\s|في\s|ב-?)?$")
_BUT = re.compile(r"(?<!\w)(?:אבל|אך|רק ש\w*|but|however|но|однако|а|بس|لكن)(?!\w)")
_PREFIX = re.compile(
    r"(?:(?<![א-ת])[ובלמהש]{1,3}-?|\b(?:in|at|from|near|be|ba|le)\s|(?<!\w)(?:в|из|في)\s|העיר\s|בעיר\s)$"
)
_NEAR = 12  # characters between a street and its city


@dataclass(frozen=True, slots=True)
class Area:
    """A town, how sure, and where all towns are named."""

    place: Place | None
    confidence: float
    spans: tuple[Span, ...]


NOWHERE = Area(None, 0.0, ())


def free_names(low: str, named: tuple[Named, ...], streets: list[Street], private: list[Span]) -> list[Named]:
    """Towns that are meant as towns: one that only gives its name to a street is none."""
    around = hide(low, [(street.start, street.end) for street in streets])
    return [
        (place, start, end)
        for place, start, end in named
        if not any(start < s.end and s.start < end for s in streets)
        and not any(start < b and a < end for a, b in private)
        and not _STREET_BEFORE.search(around[max(0, start - 14) : start])
        and not _STREET_AFTER.match(around, end)
    ]


def meant(low: str, free: list[Named], streets: list[Street]) -> Area:
    """The one where the work is: behind a street, or after a "but", and rather not where somebody comes from."""
    if not free:
        return NOWHERE
    spans = tuple(_with_prefix(low, start, end) for _, start, end in free)
    behind = [hit for hit in free if any(0 <= hit[1] - s.end <= _NEAR for s in streets)]
    if behind or len({place.name for place, _, _ in free}) == 1:
        return Area((behind or free)[0][0], 0.95, spans)
    left = [hit for hit in free if not _NOT.search(low[max(0, hit[1] - 16) : hit[1]])] or free
    but = [match.end() for match in _BUT.finditer(low, left[0][2], left[-1][1])]
    left = [hit for hit in left if not but or hit[1] >= but[-1]]
    left = [hit for hit in left if not _FROM.search(low[max(0, hit[1] - 8) : hit[1]])] or left
    return Area(left[0][0], 0.7, spans)


def _with_prefix(low: str, start: int, end: int) -> Span:
    """The span of a town with the Hebrew prefix or the preposition that leads to it."""
    before = _PREFIX.search(low[max(0, start - 10) : start])
    return (start - len(before[0]) if before else start), end
