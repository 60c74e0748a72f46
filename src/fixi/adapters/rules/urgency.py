"""How urgent the words are: only words of real danger make an emergency, and only when nobody denies them."""

import tomllib
from importlib.resources import files

from fixi.adapters.rules.lexicon import Hit, Lexicon, Token
from fixi.adapters.rules.text import word_set
from fixi.domain.values import Urgency

_DENIALS = word_set(
    """
    no not isnt wasnt arent never without dont doesnt didnt nothing non cannot havent hasnt לא אין ואין שאין
    בלי ללא אף שלא ולא не нет без مش ليس لا مو ما بدون
    """
)
_ASIDES = word_set(
    """
    a an any the there is sign signs of this really שום יש ה כאן פה זה זו את ממש אין של никакого никакой نوع
    اي
    """
)


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
        hits = [hit for hit in self._lexicon.find(tokens) if not _denied(tokens, hit)]
        labels = {hit.label for hit in hits}
        if "danger" in labels or {"short", "near"} <= labels:
            return Urgency.EMERGENCY
        return Urgency.SOON if labels & {"soon", "short"} else Urgency.NORMAL


def _denied(tokens: list[Token], hit: Hit) -> bool:
    """True when the words right before say no, with at most three asides between ("there is no sign of a fire")."""
    for back in range(1, 5):
        at = hit.first - back
        if at < 0:
            return False
        if tokens[at].key in _DENIALS:
            return True
        if tokens[at].key not in _ASIDES:
            return False
    return False
