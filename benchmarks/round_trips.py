"""Row S8: how often the database is asked on the way of a message. Counts, and no timing."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dependency_injector import providers
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from benchmarks.result import Result
from fixi.adapters.memory.queues import MemoryWakeups
from fixi.adapters.mongo.database import Database
from fixi.container import Container
from fixi.domain.events import Heard
from fixi.domain.policy import Policy
from fixi.domain.professional import Professional
from fixi.domain.values import ChatKey, Key, Trade
from fixi.ports.queues import Lease, Leases, Task
from fixi.settings import Settings

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CLIENT, PRO = ChatKey("972540000001"), ChatKey("972500000001")
CONVERSES, ROUTES = 3, 8


class Commands(CommandListener):
    """Hears every command that goes to the database."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def started(self, event: CommandStartedEvent) -> None:
        """See CommandListener."""
        self.names.append(event.command_name)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """See CommandListener."""

    def failed(self, event: CommandFailedEvent) -> None:
        """See CommandListener."""


@dataclass
class Hops(Leases):
    """Leases that note what was asked of the database while each was held: one for each document's own turn."""

    leases: Leases
    commands: Commands
    held: dict[str, int] = field(default_factory=dict)
    hops: list[tuple[str, int]] = field(default_factory=list)

    async def take(self, name: str, length: timedelta) -> Lease | None:
        """See Leases."""
        self.held[name] = len(self.commands.names)
        return await self.leases.take(name, length)

    async def extend(self, lease: Lease, length: timedelta) -> bool:
        """See Leases."""
        return await self.leases.extend(lease, length)

    async def release(self, lease: Lease) -> None:
        """See Leases."""
        self.hops.append((lease.name, len(self.commands.names) - self.held[lease.name]))
        await self.leases.release(lease)


@dataclass(frozen=True, slots=True)
class Trips:
    """Round trips of one message.

    `own` is the turn of the client's chat alone, `lead` the turn in which the lead finds and asks a professional,
    `whole` everything from the knock until nothing but deliveries is left, `delivery` what then goes out to the client
    with `messages` messages. The policy and the account, asked for once a second by each process, are not in them.
    """

    own: int
    lead: int
    whole: int
    delivery: int
    messages: int


async def measure(mongo: str, redis: str = "") -> dict[str, Trips]:
    """One chat on an empty database: messages that open a lead, converse about it, route it. A Redis carries copies."""
    commands = Commands()
    queue = "redis" if redis else "memory"
    container = Container(settings=Settings(storage="mongo", mongo_url=mongo, queue=queue, redis_url=redis))
    clock, database = container.moved_clock(AT), Database(mongo, [commands])
    container.wakeups.override(providers.Object(MemoryWakeups(clock)))
    container.clock.override(providers.Object(clock))
    container.database.override(providers.Object(database))
    container.policy.override(providers.Object(Policy(consent_required=False)))
    hops = Hops(container.leases(), commands)
    container.leases.override(providers.Object(hops))
    turn, deliver, take = container.turn(), container.deliver(), container.wakeups().take
    trips: dict[str, Trips] = {}

    async def works() -> tuple[int, int]:
        """What turns and what deliveries to the client took."""
        whole = delivery = 0
        for _ in range(100):
            await container.policies().current()
            await container.account_book().standing()
            knock = take()
            if knock is None:
                break
            before = len(commands.names)
            task, key = knock
            if task is Task.TURN:
                await turn(key)
                whole += len(commands.names) - before
            else:
                await deliver(Key.parse(key))
                delivery += len(commands.names) - before if key == str(Key.client(CLIENT)) else 0
        return whole, delivery

    async def says(text: str, chat: ChatKey = CLIENT) -> Trips:
        clock.move(timedelta(minutes=1))
        at, shown = clock.now(), _bubbles(container)
        await container.receive()((Heard(at=at, id=f"{chat}:{text}", chat=chat, text=text),), at)
        clock.move(timedelta(seconds=3))
        hops.hops.clear()
        whole, delivery = await works()
        own = next((trips for name, trips in hops.hops if name == f"chat:{CLIENT}"), 0)
        lead = max((trips for name, trips in hops.hops if name.startswith("lead:")), default=0)
        return Trips(own, lead, whole, delivery, _bubbles(container) - shown)

    try:
        await database.prepare()
        haifa = container.places().named("Haifa")
        assert haifa is not None
        await container.professionals().put((Professional(PRO.text, "Moshe", (Trade("plumber"),), (haifa,)),))
        await says("menu", PRO)
        await says("hello")
        trips["opens"] = await says("my kitchen tap is leaking")
        trips["converses"] = await says("it leaks a lot")
        trips["routes"] = await says("in Haifa, Herzl 12, tomorrow at 10")
    finally:
        await database.close()
        if redis:
            await container.redis().close()
    return trips


def _bubbles(container: Container) -> int:
    return len([bubble for bubble in container.simulator().screen(CLIENT) if bubble.ours])


def result(trips: dict[str, Trips]) -> Result:
    """Row S8. A turn is everything from the knock until nothing but deliveries is left."""
    converses, routes = trips["converses"].whole, trips["routes"].whole
    return Result(
        "database round trips: turn that converses; turn that routes",
        f"{converses}; {routes}",
        f"≤ {CONVERSES}; ≤ {ROUTES}",
        converses <= CONVERSES and routes <= ROUTES,
    )
