"""Every story again, file for file, on the running system: `fixi up`, its processes, and bodies posted over HTTP."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from fixi.domain.invariants import breaches
from fixi.entrypoints.demo.player import Player
from fixi.entrypoints.demo.story import load
from tests.stories.checks import STORIES, ends_well, name
from tests.system.running import Running
from tests.system.town import RunningTown

SETTINGS = {"FIXI_CLOCK": "movable"}

pytestmark = [pytest.mark.timeout(180), pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One system for all stories; at the end everything must hold that `fixi doctor` looks at."""
    running = Running(tmp_path_factory.mktemp("stories"), more=SETTINGS).start()
    yield running
    examined = running.fixi("doctor")
    running.stop()
    assert examined.returncode == 0, examined.stdout + examined.stderr


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(running: Running) -> AsyncIterator[RunningTown]:
    """The phones, on one event loop for all stories."""
    town = await RunningTown.of(running)
    yield town
    await town.close()


@pytest.mark.parametrize("days", [9, -9])
async def test_whoever_moves_the_clock_does_not_make_the_worker_look_dead(town: RunningTown, days: int) -> None:
    """A sign of life is as old as it is, whatever time is played."""
    town.clock.move_to(town.now + timedelta(days=days))
    ready = await town.http.get("/health/ready")
    assert (ready.status_code, ready.json()["parts"]["worker"]) == (200, "ok")


@pytest.mark.parametrize("path", STORIES, ids=name)
async def test_story(path: Path, town: RunningTown) -> None:
    """It comes true with nothing changed, and what holds in memory at its end holds here."""
    story = load(path)
    await town.begin(story)
    player = Player(story, town)
    await player.play()
    await town.settle()
    ends_well(path, player, await town.lines())
    assert not breaches(await town.world())
