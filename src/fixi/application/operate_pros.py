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
    """What is to be stored, and what the audit says of it. `shown` is the profile that one was made from.

    `alone`: it is one profile that somebody edited or added, and not a file.
    """

    pros: tuple[Professional, ...]
    on: str
    before: str = ""
    after: str = ""
    alone: bool = False
    shown: Professional | None = None


class Profiles:
    """Stores what operators wrote about professionals."""

    def __init__(self, professionals: Professionals) -> None:
        self._professionals = professionals

    async def plan(self, drafts: Iterable[Draft]) -> Plan:
        """What an import of these would do now. Raises Refused for one that is no professional."""
        drafts = tuple(drafts)
        known = await self._professionals.those(frozenset(draft.id for draft in drafts))
        try:
            rows = [(draft.onto(known.get(draft.id)), known.get(draft.id)) for draft in drafts]
        except Invalid:
            raise Refused(NOT_STORED) from None
        return Plan(tuple(Planned(pro, was) for pro, was in rows))

    async def edited(self, command: SavePro) -> Edited | None:
        """What saving this profile changes; None when it is so already.

        Raises Stale with what was changed since it was shown, Refused when somebody new is known already.
        """
        wanted, shown = command.pro, command.before
        known = await self._professionals.get(wanted.id)
        if known is not None and not differences(known, wanted):
            return None
        on = f"…{wanted.id[-4:]}"
        if shown is None:
            if known is not None:
                raise Refused(TAKEN)
            return Edited((wanted,), on, after=profile_text(wanted), alone=True)
        if known is None:
            raise Stale(("id",))
        if stale := differences(known, shown):
            raise Stale(stale)
        names = differences(wanted, shown)
        before, after = (profile_text(profile, names) for profile in (shown, wanted))
        return Edited((wanted,), on, before, after, alone=True, shown=shown)

    async def imported(self, drafts: Iterable[Draft]) -> Edited | None:
        """What taking in a whole file changes; None when everybody in it is known like this. Raises Refused."""
        plan = await self.plan(drafts)
        news = tuple(row.pro for row in plan.rows if row.is_news)
        return Edited(news, "import", after=str(plan)) if news else None

    async def store(self, edited: Edited) -> None:
        """Store it, a file as a whole. Raises Stale when somebody was quicker with one that was edited."""
        if not edited.alone:
            await self._professionals.put(edited.pros)
        elif not await self._professionals.change(edited.pros[0], edited.shown):
            raise Stale(("profile",))
