"""Which language a text is written in, as far as its letters tell."""

from fixi.domain.values import Language

# First and last letter of each script (Unicode blocks); Latin with its accents.
SCRIPTS = (
    ("\u0590", "\u05ff", Language.HE),
    ("\u0600", "\u06ff", Language.AR),
    ("\u0400", "\u04ff", Language.RU),
    ("A", "\u024f", Language.EN),
)
LOOKED_AT = 400
ENOUGH = 2


def spoken_language(text: str) -> Language | None:
    """The language of most letters; None with fewer than two letters of a known script."""
    counts = dict.fromkeys(Language, 0)
    for letter in text[:LOOKED_AT]:
        if letter.isalpha():
            for first, last, language in SCRIPTS:
                if first <= letter <= last:
                    counts[language] += 1
                    break
    spoken = max(counts, key=lambda language: counts[language])
    return spoken if counts[spoken] >= ENOUGH else None


def has_letters_of(language: Language, text: str) -> bool:
    """True when any letter of the text belongs to the script of this language."""
    return any(
        first <= letter <= last and letter.isalpha()
        for first, last, spoken in SCRIPTS
        if spoken is language
        for letter in text[:LOOKED_AT]
    )
