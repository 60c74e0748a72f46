"""The daily agenda: who has a job today is told that his day begins; his chat knows the jobs and finds the words."""

from datetime import date, datetime, time

from fixi.application.care.work import Finding, Work
from fixi.domain.calendar import instant
from fixi.domain.care import DAY, today
from fixi.domain.events import DayBegins
from fixi.domain.values import Key, Slot
from fixi.ports.queues import Inbox, Letter, Task, Wakeups
from fixi.ports.storage import Calendar, Policies, Repository

PAGE = 500


class Agenda(Work):
    """Tells each professional with a job on this date once; the letter's name is the promise of that."""

    def __init__(
        self, calendar: Calendar, repository: Repository, inbox: Inbox, wakeups: Wakeups, policies: Policies
    ) -> None:
        self._calendar = calendar
        self._repository = repository
        self._inbox = inbox
        self._wakeups = wakeups
        self._policies = policies

    async def __call__(self, at: datetime, *, dry: bool) -> tuple[Finding, ...]:
        """See Work."""
        policy = await self._policies.current()
        day, zone = today(at, policy), policy.zone
        span = Slot(instant(day, time(0), zone), instant(day + DAY, time(0), zone))
        found: list[Finding] = []
        last = ""
        while page := await self._calendar.busy(span, last, PAGE):
            found += [await self._tell(pro, day, at, dry=dry) for pro in page]
            last = page[-1]
        return tuple(found)

    async def _tell(self, pro: str, day: date, at: datetime, *, dry: bool) -> Finding:
        key, why = Key.pro(pro), f"has a job on {day.isoformat()}"
        letter = Letter(f"agenda:{pro}:{day.isoformat()}", key.address, DayBegins(at=at, day=day), key)
        if dry:
            record = await self._repository.load(key)
            told = record is not None and letter.id in record.used
            return Finding(key.masked, why, "told before" if told else "would be told", new=not told)
        new = await self._inbox.put(letter)
        if new:
            await self._wakeups.knock(Task.TURN, key.address)
        return Finding(key.masked, why, "told" if new else "told before", new=new)
