"""The panel as a process."""

import logging
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import uvicorn
import uvloop
from rich.console import Console
from starlette.types import ASGIApp

from fixi.container import Container, close_clients
from fixi.domain.account import Standing, Switch
from fixi.domain.canned import CannedReply
from fixi.domain.values import Language
from fixi.entrypoints.address import must_be_free
from fixi.entrypoints.logs import configure
from fixi.entrypoints.panel.app import build
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.door import LOOPBACK
from fixi.entrypoints.panel.hub import Hub
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.pages import PAGES
from fixi.entrypoints.panel.texts import TONGUES, texts
from fixi.entrypoints.panel.town.page import town_page
from fixi.entrypoints.panel.town.table import TownTable
from fixi.settings import Settings

FINISH_SECONDS = 5
LONGEST_MESSAGE = 1_000_000  # of what a browser says over its socket

log = logging.getLogger(__name__)


def run(settings: Settings, console: Console) -> None:
    """Serve until told to stop; raises WrongSettings when the port is taken."""
    configure(settings.log)
    must_be_free(settings, panel=True)
    console.print(f"fixi panel: http://{settings.host}:{settings.panel_port}")
    uvloop.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    container = Container(settings=settings)
    if settings.storage == "mongo":
        await container.database().prepare()
    await container.canned_replies().begin(first_replies(settings.language))
    desk = await desk_of(container, settings)
    app = build(desk, pages_of(container, settings), address=settings.panel_url, hosts=names(settings))
    server = uvicorn.Server(server_config(app, settings))
    try:
        await server.serve()
    finally:
        await close_clients(container)
        if settings.queue == "redis":
            await container.redis().close()
        if settings.storage == "mongo":
            await container.database().close()


def first_replies(language: Language) -> tuple[CannedReply, ...]:
    """What operators find at hand before they have written replies of their own; the titles are in this language."""
    spoken = {Language(tongue): texts(tongue) for tongue in TONGUES}
    titles = spoken.get(language, texts("en"))
    names = [key.removeprefix("canned.") for key in titles.entries if key.startswith("canned.")]
    return tuple(
        CannedReply(
            name,
            titles(f"canned.{name}_name"),
            tuple((tongue, says(f"canned.{name}")) for tongue, says in spoken.items()),
        )
        for name in names
        if not name.endswith("_name")
    )


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """How it is served; whose word is believed for where a request comes from."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.panel_port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        ws_max_size=LONGEST_MESSAGE,
        timeout_graceful_shutdown=FINISH_SECONDS,
    )


def names(settings: Settings) -> frozenset[str] | None:
    """The names under which the panel answers; None for any: it is open to other machines, and nobody said which."""
    said = urlsplit(settings.panel_url).hostname
    if said is None and settings.host not in LOOPBACK:
        return None
    return LOOPBACK | {said or settings.host}


async def desk_of(container: Container, settings: Settings) -> Desk:
    """What the pages use, out of the container."""

    async def switch() -> Switch:
        standing: Standing = await container.account_book().standing()
        return standing.switch

    async def sending() -> bool:
        return (await switch()).on

    return Desk(
        settings=settings,
        zone=ZoneInfo((await container.policies().current()).timezone),
        clock=container.clock(),
        machine=container.machine_clock(),
        login=container.login(),
        staff=container.staff(),
        operate=container.operate(),
        audit=container.audit(),
        needs=container.needs(),
        board=container.board(),
        leads=container.lead_search(),
        lead=container.lead_pages(),
        chats=container.chat_list(),
        chat=container.chat_pages(),
        pros=container.pro_pages(),
        profiles=container.profiles(),
        numbers=container.numbers(),
        canned=container.canned_replies(),
        policies=container.policies(),
        runs=container.runs(),
        repository=container.repository(),
        places=container.places(),
        files=container.files(),
        trades=tuple(sorted(container.trades())),
        hub=Hub(container.live(), switch),
        sending=sending,
        switch=switch,
        setup=container.settings_pages(),
        preview=container.preview(),
        languages=tuple(container.wording().tongues),
        unpriced=container.models_without_price() if settings.reader == "gemini" else (),
    )


def pages_of(container: Container, settings: Settings) -> tuple[Page, ...]:
    """All pages; the town only where nobody is real: in development, on simulated phones."""
    if not settings.has_town:
        return PAGES
    table = TownTable(
        town=container.town(),
        faults=container.faults(),
        time=container.pass_time(),
        movable=settings.clock == "movable",
        ai=settings.reader == "gemini",
        leads=container.lead_search(),
        lead=container.lead_pages(),
        pros=container.pro_list(),
        professionals=container.professionals(),
        places=container.places(),
        files=container.files(),
    )
    return (*PAGES, town_page(table))
