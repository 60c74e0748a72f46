"""What can never be used is counted, set aside, and stops nothing behind it."""

from dataclasses import replace
from datetime import timedelta
from typing import override

import pytest

from fixi.adapters.memory.queues import MemoryInbox, MemoryLeases
from fixi.adapters.rules.reader import RulesReader
from fixi.application.machines import MACHINES
from fixi.application.poison import DIED, MOST
from fixi.domain.client_chat.states import InHuman
from fixi.domain.effects import NoteDone, Tell
from fixi.domain.errors import NotAllowed, Unavailable
from fixi.domain.events import Event, HumanIdle, NeedChecked, OfferDeclined, Rang, Woken
from fixi.domain.forms import Reading, ReadingTask
from fixi.domain.machine import Facts, Step
from fixi.domain.policy import Policy
from fixi.domain.values import Key, Kind
from fixi.ports.queues import Lease, Letter, Task
from fixi.ports.storage import State
from tests.support.documents import CHAT, kept, words
from tests.support.house import House, memory_house
from tests.support.office import Office, gazetteer
from tests.support.samples import AT, CLIENT, LEAD, MINUTE, PRO, SECOND

HERE = f"chat:{CLIENT}"


class Killed(BaseException):
    """The process is gone: nothing is tidied up."""


class Leases(MemoryLeases):
    """Leases of a process that may be gone before it gives them back."""

    gone = False

    @override
    async def release(self, lease: Lease) -> None:
        if not self.gone:
            await super().release(lease)


class Touchy(RulesReader):
    """A reader with a defect: one word does it harm."""

    word = "bomb"
    trouble: BaseException = NotAllowed("Herzl 12, Dana")
    read_so_far: tuple[str, ...] = ()

    @override
    async def read(self, task: ReadingTask) -> Reading:
        self.read_so_far += (task.text,)
        if self.word and self.word in task.text:
            raise self.trouble
        return await super().read(task)


class Clinic(Office):
    """An office with that reader, which can be mended, and processes that can be killed."""

    def __init__(self) -> None:
        house = memory_house(Policy(consent_required=False))
        self.leases = house.leases = Leases(house.clock)
        self.touchy = Touchy(gazetteer())
        super().__init__(house=house, reader=self.touchy)

    async def wait(self, length: timedelta) -> None:
        """Second by second, with a sweep every five, as schedulers do it; a killed process is replaced."""
        for second in range(int(length.total_seconds())):
            self.house.clock.move(SECOND)
            if second % 5 == 4:
                await self.sweep()
            try:
                await self.works()
            except Killed:
                self.leases.gone = False

    async def kills(self, text: str) -> None:
        """This word ends the process that reads it."""
        self.touchy.word, self.touchy.trouble = text, Killed()
        self.leases.gone = False
        read = self.touchy.read

        async def dies(task: ReadingTask) -> Reading:
            self.leases.gone = bool(text) and text in task.text
            return await read(task)

        self.touchy.read = dies  # type: ignore[method-assign] # dying is more than an error


@pytest.fixture
def clinic() -> Clinic:
    return Clinic()


async def ledger(clinic: Clinic) -> list[tuple[str, str, str]]:
    lines = await clinic.house.ledger.lines(str(CHAT), 50)
    return [(line.text, line.outcome, line.reason) for line in lines if line.kind == "in"]


async def count(house: House, letter: str) -> int:
    attempt = await house.attempts.get(letter)
    return attempt.count if attempt is not None else 0


async def unread(clinic: Clinic) -> list[str]:
    return [letter.id for letter in await clinic.house.inbox.unread(HERE)]


async def test_a_poison_letter_is_set_aside_and_the_good_ones_around_it_are_answered(clinic: Clinic) -> None:
    await clinic.hears("my tap drips", "bomb", "in Haifa")
    await clinic.wait(MINUTE)
    assert await ledger(clinic) == [
        ("my tap drips", "answered", ""),
        ("bomb", "quarantined", "poison:NotAllowed"),
        ("in Haifa", "answered", ""),
    ]
    assert await unread(clinic) == []
    (aside,) = await clinic.house.quarantine.listed(10)
    assert aside.letter is not None
    assert (aside.letter.id, aside.reason) == ("in-bomb", "poison:NotAllowed")
    assert aside.cause.startswith("test_poison.py:")
    balance = await clinic.house.ledger.balance()
    assert balance["alert", "poison"] == 1


async def test_whoever_wrote_it_is_not_left_without_an_answer(clinic: Clinic) -> None:
    await clinic.hears("bomb")
    await clinic.wait(MINUTE)
    assert isinstance((await clinic.document(CHAT)).state, InHuman)
    assert len(clinic.screen()) == 1


async def test_the_pauses_grow_and_early_looks_do_not_count(clinic: Clinic) -> None:
    await clinic.hears("bomb")
    moments: list[timedelta] = []
    began = clinic.house.clock.now() + 2.5 * SECOND
    clinic.house.clock.move(2.5 * SECOND)
    while len(moments) < MOST:
        before = await count(clinic.house, "in-bomb")
        await clinic.sweep()
        await clinic.works()
        if await count(clinic.house, "in-bomb") > before:
            moments.append(clinic.house.clock.now() - began)
        clinic.house.clock.move(SECOND)
    assert moments == [seconds * SECOND for seconds in (0, 2, 6, 14, 30)]
    assert len(await clinic.house.quarantine.listed(10)) == 1


async def test_the_next_try_is_knocked_for_when_the_pause_is_over(clinic: Clinic) -> None:
    await clinic.hears("bomb")
    clinic.house.clock.move(3 * SECOND)
    await clinic.works()
    clinic.house.clock.move(SECOND)
    assert clinic.knocks() == []
    clinic.house.clock.move(SECOND)
    assert clinic.knocks() == [(Task.TURN, HERE)]


async def test_what_is_behind_it_in_the_same_document_waits_and_other_documents_do_not(clinic: Clinic) -> None:
    desk = Key.pro(CLIENT.text)
    await clinic.hears("bomb")
    await clinic.house.inbox.put(Letter("behind", HERE, NeedChecked(at=AT, lead=LEAD), CHAT))
    await clinic.house.inbox.put(Letter("other", HERE, Woken(at=AT), desk))
    clinic.house.clock.move(3 * SECOND)
    await clinic.works()
    assert await unread(clinic) == ["in-bomb", "behind"]
    assert (await clinic.document(desk)).used == {"other"}
    await clinic.wait(MINUTE)
    assert await unread(clinic) == []
    assert (await clinic.document(CHAT)).used == {"behind", "in-bomb:person"}


async def test_when_the_outside_is_away_nothing_is_counted(clinic: Clinic) -> None:
    clinic.touchy.trouble = Unavailable("reader")
    await clinic.hears("bomb")
    clinic.house.clock.move(MINUTE)
    for _ in range(3 * MOST):
        with pytest.raises(Unavailable):
            await clinic.turn(HERE)
        clinic.house.clock.move(MINUTE)
    assert await count(clinic.house, "in-bomb") == 0
    assert await unread(clinic) == ["in-bomb"]


async def test_what_was_mended_meanwhile_is_answered(clinic: Clinic) -> None:
    await clinic.hears("my tap drips, bomb")
    await clinic.wait(10 * SECOND)
    assert await count(clinic.house, "in-my tap drips, bomb") == 3
    clinic.touchy.word = ""
    await clinic.wait(MINUTE)
    assert await ledger(clinic) == [("my tap drips, bomb", "answered", "")]
    assert await clinic.house.quarantine.listed(10) == ()


async def test_a_letter_that_cannot_be_read_is_set_aside_at_once(clinic: Clinic) -> None:
    inbox = clinic.house.inbox
    assert isinstance(inbox, MemoryInbox)
    await clinic.hears("my tap drips")
    inbox._unread[HERE]["odd"] = '[{"_":"FromTomorrow"},null]'
    clinic.house.clock.move(3 * SECOND)
    await clinic.works()
    assert await unread(clinic) == []
    (aside,) = await clinic.house.quarantine.listed(10)
    assert (aside.reason, aside.body) == ("unreadable-letter", b'[{"_":"FromTomorrow"},null]')
    assert await ledger(clinic) == [("my tap drips", "answered", "")]
    assert len(clinic.screen()) == 1


async def test_a_letter_that_kills_five_workers_is_set_aside(clinic: Clinic) -> None:
    await clinic.kills("bomb")
    await clinic.hears("my tap drips", "bomb", "in Haifa")
    await clinic.wait(12 * MINUTE)
    assert await ledger(clinic) == [
        ("my tap drips", "answered", ""),
        ("bomb", "quarantined", f"poison:{DIED}"),
        ("in Haifa", "answered", ""),
    ]
    assert await unread(clinic) == []
    # The burst twice, then alone until the fifth death that is counted against it.
    assert [text for text in clinic.touchy.read_so_far if "bomb" in text][2:] == ["bomb"] * MOST
    assert (await clinic.house.ledger.balance())["alert", "poison"] == 1


async def test_a_kill_now_and_then_sets_nothing_aside(clinic: Clinic) -> None:
    for n in range(3 * MOST):
        await clinic.kills(f"tap {n}")
        await clinic.hears(f"tap {n} drips")
        await clinic.wait(5 * SECOND)
        await clinic.kills("")
        await clinic.wait(70 * SECOND)
    assert await clinic.house.quarantine.listed(10) == ()
    assert len(await ledger(clinic)) == 3 * MOST


async def test_a_letter_that_meets_four_kills_by_chance_is_answered(clinic: Clinic) -> None:
    await clinic.kills("tap")
    await clinic.hears("my tap drips")
    while await count(clinic.house, "in-my tap drips") < MOST - 2:
        await clinic.wait(5 * SECOND)
    assert len(clinic.touchy.read_so_far) == MOST - 1
    await clinic.kills("")
    await clinic.wait(3 * MINUTE)
    assert await ledger(clinic) == [("my tap drips", "answered", "")]
    assert await clinic.house.quarantine.listed(10) == ()


async def test_an_alarm_that_does_harm_keeps_no_message_from_its_outcome(clinic: Clinic) -> None:
    machine = MACHINES[Kind.CLIENT]

    def decide(state: State, event: Event, facts: Facts) -> Step[State]:
        if isinstance(event, HumanIdle):
            raise NotAllowed("no row")
        return machine.decide(state, event, facts)

    clinic.turn._folding._machines = {**MACHINES, Kind.CLIENT: replace(machine, decide=decide)}
    await clinic.hears("human")
    await clinic.wait(10 * SECOND)
    clinic.house.clock.move(20 * MINUTE)
    await clinic.wait(MINUTE)
    await clinic.hears("is anybody there?")
    await clinic.wait(MINUTE)
    assert [text for text, _, _ in await ledger(clinic)] == ["human", "is anybody there?"]
    assert await unread(clinic) == []
    assert {aside.reason for aside in await clinic.house.quarantine.listed(10)} == {"poison:NotAllowed"}
    assert all(isinstance(a.letter.event, Rang) for a in await clinic.house.quarantine.listed(10) if a.letter)


async def test_an_errand_that_cannot_be_done_is_given_up_and_stops_nothing(clinic: Clinic) -> None:
    async def broken(pro: str, note: object) -> None:
        raise NotAllowed(f"{pro} {note}")

    clinic.house.track_record.note = broken  # type: ignore[method-assign] # the defect
    lead = Key.lead(LEAD)
    _, _, told = await kept(
        clinic.house, NoteDone(PRO, LEAD), words("thanks"), Tell(lead, OfferDeclined(at=AT, pro=PRO))
    )
    await clinic.deliver(CHAT)
    assert len(clinic.screen()) == 1
    assert [letter.id for letter in await clinic.house.inbox.unread(lead.address)] == [told]
    assert len(await clinic.house.outbox.pending(CHAT)) == 1
    await clinic.wait(MINUTE)
    assert await clinic.house.outbox.pending(CHAT) == ()
    assert (await clinic.house.ledger.balance())["alert", "poison"] == 1


async def test_crashes_while_it_is_set_aside_change_nothing(clinic: Clinic) -> None:
    steps = ("quarantine.set_aside", "ledger.write", "alerts.call", "inbox.put", "inbox.acknowledge")
    await clinic.hears("bomb")
    await clinic.wait(30 * SECOND)
    assert await count(clinic.house, "in-bomb") == MOST - 1
    for step in steps:
        name, method = step.split(".")
        port = getattr(clinic.house, name)
        whole = getattr(port, method)

        async def dies(*_: object, **__: object) -> None:
            raise Killed

        setattr(port, method, dies)
        clinic.house.clock.move(20 * SECOND)
        with pytest.raises(Killed):
            await clinic.turn(HERE)
        setattr(port, method, whole)
    await clinic.wait(MINUTE)
    assert await ledger(clinic) == [("bomb", "quarantined", "poison:NotAllowed")]
    assert len(await clinic.house.quarantine.listed(10)) == 1
    assert (await clinic.house.ledger.balance())["alert", "poison"] == 1
    assert len(clinic.screen()) == 1
