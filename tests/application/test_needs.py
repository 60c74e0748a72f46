"""What needs a person."""

from datetime import datetime

import pytest

from fixi.application.needs import Need, NeedKind, Needs
from fixi.domain.client_chat.states import Idle, InHuman, Mind
from fixi.domain.lead.states import LeadState, Offered, PendingReview, Understanding
from fixi.domain.values import Key
from fixi.ports.storage import Change
from tests.support.documents import a_line
from tests.support.house import House, memory_house
from tests.support.samples import AT, CLIENT, DAY, FORM, HOUR, MINUTE, PRO, a_case, an_offer

DANA = Key.client(CLIENT)


@pytest.fixture
def house() -> House:
    return memory_house()


async def needed(house: House, *, phones: bool = True) -> list[Need]:
    needs = Needs(house.lead_search, house.chat_list, house.books, house.leads, house.policies, house.clock)
    return list(await needs(phones=phones))


async def stored(house: House, lead: str, state: LeadState, due: datetime | None = AT + HOUR) -> None:
    await house.repository.save(Change(Key.lead(lead), 0, state, due))


async def test_nothing_needs_anybody_while_all_goes_its_way(house: House) -> None:
    await stored(house, "l1", Understanding(a_case("l1")))
    await stored(house, "l2", Offered(a_case("l2", offers=(an_offer(PRO, seen_at=AT),))))
    line = a_line(text="hello")
    await house.repository.save(Change(DANA, 0, Idle(Mind(CLIENT)), None, ledger=(line,)))
    assert await needed(house) == []


async def test_a_lead_under_review_needs_a_decision_and_one_that_nobody_suits_a_match(house: House) -> None:
    await stored(house, "l1", PendingReview(a_case("l1"), "tries", AT + DAY))
    await stored(house, "l2", PendingReview(a_case("l2"), "nobody", AT + DAY))
    found = [(need.kind, need.key.id, need.about, need.next) for need in await needed(house)]
    assert found == [(NeedKind.NO_MATCH, "l2", "nobody", "assign"), (NeedKind.REVIEW, "l1", "tries", "assign")]


async def test_a_lead_that_should_have_been_woken_is_stuck_and_one_without_a_due_time_too(house: House) -> None:
    await stored(house, "l1", Understanding(a_case("l1")), AT - 6 * MINUTE)
    await stored(house, "l2", Understanding(a_case("l2")), None)
    await stored(house, "l3", Understanding(a_case("l3")), AT - MINUTE)
    assert [(need.kind, need.key.id) for need in await needed(house)] == [
        (NeedKind.STUCK, "l1"),
        (NeedKind.STUCK, "l2"),
    ]


async def test_an_offer_that_runs_out_within_ten_minutes_is_near_its_deadline(house: House) -> None:
    await stored(house, "l1", Offered(a_case("l1", offers=(an_offer(PRO, seen_at=AT - 25 * MINUTE),))))
    await stored(house, "l2", Offered(a_case("l2", offers=(an_offer(PRO, seen_at=AT - 15 * MINUTE),))))
    (need,) = await needed(house)
    assert (need.kind, need.key.id, need.since, need.next) == (NeedKind.DEADLINE, "l1", AT + 5 * MINUTE, "reassign")


async def test_a_chat_in_which_a_person_owes_a_word_needs_him_until_he_has_written(house: House) -> None:
    state = InHuman(Idle(Mind(CLIENT, name="Dana")), AT + HOUR)
    asked = a_line(text="a person, please", outcome="handed", reason="person")
    await house.repository.save(Change(DANA, 0, state, AT + HOUR, ledger=(asked,)))
    (need,) = await needed(house)
    assert (need.kind, need.key, need.name, need.about) == (NeedKind.HUMAN, DANA, "Dana", "a person, please")
    typed = a_line("m2", at=AT + MINUTE, text="here I am", outcome="handed", reason="owner")
    await house.repository.save(Change(DANA, 1, state, AT + HOUR, ledger=(typed,)))
    assert await needed(house) == []


async def test_failed_and_held_messages_need_a_look_once_for_each_chat(house: House) -> None:
    for number in range(2):
        await house.ledger.write(a_line(f"f{number}", kind="out", outcome="failed", reason="noaccount"))
        await house.ledger.write(a_line(f"h{number}:held:window", kind="held", outcome="waiting", reason="window"))
    assert [(need.kind, need.about) for need in await needed(house)] == [
        (NeedKind.FAILED, "noaccount"),
        (NeedKind.HELD, "window"),
    ]


async def test_who_may_not_see_phones_sees_their_ends_only(house: House) -> None:
    case = a_case("l1", form=FORM)
    await stored(house, "l1", PendingReview(case, "tries", AT + DAY))
    await house.ledger.write(a_line("f1", kind="out", outcome="failed"))
    seen, hidden = await needed(house), await needed(house, phones=False)
    assert {need.who for need in seen} == {CLIENT.text}
    assert {need.who for need in hidden} == {CLIENT.masked}
    assert [need.lead for need in hidden] == [None, None]  # its row has the phone
