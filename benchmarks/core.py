"""S6: decisions a second of the pure core, over a whole life of a lead and its two chats, again and again."""

from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.result import Result, per_second
from fixi.application.machines import MACHINES
from fixi.domain import events as ev
from fixi.domain.effects import Inquiry, Tell
from fixi.domain.forms import Form, Intent, Reading
from fixi.domain.machine import Facts
from fixi.domain.policy import Policy
from fixi.domain.professional import Professional
from fixi.domain.values import ChatKey, Key, Kind, Place, Trade, Wish

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
HAIFA = Place("Haifa", 32.81, 34.99)
PLUMBER = Trade("plumber")
PROS = tuple(
    Professional(f"9725000000{n:02d}", f"Pro {n}", (PLUMBER,), (HAIFA,), imported_rating=4.0, imported_reviews=n)
    for n in range(5)
)
GOAL = 100_000
LIVES = 200


class Life:
    """The machines around one lead, with every letter delivered at once and every inquiry answered from memory."""

    def __init__(self, number: int) -> None:
        self.states: dict[Key, Any] = {}
        self.versions: dict[Key, int] = {}
        self.decisions: list[tuple[Any, Any, ev.Event, Facts]] = []
        self.policy = Policy()
        self.chat = ChatKey(f"97254{number:07d}")

    def happens(self, key: Key, event: ev.Event) -> None:
        queue = [(key, event)]
        while queue:
            to, now = queue.pop(0)
            machine = MACHINES[to.kind]
            version = self.versions.get(to, 0)
            state = self.states.get(to) or machine.initial(to)
            facts = Facts(self.policy, to, version)
            step = machine.decide(state, now, facts)
            self.decisions.append((machine.decide, state, now, facts))
            self.states[to], self.versions[to] = step.state, version + 1
            for effect in step.effects:
                if isinstance(effect, Tell):
                    queue.append((effect.to, effect.event))
                elif isinstance(effect, Inquiry):
                    queue.insert(0, (to, self.answer(effect, now.at)))

    def answer(self, inquiry: Inquiry, at: datetime) -> ev.Event:
        match type(inquiry).__name__:
            case "Find":
                return ev.Found(at=at, pros=PROS)
            case "Reserve":
                return ev.PlaceTaken(at=at, pro=inquiry.pro)  # type: ignore[attr-defined]
            case "ReadCalendar":
                return ev.CalendarRead(at=at, pro=PROS[0], bookings=())
            case "TakeSlot":
                return ev.SlotTaken(at=at, slot=inquiry.slot)  # type: ignore[attr-defined]
            case _:
                return ev.Understood(at=at, said=inquiry.said, reading=READING)  # type: ignore[attr-defined]

    def question(self, key: Key) -> Any:
        return MACHINES[key.kind].question(self.states[key])


TOMORROW = AT + timedelta(days=1)
READING = Reading(
    Intent.NEW_REQUEST,
    Form(PLUMBER, "water under the sink", HAIFA, "Herzl 12", Wish(TOMORROW, TOMORROW, "tomorrow at 10")),
)


def one_life(number: int) -> list[tuple[Any, Any, ev.Event, Facts]]:
    """From the first words to the rating, with the small talk that goes with it: every decision on the way."""
    life = Life(number)
    client, said = Key.client(life.chat), ev.Said(AT, "water under the sink")

    def answers(key: Key, value: str) -> None:
        life.happens(key, ev.Answered(at=AT, said=said, question=life.question(key), value=value))

    life.happens(client, ev.Spoke(at=AT, said=said))
    life.happens(client, ev.AskedMenu(at=AT, said=said))
    answers(client, "yes")
    pro = next(key for key in life.states if key.kind is Kind.PRO)
    life.happens(client, ev.AskedStatus(at=AT, said=said))
    answers(pro, "accept")
    life.happens(client, ev.SaidThanks(at=AT, said=said))
    life.happens(client, ev.AskedStatus(at=AT, said=said))
    life.happens(pro, ev.AskedJobs(at=AT, said=said))
    life.happens(pro, ev.SaidOnMyWay(at=AT, said=said))
    life.happens(client, ev.LateAnswer(at=AT, said=said))
    life.happens(pro, ev.SaidDone(at=AT, said=said))
    answers(client, "5")
    life.happens(client, ev.Understood(at=AT, said=said, reading=Reading(source="rules")))
    life.happens(client, ev.SaidThanks(at=AT, said=said))
    assert type(next(state for key, state in life.states.items() if key.kind is Kind.LEAD)).__name__ == "Closed"
    return life.decisions


def decisions() -> Result:
    """Row S6, in one process: the decisions themselves are timed, not the loop that delivers letters."""
    made = [decision for number in range(LIVES) for decision in one_life(number)]

    def work() -> int:
        for decide, state, event, facts in made:
            decide(state, event, facts)
        return len(made)

    rate = per_second(work)
    return Result("decisions/s of the pure core, whole lives of leads", f"{rate:,.0f}", f"{GOAL:,}", rate >= GOAL)
