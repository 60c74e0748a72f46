"""Time that is made to pass, for the town: everything that falls due on the way happens at its own moment."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from fixi.domain.care import JOBS, NAME_ENDS, START, next_at, tick
from fixi.ports.queues import Inbox, Task, Wakeups
from fixi.ports.storage import Outbox, Policies, Repository
from fixi.ports.town import MovableClock

MANY = 1000
HORIZON = timedelta(days=60)
EXACT = timedelta(seconds=1)
LOOKS, PAUSE_SECONDS = 60, 0.2  # so long the worker may take for what is due at one moment
STOPS = 200  # so many moments one step may pass
DAILY = tuple(job for job in JOBS if job.daily is not None)


class PassTime:
    """Moves the clock of all processes, and knocks."""

    def __init__(
        self,
        clock: MovableClock,
        repository: Repository,
        inbox: Inbox,
        outbox: Outbox,
        wakeups: Wakeups,
        policies: Policies,
        sweep: Callable[[], Awaitable[int]],
        rest: Callable[[float], Awaitable[None]],
    ) -> None:
        self._clock = clock
        self._repository = repository
        self._inbox = inbox
        self._outbox = outbox
        self._wakeups = wakeups
        self._policies = policies
        self._sweep = sweep
        self._rest = rest

    async def __call__(self, length: timedelta) -> None:
        """Let this much time go by, from one due moment to the next; the worker does its work at each of them."""
        await self.until(self._clock.now() + length)

    async def until(self, end: datetime) -> None:
        """Let time go by until then; the moment itself included."""
        await self._settled()
        for _ in range(STOPS):
            due = await self.next_due(end - self._clock.now())
            if due is None or due > end:
                break
            await self._be(due)
        if end > self._clock.now():
            await self._be(end)

    async def next_due(self, within: timedelta = HORIZON) -> datetime | None:
        """When something is due next: a document that wants to be woken, or a job of once a day."""
        now, policy = self._clock.now(), await self._policies.current()
        moments = [next_at(job, now, policy) for job in DAILY]
        woken = await self._woken(now, now + within)
        moments += [woken] if woken is not None else []
        return min((moment for moment in moments if moment <= now + within), default=None)

    async def fetch_again(self) -> None:
        """Have the provider's journal asked for what never came."""
        await self._wakeups.knock(Task.CARE, f"reconcile{NAME_ENDS}{START}")

    async def _woken(self, now: datetime, end: datetime) -> datetime | None:
        """When the next document wants to be woken, to the second; found by asking for less and less."""
        known = len(await self._repository.due(now, MANY))
        if len(await self._repository.due(end, MANY)) == known:
            return None
        while end - now > EXACT:
            middle = now + (end - now) / 2
            if len(await self._repository.due(middle, MANY)) > known:
                end = middle
            else:
                now = middle
        return end

    async def _be(self, at: datetime) -> None:
        """It is this moment: what is due now is knocked for and done."""
        self._clock.move_to(max(at, self._clock.now()))
        policy = await self._policies.current()
        for job in DAILY:
            name = tick(job, self._clock.now(), policy)
            if name is not None:
                await self._wakeups.knock(Task.CARE, f"{job.name}{NAME_ENDS}{name}")
        await self._sweep()
        await self._settled()

    async def _settled(self) -> None:
        """Nothing is unread, due or to be said; or it takes too long, and time goes on all the same."""
        for _ in range(LOOKS):
            now = self._clock.now()
            if not (
                await self._inbox.waiting(1) or await self._repository.due(now, 1) or await self._outbox.waiting(now, 1)
            ):
                return
            await self._rest(PAUSE_SECONDS)
