"""The reader that needs no AI: tables of words and a calendar fill the form."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fixi.adapters.rules import address, areas, homes, intents, times
from fixi.adapters.rules.issue import Leftover, issue_line
from fixi.adapters.rules.languages import language_of
from fixi.adapters.rules.lexicon import Token, tokens_of
from fixi.adapters.rules.names import person
from fixi.adapters.rules.orders import markup, orders
from fixi.adapters.rules.text import brief, clean, contacts, hide, lowered, prices
from fixi.adapters.rules.trades import Trades, Work
from fixi.adapters.rules.urgency import Urgencies
from fixi.domain.forms import Field, Form, Intent, Reading, ReadingTask, proposed
from fixi.domain.values import Language, Trade, Urgency, Wish
from fixi.ports.ai import Reader
from fixi.ports.places import Places

Span = tuple[int, int]

_SERVICE = frozenset({Intent.NEW_REQUEST, Intent.ANSWER, Intent.OTHER, Intent.GREETING})
_OVERRULED = frozenset({Intent.COMPLAINT, Intent.STATUS, Intent.JOB_TALK, Intent.DONE})  # by danger
_OUTWEIGHED = _OVERRULED - {Intent.DONE} | {Intent.MOVE}  # by a whole request
_LONGEST_PLACE = 60
_MOST_PLACE_WORDS = 5
_FEW_WORDS = 4


class RulesReader(Reader):
    """Reads by rules. Deterministic, never waits, never fails; it knows less than a model does, and says so by None."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._trades = Trades.known()
        self._urgencies = Urgencies.known()

    async def read(self, task: ReadingTask) -> Reading:
        """See the port."""
        return self.understand(task)

    def understand(self, task: ReadingTask) -> Reading:
        """The same, for callers that cannot wait. Of a long text only parts count."""
        written = clean(task.text)
        whole = hide(written, markup(lowered(written)))
        human = brief(whole)
        text = hide(human, orders(lowered(human)))  # what orders the reader about fills no field
        low = lowered(text)
        said = intents.spoken_intent(text)
        if intents.says_nothing_new(text):
            said = said or Intent.OTHER
            return Reading(said, Form(language=self._language(human, task), media=task.media))

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
        area = self._area(task, low, areas.free_names(low, named, found, private), found)
        when = self._when(text, hide(low, [*private, *money, *streets, *area.spans]), task)
        if task.asked is Field.WISH and not when and (bare := self._when(text, hide(low, [*private, *money]), task)):
            when, area = bare, areas.NOWHERE  # "ראשון" is a Sunday here, not a town
        times_at = list(when.spans) if when else []
        gone = [*private, *streets, *area.spans]

        tokens = tokens_of(hide(low, gone))
        work = self._work(tokens, task)
        urgency = self._urgency(tokens if text == whole else self._all_words(whole, human, gone))
        if urgency is Urgency.EMERGENCY and said in _OVERRULED:
            said = None  # "nobody answers behind the locked door" is no complaint
        troubled = bool(work.trade and work.problems - work.named and area.place and not task.known.trade)
        if troubled and (said in _OUTWEIGHED or (said is Intent.CANCEL and found)):
            # Trouble and a town, and nothing is known of a job yet: "move two sockets, Netanya". Whoever calls off does
            # not tell his whole address again.
            said = None
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
            language=self._language(human, task),
            media=task.media,
            floor=homes.floor_of(low) if service else None,
            apartment=homes.apartment_of(low) if service else None,
        )
        confidence = _confidence(form, work, area, sure=bool(found and found[0].sure))
        proposal = proposed(task.known.merged(form))
        return Reading(_intent(said, form, task, place), form, place, confidence, proposal=proposal)

    # Parts

    @staticmethod
    def _all_words(whole: str, human: str, gone: list[Span]) -> list[Token]:
        """The words in which danger is looked for: those of an order as well, and the middle of a long text."""
        return tokens_of(lowered(whole)) if len(whole) > len(human) else tokens_of(hide(lowered(human), gone))

    def _urgency(self, tokens: list[Token]) -> Urgency:
        """How urgent the words are, as written and with slips of the pen put right; the higher counts."""
        as_written = self._urgencies.of(tokens)
        meant = self._urgencies.put_right(tokens)
        if as_written is Urgency.EMERGENCY or meant == tokens:
            return as_written
        return max(as_written, self._urgencies.of(meant), key=list(Urgency).index)

    def _is_other(self, word: str) -> bool:
        """True when a word already means something: a trade, a problem."""
        return self._trades.knows(word)

    def _when(self, text: str, low: str, task: ReadingTask) -> times.Found | None:
        now = _local(task)
        asked = task.asked is Field.WISH
        return times.Clockwork(text, low, now, task.timezone, asked=asked).read()

    def _area(self, task: ReadingTask, low: str, free: list[areas.Named], streets: list[address.Street]) -> areas.Area:
        """The town of the pin, or the one that is meant."""
        area = areas.meant(low, free, streets)
        if task.pin is not None:
            return areas.Area(self._places.nearest(task.pin.lat, task.pin.lon), 0.95, area.spans)
        return area

    def _work(self, tokens: list[Token], task: ReadingTask) -> Work:
        """What the words ask for; when they ask for nothing, what they ask for with slips of the pen put right.

        Asked for the trade, or beside a picture, a word that means little otherwise is enough.
        """
        plain = task.asked is Field.TRADE or bool(task.media)
        work = self._trades.work(tokens, plain=plain)
        if work.trade or (meant := self._trades.put_right(tokens)) == tokens:
            return work
        return self._trades.work(meant, plain=plain)

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


def _local(task: ReadingTask) -> datetime:
    """The task's moment in its zone; a zone nobody knows leaves the moment as it came."""
    try:
        return task.at.astimezone(ZoneInfo(task.timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return task.at


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
    if said is None and intents.thanks_in_passing(task.text) and not any(answers.values()):
        return Intent.THANKS
    return said or Intent.OTHER


def _confidence(form: Form, work: Work, area: areas.Area, *, sure: bool) -> tuple[tuple[str, float], ...]:
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
