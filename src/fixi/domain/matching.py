"""Who gets the work: hard filters with a reason each, then a weighted sum. Pure, repeatable, explained.

The whole table is kept with the offer: "why this pro" can be answered for ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fixi.domain.calendar import on_duty, paused
from fixi.domain.policy import Policy, Weights
from fixi.domain.professional import Professional
from fixi.domain.values import Language, Place, Trade, Urgency

WAITED_ENOUGH = timedelta(days=7)
ANSWERS_COUNTED = 20


@dataclass(frozen=True, slots=True)
class Search:
    """What is being looked for, by whom, and who was asked already."""

    lead: str
    client: str
    trade: Trade
    area: Place
    urgency: Urgency = Urgency.NORMAL
    language: Language | None = None
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One professional in the table: his rank (1 is first) and score, or why he was refused.

    `parts` are the weighted shares of the score; `km` is the distance, 0 when he named the area.
    """

    pro: str
    rank: int | None
    score: float
    parts: tuple[tuple[str, float], ...] = ()
    refused: str | None = None
    km: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """The table of one search, ranked ones first, then the refused by id; `km` is the ring that was enough.

    `weights` are those it was made with; None in a table from before they were kept.
    """

    rows: tuple[Row, ...]
    km: float
    weights: Weights | None = None

    @property
    def ranked(self) -> tuple[str, ...]:
        """Ids of those who can be asked now, the best first."""
        return tuple(row.pro for row in self.rows if row.rank is not None)

    @property
    def busy(self) -> tuple[str, ...]:
        """Ids of those who would suit but are full, off duty or paused now."""
        return tuple(row.pro for row in self.rows if row.refused in {"full", "off_hours", "paused"})


def distance(pro: Professional, area: Place) -> float:
    """Kilometres to the area: 0 if he named it, else from his location, else from the nearest area he named."""
    for named in pro.areas:
        if named.name == area.name:
            return 0.0
    anchors = (pro.location,) if pro.location is not None else pro.areas
    return min(anchor.km_to(area) for anchor in anchors)


def refusal(pro: Professional, search: Search, ring: float, at: datetime, policy: Policy) -> str | None:
    """Why he cannot be asked now, as a code; None when he can. What never changes is named before what passes."""
    return _refusal(pro, search, ring, at, policy, distance(pro, search.area))


def _refusal(pro: Professional, search: Search, ring: float, at: datetime, policy: Policy, km: float) -> str | None:
    if not pro.active or not pro.approved:
        return "inactive"
    if search.trade not in pro.trades:
        return "trade"
    if km > ring or (pro.radius_km is not None and 0 < pro.radius_km < km):
        return "area"
    if search.client in pro.blocked:
        return "blocked"
    if search.client == pro.id:
        return "own"
    if pro.id in search.asked:
        return "already_asked"
    if paused(pro, at):
        return "paused"
    if not on_duty(pro, at, policy.zone):
        return "off_hours"
    return "full" if search.lead not in pro.places and pro.full(policy.max_active_jobs) else None


def askable(pro: Professional, at: datetime, policy: Policy) -> bool:
    """True when nothing that does not depend on the request keeps him from being asked now."""
    if not pro.active or not pro.approved or pro.full(policy.max_active_jobs) or paused(pro, at):
        return False
    return on_duty(pro, at, policy.zone)


def shortlist(
    pros: Iterable[Professional], lead: str, at: datetime, policy: Policy, most: int
) -> tuple[Professional, ...]:
    """So many of them as a ranking looks at, ordered by id.

    Whoever holds a place for this lead is always among them; then come those who can be asked now before all others,
    and of both those who were never made an offer, then those whose last offer is longest ago.
    """

    def turn(pro: Professional) -> tuple[bool, bool, float, str]:
        last = pro.last_offer_at.timestamp() if pro.last_offer_at is not None else 0.0
        return lead not in pro.places, not askable(pro, at, policy), last, pro.id

    every = tuple(pros)
    chosen = sorted(every, key=turn)[:most] if len(every) > most else every
    return tuple(sorted(chosen, key=lambda pro: pro.id))


def bayesian_rating(pro: Professional, at: datetime, policy: Policy) -> float:
    """Mean stars with the policy's prior, over the last twelve months and what was imported."""
    recent = [review.stars for review in pro.reviews if at - review.at <= policy.rating_window]
    count = len(recent) + (pro.imported_reviews if pro.imported_rating is not None else 0)
    total = sum(recent) + (pro.imported_rating or 0.0) * pro.imported_reviews
    return (policy.rating_prior * policy.rating_prior_weight + total) / (policy.rating_prior_weight + count)


def shown_rating(pro: Professional, at: datetime, policy: Policy) -> float | None:
    """The plain mean that a person is shown; None without a single rating."""
    recent = [review.stars for review in pro.reviews if at - review.at <= policy.rating_window]
    count = len(recent) + (pro.imported_reviews if pro.imported_rating is not None else 0)
    if not count:
        return None
    return round((sum(recent) + (pro.imported_rating or 0.0) * (count - len(recent))) / count, 1)


def _answers(pro: Professional, policy: Policy) -> float:
    if not pro.replies:
        return 0.5
    counted = [reply for reply in pro.replies if reply.outcome != "excused"][-ANSWERS_COUNTED:]
    if not counted:
        return 0.5
    accepted = [reply for reply in counted if reply.outcome == "accepted"]
    speed = sum(max(0.0, 1 - reply.seconds / policy.sos_after.total_seconds()) for reply in accepted) / len(counted)
    return (len(accepted) / len(counted) + speed) / 2


def parts(pro: Professional, search: Search, at: datetime, policy: Policy) -> tuple[tuple[str, float], ...]:
    """The weighted shares of his score."""
    return _parts(pro, search, at, policy, distance(pro, search.area))


def _parts(pro: Professional, search: Search, at: datetime, policy: Policy, km: float) -> tuple[tuple[str, float], ...]:
    weights = policy.weights
    waited = 1.0 if pro.last_offer_at is None else min(max((at - pro.last_offer_at) / WAITED_ENOUGH, 0.0), 1.0)
    load = len(pro.places) / pro.capacity(policy.max_active_jobs)
    return (
        ("rating", round(weights.rating * (bayesian_rating(pro, at, policy) - 1) / 4, 4)),
        ("distance", round(weights.distance * (1 - min(km / policy.radius_steps[-1], 1)), 4)),
        ("capacity", round(weights.capacity * max(0.0, 1 - load), 4)),
        ("waiting", round(weights.waiting * waited, 4)),
        ("answers", round(weights.answers * _answers(pro, policy), 4)),
        ("language", weights.language if search.language in pro.languages else 0.0),
        ("newcomer", round(weights.newcomer * max(0.0, 1 - pro.jobs_done / policy.newcomer_jobs), 4)),
    )


def rank(pros: tuple[Professional, ...], search: Search, ring: float, at: datetime, policy: Policy) -> Ranking:
    """The table of this search within `ring` kilometres.

    Whoever already holds a place for this lead comes first: it was claimed before a crash, and is used, not leaked.
    Ties go to the one who has waited longest, then to the id.
    """
    scored: list[tuple[bool, float, float, str, Row]] = []
    refused: list[Row] = []
    for pro in pros:
        exact = distance(pro, search.area)
        km = round(exact, 1)
        reason = _refusal(pro, search, ring, at, policy, exact)
        if reason is not None:
            refused.append(Row(pro.id, None, 0.0, refused=reason, km=km))
            continue
        shares = _parts(pro, search, at, policy, exact)
        score = round(sum([share for _, share in shares]), 4)
        last = pro.last_offer_at.timestamp() if pro.last_offer_at is not None else 0.0
        scored.append((search.lead not in pro.places, -score, last, pro.id, Row(pro.id, None, score, shares, km=km)))
    ranked = [
        Row(row.pro, place, row.score, row.parts, None, row.km)
        for place, (*_, row) in enumerate(sorted(scored, key=lambda entry: entry[:4]), start=1)
    ]
    return Ranking((*ranked, *sorted(refused, key=lambda row: row.pro)), ring, policy.weights)


def reweighed(table: Ranking, weights: Weights, before: Weights) -> Ranking:
    """What the table would be under other weights; `before` are those it was made with, where it does not say so.

    A share that weighed nothing is not known and weighs nothing again. Ties stay in the order they had.
    """
    made_with = table.weights or before
    ranked: list[Row] = []
    for row in table.rows:
        if row.rank is not None:
            shares = tuple((name, _share(name, share, made_with, weights)) for name, share in row.parts)
            ranked.append(replace(row, parts=shares, score=round(sum(share for _, share in shares), 4)))
    ranked.sort(key=lambda row: -row.score)
    again = [replace(row, rank=place) for place, row in enumerate(ranked, start=1)]
    return Ranking((*again, *(row for row in table.rows if row.rank is None)), table.km, weights)


def _share(name: str, share: float, before: Weights, after: Weights) -> float:
    old: float = getattr(before, name)
    new: float = getattr(after, name)
    return round(share / old * new, 4) if old else 0.0
