"""What every Budget promises."""

import asyncio
from decimal import Decimal

import pytest

from fixi.domain.spending import Allowance
from tests.support.house import House
from tests.support.samples import AT, DAY

TODAY, TOMORROW = AT.date(), (AT + DAY).date()
ALLOWED = Allowance(Decimal(1), 100)
CENT = Decimal("0.01")


async def test_what_is_put_aside_is_gone(house: House) -> None:
    assert await house.budget.gone(TODAY) == 0
    grant = await house.budget.reserve("client:1", TODAY, 30 * CENT, ALLOWED)
    assert grant is not None
    assert (grant.amount, grant.gone) == (30 * CENT, 30 * CENT)
    again = await house.budget.reserve("client:2", TODAY, 20 * CENT, ALLOWED)
    assert again is not None
    assert again.gone == await house.budget.gone(TODAY) == 50 * CENT


async def test_no_more_is_put_aside_than_there_is(house: House) -> None:
    assert await house.budget.reserve("client:1", TODAY, 101 * CENT, ALLOWED) is None
    assert await house.budget.reserve("client:1", TODAY, 60 * CENT, ALLOWED)
    assert await house.budget.reserve("client:1", TODAY, 41 * CENT, ALLOWED) is None
    assert await house.budget.gone(TODAY) == 60 * CENT
    assert await house.budget.reserve("client:1", TODAY, 40 * CENT, ALLOWED)


async def test_what_was_not_spent_can_be_spent_again(house: House) -> None:
    grant = await house.budget.reserve("client:1", TODAY, Decimal(1), ALLOWED)
    assert grant is not None
    await house.budget.settle(grant, 5 * CENT)
    assert await house.budget.gone(TODAY) == 5 * CENT
    assert await house.budget.reserve("client:1", TODAY, 95 * CENT, ALLOWED)


async def test_a_chat_has_so_many_calls_a_day(house: House) -> None:
    allowed = Allowance(Decimal(1), 2)
    told = [await house.budget.reserve("client:1", TODAY, CENT, allowed) is not None for _ in range(3)]
    assert told == [True, True, False]
    assert await house.budget.gone(TODAY) == 2 * CENT
    assert await house.budget.reserve("client:2", TODAY, CENT, allowed)
    assert await house.budget.reserve("client:1", TOMORROW, CENT, allowed)


@pytest.mark.parametrize("allowed", [Allowance(Decimal(0), 100), Allowance(Decimal(1), 0)])
async def test_nothing_is_nothing(house: House, allowed: Allowance) -> None:
    assert await house.budget.reserve("client:1", TODAY, CENT, allowed) is None
    assert await house.budget.gone(TODAY) == 0


async def test_each_day_has_its_own_money(house: House) -> None:
    assert await house.budget.reserve("client:1", TODAY, Decimal(1), ALLOWED)
    assert await house.budget.reserve("client:1", TOMORROW, Decimal(1), ALLOWED)


async def test_fifty_at_once_at_the_edge_take_what_there_is_and_no_more(house: House) -> None:
    assert await house.budget.reserve("client:0", TODAY, 90 * CENT, ALLOWED)
    grants = await asyncio.gather(*(house.budget.reserve(f"client:{n}", TODAY, 2 * CENT, ALLOWED) for n in range(50)))
    assert sum(grant is not None for grant in grants) == 5
    assert await house.budget.gone(TODAY) == Decimal(1)
