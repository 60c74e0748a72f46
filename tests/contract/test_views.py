"""What every view of the panel promises."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from fixi.domain.client_chat.states import Idle, InHuman, Mind
from fixi.domain.lead.states import (
    Booked,
    Cancelled,
    Case,
    Closed,
    LeadState,
    Offered,
    PendingReview,
    Understanding,
)
from fixi.domain.lead.states import Change as Moved
from fixi.domain.pro_chat.states import Desk, Ready
from fixi.domain.spending import Allowance
from fixi.domain.values import Actor, ChatKey, Key, Media, MediaKind, Slot, Status
from fixi.ports.storage import Change, LedgerEntry
from fixi.ports.views import ChatQuery, LeadQuery, Order, Page, ProQuery
from tests.support.documents import a_line, kept, words
from tests.support.house import House
from tests.support.samples import (
    AT,
    CARD,
    CLIENT,
    DAY,
    ELECTRICIAN,
    FORM,
    HOUR,
    MINUTE,
    PRO,
    SECOND,
    SLOT,
    TEL_AVIV,
    a_case,
    a_pro,
    an_offer,
)

EVER = Slot(AT - 400 * DAY, AT + 400 * DAY)
DANA = Key.client(CLIENT)


async def opened(
    house: House, lead: str, shape: Callable[[Case], LeadState] = Understanding, due: datetime | None = AT, **known: Any
) -> None:
    """A lead in this state, with this much known of it."""
    state = shape(a_case(lead, **known))
    await house.repository.save(Change(Key.lead(lead), 0, state, due))


async def found(house: House, **wanted: Any) -> list[str]:
    """Ids of the leads that this query finds, in order."""
    return [row.id for row in (await house.lead_search.find(LeadQuery(**wanted), "", 50)).rows]


def booked(case: Case) -> Booked:
    return Booked(case, CARD, AT, SLOT)


def in_review(case: Case) -> PendingReview:
    return PendingReview(case, "nobody", AT + DAY)


async def test_a_lead_is_found_by_the_end_of_the_phone_a_name_and_words_of_issue_and_address(house: House) -> None:
    form = replace(FORM, name="דנה לוי", street="Herzl 12", issue="Water under the sink")
    await opened(house, "lead1", form=form)
    await opened(house, "lead2", client=ChatKey("972543333333"), form=replace(FORM, issue="Toilet"))
    assert await found(house, words="1111") == ["lead1"]
    assert await found(house, words="054-111 1111") == ["lead1"]
    assert await found(house, words="דנה") == ["lead1"]
    assert await found(house, words="herzl SINK") == ["lead1"]
    assert await found(house, words="12") == ["lead1"]
    assert await found(house, words="toilet") == ["lead2"]
    assert await found(house, words="lead2") == ["lead2"]
    assert await found(house, words="sink toilet") == []
    assert await found(house, words="999") == []


async def test_a_lead_is_found_by_trade_area_status_professional_and_time_together(house: House) -> None:
    await opened(house, "lead1", booked, offers=(an_offer(PRO, outcome="accepted"),))
    await opened(house, "lead2", form=replace(FORM, trade=ELECTRICIAN), opened_at=AT + MINUTE)
    await opened(house, "lead3", form=replace(FORM, area=TEL_AVIV), opened_at=AT - 40 * DAY)
    assert await found(house, trade="plumber") == ["lead1", "lead3"]
    assert await found(house, area="Haifa") == ["lead2", "lead1"]
    assert await found(house, trade="plumber", area="Haifa", words="sink") == ["lead1"]
    assert await found(house, statuses=frozenset({Status.BOOKED})) == ["lead1"]
    assert await found(house, trade="plumber", statuses=frozenset({Status.CONTACTED})) == ["lead3"]
    assert await found(house, pro=PRO) == ["lead1"]
    assert await found(house, trade="plumber", opened=Slot(AT - DAY, AT + DAY)) == ["lead1"]
    assert await found(house, order=Order.OPENED, opened=Slot(AT - 50 * DAY, AT - 30 * DAY)) == ["lead3"]


async def test_the_lead_that_changed_last_comes_first_or_the_one_that_was_opened_last(house: House) -> None:
    await opened(house, "lead1", opened_at=AT - 9 * DAY, updated_at=AT)
    await opened(house, "lead2", opened_at=AT - 3 * DAY, updated_at=AT - 2 * DAY)
    await opened(house, "lead3", opened_at=AT - 5 * DAY, updated_at=AT - DAY)
    assert await found(house) == ["lead1", "lead3", "lead2"]
    assert await found(house, statuses=frozenset({Status.CONTACTED})) == ["lead1", "lead3", "lead2"]
    assert await found(house, order=Order.OPENED) == ["lead2", "lead3", "lead1"]


async def test_every_lead_is_on_one_page_and_one_only(house: House) -> None:
    for number in range(23):
        at = AT - (number // 3) * 5 * DAY
        await opened(house, f"lead{number:02}", opened_at=at, updated_at=at)
    for query in (LeadQuery(), LeadQuery(order=Order.OPENED), LeadQuery(trade="plumber"), LeadQuery(words="sink")):
        seen: list[str] = []
        page: Page[Any] = Page(after="")
        for _ in range(40):
            page = await house.lead_search.find(query, page.after, 4)
            seen += [row.id for row in page.rows]
            if not page.after:
                break
        assert sorted(seen) == [f"lead{number:02}" for number in range(23)]
        assert len(set(seen)) == len(seen)


async def test_a_change_is_in_the_next_answer_and_what_was_true_before_is_not(house: House) -> None:
    await opened(house, "lead1")
    assert await house.lead_search.counts() == {Status.CONTACTED: 1}
    await house.repository.save(Change(Key.lead("lead1"), 1, Cancelled(a_case("lead1", updated_at=AT + MINUTE)), None))
    assert await house.lead_search.counts() == {Status.CANCELLED: 1}
    assert await found(house, statuses=frozenset({Status.CONTACTED})) == []
    (row,) = (await house.lead_search.find(LeadQuery(), "", 5)).rows
    assert (row.version, row.status, row.updated_at) == (2, Status.CANCELLED, AT + MINUTE)


async def test_what_should_have_been_woken_or_never_would_be_is_overdue(house: House) -> None:
    await opened(house, "late", due=AT - 10 * MINUTE)
    await opened(house, "later", due=AT - 6 * MINUTE)
    await opened(house, "fine", due=AT + MINUTE)
    await opened(house, "never", due=None)
    await opened(house, "over", Closed, due=None)
    rows = await house.lead_search.overdue(AT - 5 * MINUTE, 10)
    assert [row.id for row in rows] == ["late", "later", "never"]


async def test_facts_are_those_of_leads_opened_in_the_period(house: House) -> None:
    done = Moved(AT + 5 * HOUR, "pro_said_done", Actor.PRO, Status.BOOKED, Status.COMPLETED)
    yes = an_offer(PRO, at=AT + MINUTE, outcome="accepted", ended_at=AT + 3 * MINUTE)
    await opened(
        house,
        "lead1",
        lambda case: Closed(case, CARD, SLOT, 5),
        offers=(an_offer("972509999999", outcome="declined", at=AT + 2 * SECOND), yes),
        history=(done,),
    )
    await opened(house, "lead2", opened_at=AT - 3 * DAY)
    await opened(house, "lead3", opened_at=AT - 300 * DAY)
    (facts,) = await house.lead_search.facts(Slot(AT - HOUR, AT + HOUR))
    assert (facts.status, facts.trade, facts.area, facts.pro) == ("closed", "plumber", "Haifa", PRO)
    assert (facts.offers, facts.declined, facts.expired, facts.booked, facts.stars) == (2, 1, 0, True, 5)
    assert (facts.offered_in, facts.accepted_in, facts.done_in) == (2.0, 180.0, 5 * 3600.0)
    assert len(await house.lead_search.facts(EVER)) == 3


async def test_the_first_answer_is_counted_from_the_words_that_opened_the_lead(house: House) -> None:
    came, went = AT - 3 * SECOND, AT + 2 * SECOND
    lines = (a_line("in1", at=came, text="leak"), a_line("out1", at=went, kind="out", outcome="sent"))
    await house.repository.save(Change(DANA, 0, Idle(Mind(CLIENT)), None, ledger=lines))
    assert await house.ledger.lines(str(DANA), 5)  # they are in the book
    await opened(house, "lead1")
    (facts,) = await house.lead_search.facts(EVER)
    assert facts.answered_in == 5.0


async def test_the_chat_in_which_something_was_said_last_comes_first(house: House) -> None:
    for number in range(7):
        chat = ChatKey(f"97254000000{number}")
        line = a_line(f"in{number}", at=AT - number * 3 * DAY, chat=f"client:{chat}", text=f"words {number}")
        await house.repository.save(Change(Key.client(chat), 0, Idle(Mind(chat)), None, ledger=(line,)))
    first = await house.chat_list.latest(ChatQuery(), "dana", "", 3)
    rest = await house.chat_list.latest(ChatQuery(), "dana", first.after, 10)
    assert [row.last_text for row in (*first.rows, *rest.rows)] == [f"words {number}" for number in range(7)]
    assert rest.after == ""


async def test_who_asked_for_a_person_waits_for_one_whatever_the_bot_says_last(house: House) -> None:
    asked = InHuman(Idle(Mind(CLIENT)), AT + HOUR, (), AT, "asked")
    lines = (a_line(at=AT, text="a person, please"), a_line("m2", at=AT + SECOND, kind="out", text="One moment"))
    await house.repository.save(Change(DANA, 0, asked, AT + HOUR, ledger=lines))
    (row,) = (await house.chat_list.latest(ChatQuery(human=True), "dana", "", 5)).rows
    assert (row.last_ours, row.waits) == (True, True)
    await house.repository.save(Change(DANA, 1, replace(asked, taken="operator:noa"), AT + HOUR))
    (row,) = (await house.chat_list.latest(ChatQuery(human=True), "dana", "", 5)).rows
    assert not row.waits


async def test_a_chat_shows_who_spoke_last_and_whether_a_person_has_it(house: House) -> None:
    line = a_line(at=AT, text="I want a person", outcome="handed", reason="person")
    state = InHuman(Idle(Mind(CLIENT, name="Dana Levi")), AT + HOUR)
    await house.repository.save(Change(DANA, 0, state, AT + HOUR, ledger=(line,)))
    (row,) = (await house.chat_list.latest(ChatQuery(human=True), "dana", "", 5)).rows
    assert (row.key, row.name, row.mode, row.until) == (DANA, "Dana Levi", "human", AT + HOUR)
    assert (row.last_text, row.last_ours, row.waits, row.unread) == ("I want a person", False, True, True)
    owner = a_line("m2", at=AT + MINUTE, text="I am here", outcome="handed", reason="owner")
    await house.repository.save(Change(DANA, 1, state, AT + HOUR, ledger=(owner,)))
    (row,) = (await house.chat_list.latest(ChatQuery(human=True), "dana", "", 5)).rows
    assert (row.last_ours, row.waits) == (True, False)
    await house.repository.save(Change(DANA, 2, state.back, None))
    assert (await house.chat_list.latest(ChatQuery(human=True), "dana", "", 5)).rows == ()


async def test_what_went_out_is_the_last_line_and_what_one_operator_has_read_another_has_not(house: House) -> None:
    (entry,) = await kept(house, words("thanks"))
    came = a_line(at=AT, text="hello")
    await house.repository.save(Change(DANA, 1, Idle(Mind(CLIENT)), None, ledger=(came,)))
    sent = LedgerEntry(entry, AT + SECOND, "out", str(DANA), "sent", "", "thanks", "ref1")
    await house.outbox.done(DANA, (entry,), sent)
    row = await house.chat_list.one(DANA, "dana")
    assert row is not None
    assert (row.last_text, row.last_ours, row.unread) == ("thanks", True, True)
    await house.chat_list.read("dana", DANA, AT + SECOND)
    row, other = await house.chat_list.one(DANA, "dana"), await house.chat_list.one(DANA, "yossi")
    assert row is not None
    assert other is not None
    assert (row.unread, other.unread) == (False, True)


async def test_a_chat_is_found_by_the_end_of_the_phone_and_the_name(house: House) -> None:
    line = a_line(text="hello")
    await house.repository.save(Change(DANA, 0, Idle(Mind(CLIENT, name="Dana Levi")), None, ledger=(line,)))
    for typed, rows in (("1111", 1), ("dana", 1), ("LEVI", 1), ("2222", 0), ("yossi", 0)):
        assert len((await house.chat_list.latest(ChatQuery(typed), "", "", 5)).rows) == rows


async def test_a_professional_s_chat_has_his_name_and_a_lead_is_no_chat(house: House) -> None:
    await house.professionals.put((a_pro(PRO, name="Avi"),))
    line = a_line("m9", chat=str(Key.pro(PRO)), text="1")
    await house.repository.save(Change(Key.pro(PRO), 0, Ready(Desk(PRO)), None, ledger=(line,)))
    await opened(house, "lead1")
    assert [(row.key, row.name) for row in (await house.chat_list.latest(ChatQuery(), "", "", 5)).rows] == [
        (Key.pro(PRO), "Avi")
    ]


async def test_lines_of_both_roles_come_page_by_page_the_newest_first(house: House) -> None:
    keys = (DANA, Key.pro(CLIENT.text))
    for number in range(9):
        chat = str(keys[number % 2])
        await house.ledger.write(a_line(f"m{number}", at=AT + number * SECOND, chat=chat))
    seen: list[str] = []
    after = ""
    for _ in range(5):
        page = await house.chat_list.lines(keys, after, 2)
        seen, after = [*seen, *(line.id for line in page.rows)], page.after
    assert seen == [f"m{number}" for number in reversed(range(9))]
    assert after == ""


async def test_a_line_has_the_files_that_came_with_it(house: House) -> None:
    photo = Media(MediaKind.IMAGE, "kept:abc.jpg", "image/jpeg")
    line = a_line("with a photo", media=(photo,))
    await house.repository.save(Change(DANA, 0, Idle(Mind(CLIENT)), None, ledger=(line,)))
    assert (await house.chat_list.lines((DANA,), "", 5)).rows == (line,)


async def test_receipts_since_a_moment_come_in_the_order_of_time(house: House) -> None:
    for number, outcome in enumerate(("sent", "delivered", "read")):
        await house.ledger.write(a_line(outcome, at=AT + number * SECOND, kind="receipt", outcome=outcome, ref="r1"))
    await house.ledger.write(a_line("in1", at=AT + 9 * SECOND))
    found = await house.chat_list.receipts((DANA,), AT + SECOND)
    assert [line.outcome for line in found] == ["delivered", "read"]


async def test_a_professional_is_found_by_name_phone_trade_area_and_state(house: House) -> None:
    await house.professionals.put(
        (
            a_pro("972500000001", name="Avi Cohen"),
            a_pro("972500000002", name="Moshe", trades=(ELECTRICIAN,), areas=(TEL_AVIV,)),
            a_pro("972500000003", name="Avi Levi", approved=False),
            a_pro("972500000004", name="Rami", active=False, paused_until=AT + DAY),
        )
    )

    async def who(**wanted: Any) -> list[str]:
        return [pro.id[-1] for pro in (await house.pro_list.find(ProQuery(**wanted), "", 9)).rows]

    assert await who() == ["1", "2", "3", "4"]
    assert await who(words="avi") == ["1", "3"]
    assert await who(words="cohen AVI") == ["1"]
    assert await who(words="0002") == ["2"]
    assert await who(trade="electrician") == ["2"]
    assert await who(area="Haifa", words="rami") == ["4"]
    assert (await who(state="pending"), await who(state="inactive"), await who(state="paused")) == (["3"], ["4"], ["4"])
    assert (await who(state="paused", at=AT), await who(state="paused", at=AT + DAY)) == (["4"], [])
    page = await house.pro_list.find(ProQuery(), "", 3)
    assert [pro.id[-1] for pro in (await house.pro_list.find(ProQuery(), page.after, 3)).rows] == ["4"]
    assert await house.pro_list.names(frozenset({"972500000002", "972500000009"})) == {"972500000002": "Moshe"}


async def test_a_professional_who_was_renamed_is_found_by_his_new_name_only(house: House) -> None:
    await house.professionals.put((a_pro(name="Avi"),))
    await house.professionals.put((a_pro(name="Benny"),))
    assert (await house.pro_list.find(ProQuery("avi"), "", 5)).rows == ()
    assert len((await house.pro_list.find(ProQuery("benny"), "", 5)).rows) == 1


async def test_money_is_that_of_the_days_asked_for(house: House) -> None:
    day = AT.date()
    await house.budget.reserve("client:1", day, Decimal("0.5"), Allowance(Decimal(5), 10))
    await house.budget.reserve("client:1", day + timedelta(days=1), Decimal("0.25"), Allowance(Decimal(5), 10))
    assert await house.books.spent((day, day - timedelta(days=1))) == {day: Decimal("0.5")}


async def test_what_failed_to_go_out_or_to_arrive_lately_is_known(house: House) -> None:
    for name, at, kind, outcome in (
        ("a", AT, "out", "failed"),
        ("b", AT + SECOND, "out", "sent"),
        ("c", AT + 2 * SECOND, "receipt", "noAccount"),
        ("d", AT + 3 * SECOND, "receipt", "read"),
        ("e", AT - DAY, "out", "failed"),
    ):
        await house.ledger.write(a_line(name, at=at, kind=kind, outcome=outcome))
    assert [line.id for line in await house.books.failed(AT, 9)] == ["c", "a"]


async def test_a_message_is_held_until_it_has_its_end(house: House) -> None:
    for entry in ("client:1:1:0", "client:1:2:0"):
        await house.ledger.write(a_line(f"{entry}:held:window", kind="held", outcome="waiting", reason="window"))
    await house.ledger.write(a_line("client:1:1:0", kind="out", outcome="sent"))
    assert [line.id for line in await house.books.held(AT - HOUR, 9)] == ["client:1:2:0:held:window"]


async def test_rows_of_a_lead_under_review_say_why_and_of_an_offered_one_whom(house: House) -> None:
    await opened(house, "lead1", in_review)
    await opened(house, "lead2", Offered, offers=(an_offer(PRO),))
    rows = {row.id: row for row in (await house.lead_search.find(LeadQuery(), "", 5)).rows}
    assert (rows["lead1"].status, rows["lead1"].reason) == (Status.PENDING_REVIEW, "nobody")
    assert (rows["lead2"].pros, rows["lead2"].offers) == ((PRO,), 1)
