"""How urgent the words are: only words of real danger make an emergency, and only when nobody denies them."""

import tomllib
from importlib.resources import files
from itertools import pairwise

from fixi.adapters.rules.denials import denied
from fixi.adapters.rules.lexicon import Hit, Lexicon, Token
from fixi.domain.values import Urgency

_NEAR = 7  # words between a child and the lock


class Urgencies:
    """The table of `data/urgency.toml`."""

    def __init__(self) -> None:
        source = files("fixi.adapters.rules") / "data" / "urgency.toml"
        table = tomllib.loads(source.read_text("utf-8"))
        self._lexicon = Lexicon(
            (phrase.strip(), label, 1)
            for label, rows in table.items()
            for phrase in rows.replace("\n", " ").split(",")
            if phrase.strip()
        )

    def of(self, tokens: list[Token]) -> Urgency:
        """The highest level that the words mean; a short circuit with a smell of burning is an emergency."""
        hits = [hit for hit in self._lexicon.find(tokens) if not denied(tokens, hit)]
        labels = {hit.label for hit in hits}
        if "danger" in labels or {"short", "near"} <= labels or ("outside" not in labels and _shut_in(hits)):
            return Urgency.EMERGENCY
        return Urgency.SOON if labels & {"soon", "short"} else Urgency.NORMAL


def _shut_in(hits: list[Hit]) -> bool:
    """True when somebody helpless and a word of being shut in stand near each other."""
    helpless = [hit.first for hit in hits if hit.label == "helpless"]
    shut = [hit.first for hit in hits if hit.label == "shut"]
    # Merged in order, the nearest pair stands side by side: this stays linear.
    marks = sorted([(at, 0) for at in helpless] + [(at, 1) for at in shut])
    return any(kind != other and later - at <= _NEAR for (at, kind), (later, other) in pairwise(marks))
