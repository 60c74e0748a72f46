"""A queue that is emptied, a worker that is killed while it sends: in the running system, counted by the provider."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
import redis
from pymongo import MongoClient

from fixi.adapters.simulator.network import Network
from fixi.adapters.system.clock import SystemClock
from fixi.ports.town import Bubble
from tests.system.running import Running

pytestmark = pytest.mark.timeout(240)
AT_ONCE = 8
PATIENCE = 90.0


class Phones:
    """The provider's side of a running system: what really went out."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._network = Network(SystemClock(), running.folder / "data" / "simulator")
        self._people = count(1)
        self.clients: list[str] = []

    def write(self, number: int) -> None:
        """So many new clients say hello at the same time, and each gets his 200."""
        new = [f"97254{next(self._people):07d}" for _ in range(number)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda client: self._running.says(client, "hello, is anybody there?"), new))
        assert set(answers) == {200}
        self.clients += new

    def outgoing(self) -> tuple[Bubble, ...]:
        return self._network.outgoing()

    def chats(self) -> Counter[str]:
        """How many messages went out to each phone; our own id of a message begins with its chat's key."""
        return Counter(bubble.message.split(":")[1] for bubble in self.outgoing())

    def answered(self) -> bool:
        """Every client has got something."""
        return self.chats().keys() >= set(self.clients)

    def goes_on(self) -> bool:
        """Wait for the next message to go out; False when none does for a while."""
        before, until = len(self.outgoing()), time.monotonic() + 4
        while len(self.outgoing()) == before:
            if time.monotonic() > until:
                return False
            time.sleep(0.001)
        return True

    def check(self) -> None:
        """Every client got one message, and no message went out twice."""
        assert set(Counter(bubble.message for bubble in self.outgoing()).values()) == {1}
        assert self.chats() == dict.fromkeys(self.clients, 1)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("lost")).start()
    try:
        yield running
    finally:
        signalled(running, signal.SIGCONT)
        running.stop()


@pytest.fixture(scope="module")
def phones(running: Running) -> Phones:
    return Phones(running)


def signalled(running: Running, sign: signal.Signals) -> None:
    """The worker and its own processes."""
    os.killpg(running.pid("worker"), sign)


def test_what_was_acknowledged_is_answered_though_the_queue_was_emptied(running: Running, phones: Phones) -> None:
    queue = redis.Redis.from_url(running.run_file["redis"])
    signalled(running, signal.SIGSTOP)
    try:
        phones.write(30)
        queue.flushall()
        phones.write(10)
    finally:
        signalled(running, signal.SIGCONT)
    running.wait_for(phones.answered, "an answer to everybody", PATIENCE)
    phones.write(20)  # and once more, with everybody at work
    queue.flushall()
    running.wait_for(phones.answered, "an answer to everybody", PATIENCE)
    queue.close()
    phones.check()
    # Its sign of life was in the queue too: with the next one everything is as it was.
    running.wait_for(lambda: running.fixi("doctor").returncode == 0, "a clean bill of health", PATIENCE)
    found = f"{len(phones.clients)} messages, 0 neither in the book nor unread"
    assert found in running.fixi("doctor").stdout


def test_what_a_worker_was_sending_when_it_was_killed_goes_out_once(running: Running, phones: Phones) -> None:
    store: MongoClient[dict[str, object]] = MongoClient(running.run_file["mongo"])
    machines = store.get_default_database()["machines"]

    def in_mid_sending() -> bool:
        """The worker stands still: has a message gone out that it has not marked?"""
        marked = {
            entry["id"]
            for document in machines.find({"outbox.stage": "sending"}, {"outbox": 1})
            for entry in document["outbox"]  # type: ignore[attr-defined]
            if entry["stage"] == "sending"
        }
        return not marked.isdisjoint(bubble.message for bubble in phones.outgoing())

    def caught() -> bool:
        """Stop it while messages go out, and let it go on unless one of them is half-way."""
        if not phones.goes_on():
            phones.write(10)
            return False
        signalled(running, signal.SIGSTOP)
        if in_mid_sending():
            return True
        signalled(running, signal.SIGCONT)
        return False

    assert any(caught() for _ in range(300)), "no worker was ever in mid-sending"
    signalled(running, signal.SIGKILL)
    with redis.Redis.from_url(running.run_file["redis"]) as queue:
        for lease in queue.keys("fixi:lease:*"):
            queue.pexpire(lease, 1)  # what it held would end by itself, but only after a minute
    running.wait_for(phones.answered, "an answer to everybody", PATIENCE)
    running.wait_for(lambda: not machines.count_documents({"outbox.stage": "sending"}), "the mark", PATIENCE)
    store.close()
    phones.check()
    running.wait_for(lambda: running.fixi("doctor").returncode == 0, "a clean bill of health", PATIENCE)
