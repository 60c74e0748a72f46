"""`make chaos` in short: one disturbance of each kind on the real processes under load, and everything counted."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixi.container import Container
from fixi.domain.errors import Unavailable
from fixi.entrypoints.books import found
from fixi.settings import Settings
from tests.chaos.books import simulator
from tests.chaos.dice import Dice
from tests.chaos.disturbances import SHORT, Scene, kill_queue
from tests.chaos.provider import Provider
from tests.chaos.run import Plan, play
from tests.chaos.screens import Screens
from tests.chaos.waiting import until
from tests.system.running import Running

pytestmark = pytest.mark.timeout(240)
SEED = 11
MANY = 60


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A system of its own: whatever is left of another one would be counted too."""
    running = Running(tmp_path, more={"FIXI_LANGUAGE": "en"}).start()
    yield running
    running.stop()


async def test_whatever_is_killed_nothing_is_lost_and_nothing_comes_twice(running: Running) -> None:
    plan = Plan(SEED, SHORT, clients=10, pros=6, away=4.0, between=0.6, warm_up=1.0, late=(1.0, 4.0))
    result = await play(running, plan)
    assert not result.findings, "\n".join(result.findings)
    assert len(result.recoveries) == len(SHORT)
    assert sum(each.kills for each in result.recoveries) == sum(kind.kills for kind in SHORT)
    assert result.provider.answers.total() > result.provider.answers["200"] > len(result.provider.sent)
    assert len(result.screens.shown) > len(result.recoveries)


async def test_acknowledged_means_stored(running: Running) -> None:
    """The queue's server is killed right after the last 200; nobody has read anything by then."""
    provider = Provider(running.run_file["api"], running.run_file["webhook_token"], Dice(SEED, "provider"))
    scene = Scene(running, provider, Dice(SEED, "moments"))
    screens = Screens(simulator(running))
    async with scene.held_workers():
        sent = [scene.stranger(f"hello, I am number {number}") for number in range(MANY)]
        await provider.acknowledged(*sent)
        before = await scene.living("queue")
        await kill_queue(scene)
        await until(lambda: running.run_file["pids"]["queue"] != before, 30)
        stored = await unread(running, [message.phone for message in sent])
    assert {name.rpartition(":")[2] for name in stored} >= {message.id for message in sent}
    await until(lambda: _look(screens) >= {message.phone for message in sent}, 60)
    await provider.close()
    assert len(screens.shown) == len({shown.message for shown in screens.shown})


def _look(screens: Screens) -> set[str]:
    screens.look()
    return {shown.phone for shown in screens.shown}


async def unread(running: Running, phones: list[str]) -> list[str]:
    """The letters in the inboxes of these, once the server answers again."""
    container = Container(settings=found(Settings(data_dir=running.folder / "data"), queue=True))
    try:
        async with asyncio.timeout(30):
            while not await _answers(container):  # noqa: ASYNC110 - no event comes out of another process
                await asyncio.sleep(0.05)
        inbox = container.inbox()
        return [letter.id for phone in phones for letter in await inbox.unread(f"chat:{phone}")]
    finally:
        await container.redis().close()


async def _answers(container: Container) -> bool:
    try:
        await container.redis().ping()
    except Unavailable:
        return False
    return True
