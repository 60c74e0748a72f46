"""What was set aside is tried once more."""

from datetime import datetime
from typing import override

import pytest

from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.simulator.bodies import text_body
from fixi.application.replay import Replay, again
from fixi.domain.errors import Refused
from fixi.domain.events import Heard
from fixi.ports.messaging import Inbound, Odd
from fixi.ports.queues import Letter, Unreadable
from tests.application.test_poison import HERE, Clinic, ledger, unread
from tests.support.documents import CHAT
from tests.support.samples import AT, CLIENT, MINUTE

ODD = text_body(CLIENT, "later", "my tap drips", AT).replace(b'"typeWebhook"', b'"typeOfWebhook"')


class Mending(GreenApiWebhook):
    """A parser that does not know what the provider calls it now, until it is mended."""

    mended = False

    @override
    def parse(self, body: bytes, at: datetime) -> tuple[Inbound, ...]:
        return super().parse(body.replace(b'"typeOfWebhook"', b'"typeWebhook"') if self.mended else body, at)


@pytest.fixture
def clinic() -> Clinic:
    return Clinic()


@pytest.fixture
def parser() -> Mending:
    return Mending("secret")


@pytest.fixture
def replay(clinic: Clinic, parser: Mending) -> Replay:
    house = clinic.house
    return Replay(
        quarantine=house.quarantine,
        inbox=house.inbox,
        ledger=house.ledger,
        professionals=house.professionals,
        parser=parser,
        receive=clinic.receive,
        clock=house.clock,
    )


async def set_aside(clinic: Clinic, *texts: str) -> None:
    """These are set aside, one after the other, and the chat is back with the bot."""
    for text in texts:
        await clinic.hears(text)
        await clinic.wait(MINUTE)
    clinic.house.clock.move(20 * MINUTE)
    await clinic.wait(MINUTE)
    clinic.touchy.word = ""


async def test_a_letter_is_answered_after_all_and_every_id_has_one_outcome(clinic: Clinic, replay: Replay) -> None:
    await set_aside(clinic, "my tap drips, bomb")
    (kept,) = await replay.listed()
    assert await replay(kept.id) == 1
    await clinic.wait(MINUTE)
    assert await ledger(clinic) == [
        ("my tap drips, bomb", "quarantined", "poison:NotAllowed"),
        ("my tap drips, bomb", "answered", ""),
    ]
    lines = {line.id: (line.kind, line.outcome, line.ref) for line in await clinic.house.ledger.lines(str(CHAT), 50)}
    name = "in-my tap drips, bomb"
    assert lines[name][:2] == ("in", "quarantined")
    assert lines[f"{name}:again:1"][:2] == ("in", "answered")
    assert lines[f"replay:{name}:again:1"] == ("replay", "replayed", name)
    assert await replay.listed() == ()


async def test_all_letters_of_a_chat_come_back_in_their_order(clinic: Clinic, replay: Replay) -> None:
    await clinic.hears("bomb one")
    await clinic.wait(MINUTE)
    for name in ("a", "b"):
        at = clinic.house.clock.now()
        letter = Letter(name, HERE, Heard(at=at, id=name, chat=CLIENT, text=f"bomb {name}"))
        await clinic.house.quarantine.set_aside(letter, "poison:X", "", at)
        clinic.house.clock.move(MINUTE)
    assert await replay(CLIENT.text) == 3
    assert await unread(clinic) == ["in-bomb one:again:1", "a:again:1", "b:again:1"]


async def test_what_is_poison_still_is_set_aside_again_under_the_next_id(clinic: Clinic, replay: Replay) -> None:
    await set_aside(clinic, "bomb")
    for _ in range(2):
        clinic.touchy.word = "bomb"
        assert await replay(CLIENT.text) == 1
        await clinic.wait(MINUTE)
        clinic.house.clock.move(20 * MINUTE)
        await clinic.wait(MINUTE)
    (kept,) = await replay.listed()
    assert kept.letter is not None
    assert kept.letter.id == "in-bomb:again:2"


async def test_twice_is_once(clinic: Clinic, replay: Replay) -> None:
    await set_aside(clinic, "bomb")
    (kept,) = await replay.listed()
    assert kept.letter is not None
    await replay(kept.id)
    # Whoever died before he had taken it out of the quarantine finds it there again.
    await clinic.house.quarantine.set_aside(kept.letter, kept.reason, kept.cause, kept.at)
    await replay(kept.id)
    assert await unread(clinic) == ["in-bomb:again:1"]


async def test_nothing_there_is_said_in_one_line(replay: Replay) -> None:
    for name in ("0123456789abcdef", "972500000009", "no such thing"):
        with pytest.raises(Refused, match=f"^nothing is set aside under {name}$"):
            await replay(name)


async def test_a_body_is_read_anew_once_the_parser_is_mended(clinic: Clinic, parser: Mending, replay: Replay) -> None:
    await clinic.receive.quarantine(ODD, "no-type", AT)
    (kept,) = await replay.listed()
    with pytest.raises(Refused, match=f"^{kept.id} still cannot be understood: no-type$"):
        await replay(kept.id)
    assert await replay.listed() == (kept,)
    parser.mended = True
    assert await replay(kept.id) == 1
    assert await replay.listed() == ()
    await clinic.wait(MINUTE)
    assert await ledger(clinic) == [("my tap drips", "answered", "")]


async def test_a_letter_that_cannot_be_read_yet_stays(clinic: Clinic, replay: Replay) -> None:
    kept = await clinic.house.quarantine.set_aside(Letter("odd", HERE, Unreadable("{")), "unreadable-letter", "", AT)
    with pytest.raises(Refused, match="still cannot be understood: unreadable-letter"):
        await replay(kept)
    assert len(await replay.listed()) == 1


def test_the_id_counts_the_attempts() -> None:
    assert [again("m:1"), again("m:1:again:1"), again("m:again:x")] == [
        "m:1:again:1",
        "m:1:again:2",
        "m:again:x:again:1",
    ]


class Batches(Mending):
    """A parser of a provider that tells many things at once, and until it is mended one of them is odd."""

    @override
    def parse(self, body: bytes, at: datetime) -> tuple[Inbound, ...]:
        odd = Odd("o1", at, "no-id", ODD)
        if self.mended:
            return super().parse(body, at)
        return (odd,) if body == ODD else (*super().parse(text_body(CLIENT, "now", "hello", at), at), odd)


async def test_an_odd_part_that_is_still_odd_stays_where_it_is(clinic: Clinic) -> None:
    house, parser = clinic.house, Batches("secret")
    replay = Replay(
        quarantine=house.quarantine,
        inbox=house.inbox,
        ledger=house.ledger,
        professionals=house.professionals,
        parser=parser,
        receive=clinic.receive,
        clock=house.clock,
    )
    await clinic.receive(parser.parse(b"both", AT), AT)
    [kept] = await replay.listed()
    with pytest.raises(Refused, match="no-id"):
        await replay(kept.id)
    assert await replay.listed() == (kept,)
    parser.mended = True
    assert await replay(kept.id) == 1
    assert await replay.listed() == ()
    letters = [letter.event for letter in await clinic.house.inbox.unread(HERE)]
    assert [event.text for event in letters if isinstance(event, Heard)] == ["hello", "my tap drips"]
