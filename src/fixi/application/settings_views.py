"""What the settings page looks at: changes of the business numbers, periodic jobs, the account, whoever reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from fixi.domain.account import Standing, Trouble, trouble
from fixi.domain.care import JOBS, JobSwitch, PeriodicJob, next_at
from fixi.domain.policy import Policy
from fixi.domain.policy_text import UNREAD, differences, value_of
from fixi.ports.account import AccountBook
from fixi.ports.ai import Budget, Calls
from fixi.ports.clock import Clock
from fixi.ports.jobs import JobSwitches
from fixi.ports.queues import WORKER_SILENCE, Heartbeats
from fixi.ports.storage import Ledger, Outbox, Policies, Run, Runs
from fixi.ports.views import Books

LATELY = timedelta(days=1)
AHEAD = timedelta(days=1)  # whatever waits is held for less than this
MANY = 500
DIFFERS = "differs."


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One number that somebody changed; `holds`: it is still what it was made then."""

    name: str
    before: str
    after: str
    by: str
    at: datetime | None
    holds: bool


@dataclass(frozen=True, slots=True)
class JobView:
    """One periodic job: who has switched it off, its last run, when it is due."""

    job: PeriodicJob
    off: JobSwitch | None
    last: Run | None
    next: datetime


@dataclass(frozen=True, slots=True)
class ProviderView:
    """How it stands with the account and with what goes in and out. `more`: more wait than are counted."""

    standing: Standing
    trouble: Trouble | None
    heard: datetime | None
    worker: bool
    waiting: int
    more: bool
    came: int
    sent: int
    failed: int


@dataclass(frozen=True, slots=True)
class ReaderView:
    """What the models did in the last day and what is gone of today's money; `fell_back`: the rules read instead."""

    gone: Decimal
    budget: Decimal
    calls: tuple[tuple[str, int], ...]
    differs: tuple[tuple[str, int], ...]

    @property
    def asked(self) -> int:
        """How many calls there were."""
        return sum(count for _, count in self.calls)

    @property
    def fell_back(self) -> int:
        """How many of them gave nothing that could be used."""
        return sum(count for outcome, count in self.calls if outcome != "read")


class SettingsPages:
    """Answers for the settings page; nothing is changed here."""

    def __init__(
        self,
        policies: Policies,
        runs: Runs,
        switches: JobSwitches,
        account_book: AccountBook,
        outbox: Outbox,
        ledger: Ledger,
        books: Books,
        calls: Calls,
        budget: Budget,
        heartbeats: Heartbeats,
        clock: Clock,
        machine_clock: Clock,
    ) -> None:
        self._policies = policies
        self._runs = runs
        self._switches = switches
        self._account_book = account_book
        self._outbox = outbox
        self._ledger = ledger
        self._books = books
        self._calls = calls
        self._budget = budget
        self._heartbeats = heartbeats
        self._clock = clock
        self._machine_clock = machine_clock

    async def policy(self) -> Policy:
        """The business numbers in force."""
        return await self._policies.current()

    async def changes(self, versions: int) -> tuple[PolicyChange, ...]:
        """What the last so many versions changed, the newest first."""
        kept = await self._policies.versions(versions + 1)
        now = kept[0].policy if kept else Policy()
        return tuple(
            PolicyChange(name, before, after, newer.by, newer.at, holds=value_of(now, name) == after)
            for newer, older in pairwise(kept)
            for name, before, after in differences(older.policy, newer.policy)
            if name not in UNREAD
        )

    async def off(self) -> tuple[JobSwitch, ...]:
        """Jobs that are off and keep promises when they are on."""
        keeping = {job.name for job in JOBS if job.keeps}
        return tuple(each for name, each in sorted((await self._switches.off()).items()) if name in keeping)

    async def jobs(self) -> tuple[JobView, ...]:
        """Every row of the table of jobs."""
        at, policy, off = self._clock.now(), await self._policies.current(), await self._switches.off()
        return tuple(
            [
                JobView(
                    job,
                    off.get(job.name) if not job.essential else None,
                    await self._runs.last(job.name) if job.recorded else None,
                    next_at(job, at, policy),
                )
                for job in JOBS
            ]
        )

    async def provider(self) -> ProviderView:
        """The account, the queue to it, and what came and went in the last day."""
        at = self._clock.now()
        standing = await self._account_book.standing()
        waiting = len(await self._outbox.waiting(at + AHEAD, MANY))
        balance = await self._ledger.balance(at - LATELY)
        beat = await self._heartbeats.youngest()
        return ProviderView(
            standing,
            trouble(standing, at),
            await self._books.heard(),
            beat is not None and self._machine_clock.now() - beat <= WORKER_SILENCE,
            waiting,
            waiting >= MANY,
            sum(count for (kind, _), count in balance.items() if kind == "in"),
            balance.get(("out", "sent"), 0),
            balance.get(("out", "failed"), 0),
        )

    async def reader(self) -> ReaderView:
        """What reading cost and how it went."""
        at, policy = self._clock.now(), await self._policies.current()
        tally = await self._calls.tally(at - LATELY)
        return ReaderView(
            await self._budget.gone(at.astimezone(policy.zone).date()),
            policy.ai_budget_per_day,
            tuple(sorted((mark, count) for mark, count in tally.items() if "." not in mark)),
            tuple(
                sorted((mark.removeprefix(DIFFERS), count) for mark, count in tally.items() if mark.startswith(DIFFERS))
            ),
        )
