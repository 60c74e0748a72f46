"""Leads: a board, a table, and a search; all of it in the address, so that it can be kept and sent."""

from urllib.parse import urlencode

from nicegui import ui

from fixi.domain.lead.summary import LeadRow
from fixi.domain.operators import Permission
from fixi.domain.values import Key, Kind, Status
from fixi.entrypoints.panel.components.moments import moment
from fixi.entrypoints.panel.components.status import status_chip
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, chip, empty, heading, icon, link, tag
from fixi.entrypoints.panel.components.words import line, phone
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.pages.lead import one
from fixi.entrypoints.panel.pages.leads_export import exports
from fixi.entrypoints.panel.visit import Visit
from fixi.ports.views import LeadQuery

EACH = 12  # cards in a column of the board
ROWS = 50
MOST_LOOKS = 8  # a page may come short: so often is looked on before it is shown


async def build(desk: Desk, visit: Visit) -> None:
    """The board, or the table as soon as something is looked for."""
    says, asked = visit.texts, visit.client.request.query_params
    words, trade, area = (asked.get(name, "").strip()[:100] for name in ("q", "trade", "area"))
    statuses = frozenset(status for status in Status if status.value in asked.getlist("status"))
    searching = bool(words or trade or area or statuses) or asked.get("view") == "table"
    place = desk.places.named(area) if area else None
    query = LeadQuery(words=words, trade=trade, area=place.name if place is not None else area, statuses=statuses)
    with heading(says("page.leads")):
        exports(desk, visit, query)
        for view, sign in (("board", "view_kanban"), ("table", "table_rows")):
            chosen = link(
                says(f"leads.{view}"), "/leads" if view == "board" else "/leads?view=table", "fx-button", sign
            )
            chosen.props["aria-current"] = "page" if searching == (view == "table") else "false"
    _search(visit, words, trade, area, statuses, desk.trades)
    if searching:
        await _table(desk, visit, query, asked.get("after", ""))
    else:
        await _board(desk, visit)


def _search(
    visit: Visit, words: str, trade: str, area: str, statuses: frozenset[Status], trades: tuple[str, ...]
) -> None:
    """A plain form: it works by keyboard, and its answer has an address."""
    says = visit.texts
    with tag("form", "", "fx-card fx-row fx-search", method="get", action="/leads", role="search"):
        for name, value, label in (("q", words, "leads.words"), ("area", area, "leads.area")):
            field = tag("input", "", "fx-input", type="search", name=name, dir="auto", maxlength="100")
            field.props["value"] = value
            field.props["placeholder"] = field.props["aria-label"] = says(label)
        _options(visit, "trade", [(code, says.name("trade", code)) for code in trades], {trade})
        _options(
            visit, "status", [(each.value, says.name("status", each)) for each in Status], {s.value for s in statuses}
        )
        with tag("button", "", "fx-button primary", type="submit"):
            icon("search")
            tag("span", says("leads.search"))
        link(says("leads.clear"), "/leads", "fx-button plain")


def _options(visit: Visit, name: str, options: list[tuple[str, str]], chosen: set[str]) -> None:
    with tag("select", "", "fx-input fx-select", name=name) as choice:
        choice.props["aria-label"] = visit.texts(f"leads.{name}")
        tag("option", visit.texts(f"leads.any_{name}"), value="")
        for value, label in options:
            option = tag("option", label, value=value)
            if value in chosen:
                option.props["selected"] = True


async def _board(desk: Desk, visit: Visit) -> None:
    says = visit.texts

    @ui.refreshable
    async def columns() -> None:
        board = await desk.board(EACH)
        if not any(count for count, _ in board.values()):
            empty(says("leads.none"), "inbox")
            return
        with box("fx-board"):
            for status, (count, page) in board.items():
                with box("fx-column", "section"):
                    with box("fx-row fx-between"):
                        status_chip(status, says)
                        tag("span", str(count), "fx-strong")
                    for row in page.rows:
                        _card(desk, visit, row)
                    if count > len(page.rows):
                        link(says("leads.all"), f"/leads?status={status.value}", "fx-button plain")

    async def changed(keys: frozenset[Key] | None) -> None:
        if keys is None or any(key.kind is Kind.LEAD for key in keys):
            await columns.refresh()

    await columns()
    desk.hub.join(visit, changed)


def _card(desk: Desk, visit: Visit, row: LeadRow) -> None:
    says = visit.texts
    with tag("a", "", "fx-card fx-lead", href=f"/leads/{row.id}"):
        with box("fx-row fx-between", "span"):
            tag("span", says.name("trade", row.trade) if row.trade else says("leads.no_trade"), "fx-strong")
            if row.emergency:
                chip(says("leads.emergency"), "bad", "emergency")
        if row.issue:
            line(row.issue)
        with box("fx-row fx-small fx-quiet", "span"):
            if row.area:
                line(desk.area(row.area, says.language))
            if row.pro_name:
                line(row.pro_name)
            moment(row.updated_at, desk.clock.now(), desk.zone, says)


async def _table(desk: Desk, visit: Visit, query: LeadQuery, after: str) -> None:
    says = visit.texts
    rows: list[LeadRow] = []
    for _ in range(MOST_LOOKS):
        page = await desk.leads.find(query, after, ROWS - len(rows))
        rows += page.rows
        after = page.after
        if not after or len(rows) >= ROWS:
            break
    if not rows:
        empty(says("leads.found_none"), "search_off")
        return
    now = desk.clock.now()
    with box("fx-card"):
        table(
            (
                Column[LeadRow](says("leads.status"), lambda row: status_chip(row.status, says)),
                Column[LeadRow](says("leads.trade"), lambda row: _named(row, visit)),
                Column[LeadRow](says("leads.issue"), lambda row: line(row.issue or "—")),
                Column[LeadRow](
                    says("leads.area"), lambda row: line(desk.area(row.area, says.language) if row.area else "—")
                ),
                Column[LeadRow](says("leads.client"), lambda row: _client(row, visit), wide=True),
                Column[LeadRow](says("leads.pro"), lambda row: line(row.pro_name or "—"), wide=True),
                Column[LeadRow](says("leads.updated"), lambda row: moment(row.updated_at, now, desk.zone, says)),
            ),
            rows,
            says("page.leads"),
        )
        if after:
            asked = [
                ("view", "table"),
                ("q", query.words),
                ("trade", query.trade),
                ("area", query.area),
                ("after", after),
            ]
            more = urlencode([*asked, *(("status", status.value) for status in query.statuses)])
            link(says("action.next"), f"/leads?{more}", "fx-button", says.onward)


def _named(row: LeadRow, visit: Visit) -> None:
    says = visit.texts
    link(says.name("trade", row.trade) if row.trade else says("leads.no_trade"), f"/leads/{row.id}", "fx-strong")
    if row.emergency:
        chip(says("leads.emergency"), "bad", "emergency")


def _client(row: LeadRow, visit: Visit) -> None:
    if row.name:
        line(row.name)
    if visit.may(Permission.STEER_CHATS):
        phone(row.client.text, "fx-quiet fx-small")


LEADS = Page("leads", "/leads", "assignment", Permission.VIEW, build, one)
