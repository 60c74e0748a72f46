"""The numbers of a period, out of a few facts of each lead."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import NamedTuple

STAGES = ("contacted", "offered", "accepted", "booked", "completed", "rated")


class LeadFacts(NamedTuple):
    """What is counted of one lead. `opened` is in seconds since 1970, since there are many of these; durations are
    seconds since then, None as long as it has not happened.

    `answered_in` is how long the client waited for the first words back; `booked`: a time was agreed.
    """

    opened: int
    status: str
    trade: str = ""
    area: str = ""
    pro: str = ""
    emergency: bool = False
    offers: int = 0
    declined: int = 0
    expired: int = 0
    answered_in: float | None = None
    offered_in: float | None = None
    accepted_in: float | None = None
    done_in: float | None = None
    booked: bool = False
    stars: int | None = None

    @property
    def reached(self) -> tuple[bool, ...]:
        """Whether each of STAGES itself has happened."""
        return (
            True,
            self.offers > 0,
            self.accepted_in is not None,
            self.booked,
            self.done_in is not None,
            self.stars is not None,
        )


@dataclass(frozen=True, slots=True)
class Spread:
    """How something is spread: how many there are, the middle one, and what nine of ten stay under."""

    count: int = 0
    median: float = 0.0
    p90: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """The leads of one trade, one area or one day."""

    name: str
    leads: int
    accepted: int
    completed: int
    stars: float | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one professional got of all accepted jobs."""

    pro: str
    jobs: int
    share: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What a period adds up to.

    `funnel` has how many leads came so far, in the order of STAGES. `acceptance` is accepted out of all offers that
    were answered or ran out. `gini` is 0 when all who had work had equally much, near 1 when one had nearly all.
    """

    leads: int = 0
    emergencies: int = 0
    funnel: tuple[tuple[str, int], ...] = ()
    statuses: tuple[tuple[str, int], ...] = ()
    first_answer: Spread = Spread()
    first_offer: Spread = Spread()
    first_yes: Spread = Spread()
    done: Spread = Spread()
    offers: int = 0
    acceptance: float | None = None
    stars: float | None = None
    gini: float | None = None
    shares: tuple[Share, ...] = ()
    trades: tuple[Group, ...] = ()
    areas: tuple[Group, ...] = ()
    days: tuple[Group, ...] = ()


SHARES_SHOWN = 50
QUARTER = 15 * 60  # seconds: no zone begins its day within one


def figures(facts: Sequence[LeadFacts], zone: tzinfo) -> Figures:
    """What these leads add up to; a day is one on the wall of this zone."""
    if not facts:
        return Figures(funnel=tuple((stage, 0) for stage in STAGES))
    accepted = sum(1 for lead in facts if lead.accepted_in is not None)
    ended = accepted + sum(lead.declined + lead.expired for lead in facts)
    jobs = Counter(lead.pro for lead in facts if lead.pro and lead.accepted_in is not None)
    shared = sum(jobs.values())
    return Figures(
        leads=len(facts),
        emergencies=sum(1 for lead in facts if lead.emergency),
        funnel=_funnel(facts),
        statuses=tuple(sorted(Counter(lead.status for lead in facts).items())),
        first_answer=spread(lead.answered_in for lead in facts),
        first_offer=spread(lead.offered_in for lead in facts),
        first_yes=spread(lead.accepted_in for lead in facts),
        done=spread(lead.done_in for lead in facts),
        offers=sum(lead.offers for lead in facts),
        acceptance=accepted / ended if ended else None,
        stars=_mean([lead.stars for lead in facts if lead.stars is not None]),
        gini=gini(list(jobs.values())),
        shares=tuple(Share(pro, count, count / shared) for pro, count in jobs.most_common(SHARES_SHOWN)),
        trades=_groups(facts, lambda lead: lead.trade),
        areas=_groups(facts, lambda lead: lead.area),
        days=_days(facts, zone),
    )


def spread(values: Iterable[float | None]) -> Spread:
    """Median and ninth decile of those that are known, by the nearest rank."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return Spread()
    return Spread(len(known), known[(len(known) - 1) // 2], known[-(-len(known) * 9 // 10) - 1])


def gini(counts: Sequence[int]) -> float | None:
    """How unequal these are: 0 when all are the same; None when there is nothing to share."""
    total, among = sum(counts), len(counts)
    if not total:
        return None
    weighted = sum(place * count for place, count in enumerate(sorted(counts), start=1))
    return round((2 * weighted) / (among * total) - (among + 1) / among, 4)


def _funnel(facts: Sequence[LeadFacts]) -> tuple[tuple[str, int], ...]:
    """A later stage counts for those before it: an emergency is done without a time agreed."""
    reached = Counter([lead.reached for lead in facts])
    return tuple(
        (stage, sum(count for flags, count in reached.items() if any(flags[place:])))
        for place, stage in enumerate(STAGES)
    )


def _groups(facts: Sequence[LeadFacts], of: Callable[[LeadFacts], str]) -> tuple[Group, ...]:
    """The largest first; leads of which it is not known are left out."""
    sorted_out: dict[str, list[LeadFacts]] = defaultdict(list)
    for lead in facts:
        if name := of(lead):
            sorted_out[name].append(lead)
    groups = [_group(name, leads) for name, leads in sorted_out.items()]
    return tuple(sorted(groups, key=lambda group: (-group.leads, group.name)))


def _days(facts: Sequence[LeadFacts], zone: tzinfo) -> tuple[Group, ...]:
    """One for each day on which a lead was opened, in the order of time."""
    quarters: dict[int, list[LeadFacts]] = defaultdict(list)
    for lead in facts:
        quarters[lead.opened // QUARTER].append(lead)
    days: dict[date, list[LeadFacts]] = defaultdict(list)
    for quarter, leads in quarters.items():
        days[datetime.fromtimestamp(quarter * QUARTER, zone).date()].extend(leads)
    return tuple(_group(day.isoformat(), days[day]) for day in sorted(days))


def _group(name: str, leads: Sequence[LeadFacts]) -> Group:
    return Group(
        name,
        len(leads),
        len([1 for lead in leads if lead.accepted_in is not None]),
        len([1 for lead in leads if lead.done_in is not None]),
        _mean([lead.stars for lead in leads if lead.stars is not None]),
    )


def _mean(stars: Sequence[int]) -> float | None:
    return round(sum(stars) / len(stars), 2) if stars else None
