"""One turn of one address: all unread letters, one decision, one save, and then the machines that were told.

Lease, load, fold, save once, acknowledge, do the errands, knock for what is to be said. A crash between any two of
these steps is healed by the sweep: letters stay unread until they were used, used ids are in the document, errands
and words stay in its outbox until they are done.
"""

import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from fixi.application.errands import Errands
from fixi.application.inquiries import Inquiries
from fixi.application.machines import MACHINES, Machine, next_alarm
from fixi.domain.burst import finished_at
from fixi.domain.effects import Effect, Errand, Hush, Inquiry, Outcome, Say
from fixi.domain.errors import Conflict, NotAllowed
from fixi.domain.events import Event, Heard, Rang, Receipt, Woken
from fixi.domain.machine import Facts
from fixi.domain.policy import Policy
from fixi.domain.understanding import meaning
from fixi.domain.values import Key, Kind
from fixi.ports.clock import Clock
from fixi.ports.queues import Inbox, Lease, Leases, Letter, Task, Wakeups
from fixi.ports.storage import Change, Entry, LedgerEntry, Policies, Professionals, Record, Repository, State

LEASE = timedelta(seconds=60)
TRIES = 5
HOPS = 60
STEPS = 500

log = logging.getLogger(__name__)


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


class Turn:
    """Takes what is unread at an address and lets its machine decide."""

    def __init__(
        self,
        inbox: Inbox,
        leases: Leases,
        repository: Repository,
        professionals: Professionals,
        policies: Policies,
        wakeups: Wakeups,
        clock: Clock,
        inquiries: Inquiries,
        errands: Errands,
        machines: Mapping[Kind, Machine] = MACHINES,
    ) -> None:
        self._inbox = inbox
        self._leases = leases
        self._repository = repository
        self._professionals = professionals
        self._policies = policies
        self._wakeups = wakeups
        self._clock = clock
        self._inquiries = inquiries
        self._errands = errands
        self._machines = machines

    async def __call__(self, address: str) -> None:
        """Everything that is ready at this address, and at the addresses that this turn tells something."""
        to_do = deque([address])
        for _ in range(HOPS):
            if not to_do:
                return
            here = to_do.popleft()
            lease = await self._leases.take(here, LEASE)
            if lease is None:
                # Whoever holds it looks again before he leaves; if he died, the sweep does.
                await self._wakeups.knock(Task.TURN, here, timedelta(seconds=1))
                continue
            to_do += [told for told in await self._at(here, lease) if told not in to_do]
        for left in to_do:
            await self._wakeups.knock(Task.TURN, left)

    async def _at(self, address: str, lease: Lease) -> tuple[str, ...]:
        try:
            policy, at = await self._policies.current(), self._clock.now()
            letters, later = self._ready(await self._inbox.unread(address), at, policy)
            told: list[str] = []
            for key, mail in (await self._by_machine(letters)).items():
                # Whoever is still typing has answered in time: his alarm waits for his words.
                told += await self._machine(key, tuple(mail), at, policy, typing=later is not None)
            if later is not None:
                await self._wakeups.knock(Task.TURN, address, later - at)
        finally:
            await self._leases.release(lease)
        return tuple(told)

    @staticmethod
    def _ready(letters: tuple[Letter, ...], at: datetime, policy: Policy) -> tuple[tuple[Letter, ...], datetime | None]:
        """What can be answered now, and when the rest can: a person is let finish, machines are not kept waiting."""
        heard = tuple(letter.event for letter in letters if isinstance(letter.event, Heard))
        if not heard:
            return letters, None
        finished = finished_at(heard, policy)
        if at >= finished:
            return letters, None
        return tuple(letter for letter in letters if not isinstance(letter.event, Heard)), finished

    async def _by_machine(self, letters: tuple[Letter, ...]) -> dict[Key, list[Letter]]:
        """The letters by the document that they are for; a person's own words go to the role he has."""
        mail: dict[Key, list[Letter]] = {}
        for letter in letters:
            key = letter.to
            if key is None:
                person = letter.address.partition(":")[2]
                registered = await self._professionals.get(person) if person.isdigit() else None
                key = Key(Kind.PRO if registered is not None else Kind.CLIENT, person)
            mail.setdefault(key, []).append(letter)
        return mail

    async def _machine(
        self, key: Key, letters: tuple[Letter, ...], at: datetime, policy: Policy, *, typing: bool
    ) -> tuple[str, ...]:
        for _ in range(TRIES):
            record = await self._repository.load(key) or Record(key, 0, self._machines[key.kind].initial(key))
            if not typing:
                letters = await self._with_alarms(record, letters, at, policy)
            fresh = tuple(letter for letter in letters if letter.id not in record.used)
            fold = Fold(key, record.state, Facts(policy, key, record.version), at)
            await self._fold(fold, fresh)
            try:
                if fresh or fold.effects or fold.state != record.state:
                    await self._repository.save(self._change(fold, record, fresh, policy))
            except Conflict:
                continue
            await self._inbox.acknowledge(key.address, tuple(letter.id for letter in letters))
            log.info(
                "turn",
                extra={
                    "key": key.masked,
                    "before": type(record.state).__name__,
                    "after": type(fold.state).__name__,
                    "letters": len(fresh),
                    "effects": len(fold.effects),
                },
            )
            told, speaks = await self._errands(key)
            if speaks:
                await self._wakeups.knock(Task.DELIVER, str(key))
            return told
        await self._wakeups.knock(Task.TURN, key.address)
        return ()

    async def _with_alarms(
        self, record: Record, letters: tuple[Letter, ...], at: datetime, policy: Policy
    ) -> tuple[Letter, ...]:
        """The letters, and one for each alarm that is due now, behind those that came before it.

        An alarm becomes a letter before anything is done about it: if the turn dies after it has claimed something, the
        same is tried again and the claim is found, whatever has arrived meanwhile.
        """
        mine = [letter for letter in letters if isinstance(letter.event, Rang)]
        for alarm in self._machines[record.key.kind].alarms(record.state, policy):
            rang = Rang(at=alarm.due, event=alarm.event)
            if alarm.due > at or any(letter.event == rang for letter in mine):
                continue
            name = f"{record.key}:{record.version}:{type(alarm.event).__name__}:{alarm.due.isoformat()}"
            letter = Letter(name, record.key.address, rang, record.key)
            await self._inbox.put(letter)
            letters = (*letters, letter)
        return letters

    async def _rings(self, fold: Fold, rang: Rang) -> None:
        """Do what the alarm was for, unless what has happened before it has made it pointless."""
        machine = self._machines[fold.key.kind]
        due = [alarm.event for alarm in machine.alarms(fold.state, fold.facts.policy) if alarm.due <= fold.at]
        if rang.event in due:
            await self._apply(fold, replace(rang.event, at=fold.at))

    async def _fold(self, fold: Fold, letters: tuple[Letter, ...]) -> None:
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
            elif not isinstance(event, Woken):
                await self._apply(fold, replace(event, at=fold.at))

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
                    waiting.append(await self._inquiries(effect, fold.at, fold.facts.policy))
                else:
                    fold.effects.append(effect)

    @staticmethod
    def _change(fold: Fold, record: Record, letters: tuple[Letter, ...], policy: Policy) -> Change:
        hushes = [place for place, effect in enumerate(fold.effects) if isinstance(effect, Hush)]
        kept = [
            effect
            for place, effect in enumerate(fold.effects)
            if isinstance(effect, Errand) or (isinstance(effect, Say) and place > max(hushes, default=-1))
        ]
        outbox = tuple(Entry(f"{fold.key}:{record.version + 1}:{n}", effect, fold.at) for n, effect in enumerate(kept))
        return Change(
            fold.key,
            record.version,
            fold.state,
            next_alarm(fold.key, fold.state, policy),
            tuple(letter.id for letter in letters),
            outbox,
            bool(hushes),
            tuple(fold.ledger),
        )


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
