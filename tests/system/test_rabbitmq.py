"""The running system with RabbitMQ under its knocks, by the one setting that it takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import override

import pika
import pytest

from tests.support.processes import clean_environ
from tests.support.rabbit_server import is_installed, rabbitmq
from tests.system.running import Running

CLIENT = "972540000001"


@dataclass
class OnRabbit(Running):
    """`fixi up` whose knocks ride on this RabbitMQ."""

    broker: str = ""

    @property
    @override
    def environ(self) -> dict[str, str]:
        return super().environ | {"FIXI_BROKER_URL": self.broker}


@pytest.fixture
def on_rabbit(tmp_path: Path) -> Iterator[OnRabbit]:
    """Up and ready; where the package is missing the test is skipped, except where everything must be there."""
    if not is_installed():
        if "CI" in clean_environ():
            pytest.fail("Debian's rabbitmq-server is missing: .ci/run installs it")
        # A laptop need not carry Erlang for one test; wherever CI is set this is a failure, see above.
        pytest.skip("needs Debian's package rabbitmq-server")
    (tmp_path / "rabbit").mkdir()
    with rabbitmq(tmp_path / "rabbit") as url:
        running = OnRabbit(tmp_path, broker=url)
        try:
            running.start()
            yield running
        finally:
            running.stop()


@pytest.mark.timeout(180)
def test_knocks_ride_on_rabbitmq_and_a_killed_worker_costs_nothing(on_rabbit: OnRabbit) -> None:
    assert on_rabbit.says(CLIENT, "hello") == 200
    on_rabbit.wait_for(lambda: on_rabbit.heard(CLIENT), "an answer")
    _queues_are_there(on_rabbit.broker)
    on_rabbit.kill("worker")
    assert on_rabbit.says(CLIENT, "yes") == 200
    on_rabbit.wait_for(lambda: len(on_rabbit.heard(CLIENT)) > 1, "an answer of the next worker")
    assert len(on_rabbit.heard(CLIENT)) == len(set(on_rabbit.heard(CLIENT)))


def _queues_are_there(url: str) -> None:
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    for queue in ("turns", "deliveries"):
        channel.queue_declare(queue, passive=True)  # raises when there is no such queue
    connection.close()
