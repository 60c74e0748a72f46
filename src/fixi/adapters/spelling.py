"""Words that are one slip of the pen away from known ones, and sound like them: vowels and letters of like sound."""

from collections.abc import Iterable, Iterator
from itertools import groupby

SHORTEST, LONGEST = 5, 30  # letters of a word in which a slip is looked for; shorter ones are other words too often

# One letter for all that sound alike in a language; what is not heard, or written at will, goes.
_SOUND = str.maketrans(
    {
        **dict.fromkeys("aeiouyhw'", ""),
        **dict.fromkeys("ckqsxz", "s"),
        **dict.fromkeys("אהויע", ""),
        **dict(zip("טקחסךםןףץ", "תככשכמנפצ", strict=True)),
        **dict.fromkeys("اويىأإآؤئءةه", ""),
        **dict(zip("طصضظذث", "تسدددت", strict=True)),
        **dict.fromkeys("аеёиоуыэюяьъй", ""),
        **dict(zip("бдгвзж", "пткфсш", strict=True)),
    }
)


class Spellings:
    """Known words, found again with a slip. Found by cutting one letter out of both: no search over the list."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known: dict[str, list[str]] = {}
        for word in dict.fromkeys(words):
            for cut in _cuts(word):
                self._known.setdefault(cut, []).append(word)

    def near(self, word: str) -> list[str]:
        """The known words that were meant, those of the same length first."""
        if not SHORTEST <= len(word) <= LONGEST:
            return []
        found = {known for cut in _cuts(word) for known in self._known.get(cut, ()) if _meant(word, known)}
        return sorted(found, key=lambda known: (abs(len(known) - len(word)), known))


def sound(word: str) -> str:
    """What is heard of a word, roughly: its consonants."""
    return "".join(letter for letter, _ in groupby(word.translate(_SOUND)))


def _cuts(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _meant(typed: str, known: str) -> bool:
    return _one_slip(typed, known) and sound(typed) == sound(known)


def _one_slip(typed: str, known: str) -> bool:
    """One letter differs, is missing or too many, or two neighbours changed places."""
    if typed == known or abs(len(typed) - len(known)) > 1:
        return typed == known
    at = next((n for n, (a, b) in enumerate(zip(typed, known, strict=False)) if a != b), min(len(typed), len(known)))
    rest, other = typed[at:], known[at:]
    if len(rest) > 1 and rest[:2] == other[1::-1] and rest[2:] == other[2:]:
        return True
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
