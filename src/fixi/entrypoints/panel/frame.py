"""What stands around every page: the bar, the navigation, what must be seen everywhere."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from copy import copy

from nicegui import ui

from fixi.domain.account import Switch
from fixi.entrypoints.panel.components.tags import box, icon, link, tag
from fixi.entrypoints.panel.components.words import short
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.texts import TONGUES
from fixi.entrypoints.panel.visit import Visit
from fixi.entrypoints.panel.visitor import THEMES

FIRST = 4  # pages that are in the bar of a phone; the others are one step away


def tune(visit: Visit, title: str) -> None:
    """Language, direction and theme of this one page."""
    client, visitor = visit.client, visit.visitor
    page = copy(client.page)
    page.language = "he" if visitor.language == "he" else "en-US"
    page.dark = visitor.dark
    client.page = page
    client.title = visit.texts("frame.title", page=title)
    around = client.content.parent_slot
    if around is not None:  # the library's own main part, around our bar and navigation too
        around.parent.props["role"] = "presentation"
    for sheet in client.page_container:  # the library's own <main>: a page has one, and that is ours
        sheet.props["role"] = "presentation"


@asynccontextmanager
async def frame(desk: Desk, visit: Visit, pages: Sequence[Page], current: Page) -> AsyncIterator[None]:
    """The page's content goes into this: `async with frame(...)`."""
    says = visit.texts
    tune(visit, says(f"page.{current.name}"))
    with box("fx-shell"):
        tag("a", says("frame.skip"), "fx-skip", href="#main")
        with box("fx-bar", "header"):
            _bar(visit)
        await _banner(desk, visit)
        with box("fx-nav", "nav") as nav:
            nav.props["aria-label"] = says("frame.navigation")
            listed = [page for page in pages if page.listed and visit.may(page.permission)]
            for number, page in enumerate(listed):
                _entry(visit, page, current, "fx-later" if number >= FIRST else "")
            if len(listed) > FIRST:
                _more(visit, listed[FIRST:], current)
        with box("fx-main", "main") as main:
            main.props["id"] = "main"
            main.props["tabindex"] = "-1"
            yield


def _entry(visit: Visit, page: Page, current: Page, css: str = "") -> None:
    entry = link(visit.texts(f"page.{page.name}"), page.path, css, page.icon)
    if page is current:
        entry.props["aria-current"] = "page"


def _more(visit: Visit, pages: Sequence[Page], current: Page) -> None:
    """What has no room in the bar of a phone."""
    with tag("button", "", "fx-more", type="button", aria_haspopup="menu") as opener:
        icon("more_horiz")
        tag("span", visit.texts("frame.more"))
        with ui.menu().props("auto-close"), box("fx-stack fx-tight fx-menu"):
            for page in pages:
                _entry(visit, page, current)
    if current in pages:
        opener.props["aria-current"] = "true"


async def _banner(desk: Desk, visit: Visit) -> None:
    """That nothing goes out, and why: on every page, and on those that are open when somebody stops it."""
    says = visit.texts
    with box("fx-banner") as whole:
        whole.props["role"] = "status"
        icon("block")
        tag("span", says("frame.stopped"))
        why = tag("span", "", "fx-line", dir="auto")

    def show(switch: Switch) -> None:
        whole.set_visibility(not switch.on)
        why.text = short(": ".join(filter(None, (switch.by, switch.why))))

    show(await desk.switch())
    desk.hub.show_switch(visit, show)


def _bar(visit: Visit) -> None:
    says = visit.texts
    with tag("a", "", "fx-brand", href="/"):
        tag("img", src="/assets/fixi.svg", width="30", height="30", alt="")
        tag("span", "Fixi")
    box("fx-grow", "span")
    tag("span", visit.operator.name, "fx-quiet fx-wide", dir="auto")
    with tag("button", "", "fx-button plain icon", type="button", aria_label=says("frame.account")) as opener:
        icon("account_circle")
        with ui.menu().props("auto-close"), box("fx-stack fx-tight fx-menu"):
            _menu(visit)
    opener.props["title"] = says("frame.account")


def _menu(visit: Visit) -> None:
    says, here = visit.texts, visit.client.request.url.path
    tag("div", f"{visit.operator.name} · {says.name('role', str(visit.operator.role))}", "fx-strong", dir="auto")
    for name, values, now in (
        ("language", TONGUES, visit.visitor.language),
        ("theme", THEMES, visit.visitor.theme),
    ):
        with tag("form", "", "fx-stack fx-tight", method="post", action="/taste"):
            tag("input", type="hidden", name="next", value=here)
            tag("span", says(f"frame.{name}"), "fx-quiet fx-small")
            with box("fx-row"):
                for value in values:
                    chosen = tag("button", says(f"{name}.{value}"), "fx-button", type="submit", name=name, value=value)
                    chosen.props["aria-pressed"] = "true" if value == now else "false"
    link(says("page.account"), "/account", "fx-button", "manage_accounts")
    with tag("form", method="post", action="/logout"):
        tag("button", says("frame.log_out"), "fx-button danger", type="submit")
