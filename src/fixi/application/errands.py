"""Errands: effects that are done inside the system after the save. Each may be done twice without harm."""

from dataclasses import replace

from fixi.application.poison import Poison
from fixi.application.sending import Sending
from fixi.domain.account import Switch
from fixi.domain.effects import (
    Admit,
    Alert,
    Errand,
    NoteDone,
    NoteReply,
    NoteReview,
    Pause,
    PutSwitch,
    Release,
    SeekWork,
    Tell,
    WriteDeed,
)
from fixi.domain.errors import Conflict, NotAllowed, Unavailable
from fixi.domain.events import PlaceFreed
from fixi.domain.lead.request import search_for
from fixi.domain.lead.states import LEAD_STATES, Waiting, appointment, holders
from fixi.domain.matching import refusal
from fixi.domain.values import Key
from fixi.ports.alerts import Alerts
from fixi.ports.clock import Clock
from fixi.ports.operators import Audit
from fixi.ports.queues import Inbox, Letter
from fixi.ports.storage import (
    Calendar,
    Capacity,
    Entry,
    Leads,
    Outbox,
    Policies,
    Professionals,
    Repository,
    TrackRecord,
)

LOOKED_AT = 50


class Errands:
    """Does the errands of one document and says which addresses have new letters."""

    def __init__(
        self,
        outbox: Outbox,
        inbox: Inbox,
        capacity: Capacity,
        calendar: Calendar,
        track_record: TrackRecord,
        professionals: Professionals,
        leads: Leads,
        repository: Repository,
        alerts: Alerts,
        policies: Policies,
        clock: Clock,
        poison: Poison,
        sending: Sending,
        audit: Audit,
    ) -> None:
        self._outbox = outbox
        self._inbox = inbox
        self._capacity = capacity
        self._calendar = calendar
        self._track_record = track_record
        self._professionals = professionals
        self._leads = leads
        self._repository = repository
        self._alerts = alerts
        self._policies = policies
        self._clock = clock
        self._poison = poison
        self._sending = sending
        self._audit = audit

    async def __call__(self, key: Key, pending: tuple[Entry, ...]) -> tuple[str, ...]:
        """Do the errands among what is pending, in order, and mark them at once; the addresses with new letters."""
        told: list[str] = []
        done: list[str] = []
        for entry in pending:
            if not isinstance(entry.effect, Errand):
                continue
            try:
                told += await self._do(entry, entry.effect)
            except (Unavailable, Conflict):
                raise
            except Exception as error:  # noqa: BLE001 - whatever is wrong with this one, the others are to be done
                if not await self._poison.errand_failed(key, entry.id, error, self._clock.now()):
                    continue
            done.append(entry.id)
        if done:
            await self._outbox.done(key, tuple(done))
        return tuple(dict.fromkeys(told))

    async def _do(self, entry: Entry, errand: Errand) -> tuple[str, ...]:
        match errand:
            case Tell(to=to, event=event):
                await self._inbox.put(Letter(entry.id, to.address, event, to))
                return (to.address,)
            case Release(pro=pro, lead=lead):
                return await self._release(pro, lead, entry.id)
            case Pause(pro=pro, until=until):
                await self._track_record.note(pro, errand)
                return await self._wake_waiting(pro, entry.id) if until is None else ()
            case WriteDeed(deed=deed):
                await self._audit.append(deed, entry.id)
            case Admit(pro=pro, yes=yes):
                await self._admit(pro, yes=yes)
            case SeekWork(pro=pro):
                return await self._wake_waiting(pro, entry.id)
            case NoteReply(pro=pro) | NoteReview(pro=pro) | NoteDone(pro=pro):
                await self._track_record.note(pro, errand)
            case PutSwitch(on=on, by=by, at=at):
                await self._sending(Switch(on, by, at))
            case Alert():
                await self._alerts.call(entry.id, errand, entry.made_at)
            case _:
                raise NotAllowed(f"nobody does {type(errand).__name__}")
        return ()

    async def _release(self, pro: str, lead: str, cause: str) -> tuple[str, ...]:
        """Whoever was asked again before this was done, as an operator may want it, keeps his place for that."""
        record = await self._repository.load(Key.lead(lead))
        state = record.state if record is not None and isinstance(record.state, LEAD_STATES) else None
        again = state is not None and pro in holders(state)
        if not again or state is None or appointment(state) is None:
            await self._calendar.free(pro, lead)
        if again:
            return ()
        await self._capacity.release(pro, lead)
        return await self._wake_waiting(pro, cause)

    async def _admit(self, pro_id: str, *, yes: bool) -> None:
        """Whoever edits him at this moment keeps what he wrote: then it is tried again."""
        known = await self._professionals.get(pro_id)
        if known is None or (known.approved, known.active) == (yes, yes):
            return
        if not await self._professionals.change(replace(known, approved=yes, active=yes), known):
            raise Conflict("profile")

    async def _wake_waiting(self, pro_id: str, cause: str) -> tuple[str, ...]:
        """The oldest leads that he suits are told, as many as he has free places."""
        pro = await self._professionals.get(pro_id)
        if pro is None:
            return ()
        policy, at = await self._policies.current(), self._clock.now()
        free = pro.capacity(policy.max_active_jobs) - len(pro.places)
        if free <= 0:
            return ()
        anchors = pro.areas if pro.location is None else (*pro.areas, pro.location)
        widest = policy.radius_steps[-1]
        told: list[str] = []
        for lead in await self._leads.waiting(pro.trades, anchors, widest, LOOKED_AT):
            record = await self._repository.load(Key.lead(lead))
            if record is None or not isinstance(record.state, Waiting):
                continue
            if refusal(pro, search_for(record.state.case), widest, at, policy) is None:
                to = Key.lead(lead)
                freed = PlaceFreed(at=at, pro=pro_id)
                await self._inbox.put(Letter(f"{cause}:freed:{lead}", to.address, freed, to))
                told.append(to.address)
            if len(told) >= free:
                break
        return tuple(told)
