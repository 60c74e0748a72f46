"""How urgent the words are: only words of real danger make an emergency, and only when nobody denies them."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Self

from fixi.adapters.rules.denials import denied
from fixi.adapters.rules.lexicon import Hit, Lexicon, Token
from fixi.domain.values import Urgency

_NEAR = 7  # words between a child and the lock
_ALONE = 14  # the same, where somebody is said to be alone
_NAMED = frozenset({"gas", "water", "electric", "current", "smell", "burning"})  # also in names of harmless things
_LONG, _MOST_SLIPS = 6, 80  # letters of a word, and words, in which slips are looked for


class Urgencies:
    """The tables of `data/urgency.toml` and `data/dangers.toml`. Nothing changes them."""

    @classmethod
    @cache
    def known(cls) -> Self:
        """The same for everybody: they are read and indexed once."""
        return cls()

    def __init__(self) -> None:
        folder = files("fixi.adapters.rules") / "data"
        self._lexicon = _lexicon(tomllib.loads((folder / "urgency.toml").read_text("utf-8")))
        dangers = tomllib.loads((folder / "dangers.toml").read_text("utf-8"))
        self._rules = [(frozenset(rule["groups"]), int(rule["within"])) for rule in dangers["together"]]
        # A word may belong to several groups ("pouring" flows and touches): a table each.
        self._groups = {label: _lexicon({label: words}) for label, words in dangers["words"].items()}

    def of(self, tokens: list[Token]) -> Urgency:
        """The highest level that the words mean; a short circuit with a smell of burning is an emergency."""
        found = self._lexicon.find(tokens)
        old = _long_ago(found)
        hits = [hit for hit in found if not denied(tokens, hit) and hit.first not in old]
        labels = {hit.label for hit in hits}
        if "danger" in labels or {"short", "near"} <= labels or self._together(tokens, found, old):
            return Urgency.EMERGENCY
        if ("outside" not in labels or "alone" in labels) and _shut_in(hits):
            return Urgency.EMERGENCY
        return Urgency.SOON if labels & {"soon", "short"} else Urgency.NORMAL

    def put_right(self, tokens: list[Token]) -> list[Token]:
        """The longer words with slips of the pen put right, as far as the table knows what was meant."""
        return [
            self._lexicon.put_right(token) if len(token.key) >= _LONG else token for token in tokens[:_MOST_SLIPS]
        ] + tokens[_MOST_SLIPS:]

    def _together(self, tokens: list[Token], found: list[Hit], old: set[int]) -> bool:
        """True when words that are danger together stand near each other, none denied, harmless or long ago."""
        taken = {at for hit in found if hit.label == "harmless" for at in range(hit.first, hit.last)}
        hits = [
            hit
            for lexicon in self._groups.values()
            for hit in lexicon.find(tokens)
            if not (hit.label in _NAMED and hit.first in taken) and not denied(tokens, hit) and hit.first not in old
        ]
        hits.sort(key=lambda hit: hit.first)
        return any(_near(hits, groups, within) for groups, within in self._rules)


def _lexicon(table: Mapping[str, str]) -> Lexicon:
    return Lexicon(
        (phrase.strip(), label, 1)
        for label, rows in table.items()
        for phrase in rows.replace("\n", " ").split(",")
        if phrase.strip()
    )


def _long_ago(found: Iterable[Hit]) -> set[int]:
    """The places near words that say that it was long ago."""
    marks = (mark.first for mark in found if mark.label == "past")
    return {at for mark in marks for at in range(mark - _NEAR, mark + _NEAR + 1)}


def _near(hits: list[Hit], groups: frozenset[str], within: int) -> bool:
    """True when one word of each group stands among so many, no word counted twice."""
    last: dict[str, int] = {}
    for hit in hits:
        if hit.label in groups:
            last[hit.label] = hit.first
            places = set(last.values())
            if len(places) == len(groups) and max(places) - min(places) <= within:
                return True
    return False


def _shut_in(hits: list[Hit]) -> bool:
    """True when somebody helpless and a word of being shut in stand near each other."""
    helpless = [hit.first for hit in hits if hit.label == "helpless"]
    shut = [hit.first for hit in hits if hit.label == "shut"]
    # Merged in order, the nearest pair stands side by side: this stays linear.
    near = _ALONE if any(hit.label == "alone" for hit in hits) else _NEAR
    marks = sorted([(at, 0) for at in helpless] + [(at, 1) for at in shut])
    return any(kind != other and later - at <= near for (at, kind), (later, other) in pairwise(marks))
