"""What every Policies promises."""

from dataclasses import replace
from datetime import timedelta

from fixi.ports.storage import PolicyVersion
from tests.support.house import House
from tests.support.samples import AT


async def test_the_first_policy_is_in_force_from_the_start(house: House) -> None:
    assert (await house.policies.current()).max_active_jobs == 3


async def test_a_change_is_in_force_at_once_for_whoever_made_it(house: House) -> None:
    policy = await house.policies.current()
    first = await house.policies.change(replace(policy, max_active_jobs=5), "dana", AT)
    assert (await house.policies.current()).max_active_jobs == 5
    second = await house.policies.change(replace(policy, sos_after=timedelta(minutes=1)), "dana", AT)
    assert second == first + 1
    assert await house.policies.current() == replace(policy, sos_after=timedelta(minutes=1))


async def test_every_version_is_kept_with_who_made_it(house: House) -> None:
    first = await house.policies.current()
    number = await house.policies.change(replace(first, max_active_jobs=5), "dana", AT)
    await house.policies.change(first, "noa", AT + timedelta(minutes=1))
    newest, changed, oldest = await house.policies.versions(10)
    assert (oldest.number, oldest.policy, oldest.by) == (number - 1, first, "settings")
    assert changed == PolicyVersion(number, replace(first, max_active_jobs=5), "dana", AT)
    assert newest == PolicyVersion(number + 1, first, "noa", AT + timedelta(minutes=1))
    assert await house.policies.versions(2) == (newest, changed)
