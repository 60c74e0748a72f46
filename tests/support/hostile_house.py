"""A store full of what people write who want to see something break, put in through the adapters."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import batched

from fixi.container import Container
from fixi.domain.account import Switch
from fixi.domain.audit import Deed
from fixi.domain.canned import LONGEST_TITLE, CannedReply
from fixi.domain.care import JobSwitch
from fixi.domain.client_chat.states import Idle, InHuman, Mind
from fixi.domain.forms import Form
from fixi.domain.lead.states import Booked, Case, Change, Closed, LeadState, Offer, PendingReview, Understanding
from fixi.domain.matching import Ranking, Row
from fixi.domain.operators import Session
from fixi.domain.professional import ProCard, Professional
from fixi.domain.values import (
    Actor,
    ChatKey,
    Key,
    Language,
    Media,
    MediaKind,
    Place,
    Slot,
    Status,
    Trade,
    Urgency,
    Wish,
)
from fixi.ports.storage import Change as Turn
from fixi.ports.storage import LedgerEntry
from fixi.ports.town import Person
from tests.support.hostile import hostile, one_of_each

TEXTS = hostile()
LINES_EACH = 50  # as many as a chat shows at once
LEADS = 100
PROS = 24
PLUMBER, HAIFA = Trade("plumber"), Place("Haifa", 32.8, 35.0)
MINUTE = timedelta(minutes=1)


def chat_of(number: int) -> ChatKey:
    """The n-th client."""
    return ChatKey(f"97254{number:07}")


def pro_of(number: int) -> str:
    """The n-th professional."""
    return f"97250{number:07}"


async def fill(container: Container) -> None:
    """Leads, chats, professionals, operators' deeds, switches and phones, and nothing in them that is kind."""
    now = container.clock().now()
    await _pros(container, now)
    await _chats(container, now)
    await _leads(container, now)
    await _staff(container, now)
    for number, text in enumerate(one_of_each()[:4]):
        person = Person(chat_of(900 + number), text[:60])
        container.town().place(person)
        for line, words in enumerate(TEXTS[number * 12 : number * 12 + 12]):
            container.network().typed(person.chat, f"h{number}-{line}", words)


async def _pros(container: Container, now: datetime) -> None:
    await container.professionals().put(
        tuple(
            Professional(
                pro_of(number),
                TEXTS[number][:2000],
                (PLUMBER,),
                (HAIFA, Place(TEXTS[number + 30][:300], 32.0, 34.9)),
                prices=(("plumber", TEXTS[number + 60][:300]),),
                approved=number % 4 != 0,
                active=number % 5 != 0,
                paused_until=now + timedelta(days=3) if number % 3 == 0 else None,
            )
            for number in range(PROS)
        )
    )


async def _chats(container: Container, now: datetime) -> None:
    """All the texts, so many in each chat; every third line is ours, every fifth one was lost."""
    for number, texts in enumerate(batched(TEXTS, LINES_EACH)):
        chat = chat_of(number)
        key = Key.client(chat)
        mind = Mind(chat, Language.EN, TEXTS[number * 7])
        state = InHuman(Idle(mind), now + timedelta(hours=4)) if number % 2 else Idle(mind)
        lines = tuple(_line(key, number, place, text, now) for place, text in enumerate(texts))
        await container.repository().save(
            Turn(key, 0, state, now + timedelta(hours=4) if number % 2 else None, ledger=lines, heard_at=now)
        )


def _line(key: Key, number: int, place: int, text: str, now: datetime) -> LedgerEntry:
    at = now - timedelta(hours=2) + place * MINUTE
    files = (Media(MediaKind.IMAGE, "https://evil.invalid/a.jpg", "image/jpeg", text[:300]),) if place % 7 == 3 else ()
    if place % 3 == 1 and place != LINES_EACH - 1:
        kind, outcome = ("out", "failed") if place % 5 == 0 else ("out", "sent")
        return LedgerEntry(f"h-{number}-{place}", at, kind, str(key), outcome, text[:300], text, media=files)
    return LedgerEntry(f"h-{number}-{place}", at, "in", str(key), "answered", "", text, media=files)


def _form(number: int, now: datetime) -> Form:
    def text(place: int) -> str:
        return TEXTS[(number * 5 + place) % len(TEXTS)]

    return Form(
        PLUMBER,
        text(0),
        HAIFA if number % 3 else Place(text(5)[:200], 31.0, 34.9),
        text(1),
        Wish(now, now + timedelta(hours=2), text(2)[:500]),
        Urgency.EMERGENCY if number % 4 == 0 else Urgency.NORMAL,
        text(3),
        Language.EN,
        text(4),
        (Media(MediaKind.DOCUMENT, "refused:type", "text/html", text(5)[:200]),),
        text(6)[:400],
        text(7)[:400],
        picture=text(8),
    )


def _lead(number: int, now: datetime) -> LeadState:
    pro, at = pro_of(number % PROS), now - number * MINUTE
    card = ProCard(pro, TEXTS[number % PROS][:2000], pro)
    rows = tuple(Row(pro_of(n), n + 1, 3.0 - n / 10, (("fit", 1.0), ("load", 0.5)), None, 2.0) for n in range(4))
    refused = tuple(Row(pro_of(n), None, 0.0, (), "full", 5.0) for n in range(4, 7))
    note = Change(at, "noted", Actor.OPERATOR, Status.NEW, Status.NEW, TEXTS[number * 5 % len(TEXTS)])
    case = Case(
        f"hostile{number:03}",
        chat_of(number % 10),
        Language.EN,
        _form(number, now),
        at,
        at,
        at,
        (Change(at, "request", Actor.CLIENT, None, Status.CONTACTED), note),
        (Offer(pro, at, "accepted", at, TEXTS[number][:200], by=TEXTS[number][:60]),),
        Ranking((*rows, *refused), 12.0),
    )
    slot = Slot(now + timedelta(hours=20), now + timedelta(hours=21))
    match number % 4:
        case 0:
            return Booked(case, card, at, slot)
        case 1:
            return PendingReview(case, TEXTS[number * 3 % len(TEXTS)][:300], now + timedelta(hours=4))
        case 2:
            return Closed(case, card, slot, 5)
        case _:
            return Understanding(case)


async def _leads(container: Container, now: datetime) -> None:
    for number in range(LEADS):
        state = _lead(number, now)
        due = None if isinstance(state, Closed) else now + timedelta(hours=4)
        await container.repository().save(Turn(Key.lead(f"hostile{number:03}"), 0, state, due))


async def _staff(container: Container, now: datetime) -> None:
    short: Sequence[str] = [text[:400] for text in TEXTS[100:130]]
    for number, text in enumerate(short):
        await container.audit().append(Deed(now, text, text, text, text, short[-number]))
        digest = hashlib.sha256(text.encode()).hexdigest()
        machine = container.machine_clock().now()
        await container.sessions().open(Session(digest, "owner", machine, machine, "x", text[:40], text))
    await container.account_book().turn(Switch(on=False, by=short[0], at=now, why=TEXTS[0]))
    await container.job_switches().turn(JobSwitch("healer", on=False, by=short[1], at=now, why=short[2]))
    for number, text in enumerate(short):
        title, said = text.strip()[:LONGEST_TITLE] or "x", text.strip() or "x"
        reply = CannedReply(f"hostile{number}", title, ((Language.HE, said), (Language.EN, said[::-1])))
        await container.canned_replies().put(reply)
