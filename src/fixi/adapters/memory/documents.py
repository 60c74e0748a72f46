"""Documents, their outboxes and the questions about leads, in memory."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime

from fixi.adapters import codec
from fixi.adapters.memory.store import Document, Store
from fixi.adapters.memory.told import told
from fixi.domain.effects import Errand, Say
from fixi.domain.errors import Conflict
from fixi.domain.guard import Spoken
from fixi.domain.lead.idle import idle_since
from fixi.domain.lead.states import LEAD_STATES, LeadState, Unopened, Waiting, status
from fixi.domain.values import Key, Kind, Place, Status, Trade
from fixi.ports.chats import SAID_KEPT, Chats, Talk
from fixi.ports.clock import Clock
from fixi.ports.storage import SENDING_FOR, Change, Entry, Idle, Leads, LedgerEntry, Outbox, Record, Repository, State

USED_KEPT = 500


class MemoryRepository(Repository):
    """See Repository."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def load(self, key: Key) -> Record | None:
        """See Repository."""
        found = self._store.documents.get(key)
        if found is None:
            return None
        errands = tuple(entry for entry in found.outbox if isinstance(entry.effect, Errand))
        return Record(key, found.version, codec.load(found.state), frozenset(found.used), errands)

    async def save(self, change: Change) -> None:
        """See Repository."""
        old = self._store.documents.get(change.key) or Document(0, "")
        if old.version != change.version:
            raise Conflict(change.key.masked)
        # Everything that can fail comes before the first write.
        state = codec.dump(change.state)
        new = tuple(replace(entry, effect=codec.load(codec.dump(entry.effect))) for entry in change.outbox)
        drops = [e for e in old.outbox if change.hush and isinstance(e.effect, Say) and e.stage == "pending"]
        kept = tuple(entry for entry in old.outbox if entry not in drops)
        used = (*old.used, *change.used)[-USED_KEPT:]
        heard_at = max(filter(None, (old.heard_at, change.heard_at)), default=None)
        if change.shut and change.heard_at is None and not Talk(heard_at=heard_at, said=old.said).answered:
            heard_at = None
        self._store.documents[change.key] = Document(
            change.version + 1, state, change.due_at, used, (*kept, *new), old.told, heard_at, old.said
        )
        for line in change.ledger:
            self._store.write(line)
        for entry in drops:
            self._store.write(LedgerEntry(entry.id, entry.made_at, "out", str(change.key), "dropped", "human"))

    async def due(self, at: datetime, limit: int) -> tuple[tuple[Key, int], ...]:
        """See Repository."""
        late = [
            (document.due_at, key, document.version)
            for key, document in self._store.documents.items()
            if document.due_at is not None and document.due_at <= at
        ]
        return tuple((key, version) for _, key, version in sorted(late)[:limit])

    def states(self) -> tuple[State, ...]:
        """Every document's state; for whoever checks what must hold over all of them."""
        return tuple(codec.load(document.state) for document in self._store.documents.values())

    def next_due(self) -> datetime | None:
        """When the next document wants to be woken; for whoever moves the clock."""
        return min((doc.due_at for doc in self._store.documents.values() if doc.due_at is not None), default=None)


class MemoryOutbox(Outbox):
    """See Outbox."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def pending(self, key: Key) -> tuple[Entry, ...]:
        """See Outbox."""
        found = self._store.documents.get(key)
        return found.outbox if found is not None else ()

    async def sending(self, key: Key, entry: str, at: datetime) -> bool:
        """See Outbox."""
        found = next((e for e in await self.pending(key) if e.id == entry), None)
        if found is None or (found.attempts and found.after is not None and found.after > at):
            return False
        attempts, since, after = found.attempts + 1, found.since or at, at + SENDING_FOR
        return self._update(
            key, entry, lambda e: replace(e, stage="sending", attempts=attempts, since=since, after=after)
        )

    async def again(self, key: Key, entry: str, after: datetime, *, unknown: bool, tries: int | None = None) -> None:
        """See Outbox."""
        stage = "sending" if unknown else "pending"

        def change(e: Entry) -> Entry:
            if tries is None:
                return replace(e, stage=stage, after=after)
            return replace(e, stage=stage, after=after, attempts=0, since=None) if e.attempts == tries else e

        self._update(key, entry, change)

    async def done(
        self, key: Key, entries: tuple[str, ...], line: LedgerEntry | None = None, said: Spoken | None = None
    ) -> tuple[Entry, ...]:
        """See Outbox."""
        found = self._store.documents.get(key)
        if line is not None:
            self._store.write(line)
        if found is None:
            return ()
        found.told = told(found, entries, self._clock.now())
        found.outbox = tuple(entry for entry in found.outbox if entry.id not in entries)
        if said is not None:
            found.said = (*found.said, said)[-SAID_KEPT:]
        return found.outbox

    async def waiting(self, at: datetime, limit: int) -> tuple[Key, ...]:
        """See Outbox."""
        ready = [
            key
            for key, document in self._store.documents.items()
            if any(entry.after is None or entry.after <= at for entry in document.outbox)
        ]
        return tuple(ready[:limit])

    def _update(self, key: Key, entry: str, change: Callable[[Entry], Entry]) -> bool:
        found = self._store.documents.get(key)
        if found is None or all(e.id != entry for e in found.outbox):
            return False
        found.outbox = tuple(change(e) if e.id == entry else e for e in found.outbox)
        return True


class MemoryChats(Chats):
    """See Chats."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def talk(self, key: Key) -> Talk:
        """See Chats."""
        found = self._store.documents.get(key)
        if found is None:
            return Talk()
        return Talk(codec.load(found.state), found.outbox, found.heard_at, found.said)

    async def shut(self, key: Key, at: datetime) -> None:
        """See Chats."""
        found = self._store.documents.get(key)
        if found is not None and found.heard_at is not None and found.heard_at <= at:
            found.heard_at = None


class MemoryLeads(Leads):
    """See Leads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def _all(self) -> list[LeadState]:
        states = [codec.load(doc.state) for key, doc in self._store.documents.items() if key.kind is Kind.LEAD]
        return [state for state in states if isinstance(state, LEAD_STATES) and not isinstance(state, Unopened)]

    async def waiting(
        self, trades: tuple[Trade, ...], near: tuple[Place, ...], km: float, limit: int
    ) -> tuple[str, ...]:
        """See Leads."""
        found = []
        for state in self._all():
            if isinstance(state, Waiting):
                form, since = state.case.form, state.case.waiting_since or state.case.opened_at
                place = form.area
                if form.trade in trades and place is not None and any(place.km_to(anchor) <= km for anchor in near):
                    found.append((since, state.case.id))
        return tuple(lead for _, lead in sorted(found)[:limit])

    async def listed(self, wanted: Status | None, limit: int) -> tuple[LeadState, ...]:
        """See Leads."""
        chosen = [state for state in self._all() if wanted is None or status(state) is wanted]
        opened = [(state.case.opened_at, state.case.id, state) for state in chosen if not isinstance(state, Unopened)]
        opened.sort(key=lambda entry: entry[:2], reverse=True)
        return tuple(state for *_, state in opened[:limit])

    async def every(self) -> AsyncIterator[LeadState]:
        """See Leads."""
        for state in await self.listed(None, len(self._store.documents)):
            yield state

    async def idle(self, wanted: Status, before: datetime, limit: int, after: Idle | None = None) -> tuple[Idle, ...]:
        """See Leads."""
        found = []
        for key, document in self._store.documents.items():
            state = codec.load(document.state) if key.kind is Kind.LEAD else None
            if isinstance(state, LEAD_STATES) and status(state) is wanted:
                since = idle_since(state)
                if since is not None and since <= before:
                    found.append(Idle(since, key.id, document.version, state))
        found.sort(key=lambda idle: (idle.since, idle.lead))
        rest = [idle for idle in found if after is None or (after.since, after.lead) < (idle.since, idle.lead)]
        return tuple(rest[:limit])
