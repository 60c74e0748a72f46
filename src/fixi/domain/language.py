"""Which language a text is written in, as far as its letters tell."""

import unicodedata

from fixi.domain.values import Language

SCRIPTS = {
    "HEBREW": Language.HE,
    "ARABIC": Language.AR,
    "CYRILLIC": Language.RU,
    "LATIN": Language.EN,
}
LOOKED_AT = 400
ENOUGH = 2


def spoken_language(text: str) -> Language | None:
    """The language of most letters; None with fewer than two letters of a known script."""
    counts = dict.fromkeys(Language, 0)
    for letter in text[:LOOKED_AT]:
        if letter.isalpha():
            script = unicodedata.name(letter, "").partition(" ")[0]
            if script in SCRIPTS:
                counts[SCRIPTS[script]] += 1
    language = max(counts, key=lambda tongue: counts[tongue])
    return language if counts[language] >= ENOUGH else None
