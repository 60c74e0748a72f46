"""Every story in this folder is played, and what must always hold is looked at after every line of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from dependency_injector import providers

from fixi.container import Container
from fixi.domain.errors import Invalid
from fixi.domain.invariants import World, breaches
from fixi.domain.values import Kind
from fixi.entrypoints.demo.phones import Phones
from fixi.entrypoints.demo.player import Player, StoryFailed
from fixi.entrypoints.demo.story import Line, load, parse
from fixi.settings import Settings
from tests.stories.checks import STORIES, ends_well, name


@pytest.fixture(scope="module", autouse=True)
def shared_tables() -> Iterator[None]:
    """Places, texts and reading rules never change: they are read once, not once for each story."""
    first = Container(settings=Settings())
    with (
        Container.places.override(providers.Object(first.places())),
        Container.wording.override(providers.Object(first.wording())),
        Container.reader.override(providers.Object(first.reader())),
    ):
        yield


async def world(town: Phones) -> World:
    """Everything in the town that the invariants look at."""
    store = town.container.store()
    lines = tuple(store.ledger.values())
    return World(
        town.now,
        await town.container.policies().current(),
        await town.leads(),
        {key.id: doc.due_at for key, doc in store.documents.items() if key.kind is Kind.LEAD},
        tuple(store.pros.values()),
        dict(store.bookings),
        outcomes=tuple((line.id, line.outcome) for line in lines if line.kind == "in"),
        sent=tuple(line.ref for line in lines if line.kind == "out" and line.outcome == "sent"),
    )


@pytest.mark.parametrize("path", STORIES, ids=name)
async def test_story(path: Path) -> None:
    """It comes true, nothing is lost on the way, and everybody is written to in the story's language."""
    player = Player(load(path))
    town = player.town

    async def look(line: Line) -> None:
        found = breaches(await world(town))
        assert not found, f"line {line.number}: {found}"

    try:
        await player.play(look)
        await town.settle()
    finally:
        await town.close()
    assert town.container.store().attempts == {}, "a letter could not be used"
    ends_well(path, player, tuple(town.container.store().ledger.values()))


def test_there_are_stories_in_both_languages() -> None:
    """At least half of them in Hebrew."""
    hebrew = [path for path in STORIES if path.parent.name == "he"]
    assert len(STORIES) >= 20
    assert 2 * len(hebrew) >= len(STORIES)
    assert len(hebrew) < len(STORIES)


@pytest.mark.parametrize(
    "line",
    ["Client sings: la", "Nobody says: hello", "Wait: a while", "Wait: until noon", "Business writes to Nobody: hello"],
)
def test_a_line_that_means_nothing_is_named(line: str) -> None:
    with pytest.raises(Invalid, match="line 2"):
        parse(f"# A story\n{line}")


@pytest.mark.parametrize(
    "line",
    [
        "Client hears: something else",
        "Client hears nothing:",
        "Client does not hear: 1.",
        "Lead is: booked",
        "Professional is: Avi",
        "Balance is: 2 answered",
    ],
)
async def test_a_line_that_is_not_true_fails(line: str) -> None:
    player = Player(parse(f"Client says: שלום\n{line}"))
    try:
        with pytest.raises(StoryFailed, match="line 2"):
            await player.play()
    finally:
        await player.town.close()


async def test_waiting_until_a_time_of_day() -> None:
    """The next time that the clock shows it; also in the night in which the clocks are changed."""
    player = Player(parse("Now: 2027-03-25 20:00\nClient says: שלום\nWait: until 08:00\nWait: until 08:00"))
    try:
        await player.play()
    finally:
        await player.town.close()
    assert f"{player.town.now:%Y-%m-%d %H:%M}" == "2027-03-27 05:00"
