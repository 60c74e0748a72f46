"""Logging in and out: plain forms, so that nothing of the panel runs for somebody who is not in."""

import asyncio
from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qs, quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from fixi.application.login import LOCKED, Login
from fixi.domain.errors import FixiError, Refused
from fixi.domain.operators import WINDOW
from fixi.entrypoints.panel.assets import asset
from fixi.entrypoints.panel.texts import TONGUES, Texts, texts
from fixi.entrypoints.panel.visitor import LANGUAGE, THEME, THEMES, cookies, session_cookie, taste

LONGEST_FORM = 8192
MOST_FIELDS = 20
FORM_SECONDS = 10.0  # whoever sends more slowly is no browser
YEAR = 365 * 24 * 3600


class LoginPage:
    """GET shows the form, POST lets in; `secure`: the cookie goes over TLS only."""

    def __init__(self, login: Login, language: str, *, secure: bool) -> None:
        self._login = login
        self._language = language
        self._secure = secure
        self._session = session_cookie(secure=secure)

    def routes(self) -> list[Route]:
        """The addresses of this page."""
        return [
            Route("/login", self.show, methods=["GET"]),
            Route("/login", self.enter, methods=["POST"]),
            Route("/logout", self.leave, methods=["POST"]),
            Route("/taste", self.taste, methods=["POST"]),
            Route("/session", self.lasts, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """The form; whoever asks for a language by ?language= gets it, and keeps it."""
        wished = request.query_params.get("language", "")
        language, theme = taste(cookies(request.headers.get("cookie", "")), self._language)
        language = wished if wished in TONGUES else language
        said = "login.ended" if "out" in request.query_params else ""
        response = self._form(texts(language), theme, own_path(request.query_params.get("next", "")), said)
        if wished in TONGUES:
            self._keep(response, LANGUAGE, wished)
        return response

    async def enter(self, request: Request) -> Response:
        """A session for whoever knows the password; the same answer for every reason why not."""
        form = await fields(request)
        language, theme = taste(cookies(request.headers.get("cookie", "")), self._language)
        where = own_path(form.get("next", ""))
        address = request.client.host if request.client is not None else ""
        agent = request.headers.get("user-agent", "")
        old = cookies(request.headers.get("cookie", "")).get(self._session, "")
        try:
            token = await self._login(form.get("name", ""), form.get("password", ""), address, agent)
            if old:
                await self._login.logout(old)  # a session that was there before the password was said is worth nothing
        except Refused as refused:
            if refused.reason == LOCKED:
                response: Response = self._form(texts(language), theme, where, "login.locked", 429)
                response.headers["retry-after"] = str(int(WINDOW.total_seconds()))
                return response
            return self._form(texts(language), theme, where, "login.wrong", 401)
        except FixiError:
            return self._form(texts(language), theme, where, "login.away", 503)
        response = RedirectResponse(where or "/", 303)
        response.set_cookie(self._session, token, httponly=True, samesite="strict", secure=self._secure, path="/")
        return response

    async def leave(self, request: Request) -> Response:
        """The session is over, everywhere."""
        token = cookies(request.headers.get("cookie", "")).get(self._session, "")
        try:
            await self._login.logout(token)
        except FixiError:
            # It is still open at the store: he must not believe that he is out.
            return PlainTextResponse("the store is away; try again in a moment", 503, {"retry-after": "5"})
        response = RedirectResponse("/login?out=1", 303)
        response.delete_cookie(self._session, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response

    async def lasts(self, request: Request) -> Response:
        """Whether there is one, for a page that has lost its socket; asking does not make it last."""
        token = cookies(request.headers.get("cookie", "")).get(self._session, "")
        try:
            return PlainTextResponse("over" if await self._login.look(token) is None else "lasts")
        except FixiError:
            return PlainTextResponse("unknown")

    async def taste(self, request: Request) -> Response:
        """Language or theme from now on, and back to where he was."""
        form = await fields(request)
        response = RedirectResponse(own_path(form.get("next", "")) or "/", 303)
        if form.get("language") in TONGUES:
            self._keep(response, LANGUAGE, form["language"])
        if form.get("theme") in THEMES:
            self._keep(response, THEME, form["theme"])
        return response

    def _keep(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="lax", secure=self._secure, path="/")

    @staticmethod
    def _form(says: Texts, theme: str, where: str, said: str = "", status: int = 200) -> HTMLResponse:
        back = f"&amp;next={quote(where, safe='')}" if where else ""
        other = [
            f'<a href="/login?language={tongue}{back}" lang="{tongue}">{escape(says("language." + tongue))}</a>'
            for tongue in TONGUES
            if tongue != says.language
        ]
        kind = "bad" if status != 200 else ""  # noqa: PLR2004 - HTTP's own number
        note = f'<div class="fx-note {kind}" role="alert">{escape(says(said))}</div>' if said else ""
        return HTMLResponse(
            PAGE.format(
                language=says.language,
                direction="rtl" if says.rtl else "ltr",
                theme="body--dark" if theme == "dark" else "",
                css=asset("fixi.css"),
                script=asset("theme.js"),
                auto="auto" if theme == "auto" else "",
                title=escape(says("login.title")),
                note=note,
                next=escape(where, quote=True),
                name=escape(says("login.name")),
                password=escape(says("login.password")),
                enter=escape(says("login.enter")),
                others=" ".join(other),
            ),
            status,
        )


PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Fixi</title>
<link rel="icon" href="/assets/fixi.svg"><link rel="stylesheet" href="{css}">
<script src="{script}" defer></script>
</head>
<body class="{theme}" data-theme="{auto}">
<main class="fx-login"><form method="post" action="/login" class="fx-card">
<div class="fx-brand"><img src="/assets/fixi.svg" width="34" height="34" alt=""><span>Fixi</span></div>
<h1>{title}</h1>{note}
<input type="hidden" name="next" value="{next}">
<div class="fx-field"><label for="name">{name}</label>
<input class="fx-input" id="name" name="name" autocomplete="username" autofocus
 required maxlength="100" dir="auto"></div>
<div class="fx-field"><label for="password">{password}</label>
<input class="fx-input" id="password" name="password" type="password" autocomplete="current-password"
 required maxlength="1000"></div>
<button class="fx-button primary" type="submit">{enter}</button>
<div class="fx-tongues">{others}</div>
</form></main>
</body></html>
"""


async def fields(request: Request) -> Mapping[str, str]:
    """The fields of a small form; raises HTTPException for what no form of ours would send."""
    try:
        async with asyncio.timeout(FORM_SECONDS):
            body = b""
            async for chunk in request.stream():
                body += chunk
                if len(body) > LONGEST_FORM:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        raise HTTPException(400) from None
    try:
        read = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    return {name: values[0] for name, values in read.items()}


def own_path(target: str) -> str:
    """The target if it is a path of this site; of everything else nothing, so that nobody is led away."""
    if not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return ""
    parts = urlsplit(target)
    fine = not parts.scheme and not parts.netloc and target.isprintable()
    return target if fine and not target.startswith(("/login", "/logout")) else ""
