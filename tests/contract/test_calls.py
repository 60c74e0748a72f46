"""What every Calls promises."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from fixi.domain.calls import Call
from tests.support.house import House
from tests.support.samples import AT, MINUTE

CALL = Call(
    id="c1",
    at=AT,
    chat="client:972541111111",
    model="gemini-test",
    prompt="abc",
    outcome="read",
    seconds=0.5,
    tokens_in=10,
    tokens_out=5,
    cost=Decimal("0.0001"),
    inputs=("aa.jpg",),
    refused=("sentence:price",),
    differs=("trade:other", "wish:only_model"),
    result='{"trade": "plumber"}',
    lead="lead000001",
)


async def test_what_was_noted_is_found_with_its_chat(house: House) -> None:
    other = replace(CALL, id="c2", chat="client:972542222222")
    await house.calls.note((CALL, other))
    assert await house.calls.of(CALL.chat, 10) == (CALL,)


async def test_the_last_ones_come_in_the_order_of_time(house: House) -> None:
    calls = tuple(replace(CALL, id=f"c{n}", at=AT + n * MINUTE) for n in range(5))
    await house.calls.note(calls[::-1])
    assert await house.calls.of(CALL.chat, 3) == calls[2:]


async def test_a_call_is_noted_once(house: House) -> None:
    await house.calls.note((CALL,))
    await house.calls.note((replace(CALL, outcome="garbage"), replace(CALL, id="c2")))
    assert [call.outcome for call in await house.calls.of(CALL.chat, 10)] == ["read", "read"]
    await house.calls.note(())


async def test_outcomes_refusals_and_disagreements_are_counted(house: House) -> None:
    late = replace(CALL, id="c2", at=AT + MINUTE, outcome="timeout", refused=(), differs=())
    early = replace(CALL, id="c0", at=AT - timedelta(days=1))
    await house.calls.note((CALL, late, early))
    assert dict(await house.calls.tally(AT)) == {
        "read": 1,
        "timeout": 1,
        "refused.sentence": 1,
        "differs.trade": 1,
        "differs.wish": 1,
    }


async def test_half_letters_do_no_harm(house: House) -> None:
    await house.calls.note((replace(CALL, result="\ud800"),))
    assert len(await house.calls.of(CALL.chat, 1)) == 1
