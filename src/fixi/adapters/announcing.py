"""A repository, an outbox and what is known of professionals that announce what has changed, once it is stored."""

from collections.abc import Mapping
from datetime import datetime

from fixi.domain.effects import NoteDone, NoteReply, NoteReview, Pause
from fixi.domain.guard import Spoken
from fixi.domain.policy import Policy
from fixi.domain.professional import Professional
from fixi.domain.values import Key, Place, Trade
from fixi.ports.live import Live
from fixi.ports.storage import Change, Entry, LedgerEntry, Outbox, Professionals, Record, Repository, TrackRecord


class AnnouncingRepository(Repository):
    """See Repository. What was saved is announced; what was not, is not."""

    def __init__(self, repository: Repository, live: Live) -> None:
        self._repository = repository
        self._live = live

    async def load(self, key: Key) -> Record | None:
        """See Repository."""
        return await self._repository.load(key)

    async def save(self, change: Change) -> None:
        """See Repository."""
        await self._repository.save(change)
        await self._live.changed(change.key)

    async def due(self, at: datetime, limit: int) -> tuple[tuple[Key, int], ...]:
        """See Repository."""
        return await self._repository.due(at, limit)


class AnnouncingOutbox(Outbox):
    """See Outbox. What leaves it with a line in the ledger is announced: that is what people were told, or not told."""

    def __init__(self, outbox: Outbox, live: Live) -> None:
        self._outbox = outbox
        self._live = live

    async def pending(self, key: Key) -> tuple[Entry, ...]:
        """See Outbox."""
        return await self._outbox.pending(key)

    async def sending(self, key: Key, entry: str, at: datetime) -> bool:
        """See Outbox."""
        return await self._outbox.sending(key, entry, at)

    async def again(self, key: Key, entry: str, after: datetime, *, unknown: bool, tries: int | None = None) -> None:
        """See Outbox."""
        await self._outbox.again(key, entry, after, unknown=unknown, tries=tries)

    async def done(
        self, key: Key, entries: tuple[str, ...], line: LedgerEntry | None = None, said: Spoken | None = None
    ) -> tuple[Entry, ...]:
        """See Outbox."""
        left = await self._outbox.done(key, entries, line, said)
        if line is not None:
            await self._live.changed(key)
        return left

    async def waiting(self, at: datetime, limit: int) -> tuple[Key, ...]:
        """See Outbox."""
        return await self._outbox.waiting(at, limit)


class AnnouncingProfessionals(Professionals):
    """See Professionals. Whoever was put is announced."""

    def __init__(self, professionals: Professionals, live: Live) -> None:
        self._professionals = professionals
        self._live = live

    async def get(self, pro: str) -> Professional | None:
        """See Professionals."""
        return await self._professionals.get(pro)

    async def near(
        self, trade: Trade, place: Place, km: float, lead: str, at: datetime, policy: Policy
    ) -> tuple[Professional, ...]:
        """See Professionals."""
        return await self._professionals.near(trade, place, km, lead, at, policy)

    async def put(self, pros: tuple[Professional, ...]) -> None:
        """See Professionals."""
        await self._professionals.put(pros)
        for pro in pros:
            await self._live.changed(Key.pro(pro.id))

    async def change(self, pro: Professional, before: Professional | None) -> bool:
        """See Professionals."""
        changed = await self._professionals.change(pro, before)
        if changed:
            await self._live.changed(Key.pro(pro.id))
        return changed

    async def those(self, pros: frozenset[str]) -> Mapping[str, Professional]:
        """See Professionals."""
        return await self._professionals.those(pros)

    async def listed(self, after: str, limit: int) -> tuple[Professional, ...]:
        """See Professionals."""
        return await self._professionals.listed(after, limit)

    async def edition(self) -> int:
        """See Professionals."""
        return await self._professionals.edition()


class AnnouncingTrackRecord(TrackRecord):
    """See TrackRecord. Whoever something was written about is announced."""

    def __init__(self, track_record: TrackRecord, live: Live) -> None:
        self._track_record = track_record
        self._live = live

    async def note(self, pro: str, note: NoteReply | NoteReview | NoteDone | Pause) -> None:
        """See TrackRecord."""
        await self._track_record.note(pro, note)
        await self._live.changed(Key.pro(pro))
