"""What every Attempts promises."""

import asyncio

from fixi.ports.storage import Attempt
from tests.support.house import House
from tests.support.samples import AT, MINUTE

HERE = "chat:972541111111"


async def test_what_never_failed_was_never_counted(house: House) -> None:
    assert await house.attempts.get("m1") is None


async def test_every_failure_is_counted_and_the_last_one_is_told(house: House) -> None:
    counts = [await house.attempts.count("m1", HERE, f"Cause{n}", AT + n * MINUTE) for n in range(3)]
    assert counts == [1, 2, 3]
    assert await house.attempts.get("m1") == Attempt("m1", HERE, 3, "Cause2", AT + 2 * MINUTE)


async def test_each_is_counted_by_itself(house: House) -> None:
    await house.attempts.count("m1", HERE, "Cause", AT)
    assert await house.attempts.count("m2", HERE, "Cause", AT) == 1


async def test_those_who_count_at_the_same_time_are_all_counted(house: House) -> None:
    counts = await asyncio.gather(*(house.attempts.count("m1", HERE, "Cause", AT) for _ in range(8)))
    assert sorted(counts) == list(range(1, 9))
