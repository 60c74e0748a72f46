"""The web door as a process; with a queue in memory its worker is inside, and it is a whole system for a first look."""

import asyncio
import gc
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

import uvicorn
import uvloop
from rich.console import Console

from fixi.container import Container, close_clients
from fixi.domain.errors import FixiError
from fixi.entrypoints.address import must_be_free
from fixi.entrypoints.api.app import build_app
from fixi.entrypoints.local_worker import LocalWorker
from fixi.entrypoints.logs import configure
from fixi.entrypoints.poller import poll
from fixi.ports.queues import WORKER_SILENCE
from fixi.settings import Settings

log = logging.getLogger(__name__)
FINISH_SECONDS = 20  # for requests that are under way at a SIGTERM


def run(settings: Settings, command: str, console: Console) -> None:
    """Serve until told to stop; raises WrongSettings when the port is taken."""
    configure(settings.log)
    must_be_free(settings)
    cloud = settings.messenger == "cloudapi"
    if not settings.webhook_token and not cloud:
        settings = replace(settings, webhook_token=secrets.token_urlsafe(24))
        console.print(f"webhook token (made for this run): {settings.webhook_token}")
    if settings.messenger == "dryrun":
        log.warning("dry run: nothing goes out")
    memory = " (in memory: a restart forgets)" if settings.storage == "memory" else ""
    path = "/webhook/cloud" if cloud else "/webhook"
    console.print(f"fixi {command}: http://{settings.host}:{settings.api_port}{path}{memory}")
    uvloop.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    container = Container(settings=settings)
    working: asyncio.Task[None] | None = None
    polling: asyncio.Task[None] | None = None
    if settings.storage == "mongo":
        await container.database().prepare()
    if settings.queue == "memory":
        worker = LocalWorker(
            container.wakeups(), container.turn(), container.deliver(), container.sweep(), container.care()
        )
        working = asyncio.create_task(worker.run(container.timetable().all))
        polling = asyncio.create_task(poll(container)) if settings.greenapi_polling else None

    async def ready() -> dict[str, str]:
        """A round trip to each part; a worker counts while its last sign of life is young."""
        parts = {"database": "ok", "queue": "ok", "worker": "ok"}
        if settings.greenapi_polling:
            parts["poller"] = "ok" if await _polled(container) else "silent"
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

    async def shown() -> dict[str, str]:
        """How it stands with what goes out. No reason to take this door out of service: what comes in must be kept."""
        standing = await container.account_book().standing()
        return {"account": str(standing.state), "sending": "on" if standing.switch.on else "off"}

    receive = container.receive(wakeups=container.buffered_wakeups())
    app = build_app(
        container.green_door(),
        receive,
        container.clock(),
        ready=ready,
        shown=shown,
        cloud=container.cloud_door(),
        verify_token=settings.cloudapi_verify_token if settings.messenger == "cloudapi" else "",
    )
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
        inside = [task for task in (working, polling) if task is not None]
        for task in inside:
            task.cancel()
        await asyncio.gather(*inside, return_exceptions=True)
        await close_clients(container)
        if settings.queue == "redis":
            await container.buffered_wakeups().flush()
            await container.redis().close()
        if settings.storage == "mongo":
            await container.database().close()


async def _polled(container: Container) -> bool:
    """Whether somebody fetches notifications."""
    try:
        beat = await container.pollers().youngest()
    except FixiError:
        return False
    return beat is not None and container.machine_clock().now() - beat <= WORKER_SILENCE


async def _answers(ping: Callable[[], Awaitable[None]]) -> str:
    try:
        await ping()
    except FixiError:
        return "down"
    return "ok"
