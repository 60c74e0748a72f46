"""The panel as one web application: the door, the login, our own files, and NiceGUI with the pages behind them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from nicegui import core, ui
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from fixi.entrypoints.panel import errors
from fixi.entrypoints.panel.assets import TYPES, asset, content
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.door import Door
from fixi.entrypoints.panel.files_route import FilesRoute
from fixi.entrypoints.panel.frame import frame
from fixi.entrypoints.panel.hub import Hub
from fixi.entrypoints.panel.login_page import LoginPage
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.password_route import PasswordRoute
from fixi.entrypoints.panel.visit import Visit
from fixi.entrypoints.panel.visitor import STATE, Visitor
from fixi.entrypoints.panel.wire import Wire

RECONNECT_SECONDS = 4.0  # a closed page is kept for so long, a few megabytes each
PAGE_SECONDS = 30.0  # a page of a store that is slow today comes late, and not as an error


def build(desk: Desk, pages: Sequence[Page], *, address: str = "", hosts: frozenset[str] | None = None) -> ASGIApp:
    """The application. NiceGUI keeps its pages for the whole process: build one of these in each.

    `address` and `hosts`: see Door.
    """
    behind_tls = address.startswith("https:")
    outer = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=_lifespan_of(desk.hub))
    login = LoginPage(desk.login, desk.settings.language, secure=behind_tls)
    outer.router.routes.extend(login.routes())
    outer.router.routes.extend(PasswordRoute(desk.login, secure=behind_tls).routes())
    outer.router.routes.extend(FilesRoute(desk.files).routes())
    outer.router.routes.append(Route("/assets/{name}", _file))
    outer.router.routes.append(Route("/health/live", _live))
    errors.prepare()
    for page in pages:
        _serve(desk, pages, page)
    ui.add_head_html(  # noqa: TID251 - our own style sheet and script, by addresses made of digests
        f'<link rel="stylesheet" href="{asset("fixi.css")}"><link rel="icon" href="/assets/fixi.svg">'
        f'<script src="{asset("session.js")}" defer></script>',
        shared=True,
    )
    ui.run_with(
        outer,
        title="Fixi",
        dark=None,
        language="en-US",
        tailwind=False,
        reconnect_timeout=RECONNECT_SECONDS,
        message_history_length=200,
        show_welcome_message=False,
        binding_refresh_interval=None,
        gzip_middleware_factory=None,
    )
    Wire(core.sio, desk.login.look).guard()
    return Door(outer, desk.login.check, desk.settings.language, address, hosts)


def _lifespan_of(hub: Hub) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        listening = asyncio.create_task(hub.run())
        try:
            yield
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    return lifespan


def _serve(desk: Desk, pages: Sequence[Page], page: Page) -> None:
    """Register the page, and that of a single thing below it."""

    async def whole(request: Request) -> None:
        visit = _visit(desk, request)
        if not visit.may(page.permission):
            visit.leave_for("/")
            return
        async with frame(desk, visit, pages, page):
            await page.build(desk, visit)

    ui.page(page.path, response_timeout=PAGE_SECONDS)(whole)
    one = page.one
    if one is None:
        return

    async def single(request: Request, key: str) -> None:
        visit = _visit(desk, request)
        if not visit.may(page.permission):
            visit.leave_for("/")
            return
        async with frame(desk, visit, pages, page):
            await one(desk, visit, key)

    ui.page(page.path.rstrip("/") + "/{key}", response_timeout=PAGE_SECONDS)(single)


def _visit(desk: Desk, request: Request) -> Visit:
    visitor: Visitor = request.scope[STATE]
    visit = Visit(visitor, desk.login.check, desk.login.look, ui.context.client)
    desk.hub.join(visit)
    return visit


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    try:
        body = content(name)
    except KeyError:
        return PlainTextResponse("no such file", 404)
    keep = "public, max-age=31536000, immutable" if "v" in request.query_params else "public, max-age=3600"
    return Response(body, media_type=TYPES[name.rpartition(".")[2]], headers={"cache-control": keep})


async def _live(_: Request) -> Response:
    return JSONResponse({"status": "ok"})
