"""What every JobSwitches promises."""

import asyncio

from fixi.domain.care import JobSwitch
from tests.support.house import House
from tests.support.samples import AT, MINUTE

OFF = JobSwitch("agenda", on=False, by="noa", at=AT, why="holidays")
ON = JobSwitch("agenda", on=True, by="dana", at=AT + MINUTE)


async def test_what_nobody_has_switched_is_on(house: House) -> None:
    assert await house.job_switches.off() == {}
    assert not await house.job_switches.turn(ON)
    assert await house.job_switches.off() == {}


async def test_what_is_off_says_who_did_it_until_it_is_on_again(house: House) -> None:
    switches = house.job_switches
    assert await switches.turn(OFF)
    assert not await switches.turn(JobSwitch("agenda", on=False, by="dana", at=AT + MINUTE))
    assert await switches.off() == {"agenda": OFF}
    assert await switches.turn(ON)
    assert not await switches.turn(ON)
    assert await switches.off() == {}
    assert await switches.turn(OFF)
    assert await switches.off() == {"agenda": OFF}


async def test_every_job_stands_for_itself(house: House) -> None:
    healer = JobSwitch("healer", on=False, by="noa", at=AT)
    assert await house.job_switches.turn(OFF)
    assert await house.job_switches.turn(healer)
    assert await house.job_switches.turn(ON)
    assert await house.job_switches.off() == {"healer": healer}


async def test_of_many_who_switch_it_at_once_one_has_done_it(house: House) -> None:
    done = await asyncio.gather(*(house.job_switches.turn(OFF) for _ in range(8)))
    assert sorted(done) == [False] * 7 + [True]
