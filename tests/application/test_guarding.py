"""What the policy guard says is what happens: held, dropped, said otherwise, and always with a line in the book."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import override

import pytest

from fixi.application.deliver import Deliver
from fixi.domain.account import AccountState, Sighting, Switch
from fixi.domain.client_chat.states import InHuman, Mind, Stopped
from fixi.domain.effects import Effect, Tone, say
from fixi.domain.errors import AccountStopped, Refused
from fixi.domain.guard import Channel
from fixi.domain.policy import Policy
from fixi.domain.templates import Approval, Template
from fixi.domain.values import ChatKey, Key, Language
from fixi.ports.messaging import Message
from fixi.ports.queues import Task
from fixi.ports.storage import Change
from tests.support.documents import CHAT, a_change, entries, idle, kept, words
from tests.support.house import memory_house
from tests.support.office import Line, Office, catalogue
from tests.support.samples import AT, CLIENT, MINUTE, SECOND, question

HOUR, DAY = 60 * MINUTE, timedelta(days=1)
STRICT = Channel("strict", window=DAY, proof=True, first_contacts=True, longest_text=4096)
NIGHT = AT + 13 * HOUR  # 22:00 and later in Jerusalem
OFFER = Template("menu", Language.EN, "menu_now", "en", Approval.APPROVED)
COLD = say("thanks", Language.EN, None, Tone.COLD)


@dataclass
class Recorder(Line):
    """A line that keeps the messages as they were handed over."""

    messages: list[Message] = field(default_factory=list)

    @override
    async def send(self, message: Message) -> str:
        self.messages.append(message)
        return await super().send(message)


class Desk:
    """An office that speaks through this channel."""

    def __init__(self, channel: Channel, policy: Policy | None = None, *templates: Template) -> None:
        self.house = memory_house(policy)
        self.office = Office(house=self.house)
        self.line = Recorder(self.house.network)
        self.deliver = Deliver(
            outbox=self.house.outbox,
            leases=self.house.leases,
            wakeups=self.house.wakeups,
            messenger=self.line,
            wording=catalogue(),
            errands=self.office.errands,
            alerts=self.house.alerts,
            ledger=self.house.ledger,
            policies=self.house.policies,
            clock=self.house.clock,
            gate=self.office.gate(channel, *templates),
            chats=self.house.chats,
            book=self.house.account_book,
        )

    async def later(self, wait: timedelta) -> None:
        """What is knocked for until then."""
        until = self.house.clock.now() + wait
        while self.house.clock.now() < until:
            self.house.clock.move(min(10 * SECOND, until - self.house.clock.now()))
            while (knock := self.house.knocked()) is not None:
                if knock[0] is Task.DELIVER:
                    await self.deliver(Key.parse(knock[1]))

    def shown(self, chat: ChatKey = CLIENT) -> int:
        """How many messages stand on this screen."""
        return len([bubble for bubble in self.line.screen(chat) if bubble.ours])

    async def lines(self, kind: str, key: Key = CHAT) -> list[tuple[str, str]]:
        """Outcome and reason of the lines of this kind."""
        found = await self.house.ledger.lines(str(key), 100)
        return [(line.outcome, line.reason) for line in found if line.kind == kind]


async def heard(desk: Desk, *effects: Effect) -> None:
    """A chat whose person has just written, with these things to be said."""
    now = desk.house.clock.now()
    waiting = entries(CHAT, *effects, at=now)
    await desk.house.repository.save(a_change(outbox=waiting, heard_at=now))


async def test_the_kill_switch_holds_everything_and_the_release_lets_it_go_in_order() -> None:
    desk = Desk(Channel("simulator"))
    await desk.house.account_book.turn(Switch(False, "dana", AT))
    await heard(desk, words("thanks"), words("stopped"))
    await desk.deliver(CHAT)
    await desk.later(20 * MINUTE)
    assert desk.shown() == 0
    assert await desk.lines("held") == [("waiting", "kill_switch")]
    await desk.house.account_book.turn(Switch(True, "dana", desk.house.clock.now()))
    await desk.later(MINUTE)
    assert [m.id[-1] for m in desk.line.messages] == ["0", "1"]
    assert all(entry.attempts == 0 for entry in await desk.house.outbox.pending(CHAT))


async def test_without_a_proof_nothing_goes_out_and_a_fresh_look_is_asked_for() -> None:
    desk = Desk(STRICT)
    await heard(desk, words())
    desk.office.account.now = AccountState.SIGNED_OUT
    await desk.deliver(CHAT)
    assert desk.shown() == 0
    assert (await desk.house.account_book.standing()).state is AccountState.SIGNED_OUT
    desk.office.account.now = AccountState.READY
    await desk.later(MINUTE)
    assert desk.shown() == 1


async def test_an_account_that_stops_under_a_send_holds_and_loses_no_attempts() -> None:
    desk = Desk(Channel("simulator"))
    desk.line.troubles.extend([AccountStopped("signed out", AccountState.SIGNED_OUT)])
    await heard(desk, words("thanks"), words("stopped"))
    await desk.deliver(CHAT)
    assert (await desk.house.account_book.standing()).state is AccountState.SIGNED_OUT
    assert await desk.lines("held") == [("waiting", "account")]
    await desk.later(3 * MINUTE)
    assert [m.id[-1] for m in desk.line.messages] == ["0", "0", "1"]
    assert await desk.lines("out") == [("sent", "")] * 2


async def test_who_opted_out_hears_answers_only() -> None:
    desk = Desk(Channel("simulator"))
    state = Stopped(Mind(CLIENT))
    waiting = entries(CHAT, words("status.none"), COLD, say("stopped", Language.EN))
    await desk.house.repository.save(a_change(state=state, outbox=waiting))
    await desk.deliver(CHAT)
    assert [m.id[-1] for m in desk.line.messages] == ["2"]
    assert await desk.lines("out") == [("dropped", "opt_out"), ("dropped", "opt_out"), ("sent", "")]
    assert ("alert", "failed_send") not in await desk.house.ledger.balance()


async def test_in_human_mode_only_the_hand_over_is_said() -> None:
    desk = Desk(Channel("simulator"))
    state = InHuman(idle(), AT + HOUR)
    waiting = entries(CHAT, say("human.taken", Language.EN), say("thanks", Language.EN))
    await desk.house.repository.save(Change(CHAT, 0, state, None, outbox=waiting))
    await desk.deliver(CHAT)
    assert [m.id[-1] for m in desk.line.messages] == ["0"]
    assert await desk.lines("out") == [("sent", ""), ("dropped", "human")]


async def test_what_comes_unasked_waits_for_the_morning_and_lets_answers_go_before_it() -> None:
    desk = Desk(Channel("simulator"))
    desk.house.clock.move_to(NIGHT)
    await heard(desk, COLD, words("stopped"), COLD)
    await desk.deliver(CHAT)
    assert [m.id[-1] for m in desk.line.messages] == ["1"]
    assert await desk.lines("held") == [("waiting", "quiet_hours")] * 2
    key = (await desk.house.outbox.waiting(NIGHT + DAY, 5))[0]
    assert await desk.house.outbox.waiting(NIGHT + HOUR, 5) == ()  # the sweep need not look at it all night
    desk.house.clock.move_to(NIGHT + 10 * HOUR)
    await desk.deliver(key)
    assert [m.id[-1] for m in desk.line.messages] == ["1", "0"]  # twice the same within a minute is once
    assert ("dropped", "repeat") in await desk.lines("out")


async def test_the_same_again_within_a_minute_is_dropped_unless_he_wrote() -> None:
    desk = Desk(Channel("simulator"))
    await heard(desk, words("thanks"), words("thanks"))
    desk.house.clock.move(SECOND)
    await desk.deliver(CHAT)
    assert await desk.lines("out") == [("sent", ""), ("dropped", "repeat")]
    now = desk.house.clock.now() + SECOND
    desk.house.clock.move_to(now)
    again = entries(CHAT, words("thanks"), version=2, at=now)
    await desk.house.repository.save(a_change(1, outbox=again, heard_at=now))
    await desk.deliver(CHAT)
    assert desk.shown() == 2


async def test_a_retry_is_no_repeat() -> None:
    desk = Desk(Channel("simulator"))
    desk.line.troubles.extend([Refused("odd")])
    await heard(desk, words("thanks"), words("thanks"))
    await desk.deliver(CHAT)
    assert await desk.lines("out") == [("failed", "odd"), ("sent", "")]


async def test_outside_the_window_words_wait_until_he_writes() -> None:
    desk = Desk(STRICT)
    await heard(desk, say("thanks", Language.EN))
    desk.house.clock.move(DAY)
    await desk.deliver(CHAT)
    assert (desk.shown(), await desk.lines("held")) == (0, [("waiting", "window")])
    now = desk.house.clock.now()
    await desk.house.repository.save(a_change(1, heard_at=now))
    await desk.deliver(CHAT)
    assert desk.shown() == 1


async def test_outside_the_window_an_approved_template_goes() -> None:
    template = replace(OFFER, key="offer.taken", variables=())
    key = "thanks"
    desk = Desk(STRICT, None, replace(template, key=key))
    await kept(desk.house, words(key))
    await desk.deliver(CHAT)
    (message,) = desk.line.messages
    assert message.template is not None
    assert (message.template.name, message.template.language, message.buttons) == ("menu_now", "en", ())
    assert await desk.lines("out") == [("sent", "")]


async def test_what_waits_too_long_is_given_up_and_people_are_told() -> None:
    desk = Desk(STRICT)
    await kept(desk.house, words())
    await desk.deliver(CHAT)
    desk.house.clock.move(DAY + SECOND)
    await desk.deliver(CHAT)
    assert await desk.lines("out") == [("dropped", "window")]
    assert (await desk.house.ledger.balance())["alert", "held"] == 1


async def test_a_window_that_the_provider_knows_to_be_shut_is_shut() -> None:
    desk = Desk(Channel("cloud", window=DAY), None, replace(OFFER, key="thanks"))
    desk.line.troubles.extend([Refused("window")])
    await heard(desk, words("thanks"))
    await desk.deliver(CHAT)
    assert [m.template is not None for m in desk.line.messages] == [False, True]
    assert (await desk.house.chats.talk(CHAT)).heard_at is None
    assert await desk.lines("out") == [("sent", "")]


async def test_a_window_that_is_shut_without_a_template_waits() -> None:
    desk = Desk(Channel("cloud", window=DAY))
    desk.line.troubles.extend([Refused("window")])
    await heard(desk, words("thanks"))
    await desk.deliver(CHAT)
    assert (await desk.lines("held"), await desk.lines("out")) == ([("waiting", "window")], [])


async def test_what_he_wrote_in_his_other_role_opens_the_window_too() -> None:
    desk = Desk(STRICT)
    pro = Key.pro(CLIENT.text)
    await desk.house.repository.save(a_change(key=pro, heard_at=AT))
    await kept(desk.house, words())
    await desk.deliver(CHAT)
    assert desk.shown() == 1


async def test_a_young_account_writes_to_so_many_new_people_a_day() -> None:
    channel = Channel("green", proof=True, first_contacts=True)
    desk = Desk(channel, Policy(first_contacts_per_day=2))
    chats = [ChatKey(f"97254111110{n}") for n in range(3)]
    for chat in chats:
        await kept(desk.house, words(), key=Key.client(chat))
        await desk.deliver(Key.client(chat))
    assert [desk.shown(chat) for chat in chats] == [1, 1, 0]
    assert await desk.lines("held", Key.client(chats[2])) == [("waiting", "first_contact")]
    await heard(desk, words())  # whoever has written is no new one
    await desk.deliver(CHAT)
    assert desk.shown() == 1
    desk.house.clock.move(DAY)
    await desk.deliver(Key.client(chats[2]))
    assert desk.shown(chats[2]) == 1


async def test_messages_of_the_account_keep_their_gap() -> None:
    desk = Desk(Channel("green", paced=True), Policy(send_gap=SECOND))
    await heard(desk, words("thanks"), words("stopped"))
    await desk.deliver(CHAT)
    first, second = [bubble.at for bubble in desk.line.screen(CLIENT) if bubble.ours]
    assert second - first >= SECOND


async def test_a_longer_gap_is_waited_for_outside_of_the_lease() -> None:
    desk = Desk(Channel("green", paced=True), Policy(send_gap=MINUTE))
    await heard(desk, words("thanks"), words("stopped"))
    await desk.deliver(CHAT)
    assert (desk.shown(), await desk.lines("held")) == (1, [("waiting", "gap")])
    await desk.later(2 * MINUTE)
    assert desk.shown() == 2


async def test_two_workers_that_both_were_let_through_say_it_once() -> None:
    desk = Desk(Channel("simulator"))
    await heard(desk, COLD)
    (entry,) = await desk.house.outbox.pending(CHAT)
    await desk.house.outbox.again(CHAT, entry.id, AT + HOUR, unknown=False)
    assert await desk.house.outbox.sending(CHAT, entry.id, AT)
    await desk.deliver(CHAT)
    assert desk.shown() == 0  # the other one has it


async def test_a_hold_that_was_not_written_down_is_judged_again() -> None:
    desk = Desk(Channel("simulator"))
    await desk.house.account_book.turn(Switch(False, "dana", AT))
    await heard(desk, words())
    await desk.deliver(CHAT)
    await desk.deliver(CHAT)
    assert len(await desk.lines("held")) == 1  # one line, however often it is asked
    await desk.house.account_book.turn(Switch(True, "dana", AT + SECOND))
    await desk.deliver(CHAT)
    assert desk.shown() == 1


@pytest.mark.parametrize("state", [state for state in AccountState if state is not AccountState.READY])
async def test_in_every_state_but_ready_nothing_goes_out(state: AccountState) -> None:
    desk = Desk(STRICT)
    desk.office.account.now = state
    await desk.house.account_book.saw(Sighting(state, AT))
    await heard(desk, words())
    await desk.deliver(CHAT)
    await desk.later(5 * MINUTE)
    assert desk.shown() == 0


async def test_what_no_channel_can_carry_is_dropped_and_people_are_told() -> None:
    desk = Desk(Channel("tiny", longest_text=2))
    await heard(desk, words("stopped"), words("thanks"))
    await desk.deliver(CHAT)
    assert (desk.shown(), await desk.lines("out")) == (0, [("dropped", "length")] * 2)
    assert (await desk.house.ledger.balance())["alert", "failed_send"] == 2


@pytest.mark.parametrize(("most", "buttons"), [(3, 2), (2, 2), (1, 0)])
async def test_more_buttons_than_the_channel_has_are_left_out_and_the_digits_stay(most: int, buttons: int) -> None:
    desk = Desk(Channel("few", most_buttons=most))
    yes, no = question("1", "2").options
    asked = replace(question(), options=(yes, replace(no, label="option.offer.decline")))
    await heard(desk, say("welcome", Language.EN, asked))
    await desk.deliver(CHAT)
    (message,) = desk.line.messages
    assert len(message.buttons) == buttons
    assert "1. " in message.text
    assert "2. " in message.text


async def test_buttons_that_look_alike_are_left_out() -> None:
    desk = Desk(Channel("many"))
    await heard(desk, say("welcome", Language.EN, question("1", "2")))
    await desk.deliver(CHAT)
    assert [message.buttons for message in desk.line.messages] == [()]
