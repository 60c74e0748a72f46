"""A provider says after a while that a message of ours did not arrive: people are told, and a shut window is shut."""

import pytest

from fixi.domain.events import Heard, Receipt
from fixi.domain.values import Key
from fixi.ports.queues import Task
from tests.support.documents import CHAT, a_change
from tests.support.office import Office
from tests.support.samples import AT, CLIENT, MINUTE


async def reported(office: Office, status: str, reason: str = "") -> None:
    """The provider says this of a message that we have sent."""
    at = office.house.clock.now()
    receipt = Receipt(at=at, id=f"r-{status}", chat=CLIENT, message="m1", status=status, reason=reason)
    await office.receive((receipt,), at)
    await office.works()


@pytest.mark.parametrize(
    ("status", "alerts"), [("failed", 1), ("noAccount", 1), ("notInGroup", 1), ("delivered", 0), ("read", 0)]
)
async def test_what_did_not_arrive_is_an_alert_and_what_did_is_none(status: str, alerts: int) -> None:
    office = Office()
    await office.house.repository.save(a_change())
    await reported(office, status)
    assert (await office.house.ledger.balance()).get(("alert", "failed_send"), 0) == alerts
    assert [line.outcome for line in await office.house.ledger.lines(str(CHAT), 9) if line.kind == "receipt"] == [
        status
    ]


async def test_a_report_that_comes_twice_is_one_alert() -> None:
    office = Office()
    await office.house.repository.save(a_change())
    for _ in range(3):
        await reported(office, "failed")
    assert (await office.house.ledger.balance())["alert", "failed_send"] == 1


async def test_a_window_that_was_shut_stays_shut_until_he_writes() -> None:
    office = Office()
    await office.house.repository.save(a_change(heard_at=AT - MINUTE))
    await reported(office, "failed", "window")
    assert (await office.house.chats.talk(CHAT)).heard_at is None
    at = office.house.clock.now()
    await office.receive((Heard(at=at, id="in-1", chat=CLIENT, text="hello"),), at)
    await office.a_minute_later()
    assert (await office.house.chats.talk(CHAT)).heard_at == at


async def test_another_failure_shuts_nothing() -> None:
    office = Office()
    await office.house.repository.save(a_change(heard_at=AT - MINUTE))
    await reported(office, "failed", "undeliverable")
    assert (await office.house.chats.talk(CHAT)).heard_at == AT - MINUTE


async def test_an_own_message_opens_no_window() -> None:
    office = Office()
    await office.house.repository.save(a_change())
    await office.receive((Heard(at=AT, id="in-1", chat=CLIENT, text="Dana here", own=True),), AT)
    while (knock := office.house.knocked()) is not None:
        assert knock == (Task.TURN, CHAT.address)
        await office.turn(Key.parse(str(CHAT)).address)
    assert (await office.house.chats.talk(CHAT)).heard_at is None
