"""How the account is: asked seldom, known to all."""

import asyncio
from datetime import timedelta

import pytest

from fixi.application.account import Look
from fixi.domain.account import AccountState, Sighting
from fixi.domain.errors import AccountStopped, FixiError, Refused, Unavailable
from fixi.ports.queues import Ticks
from tests.support.house import House, memory_house
from tests.support.people import PlayedAccount
from tests.support.samples import MINUTE

SECOND = timedelta(seconds=1)


class NoTicks(Ticks):
    """A queue that is away."""

    async def first(self, job: str, tick: str) -> bool:
        raise Unavailable("away")


def processes(house: House, account: PlayedAccount, count: int = 3) -> list[Look]:
    return [Look(account, house.account_book, house.ticks, house.clock) for _ in range(count)]


async def test_of_many_processes_one_asks_and_all_know() -> None:
    house, account = memory_house(), PlayedAccount()
    looks = processes(house, account)
    for _ in range(10):
        await asyncio.gather(*(look() for look in looks))
        house.clock.move(SECOND)
    assert account.asked == 1
    assert [(await look()).state for look in looks] == [AccountState.READY] * 3


async def test_a_quarter_of_a_minute_later_one_asks_again() -> None:
    house, account = memory_house(), PlayedAccount()
    looks = processes(house, account)
    for _ in range(60):
        for look in looks:
            await look()
        house.clock.move(SECOND)
    assert account.asked == 4
    known = await house.account_book.standing()
    assert known.proved_at == house.clock.now() - 15 * SECOND


async def test_who_says_that_it_is_stopped_has_seen_it() -> None:
    house, account = memory_house(), PlayedAccount(trouble=AccountStopped("401", AccountState.EXPIRED))
    known = await processes(house, account)[0]()
    assert (known.state, known.stopped_at) == (AccountState.EXPIRED, house.clock.now())


@pytest.mark.parametrize("trouble", [Unavailable("502"), Unavailable("late", unknown=True), Refused("404")])
async def test_a_provider_that_says_nothing_proves_nothing(trouble: FixiError) -> None:
    house, account = memory_house(), PlayedAccount(trouble=trouble)
    before = await house.account_book.saw(Sighting(AccountState.READY, house.clock.now()))
    house.clock.move(MINUTE)
    assert await processes(house, account)[0]() == before
    assert account.asked == 1


async def test_a_queue_that_forgets_costs_one_question() -> None:
    house, account = memory_house(), PlayedAccount()
    await processes(house, account)[0]()
    fresh = memory_house()
    await Look(account, house.account_book, fresh.ticks, house.clock)()
    assert account.asked == 2


async def test_without_a_queue_each_process_asks_for_itself_and_seldom() -> None:
    house, account = memory_house(), PlayedAccount()
    looks = [Look(account, house.account_book, NoTicks(), house.clock) for _ in range(2)]
    for _ in range(30):
        for look in looks:
            await look()
        house.clock.move(SECOND)
    assert account.asked == 4
