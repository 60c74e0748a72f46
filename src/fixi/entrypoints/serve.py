"""The web door and a worker in one process: a whole system in memory, for a first look."""

import asyncio
import secrets
import socket
from dataclasses import replace

import uvicorn
from rich.console import Console

from fixi.container import Container
from fixi.entrypoints.api.app import build_app
from fixi.entrypoints.local_worker import LocalWorker
from fixi.entrypoints.logs import configure
from fixi.settings import Settings, WrongSettings


def run(settings: Settings, command: str, console: Console) -> None:
    """Serve until told to stop; raises WrongSettings when the port is taken."""
    configure(settings.log)
    _port_is_free(settings)
    if not settings.webhook_token:
        settings = replace(settings, webhook_token=secrets.token_urlsafe(24))
        console.print(f"webhook token (made for this run): {settings.webhook_token}")
    console.print(f"fixi {command}: http://{settings.host}:{settings.api_port}/webhook (in memory: a restart forgets)")
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    container = Container(settings=settings)

    async def ready() -> dict[str, str]:
        """Everything is in this process: answering proves it, if the worker still runs."""
        return {"database": "ok", "queue": "ok", "worker": "stopped" if working.done() else "ok"}

    worker = LocalWorker(container.wakeups(), container.turn(), container.deliver(), container.sweep())
    app = build_app(container.parser(), container.receive(), container.clock(), ready=ready)
    server = uvicorn.Server(
        uvicorn.Config(
            app, host=settings.host, port=settings.api_port, log_config=None, access_log=False, lifespan="on"
        )
    )
    working = asyncio.create_task(worker.run())
    try:
        await server.serve()
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


def _port_is_free(settings: Settings) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.api_port))
        except OSError as error:
            problem = (
                f"port {settings.api_port} on {settings.host} cannot be used ({error.strerror}): set FIXI_API_PORT"
            )
            raise WrongSettings((problem,)) from error
