"""The message balance as `fixi doctor` prints it."""

import io
from datetime import timedelta

import pytest
from dependency_injector import providers
from rich.console import Console

from fixi.adapters.system.clock import MovedClock
from fixi.container import Container
from fixi.domain.events import Heard
from fixi.domain.values import Key
from fixi.entrypoints.balance import show_balance
from fixi.ports.queues import Letter
from fixi.settings import Settings
from tests.support.documents import CHAT, OTHER_CHAT, a_change, a_line, entries, words
from tests.support.samples import AT, CLIENT, DAY, MINUTE


@pytest.fixture
def container() -> Container:
    made = Container(settings=Settings())
    made.clock.override(providers.Object(MovedClock(AT)))
    return made


async def shown(container: Container, period: timedelta | None = None) -> tuple[bool, list[str]]:
    console = Console(file=io.StringIO(), width=60)
    well = await show_balance(container, console, AT - period if period is not None else None)
    assert isinstance(console.file, io.StringIO)
    return well, console.file.getvalue().splitlines()


async def hears(container: Container, ago: timedelta) -> None:
    heard = Heard(at=AT - ago, id="new", chat=CLIENT, text="hello")
    await container.inbox().put(Letter("new", CHAT.address, heard))


async def says(container: Container, key: Key, ago: timedelta) -> str:
    outbox = entries(key, words(), at=AT - ago)
    await container.repository().save(a_change(key=key, outbox=outbox))
    return outbox[0].id


async def test_a_new_system_owes_nothing(container: Container) -> None:
    assert await shown(container) == (
        True,
        ["received 0 = not used yet 0 → 0 open", "intended sends 0 = waiting 0 → 0 open"],
    )


async def test_everything_has_one_end_or_waits(container: Container) -> None:
    for name, known in {
        "1": {},
        "2": {"outcome": "merged"},
        "3": {"outcome": "answered"},
        "4": {"kind": "out", "outcome": "sent"},
        "5": {"kind": "out", "outcome": "failed"},
        "6": {"kind": "receipt", "outcome": "read"},
    }.items():
        await container.ledger().write(a_line(name, **known))
    await hears(container, MINUTE)
    await says(container, CHAT, MINUTE)
    assert await shown(container) == (
        True,
        [
            "received 4 = answered 2 + merged 1 + not used yet 1 → 0 open",
            "intended sends 3 = failed 1 + sent 1 + waiting 1 → 0 open",
        ],
    )


async def test_only_the_period_counts(container: Container) -> None:
    await container.ledger().write(a_line("old", at=AT - 2 * DAY))
    await container.ledger().write(a_line("new", at=AT - MINUTE))
    await says(container, CHAT, 2 * DAY)
    await says(container, OTHER_CHAT, MINUTE)
    _, lines = await shown(container, DAY)
    assert lines == [
        "received 1 = answered 1 + not used yet 0 → 0 open",
        "intended sends 1 = waiting 1 → 0 open",
    ]


async def test_a_message_that_nobody_uses_is_open_and_a_provider_that_is_down_is_no_fault_of_ours(
    container: Container,
) -> None:
    await says(container, CHAT, 10 * MINUTE)
    assert (await shown(container))[0]
    await hears(container, 10 * MINUTE)
    assert await shown(container) == (
        False,
        ["received 1 = not used yet 1 → 1 open", "intended sends 1 = waiting 1 → 1 open"],
    )


async def test_a_message_that_was_used_and_not_acknowledged_counts_once(container: Container) -> None:
    await hears(container, 10 * MINUTE)
    await container.ledger().write(a_line("new"))
    assert (await shown(container))[1][0] == "received 1 = answered 1 + not used yet 0 → 0 open"


async def test_words_with_an_end_that_still_wait_are_a_breach(container: Container) -> None:
    entry = await says(container, CHAT, MINUTE)
    await container.ledger().write(a_line(entry, kind="out", outcome="sent"))
    well, lines = await shown(container)
    assert not well
    assert any(line.startswith("broken  I6") for line in lines)


async def test_an_end_that_nobody_knows_is_a_breach(container: Container) -> None:
    await container.ledger().write(a_line("1", outcome="vanished"))
    well, lines = await shown(container)
    assert not well
    assert any(line.startswith("broken  I5") for line in lines)
