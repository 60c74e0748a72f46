"""The web door as a process; with a queue in memory its worker is inside, and it is a whole system for a first look."""

import asyncio
import gc
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

import uvicorn
import uvloop
from rich.console import Console

from fixi.container import Container
from fixi.domain.errors import FixiError
from fixi.entrypoints.address import must_be_free
from fixi.entrypoints.api.app import build_app
from fixi.entrypoints.local_worker import LocalWorker
from fixi.entrypoints.logs import configure
from fixi.ports.queues import WORKER_SILENCE
from fixi.settings import Settings

FINISH_SECONDS = 20  # for requests that are under way at a SIGTERM


def run(settings: Settings, command: str, console: Console) -> None:
    """Serve until told to stop; raises WrongSettings when the port is taken."""
    configure(settings.log)
    must_be_free(settings)
    if not settings.webhook_token:
        settings = replace(settings, webhook_token=secrets.token_urlsafe(24))
        console.print(f"webhook token (made for this run): {settings.webhook_token}")
    memory = " (in memory: a restart forgets)" if settings.storage == "memory" else ""
    console.print(f"fixi {command}: http://{settings.host}:{settings.api_port}/webhook{memory}")
    uvloop.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    container = Container(settings=settings)
    working: asyncio.Task[None] | None = None
    if settings.storage == "mongo":
        await container.database().prepare()
    if settings.queue == "memory":
        worker = LocalWorker(
            container.wakeups(), container.turn(), container.deliver(), container.sweep(), container.care()
        )
        working = asyncio.create_task(worker.run(container.timetable().all))

    async def ready() -> dict[str, str]:
        """A round trip to each part; a worker counts while its last sign of life is young."""
        parts = {"database": "ok", "queue": "ok", "worker": "ok"}
        if settings.storage == "mongo":
            parts["database"] = await _answers(container.database().ping)
        if working is not None:
            parts["worker"] = "stopped" if working.done() else "ok"
            return parts
        try:
            beat = await container.heartbeats().youngest()
        except FixiError:
            return {**parts, "queue": "down", "worker": "unknown"}
        alive = beat is not None and container.machine_clock().now() - beat <= WORKER_SILENCE
        return {**parts, "worker": "ok" if alive else "silent"}

    receive = container.receive(wakeups=container.buffered_wakeups())
    app = build_app(container.parser(), receive, container.clock(), ready=ready)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.api_port,
            log_config=None,
            access_log=False,
            http="httptools",
            ws="none",
            server_header=False,
            proxy_headers=False,  # nobody asks where a request came from
            lifespan="on",
            timeout_graceful_shutdown=FINISH_SECONDS,
        )
    )
    # What has been loaded by now stays: the collector need not look through it again while somebody waits.
    gc.collect()
    gc.freeze()
    try:
        await server.serve()
    finally:
        if working is not None:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
        if settings.queue == "redis":
            await container.buffered_wakeups().flush()
            await container.redis().close()
        if settings.storage == "mongo":
            await container.database().close()


async def _answers(ping: Callable[[], Awaitable[None]]) -> str:
    try:
        await ping()
    except FixiError:
        return "down"
    return "ok"
