"""A thousand messages to a hundred people, while every third request goes wrong in one of all the ways there are."""

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import count, cycle, pairwise
from typing import override

import pytest

from fixi.adapters.greenapi.account import Account
from fixi.adapters.greenapi.client import GreenApi
from fixi.adapters.greenapi.messenger import GreenApiMessenger
from fixi.adapters.greenapi.pace import Pace
from fixi.adapters.memory.files import MemoryFiles
from fixi.adapters.system.clock import MovedClock, SystemClock
from fixi.application.deliver import Deliver
from fixi.domain.effects import Say
from fixi.domain.policy import Policy
from fixi.domain.values import ChatKey, Key, Language, Param
from fixi.ports.messaging import Message
from fixi.ports.queues import Task
from fixi.ports.wording import Worded, Wording
from tests.support.documents import kept, words
from tests.support.green_account import green, seconds_of
from tests.support.green_standin import INSTANCE, TOKEN, Fault, green_standin, refusing
from tests.support.house import memory_house
from tests.support.office import Office
from tests.support.samples import AT, SECOND

PEOPLE, EACH = 100, 10
FAULTS = (
    refusing(429, retry_after="2"),
    refusing(429),
    refusing(408),
    refusing(499),
    Fault("status", accepts=True, status=499),
    refusing(500),
    Fault("status", accepts=True, status=500),
    refusing(502),
    Fault("status", accepts=True, status=502),
    refusing(503, retry_after="1"),
    refusing(504),
    Fault("status", accepts=True, status=504),
    Fault("drop"),
    Fault("drop", accepts=True),
    Fault("cut", accepts=True),
    Fault("garbage"),
    Fault("garbage", accepts=True),
    Fault("late", seconds=0.01),
    refusing(302, location="https://elsewhere.example"),
    refusing(400, {"message": "instance is starting or not authorized"}),
)
# These cost real time, so they are rarer.
SLOW = (Fault("hang"), Fault("hang", accepts=True))


class Plain(Wording):
    """Says what it is given."""

    @override
    def say(self, say: Say) -> Worded:
        return Worded(say.text)

    @override
    def values(self, say: Say, names: tuple[str, ...]) -> tuple[str, ...]:
        return names

    @override
    def text(self, key: str, language: Language, /, **params: Param) -> str:
        return key


def wanted(person: int) -> list[str]:
    """What this person is to read; two of it are the same."""
    texts = [f"to {person}, number {number}" for number in range(EACH)]
    texts[4] = texts[6] = "Are you there?"
    return texts


@pytest.mark.timeout(180)
async def test_each_text_arrives_once_and_in_its_order_and_never_too_fast() -> None:
    # The people have never written; two of the texts are alike, and come within a minute.
    policy = Policy(
        send_attempts=60, send_patience=timedelta(hours=48), first_contact_days=0, repeat_window=timedelta(0)
    )
    house = memory_house(policy)
    office = Office(house=house)
    asked, faults = count(1), cycle((*FAULTS * 4, *SLOW))
    met: Counter[str] = Counter()

    def trouble(method: str) -> Fault | None:
        if next(asked) % 3:
            return None
        met[method] += 1
        return next(faults)

    async with green(house.clock, patience=0.1, settle=15 * SECOND, lag=10 * SECOND, trouble=trouble) as line:
        deliver = Deliver(
            outbox=house.outbox,
            leases=house.leases,
            wakeups=house.wakeups,
            messenger=line.messenger,
            wording=Plain(),
            errands=office.errands,
            alerts=house.alerts,
            ledger=house.ledger,
            policies=house.policies,
            clock=house.clock,
            gate=office.gate(line.messenger.channel),
            chats=house.chats,
            book=house.account_book,
        )

        async def answers_knocks() -> None:
            while (knock := house.knocked()) is not None:
                assert knock[0] is Task.DELIVER
                await deliver(Key.parse(knock[1]))

        chats = {person: ChatKey(f"9725400{person:05d}") for person in range(PEOPLE)}
        for person, chat in chats.items():
            await kept(house, *map(words, wanted(person)), key=Key.client(chat))
            await deliver(Key.client(chat))
            await answers_knocks()
            house.clock.move(5 * SECOND)
        for _ in range(20_000):
            await answers_knocks()
            if not await house.outbox.waiting(house.clock.now() + timedelta(days=1), PEOPLE):
                break
            house.clock.move(SECOND)
        for person, chat in chats.items():
            assert line.account.screen(f"{chat}@c.us") == wanted(person)
        assert line.account.violations == []
        assert not line.account.too_fast
        asked_for = sum(line.account.calls.values())
    balance = await house.ledger.balance()
    assert {key: number for key, number in balance.items() if key[0] == "out"} == {("out", "sent"): PEOPLE * EACH}
    # A third of all requests went wrong, and those for the journal did as well.
    assert met["sendMessage"] >= PEOPLE * EACH / 3
    assert met["lastOutgoingMessages"] > 10
    assert asked_for >= PEOPLE * EACH


async def test_many_at_once_keep_the_pace_of_the_account() -> None:
    async with green_standin() as account:
        where = Account(INSTANCE, TOKEN, account.url, account.media_url)
        async with GreenApi(where) as api:
            messenger = GreenApiMessenger(api, SystemClock(), MemoryFiles())
            sent = [Message(f"m{n}", ChatKey(f"9725400{n:05d}"), "Hello") for n in range(120)]
            references = await asyncio.gather(*map(messenger.send, sent))
        assert len(set(references)) == len(sent)
        assert not account.too_fast


async def test_those_who_waited_through_a_standstill_do_not_all_start_at_once() -> None:
    clock = MovedClock(AT)
    starts: list[float] = []
    stopwatch = seconds_of(clock)

    async def sleep(seconds: float) -> None:
        """Each sleep takes a whole second too long."""
        clock.move(timedelta(seconds=seconds + 1))
        await asyncio.sleep(0)

    pace = Pace({"sendMessage": 10.0}, stopwatch, sleep)

    async def one() -> None:
        await pace.turn("sendMessage")
        starts.append(stopwatch())

    await asyncio.gather(*(one() for _ in range(5)))
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(starts))
