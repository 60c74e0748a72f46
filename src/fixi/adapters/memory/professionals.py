"""Professionals, their places, their track record and their calendar, in memory."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from fixi.adapters.memory.store import Store
from fixi.domain.effects import NoteDone, NoteReply, NoteReview, Pause
from fixi.domain.matching import distance, shortlist
from fixi.domain.policy import Policy
from fixi.domain.professional import Booking, Professional, Reply, Review, differences, with_work
from fixi.domain.values import Place, Slot, Trade
from fixi.ports.storage import NEAR_AT_MOST, Calendar, Capacity, Professionals, TrackRecord

REPLIES_KEPT = 50


class MemoryProfessionals(Professionals):
    """See Professionals."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, pro: str) -> Professional | None:
        """See Professionals."""
        return self._store.pros.get(pro)

    async def near(
        self, trade: Trade, place: Place, km: float, lead: str, at: datetime, policy: Policy
    ) -> tuple[Professional, ...]:
        """See Professionals."""
        found = [
            pro
            for pro in self._store.pros.values()
            if (trade in pro.trades and distance(pro, place) <= km) or lead in pro.places
        ]
        return shortlist(found, lead, at, policy, NEAR_AT_MOST)

    async def put(self, pros: tuple[Professional, ...]) -> None:
        """See Professionals."""
        known = self._store.pros
        new = {pro.id: with_work(pro, known[pro.id]) if pro.id in known else pro for pro in pros}
        self._store.pros.update(new)

    async def change(self, pro: Professional, before: Professional | None) -> bool:
        """See Professionals."""
        known = self._store.pros.get(pro.id)
        if known is None or before is None:
            if known is before:
                self._store.pros[pro.id] = pro
            return known is before
        if differences(known, before):
            return False
        self._store.pros[pro.id] = with_work(pro, known)
        return True

    async def those(self, pros: frozenset[str]) -> Mapping[str, Professional]:
        """See Professionals."""
        return {pro: self._store.pros[pro] for pro in pros if pro in self._store.pros}

    async def listed(self, after: str, limit: int) -> tuple[Professional, ...]:
        """See Professionals."""
        return tuple(self._store.pros[key] for key in sorted(self._store.pros) if key > after)[:limit]

    async def edition(self) -> int:
        """See Professionals. Nobody ceases to be one, so their number says it."""
        return len(self._store.pros)


class MemoryCapacity(Capacity):
    """See Capacity."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def reserve(self, pro: str, lead: str, cap: int, at: datetime) -> bool:
        """See Capacity."""
        found = self._store.pros.get(pro)
        if found is None:
            return False
        if lead in found.places:
            return True
        if len(found.places) >= cap:
            return False
        self._store.pros[pro] = replace(found, places=(*found.places, lead), last_offer_at=at)
        return True

    async def release(self, pro: str, lead: str) -> None:
        """See Capacity."""
        found = self._store.pros.get(pro)
        if found is not None:
            self._store.pros[pro] = replace(found, places=tuple(held for held in found.places if held != lead))


class MemoryTrackRecord(TrackRecord):
    """See TrackRecord."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._done: set[tuple[str, str]] = set()

    async def note(self, pro: str, note: NoteReply | NoteReview | NoteDone | Pause) -> None:
        """See TrackRecord."""
        found = self._store.pros.get(pro)
        if found is None:
            return
        match note:
            case Pause(until=until):
                found = replace(found, paused_until=until)
            case NoteReply(lead=lead, outcome=outcome, seconds=seconds):
                others = tuple(reply for reply in found.replies if reply.lead != lead)
                found = replace(found, replies=(*others, Reply(lead, outcome, seconds))[-REPLIES_KEPT:])
            case NoteReview(lead=lead, stars=stars, at=at, words=words):
                others_rated = tuple(review for review in found.reviews if review.lead != lead)
                found = replace(found, reviews=(*others_rated, Review(lead, stars, at, words)))
            case NoteDone(lead=lead):
                if (pro, lead) not in self._done:
                    self._done.add((pro, lead))
                    found = replace(found, jobs_done=found.jobs_done + 1)
        self._store.pros[pro] = found


class MemoryCalendar(Calendar):
    """See Calendar."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def bookings(self, pro: str, span: Slot) -> tuple[Booking, ...]:
        """See Calendar."""
        found = [booking for booking in self._store.bookings.get(pro, ()) if booking.slot.overlaps(span)]
        return tuple(sorted(found, key=lambda booking: booking.slot))

    async def take(self, pro: str, lead: str, slot: Slot) -> bool:
        """See Calendar."""
        others = tuple(booking for booking in self._store.bookings.get(pro, ()) if booking.lead != lead)
        if any(booking.slot.overlaps(slot) for booking in others):
            return False
        self._store.bookings[pro] = (*others, Booking(lead, slot))
        return True

    async def free(self, pro: str, lead: str) -> None:
        """See Calendar."""
        kept = tuple(booking for booking in self._store.bookings.get(pro, ()) if booking.lead != lead)
        self._store.bookings[pro] = kept

    async def busy(self, span: Slot, after: str, limit: int) -> tuple[str, ...]:
        """See Calendar."""
        found = [
            pro
            for pro, bookings in self._store.bookings.items()
            if pro > after and any(span.start <= booking.slot.start < span.end for booking in bookings)
        ]
        return tuple(sorted(found)[:limit])
