"""What one document's letters add up to: its machine decides, one event after the other, and nothing is stored yet."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from fixi.application.inquiries import Inquiries
from fixi.application.machines import Machine, next_alarm
from fixi.domain.audit import NOT_DONE
from fixi.domain.effects import Alert, Effect, Errand, Hush, Inquiry, Outcome, PutSwitch, Say, WriteDeed
from fixi.domain.errors import NotAllowed
from fixi.domain.events import Event, Heard, Rang, Receipt, Steered, Woken
from fixi.domain.invariants import in_human_mode
from fixi.domain.machine import Facts
from fixi.domain.orders import order
from fixi.domain.policy import Policy
from fixi.domain.understanding import corrected, meaning
from fixi.domain.values import Key, Kind
from fixi.ports.queues import Letter, Unreadable
from fixi.ports.storage import Change, Entry, LedgerEntry, Record, State

STEPS = 500
# What a provider says of a message that came too long after the person's last one.
SHUT = "window"
# A message of ours that will not arrive.
LOST = frozenset({"failed", "noaccount", "notingroup"})
ON_THE_WAY = timedelta(minutes=1)  # providers say when something was written to the second
PROVIDER_TRIES = timedelta(days=8)  # a week, and a day more
PROVIDER_KEEPS = timedelta(hours=25)  # a day, and what two clocks may differ


@dataclass
class Fold:
    """What one turn of one document adds up to."""

    key: Key
    state: State
    facts: Facts
    at: datetime
    effects: list[Effect] = field(default_factory=list)
    ledger: list[LedgerEntry] = field(default_factory=list)
    steps: int = 0

    def change(self, record: Record, letters: tuple[Letter, ...]) -> Change | None:
        """What is to be saved; None when nothing has happened."""
        if not letters and not self.effects and self.state == record.state:
            return None
        hushes = [place for place, effect in enumerate(self.effects) if isinstance(effect, Hush)]
        kept = [
            effect
            for place, effect in enumerate(self.effects)
            if isinstance(effect, Errand) or (isinstance(effect, Say) and place > max(hushes, default=-1))
        ]
        return Change(
            self.key,
            record.version,
            self.state,
            next_alarm(self.key, self.state, self.facts.policy),
            tuple(letter.id for letter in letters),
            tuple(Entry(f"{self.key}:{record.version + 1}:{n}", effect, self.at) for n, effect in enumerate(kept)),
            bool(hushes),
            tuple(self.ledger),
            max((_written_at(heard) for heard in _own_words(letters)), default=None),
            any(isinstance(letter.event, Receipt) and letter.event.reason == SHUT for letter in letters),
        )


class Folding:
    """Puts letters to the machine of a document, and asks what it wants to know on the way."""

    def __init__(
        self, machines: Mapping[Kind, Machine], inquiries: Inquiries, operators: frozenset[str] = frozenset()
    ) -> None:
        self._machines = machines
        self._inquiries = inquiries
        self._operators = operators

    async def __call__(self, record: Record, letters: tuple[Letter, ...], at: datetime, policy: Policy) -> Fold:
        """The letters over the state, in order."""
        fold = Fold(record.key, record.state, Facts(policy, record.key, record.version), at)
        machine = self._machines[fold.key.kind]
        left = deque(_corrected(letters, fold))
        while left:
            event = left[0].event
            if isinstance(event, Heard) and _typed_earlier(event, fold):
                fold.ledger += _heard((event,), fold, ("handed", "owner_earlier"))
                left.popleft()
                continue
            if isinstance(event, Heard) and self._obeyed(fold, event):
                left.popleft()
                continue
            if isinstance(event, Heard):
                speech = self._speech(left)
                question, in_words = machine.question(fold.state), machine.in_words(fold.state)
                meant = meaning(speech, fold.key.kind, question, in_words=in_words)
                first = len(fold.effects)
                # What is asked in this turn is asked now, not when the message arrived: a digit of the same burst
                # was typed before the question could be seen.
                await self._apply(fold, replace(meant.event, at=fold.at))
                outcome = _outcome(fold.effects[first:])
                fold.ledger += _heard(speech[: meant.taken], fold, outcome)
                for _ in range(meant.taken):
                    left.popleft()
                continue
            left.popleft()
            if isinstance(event, Receipt):
                fold.ledger.append(_receipt(event, fold))
                if event.status.lower() in LOST:
                    fold.effects.append(Alert("failed_send", fold.key.masked))
            elif isinstance(event, Rang):
                await self._rings(fold, event)
            elif not isinstance(event, Woken | Unreadable):
                before, effects = fold.state, len(fold.effects)
                await self._apply(fold, replace(event, at=fold.at))
                if isinstance(event, Steered) and event.deed is not None:
                    idle = fold.state == before and len(fold.effects) == effects
                    fold.effects.append(WriteDeed(replace(event.deed, after=NOT_DONE) if idle else event.deed))
        return fold

    def _obeyed(self, fold: Fold, heard: Heard) -> bool:
        """True when this was an operator's order. It is no part of the conversation: his chat stays as it is."""
        wanted = order(heard, self._operators)
        if wanted is None:
            return False
        fold.effects.append(PutSwitch(wanted.sending, f"WhatsApp {heard.chat.masked}", heard.at))
        if not in_human_mode(fold.state):
            text = "sending.resumed" if wanted.sending else "sending.stopped"
            fold.effects.append(Say(text, wanted.language, (("when", heard.at),)))
        fold.ledger += _heard((heard,), fold, ("answered", ""))
        return True

    def _speech(self, letters: deque[Letter]) -> tuple[Heard, ...]:
        """What the person said in a row; an order stands by itself."""
        speech: list[Heard] = []
        for letter in letters:
            if not isinstance(letter.event, Heard) or order(letter.event, self._operators) is not None:
                break
            speech.append(letter.event)
        return tuple(speech)

    async def _rings(self, fold: Fold, rang: Rang) -> None:
        """Do what the alarm was for, unless what has happened before it has made it pointless."""
        machine = self._machines[fold.key.kind]
        due = [alarm.event for alarm in machine.alarms(fold.state, fold.facts.policy) if alarm.due <= fold.at]
        if rang.event in due:
            await self._apply(fold, replace(rang.event, at=fold.at))

    async def _apply(self, fold: Fold, event: Event) -> None:
        waiting = deque([event])
        while waiting:
            fold.steps += 1
            if fold.steps > STEPS:
                raise NotAllowed(f"{fold.key.kind} does not come to rest")
            step = self._machines[fold.key.kind].decide(fold.state, waiting.popleft(), fold.facts)
            fold.state = step.state
            for effect in step.effects:
                if isinstance(effect, Inquiry):
                    waiting.append(await self._inquiries(effect, fold.key, fold.at, fold.facts.policy))
                else:
                    fold.effects.append(effect)


def _corrected(letters: tuple[Letter, ...], fold: Fold) -> Iterator[Letter]:
    """The letters as the person wants them read; what that settles goes into the book."""
    kept, settled = corrected(tuple(letter.event for letter in letters if isinstance(letter.event, Heard)))
    for one in settled:
        fold.ledger += _heard((one.heard,), fold, (one.outcome, one.reason))
    events = {message.id: message for message in kept}
    for letter in letters:
        if not isinstance(letter.event, Heard):
            yield letter
        elif letter.event.id in events:
            yield replace(letter, event=events[letter.event.id])


def _typed_earlier(heard: Heard, fold: Fold) -> bool:
    """Typed on the business phone, but so long ago that the bot would have the chat again by now.

    Such a message reaches us late when we were away. A moment that the provider would have forgotten is no moment.
    """
    typed = min(heard.at, heard.sent_at or heard.at)
    return heard.own and fold.facts.policy.human_idle < fold.at - typed <= PROVIDER_KEEPS


def _own_words(letters: tuple[Letter, ...]) -> Iterator[Heard]:
    return (letter.event for letter in letters if isinstance(letter.event, Heard) and not letter.event.own)


def _written_at(heard: Heard) -> datetime:
    """When the provider had it: that is when he opened the window, however late it reached us.

    No provider brings what is older than PROVIDER_TRIES: such a moment is a mistake.
    """
    if heard.sent_at is not None and ON_THE_WAY < heard.at - heard.sent_at <= PROVIDER_TRIES:
        return heard.sent_at
    return heard.at


def _outcome(effects: list[Effect]) -> tuple[str, str]:
    """What became of the person's words: said so by a row, or answered, in words or by what was done."""
    noted = next((effect for effect in effects if isinstance(effect, Outcome)), None)
    if noted is not None:
        return noted.outcome, noted.reason
    if any(isinstance(effect, Say | Errand) for effect in effects):
        return "answered", ""
    return "ignored", "nothing_to_say"


def _receipt(event: Receipt, fold: Fold) -> LedgerEntry:
    """Our own id stands where words would stand: by it a message is found whose sending was broken off."""
    key = str(fold.key)
    return LedgerEntry(event.id, fold.at, "receipt", key, event.status, event.reason, event.ours, event.message)


def _heard(messages: tuple[Heard, ...], fold: Fold, outcome: tuple[str, str]) -> list[LedgerEntry]:
    """One line for each message: all but the last of a burst are merged into the last."""
    last = messages[-1]
    lines = []
    for message in messages:
        result, reason = outcome if message is last else ("merged", last.id)
        line = LedgerEntry(message.id, message.at, "in", str(fold.key), result, reason, message.text)
        lines.append(replace(line, media=message.media) if message.media else line)
    return lines
