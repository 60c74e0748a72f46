"""The worker: Dramatiq's own command line on a broker that this module builds. Importing it starts nothing."""

import asyncio
import logging
import os
import signal
import socket
from argparse import ArgumentParser
from collections.abc import Sequence
from concurrent.futures import Future

import dramatiq
from dramatiq.asyncio import EventLoopThread, get_event_loop_thread
from dramatiq.cli import main, make_argument_parser
from dramatiq.middleware import MiddlewareError

from fixi.container import Container, close_clients
from fixi.domain.errors import FixiError, Unavailable
from fixi.domain.values import Key
from fixi.entrypoints.logs import configure
from fixi.ports.queues import Task
from fixi.settings import Settings

BEAT_SECONDS = 10
# Less than what a process gets to stop in.
DATABASE_SECONDS = 15
FINISH_MS = 22_000  # for what runs at a SIGTERM; noticing it and letting go at the end take the rest of 25 s
FACTORY = "fixi.entrypoints.worker:build_broker"
log = logging.getLogger(__name__)


class Living(dramatiq.Middleware):
    """Opens what a worker needs on the loop that its actors run on, says that it is alive, and closes it at the end."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._beating: Future[None] | None = None
        self._watching: Future[None] | None = None
        self._looking: Future[None] | None = None

    def before_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """The loop runs and nobody works yet: no task may begin before the data are fit for it.

        A worker that cannot get them ready ends, and whoever keeps it running starts another one.
        """
        if self._container.settings().storage == "mongo":
            loop = _loop()
            try:
                loop.run_coroutine(self._prepare())
            except FixiError as error:
                loop.stop()  # type: ignore[no-untyped-call]  # its thread would keep the process alive
                raise MiddlewareError(f"the database is not ready: {error}") from error

    def after_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """Beat for as long as we live."""
        loop = _loop()
        self._beating = asyncio.run_coroutine_threadsafe(self._beat(), loop.loop)
        self._watching = asyncio.run_coroutine_threadsafe(_leave_with(os.getppid()), loop.loop)
        # What was held while nobody worked may go out as soon as the account has proved itself. Beside all the rest: a
        # provider that does not answer keeps nobody from beginning.
        self._looking = asyncio.run_coroutine_threadsafe(self._look(), loop.loop)

    async def _prepare(self) -> None:
        until = asyncio.get_running_loop().time() + DATABASE_SECONDS
        while True:
            try:
                await self._container.database().prepare()
            except Unavailable as error:
                log.warning("database not ready", extra={"kind": type(error).__name__})
                if asyncio.get_running_loop().time() > until:
                    raise
                await asyncio.sleep(1)
            else:
                return

    async def _beat(self) -> None:
        name = f"{socket.gethostname()}:{os.getpid()}"
        while True:
            try:
                await self._container.heartbeats().beat(name)
            except Exception as error:  # noqa: BLE001 - a worker outlives its queue's bad minutes
                log.warning("heartbeat failed", extra={"kind": type(error).__name__})
            await asyncio.sleep(BEAT_SECONDS)

    async def _look(self) -> None:
        try:
            await self._container.watchdog()(self._container.clock().now(), dry=False)
        except Exception as error:  # noqa: BLE001 - the job looks again within two minutes
            log.warning("account not looked at", extra={"kind": type(error).__name__})

    def before_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """No more beats; what runs may finish."""
        for task in (self._beating, self._watching, self._looking):
            if task is not None:
                task.cancel()

    def after_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """Let go of what was opened."""
        loop = _loop()
        loop.run_coroutine(self._container.live().flush())
        loop.run_coroutine(close_clients(self._container))
        loop.run_coroutine(self._container.redis().close())
        if self._container.settings().storage == "mongo":
            loop.run_coroutine(self._container.database().close())


async def _leave_with(parent: int) -> None:
    """A worker whose master was killed is nobody's any more: another one has been started in its place."""
    while True:
        await asyncio.sleep(1)
        if os.getppid() != parent:
            log.warning("the master is gone")
            os.kill(os.getpid(), signal.SIGTERM)
            return


def _loop() -> EventLoopThread:
    thread = get_event_loop_thread()
    if thread is None:
        raise RuntimeError("Living belongs behind AsyncIO")
    return thread


def build_broker() -> dramatiq.Broker:
    """The broker with every actor on it, from the environment of this process."""
    settings = Settings.read(os.environ)
    configure(settings.log)
    if settings.messenger == "dryrun":
        log.warning("dry run: nothing goes out")
    container = Container(settings=settings)
    if not container.ways():
        # Where real people wait it matters; elsewhere it is good to know.
        log.log(logging.WARNING if settings.env == "production" else logging.INFO, "no alert line")
    broker: dramatiq.Broker = container.worker_broker(Living(container))
    turn, deliver, sweep = container.turn(), container.deliver(), container.sweep()

    async def do_deliver(key: str) -> None:
        await deliver(Key.parse(key))

    async def do_sweep(_: str) -> None:
        await sweep()

    container.register(broker, Task.TURN, turn)
    container.register(broker, Task.DELIVER, do_deliver)
    container.register(broker, Task.SWEEP, do_sweep)
    container.register(broker, Task.CARE, container.care())
    dramatiq.set_broker(broker)
    return broker


def run(options: Sequence[str]) -> int:
    """Run workers with Dramatiq's own options (`--processes`, `--threads`, `--queues`, ...)."""
    chosen = list(options)
    if not any(option.startswith(("--processes", "-p")) for option in chosen):
        chosen += ["--processes", "1"]
    if not any(option.startswith(("--threads", "-t")) for option in chosen):
        chosen += ["--threads", "8"]
    if not any(option.startswith("--worker-shutdown-timeout") for option in chosen):
        chosen += ["--worker-shutdown-timeout", str(FINISH_MS)]
    parser: ArgumentParser = make_argument_parser()  # type: ignore[no-untyped-call]
    parser.prog = "fixi worker"
    arguments = parser.parse_args([FACTORY, *chosen])
    result: int = main(arguments)  # type: ignore[no-untyped-call]
    return result
