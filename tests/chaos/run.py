"""One run: a load of people, disturbances at random moments, and the accounting when all is quiet again."""

import asyncio
import json
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.chaos.accounting import Books, findings
from tests.chaos.books import at_rest, simulator
from tests.chaos.dice import Dice
from tests.chaos.disturbances import Kind, Scene
from tests.chaos.people import Client, Person, Pro, pro_row
from tests.chaos.provider import Provider, Sent
from tests.chaos.screens import Screens
from tests.chaos.waiting import until
from tests.system.running import Running

PROGRESS_SECONDS = 60.0
GIVEN_UP_SECONDS = 120.0
REST_SECONDS = 150.0
# Minutes are seconds here, so that alarms ring while things are being killed.
HASTE = {"sos_after": "PT40S", "offer_nudge": "PT15S", "waiting_recheck": "PT30S"}
LEISURE = {"sos_after": "PT30M", "offer_nudge": "PT10M", "waiting_recheck": "PT15M"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked of the system."""

    seed: int
    kinds: tuple[Kind, ...]
    clients: int = 14
    pros: int = 8
    away: float = 20.0  # seconds for which a server is down or hangs
    between: float = 4.0  # seconds at most that nothing is done before and after somebody writes who waits for it
    warm_up: float = 5.0
    late: tuple[float, float] = (5.0, 40.0)  # see Provider


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was done, and how long it took from its end until people were answered again; None: not in time."""

    kind: str
    kills: int
    seconds: float | None


@dataclass
class Result:
    """Everything that is known at the end."""

    seed: int
    recoveries: list[Recovery]
    provider: Provider
    screens: Screens
    books: Books
    late: list[str] = field(default_factory=list)

    @property
    def findings(self) -> tuple[str, ...]:
        """What does not add up, or took too long."""
        return (*self.late, *findings(self.provider.sent, self.screens.shown, self.books))

    def slowest(self) -> float:
        """The longest that anybody had to wait."""
        return max((each.seconds or GIVEN_UP_SECONDS for each in self.recoveries), default=0.0)

    def median(self) -> float:
        """As long as half of them took at most."""
        return statistics.median([each.seconds or GIVEN_UP_SECONDS for each in self.recoveries] or [0.0])


async def play(running: Running, plan: Plan, say: Callable[[str], None] = lambda _: None) -> Result:
    """The whole run on a system that is up and empty."""
    await asyncio.to_thread(_set_up, running, plan)
    where = running.run_file
    provider = Provider(where["api"], where["webhook_token"], Dice(plan.seed, "provider"), plan.late)
    screens = Screens(simulator(running))
    scene = Scene(running, provider, Dice(plan.seed, "moments"), plan.away)
    following = asyncio.create_task(screens.follow())
    living = [asyncio.create_task(person.live()) for person in _people(plan, provider, screens)]
    recoveries: list[Recovery] = []
    try:
        await asyncio.sleep(plan.warm_up)
        for kind in plan.kinds:
            await scene.moment(plan.between)
            recoveries.append(await _disturb(kind, scene, screens, plan.between))
            say(_line(len(recoveries), len(plan.kinds), recoveries[-1]))
    finally:
        for task in living:
            task.cancel()
        outcomes = await asyncio.gather(*living, return_exceptions=True)
    late = [f"no progress within {PROGRESS_SECONDS:.0f} s: {each.kind}" for each in recoveries if _too_late(each)]
    late += [f"a person broke off: {error!r}" for error in outcomes if isinstance(error, Exception)]
    try:
        async with asyncio.timeout(GIVEN_UP_SECONDS):
            await provider.drained()
    except TimeoutError:
        pass  # the accounting names what was never acknowledged
    await asyncio.to_thread(_set, running, LEISURE)
    books = await at_rest(running, REST_SECONDS)
    following.cancel()
    screens.look()
    await provider.close()
    return Result(plan.seed, recoveries, provider, screens, books, late)


async def _disturb(kind: Kind, scene: Scene, screens: Screens, longest: float) -> Recovery:
    """Do it while somebody waits for an answer; then see how long he and the next one have to wait."""
    before, scene.held = scene.kills, []
    waiting = [scene.stranger("hello, is anybody there?")]
    await scene.moment(longest)
    await kind.do(scene)
    since = asyncio.get_running_loop().time()
    waiting += [scene.stranger("hello, who is there?"), *scene.held]
    answered = await _answered(waiting, screens)
    seconds = asyncio.get_running_loop().time() - since if answered else None
    return Recovery(kind.name, scene.kills - before, seconds)


async def _answered(waiting: list[Sent], screens: Screens) -> bool:
    phones = {message.phone for message in waiting}
    try:
        await until(lambda: phones <= {each.phone for each in screens.shown}, GIVEN_UP_SECONDS)
    except TimeoutError:
        return False
    return True


def _too_late(each: Recovery) -> bool:
    return each.seconds is None or each.seconds > PROGRESS_SECONDS


def _line(number: int, of: int, each: Recovery) -> str:
    took = f"{each.seconds:.1f} s" if each.seconds is not None else "not at all"
    return f"{number}/{of} {each.kind}: answered again after {took}"


def _people(plan: Plan, provider: Provider, screens: Screens) -> list[Person]:
    people: list[Person] = []
    for number in range(plan.clients):
        phone = f"9725400{number:05d}"
        people.append(Client(phone, provider, screens, Dice(plan.seed, phone)))
    for number in range(plan.pros):
        phone = str(pro_row(number)["phone"])
        people.append(Pro(phone, provider, screens, Dice(plan.seed, phone)))
    return people


def _set_up(running: Running, plan: Plan) -> None:
    file = running.folder / "pros.json"
    file.write_text(json.dumps([pro_row(number) for number in range(plan.pros)]))
    _must(running, "pros", "import", str(file))
    _set(running, HASTE)


def _set(running: Running, numbers: dict[str, str]) -> None:
    for name, value in numbers.items():
        _must(running, "policy", "set", name, value)


def _must(running: Running, *words: str) -> None:
    done = running.fixi(*words)
    if done.returncode != 0:
        raise RuntimeError(f"fixi {' '.join(words)}: {done.stderr}")
