"""Professionals: who they are, how full they are, how they answer; found, added, taken in from a file, given out."""

from nicegui import ui

from fixi.application.panel_views import ProRow
from fixi.domain.operators import Operator, Permission
from fixi.domain.professional import Professional
from fixi.domain.values import Key, Kind
from fixi.entrypoints import pros_file, pros_table
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, chip, empty, heading, icon, link, note, tag
from fixi.entrypoints.panel.components.words import line
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.pages import pros_form, pros_import
from fixi.entrypoints.panel.pages.pros_one import load, one, percent
from fixi.entrypoints.panel.visit import Visit
from fixi.ports.views import ProQuery

ROWS = 50
EXPORTED_AT_ONCE = 500
STATES = ("pending", "paused", "inactive")
FIELDS = ("q", "trade", "area", "state", "after")


async def build(desk: Desk, visit: Visit) -> None:
    """A list by words, trade, town and state, with its address."""
    says, asked = visit.texts, visit.client.request.query_params
    wanted = {name: asked.get(name, "").strip()[:100] for name in FIELDS}
    with heading(says("page.pros")):
        _commands(desk, visit)

    @ui.refreshable
    async def content() -> None:
        await _rows(desk, visit, wanted)

    _search(desk, visit, wanted)
    await content()

    async def changed(keys: frozenset[Key] | None) -> None:
        if keys is None or any(key.kind is Kind.PRO for key in keys):
            await content.refresh()

    desk.hub.join(visit, changed)


def _commands(desk: Desk, visit: Visit) -> None:
    says = visit.texts
    if visit.may(Permission.PROS):

        async def add(_: Operator) -> None:
            pros_form.ask(desk, visit, None)

        async def take_in(_: Operator) -> None:
            pros_import.ask(desk, visit)

        button(says("pros.new"), visit.acts(Permission.PROS, add), kind="primary", sign="person_add")
        button(says("import.title"), visit.acts(Permission.PROS, take_in), sign="upload")
    if visit.may(Permission.EXPORT):

        async def as_json(_: Operator) -> None:
            content = pros_file.written(await _everybody(desk))
            ui.download.content(content.encode("utf-8"), "fixi-professionals.json", "application/json")

        async def as_table(_: Operator) -> None:
            content = pros_table.table(await _everybody(desk))
            ui.download.content(content.encode("utf-8"), "fixi-professionals.csv", "text/csv")

        button("CSV", visit.acts(Permission.EXPORT, as_table, "export"), sign="download", label=says("pros.export_csv"))
        button(
            "JSON", visit.acts(Permission.EXPORT, as_json, "export"), sign="download", label=says("pros.export_json")
        )


async def _everybody(desk: Desk) -> list[Professional]:
    found: list[Professional] = []
    after = ""
    while True:
        page = await desk.pros.find(ProQuery(), after, EXPORTED_AT_ONCE)
        found += [row.pro for row in page.rows]
        after = page.after
        if not after:
            return found


def _search(desk: Desk, visit: Visit, wanted: dict[str, str]) -> None:
    says = visit.texts
    with tag("form", "", "fx-card fx-row fx-search", method="get", action="/pros", role="search"):
        for name, label in (("q", says("chats.words")), ("area", says("lead.area"))):
            field = tag("input", "", "fx-input", type="search", name=name, dir="auto", maxlength="100")
            field.props["value"] = wanted[name]
            field.props["placeholder"] = field.props["aria-label"] = label
        for name, options in (
            ("trade", [(code, says.name("trade", code)) for code in desk.trades]),
            ("state", [(code, says.name("pro_state", code)) for code in STATES]),
        ):
            with tag("select", "", "fx-input fx-select", name=name) as choice:
                choice.props["aria-label"] = says.name("pros_any", name)
                tag("option", says.name("pros_any", name), value="")
                for value, label in options:
                    option = tag("option", label, value=value)
                    if value == wanted[name]:
                        option.props["selected"] = True
        with tag("button", "", "fx-button primary", type="submit"):
            icon("search")
            tag("span", says("leads.search"))


async def _rows(desk: Desk, visit: Visit, wanted: dict[str, str]) -> None:
    says = visit.texts
    place = desk.places.named(wanted["area"]) if wanted["area"] else None
    if wanted["area"] and place is None:
        empty(says("steer_refused.no_such_area"), "location_off")
        return
    if wanted["state"] != "pending" and visit.may(Permission.PROS):
        waiting = len((await desk.pros.find(ProQuery(state="pending"), "", ROWS)).rows)
        if waiting:
            with box("fx-row"):
                note(says("pros.waiting", count=f"{waiting}+" if waiting == ROWS else waiting), "warn", "how_to_reg")
                link(says("pros.look"), "/pros?state=pending", "fx-button")
    area = place.name if place is not None else ""
    query = ProQuery(wanted["q"], wanted["trade"], area, wanted["state"])
    page = await desk.pros.find(query, wanted["after"], ROWS)
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
                Column[ProRow](says("pros.areas"), lambda row: line(_towns(desk, row, says.language)), wide=True),
                Column[ProRow](says("pros.load"), load, number=True),
                Column[ProRow](says("pros.offers"), lambda row: tag("span", str(row.offers)), number=True, wide=True),
                Column[ProRow](says("pros.acceptance"), lambda row: tag("span", percent(row.acceptance)), number=True),
                Column[ProRow](says("pros.rating"), lambda row: tag("span", f"{row.weighed:.1f}"), number=True),
            ),
            page.rows,
            says("page.pros"),
        )
        if page.after:
            onward = ui.context.client.request.url.include_query_params(after=page.after)
            link(says("action.next"), f"/pros?{onward.query}", "fx-button", says.onward)


def _towns(desk: Desk, row: ProRow, language: str) -> str:
    named = [desk.area(place.name, language) for place in row.pro.areas[:3]]
    more = len(row.pro.areas) - len(named)
    return ", ".join(named) + (f" +{more}" if more > 0 else "") or "—"


def _name(row: ProRow, visit: Visit) -> None:
    says = visit.texts
    with tag("a", "", "fx-strong", href=f"/pros/{row.pro.id}"):
        line(row.pro.name)
    if row.pro.active and not row.pro.approved:
        chip(says.name("pro_state", "pending"), "warn", "hourglass_empty")
    if row.paused:
        chip(says.name("pro_state", "paused"), "", "pause_circle")
    if not row.pro.active:
        chip(says.name("pro_state", "inactive"), "bad", "do_not_disturb_on")


PROS = Page("pros", "/pros", "engineering", Permission.VIEW, build, one)
