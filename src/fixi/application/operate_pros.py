"""What operators change about professionals: profiles by compare-and-set, files of them all or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from fixi.domain.commands import SavePro, Stale
from fixi.domain.errors import Invalid, Refused
from fixi.domain.pro_texts import profile_text
from fixi.domain.professional import Draft, Professional, differences
from fixi.ports.storage import Professionals

TAKEN = "pro_exists"
NOT_STORED = "pro_wrong"


@dataclass(frozen=True, slots=True)
class Planned:
    """One professional of a file: as he would be, and what of his profile that changes; `known` is how he is now."""

    pro: Professional
    known: Professional | None

    @property
    def changes(self) -> tuple[str, ...]:
        """Names of what becomes otherwise; nothing for somebody new."""
        return differences(self.pro, self.known) if self.known is not None else ()

    @property
    def is_news(self) -> bool:
        """Whether anything is to be stored."""
        return self.known is None or bool(self.changes)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, in the order of the file."""

    rows: tuple[Planned, ...]

    @property
    def new(self) -> tuple[Planned, ...]:
        """Those who are not known yet."""
        return tuple(row for row in self.rows if row.known is None)

    @property
    def changed(self) -> tuple[Planned, ...]:
        """Those whose profile becomes otherwise."""
        return tuple(row for row in self.rows if row.changes)

    def __str__(self) -> str:
        return f"new {len(self.new)} changed {len(self.changed)} same {len(self.rows) - len(self._news)}"

    @property
    def _news(self) -> tuple[Planned, ...]:
        return tuple(row for row in self.rows if row.is_news)


@dataclass(frozen=True, slots=True)
class Edited:
    """What was stored: whose profile, and what the audit says of it."""

    pros: tuple[str, ...]
    on: str
    before: str = ""
    after: str = ""


class Profiles:
    """Stores what operators wrote about professionals."""

    def __init__(self, professionals: Professionals) -> None:
        self._professionals = professionals

    async def plan(self, drafts: Iterable[Draft]) -> Plan:
        """What an import of these would do now. Raises Invalid for one that is no professional."""
        drafts = tuple(drafts)
        known = await self._professionals.those(frozenset(draft.id for draft in drafts))
        rows = ((draft.onto(known.get(draft.id)), known.get(draft.id)) for draft in drafts)
        return Plan(tuple(Planned(pro, was) for pro, was in rows))

    async def save(self, command: SavePro) -> Edited | None:
        """Store one profile; None when it is so already.

        Raises Stale with what was changed since it was shown, Refused when somebody new is known already.
        """
        wanted, shown = command.pro, command.before
        known = await self._professionals.get(wanted.id)
        if shown is None:
            if known is not None and differences(known, wanted):
                raise Refused(TAKEN)
            names: tuple[str, ...] = ()
        else:
            if known is None:
                raise Stale(("id",))
            if not differences(known, wanted):
                return None
            if stale := differences(known, shown):
                raise Stale(stale)
            names = differences(wanted, shown)
        if known is not None and shown is None:
            return None
        if not await self._professionals.change(wanted, shown):
            raise Stale(("profile",))
        before = profile_text(shown, names) if shown is not None else ""
        return Edited((wanted.id,), f"…{wanted.id[-4:]}", before, profile_text(wanted, names))

    async def take_in(self, drafts: Iterable[Draft]) -> Edited | None:
        """Store a whole file or nothing of it; None when everybody in it is known like this. Raises Refused."""
        try:
            plan = await self.plan(drafts)
        except Invalid:
            raise Refused(NOT_STORED) from None
        news = tuple(row.pro for row in plan.rows if row.is_news)
        if not news:
            return None
        await self._professionals.put(news)
        return Edited(tuple(pro.id for pro in news), "import", after=str(plan))
