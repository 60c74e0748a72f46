"""The reader that needs no AI: tables of words and a calendar fill the form."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fixi.adapters.rules import address, intents, times
from fixi.adapters.rules.issue import Leftover, issue_line
from fixi.adapters.rules.lexicon import tokens_of
from fixi.adapters.rules.names import person
from fixi.adapters.rules.text import clean, contacts, hide, lowered, prices
from fixi.adapters.rules.trades import Trades, Work
from fixi.adapters.rules.urgency import Urgencies
from fixi.domain.forms import Field, Form, Intent, Reading, ReadingTask
from fixi.domain.values import Language, Place, Trade, Urgency, Wish
from fixi.ports.ai import Reader
from fixi.ports.places import Places

Span = tuple[int, int]

_STREET_WORDS_BEFORE = re.compile(
    r"(?:רחוב|רח'|רח|שדרות|שד'|דרך|סמטת|כיכר|street|st\.?|rehov|sderot|derech|road|улица|ул\.?|شارع|طريق)\s{1,2}[בלמוה]{0,2}$"
)
_STREET_WORDS_AFTER = re.compile(r"\s{1,2}(?:st|street|road|rd|ave|avenue|blvd|boulevard|gate|lane)\b")
_SERVICE = frozenset({Intent.NEW_REQUEST, Intent.ANSWER, Intent.OTHER, Intent.GREETING})
_LONGEST_PLACE = 60
_MOST_PLACE_WORDS = 5
_NEAR = 12  # characters between a street and its city
_FEW_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Area:
    place: Place | None
    confidence: float
    spans: tuple[Span, ...]


class RulesReader(Reader):
    """Reads by rules. Deterministic, never waits, never fails; it knows less than a model does, and says so by None."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._trades = Trades()
        self._urgencies = Urgencies()

    async def read(self, task: ReadingTask) -> Reading:
        """See the port."""
        return self.understand(task)

    def understand(self, task: ReadingTask) -> Reading:
        """The same, for callers that cannot wait. Only the first 4,000 characters count."""
        text = clean(task.text)
        low = lowered(text)
        said = intents.spoken_intent(text)
        if intents.says_nothing_new(text):
            said = said or Intent.OTHER
            return Reading(said, Form(language=self._language(text, task), media=task.media))

        private = [*contacts(low)]
        money = prices(low)
        named = self._places.within(text)[: address.MOST * 10]
        cities = [(start, end) for _, start, end in named]
        towns = {word for start, end in cities for word in re.findall(r"[^\W_]+", low[max(0, start - 2) : end])}
        who = person(text, hide(low, private), lambda word: word in towns or self._is_other(word))
        if who:
            private.append((who[1], who[2]))
        found = address.streets(text, low, cities, [*private, *money], self._is_other)
        streets = [(street.start, street.end) for street in found]
        area = self._area(task, low, named, found, private)
        when = self._when(text, hide(low, [*private, *money, *streets, *area.spans]), task)
        if task.asked is Field.WISH and not when and (bare := self._when(text, hide(low, [*private, *money]), task)):
            when, area = bare, _Area(None, 0.0, ())  # "ראשון" is a Sunday here, not a town
        times_at = list(when.spans) if when else []
        gone = [*private, *streets, *area.spans]

        tokens = tokens_of(hide(low, gone))
        work = self._trades.work(tokens, plain=task.asked is Field.TRADE)
        urgency = self._urgencies.of(tokens)
        left = Leftover(text, low, tuple(gone), tuple(times_at), tuple(tokens), work)
        service = said is None or said in _SERVICE
        issue = (
            issue_line(left, any_words=task.asked is Field.ISSUE or urgency is Urgency.EMERGENCY) if service else None
        )
        street = found[0].line if found else None
        if street is None and task.asked is Field.STREET and service:
            street = self._loose_street(left, work)
        place = None
        if area.place is None and task.asked is Field.AREA and service and task.pin is None:
            place = self._unknown_place(left)

        form = Form(
            trade=Trade(work.trade) if work.trade and service else None,
            issue=issue,
            area=area.place,
            street=street,
            wish=when.wish if when else None,
            urgency=urgency if service else min(urgency, Urgency.SOON, key=list(Urgency).index),
            name=who[0] if who else None,
            language=self._language(text, task),
            media=task.media,
        )
        confidence = _confidence(form, work, area, sure=bool(found and found[0].sure))
        return Reading(_intent(said, form, task, place), form, place, confidence)

    # Parts

    def _is_other(self, word: str) -> bool:
        """True when a word already means something: a trade, a problem."""
        return self._trades.knows(word)

    def _when(self, text: str, low: str, task: ReadingTask) -> times.Found | None:
        now = _local(task)
        asked = task.asked is Field.WISH
        return times.Clockwork(text, low, now, task.timezone, asked=asked).read()

    def _area(
        self,
        task: ReadingTask,
        low: str,
        named: tuple[tuple[Place, int, int], ...],
        streets: list[address.Street],
        private: list[Span],
    ) -> _Area:
        """The city that is meant. One that only gives its name to a street is none."""
        around = hide(low, [(street.start, street.end) for street in streets])
        free = [
            (place, start, end)
            for place, start, end in named
            if not any(start < s.end and s.start < end for s in streets)
            and not any(start < b and a < end for a, b in private)
            and not _STREET_WORDS_BEFORE.search(around[max(0, start - 14) : start])
            and not _STREET_WORDS_AFTER.match(around, end)
        ]
        spans = tuple(_with_prefix(low, start, end) for _, start, end in free)
        if task.pin is not None:
            return _Area(self._places.nearest(task.pin.lat, task.pin.lon), 0.95, spans)
        if not free:
            return _Area(None, 0.0, ())
        behind = [hit for hit in free if any(0 <= hit[1] - s.end <= _NEAR for s in streets)]
        chosen = (behind or free)[0]
        several = len({place.name for place, _, _ in free}) > 1
        return _Area(chosen[0], 0.7 if several and not behind else 0.95, spans)

    def _loose_street(self, left: Leftover, work: Work) -> str | None:
        """An answer to "which street?" in any form that is not about something else."""
        rest = left.text_less([*left.gone, *left.times])
        return None if work.problems and len(rest.split()) > _FEW_WORDS else address.loose_street(rest)

    def _unknown_place(self, left: Leftover) -> str | None:
        """The words of an answer to "where?" that the gazetteer does not know."""
        rest = re.sub(
            r"^(?:i live in|i'm in|im in|i am in|we are in|in|at|from|אני גר ב|אני גרה ב|אני ב|גר ב|גרה ב|ב-)\s?",
            "",
            left.rest(),
            flags=re.IGNORECASE,
        )
        rest = rest.strip(" ,.!?-")
        fits = rest and len(rest) <= _LONGEST_PLACE and len(rest.split()) <= _MOST_PLACE_WORDS
        return rest if fits and any(char.isalpha() for char in rest) and not left.work.problems else None

    @staticmethod
    def _language(text: str, task: ReadingTask) -> Language | None:
        """The language of most letters; what was known before when there is no letter."""
        return language_of(text) or task.language


def language_of(text: str) -> Language | None:
    """The language whose letters prevail; Latin letters count as English. None without letters."""
    sample = text[:2000]
    counts = {
        Language.HE: len(re.findall(r"[א-ת]", sample)),
        Language.AR: len(re.findall(r"[\u0621-\u064a]", sample)),
        Language.RU: len(re.findall(r"[А-Яа-яЁё]", sample)),
        Language.EN: len(re.findall(r"[A-Za-z]", sample)),
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else None


def _local(task: ReadingTask) -> datetime:
    """The task's moment in its zone; a zone nobody knows leaves the moment as it came."""
    try:
        return task.at.astimezone(ZoneInfo(task.timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return task.at


def _with_prefix(low: str, start: int, end: int) -> Span:
    """The span of a city with the Hebrew prefix or the preposition that leads to it."""
    before = re.search(
        r"(?:(?<![א-ת])[ובלמהש]{1,3}-?|\b(?:in|at|from|near)\s|(?<!\w)(?:в|из|في)\s|העיר\s|בעיר\s)$",
        low[max(0, start - 10) : start],
    )
    return (start - len(before[0]) if before else start), end


def _intent(said: Intent | None, form: Form, task: ReadingTask, place: str | None) -> Intent:
    """What is wanted: what the words say themselves, else an answer to what was asked, else a request."""
    if said is not None and said not in {Intent.GREETING, Intent.OTHER}:
        return said
    answers: dict[Field, object] = {
        Field.ISSUE: form.issue,
        Field.TRADE: form.trade,
        Field.AREA: form.area or place,
        Field.STREET: form.street,
        Field.WISH: form.wish,
    }
    if task.asked is not None and answers[task.asked] is not None:
        return Intent.ANSWER
    if form.trade is not None or form.issue is not None or form.emergency:
        return Intent.NEW_REQUEST
    if task.asked is not None and any(answers.values()):
        return Intent.ANSWER
    return said or Intent.OTHER


def _confidence(form: Form, work: Work, area: _Area, *, sure: bool) -> tuple[tuple[str, float], ...]:
    wish: Wish | None = form.wish
    filled = (
        ("trade", work.confidence if form.trade else None),
        ("issue", 0.8 if form.issue else None),
        ("area", area.confidence if form.area else None),
        ("street", (0.95 if sure else 0.75) if form.street else None),
        ("wish", (0.9 if wish.exact else 0.8) if wish else None),
        ("urgency", 0.9 if form.urgency is not Urgency.NORMAL else None),
        ("name", 0.85 if form.name else None),
        ("language", 0.9 if form.language else None),
    )
    return tuple((name, value) for name, value in filled if value is not None)
