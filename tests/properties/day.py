"""One busy day, step by step: enough of everything that each invariant has something to hold on to."""

from collections.abc import Iterator
from datetime import timedelta

from tests.properties.harness import CLIENTS, NAMES, PROS, START, STREETS, System

MORNING = START + timedelta(hours=22)
REQUEST = "water is leaking under my sink, {street} Haifa, my name is {name}, tomorrow at 10"


def busy_day(system: System) -> Iterator[str]:
    """Yields what has just happened; the world can be looked at after each."""

    def says(who: str, text: str, *, settle: bool = True) -> str:
        system.hears(who, text)
        if settle:
            system.settle()
        return f"…{who[-2:]} says {text}"

    for client in CLIENTS:
        yield says(client, "hi", settle=False)
        yield says(client, "is anybody there?")
        yield says(client, "yes")
    for pro in (PROS[1], PROS[3]):
        yield says(pro, "pause")
    for who in (0, 1):
        yield says(CLIENTS[who], REQUEST.format(street=STREETS[who], name=NAMES[who]))
    yield says(PROS[1], "available")
    yield says(PROS[0], "2")
    yield says(PROS[0], "1")
    for _ in range(2):
        yield says(PROS[1], "1")
    yield says(CLIENTS[0], "1")
    yield says(PROS[3], "available")
    system.hears(CLIENTS[2], "this is the office", own=True)
    yield "the office writes to a client"
    yield says(CLIENTS[2], "can you hear me?")
    system.wait(timedelta(minutes=20))
    yield "twenty minutes go by"
    yield says(CLIENTS[2], REQUEST.format(street=STREETS[2], name=NAMES[2]))
    yield says(CLIENTS[2], "cancel")
    yield says(PROS[1], "cancel")
    yield says(PROS[1], "1")
    yield says(CLIENTS[0], "status")
    yield says(CLIENTS[0], "another time")
    yield says(CLIENTS[0], "3")
    system.wait(MORNING - system.clock.now())
    system.cares("agenda", "healer", "offers", "stale")
    yield "it is eight in the morning"
    system.wait(timedelta(hours=18))
    system.cares("healer", "stale")
    yield "two days go by"
    for pro in PROS:
        yield says(pro, "done")
        yield says(pro, "1")
    for client in CLIENTS:
        yield says(client, "5")
    system.wait(timedelta(days=4))
    yield "four days go by"
