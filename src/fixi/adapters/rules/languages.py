"""The language that a person writes in, also where he writes Hebrew with Latin letters."""

import re

from fixi.adapters.rules.text import word_set
from fixi.domain.values import Language

_LOOKED_AT = 2000
_SHORTER = 1.4  # Hebrew and Arabic leave the vowels out: the same sentence has fewer letters
_LETTERS = (
    (Language.HE, re.compile(r"[א-ת]"), _SHORTER),
    (Language.AR, re.compile(r"[\u0621-\u064a]"), _SHORTER),
    (Language.RU, re.compile(r"[А-Яа-яЁё]"), 1.0),
    (Language.EN, re.compile(r"[A-Za-z]"), 1.0),
)
_ENOUGH = 2
# Small words that stand in most sentences; one of them alone may be a name or a slip.
_HEBREW_IN_LATIN = word_set(
    """
    yesh ein ani anahnu anachnu lo li lanu shalom tzarich tsarich zarich tzricha tsricha rotze rotza mehapes
    mehapeset mechapes efshar bevakasha toda todah mahar machar hayom haerev baboker baerev dahuf dachuf bidhifut
    akshav shel im gam kvar oved ovedet ovdim babait bamitbach bamikhlahat basalon hamazgan hashmal hashmalai
    instalator nezila stima mazgan mechonat kvisa mafteach ninalti bahutz ktzat bli dira anu gar gara matai kama
    ole hayoter legamrei satum satuma stuma kiyor meod harbe ze zot eich eifo lama kvar rak ulai betoch le ha be
    shelanu shelahem tikun letaken dira ba bait beit boker erev hasha
    """
)


def language_of(text: str) -> Language | None:
    """The language whose letters prevail, None without letters; Latin ones are English unless the words are Hebrew."""
    sample = text[:_LOOKED_AT]
    counts = {language: len(pattern.findall(sample)) * weight for language, pattern, weight in _LETTERS}
    best = max(counts, key=lambda language: counts[language])
    if best is Language.EN and hebrew_in_latin(sample.lower()):
        return Language.HE
    return best if counts[best] else None


def hebrew_in_latin(low: str) -> bool:
    """True when two small Hebrew words stand in Latin letters."""
    words = re.findall(r"[a-z]+", low)
    known = sum(word in _HEBREW_IN_LATIN for word in words)
    return known >= _ENOUGH
