"""What a visitor reads when a page cannot be shown: what is the matter in his language, and the way on."""

import logging

from fastapi.exception_handlers import http_exception_handler
from nicegui import Client, app, ui
from nicegui.page import page
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from fixi.domain.errors import Unavailable
from fixi.entrypoints.panel.components.tags import box, empty, link, tag
from fixi.entrypoints.panel.texts import texts
from fixi.entrypoints.panel.visitor import STATE, Visitor

NOT_FOUND = 404

log = logging.getLogger(__name__)


def prepare() -> None:
    """Our pages instead of the library's, which would show what an exception says."""
    app.on_page_exception(_broken)
    app.add_exception_handler(NOT_FOUND, _missing)


def _broken(error: Exception) -> None:
    """The store is away, or we are wrong; which of the two is all that is told."""
    away = isinstance(error, Unavailable)
    log.error("panel page failed", extra={"kind": type(error).__name__})
    request = ui.context.client.request
    _draw(request, "unavailable" if away else "ours", "cloud_off" if away else "build", request.url.path, "again")


async def _missing(request: Request, error: Exception) -> Response:
    """A page that is not there; to programs the plain answer."""
    if "text/html" not in request.headers.get("accept", "") and isinstance(error, HTTPException):
        return await http_exception_handler(request, error)
    with Client(page(""), request=request) as client:
        _draw(request, "missing", "search_off", "/", "home")
    return client.build_response(request, NOT_FOUND)


def _draw(request: Request, what: str, sign: str, path: str, way: str) -> None:
    visitor: Visitor | None = request.scope.get(STATE)
    says = visitor.texts if visitor is not None else texts("en")
    client = ui.context.client
    client.title = says("frame.title", page=says(f"error.{what}"))
    client.page.language = "he" if says.rtl else "en-US"
    if visitor is not None:
        client.page.dark = visitor.dark
    with box("fx-main fx-stack", "main"):
        tag("h1", "Fixi")
        empty(says(f"error.{what}"), sign)
        link(says(f"error.{way}"), path, "fx-button primary")
