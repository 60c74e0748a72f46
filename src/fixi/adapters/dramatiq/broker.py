"""The broker with its explicit middleware, and the wakeups that ride on it."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import dramatiq
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import BrokerConnectionError
from dramatiq.middleware import AsyncIO, Callbacks, Retries, TimeLimit
from redis.exceptions import RedisError

from fixi.adapters.dramatiq.bell import RingingBroker
from fixi.domain.errors import Unavailable
from fixi.ports.queues import Task, Wakeups

NAMESPACE = "fixi:dramatiq"
# A killed worker's messages come back when its heartbeat is over, and somebody looks: on every command, not on one in a
# thousand, which on a quiet queue can take an hour.
HEARTBEAT_MS = 15_000
EVERY_COMMAND = 1_000_000
# A turn that takes longer than this hangs; its lease is over by then as well.
LONGEST_MS = 60_000
RETRIES = 3
# Of each task in one process: enough to wait for others meanwhile, and no more than its connections can serve.
SIDE_BY_SIDE = 32
QUEUES = {Task.TURN: "turns", Task.DELIVER: "deliveries", Task.SWEEP: "care", Task.CARE: "jobs"}

type Work = Callable[[str], Awaitable[None]]


def build(redis_url: str, broker_url: str, *more: dramatiq.Middleware) -> dramatiq.Broker:
    """The broker that knocks ride on: RabbitMQ when it has an address, else this Redis. Connects to nothing yet."""
    return rabbitmq_broker(broker_url, *more) if broker_url else redis_broker(redis_url, *more)


def _middleware(more: tuple[dramatiq.Middleware, ...]) -> list[dramatiq.Middleware]:
    """All there is, in its order; `more` comes behind AsyncIO, on whose loop it may open things.

    ShutdownNotifications is left out: it breaks off what runs when a worker is told to go, which shall be finished.
    """
    return [
        TimeLimit(time_limit=LONGEST_MS),
        Callbacks(),
        # A few tries for a passing fault; what lasts longer is found again by the sweep.
        Retries(max_retries=RETRIES, min_backoff=500, max_backoff=5_000),
        AsyncIO(),
        *more,
    ]


def redis_broker(url: str, *more: dramatiq.Middleware) -> RedisBroker:
    """A broker on this Redis."""
    broker = RingingBroker(  # type: ignore[no-untyped-call]
        url=url.replace("valkey", "redis", 1) if url.startswith("valkey") else url,
        middleware=_middleware(more),
        namespace=NAMESPACE,
        heartbeat_timeout=HEARTBEAT_MS,
        maintenance_chance=EVERY_COMMAND,
    )
    for queue in QUEUES.values():
        broker.declare_queue(queue)
    return broker


def rabbitmq_broker(url: str, *more: dramatiq.Middleware) -> RabbitmqBroker:
    """A broker on this RabbitMQ, by `amqp://` or `amqps://`; queues are declared at the first use.

    A worker that dies gives its unfinished messages back with its connection, so there is no heartbeat of ours to set.
    """
    broker = RabbitmqBroker(url=url, middleware=_middleware(more), confirm_delivery=True)
    for queue in QUEUES.values():
        broker.declare_queue(queue)
    return broker


def register(broker: dramatiq.Broker, task: Task, work: Work) -> None:
    """Have this task done by `work`, which takes a key and may be run again at any time.

    A message may name several keys: they are worked on side by side, and if one of them fails all are tried again.
    """
    gate = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(key: str) -> None:
        async with gate:
            await work(key)

    @dramatiq.actor(actor_name=str(task), queue_name=QUEUES[task], broker=broker)
    async def actor(*keys: str) -> None:
        for failed in await asyncio.gather(*map(one, keys), return_exceptions=True):
            if failed is not None:
                raise failed


class DramatiqWakeups(Wakeups):
    """See Wakeups."""

    def __init__(self, broker: dramatiq.Broker) -> None:
        self._broker = broker

    async def knock(self, task: Task, key: str = "", after: timedelta = timedelta(0)) -> None:
        """See Wakeups. A broker that cannot be reached costs a few seconds: the sweep finds what waits."""
        await self.knock_for(((task, (key,), after),))

    async def knock_for(self, knocks: Sequence[tuple[Task, tuple[str, ...], timedelta]]) -> None:
        """A message for each of these, one behind the other in one thread. Raises Unavailable."""
        try:
            await asyncio.to_thread(self._enqueue, knocks)
        except (BrokerConnectionError, RedisError) as error:
            raise Unavailable("the queue does not answer") from error

    def _enqueue(self, knocks: Sequence[tuple[Task, tuple[str, ...], timedelta]]) -> None:
        for task, keys, after in knocks:
            message: dramatiq.Message[None] = dramatiq.Message(
                queue_name=QUEUES[task], actor_name=str(task), args=keys, kwargs={}, options={}
            )
            delay = math.ceil(after / timedelta(milliseconds=1))  # too early would be in vain
            self._broker.enqueue(message, delay=delay if delay > 0 else None)
