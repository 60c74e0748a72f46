"""Very many leads in a database, written as they are stored: each by the codec, and with its row, but in bulk.

Nothing is left to chance: the n-th lead is the same each time. They are opened one after the other, the last one just
before AT; nearly all of them are at their end, as in a system that has run for a year.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any

from fixi.adapters import codec
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.documents import asked
from fixi.adapters.mongo.plain import floor
from fixi.adapters.mongo.rows import lead_row, stale_days
from fixi.adapters.mongo.spans import day_of
from fixi.domain.forms import Form
from fixi.domain.lead.states import (
    Booked,
    Cancelled,
    Case,
    Change,
    Closed,
    LeadState,
    Offer,
    Offered,
    PendingReview,
    Waiting,
    alarms,
    status,
)
from fixi.domain.policy import Policy
from fixi.domain.professional import ProCard
from fixi.domain.values import Actor, ChatKey, Key, Language, Place, Slot, Status, Trade, Wish

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
AT_ONCE = 2_000
TRADES = ("plumber", "electrician", "handyman", "locksmith", "painter", "cleaner", "air_conditioning", "appliances")
AREAS = tuple(Place(name, lat, 34.9) for name, lat in (("Haifa", 32.8), ("Tel Aviv", 32.08), ("Jerusalem", 31.77)))
SMALL = tuple(Place(f"Town {n}", 29.5 + n / 80, 34.9) for n in range(200))
ISSUES = (
    "water under the sink",
    "no light in the kitchen",
    "the door does not close",
    "נזילה מתחת לכיור",
    "old boiler",
)
NAMES = ("Dana", "Yossi", "נועה", "Rami", "Olga", "Maya", "דוד", "Lea", "Tamar", "Ivan")
PROS = 400
POLICY = Policy()


def lead(number: int, of: int) -> LeadState:
    """The n-th of so many."""
    back = YEAR * ((of - number) / of)
    at = AT - back
    mixed = number * 2_654_435_761 % 2**32
    area = AREAS[mixed % 3] if mixed % 10 < 7 else SMALL[mixed // 10 % len(SMALL)]
    form = Form(
        Trade(TRADES[mixed // 7 % len(TRADES)]),
        f"{ISSUES[mixed // 11 % len(ISSUES)]} {mixed % 997}",
        area,
        f"Street {mixed // 13 % 500}, {mixed % 90}",
        Wish(at, at + timedelta(hours=4), "today"),
        name=f"{NAMES[mixed // 17 % len(NAMES)]} Name{mixed // 19 % 2000}",
    )
    card = ProCard(f"9725{mixed // 23 % PROS:08}", "Avi", f"9725{mixed // 23 % PROS:08}")
    yes = Offer(card.id, at + timedelta(seconds=4), "accepted", at + timedelta(seconds=60 + mixed % 1800))
    case = Case(
        f"g{number:09}",
        ChatKey(f"97254{mixed % 10_000_000:07}"),
        Language.EN,
        form,
        at,
        at + min(timedelta(hours=30), back),
        at,
        (Change(at, "request", Actor.CLIENT, None, Status.CONTACTED),),
        (yes,),
    )
    return _stage(case, card, mixed, recent=back < timedelta(days=3))


def _stage(case: Case, card: ProCard, mixed: int, *, recent: bool) -> LeadState:
    at = case.opened_at
    slot = Slot(at + timedelta(hours=20), at + timedelta(hours=21))
    if recent and mixed % 5 == 0:
        return Offered(_with(case, Offer(card.id, case.updated_at)))
    if recent and mixed % 5 == 1:
        return Booked(case, card, at, slot)
    if recent and mixed % 50 == 2:
        return Waiting(_with(case), AT + timedelta(minutes=mixed % 15))
    if mixed % 1000 == 3:
        return PendingReview(_with(case), ("nobody", "tries", "unclear")[mixed % 3], AT + timedelta(hours=4))
    if mixed % 9 == 0:
        return Cancelled(case)
    done = Change(slot.end, "pro_said_done", Actor.PRO, Status.BOOKED, Status.COMPLETED)
    return Closed(replace(case, history=(*case.history, done)), card, slot, 3 + mixed % 3 if mixed % 2 else None)


def _with(case: Case, *offers: Offer) -> Case:
    return replace(case, offers=offers)


def documents(first: int, many: int, of: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Document and row of these leads."""
    for number in range(first, first + many):
        state = lead(number, of)
        due = min((alarm.due for alarm in alarms(state, POLICY)), default=None)
        row = lead_row(state, 1, due=due is not None, answered_in=2.0 + number % 7)
        if row is None or status(state) is None:
            continue
        fields = {name: value for name, value in asked(state).items() if value is not None}
        if due is not None:
            fields["due_at"] = floor(max(due, AT))
        document = {
            "_id": str(Key.lead(row["_id"])),
            "kind": "lead",
            "version": 1,
            "state": codec.to_plain(state),
            "used": [],
            "outbox": [],
            "ledger_out": [],
            **fields,
        }
        yield document, row


async def fill(database: Database, many: int) -> None:
    """Put them in."""
    machines, rows = database.machines.get_pymongo_collection(), database.lead_rows.get_pymongo_collection()
    days: set[str] = set()
    for some in batched(documents(0, many, many), AT_ONCE):
        await machines.insert_many([document for document, _ in some], ordered=False)
        await rows.insert_many([row for _, row in some], ordered=False)
        days |= {day_of(row["opened_at"]) for _, row in some}
    await stale_days(database, days)
