"""What one document's letters add up to: its machine decides, one event after the other, and nothing is stored yet."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from fixi.application.inquiries import Inquiries
from fixi.application.machines import Machine, next_alarm
from fixi.domain.effects import Effect, Errand, Hush, Inquiry, Outcome, Say
from fixi.domain.errors import NotAllowed
from fixi.domain.events import Event, Heard, Rang, Receipt, Woken
from fixi.domain.machine import Facts
from fixi.domain.policy import Policy
from fixi.domain.understanding import meaning
from fixi.domain.values import Key, Kind
from fixi.ports.queues import Letter, Unreadable
from fixi.ports.storage import Change, Entry, LedgerEntry, Record, State

STEPS = 500


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
        )


class Folding:
    """Puts letters to the machine of a document, and asks what it wants to know on the way."""

    def __init__(self, machines: Mapping[Kind, Machine], inquiries: Inquiries) -> None:
        self._machines = machines
        self._inquiries = inquiries

    async def __call__(self, record: Record, letters: tuple[Letter, ...], at: datetime, policy: Policy) -> Fold:
        """The letters over the state, in order."""
        fold = Fold(record.key, record.state, Facts(policy, record.key, record.version), at)
        machine = self._machines[fold.key.kind]
        left = deque(letters)
        while left:
            event = left[0].event
            if isinstance(event, Heard):
                speech = _speech(left)
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
                fold.ledger.append(
                    LedgerEntry(event.id, fold.at, "receipt", str(fold.key), event.status, ref=event.message)
                )
            elif isinstance(event, Rang):
                await self._rings(fold, event)
            elif not isinstance(event, Woken | Unreadable):
                await self._apply(fold, replace(event, at=fold.at))
        return fold

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


def _speech(letters: deque[Letter]) -> tuple[Heard, ...]:
    speech: list[Heard] = []
    for letter in letters:
        if not isinstance(letter.event, Heard):
            break
        speech.append(letter.event)
    return tuple(speech)


def _outcome(effects: list[Effect]) -> tuple[str, str]:
    """What became of the person's words: said so by a row, or answered, in words or by what was done."""
    noted = next((effect for effect in effects if isinstance(effect, Outcome)), None)
    if noted is not None:
        return noted.outcome, noted.reason
    if any(isinstance(effect, Say | Errand) for effect in effects):
        return "answered", ""
    return "ignored", "nothing_to_say"


def _heard(messages: tuple[Heard, ...], fold: Fold, outcome: tuple[str, str]) -> list[LedgerEntry]:
    """One line for each message: all but the last of a burst are merged into the last."""
    last = messages[-1]
    lines = []
    for message in messages:
        result, reason = outcome if message is last else ("merged", last.id)
        lines.append(LedgerEntry(message.id, message.at, "in", str(fold.key), result, reason, message.text))
    return lines
