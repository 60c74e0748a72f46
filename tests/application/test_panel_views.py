"""Pages that are put together from several ports."""

from dataclasses import replace
from decimal import Decimal

import pytest

from fixi.application.panel_views import Board, ChatPages, LeadPages, Numbers, ProPages, pro_row
from fixi.domain.lead.states import Booked, Understanding
from fixi.domain.lead.states import Change as Moved
from fixi.domain.matching import rank
from fixi.domain.policy import Weights
from fixi.domain.professional import Reply, Review
from fixi.domain.values import Actor, Key, Media, MediaKind, Slot, Status
from fixi.ports.storage import Change
from fixi.ports.views import ProQuery
from tests.support.documents import a_line
from tests.support.house import House, memory_house
from tests.support.samples import (
    AT,
    CARD,
    CLIENT,
    DAY,
    FORM,
    HOUR,
    MINUTE,
    POLICY,
    PRO,
    SECOND,
    SLOT,
    a_case,
    a_pro,
    a_search,
    an_offer,
)

DANA = Key.client(CLIENT)


@pytest.fixture
def house() -> House:
    return memory_house()


def lead_pages(house: House) -> LeadPages:
    return LeadPages(house.repository, house.pro_list, ChatPages(house.chat_list), house.policies)


async def test_a_lead_s_page_has_its_facts_timeline_offers_reasons_files_and_words(house: House) -> None:
    photo = Media(MediaKind.IMAGE, "kept:abc.jpg", "image/jpeg")
    await house.professionals.put((a_pro(name="Avi"),))
    table = rank((a_pro(name="Avi"),), a_search(), 10, AT, POLICY)
    history = (Moved(AT, "request", Actor.CLIENT, None, Status.CONTACTED, "words"),)
    case = a_case("l1", offers=(an_offer(outcome="accepted"),), ranking=table, history=history)
    state = Booked(replace(case, form=replace(FORM, name="Dana", media=(photo,))), CARD, AT, SLOT)
    await house.repository.save(Change(Key.lead("l1"), 0, state, AT))
    await house.ledger.write(a_line(text="water!"))
    page = await lead_pages(house)("l1", "dana")
    assert page is not None
    assert (page.row.status, page.version, page.names) == (Status.BOOKED, 1, {PRO: "Avi"})
    assert (page.timeline, page.offers[0].pro, page.media) == (history, PRO, (photo,))
    assert page.why == table
    assert [line.text for line in page.chat.lines] == ["water!"]
    other = await lead_pages(house).what_if(table, Weights(distance=0.9))
    assert other.rows[0].score > table.rows[0].score


async def test_there_is_no_page_of_a_lead_that_does_not_exist(house: House) -> None:
    assert await lead_pages(house)("nothing", "dana") is None


async def test_a_line_of_ours_has_the_furthest_tick_that_is_known(house: House) -> None:
    chat = str(DANA)
    for name, at, kind, outcome, ref in (
        ("in1", AT, "in", "answered", ""),
        ("out1", AT + SECOND, "out", "sent", "r1"),
        ("out2", AT + 2 * SECOND, "out", "sent", "r2"),
        ("out3", AT + 3 * SECOND, "out", "sent", "r3"),
        ("x1", AT + 4 * SECOND, "receipt", "read", "r1"),
        ("x2", AT + 5 * SECOND, "receipt", "delivered", "r1"),
        ("x3", AT + 6 * SECOND, "receipt", "noAccount", "r2"),
    ):
        await house.ledger.write(a_line(name, at=at, chat=chat, kind=kind, outcome=outcome, ref=ref, text=name))
    view = await ChatPages(house.chat_list)(CLIENT, "dana")
    assert [(line.text, line.ours, line.tick) for line in view.lines] == [
        ("in1", False, ""),
        ("out1", True, "read"),
        ("out2", True, "failed"),
        ("out3", True, "sent"),
    ]


async def test_what_was_held_and_went_out_later_is_one_line(house: House) -> None:
    await house.ledger.write(a_line("e1:held:window", kind="held", outcome="waiting", text="later", reason="window"))
    view = await ChatPages(house.chat_list)(CLIENT, "dana")
    assert [(line.kind, line.why) for line in view.lines] == [("held", "window")]
    await house.ledger.write(a_line("e1", at=AT + HOUR, kind="out", outcome="sent", text="later"))
    view = await ChatPages(house.chat_list)(CLIENT, "dana")
    assert [line.kind for line in view.lines] == ["out"]


async def test_earlier_lines_come_page_by_page(house: House) -> None:
    for number in range(5):
        await house.ledger.write(a_line(f"m{number}", at=AT + number * SECOND, text=str(number)))
    pages = ChatPages(house.chat_list)
    last = await pages(CLIENT, "dana", limit=2)
    before = await pages(CLIENT, "dana", last.after, 2)
    assert [[line.text for line in view.lines] for view in (last, before)] == [["3", "4"], ["1", "2"]]


async def test_the_board_has_every_status_with_its_number_and_the_first_leads(house: House) -> None:
    for number in range(3):
        lead = f"l{number}"
        state = Understanding(a_case(lead, updated_at=AT - number * DAY))
        await house.repository.save(Change(Key.lead(lead), 0, state, AT))
    board = await Board(house.lead_search)(2)
    assert set(board) == set(Status)
    count, page = board[Status.CONTACTED]
    assert (count, [row.id for row in page.rows]) == (3, ["l0", "l1"])
    assert board[Status.CLOSED][0] == 0


async def test_a_professional_s_row_adds_up_his_record(house: House) -> None:
    replies = tuple(
        Reply(f"l{n}", outcome, seconds)
        for n, (outcome, seconds) in enumerate((("accepted", 10), ("declined", 30), ("expired", 1800), ("excused", 1)))
    )
    pro = a_pro(replies=replies, reviews=(Review("l1", 4, AT),), places=("l9",), cap=2, paused_until=AT + HOUR)
    row = pro_row(pro, AT, POLICY)
    assert (row.taken, row.cap, row.offers, row.answers_in, row.rating, row.paused) == (1, 2, 3, 20, 4.0, True)
    assert row.acceptance == pytest.approx(1 / 3)
    assert not pro_row(pro, AT + DAY, POLICY).paused


async def test_a_professional_is_shown_with_his_bookings(house: House) -> None:
    pages = ProPages(house.pro_list, house.professionals, house.calendar, house.policies, house.clock)
    await house.professionals.put((a_pro(),))
    await house.calendar.take(PRO, "l1", Slot(AT + DAY, AT + DAY + HOUR))
    view = await pages.one(PRO)
    assert view is not None
    assert [booking.lead for booking in view.bookings] == ["l1"]
    assert await pages.one("972500009999") is None
    assert [row.pro.id for row in (await pages.find(ProQuery("avi"), "", 5)).rows] == [PRO]


async def test_numbers_of_a_period_have_a_day_for_each_day_of_it(house: House) -> None:
    await house.repository.save(Change(Key.lead("l1"), 0, Understanding(a_case("l1")), AT))
    await house.ledger.write(a_line(at=AT + MINUTE))
    numbers = Numbers(house.lead_search, house.books, house.calls, house.ledger, house.policies)
    view = await numbers(Slot(AT - 2 * DAY, AT + HOUR))
    assert (view.figures.leads, len(view.spent), view.cost, view.disagreement) == (1, 3, Decimal(0), None)
    assert view.balance == {("in", "answered"): 1}
