"""The only door for what operators change: asked here whether they may, written into the audit, and done once.

A command for a machine becomes a letter in its inbox, as everything else does; its row decides.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime

from fixi.application.operate_pros import Edited, Profiles
from fixi.application.operate_staff import KeepsStaff, staffed
from fixi.application.written import written
from fixi.domain.account import Switch
from fixi.domain.audit import Deed
from fixi.domain.canned import MOST, CannedReply
from fixi.domain.care import NAME_ENDS, START, JobSwitch, PeriodicJob, named
from fixi.domain.commands import (
    AddOperator,
    AdmitPro,
    AnyCommand,
    Assign,
    CallOff,
    ChangeOperator,
    ChatCommand,
    Close,
    EditFacts,
    EndOwnSession,
    EndSession,
    ImportPros,
    LeadCommand,
    Note,
    OperatorCommand,
    PausePro,
    ProCommand,
    PutJob,
    PutSending,
    Reject,
    RemoveReply,
    ResetPassword,
    RunJob,
    SavePro,
    SaveReply,
    SetPolicy,
    Stale,
    TurnAwayPro,
    Warned,
    Write,
    against,
    changed_since,
    edits,
    fits,
)
from fixi.domain.errors import Conflict, Refused
from fixi.domain.events import (
    LeadAssigned,
    LeadCalledOff,
    LeadEdited,
    LeadNoted,
    LeadRefused,
    LeadShut,
    OperatorSaid,
    ProAdmitted,
    ProfileChanged,
    ProPaused,
    ProTurnedAway,
    ProUnpaused,
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
from fixi.ports.canned import CannedReplies
from fixi.ports.clock import Clock
from fixi.ports.jobs import JobSwitches
from fixi.ports.operators import Audit
from fixi.ports.queues import Inbox, Letter, Task, Wakeups
from fixi.ports.sending import KillSwitch
from fixi.ports.storage import Policies, Professionals, Repository

NOT_ALLOWED = "not_allowed"
NO_LEAD = "no_such_lead"
NO_PRO = "no_such_pro"
NO_JOB = "no_such_job"
ESSENTIAL = "job_essential"
NOT_NOW = "not_possible_now"
EMPTY = "empty"
TOO_MANY = "too_many_replies"
LONGEST_WORDS = 4000
OPENED = (Understanding, Waiting, Offered, Booked, Completed, PendingReview, Closed, Cancelled, Rejected)
# So many of an imported file look for work at once; for all others the leads that wait look again by themselves.
TOLD_AT_MOST = 200


class Operate:
    """Does what an operator commands."""

    def __init__(
        self,
        repository: Repository,
        inbox: Inbox,
        wakeups: Wakeups,
        professionals: Professionals,
        profiles: Profiles,
        policies: Policies,
        sending: KillSwitch,
        audit: Audit,
        clock: Clock,
        switches: JobSwitches,
        canned: CannedReplies,
        staff: KeepsStaff,
    ) -> None:
        self._repository = repository
        self._inbox = inbox
        self._wakeups = wakeups
        self._professionals = professionals
        self._profiles = profiles
        self._policies = policies
        self._sending = sending
        self._audit = audit
        self._clock = clock
        self._switches = switches
        self._canned = canned
        self._staff = staff

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
                return await self._profile(operator, command, await self._profiles.edited(command))
            case ImportPros():
                return await self._profile(operator, command, await self._profiles.imported(command.drafts))
            case ProCommand():
                return await self._pro_chat(operator, command)
            case SaveReply() | RemoveReply():
                return await self._reply(operator, command)
            case AddOperator() | ChangeOperator() | ResetPassword() | EndSession() | EndOwnSession():
                return await staffed(self._staff, operator, command)
            case SetPolicy():
                return await self._policy(operator, command)
            case PutSending(on=on, why=why):
                async with self._written(operator, command, "sending", after=_put(on=on, why=why)):
                    return await self._sending(Switch(on, operator.name, self._clock.now(), why))
            case PutJob():
                return await self._job(operator, command)
            case RunJob(job=name):
                job = _job(name)
                task = Task(job.task)
                async with self._written(operator, command, job.name):
                    await self._wakeups.knock(task, f"{job.name}{NAME_ENDS}{START}" if task is Task.CARE else "")
                return True

    async def _lead(self, operator: Operator, command: LeadCommand) -> bool:
        key = Key.lead(command.lead)
        record = await self._repository.load(key)
        if record is None or not isinstance(record.state, OPENED):
            raise Refused(NO_LEAD)
        event = _event(command, operator, self._clock)
        letter = self._letter(operator, command, key, event)
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
        if isinstance(command, EditFacts):
            after = " ".join(edits(command.edit, state))
        return await self._put(
            letter, event, self._deed(operator, command, command.lead, str(status(state) or ""), after)
        )

    async def _chat(self, operator: Operator, command: ChatCommand) -> bool:
        event = _event(command, operator, self._clock)
        letter = self._letter(operator, command, command.chat, event)
        return await self._put(letter, event, self._deed(operator, command, command.chat.masked))

    def _letter(self, operator: Operator, command: OperatorCommand, key: Key, event: Steered) -> Letter:
        return Letter(f"operate:{operator.name}:{command.once}", key.address, event, key)

    def _deed(self, operator: Operator, command: OperatorCommand, on: str, before: str = "", after: str = "") -> Deed:
        return Deed(self._clock.now(), operator.name, type(command).__name__, on, before, after)

    async def _put(self, letter: Letter, event: Steered, deed: Deed) -> bool:
        """The letter carries its line of the audit: it is written with what the letter does, or not at all."""
        new = await self._inbox.put(replace(letter, event=replace(event, deed=deed)))
        await self._wakeups.knock(Task.TURN, letter.address)
        return new

    def _written(
        self, operator: Operator, command: OperatorCommand, on: str, before: str = "", after: str = ""
    ) -> AbstractAsyncContextManager[None]:
        return written(self._audit, self._deed(operator, command, on, before, after))

    async def _pro(self, pro: str) -> Professional:
        known = await self._professionals.get(pro)
        if known is None:
            raise Refused(NO_PRO)
        return known

    async def _pro_chat(self, operator: Operator, command: ProCommand) -> bool:
        """What is told to his chat, whose row decides; what is so already is not commanded."""
        known, key = await self._pro(command.pro), Key.pro(command.pro)
        event, before, after = _decided(command, known, operator, self._clock)
        letter = self._letter(operator, command, key, event)
        record = await self._repository.load(key)
        if (record is not None and letter.id in record.used) or before == after:
            return False
        if isinstance(command, (AdmitPro, TurnAwayPro)) and known.approved:
            raise Refused(NOT_NOW)
        return await self._put(letter, event, self._deed(operator, command, _masked(command.pro), before, after))

    async def _profile(self, operator: Operator, command: SavePro | ImportPros, edited: Edited | None) -> bool:
        """Store it, and leads that wait for somebody like these hear of it."""
        if edited is None:
            return False
        async with self._written(operator, command, edited.on, edited.before, edited.after):
            await self._profiles.store(edited)
        event = ProfileChanged(at=self._clock.now(), by=operator.name)
        for pro in (each.id for each in edited.pros[:TOLD_AT_MOST]):
            key = Key.pro(pro)
            letter = Letter(f"operate:{operator.name}:{command.once}:{pro}", key.address, event, key)
            await self._inbox.put(letter)
            await self._wakeups.knock(Task.TURN, letter.address)
        return True

    async def _reply(self, operator: Operator, command: SaveReply | RemoveReply) -> bool:
        """A reply at hand: what is so already is not stored."""
        reply, every = command.reply, await self._canned.every()
        known = next((each for each in every if each.id == reply.id), None)
        if isinstance(command, RemoveReply) and known is None:
            return False
        if known == reply and isinstance(command, SaveReply):
            return False
        if reply.version != (known.version if known is not None else 0):
            raise Stale(("reply",))
        if known is None and len(every) >= MOST:
            raise Refused(TOO_MANY)
        before = "" if known is None else _reply_text(known)
        after = _reply_text(reply) if isinstance(command, SaveReply) else ""
        try:
            async with self._written(operator, command, reply.title, before, after):
                if isinstance(command, SaveReply):
                    await self._canned.put(reply)
                else:
                    await self._canned.remove(reply.id, reply.version)
        except Conflict:
            raise Stale(("reply",)) from None
        return True

    async def _policy(self, operator: Operator, command: SetPolicy) -> bool:
        policy = await self._policies.current()
        before = value_of(policy, command.name)
        wanted = changed(policy, command.name, command.value)
        if wanted == policy:
            return False
        if before != command.before:
            raise Stale((command.name,))
        try:
            async with self._written(operator, command, command.name, before, value_of(wanted, command.name)):
                await self._policies.change(wanted, operator.name, self._clock.now())
        except Conflict:
            raise Stale((command.name,)) from None
        return True

    async def _job(self, operator: Operator, command: PutJob) -> bool:
        job, on = _job(command.job), command.on
        if job.essential and not on:
            raise Refused(ESSENTIAL)
        if (job.name not in await self._switches.off()) is on:
            return False
        before, after = "off" if on else "on", _put(on=on, why=command.why)
        async with self._written(operator, command, job.name, before, after):
            return await self._switches.turn(JobSwitch(job.name, on, operator.name, self._clock.now(), command.why))


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


def _decided(command: ProCommand, known: Professional, operator: Operator, clock: Clock) -> tuple[Steered, str, str]:
    """The event for his chat, and how it was before and is after, as the audit says it."""
    at, by = clock.now(), operator.name
    match command:
        case PausePro(until=None):
            return ProUnpaused(at=at, by=by), str(known.paused_until or ""), ""
        case PausePro(until=datetime() as until):
            return ProPaused(at=at, by=by, until=until), str(known.paused_until or ""), str(until)
        case AdmitPro():
            return ProAdmitted(at=at, by=by), "pending" if known.active else "turned_away", "approved"
        case TurnAwayPro():
            return ProTurnedAway(at=at, by=by), "pending" if known.active else "turned_away", "turned_away"
        case _:
            raise Refused(NOT_NOW)


def _job(name: str) -> PeriodicJob:
    job = named(name)
    if job is None:
        raise Refused(NO_JOB)
    return job


def _reply_text(reply: CannedReply) -> str:
    return " · ".join(f"{language}: {text}" for language, text in reply.texts)


def _put(*, on: bool, why: str) -> str:
    word = "on" if on else "off"
    return f"{word}: {why}" if why else word


def _words(text: str) -> str:
    words = text.strip()[:LONGEST_WORDS]
    if not words:
        raise Refused(EMPTY)
    return words


def _masked(pro: str) -> str:
    return f"…{pro[-4:]}"
