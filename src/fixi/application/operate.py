"""The only door for what operators change: asked here whether they may, written into the audit, and done once.

A command for a machine becomes a letter in its inbox, as everything else does; its row decides.
"""

from dataclasses import fields

from fixi.domain.account import Switch
from fixi.domain.audit import Deed
from fixi.domain.care import NAME_ENDS, START, JobSwitch, PeriodicJob, named
from fixi.domain.commands import (
    AnyCommand,
    Assign,
    CallOff,
    ChatCommand,
    Close,
    EditFacts,
    LeadCommand,
    Note,
    PausePro,
    PutJob,
    PutSending,
    Reject,
    RunJob,
    SavePro,
    SetPolicy,
    Stale,
    Warned,
    Write,
    against,
    changed_since,
    fits,
)
from fixi.domain.effects import Pause
from fixi.domain.errors import Conflict, Refused
from fixi.domain.events import (
    LeadAssigned,
    LeadCalledOff,
    LeadEdited,
    LeadNoted,
    LeadRefused,
    LeadShut,
    OperatorSaid,
    Steered,
)
from fixi.domain.lead.states import (
    Booked,
    Cancelled,
    Closed,
    Completed,
    Offered,
    PendingReview,
    Rejected,
    Understanding,
    Waiting,
    status,
)
from fixi.domain.operators import Operator
from fixi.domain.policy_text import changed, value_of
from fixi.domain.professional import Professional
from fixi.domain.values import Key
from fixi.ports.clock import Clock
from fixi.ports.jobs import JobSwitches
from fixi.ports.operators import Audit
from fixi.ports.queues import Inbox, Letter, Task, Wakeups
from fixi.ports.sending import KillSwitch
from fixi.ports.storage import Policies, Professionals, Repository, TrackRecord

NOT_ALLOWED = "not_allowed"
NO_LEAD = "no_such_lead"
NO_PRO = "no_such_pro"
NO_JOB = "no_such_job"
ESSENTIAL = "job_essential"
NOT_NOW = "not_possible_now"
EMPTY = "empty"
TAKEN = "pro_exists"
LONGEST_WORDS = 4000
OPENED = (Understanding, Waiting, Offered, Booked, Completed, PendingReview, Closed, Cancelled, Rejected)
# What an operator may not change of a professional: work has written it.
WRITTEN_BY_WORK = frozenset({"places", "reviews", "replies", "jobs_done", "last_offer_at", "paused_until"})


class Operate:
    """Does what an operator commands."""

    def __init__(
        self,
        repository: Repository,
        inbox: Inbox,
        wakeups: Wakeups,
        professionals: Professionals,
        track_record: TrackRecord,
        policies: Policies,
        sending: KillSwitch,
        audit: Audit,
        clock: Clock,
        switches: JobSwitches,
    ) -> None:
        self._repository = repository
        self._inbox = inbox
        self._wakeups = wakeups
        self._professionals = professionals
        self._track_record = track_record
        self._policies = policies
        self._sending = sending
        self._audit = audit
        self._clock = clock
        self._switches = switches

    async def __call__(self, operator: Operator, command: AnyCommand) -> bool:
        """Do it; False when the same was commanded before. Harmless when repeated.

        Raises Refused with a reason; Stale, with what has changed since; Warned, with what speaks against it.
        Raises Unavailable: then it may have been done all the same, and the same command may be given again.
        """
        if not operator.may(command.permission):
            raise Refused(NOT_ALLOWED)
        match command:
            case LeadCommand():
                return await self._lead(operator, command)
            case ChatCommand():
                return await self._chat(operator, command)
            case SavePro():
                return await self._save(operator, command)
            case PausePro(pro=pro, until=until):
                known = await self._pro(pro)
                if known.paused_until == until:
                    return False
                await self._track_record.note(pro, Pause(pro, until))
                before, after = (str(moment or "") for moment in (known.paused_until, until))
                return await self._noted(operator, command, _masked(pro), before, after)
            case SetPolicy():
                return await self._policy(operator, command)
            case PutSending(on=on, why=why):
                done = await self._sending(Switch(on, operator.name, self._clock.now(), why))
                return done and await self._noted(operator, command, "sending", after=_put(on=on, why=why))
            case PutJob():
                return await self._job(operator, command)
            case RunJob(job=name):
                job = _job(name)
                task = Task(job.task)
                await self._wakeups.knock(task, f"{job.name}{NAME_ENDS}{START}" if task is Task.CARE else "")
                return await self._noted(operator, command, job.name)

    async def _lead(self, operator: Operator, command: LeadCommand) -> bool:
        key = Key.lead(command.lead)
        record = await self._repository.load(key)
        if record is None or not isinstance(record.state, OPENED):
            raise Refused(NO_LEAD)
        letter = self._letter(operator, command, key, _event(command, operator, self._clock))
        if letter.id in record.used:
            return False
        state = record.state
        if record.version != command.version and not isinstance(command, Note):
            stale = changed_since(command.seen, state)
            if stale:
                raise Stale(stale)
        if not fits(state, type(command)):
            raise Refused(NOT_NOW)
        if isinstance(command, Assign):
            policy = await self._policies.current()
            reasons = against(await self._pro(command.pro), state, self._clock.now(), policy)
            warned = Warned(reasons)
            if reasons and (warned.hard or not command.anyway):
                raise warned
        after = _masked(command.pro) if isinstance(command, Assign) else ""
        return await self._put(operator, command, letter, command.lead, str(status(state) or ""), after)

    async def _chat(self, operator: Operator, command: ChatCommand) -> bool:
        event = _event(command, operator, self._clock)
        return await self._put(
            operator, command, self._letter(operator, command, command.chat, event), command.chat.masked
        )

    def _letter(self, operator: Operator, command: LeadCommand | ChatCommand, key: Key, event: Steered) -> Letter:
        return Letter(f"operate:{operator.name}:{command.once}", key.address, event, key)

    async def _put(
        self,
        operator: Operator,
        command: AnyCommand | LeadCommand | ChatCommand,
        letter: Letter,
        on: str,
        before: str = "",
        after: str = "",
    ) -> bool:
        """Into the audit only if it is the first time; the line comes second, for what is not done is not written."""
        new = await self._inbox.put(letter)
        if new:
            await self._audit.append(Deed(self._clock.now(), operator.name, _name(command), on, before, after))
        await self._wakeups.knock(Task.TURN, letter.address)
        return new

    async def _pro(self, pro: str) -> Professional:
        known = await self._professionals.get(pro)
        if known is None:
            raise Refused(NO_PRO)
        return known

    async def _save(self, operator: Operator, command: SavePro) -> bool:
        known = await self._professionals.get(command.pro.id)
        if known is not None and command.before is None:
            raise Refused(TAKEN)
        if known is not None and command.before is not None:
            stale = _different(known, command.before)
            if stale:
                raise Stale(stale)
        edited = _different(known, command.pro) if known is not None else ("new",)
        if not edited:
            return False
        await self._professionals.put((command.pro,))
        return await self._noted(operator, command, _masked(command.pro.id), after=" ".join(edited))

    async def _policy(self, operator: Operator, command: SetPolicy) -> bool:
        policy = await self._policies.current()
        before = value_of(policy, command.name)
        wanted = changed(policy, command.name, command.value)
        if wanted == policy:
            return False
        if before != command.before:
            raise Stale((command.name,))
        try:
            await self._policies.change(wanted, operator.name, self._clock.now())
        except Conflict:
            raise Stale((command.name,)) from None
        return await self._noted(operator, command, command.name, before, value_of(wanted, command.name))

    async def _job(self, operator: Operator, command: PutJob) -> bool:
        job, on = _job(command.job), command.on
        if job.essential and not on:
            raise Refused(ESSENTIAL)
        done = await self._switches.turn(JobSwitch(job.name, on, operator.name, self._clock.now(), command.why))
        before = "off" if on else "on"
        return done and await self._noted(operator, command, job.name, before, _put(on=on, why=command.why))

    async def _noted(self, operator: Operator, command: AnyCommand, on: str, before: str = "", after: str = "") -> bool:
        await self._audit.append(Deed(self._clock.now(), operator.name, _name(command), on, before, after))
        return True


def _event(command: LeadCommand | ChatCommand, operator: Operator, clock: Clock) -> Steered:
    """The event that the machine of this command knows."""
    at, by = clock.now(), operator.name
    match command:
        case Assign(pro=pro):
            return LeadAssigned(at=at, by=by, pro=pro)
        case CallOff(reason=reason):
            return LeadCalledOff(at=at, by=by, reason=reason)
        case Close(reason=reason):
            return LeadShut(at=at, by=by, reason=reason)
        case Reject(reason=reason):
            return LeadRefused(at=at, by=by, reason=reason)
        case EditFacts(edit=edit):
            return LeadEdited(at=at, by=by, edit=edit)
        case Note(text=text):
            return LeadNoted(at=at, by=by, text=_words(text))
        case Write(text=text):
            return OperatorSaid(at=at, by=by, text=_words(text))
        case _:
            return command.event(at=at, by=by)


def _job(name: str) -> PeriodicJob:
    job = named(name)
    if job is None:
        raise Refused(NO_JOB)
    return job


def _put(*, on: bool, why: str) -> str:
    word = "on" if on else "off"
    return f"{word}: {why}" if why else word


def _words(text: str) -> str:
    words = text.strip()[:LONGEST_WORDS]
    if not words:
        raise Refused(EMPTY)
    return words


def _different(one: Professional, other: Professional) -> tuple[str, ...]:
    names = (each.name for each in fields(Professional) if each.name not in WRITTEN_BY_WORK)
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def _masked(pro: str) -> str:
    return f"…{pro[-4:]}"


def _name(command: object) -> str:
    return type(command).__name__
