"""Words found in a text by table: whole words only, Hebrew prefixes and chosen endings understood."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from fixi.adapters.rules.text import folded
from fixi.adapters.spelling import SHORTEST, Spellings

_TOKEN = re.compile(r"[^\W_]+(?:['\"/-](?=[^\W_])[^\W_]+)*'?")
_QUOTES = str.maketrans("", "", "'\"")
_PREFIXES = "ובלמהשכ"
_MOST_PREFIXES = 3
_ARABIC_PREFIXES = ("و", "ب", "ل", "ف")
_ARABIC_ARTICLE = re.compile(r"(?:و?(?:ب|ع|ه|ف|ك)?ال|و?لل)(?=\w{2})")  # the, in the, on the, this
_LONG_ARABIC = 6  # letters; in a shorter word the first is mostly its own
_SHORTEST_STEM = 2
_SHORTEST_RIGHT = 4  # letters of a word that a slip is a slip of


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `key` in small letters without quotes, letters that look alike as one, and where it stands."""

    key: str
    start: int
    end: int


def tokens_of(low: str) -> list[Token]:
    """The words of a lowered text; a hyphen or a slash inside parts them unless it is `a/c`."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(low):
        whole = match[0]
        if whole.isalnum():  # as nearly all are
            tokens.append(Token(_key(whole), match.start(), match.end()))
            continue
        if "-" not in whole and ("/" not in whole or whole == "a/c"):
            tokens.append(Token(folded(whole.translate(_QUOTES)), match.start(), match.end()))
            continue
        at = match.start()
        for part in re.split(r"[-/]", whole):
            if part:
                tokens.append(Token(folded(part.translate(_QUOTES)), at, at + len(part)))
            at += len(part) + 1
    return tokens


_key = lru_cache(maxsize=8192)(folded)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the table in the text: its label and weight, and the tokens `first` up to `last`, excluded."""

    label: str
    weight: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Row:
    rest: tuple[str, ...]
    label: str
    weight: int


class Lexicon:
    """A table of phrases. `rows` are (phrase, label, weight); a word that ends in * is a stem."""

    def __init__(self, rows: Iterable[tuple[str, str, int]]) -> None:
        self._words: dict[str, list[_Row]] = {}
        self._stems: dict[str, list[_Row]] = {}
        for phrase, label, weight in rows:
            keys = [token.key + "*" * low.endswith("*") for low in phrase.lower().split() for token in tokens_of(low)]
            if keys:
                table = self._stems if keys[0].endswith("*") else self._words
                table.setdefault(keys[0].rstrip("*"), []).append(_Row(tuple(keys[1:]), label, weight))
        for table in (self._words, self._stems):
            for row in table.values():
                row.sort(key=lambda r: (-len(r.rest), -r.weight))
        self._lengths = sorted({len(stem) for stem in self._stems})
        keys = [*self._words, *self._stems, *(key for rows in self._words.values() for row in rows for key in row.rest)]
        self._spellings = Spellings(key.rstrip("*") for key in keys if len(key) >= _SHORTEST_RIGHT)

    def find(self, tokens: list[Token]) -> list[Hit]:
        """The phrases in the text, the longest at each place, none overlapping."""
        hits: list[Hit] = []
        rows_of = {key: begun for key in {token.key for token in tokens} if (begun := self._rows(key))}
        if not rows_of:
            return hits
        known: dict[tuple[str, str], tuple[_Row, ...]] = {}  # by a word and the next: a long text repeats its words
        free = 0
        for at, token in enumerate(tokens):
            if at < free or token.key not in rows_of:
                continue
            pair = token.key, tokens[at + 1].key if at + 1 < len(tokens) else ""
            rows = known.get(pair)
            if rows is None:
                rows = known[pair] = tuple(
                    row for row in rows_of[token.key] if not row.rest or _is(row.rest[0], pair[1])
                )
            for row in rows:
                if self._follows(row.rest, tokens, at + 1):
                    free = at + 1 + len(row.rest)
                    hits.append(Hit(row.label, row.weight, at, free))
                    break
        return hits

    def put_right(self, token: Token) -> Token:
        """The word that was meant, if the table does not know this one but one that a slip makes of it."""
        if any(form in self._words for form in forms(token.key)) or self._rows(token.key):
            return token
        for form in forms(token.key):
            # A stem is the beginning of what was typed.
            for typed in (form, *(form[:length] for length in self._lengths if SHORTEST <= length < len(form))):
                if near := self._spellings.near(typed):
                    return replace(token, key=near[0])
        return token

    def _rows(self, key: str) -> list[_Row]:
        """What may begin with this word, the longest phrase first."""
        found = [row for form in forms(key) for row in self._words.get(form, ())]
        for form in forms(key):
            for length in self._lengths:
                if length > len(form):
                    break
                found += self._stems.get(form[:length], ())
        return sorted(found, key=lambda row: (-len(row.rest), -row.weight))

    @staticmethod
    def _follows(rest: tuple[str, ...], tokens: list[Token], at: int) -> bool:
        if at + len(rest) > len(tokens):
            return False
        return all(_is(word, tokens[at + n].key) for n, word in enumerate(rest))


def _is(word: str, key: str) -> bool:
    if word.endswith("*"):
        return any(form.startswith(word[:-1]) for form in forms(key))
    return word in forms(key)


@lru_cache(maxsize=8192)
def forms(key: str) -> tuple[str, ...]:
    """The word as it stands, and less its Hebrew or Arabic prefixes."""
    return tuple(_forms(key))


def _forms(key: str) -> Iterator[str]:
    yield key
    if "א" <= key[:1] <= "ת":
        for cut in range(1, min(_MOST_PREFIXES, len(key) - _SHORTEST_STEM) + 1):
            if key[cut - 1] not in _PREFIXES:
                return
            yield key[cut:]
    elif article := _ARABIC_ARTICLE.match(key):
        yield key[article.end() :]
    elif key[:1] in _ARABIC_PREFIXES and len(key) >= _LONG_ARABIC:
        yield key[1:]
