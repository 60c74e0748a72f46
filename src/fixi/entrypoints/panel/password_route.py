"""Another password for oneself: over HTTP, since the new session comes as a cookie."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from fixi.application.login import ENDED, Login
from fixi.domain.errors import FixiError, Refused
from fixi.entrypoints.panel.login_page import fields
from fixi.entrypoints.panel.visitor import STATE, Visitor, session_cookie


class PasswordRoute:
    """POST /account/password: whoever knows the old one gets a new session, and all his others end."""

    def __init__(self, login: Login, *, secure: bool) -> None:
        self._login = login
        self._secure = secure

    def routes(self) -> list[Route]:
        """The address of the form."""
        return [Route("/account/password", self.change, methods=["POST"])]

    async def change(self, request: Request) -> Response:
        """Back to his page, which says what came of it."""
        visitor: Visitor = request.scope[STATE]
        form = await fields(request)
        address = request.client.host if request.client is not None else ""
        try:
            token = await self._login.change_password(visitor.token, form.get("old", ""), form.get("new", ""), address)
        except Refused as refused:
            return _back("/login" if refused.reason == ENDED else f"/account?said={quote(refused.reason)}")
        except FixiError:
            return _back("/account?said=away")
        response = _back("/account?said=changed")
        name = session_cookie(secure=self._secure)
        response.set_cookie(name, token, httponly=True, samesite="strict", secure=self._secure, path="/")
        return response


def _back(where: str) -> Response:
    return RedirectResponse(where, 303)
