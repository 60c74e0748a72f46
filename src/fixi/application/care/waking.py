"""Healer, stale monitor and offer deadlines: leads that should have been woken by now, whatever their due time says.

The sweep wakes what its stored due time names. These jobs ask the state itself, under the policy of this moment: so
they also find a due time that is wrong or missing, or follows from an older policy. All they do is wake the lead; what
an alarm means is decided where it always is, in the lead's own turn.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fixi.application.care.work import Finding, Work
from fixi.domain.effects import Alert
from fixi.domain.events import Event, OfferExpired, Woken
from fixi.domain.lead.idle import overdue, patience
from fixi.domain.lead.states import alarms
from fixi.domain.machine import Alarm
from fixi.domain.policy import Policy
from fixi.domain.values import Key, Status
from fixi.ports.alerts import Alerts
from fixi.ports.queues import Inbox, Letter, Task, Wakeups
from fixi.ports.storage import Idle, Leads, Policies, Repository

PAGE = 200
AT_ONCE = timedelta(0)
# What the sweep would have woken by now.
SLACK = timedelta(minutes=2)
# A letter that lies unread for longer than this is not going to be read.
UNREAD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Look:
    """Where to look: leads of this status with an alarm of these kinds (any, if none is named), due `slack` ago."""

    status: Status
    slack: timedelta = AT_ONCE
    kinds: tuple[type[Event], ...] = ()


HEALER = (Look(Status.NEW, kinds=(OfferExpired,)), Look(Status.CONTACTED, SLACK), Look(Status.PENDING_REVIEW, SLACK))
STALE = (Look(Status.BOOKED), Look(Status.COMPLETED, SLACK))
OFFERS = (Look(Status.NEW),)


class Waking(Work):
    """Wakes the leads that its looks find, each once for each version; calls a person for one that cannot be woken."""

    def __init__(
        self,
        name: str,
        looks: tuple[Look, ...],
        leads: Leads,
        repository: Repository,
        inbox: Inbox,
        wakeups: Wakeups,
        alerts: Alerts,
        policies: Policies,
    ) -> None:
        self._name = name
        self._looks = looks
        self._leads = leads
        self._repository = repository
        self._inbox = inbox
        self._wakeups = wakeups
        self._alerts = alerts
        self._policies = policies

    async def __call__(self, at: datetime, *, dry: bool) -> tuple[Finding, ...]:
        """See Work."""
        policy = await self._policies.current()
        found: list[Finding] = []
        for look in self._looks:
            before = at - look.slack - patience(look.status, policy)
            last: Idle | None = None
            while page := await self._leads.idle(look.status, before, PAGE, last):
                found += [f for lead in page if (f := await self._tend(lead, look, at, policy, dry=dry)) is not None]
                last = page[-1]
        return tuple(found)

    async def _tend(self, idle: Idle, look: Look, at: datetime, policy: Policy, *, dry: bool) -> Finding | None:
        due = overdue(idle.state, at, policy, look.slack, look.kinds)
        if due:
            return await self._wake(idle, min(due, key=lambda alarm: alarm.due), at, dry=dry)
        if alarms(idle.state, policy):
            return None
        # It waits for nothing: no letter of ours would change that.
        return await self._call(idle, f"nothing wakes it in {type(idle.state).__name__}", at, dry=dry)

    async def _wake(self, idle: Idle, alarm: Alarm, at: datetime, *, dry: bool) -> Finding:
        why = f"{type(alarm.event).__name__} since {alarm.due.isoformat(timespec='seconds')}"
        if dry:
            return Finding(idle.lead, why, "would be woken")
        key = Key.lead(idle.lead)
        letter = Letter(f"care:{self._name}:{idle.lead}:{idle.version}", key.address, Woken(at=at), key)
        if await self._inbox.put(letter):
            await self._wakeups.knock(Task.TURN, key.address)
            return Finding(idle.lead, why, "woken")
        if await self._in_vain(letter, idle, at):
            return await self._call(idle, why, at, dry=dry)
        return Finding(idle.lead, why, "woken before", new=False)

    async def _in_vain(self, letter: Letter, idle: Idle, at: datetime) -> bool:
        """True when it was woken at this version and nothing came of it: the letter lies there, or was set aside."""
        unread = await self._inbox.unread(letter.address)
        mine = next((other.event for other in unread if other.id == letter.id), None)
        if mine is not None:
            return isinstance(mine, Woken) and at - mine.at > UNREAD
        record = await self._repository.load(Key.lead(idle.lead))
        return record is not None and record.version == idle.version

    async def _call(self, idle: Idle, why: str, at: datetime, *, dry: bool) -> Finding:
        if dry:
            return Finding(idle.lead, why, "would be shown to a person")
        await self._alerts.call(f"care:stuck:{idle.lead}:{idle.version}", Alert("stuck", idle.lead), at)
        return Finding(idle.lead, why, "shown to a person", new=False)
