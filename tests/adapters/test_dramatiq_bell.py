"""The bell: an idle worker hears of a message at once, and loses none that it does not hear of."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import dramatiq
import pytest
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import ConnectionClosed

from fixi.adapters.dramatiq.bell import RingingBroker
from fixi.adapters.dramatiq.broker import redis_broker
from tests.support.redis_server import Server

A_LONG_TIME_MS = 50_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("bell")).start()
    yield server
    server.kill()


@pytest.fixture
def broker(server: Server) -> Iterator[RingingBroker]:
    broker = redis_broker(server.url)
    assert isinstance(broker, RingingBroker)
    broker.flush_all()
    yield broker
    broker.client.connection_pool.disconnect()


def message(key: str) -> dramatiq.Message[Any]:
    return dramatiq.Message(queue_name="turns", actor_name="turn", args=(key,), kwargs={}, options={})


def listeners(server: Server, broker: RingingBroker) -> int:
    """How many consumers listen to the bell of the turns."""
    found: int = server.tell("PUBSUB", "NUMSUB", broker.bell("turns"))[1]
    return found


def first(consumer: dramatiq.broker.Consumer) -> dramatiq.MessageProxy:
    """The next message, however often the consumer has none."""
    for found in consumer:
        if found is not None:
            return found
    raise AssertionError("a consumer does not end")


def test_whoever_waits_hears_of_a_message_at_once(server: Server, broker: RingingBroker) -> None:
    consumer = broker.consume("turns", timeout=A_LONG_TIME_MS)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(first, consumer)
        while not listeners(server, broker):
            time.sleep(0.01)
        began = time.perf_counter()
        broker.enqueue(message("chat:1"))
        assert waiting.result().args == ("chat:1",)
        assert time.perf_counter() - began < A_LONG_TIME_MS / 1000 / 2
    consumer.close()


def test_what_came_while_nobody_listened_is_found(server: Server, broker: RingingBroker) -> None:
    broker.enqueue(message("chat:1"))
    consumer = broker.consume("turns", prefetch=8, timeout=A_LONG_TIME_MS)
    assert first(consumer).args == ("chat:1",)
    # Asked once without an answer it begins to listen, and then asks once more before it waits.
    assert next(consumer) is None
    assert listeners(server, broker) == 1
    broker.client.publish(broker.bell("turns"), "")
    broker.enqueue(message("chat:2"))
    assert first(consumer).args == ("chat:2",)
    consumer.close()


def test_a_ring_that_was_missed_costs_no_more_than_the_time_between_two_questions(
    server: Server, broker: RingingBroker
) -> None:
    consumer = broker.consume("turns", timeout=50)
    assert next(consumer) is None
    assert listeners(server, broker) == 1
    RedisBroker.enqueue(broker, message("chat:1"))
    assert first(consumer).args == ("chat:1",)
    consumer.close()


def test_whoever_is_full_takes_the_next_one_when_one_is_done(broker: RingingBroker) -> None:
    consumer = broker.consume("turns", prefetch=1, timeout=A_LONG_TIME_MS)
    for key in ("chat:1", "chat:2"):
        broker.enqueue(message(key))
    one = first(consumer)
    assert [next(consumer) for _ in range(3)] == [None] * 3
    consumer.ack(one)
    assert first(consumer).args == ("chat:2",)
    consumer.close()


def test_a_delayed_message_rings_for_nobody_and_is_found_by_asking(server: Server, broker: RingingBroker) -> None:
    broker.enqueue(message("chat:1"), delay=1)
    assert next(broker.consume("turns", timeout=1)) is None
    later = broker.consume("turns.DQ", timeout=A_LONG_TIME_MS)
    assert first(later).args == ("chat:1",)
    assert next(later) is None


def test_a_server_that_is_gone_is_told_as_the_library_tells_it(tmp_path: Path) -> None:
    own = Server(tmp_path).start()
    broker = redis_broker(own.url)
    consumer = broker.consume("turns", timeout=A_LONG_TIME_MS)
    assert next(consumer) is None
    own.kill()
    with pytest.raises(ConnectionClosed):
        first(consumer)
    consumer.close()
    broker.client.connection_pool.disconnect()
