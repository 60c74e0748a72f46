"""The watchdog: people are called when WhatsApp is not to be used, once an hour, and when it is over."""

from datetime import timedelta

import pytest

from fixi.domain.account import AccountState, Sighting, Switch
from fixi.domain.errors import Unavailable
from fixi.ports.alerts import Raised
from fixi.ports.messaging import AccountNews
from tests.support.office import Office
from tests.support.samples import DAY, HOUR, MINUTE

TICK = timedelta(minutes=2)


async def raised(office: Office) -> list[Raised]:
    return list(await office.house.alerts.untold(100))


async def kinds(office: Office) -> list[str]:
    return [each.alert.kind for each in await raised(office)]


async def watch(office: Office, length: timedelta) -> None:
    """The job at each of its ticks, for so long."""
    for _ in range(length // TICK):
        office.house.clock.move(TICK)
        await office.jobs["watchdog"](office.house.clock.now(), dry=False)


@pytest.fixture
async def office() -> Office:
    """An account that was ready a moment ago."""
    office = Office()
    await office.jobs["watchdog"](office.house.clock.now(), dry=False)
    return office


async def test_an_account_that_is_ready_calls_nobody(office: Office) -> None:
    await watch(office, 2 * HOUR)
    assert await kinds(office) == []
    standing = await office.house.account_book.standing()
    assert standing.proved_at == office.house.clock.now()


async def test_it_is_known_at_the_next_tick_that_it_is_stopped(office: Office) -> None:
    office.account.now = AccountState.SIGNED_OUT
    await watch(office, TICK)
    assert (await office.house.account_book.standing()).state is AccountState.SIGNED_OUT
    assert await kinds(office) == []


@pytest.mark.parametrize("state", [state for state in AccountState if state is not AccountState.READY])
async def test_after_five_minutes_people_are_called_in_words_of_that_state(office: Office, state: AccountState) -> None:
    office.account.now = state
    await watch(office, TICK)
    stopped = office.house.clock.now()
    await watch(office, 2 * TICK)
    assert await kinds(office) == []
    await watch(office, TICK)
    (alert,) = await raised(office)
    assert (alert.alert.kind, alert.at - stopped) == (f"account.{state}", 3 * TICK)


async def test_they_are_called_again_every_hour_while_it_lasts_and_once_when_it_is_over(office: Office) -> None:
    office.account.now = AccountState.BANNED
    await watch(office, 4 * HOUR)
    assert [(each.alert.kind, each.alert.detail) for each in await raised(office)] == [
        ("account.banned", hours) for hours in ("", "1", "2", "3")
    ]
    office.account.now = AccountState.READY
    await watch(office, 2 * HOUR)
    assert (await kinds(office))[4:] == ["account_back"]


async def test_a_provider_that_does_not_answer_is_as_bad(office: Office) -> None:
    office.account.trouble = Unavailable("no answer")
    await watch(office, 2 * TICK)
    assert await kinds(office) == []
    await watch(office, TICK)
    assert await kinds(office) == ["account.unknown"]
    office.account.trouble = None
    await watch(office, TICK)
    assert await kinds(office) == ["account.unknown", "account_back"]


async def test_so_is_one_that_never_answered() -> None:
    office = Office()
    office.account.trouble = Unavailable("no answer")
    await watch(office, 3 * TICK)
    assert await kinds(office) == []
    await watch(office, TICK)
    assert await kinds(office) == ["account.unknown"]


async def test_going_from_one_bad_state_to_the_other_does_not_begin_anew(office: Office) -> None:
    for n in range(5):
        office.account.now = AccountState.STARTING if n % 2 else AccountState.SIGNED_OUT
        await watch(office, TICK)
    assert len(await kinds(office)) == 1


async def test_what_lasts_shorter_than_five_minutes_calls_nobody(office: Office) -> None:
    for _ in range(10):
        office.account.now = AccountState.STARTING
        await watch(office, 2 * TICK)
        office.account.now = AccountState.READY
        await watch(office, TICK)
    assert await kinds(office) == []


async def test_two_watchdogs_and_a_restart_raise_one_alert(office: Office) -> None:
    office.account.now = AccountState.SIGNED_OUT
    await watch(office, 3 * HOUR)
    before = await kinds(office)
    office.house.clock.move(TICK)
    again = Office(house=office.house)
    again.account.now = AccountState.SIGNED_OUT
    for other in (again, office, again):
        await other.jobs["watchdog"](office.house.clock.now(), dry=False)
    assert await kinds(office) == before
    again.account.now = office.account.now = AccountState.READY
    office.house.clock.move(TICK)
    for other in (again, office, again):
        await other.jobs["watchdog"](office.house.clock.now(), dry=False)
    assert await kinds(office) == [*before, "account_back"]


async def test_news_from_the_provider_stops_it_at_once_and_counts_from_then(office: Office) -> None:
    at = office.house.clock.now() + MINUTE
    office.house.clock.move_to(at)
    await office.receive((AccountNews("n1", at, AccountState.RESTRICTED),), at)
    assert (await office.house.account_book.standing()).stopped_at == at
    office.account.now = AccountState.RESTRICTED
    await watch(office, 2 * TICK)
    assert await kinds(office) == []
    await watch(office, TICK)
    assert await kinds(office) == ["account.restricted"]


async def test_a_dry_run_asks_and_writes_nothing(office: Office) -> None:
    await office.house.account_book.saw(Sighting(AccountState.BANNED, office.house.clock.now()))
    office.house.clock.move(HOUR)
    asked = office.account.asked
    (found,) = await office.jobs["watchdog"](office.house.clock.now(), dry=True)
    assert (found.about, found.done) == ("account", "people would be told every hour")
    assert (await kinds(office), office.account.asked) == ([], asked)


async def test_a_kill_switch_that_was_forgotten_is_called_to_mind_once_a_day(office: Office) -> None:
    switch = Switch(False, "dana", office.house.clock.now(), "a storm")
    await office.sending(switch)
    await watch(office, 3 * DAY + HOUR)
    assert [(each.alert.kind, each.alert.detail) for each in await raised(office)] == [
        ("sending.off", "dana: a storm"),
        *(("sending.still_off", days) for days in ("1", "2", "3")),
    ]


async def test_whoever_died_before_he_could_say_that_he_put_it_is_spoken_for(office: Office) -> None:
    await office.house.account_book.turn(Switch(False, "dana", office.house.clock.now(), "a storm"))
    await watch(office, 2 * TICK)
    assert await kinds(office) == ["sending.off"]
    (line,) = [line for line in await office.house.ledger.lines("sending", 10) if line.kind == "note"]
    assert (line.outcome, line.text, line.reason) == ("off", "dana", "a storm")
