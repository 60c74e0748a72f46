"""What is to be said goes out, in order and once.

An entry is marked before it is sent and marked again after. If we die in between, or the provider does not answer,
its outcome is unknown, and the provider's own journal is asked before anything is repeated.
"""

import logging
from datetime import datetime, timedelta

from fixi.application.errands import Errands
from fixi.domain.effects import Alert, Say
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.values import ChatKey, Key, Kind
from fixi.ports.alerts import Alerts
from fixi.ports.clock import Clock
from fixi.ports.messaging import Button, Message, Messenger
from fixi.ports.queues import Lease, Leases, Task, Wakeups
from fixi.ports.storage import Entry, Ledger, LedgerEntry, Outbox, Policies
from fixi.ports.wording import Wording

LEASE = timedelta(seconds=30)
ENOUGH = timedelta(seconds=20)  # so much of the lease is left whenever a message goes out
LONGEST_PAUSE = timedelta(minutes=5)
MOST_BUTTONS = 3
LOOKED_AT = 200

log = logging.getLogger(__name__)


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
        pending = await self._outbox.pending(key)
        for address in await self._errands(key, pending):
            await self._wakeups.knock(Task.TURN, address)
        while (entry := next((e for e in pending if isinstance(e.effect, Say)), None)) is not None:
            if lease.until - self._clock.now() < ENOUGH:
                return True
            left = await self._head(key, entry)
            if left is None:
                return False
            pending = left
        return False

    async def _head(self, key: Key, entry: Entry) -> tuple[Entry, ...] | None:
        """Send the oldest entry: what is pending then, None when nothing more can be sent now."""
        if not isinstance(entry.effect, Say):
            return None
        at = self._clock.now()
        if entry.after is not None and entry.after > at:
            await self._wakeups.knock(Task.DELIVER, str(key), entry.after - at)
            return None
        try:
            message = self._message(key, entry, entry.effect)
        except KeyError:
            # A text that the catalogue lacks is our defect; it must not keep everything behind it from going out.
            return await self._give_up(key, entry, Message(entry.id, ChatKey(key.id), entry.effect.text), "wording")
        try:
            if entry.stage == "sending":
                found = await self._went_out(key, entry, message)
                if found is not None:
                    return await self._outbox.done(key, (entry.id,), _line(entry, key, at, "sent", message, found))
            if not await self._outbox.sending(key, entry.id, at):
                return await self._without(key, entry)
            reference = await self._messenger.send(message)
        except Unavailable as error:
            return await self._try_again(key, entry, message, error)
        except Refused as error:
            return await self._give_up(key, entry, message, error.reason)
        line = _line(entry, key, self._clock.now(), "sent", message, reference)
        return await self._outbox.done(key, (entry.id,), line)

    async def _without(self, key: Key, entry: Entry) -> tuple[Entry, ...] | None:
        """What is pending now that this one was hushed, or None: somebody else is sending it, so the rest waits too.

        That happens when the queue has forgotten who holds the lease.
        """
        pending = await self._outbox.pending(key)
        if all(other.id != entry.id for other in pending):
            return pending
        await self._wakeups.knock(Task.DELIVER, str(key), timedelta(seconds=1))
        return None

    async def _went_out(self, key: Key, entry: Entry, message: Message) -> str | None:
        """The provider's id of this entry, if it did go out: the same words may have been said before it."""
        found = await self._messenger.sent(message, entry.since or entry.made_at)
        if not found:
            return None
        # A professional who is a client as well has one screen for both.
        both = [await self._ledger.lines(f"{kind}:{key.id}", LOOKED_AT) for kind in (Kind.CLIENT, Kind.PRO)]
        known = {line.ref for lines in both for line in lines}
        return next((reference for reference in found if reference not in known), None)

    def _message(self, key: Key, entry: Entry, say: Say) -> Message:
        worded = self._wording.say(say)
        question = say.question
        choices = worded.choices if question is not None and len(worded.choices) <= MOST_BUTTONS else ()
        buttons = tuple(
            Button(f"{question.id if question is not None else ''}/{value}", label) for value, label in choices
        )
        return Message(entry.id, ChatKey(key.id), worded.text, buttons, say.media)

    async def _try_again(
        self, key: Key, entry: Entry, message: Message, error: Unavailable
    ) -> tuple[Entry, ...] | None:
        policy, at = await self._policies.current(), self._clock.now()
        waited = at - (entry.since or at)
        if entry.attempts + 1 >= policy.send_attempts or waited > policy.send_patience:
            return await self._give_up(key, entry, message, "unavailable")
        # The pause grows with every attempt, and with the time that the provider's journal could not be asked.
        growing = max(timedelta(seconds=2 ** (entry.attempts + 1)), waited)
        pause = error.retry_after or min(growing, LONGEST_PAUSE)
        unknown = error.unknown or entry.stage == "sending"
        await self._outbox.again(key, entry.id, at + pause, unknown=unknown)
        await self._wakeups.knock(Task.DELIVER, str(key), pause)
        return None

    async def _give_up(self, key: Key, entry: Entry, message: Message, reason: str) -> tuple[Entry, ...]:
        at = self._clock.now()
        log.warning("send failed", extra={"key": key.masked, "reason": reason})
        await self._alerts.call(f"{entry.id}:failed", Alert("failed_send", key.masked), at)
        return await self._outbox.done(key, (entry.id,), _line(entry, key, at, "failed", message, "", reason))


def _line(
    entry: Entry, key: Key, at: datetime, outcome: str, message: Message, reference: str, reason: str = ""
) -> LedgerEntry:
    return LedgerEntry(entry.id, at, "out", str(key), outcome, reason, message.text, reference)
