"""The panel over a house in memory, served on a port of this machine within a test's own event loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import uvicorn
from dependency_injector import providers

from fixi.container import Container
from fixi.domain.operators import Role
from fixi.entrypoints.embedded import free_port
from fixi.entrypoints.panel.app import build
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.door import Door
from fixi.entrypoints.panel.serve import desk_of, names, pages_of, server_config
from fixi.settings import Settings
from tests.support.staff import PASSWORD, Reception

PROXY = "127.0.0.2/32"  # an address of this machine, the one that is believed
HTML = {"accept": "text/html"}


@dataclass
class PanelServer:
    """A panel that runs; its operators, sessions and the time they go by are those of `reception`."""

    reception: Reception
    desk: Desk
    app: Door
    port: int

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def pass_time(self, length: timedelta) -> None:
        """By the clock that sessions go by."""
        self.reception.house.clock.move(length)

    @asynccontextmanager
    async def someone(self, name: str, role: Role = Role.OWNER) -> AsyncIterator[httpx.AsyncClient]:
        """The browser of a new operator who is logged in."""
        await self.reception.hire(name, role)
        async with self.enter(name) as client:
            yield client

    @asynccontextmanager
    async def enter(self, name: str) -> AsyncIterator[httpx.AsyncClient]:
        """The browser of an operator who is logged in."""
        async with httpx.AsyncClient(base_url=self.url, headers=HTML, cookies={"fixi_language": "en"}) as client:
            answer = await client.post("/login", data={"name": name, "password": PASSWORD})
            assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
            yield client


@asynccontextmanager
async def panel_server() -> AsyncIterator[PanelServer]:
    """One for each process: NiceGUI keeps its pages."""
    reception = Reception()
    await reception.hire("keeper")  # one owner always stays
    port = free_port()
    settings = Settings(panel_port=port, trusted_proxies=(PROXY,))
    container = Container(settings=settings)
    container.staff.override(providers.Object(reception.staff))
    desk = replace(
        await desk_of(container, settings), login=reception.login, staff=reception.staff, audit=reception.house.audit
    )
    app = build(desk, pages_of(container, settings), hosts=names(settings))
    assert isinstance(app, Door)
    server = uvicorn.Server(server_config(app, settings))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.02)
    try:
        yield PanelServer(reception, desk, app, port)
    finally:
        server.should_exit = True
        await serving
