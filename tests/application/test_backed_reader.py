"""A model with the rules behind it: who is believed, who takes over, and what it may cost."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import override

import pytest

from fixi.adapters.memory.calls import MemoryBudget, MemoryCalls
from fixi.adapters.memory.store import Store
from fixi.adapters.rules.reader import RulesReader
from fixi.application.backed_reader import BackedReader
from fixi.domain.calls import Call
from fixi.domain.errors import Unavailable
from fixi.domain.forms import Form, Intent, Line, Reading, ReadingTask
from fixi.domain.policy import Policy
from fixi.domain.spending import Allowance, Grant
from fixi.domain.values import Language, Media, MediaKind, Trade, Urgency
from fixi.ports.ai import Answer, Budget, Calls, Model
from fixi.ports.storage import LedgerEntry
from tests.support.house import House, memory_house
from tests.support.office import checker, gazetteer
from tests.support.samples import AT, HAIFA, MINUTE, PLUMBER

CHAT = "client:972541111111"
TASK = ReadingTask("the tap drips, Herzl 12 Haifa", AT, "Asia/Jerusalem", language=Language.EN, chat=CHAT)
CALL = Call("c1", AT, CHAT, "gemini-test", "abc", "read", cost=Decimal("0.01"))
MODEL_SAYS = Reading(
    Intent.NEW_REQUEST,
    Form(PLUMBER, "a tap drips", street="Herzl 12", language=Language.EN),
    place="Haifa",
    source="gemini-test",
)
DAY = AT.date()


@dataclass
class Scripted(Model):
    """A model that says what it is told to, or is away (None)."""

    says: Reading | None = MODEL_SAYS
    outcome: str = "read"
    price: Decimal = Decimal("0.01")
    most: Decimal = Decimal("0.02")
    tasks: list[ReadingTask] = field(default_factory=list)

    @override
    async def ask(self, task: ReadingTask) -> Answer:
        self.tasks.append(task)
        await asyncio.sleep(0)  # others get their turn
        call = replace(CALL, id=f"c{len(self.tasks)}", outcome=self.outcome, cost=self.price)
        return Answer(self.says, (call,))

    @override
    def dearest(self, task: ReadingTask) -> Decimal:
        return self.most


def reader_of(model: Model, house: House, budget: Budget | None = None, calls: Calls | None = None) -> BackedReader:
    rules = RulesReader(gazetteer())
    return BackedReader(
        model, rules, checker(), budget or house.budget, calls or house.calls, house.ledger, house.policies
    )


def a_second_apart(times: int) -> list[ReadingTask]:
    """The same words again and again, each time in a turn of its own."""
    return [replace(TASK, at=AT + timedelta(seconds=number)) for number in range(times)]


async def by_rules(task: ReadingTask = TASK) -> Reading:
    return await RulesReader(gazetteer()).read(task)


async def test_the_model_is_believed_after_the_checker() -> None:
    house = memory_house()
    model = Scripted(
        replace(MODEL_SAYS, sentence="It costs ₪200", form=replace(MODEL_SAYS.form, trade=Trade("wizard")))
    )
    reading = await reader_of(model, house).read(TASK)
    assert (reading.source, reading.sentence) == ("gemini-test", None)
    assert reading.form.issue == "a tap drips"
    assert reading.form.trade == PLUMBER, "the rules know the trade that the model made up"
    area = gazetteer().named("Haifa")
    assert reading.form.area == area
    (call,) = await house.calls.of(CHAT, 10)
    assert call.refused == ("trade:unknown", "sentence:price")


async def test_where_the_two_differ_is_counted() -> None:
    house = memory_house()
    model = Scripted(replace(MODEL_SAYS, form=replace(MODEL_SAYS.form, trade=Trade("electrician"), street=None)))
    await reader_of(model, house).read(TASK)
    (call,) = await house.calls.of(CHAT, 10)
    assert {"trade:other", "street:only_rules"} <= set(call.differs)
    tally = await house.calls.tally(AT)
    assert (tally["read"], tally["differs.trade"]) == (1, 1)


@pytest.mark.parametrize("outcome", ["timeout", "garbage", "denied", "blocked"])
async def test_the_rules_take_over_when_the_model_gives_no_answer(outcome: str) -> None:
    house = memory_house()
    assert await reader_of(Scripted(None, outcome), house).read(TASK) == await by_rules()
    assert [call.outcome for call in await house.calls.of(CHAT, 10)] == [outcome]
    assert await house.budget.gone(DAY) == Decimal("0.01")  # paid all the same


async def test_danger_in_the_words_stays_danger_whatever_the_model_says() -> None:
    task = replace(TASK, text="there is a strong smell of gas in the flat, Haifa")
    calm = replace(MODEL_SAYS, form=replace(MODEL_SAYS.form, urgency=Urgency.NORMAL))
    assert (await by_rules(task)).form.emergency
    assert (await reader_of(Scripted(calm), memory_house()).read(task)).form.emergency
    alarmed = replace(MODEL_SAYS, form=replace(MODEL_SAYS.form, urgency=Urgency.EMERGENCY))
    assert (await reader_of(Scripted(alarmed), memory_house()).read(TASK)).form.emergency


async def test_danger_that_was_spoken_counts_as_well() -> None:
    voice = Media(MediaKind.VOICE, "kept:a.ogg")
    task = replace(TASK, text="", media=(voice,))
    heard = replace(
        MODEL_SAYS,
        form=replace(MODEL_SAYS.form, transcript="there is a strong smell of gas in the flat", media=(voice,)),
    )
    reading = await reader_of(Scripted(heard), memory_house()).read(task)
    assert reading.form.emergency
    assert reading.form.transcript == "there is a strong smell of gas in the flat"


async def test_the_model_sees_the_last_messages_of_both_sides() -> None:
    house = memory_house()
    told = [
        ("in", "answered", "my tap drips"),
        ("out", "sent", "Which town?"),
        ("out", "failed", "never seen"),
        ("alert", "", "human.asked"),
        ("in", "ignored", ""),
    ]
    for number, (kind, outcome, text) in enumerate(told):
        await house.ledger.write(LedgerEntry(f"l{number}", AT + number * MINUTE, kind, CHAT, outcome, text=text))
    model = Scripted()
    await reader_of(model, house).read(TASK)
    assert model.tasks[0].lines == (Line(AT, ours=False, text="my tap drips"), Line(AT + MINUTE, True, "Which town?"))


async def test_when_the_money_is_gone_nobody_is_asked() -> None:
    house = memory_house(Policy(ai_budget_per_day=Decimal("0.03")))
    model = Scripted()
    reader = reader_of(model, house)
    sources = [(await reader.read(task)).source for task in a_second_apart(4)]
    assert sources == ["gemini-test", "gemini-test", "rules", "rules"]
    assert await house.budget.gone(DAY) == Decimal("0.02")
    later = replace(TASK, at=AT + timedelta(days=1))
    assert (await reader.read(later)).source == "gemini-test"


async def test_a_chat_has_so_many_calls_a_day() -> None:
    house = memory_house(Policy(ai_calls_per_chat_per_day=1))
    reader = reader_of(Scripted(), house)
    assert [(await reader.read(task)).source for task in a_second_apart(2)] == ["gemini-test", "rules"]
    assert (await reader.read(replace(TASK, chat="client:972542222222"))).source == "gemini-test"


async def test_without_money_the_model_is_switched_off() -> None:
    model = Scripted()
    reader = reader_of(model, memory_house(Policy(ai_budget_per_day=Decimal(0))))
    assert await reader.read(TASK) == await by_rules()
    assert model.tasks == []


async def test_files_are_not_shown_when_little_money_is_left() -> None:
    house = memory_house(Policy(ai_budget_per_day=Decimal("0.1")))
    photo = Media(MediaKind.IMAGE, "kept:a.jpg")
    model = Scripted(replace(MODEL_SAYS, form=replace(MODEL_SAYS.form, media=(photo,))), price=Decimal("0.02"))
    reader = reader_of(model, house)
    readings = [await reader.read(replace(task, media=(photo,))) for task in a_second_apart(5)]
    assert [task.files_shown for task in model.tasks] == [True, True, True, True, False]
    assert all(reading.form.media == (photo,) for reading in readings)


async def test_fifty_at_the_edge_of_the_budget_spend_no_more_than_it() -> None:
    house = memory_house(Policy(ai_budget_per_day=Decimal("0.25")))
    model = Scripted(price=Decimal("0.02"))
    reader = reader_of(model, house)
    await asyncio.gather(*(reader.read(replace(TASK, chat=f"client:97254{n:07}")) for n in range(50)))
    assert len(model.tasks) == 12
    assert await house.budget.gone(DAY) == Decimal("0.24")


class Unsettled(MemoryBudget):
    """A budget that goes away while the model is asked."""

    @override
    async def settle(self, grant: Grant, spent: Decimal) -> None:
        raise Unavailable("store")


class Away(MemoryBudget):
    """A budget that nobody can ask."""

    @override
    async def reserve(self, chat: str, day: date, amount: Decimal, allowance: Allowance) -> Grant | None:
        raise Unavailable("store")


class Lost(MemoryCalls):
    """A book that cannot be written."""

    @override
    async def note(self, calls: tuple[Call, ...]) -> None:
        raise Unavailable("store")


async def test_what_cannot_be_counted_is_not_spent() -> None:
    model = Scripted()
    house = memory_house()
    reader = reader_of(model, house, budget=Away())
    assert (await reader.read(TASK)).source == "rules"
    assert model.tasks == []


async def test_what_cannot_be_noted_was_read_all_the_same() -> None:
    house = memory_house()
    budget = Unsettled()
    reader = reader_of(Scripted(), house, budget, Lost(Store()))
    assert (await reader.read(TASK)).source == "gemini-test"
    assert await budget.gone(DAY) == Decimal("0.02")  # what was put aside stays


async def test_a_place_of_the_model_s_own_making_does_not_count() -> None:
    model = Scripted(
        replace(MODEL_SAYS, place=None, form=replace(MODEL_SAYS.form, area=replace(HAIFA, name="Atlantis")))
    )
    reading = await reader_of(model, memory_house()).read(TASK)
    assert reading.form.area == gazetteer().named("Haifa")


async def test_the_same_question_again_is_neither_asked_nor_paid_again() -> None:
    """A turn that lost a race for its document reads the same words once more, within the time of one lease."""
    house = memory_house()
    model = Scripted()
    reader = reader_of(model, house)
    first = await reader.read(TASK)
    assert await reader.read(TASK) is first
    assert len(model.tasks) == 1
    assert await house.budget.gone(DAY) == Decimal("0.01")
    await reader.read(replace(TASK, at=AT + MINUTE))
    assert len(model.tasks) == 2


async def test_what_was_read_lately_is_forgotten_in_the_end() -> None:
    model = Scripted()
    reader = reader_of(model, memory_house(Policy(ai_calls_per_chat_per_day=1000)))
    for number in range(70):
        await reader.read(replace(TASK, at=AT + number * MINUTE))
    await reader.read(TASK)
    assert len(model.tasks) == 71
