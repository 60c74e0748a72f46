"""One turn of one address: all unread letters, one decision, one save, and then the machines that were told.

Lease, load, fold, save once, acknowledge, do the errands, knock for what is to be said. A crash between any two of
these steps is healed by the sweep: letters stay unread until they were used, used ids are in the document, errands
and words stay in its outbox until they are done.

A letter that cannot be used is tried again with growing pauses, and set aside in the end. What is behind it in the same
document waits for that, since order counts; other documents at the address do not.
"""

import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fixi.application.errands import Errands
from fixi.application.fold import Folding
from fixi.application.inquiries import Inquiries
from fixi.application.machines import MACHINES, Machine
from fixi.application.media import KeepMedia
from fixi.application.poison import UNREADABLE, Poison
from fixi.application.roles import Roles
from fixi.domain.burst import finished_at
from fixi.domain.effects import Say
from fixi.domain.errors import Conflict, Unavailable
from fixi.domain.events import Heard, Rang
from fixi.domain.invariants import in_human_mode
from fixi.domain.policy import Policy
from fixi.domain.understanding import WORDLESS
from fixi.domain.values import Key, Kind
from fixi.ports.clock import Clock
from fixi.ports.messaging import Presence
from fixi.ports.queues import Inbox, Lease, Leases, Letter, Task, Unreadable, Wakeups
from fixi.ports.storage import Entry, Policies, Professionals, Record, Repository

# What a worker held that was killed waits for so long; whoever takes longer loses to the version of the document.
LEASE = timedelta(seconds=30)
FRESH = timedelta(seconds=20)  # while so much of it is left it is not held anew
TRIES = 5
HOPS = 60
ALONE = 2  # after so many deaths in a row letters are worked one at a time, so that the next one hits the right one

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mailbag:
    """What one document gets in this turn, and the lease of its address.

    `typing`: the person is not finished, so that his alarms wait for him.
    """

    key: Key
    letters: tuple[Letter, ...]
    at: datetime
    policy: Policy
    typing: bool
    lease: Lease


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
        poison: Poison,
        presence: Presence,
        media: KeepMedia | None = None,
        machines: Mapping[Kind, Machine] = MACHINES,
        operators: tuple[str, ...] = (),
    ) -> None:
        self._inbox = inbox
        self._leases = leases
        self._repository = repository
        self._roles = Roles(professionals, clock)
        self._policies = policies
        self._wakeups = wakeups
        self._clock = clock
        self._folding = Folding(machines, inquiries, frozenset(operators))
        self._errands = errands
        self._poison = poison
        self._presence = presence
        self._media = media
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
            letters, later = self._ready(await self._readable(address, at), at, policy)
            letters = await self._survivors(lease, letters, at)
            told: list[str] = []
            for key, mail in (await self._by_machine(letters)).items():
                letters = await self._with_files(key, tuple(mail), at)
                # Whoever is still typing has answered in time: his alarm waits for his words.
                mailbag = Mailbag(key, letters, at, policy, later is not None, lease)
                told += await (self._one_by_one(mailbag) if lease.lost >= ALONE else self._document(mailbag))
            if later is not None:
                await self._wakeups.knock(Task.TURN, address, later - at)
        finally:
            await self._leases.release(lease)
        return tuple(told)

    async def _readable(self, address: str, at: datetime) -> tuple[Letter, ...]:
        """What is unread, without what no attempt can ever read."""
        letters = await self._inbox.unread(address)
        for letter in letters:
            if isinstance(letter.event, Unreadable):
                kind, _, name = address.partition(":")
                key = Key.lead(name) if kind == Kind.LEAD else await self._roles.key(name)
                await self._poison.set_aside(key, letter, UNREADABLE, "", at)
        return tuple(letter for letter in letters if not isinstance(letter.event, Unreadable))

    async def _survivors(self, lease: Lease, letters: tuple[Letter, ...], at: datetime) -> tuple[Letter, ...]:
        """If workers have died here, the first letter gets the blame before it is worked again, and may go for it."""
        if not lease.lost or not letters:
            return letters
        first, *others = letters
        pause = await self._poison.letter_failed(await self._key(first), first, None, at)
        return tuple(others) if pause is None else letters

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

    async def _with_files(self, key: Key, letters: tuple[Letter, ...], at: datetime) -> tuple[Letter, ...]:
        """A client's files are fetched before his words are worked; nobody would look at those of others."""
        if self._media is None or key.kind is not Kind.CLIENT:
            return letters
        return await self._media(key, letters, at)

    async def _by_machine(self, letters: tuple[Letter, ...]) -> dict[Key, list[Letter]]:
        """The letters by the document that they are for; a person's own words go to the role he has."""
        mail: dict[Key, list[Letter]] = {}
        for letter in letters:
            mail.setdefault(await self._key(letter), []).append(letter)
        return mail

    async def _key(self, letter: Letter) -> Key:
        return letter.to or await self._roles.key(letter.address.partition(":")[2])

    async def _document(self, bag: Mailbag) -> tuple[str, ...]:
        """All at once; if that cannot be, one by one, so that the blame falls on the right one."""
        try:
            used = await self._use(bag)
        except (Unavailable, Conflict):
            raise
        except Exception as error:  # noqa: BLE001 - any defect: it must not keep what is behind it waiting for ever
            log.info("one by one", extra={"key": bag.key.masked, "kind": type(error).__name__})
            return await self._one_by_one(bag)
        return await self._follow(bag.key, used) if used is not None else ()

    async def _one_by_one(self, bag: Mailbag) -> tuple[str, ...]:
        """Each letter by itself, in order, up to the first that fails; behind one that was set aside it goes on."""
        told: list[str] = []
        for letter in await self._alarms_as_letters(bag):
            try:
                used = await self._use(replace(bag, letters=(letter,), typing=True))
            except (Unavailable, Conflict):
                raise
            except Exception as error:  # noqa: BLE001 - see above
                pause = await self._poison.letter_failed(bag.key, letter, error, bag.at)
                if pause is None:
                    continue
                await self._wakeups.knock(Task.TURN, bag.key.address, pause)
                break
            if used is None:
                break
            told += await self._follow(bag.key, used)
        return tuple(told)

    async def _alarms_as_letters(self, bag: Mailbag) -> tuple[Letter, ...]:
        """The letters and, unless he is typing, one for each alarm that is due; only the letters of an odd document."""
        if bag.typing:
            return bag.letters
        try:
            record = await self._load(bag.key)
            return await self._with_alarms(record, bag.letters, bag.at, bag.policy)
        except (Unavailable, Conflict):
            raise
        except Exception:  # noqa: BLE001 - the first letter meets the same, and is blamed for it
            return bag.letters

    async def _load(self, key: Key) -> Record:
        return await self._repository.load(key) or Record(key, 0, self._machines[key.kind].initial(key))

    async def _use(self, bag: Mailbag) -> tuple[Entry, ...] | None:
        """Use all of this, and save: what is to be done then. None when somebody else was quicker every time."""
        key, letters = bag.key, bag.letters
        for _ in range(TRIES):
            if not await self._held(bag.lease):
                break
            record = await self._load(key)
            if not bag.typing:
                letters = await self._with_alarms(record, letters, bag.at, bag.policy)
            fresh = tuple(letter for letter in letters if letter.id not in record.used)
            await self._attend(record, fresh, bag.policy)
            fold = await self._folding(record, fresh, bag.at, bag.policy)
            change = fold.change(record, fresh)
            try:
                if change is not None:
                    await self._repository.save(change)
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
            # The save has proved that nobody else has added to what was left behind when the document was loaded.
            return (*record.errands, *(change.outbox if change is not None else ()))
        await self._wakeups.knock(Task.TURN, key.address)
        return None

    async def _held(self, lease: Lease) -> bool:
        """Whether this address is still ours. Files, a slow reader and lost races can take longer than one lease."""
        if self._clock.now() < lease.until - FRESH:
            return True
        return await self._leases.extend(lease, LEASE)

    async def _attend(self, record: Record, letters: tuple[Letter, ...], policy: Policy) -> None:
        """Show the person that his words are being worked on, unless it is a person who has his chat."""
        heard = [letter.event for letter in letters if isinstance(letter.event, Heard)]
        said = [event for event in heard if not event.own and event.kind not in WORDLESS]
        if said and policy.show_presence and not in_human_mode(record.state):
            await self._presence.attend(said[-1].chat, said[-1].id)

    async def _follow(self, key: Key, pending: tuple[Entry, ...]) -> tuple[str, ...]:
        """Do the errands and have the words said; no letter is to blame for what fails here. The addresses told."""
        told = await self._errands(key, pending)
        if any(isinstance(entry.effect, Say) for entry in pending):
            await self._wakeups.knock(Task.DELIVER, str(key))
        return told

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
