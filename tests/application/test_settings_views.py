"""What the settings page says: who changed which number, which jobs rest, how it stands with the account and models."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fixi.adapters.memory.queues import MemoryHeartbeats
from fixi.application.settings_views import SettingsPages
from fixi.domain.account import Switch
from fixi.domain.care import JOBS, JobSwitch
from fixi.ports.queues import WORKER_SILENCE
from fixi.ports.storage import Run
from tests.support.documents import a_line
from tests.support.house import House, memory_house
from tests.support.samples import AT, DAY, HOUR, MINUTE


@pytest.fixture
def house() -> House:
    return memory_house()


@pytest.fixture
def heartbeats(house: House) -> MemoryHeartbeats:
    return MemoryHeartbeats(house.clock)


@pytest.fixture
def pages(house: House, heartbeats: MemoryHeartbeats) -> SettingsPages:
    return SettingsPages(
        house.policies,
        house.runs,
        house.job_switches,
        house.account_book,
        house.outbox,
        house.ledger,
        house.books,
        house.calls,
        house.budget,
        heartbeats,
        house.clock,
        house.clock,
    )


async def test_changes_come_the_newest_first_and_say_whether_they_hold(house: House, pages: SettingsPages) -> None:
    policy = await house.policies.current()
    for number, by in ((4, "noa"), (5, "dan")):
        policy = replace(policy, questions_max=number)
        await house.policies.change(policy, by, AT + number * MINUTE)
    policy = replace(policy, sos_after=timedelta(minutes=20))
    await house.policies.change(policy, "noa", AT + HOUR)
    told = [(each.name, each.before, each.after, each.by, each.holds) for each in await pages.changes(10)]
    assert told == [
        ("sos_after", "PT30M", "PT20M", "noa", True),
        ("questions_max", "4", "5", "dan", True),
        ("questions_max", "3", "4", "noa", False),
    ]
    assert [each.name for each in await pages.changes(1)] == ["sos_after"]
    assert (await pages.policy()).questions_max == 5


async def test_every_job_is_there_with_who_switched_it_off_and_how_its_last_run_went(
    house: House, pages: SettingsPages
) -> None:
    off = JobSwitch("healer", on=False, by="noa", at=AT, why="too many")
    await house.job_switches.turn(off)
    await house.runs.start("agenda", "t1", AT)
    await house.runs.finish(Run("agenda", "t1", AT, ended_at=AT + MINUTE, found=3, done=2, finished=1))
    views = {view.job.name: view for view in await pages.jobs()}
    assert list(views) == [job.name for job in JOBS]
    assert (views["healer"].off, views["agenda"].off) == (off, None)
    last = views["agenda"].last
    assert last is not None
    assert (last.found, last.done) == (3, 2)
    assert views["healer"].last is None
    assert all(view.next > house.clock.now() for view in views.values())


async def test_only_a_job_that_keeps_promises_is_told_of_everywhere(house: House, pages: SettingsPages) -> None:
    keeping = next(job.name for job in JOBS if job.keeps)
    other = next(job.name for job in JOBS if not job.keeps and not job.essential)
    for name in (keeping, other):
        await house.job_switches.turn(JobSwitch(name, on=False, by="noa", at=AT))
    assert [each.job for each in await pages.off()] == [keeping]


async def test_the_provider_s_part_counts_a_day_and_sees_a_worker_that_is_silent(
    house: House, pages: SettingsPages, heartbeats: MemoryHeartbeats
) -> None:
    await house.account_book.turn(Switch(on=False, by="noa", at=AT, why="wrong texts"))
    now = house.clock.now()
    for number, (kind, outcome) in enumerate(
        (("in", "answered"), ("in", "merged"), ("out", "sent"), ("out", "failed"))
    ):
        await house.ledger.write(a_line(f"l{number}", at=now - MINUTE, kind=kind, outcome=outcome))
        await house.ledger.write(a_line(f"o{number}", at=now - 2 * DAY, kind=kind, outcome=outcome))
    view = await pages.provider()
    assert (view.came, view.sent, view.failed, view.waiting, view.more) == (2, 1, 1, 0, False)
    assert (view.worker, view.standing.switch.by) == (False, "noa")
    assert view.heard == now - MINUTE
    await heartbeats.beat("w1")
    assert (await pages.provider()).worker
    house.clock.move(WORKER_SILENCE + MINUTE)
    assert not (await pages.provider()).worker


async def test_a_reader_that_was_never_asked_has_cost_nothing(pages: SettingsPages) -> None:
    view = await pages.reader()
    assert (view.asked, view.fell_back, view.differs) == (0, 0, ())
    assert view.gone == 0
    assert view.budget > 0
