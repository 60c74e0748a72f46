"""A whole system in memory that can die between any two steps, and is looked at after every one."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from dependency_injector import providers

from fixi.adapters import codec
from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.rules.reader import RulesReader
from fixi.adapters.wording.catalogue import Catalogue
from fixi.application.machines import MACHINES, Machine
from fixi.application.poison import DIED
from fixi.container import Container
from fixi.domain.care import named, tick
from fixi.domain.commands import CHAT_COMMANDS, LEAD_COMMANDS, AdmitPro, AnyCommand, Assign, PausePro, TurnAwayPro
from fixi.domain.effects import Errand, Say
from fixi.domain.errors import Refused
from fixi.domain.events import Heard, Steered
from fixi.domain.invariants import World, breaches, in_human_mode
from fixi.domain.lead.states import Unopened
from fixi.domain.operators import Operator, Role
from fixi.domain.policy import Policy
from fixi.domain.professional import Professional
from fixi.domain.values import ChatKey, Kind, Language, Place, Trade
from fixi.entrypoints.local_worker import LocalWorker
from fixi.ports.messaging import Message
from fixi.ports.queues import Letter
from fixi.ports.storage import Change, Run
from fixi.settings import Settings

START = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Jerusalem"))
PROS = tuple(f"97250000000{n}" for n in range(1, 5))
CLIENTS = tuple(f"97254000000{n}" for n in range(1, 4))
# What no professional may read before his yes: the name and the street that each client gives, and his phone.
NAMES = ("Zelda", "Quirin", "Ulrika")
STREETS = ("Herzl 71", "Bialik 83", "Weizmann 92")


class Crash(BaseException):
    """The process dies here."""


@dataclass
class Fuse:
    """Counts every step at the border of the system, and dies at the chosen one; None: never."""

    left: int | None = None
    ticks: int = 0

    def tick(self) -> None:
        self.ticks += 1
        if self.left is None:
            return
        if self.left == 0:
            self.left = None
            raise Crash
        self.left -= 1

    def rewired(self, left: int | None) -> "Fuse":
        """The same fuse, counting from here."""
        self.left, self.ticks = left, 0
        return self


class Fused:
    """A port whose every call can be the last: before it is carried out, or after."""

    def __init__(self, port: Any, fuse: Fuse) -> None:
        self._port = port
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        if not inspect.iscoroutinefunction(method):
            return method

        async def call(*args: Any, **kwargs: Any) -> Any:
            self._fuse.tick()
            result = await method(*args, **kwargs)
            self._fuse.tick()
            return result

        return call


@cache
def shared_parts() -> tuple[Gazetteer, Catalogue, RulesReader]:
    """What is read only, and need not be built anew for every example."""
    places = Gazetteer.load(country="IL")
    wording = Catalogue.load(places=places, timezone="Asia/Jerusalem", default=Language.HE)
    return places, wording, RulesReader(places=places)


FUSED = (
    "inbox",
    "repository",
    "outbox",
    "ledger",
    "professionals",
    "capacity",
    "track_record",
    "calendar",
    "leads",
    "alerts",
    "wakeups",
    "messenger",
    "leases",
    "runs",
    "chats",
    "account_book",
    "audit",
)
NOA = Operator("noa", Role.OWNER, "x")


@dataclass
class System:
    """The system under test."""

    policy: Policy = field(default_factory=Policy)
    plant: Callable[["System"], None] | None = None

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.fuse = Fuse()
        self.received: list[str] = []
        self.sent: list[str] = []
        self.silent: dict[str, int] = {}
        self.shown: list[tuple[str, str, str]] = []
        self.machines: dict[Kind, Machine] = {}
        self.intended: list[str] = []
        self.unfair: list[str] = []
        self.overruled: set[tuple[str, str]] = set()
        self.runs: list[tuple[str, str]] = []
        self.steered: set[str] = set()
        self.agendas: list[tuple[str, str]] = []
        container = Container(settings=Settings())
        self.container = container
        self.clock = container.moved_clock(START)
        places, wording, reader = shared_parts()
        for name, thing in (
            ("clock", self.clock),
            ("policy", self.policy),
            ("places", places),
            ("wording", wording),
            ("reader", reader),
        ):
            getattr(container, name).override(providers.Object(thing))
        self.store = container.store()
        if self.plant is not None:
            self.plant(self)
        self.phones: Any = container.messenger()
        self._watch_sends()
        self._watch_decisions()
        self._watch_saves()
        self._watch_offers()
        self._watch_runs()
        self._watch_letters()
        self.real = {name: getattr(container, name)() for name in FUSED}
        for name, port in self.real.items():
            getattr(container, name).override(providers.Object(Fused(port, self.fuse)))
        self.receive = container.receive()
        self.operate = container.operate()
        self.care = container.care()
        self.worker = LocalWorker(
            self.real["wakeups"], container.turn(), container.deliver(), container.sweep(), self.care
        )
        self.run(self._people())

    def close(self) -> None:
        self.loop.close()

    def run[T](self, work: Awaitable[T]) -> T:
        """Do this to its end; it may die on the way."""

        async def done() -> T:
            return await work

        return self.loop.run_until_complete(done())

    async def _people(self) -> None:
        haifa, nesher = (self.place(name) for name in ("Haifa", "Nesher"))
        plumber, electrician = Trade("plumber"), Trade("electrician")
        await self.real["professionals"].put(
            (
                Professional(PROS[0], "Moshe", (plumber,), (haifa,), cap=1, imported_rating=4.9, imported_reviews=50),
                Professional(PROS[1], "Dana", (plumber, electrician), (haifa, nesher), cap=2),
                Professional(PROS[2], "Yossi", (electrician,), (haifa,), cap=1, languages=(Language.EN,)),
                Professional(PROS[3], "Rami", (plumber,), (nesher,)),
            )
        )

    def place(self, name: str) -> Place:
        found = self.container.places().named(name)
        assert found is not None
        return found

    # What is watched

    def _watch_sends(self) -> None:
        send = self.phones.send

        async def watched(message: Message) -> str:
            self.sent.append(message.id)
            if message.chat.text in PROS:
                self.shown += [(message.chat.text, lead, message.text) for lead in self._unwon(message.chat.text)]
            return str(await send(message))

        self.phones.send = watched

    def _unwon(self, pro: str) -> list[str]:
        """Leads of clients whom he may not know: of none of theirs has he ever said yes."""
        leads = [lead for lead in self.states(Kind.LEAD) if not isinstance(lead, Unopened)]
        known = {
            lead.case.client
            for lead in leads
            if any(offer.pro == pro and offer.outcome == "accepted" for offer in lead.case.offers)
        }
        return [lead.case.id for lead in leads if lead.case.client not in known]

    def _watch_saves(self) -> None:
        repository: Any = self.container.repository()
        save = repository.save

        async def watched(change: Change) -> None:
            await save(change)
            said = [(entry.id, entry.effect) for entry in change.outbox if isinstance(entry.effect, Say)]
            self.intended += [ident for ident, _ in said]
            day = self.clock.now().astimezone(self.policy.zone).date().isoformat()
            self.agendas += [(change.key.id, day) for _, words in said if words.text == "agenda"]

        repository.save = watched

    def _watch_letters(self) -> None:
        inbox: Any = self.container.inbox()
        put = inbox.put

        async def watched(letter: Letter) -> bool:
            if isinstance(letter.event, Steered) and letter.event.deed is not None:
                self.steered.add(letter.id)
            return bool(await put(letter))

        inbox.put = watched

    def _watch_runs(self) -> None:
        runs: Any = self.container.runs()
        finish = runs.finish

        async def watched(run: Run) -> None:
            await finish(run)
            self.runs.append((run.job, run.tick))

        runs.finish = watched

    def _watch_offers(self) -> None:
        capacity: Any = self.container.capacity()
        reserve = capacity.reserve

        async def watched(pro: str, lead: str, cap: int, at: datetime) -> bool:
            until = self.store.pros[pro].paused_until
            if until is not None and at < until and (pro, lead) not in self.overruled:
                self.unfair.append(f"I4 {lead} to …{pro[-4:]} while paused")
            return bool(await reserve(pro, lead, cap, at))

        capacity.reserve = watched

    def _watch_decisions(self) -> None:
        """The bot may speak when a person takes over, and when he leaves; in between it may not."""

        def watched(decide: Any) -> Any:
            def decided(state: Any, event: Any, facts: Any) -> Any:
                step = decide(state, event, facts)
                speaks = any(isinstance(effect, Say) and not effect.by for effect in step.effects)
                if in_human_mode(state) and in_human_mode(step.state) and speaks:
                    self.silent[str(facts.key)] = self.silent.get(str(facts.key), 0) + 1
                return step

            return decided

        for kind, machine in MACHINES.items():
            self.machines[kind] = replace(machine, decide=watched(machine.decide))
        self.container.machines.override(providers.Object(self.machines))

    def states(self, kind: Kind) -> list[Any]:
        return [codec.load(doc.state) for key, doc in self.store.documents.items() if key.kind is kind]

    def asked(self) -> list[str]:
        """Chats that have an open question now."""
        return [
            key.id
            for key in self.store.documents
            if key.kind is not Kind.LEAD
            and MACHINES[key.kind].question(codec.load(self.store.documents[key].state)) is not None
        ]

    def busy(self) -> list[str]:
        """Professionals with a job."""
        return [state.desk.pro for state in self.states(Kind.PRO) if state.desk.jobs]

    # What happens

    def hears(self, chat: str, text: str, message: str | None = None, **over: Any) -> str:
        """A message arrives; returns its id."""
        ident = message or f"m{len(self.received)}"
        heard = Heard(at=self.clock.now(), id=ident, chat=ChatKey(chat), text=text, **over)
        # Without a 200 the provider comes again.
        while not self.attempt(lambda: self.receive((replace(heard, at=self.clock.now()),), self.clock.now())):
            pass
        if ident not in self.received:
            self.received.append(ident)
        return ident

    def commands(self, command: AnyCommand) -> None:
        """An operator does this, twice, as who does not see at once what came of it; he may be refused."""
        if isinstance(command, Assign):  # whom a person has chosen is asked, whatever has come up since
            self.overruled.add((command.pro, command.lead))
        for _ in range(2):
            with suppress(Refused):
                self.attempt(partial(self.operate, NOA, command))

    def attempt(self, work: Callable[[], Awaitable[Any]]) -> bool:
        """Do it; False when the process died, which costs its leases' time and nothing else."""
        try:
            self.run(work())
        except Crash:
            self.clock.move(timedelta(seconds=61))
            return False
        return True

    def step(self) -> None:
        """One knock."""
        self.attempt(self.worker.step)

    def settle(self) -> None:
        """Everything that happens by itself in the next minute."""
        self._until(self.clock.now() + timedelta(seconds=60))

    def heal(self) -> None:
        """What a scheduler does every few seconds."""
        self.attempt(self.worker.sweep)
        self.settle()

    def wait(self, length: timedelta) -> None:
        """Time goes by; the sweep runs whenever something is due."""
        end = self.clock.now() + length
        while True:
            due = self.real["repository"].next_due()
            knock = self.real["wakeups"].next_at()
            moments = [at for at in (due, knock) if at is not None and at <= end]
            if not moments:
                break
            self.clock.move_to(max(min(moments), self.clock.now()))
            self.attempt(self.worker.sweep)
        if end > self.clock.now():
            self.clock.move_to(end)
        self.heal()

    def cares(self, *jobs: str) -> None:
        """The ticks of these jobs that are current now, each knocked for twice, as a queue may do."""
        for job in (named(name) for name in jobs):
            assert job is not None
            key = f"{job.name}@{tick(job, self.clock.now(), self.policy)}"
            for _ in range(2):
                self.attempt(partial(self.care, key))
        self.settle()

    def _until(self, end: datetime) -> None:
        while True:
            while self.attempt(self.worker.drain) is False:
                pass
            at = self.real["wakeups"].next_at()
            if at is None or at > end:
                return
            self.clock.move_to(max(at, self.clock.now()))

    # What must hold

    def resting(self) -> bool:
        """True when no errand and no letter of a machine is on its way."""
        errands = any(isinstance(entry.effect, Errand) for doc in self.store.documents.values() for entry in doc.outbox)
        letters = any(
            letter.to is not None
            for address in self.run(self.real["inbox"].waiting(1000))
            for letter in self.run(self.real["inbox"].unread(address))
        )
        return not errands and not letters

    def world(self) -> World:
        """Everything at once."""
        unread = {
            letter.id
            for address in self.run(self.real["inbox"].waiting(1000))
            for letter in self.run(self.real["inbox"].unread(address))
        }
        secrets: dict[str, tuple[str, ...]] = {}
        for lead in self.states(Kind.LEAD):
            if not isinstance(lead, Unopened):
                index = CLIENTS.index(lead.case.client.text)
                secrets[lead.case.id] = (lead.case.client.text[3:], NAMES[index], STREETS[index])
        return World(
            self.clock.now(),
            self.policy,
            tuple(self.states(Kind.LEAD)),
            {key.id: doc.due_at for key, doc in self.store.documents.items() if key.kind is Kind.LEAD},
            # Whether he was paused is noted at the very moment of the offer: this clock stands still while a pause and
            # an offer that came before it happen.
            tuple(replace(pro, paused_until=None) for pro in self.store.pros.values()),
            dict(self.store.bookings),
            tuple(self.received),
            frozenset(unread),
            tuple((line.id, line.outcome) for line in self.store.ledger.values() if line.kind == "in"),
            tuple(self.sent),
            tuple(self.silent.items()),
            tuple(self.shown),
            secrets,
            tuple(self.intended),
            frozenset(self.store.ledger) | {e.id for doc in self.store.documents.values() for e in doc.outbox},
            tuple(self.runs),
            tuple(self.agendas),
        )

    def check(self, *, resting: bool | None = None) -> None:
        """Raise with every breach; what is only true at rest is looked at when nothing is on its way."""
        at_rest = self.resting() if resting is None else resting
        only_at_rest = () if at_rest else ("I2 ", "I9 ")
        found = [breach for breach in breaches(self.world()) if not breach.startswith(only_at_rest or ("-",))]
        found += self.unfair
        # A defect is no crash: a turn counts it, and goes on.
        failed = self.store.attempts.values()
        found += [f"{attempt.id} failed: {attempt.cause}" for attempt in failed if attempt.cause != DIED]
        assert not found, found

    def check_audit(self) -> None:
        """At the end: one line for each command that went to a machine, and nobody has touched the book."""
        audit = self.real["audit"]
        assert self.run(audit.verify()) is None
        kinds = (*LEAD_COMMANDS, *CHAT_COMMANDS, PausePro, AdmitPro, TurnAwayPro)
        steering = {command.__name__ for command in kinds}
        lines = [line for line in self.run(audit.listed(100_000)) if line.deed.what in steering]
        aside = [letter for letter in self.run(self.container.quarantine().listed(1000)) if "operate:" in letter.id]
        assert len(lines) + len(aside) == len(self.steered), (len(lines), len(aside), sorted(self.steered))
