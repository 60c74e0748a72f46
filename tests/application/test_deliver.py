"""What is to be said goes out, in order and once."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from fixi.adapters.announcing import AnnouncingOutbox
from fixi.application.deliver import LONGEST_PAUSE
from fixi.domain.effects import Release, Tell
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.events import NeedChecked
from fixi.domain.policy import Policy
from fixi.domain.values import Key, Language
from fixi.ports.messaging import Message
from fixi.ports.queues import Task
from tests.support.documents import CHAT, OTHER_CHAT, a_change, kept, words
from tests.support.house import memory_house
from tests.support.office import Office, catalogue
from tests.support.samples import AT, CLIENT, LEAD, MINUTE, PRO, SECOND, a_pro

THANKS, STOPPED, MENU = "thanks", "stopped", "welcome"
DOWN = Unavailable("502")
LOST = Unavailable("time-out", unknown=True)


def text(key: str) -> str:
    return catalogue().text(key, Language.EN)


@pytest.fixture
def office() -> Office:
    return Office()


async def outs(office: Office) -> list[tuple[str, str, str]]:
    lines = await office.house.ledger.lines(str(CHAT), 50)
    return [(line.id, line.outcome, line.reason) for line in lines if line.kind == "out"]


async def test_what_waits_goes_out_in_order_with_its_line(office: Office) -> None:
    ids = await kept(office.house, words(THANKS), words(STOPPED), words(MENU))
    await office.deliver(CHAT)
    assert office.screen() == [text(THANKS), text(STOPPED), text(MENU)]
    assert await outs(office) == [(entry, "sent", "") for entry in ids]
    assert await office.waiting(CHAT) == []
    refs = {line.ref for line in await office.house.ledger.lines(str(CHAT), 9)}
    assert refs == {bubble.id for bubble in office.line.screen(CLIENT)}


async def test_delivering_again_says_nothing_again(office: Office) -> None:
    await kept(office.house, words(THANKS))
    for _ in range(3):
        await office.deliver(CHAT)
    assert office.screen() == [text(THANKS)]


async def test_nothing_to_say_is_nothing_said(office: Office) -> None:
    await office.deliver(CHAT)
    assert office.line.calls == []


async def test_errands_that_were_left_behind_are_done_first(office: Office) -> None:
    await office.house.professionals.put((a_pro(),))
    await office.house.capacity.reserve(PRO, LEAD, 3, AT)
    lead = Key.lead(LEAD)
    await kept(office.house, words(THANKS), Release(PRO, LEAD), Tell(lead, NeedChecked(at=AT, lead=LEAD)))
    await office.deliver(CHAT)
    assert office.screen() == [text(THANKS)]
    assert await office.house.outbox.pending(CHAT) == ()
    assert [letter.to for letter in await office.house.inbox.unread(lead.address)] == [lead]
    assert (Task.TURN, lead.address) in office.knocks()
    pro = await office.house.professionals.get(PRO)
    assert pro is not None
    assert pro.places == ()


async def test_one_worker_speaks_to_one_person_at_a_time(office: Office) -> None:
    await kept(office.house, words(THANKS))
    lease = await office.house.leases.take(f"out:{CHAT.address}", MINUTE)
    assert lease is not None
    await office.deliver(CHAT)
    assert office.line.calls == []
    await office.house.leases.release(lease)
    office.house.clock.move(SECOND)
    assert office.knocks() == [(Task.DELIVER, str(CHAT))]
    await office.deliver(CHAT)
    assert office.screen() == [text(THANKS)]


async def test_both_roles_of_a_person_are_spoken_to_under_one_lease(office: Office) -> None:
    desk = Key.pro(CHAT.id)
    await kept(office.house, words(THANKS), key=desk)
    await office.house.leases.take(f"out:{CHAT.address}", MINUTE)
    await office.deliver(desk)
    assert office.line.calls == []


# The provider does not answer


async def test_the_pause_grows_and_the_order_is_kept(office: Office) -> None:
    office.line.troubles.extend([DOWN] * 4)
    await kept(office.house, words(THANKS), words(STOPPED))
    for seconds in (2, 4, 8, 16):
        await office.deliver(CHAT)
        (head, behind) = await office.house.outbox.pending(CHAT)
        assert head.after is not None
        pause = head.after - office.house.clock.now()
        assert 0.75 * seconds * SECOND <= pause <= seconds * SECOND  # a quarter of it is jitter
        assert (head.stage, behind.attempts) == ("pending", 0)
        office.house.clock.move(pause / 2)
        await office.deliver(CHAT)
        office.house.clock.move_to(head.after)
    assert office.screen() == []
    await office.deliver(CHAT)
    assert office.screen() == [text(THANKS), text(STOPPED)]
    assert len(office.line.calls) == 6


async def test_the_knock_for_the_next_try_comes_when_the_pause_is_over(office: Office) -> None:
    office.line.troubles.extend([DOWN])
    await kept(office.house, words(THANKS))
    await office.deliver(CHAT)
    assert office.knocks() == []
    office.house.clock.move(2 * SECOND)
    assert office.knocks() == [(Task.DELIVER, str(CHAT))]


async def test_the_provider_may_say_how_long_to_wait(office: Office) -> None:
    office.line.troubles.extend([Unavailable("429", timedelta(seconds=90))])
    await kept(office.house, words(THANKS))
    await office.deliver(CHAT)
    office.house.clock.move(89 * SECOND)
    await office.works()
    assert office.screen() == []
    office.house.clock.move(SECOND)
    await office.works()
    assert office.screen() == [text(THANKS)]


async def test_no_pause_is_longer_than_bearable() -> None:
    office = Office(Policy(send_attempts=30))
    office.line.troubles.extend([DOWN] * 12)
    await kept(office.house, words(THANKS))
    pauses = []
    for _ in range(12):
        await office.deliver(CHAT)
        (head,) = await office.house.outbox.pending(CHAT)
        assert head.after is not None
        pauses.append(head.after - office.house.clock.now())
        office.house.clock.move_to(head.after)
    assert all(later > 1.4 * earlier for earlier, later in pairwise(pauses[:7]))
    assert all(0.75 * LONGEST_PAUSE <= pause <= LONGEST_PAUSE for pause in pauses[8:])
    assert len(set(pauses[8:])) == 4


@pytest.mark.parametrize("trouble", [DOWN, LOST])
async def test_after_all_attempts_people_are_told_and_the_next_goes_out(trouble: Unavailable) -> None:
    office = Office(Policy(send_attempts=3))
    office.line.troubles.extend([trouble] * 3)
    first, second = await kept(office.house, words(THANKS), words(STOPPED))
    for _ in range(5):
        await office.deliver(CHAT)
        await office.a_minute_later()
    assert office.line.calls == [first] * 3 + [second]
    assert await outs(office) == [(first, "failed", "unavailable"), (second, "sent", "")]
    assert office.screen() == [text(STOPPED)]
    assert (await office.house.ledger.balance())["alert", "failed_send"] == 1


async def test_one_person_s_trouble_is_nobody_else_s(office: Office) -> None:
    office.line.troubles.extend([DOWN])
    await kept(office.house, words(THANKS))
    await kept(office.house, words(THANKS), key=OTHER_CHAT)
    await office.deliver(CHAT)
    await office.deliver(OTHER_CHAT)
    assert office.line.calls == [f"{CHAT}:1:0", f"{OTHER_CHAT}:1:0"]
    assert await office.waiting(OTHER_CHAT) == []


# The provider says no


async def test_a_refused_message_fails_and_the_next_goes_on(office: Office) -> None:
    office.line.troubles.extend([Refused("not_on_whatsapp")])
    first, second = await kept(office.house, words(THANKS), words(STOPPED))
    await office.deliver(CHAT)
    assert await outs(office) == [(first, "failed", "not_on_whatsapp"), (second, "sent", "")]
    assert office.screen() == [text(STOPPED)]
    assert (await office.house.ledger.balance())["alert", "failed_send"] == 1


async def test_a_text_that_the_catalogue_lacks_holds_nothing_up(office: Office) -> None:
    first, second = await kept(office.house, words("no.such.text"), words(STOPPED))
    await office.deliver(CHAT)
    assert await outs(office) == [(first, "failed", "wording"), (second, "sent", "")]


# Nobody knows whether it went out


async def test_what_was_accepted_all_the_same_is_not_sent_twice(office: Office) -> None:
    office.line.troubles.extend([LOST])
    office.line.accepts = True
    (entry,) = await kept(office.house, words(THANKS))
    await office.deliver(CHAT)
    assert await office.waiting(CHAT) == [entry]
    await office.a_minute_later()
    assert office.screen() == [text(THANKS)]
    assert (office.line.calls, office.line.questions) == ([entry], [entry])
    assert await outs(office) == [(entry, "sent", "")]


async def test_what_the_journal_does_not_know_is_sent_again(office: Office) -> None:
    office.line.troubles.extend([LOST])
    (entry,) = await kept(office.house, words(THANKS))
    await office.deliver(CHAT)
    await office.a_minute_later()
    assert office.screen() == [text(THANKS)]
    assert (office.line.calls, office.line.questions) == ([entry, entry], [entry])


async def test_a_known_failure_needs_no_journal(office: Office) -> None:
    office.line.troubles.extend([DOWN])
    await kept(office.house, words(THANKS))
    await office.deliver(CHAT)
    await office.a_minute_later()
    assert office.line.questions == []


async def test_nothing_is_sent_while_the_journal_is_away(office: Office) -> None:
    office.line.troubles.extend([LOST])
    office.line.accepts = True
    office.line.journal.extend([DOWN, DOWN])
    (entry,) = await kept(office.house, words(THANKS))
    for _ in range(4):
        await office.deliver(CHAT)
        await office.a_minute_later()
    assert office.line.calls == [entry]
    assert office.screen() == [text(THANKS)]
    assert await outs(office) == [(entry, "sent", "")]


async def test_who_died_between_sending_and_marking_sends_nothing_twice(office: Office) -> None:
    (entry,) = await kept(office.house, words(THANKS))
    await office.house.outbox.sending(CHAT, entry, AT)
    await office.line.send(Message(entry, CLIENT, text(THANKS)))
    await office.deliver(CHAT)
    await office.a_minute_later()
    assert office.screen() == [text(THANKS)]
    assert await outs(office) == [(entry, "sent", "")]


class Beaten(AnnouncingOutbox):
    """Right after we have looked somebody else begins to send: the queue has forgotten who holds the lease."""

    async def sending(self, key: Key, entry: str, at: datetime) -> bool:
        (first, *_) = await self.pending(key)
        if first.id == entry and entry.endswith(":0") and not first.attempts:
            await super().sending(key, entry, at)
        return await super().sending(key, entry, at)


async def test_what_somebody_else_is_sending_is_left_to_him_with_all_that_is_behind_it() -> None:
    house = memory_house()
    office = Office(house=replace(house, outbox=Beaten(house.outbox, house.live)))
    await kept(house, words(THANKS), words(STOPPED))
    for _ in range(3):
        await office.deliver(CHAT)
    assert office.line.calls == []
    await office.a_minute_later()  # he has died
    assert office.screen() == [text(THANKS), text(STOPPED)]


async def test_the_same_words_said_before_are_not_taken_for_these() -> None:
    office = Office(Policy(repeat_window=timedelta(0)))
    first, second = await kept(office.house, words(THANKS), words(THANKS))
    office.line.troubles.extend([None, LOST])
    await office.deliver(CHAT)
    assert office.screen() == [text(THANKS)]
    await office.a_minute_later()
    assert office.screen() == [text(THANKS), text(THANKS)]
    assert await outs(office) == [(first, "sent", ""), (second, "sent", "")]


# Dropped


async def test_what_was_hushed_is_never_said(office: Office) -> None:
    await kept(office.house, words(THANKS))
    await office.house.repository.save(a_change(1, hush=True))
    await office.deliver(CHAT)
    assert office.screen() == []
    assert [outcome for _, outcome, _ in await outs(office)] == ["dropped"]


async def test_what_may_have_gone_out_is_cleared_up_even_after_a_hush(office: Office) -> None:
    office.line.troubles.extend([LOST])
    office.line.accepts = True
    (entry,) = await kept(office.house, words(THANKS))
    await office.deliver(CHAT)
    await office.house.repository.save(a_change(1, hush=True))
    await office.a_minute_later()
    assert office.screen() == [text(THANKS)]
    assert await outs(office) == [(entry, "sent", "")]
