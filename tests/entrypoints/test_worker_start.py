"""A worker begins at once, whatever the provider does, and looks at the account beside that."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from datetime import datetime

import dramatiq
import pytest
from dependency_injector import providers
from dramatiq.asyncio import EventLoopThread, set_event_loop_thread
from dramatiq.brokers.stub import StubBroker

from fixi.application.care.work import Finding, Work
from fixi.container import Container
from fixi.domain.errors import Unavailable
from fixi.entrypoints.worker import Living
from fixi.settings import Settings


class Looking(Work):
    """A watchdog whose provider hangs, or whose store is away."""

    def __init__(self, *, hangs: bool) -> None:
        self.hangs = hangs
        self.began, self.ended = threading.Event(), threading.Event()

    async def __call__(self, at: datetime, *, dry: bool) -> tuple[Finding, ...]:
        self.began.set()
        try:
            if self.hangs:
                await asyncio.Event().wait()
            raise Unavailable("away")
        finally:
            self.ended.set()


@pytest.fixture
def loop() -> Iterator[EventLoopThread]:
    thread = EventLoopThread(logging.getLogger("test"))
    thread.start(timeout=5.0)
    set_event_loop_thread(thread)
    yield thread
    set_event_loop_thread(None)
    thread.stop()  # type: ignore[no-untyped-call]
    thread.join()


@pytest.mark.parametrize("hangs", [True, False])
def test_looking_at_the_account_keeps_no_worker_from_beginning_or_ending(loop: EventLoopThread, hangs: bool) -> None:
    container, looking = Container(settings=Settings()), Looking(hangs=hangs)
    container.watchdog.override(providers.Object(looking))
    living, broker = Living(container), StubBroker(middleware=[])
    worker = dramatiq.Worker(broker, worker_threads=1)
    living.after_worker_boot(broker, worker)
    assert looking.began.wait(5)
    living.before_worker_shutdown(broker, worker)
    assert looking.ended.wait(5)
