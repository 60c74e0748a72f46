"""A thousand messages to a hundred people, while every third request goes wrong in one of all the ways there are.

The statuses, which are all that tells what became of them, come twice, late and in the wrong order.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import count, cycle

import pytest

from fixi.adapters.cloudapi.webhook import CloudApiWebhook
from fixi.application.deliver import Deliver
from fixi.domain.events import Receipt
from fixi.domain.policy import Policy
from fixi.domain.values import ChatKey, Key
from fixi.ports.queues import Task
from fixi.ports.storage import LedgerEntry
from tests.adapters.test_greenapi_storm import EACH, PEOPLE, Plain, wanted
from tests.support.cloud_account import cloud
from tests.support.cloud_bodies import NUMBER, SECRET
from tests.support.documents import kept, words
from tests.support.green_standin import Fault, refusing
from tests.support.house import House, memory_house
from tests.support.loopback import Asked
from tests.support.office import Office
from tests.support.samples import SECOND


def code(status: int, number: int) -> Fault:
    """As Graph says it."""
    return refusing(status, {"error": {"message": "no", "code": number}})


FAULTS = (
    code(400, 130429),
    code(400, 131056),
    code(429, 80007),
    refusing(429, retry_after="2"),
    code(500, 131000),
    code(503, 2),
    code(500, 131016),
    refusing(500),
    Fault("status", accepts=True, status=500),
    refusing(502),
    Fault("status", accepts=True, status=502),
    refusing(503, retry_after="1"),
    Fault("status", accepts=True, status=504),
    Fault("drop"),
    Fault("drop", accepts=True),
    Fault("cut", accepts=True),
    Fault("garbage"),
    Fault("garbage", accepts=True),
    Fault("late", seconds=0.01),
    refusing(302, location="https://elsewhere.example"),
    code(401, 190),
    code(403, 131031),
)
# These cost real time, so they are rarer.
SLOW = (Fault("hang"), Fault("hang", accepts=True))


class Post:
    """Brings statuses into the book as a turn writes them: some twice, some after those behind them."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._parser = CloudApiWebhook(SECRET, NUMBER)
        self._numbers = count(1)
        self._back: list[bytes] = []

    async def bring(self, bodies: list[bytes]) -> None:
        """What the number has told since the last time."""
        late, self._back = self._back, []
        for body in bodies:
            number = next(self._numbers)
            if number % 5 == 0:
                self._back.append(body)
                continue
            for _ in range(2 if number % 3 == 0 else 1):
                await self._one(body)
        for body in late:
            await self._one(body)

    async def _one(self, body: bytes) -> None:
        at = self._house.clock.now()
        for item in self._parser.parse(body, at):
            assert isinstance(item, Receipt)
            line = LedgerEntry(
                item.id, at, "receipt", str(Key.client(item.chat)), item.status, item.reason, item.ours, item.message
            )
            await self._house.ledger.write(line)


@pytest.mark.timeout(180)
async def test_each_text_arrives_once_and_in_its_order() -> None:
    policy = Policy(
        send_attempts=60, send_patience=timedelta(hours=48), first_contact_days=0, repeat_window=timedelta(0)
    )
    house = memory_house(policy)
    office, post = Office(house=house), Post(house)
    asked, faults = count(1), cycle((*FAULTS * 4, *SLOW))
    met: Counter[bool] = Counter()

    def trouble(_: Asked) -> Fault | None:
        if next(asked) % 3:
            return None
        fault = next(faults)
        met[fault.accepts] += 1
        return fault

    async with cloud(house.clock, patience=0.1, settle=15 * SECOND, trouble=trouble) as line:
        line.messenger._ledger = house.ledger
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
            # These people have never written.
            gate=office.gate(replace(line.messenger.channel, window=None)),
            chats=house.chats,
            book=house.account_book,
        )

        async def goes_on() -> None:
            while (knock := house.knocked()) is not None:
                assert knock[0] is Task.DELIVER
                await deliver(Key.parse(knock[1]))
            told, line.account.told = list(line.account.told), type(line.account.told)()
            await post.bring(told)

        chats = {person: ChatKey(f"9725400{person:05d}") for person in range(PEOPLE)}
        for person, chat in chats.items():
            await kept(house, *map(words, wanted(person)), key=Key.client(chat))
            await deliver(Key.client(chat))
            await goes_on()
            house.clock.move(5 * SECOND)
        for _ in range(20_000):
            await goes_on()
            if not await house.outbox.waiting(house.clock.now() + timedelta(days=1), PEOPLE):
                break
            house.clock.move(SECOND)
        for person, chat in chats.items():
            assert line.account.screen(chat.text) == wanted(person)
        assert line.account.violations == []
    balance = await house.ledger.balance()
    assert {key: number for key, number in balance.items() if key[0] == "out"} == {("out", "sent"): PEOPLE * EACH}
    assert met[True] > 50
    assert met.total() >= PEOPLE * EACH / 3
