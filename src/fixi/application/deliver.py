"""What is to be said goes out, in order and once, if the policy guard lets it.

An entry is marked before it is sent and marked again after. If we die in between, or the provider does not answer,
its outcome is unknown, and the provider's own journal is asked before anything is repeated. What the guard holds back
stays where it is, with a line in the ledger that names the rule; what it refuses leaves with one.
"""

import hashlib
import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta

from fixi.application.errands import Errands
from fixi.application.gate import Gate, Letter, heard_before
from fixi.domain.account import Sighting
from fixi.domain.effects import Alert, Say
from fixi.domain.errors import AccountStopped, Refused, Unavailable
from fixi.domain.guard import SOON, Drop, Go, Spoken, Wait, same_words
from fixi.domain.values import ChatKey, Key, Kind
from fixi.ports.account import AccountBook
from fixi.ports.alerts import Alerts
from fixi.ports.chats import Chats, Talk
from fixi.ports.clock import Clock
from fixi.ports.messaging import Button, Filled, Message, Messenger
from fixi.ports.queues import Lease, Leases, Task, Wakeups
from fixi.ports.storage import Entry, Ledger, LedgerEntry, Outbox, Policies
from fixi.ports.wording import Wording

LEASE = timedelta(seconds=30)
ENOUGH = timedelta(seconds=20)  # so much of the lease is left whenever a message goes out
LONGEST_PAUSE = timedelta(minutes=5)
MOST_BUTTONS = 3
NOTHING_SAID = "–"
LOOKED_AT = 200
# Rules that hold back everything, and not one person's words.
OF_ALL = frozenset({"kill_switch", "account", "gap"})
# The provider says that the person has not written lately enough for free words.
SHUT = "window"

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Run:
    """One delivery under one lease: the chat as it stands, what has stepped aside, what was refused as too late."""

    key: Key
    talk: Talk
    aside: set[str] = field(default_factory=set)
    shut: set[str] = field(default_factory=set)

    def head(self) -> Entry | None:
        """The oldest words that have not stepped aside."""
        waiting = (e for e in self.talk.pending if isinstance(e.effect, Say) and e.id not in self.aside)
        return next(waiting, None)


class Deliver:
    """Sends what one document has to say."""

    def __init__(
        self,
        outbox: Outbox,
        leases: Leases,
        wakeups: Wakeups,
        messenger: Messenger,
        wording: Wording,
        errands: Errands,
        alerts: Alerts,
        ledger: Ledger,
        policies: Policies,
        clock: Clock,
        gate: Gate,
        chats: Chats,
        book: AccountBook,
    ) -> None:
        self._outbox = outbox
        self._leases = leases
        self._wakeups = wakeups
        self._messenger = messenger
        self._wording = wording
        self._errands = errands
        self._alerts = alerts
        self._ledger = ledger
        self._policies = policies
        self._clock = clock
        self._gate = gate
        self._chats = chats
        self._book = book

    async def __call__(self, key: Key) -> None:
        """Do the errands that were left behind, then say what waits, the oldest first."""
        more = True
        while more:
            lease = await self._leases.take(f"out:{key.address}", LEASE)
            if lease is None:
                await self._wakeups.knock(Task.DELIVER, str(key), timedelta(seconds=1))
                return
            try:
                more = await self._under(lease, key)
            finally:
                await self._leases.release(lease)

    async def _under(self, lease: Lease, key: Key) -> bool:
        """What can be said under this lease; True when there is more, and too little of the lease left for it.

        As long as the lease is ours nobody else marks what is to be said: what was read under it stays true, but for
        what a turn has hushed or added, and each mark tells that.
        """
        run = Run(key, await self._chats.talk(key))
        for address in await self._errands(key, run.talk.pending):
            await self._wakeups.knock(Task.TURN, address)
        while (entry := run.head()) is not None:
            if lease.until - self._clock.now() < ENOUGH:
                return True
            if not await self._head(run, entry):
                return False
        return False

    async def _head(self, run: Run, entry: Entry) -> bool:
        """Send the oldest entry, or let it step aside; False when nothing more can be sent now."""
        if not isinstance(entry.effect, Say):
            return False
        at = self._clock.now()
        # What was never tried waits for the guard alone, and is shown to it again: a person may have written since.
        if entry.after is not None and entry.after > at and entry.attempts:
            if await self._gate.steps_aside(entry.effect, entry.after):
                run.aside.add(entry.id)
                return True
            await self._later(run.key, entry.after - at)
            return False
        try:
            message = self._message(run.key, entry, entry.effect)
        except KeyError:
            # A text that the catalogue lacks is our defect; it must not keep everything behind it from going out.
            lacking = Message(entry.id, ChatKey(run.key.id), entry.effect.text)
            return await self._give_up(run, entry, lacking, "wording")
        try:
            if entry.stage == "sending":
                found = await self._went_out(run.key, entry, message)
                if found is not None:
                    return await self._done(run, entry, message, "sent", reference=found)
            return await self._guarded(run, entry, entry.effect, message)
        except AccountStopped as stopped:
            await self._book.saw(Sighting(stopped.state, self._clock.now()))
            return await self._hold(run, entry, message, Wait("account", self._clock.now() + SOON), tried=True)
        except Unavailable as error:
            return await self._try_again(run, entry, message, error)
        except Refused as error:
            return await self._refused(run, entry, message, error.reason)

    async def _guarded(self, run: Run, entry: Entry, say: Say, message: Message) -> bool:
        verdict = await self._gate(Letter(run.key, say, message, run.talk, entry.made_at))
        match verdict:
            case Wait():
                return await self._hold(run, entry, message, verdict)
            case Drop():
                return await self._drop(run, entry, message, verdict)
            case Go():
                message = self._as_it_may(verdict, say, message)
        at = self._clock.now()
        if not await self._outbox.sending(run.key, entry.id, at):
            return await self._without(run, entry)
        reference = await self._messenger.send(message)
        return await self._done(run, entry, message, "sent", reference=reference)

    def _as_it_may(self, go: Go, say: Say, message: Message) -> Message:
        """The message without its buttons, or as a template, if that is how it may go."""
        if go.template is not None:
            # A provider takes no empty place.
            values = tuple(value or NOTHING_SAID for value in self._wording.values(say, go.template.variables))
            return replace(message, buttons=(), template=Filled(go.template.name, go.template.code, values))
        return message if go.buttons else replace(message, buttons=())

    async def _done(
        self,
        run: Run,
        entry: Entry,
        message: Message,
        outcome: str,
        reason: str = "",
        *,
        reference: str = "",
    ) -> bool:
        """It has its end: one line in the ledger, and it is gone from the outbox."""
        at = self._clock.now()
        if not reason and isinstance(entry.effect, Say) and entry.effect.by:
            reason = f"operator {entry.effect.by}"
        line = LedgerEntry(entry.id, at, "out", str(run.key), outcome, reason, message.text, reference)
        question = entry.effect.question if isinstance(entry.effect, Say) else None
        digest = same_words(message.text, question.about if question is not None else "")
        said = Spoken(digest, at, entry.made_at) if outcome == "sent" else None
        left = await self._outbox.done(run.key, (entry.id,), line, said)
        spoken = (*run.talk.said, said) if said is not None else run.talk.said
        run.talk = replace(run.talk, pending=left, said=spoken)
        return True

    async def _hold(self, run: Run, entry: Entry, message: Message, wait: Wait, *, tried: bool = False) -> bool:
        """Not now. It stays, and the ledger says once why; True when what is behind it may go on.

        What did not go out for certain is as if it was never tried: neither its tries nor the time it waits here count.
        """
        policy, at = await self._policies.current(), self._clock.now()
        if at - entry.made_at > policy.hold_patience:
            return await self._outlived(run, entry, message, wait.rule)
        unknown = entry.stage == "sending"
        if tried or entry.after is None or not at < entry.after <= wait.until:
            tries = None if unknown else entry.attempts + tried
            await self._outbox.again(run.key, entry.id, wait.until, unknown=unknown, tries=tries)
        name = f"{entry.id}:held:{wait.rule}"
        if await self._ledger.write(LedgerEntry(name, at, "held", str(run.key), "waiting", wait.rule, message.text)):
            log.info("held", extra={"key": run.key.masked, "rule": wait.rule})
        if wait.aside:
            run.aside.add(entry.id)
            return True
        await self._later(run.key, wait.until - at)
        return False

    async def _outlived(self, run: Run, entry: Entry, message: Message, rule: str) -> bool:
        """Held for too long. What holds everybody back is one alert a day, not one for each message."""
        at = self._clock.now()
        log.warning("dropped", extra={"key": run.key.masked, "rule": rule})
        name = f"held:{rule}:{at.date()}" if rule in OF_ALL else f"{entry.id}:failed"
        await self._alerts.call(name, Alert("held", run.key.masked, rule), at)
        return await self._done(run, entry, message, "dropped", rule)

    async def _drop(self, run: Run, entry: Entry, message: Message, drop: Drop) -> bool:
        log.info("dropped", extra={"key": run.key.masked, "rule": drop.rule})
        if drop.tell:
            await self._alerts.call(f"{entry.id}:failed", Alert("failed_send", run.key.masked), self._clock.now())
        return await self._done(run, entry, message, "dropped", drop.rule)

    async def _refused(self, run: Run, entry: Entry, message: Message, reason: str) -> bool:
        """Never, says the provider; but what he refuses since nobody wrote lately may go as a template, or wait."""
        if reason != SHUT or entry.id in run.shut:
            return await self._give_up(run, entry, message, reason)
        run.shut.add(entry.id)
        at = self._clock.now()
        for kind in (Kind.CLIENT, Kind.PRO):
            await self._chats.shut(Key(kind, run.key.id), at)
        await self._outbox.again(run.key, entry.id, at, unknown=False)
        run.talk = heard_before(at, replace(run.talk, pending=await self._outbox.pending(run.key)))
        return True

    async def _later(self, key: Key, wait: timedelta) -> None:
        if wait <= LONGEST_PAUSE:  # what is held for longer the sweep finds
            await self._wakeups.knock(Task.DELIVER, str(key), wait)

    async def _without(self, run: Run, entry: Entry) -> bool:
        """Whether to go on now that this one was hushed; not when somebody else is sending it: then the rest waits too.

        That happens when the queue has forgotten who holds the lease.
        """
        pending = await self._outbox.pending(run.key)
        if all(other.id != entry.id for other in pending):
            run.talk = replace(run.talk, pending=pending)
            return True
        await self._wakeups.knock(Task.DELIVER, str(run.key), timedelta(seconds=1))
        return False

    async def _went_out(self, key: Key, entry: Entry, message: Message) -> str | None:
        """The provider's id of this entry, if it did go out: the same words may have been said before it."""
        found = await self._messenger.sent(message, entry.since or entry.made_at)
        if not found:
            return None
        # A professional who is a client as well has one screen for both.
        both = [await self._ledger.lines(f"{kind}:{key.id}", LOOKED_AT) for kind in (Kind.CLIENT, Kind.PRO)]
        # A receipt names it too, and is no sign that the entry it belongs to is done.
        known = {line.ref for lines in both for line in lines if line.kind == "out"}
        return next((reference for reference in found if reference not in known), None)

    def _message(self, key: Key, entry: Entry, say: Say) -> Message:
        worded = self._wording.say(say)
        question = say.question
        choices = worded.choices if question is not None and len(worded.choices) <= MOST_BUTTONS else ()
        buttons = tuple(
            Button(f"{question.id if question is not None else ''}/{value}", label) for value, label in choices
        )
        return Message(entry.id, ChatKey(key.id), worded.text, buttons, say.media)

    async def _try_again(self, run: Run, entry: Entry, message: Message, error: Unavailable) -> bool:
        policy, at = await self._policies.current(), self._clock.now()
        waited = at - (entry.since or at)
        if entry.attempts + 1 >= policy.send_attempts or waited > policy.send_patience:
            return await self._give_up(run, entry, message, "unavailable")
        # The pause grows with every attempt, and with the time that the provider's journal could not be asked.
        growing = max(timedelta(seconds=2 ** (entry.attempts + 1)), waited)
        pause = error.retry_after or min(growing, LONGEST_PAUSE) * _jitter(entry)
        unknown = error.unknown or entry.stage == "sending"
        await self._outbox.again(run.key, entry.id, at + pause, unknown=unknown)
        await self._wakeups.knock(Task.DELIVER, str(run.key), pause)
        return False

    async def _give_up(self, run: Run, entry: Entry, message: Message, reason: str) -> bool:
        log.warning("send failed", extra={"key": run.key.masked, "reason": reason})
        await self._alerts.call(f"{entry.id}:failed", Alert("failed_send", run.key.masked), self._clock.now())
        return await self._done(run, entry, message, "failed", reason)


def _jitter(entry: Entry) -> float:
    """Between three quarters and the whole: what failed together does not come back together.

    It follows from the entry and the attempt, so that a repeat decides the same.
    """
    drawn = hashlib.sha256(f"{entry.id}:{entry.attempts}".encode()).digest()[0]
    return 0.75 + drawn / 1024
