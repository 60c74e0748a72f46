"""A worker that has nothing to do is told, and need not ask.

The library's consumer asks an empty queue ever less often, at last once a second: after a silence every step of an
answer is up to a second late. Here whoever puts a message into a queue rings as well, and an idle consumer waits for
that. A ring is heard by those who listen and kept by nobody; one that was missed costs the same second.
"""

import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from dramatiq import Message, MessageProxy
from dramatiq.broker import Consumer
from dramatiq.brokers.redis import RedisBroker
from dramatiq.common import dq_name
from dramatiq.errors import ConnectionClosed
from redis.client import PubSub
from redis.exceptions import RedisError

# Nobody rings when a delayed message is due: it is late by this much at most.
DELAYED_SECONDS = 0.2
# Nor when one of those that are being worked at is done, and there is room for another one.
FULL_SECONDS = 0.01


class RingingBroker(RedisBroker):
    """The Redis broker, with a bell for each queue."""

    def enqueue(self, message: Message[Any], *, delay: int | None = None) -> Message[Any]:
        """See RedisBroker."""
        sent: Message[Any] = super().enqueue(message, delay=delay)
        if delay is None:
            with suppress(RedisError):  # it is in the queue, and will be found
                self.client.publish(self.bell(sent.queue_name), "")
        return sent

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 5000) -> Consumer:
        """See RedisBroker."""
        asking: Any = super().consume(queue_name, prefetch, 0)
        if queue_name == dq_name(queue_name):
            return Idle(asking, None, DELAYED_SECONDS)
        return Idle(asking, Bell(self.client, self.bell(queue_name)), timeout / 1000)

    def bell(self, queue_name: str) -> str:
        """The channel on which this queue's bell is heard."""
        return f"{self.namespace}:bell:{queue_name}"


class Bell:
    """One channel. Connects when it is first listened to."""

    def __init__(self, client: Any, channel: str) -> None:
        self._heard: PubSub = client.pubsub(ignore_subscribe_messages=True)
        self._channel = channel

    def listen(self, seconds: float) -> None:
        """Until it rings, or until so much time is over; at once when nobody had listened before."""
        if not self._heard.subscribed:
            self._heard.subscribe(self._channel)
            return
        ring = self._heard.get_message(timeout=seconds)
        while ring is not None:  # one question answers all of them
            ring = self._heard.get_message()

    def close(self) -> None:
        """Listen no more."""
        self._heard.close()


class Idle(Consumer):
    """A consumer that waits between two questions: for the bell, or for the time without one."""

    def __init__(self, asking: Any, bell: Bell | None, seconds: float) -> None:
        self._asking = asking
        self._bell = bell
        self._seconds = seconds

    def ack(self, message: MessageProxy) -> None:
        """See Consumer."""
        self._asking.ack(message)

    def nack(self, message: MessageProxy) -> None:
        """See Consumer."""
        self._asking.nack(message)

    def requeue(self, messages: Iterable[MessageProxy]) -> None:
        """See Consumer."""
        self._asking.requeue(messages)

    def __next__(self) -> MessageProxy | None:
        """See Consumer."""
        message: MessageProxy | None = next(self._asking)
        if message is not None:
            return message
        if self._asking.outstanding_message_count >= self._asking.prefetch:
            time.sleep(FULL_SECONDS)
        elif self._bell is None:
            time.sleep(self._seconds)
        else:
            try:
                self._bell.listen(self._seconds)
            except RedisError as error:
                raise ConnectionClosed(error) from None  # type: ignore[no-untyped-call]
        return None

    def close(self) -> None:
        """See Consumer."""
        self._asking.close()
        if self._bell is not None:
            self._bell.close()
