"""Which trade the words ask for."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

from fixi.adapters.rules.denials import denied
from fixi.adapters.rules.lexicon import Hit, Lexicon, Token, forms
from fixi.adapters.rules.text import folded, word_set

_TABLES = ("trades.toml", "objects.toml", "effects.toml")
_WEIGHTS = {"things": 7, "names": 6, "strong": 3, "weak": 1}
_PROBLEM, _NOTHING = "problem", "nothing"
_ENOUGH = 1
_FEW_BETWEEN = 2
_BESIDE = 2  # weight of a thing that only tells where
_WHERE = word_set(
    """
    turn turning run running using when whenever while start starting plug plugging switch מפעיל מפעילה מפעילים
    מדליק מדליקה מדליקים מחבר מחברת מחברים כשה включаю включаем включаешь включает запускаю بشغل نشغل اشغل منشغل
    بولع n2ayyed nshaghel behind near beside above over below beneath opposite ליד מאחורי מעל מתחת מול לצד за
    над возле около рядом под ورا جنب فوق تحت قبال خلف حد
    """
)
_BETWEEN = word_set("on up in the a my our your this to of from le ל את с со от")
_MOST_SLIPS = 80  # words in which slips are looked for


@dataclass(frozen=True, slots=True)
class Work:
    """What the words say of the work: the trade's code, how sure (0..1), and where words of which kind stand.

    `named` are tokens that only call a trade ("plumber"), `problems` those that tell of a problem.
    """

    trade: str | None
    confidence: float
    named: frozenset[int]
    problems: frozenset[int]


def trade_codes() -> frozenset[str]:
    """Every trade that there is, as its code."""
    return frozenset(Trades.known().codes)


class Trades:
    """The tables of `data/trades.toml`, `data/objects.toml` and `data/effects.toml`. Nothing changes them."""

    @classmethod
    @cache
    def known(cls) -> Self:
        """The same for everybody: they are read and indexed once, in about 50 ms."""
        return cls()

    def __init__(self) -> None:
        folder = files("fixi.adapters.rules") / "data"
        tables = [tomllib.loads((folder / name).read_text("utf-8")) for name in _TABLES]
        self.codes = tuple(code for code in tables[0] if code not in {_PROBLEM, _NOTHING})
        self._lexicon = Lexicon(
            (phrase.strip(), f"{code}/{kind}", _WEIGHTS[kind])
            for table in tables
            for code, kinds in table.items()
            for kind, phrases in kinds.items()
            for phrase in phrases.replace("\n", " ").split(",")
        )

    def work(self, tokens: list[Token], *, plain: bool = False) -> Work:
        """What the words ask for. With `plain` (the trade was asked for) a weak word is enough too."""
        hits = [hit for hit in self._lexicon.find(tokens) if not hit.label.startswith(_NOTHING)]
        said = [hit for hit in hits if not denied(tokens, hit)]
        sums = dict.fromkeys(self.codes, 0)
        # "No flood, only the walls": what is denied counts where nothing else is said ("there is no socket").
        for counted in (said, hits):
            for hit in {self._once(hit, tokens): hit for hit in counted}.values():
                code = hit.label.partition("/")[0]
                if code in sums:
                    sums[code] += min(hit.weight, _BESIDE) if _beside(hit, tokens) else hit.weight
            if max(sums.values()) > _ENOUGH:
                break
            sums = dict.fromkeys(self.codes, 0) if counted is said else sums
        best = max(self.codes, key=lambda code: sums[code])  # the first of equals: the more specific
        total = sum(sums.values())
        # "The window does not close": a thing that says little alone, and what is wrong with it.
        plain = plain or any(hit.label.startswith(_PROBLEM) for hit in said)
        enough = sums[best] > (0 if plain else _ENOUGH)
        confidence = 0.5 + 0.45 * sums[best] / total if total else 0.0
        return Work(
            trade=best if enough else None,
            confidence=round(confidence, 2),
            named=_places(hit for hit in hits if hit.label.endswith("/names")),
            problems=_places(hit for hit in hits if not hit.label.endswith("/names")),
        )

    def put_right(self, tokens: list[Token]) -> list[Token]:
        """The words with slips of the pen put right, as far as the table knows what was meant."""
        return [self._lexicon.put_right(token) for token in tokens[:_MOST_SLIPS]] + tokens[_MOST_SLIPS:]

    def knows(self, word: str) -> bool:
        """True when this one word calls a trade or tells of a problem."""
        token = Token(folded(word.replace("'", "").replace('"', "")), 0, len(word))
        return any(not hit.label.startswith(_NOTHING) for hit in self._lexicon.find([token]))

    @staticmethod
    def _once(hit: Hit, tokens: list[Token]) -> tuple[str, str]:
        """A word said five times weighs once."""
        return hit.label, tokens[hit.first].key


def _beside(hit: Hit, tokens: list[Token]) -> bool:
    """True behind a word of place or use: "smoke from the socket behind the fridge" is no matter of the fridge."""
    at = hit.first - 1
    while at >= 0 and hit.first - at <= _FEW_BETWEEN and tokens[at].key in _BETWEEN:
        at -= 1
    return at >= 0 and any(form in _WHERE for form in forms(tokens[at].key))


def _places(hits: Iterable[Hit]) -> frozenset[int]:
    return frozenset(at for hit in hits for at in range(hit.first, hit.last))
