"""Professionals: who they are, how full they are, how they answer; and one of them with what is booked."""

import secrets
from datetime import UTC, datetime, timedelta

from nicegui import ui

from fixi.application.panel_views import ProRow, ProView
from fixi.domain.commands import PausePro
from fixi.domain.operators import Operator, Permission
from fixi.domain.values import Key, Kind
from fixi.entrypoints.panel.components.moments import clock, day, exact
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, card, chip, empty, facts, heading, icon, link, tag
from fixi.entrypoints.panel.components.words import line, phone, short
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit
from fixi.ports.views import ProQuery

ROWS = 50
STATES = ("pending", "paused", "inactive")
FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
PAUSES = {"day": timedelta(days=1), "week": timedelta(days=7), "good": None}


async def build(desk: Desk, visit: Visit) -> None:
    """A list by words, trade and state, with its address."""
    says, asked = visit.texts, visit.client.request.query_params
    words, trade, state, after = (asked.get(name, "").strip()[:100] for name in ("q", "trade", "state", "after"))
    heading(says("page.pros"))
    with tag("form", "", "fx-card fx-row fx-search", method="get", action="/pros", role="search"):
        field = tag("input", "", "fx-input", type="search", name="q", dir="auto", maxlength="100")
        field.props["value"] = words
        field.props["placeholder"] = field.props["aria-label"] = says("chats.words")
        for name, chosen, options in (
            ("trade", trade, [(code, says.name("trade", code)) for code in desk.trades]),
            ("state", state, [(code, says.name("pro_state", code)) for code in STATES]),
        ):
            with tag("select", "", "fx-input fx-select", name=name) as choice:
                choice.props["aria-label"] = says.name("pros_any", name)
                tag("option", says.name("pros_any", name), value="")
                for value, label in options:
                    option = tag("option", label, value=value)
                    if value == chosen:
                        option.props["selected"] = True
        with tag("button", "", "fx-button primary", type="submit"):
            icon("search")
            tag("span", says("leads.search"))
    page = await desk.pros.find(ProQuery(words, trade, "", state), after, ROWS)
    if not page.rows:
        empty(says("pros.none"), "engineering")
        return
    with box("fx-card"):
        table(
            (
                Column[ProRow](says("pros.name"), lambda row: _name(row, visit)),
                Column[ProRow](
                    says("leads.trade"), lambda row: line(", ".join(says.name("trade", t.code) for t in row.pro.trades))
                ),
                Column[ProRow](says("pros.load"), _load, number=True),
                Column[ProRow](says("pros.offers"), lambda row: tag("span", str(row.offers)), number=True, wide=True),
                Column[ProRow](says("pros.acceptance"), lambda row: tag("span", _percent(row.acceptance)), number=True),
                Column[ProRow](says("pros.rating"), lambda row: tag("span", f"{row.weighed:.1f}"), number=True),
            ),
            page.rows,
            says("page.pros"),
        )
        if page.after:
            link(says("action.next"), f"/pros?after={page.after}", "fx-button", says.onward)


def _name(row: ProRow, visit: Visit) -> None:
    says = visit.texts
    with tag("a", "", "fx-strong", href=f"/pros/{row.pro.id}"):
        line(row.pro.name)
    if not row.pro.approved:
        chip(says.name("pro_state", "pending"), "warn", "hourglass_empty")
    if row.paused:
        chip(says.name("pro_state", "paused"), "", "pause_circle")
    if not row.pro.active:
        chip(says.name("pro_state", "inactive"), "bad", "do_not_disturb_on")


def _load(row: ProRow) -> None:
    tag("span", f"{row.taken}/{row.cap}", "fx-ltr" + (" fx-strong" if row.taken >= row.cap else ""))


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.0%}"


async def one(desk: Desk, visit: Visit, key: str) -> None:
    """One professional."""
    says = visit.texts

    @ui.refreshable
    async def content() -> None:
        view = await desk.pros.one(key)
        if view is None:
            empty(says("error.missing"), "search_off")
            return
        _draw(desk, visit, view)

    async def changed(keys: frozenset[Key] | None) -> None:
        if keys is None or any(each.kind is Kind.PRO and each.id == key for each in keys):
            await content.refresh()

    await content()
    desk.hub.join(visit, changed)


def _draw(desk: Desk, visit: Visit, view: ProView) -> None:
    says, row, pro = visit.texts, view.row, view.row.pro
    heading(short(pro.name))
    with box("fx-row fx-lead-head"):
        phone(pro.id)
        if row.paused and pro.paused_until is not None:
            until = says("pros.for_good") if pro.paused_until >= FOR_GOOD else exact(pro.paused_until, desk.zone, says)
            chip(says("chat.until", when=until), "warn", "pause_circle")
        box("fx-grow", "span")
        link(says("lead.open_chat"), f"/chats/{pro.id}", "fx-button", "forum")
        if visit.may(Permission.PROS):
            _pauses(desk, visit, view)
    with box("fx-halves"):
        with card(says("lead.facts")):
            facts(
                [
                    (
                        says("leads.trade"),
                        lambda: line(", ".join(says.name("trade", trade.code) for trade in pro.trades)),
                    ),
                    (
                        says("lead.area"),
                        lambda: line(", ".join(desk.area(place.name, says.language) for place in pro.areas) or "—"),
                    ),
                    (says("pros.languages"), lambda: line(", ".join(map(str, pro.languages)) or "—")),
                    (says("pros.load"), lambda: _load(row)),
                    (says("pros.offers"), lambda: tag("span", str(row.offers))),
                    (says("pros.acceptance"), lambda: tag("span", _percent(row.acceptance))),
                    (says("pros.rating"), lambda: tag("span", f"{row.weighed:.1f} · {row.reviews}")),
                    (says("pros.jobs"), lambda: tag("span", str(pro.jobs_done))),
                ]
            )
        with card(says("pros.bookings")):
            if not view.bookings:
                empty(says("pros.no_bookings"), "event_busy")
            for booking in view.bookings:
                slot = booking.slot
                link(
                    f"{day(slot.start, desk.zone, says)} {clock(slot.start, desk.zone, says)}",
                    f"/leads/{booking.lead}",
                    "",
                    "event",
                )


def _pauses(desk: Desk, visit: Visit, view: ProView) -> None:
    says = visit.texts
    if view.row.paused:

        async def back(operator: Operator) -> None:
            await told(
                visit, desk.operate, operator, PausePro(once=secrets.token_hex(8), pro=view.row.pro.id, until=None)
            )

        button(says("pros.back"), visit.acts(Permission.PROS, back, "pause"), kind="primary", sign="play_arrow")
        return
    for name, length in PAUSES.items():

        async def pause(operator: Operator, length: timedelta | None = length) -> None:
            until = FOR_GOOD if length is None else desk.clock.now() + length
            await told(
                visit, desk.operate, operator, PausePro(once=secrets.token_hex(8), pro=view.row.pro.id, until=until)
            )

        button(says.name("pause", name), visit.acts(Permission.PROS, pause, "pause"), sign="pause_circle")


PROS = Page("pros", "/pros", "engineering", Permission.VIEW, build, one)
