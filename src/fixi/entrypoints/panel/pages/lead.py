"""One lead: what is known, what happened, why this professional, what was said, and what can be done about it."""

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui

from fixi.application.panel_views import LeadView
from fixi.domain.commands import (
    AnyCommand,
    Assign,
    CallOff,
    Close,
    EditFacts,
    LeadCommand,
    Note,
    Reject,
    Reroute,
    facts_of,
    possible,
)
from fixi.domain.errors import Refused
from fixi.domain.forms import FormEdit
from fixi.domain.operators import Operator, Permission
from fixi.domain.values import Key, Trade
from fixi.entrypoints.panel.components.chat import bubbles
from fixi.entrypoints.panel.components.dialogs import dialog
from fixi.entrypoints.panel.components.files import attached
from fixi.entrypoints.panel.components.forms import Field, area_field, choice, complete, text_field
from fixi.entrypoints.panel.components.moments import clock, day, moment
from fixi.entrypoints.panel.components.status import status_chip
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, card, chip, empty, facts, heading, link, tag
from fixi.entrypoints.panel.components.words import line, phone, words
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.pages.lead_why import why
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit

SIGNS = {
    Assign: "person_add",
    Reroute: "alt_route",
    EditFacts: "edit",
    Note: "note_add",
    Close: "archive",
    CallOff: "cancel",
    Reject: "block",
}
PHONE = re.compile(r"(?<!\d)\d{9,15}(?!\d)")
DANGEROUS = (CallOff, Close, Reject)


async def one(desk: Desk, visit: Visit, key: str) -> None:
    """The page of this lead, drawn anew when it or its client's chat has changed."""
    says = visit.texts
    shown: dict[str, LeadView] = {}

    @ui.refreshable
    async def content() -> None:
        view = await desk.lead(key, visit.operator.name)
        if view is None:
            empty(says("error.missing"), "search_off")
            return
        shown["view"] = view
        _draw(desk, visit, view)

    async def changed(keys: frozenset[Key] | None) -> None:
        view = shown.get("view")
        if view is not None and (keys is None or not keys.isdisjoint({Key.lead(key), Key.client(view.row.client)})):
            await content.refresh()

    await content()
    desk.hub.join(visit, changed)


def _draw(desk: Desk, visit: Visit, view: LeadView) -> None:
    says, row = visit.texts, view.row
    with heading(says.name("trade", row.trade) if row.trade else says("leads.no_trade"), ""):
        pass
    with box("fx-row fx-lead-head"):
        status_chip(row.status, says)
        if row.emergency:
            chip(says("leads.emergency"), "bad", "emergency")
        tag("span", row.id, "fx-mono fx-quiet fx-ltr")
        moment(row.opened_at, desk.clock.now(), desk.zone, says)
        box("fx-grow", "span")
        for command in possible(view.state, visit.operator.role):
            _action(desk, visit, view, command)
    with box("fx-halves"):
        with box("fx-stack"):
            _facts(desk, visit, view)
            why(desk, visit, view)
            _offers(desk, visit, view)
            _timeline(desk, visit, view)
        with card(says("lead.chat")):
            if visit.may(Permission.STEER_CHATS):
                link(says("lead.open_chat"), f"/chats/{row.client.text}", "fx-button", "forum")
            if view.chat.lines:
                bubbles(view.chat.lines[-30:], desk.zone, says, both=len(view.chat.rows) > 1)
            else:
                empty(says("chat.nothing"), "forum")


def _facts(desk: Desk, visit: Visit, view: LeadView) -> None:
    says, form, row = visit.texts, view.form, view.row
    address = " · ".join(
        filter(None, (form.street, form.floor and says("lead.floor", floor=form.floor), form.apartment))
    )
    rows = [
        (says("lead.client"), lambda: line(row.name or "—")),
        (
            says("lead.phone"),
            lambda: phone(row.client.text) if visit.may(Permission.STEER_CHATS) else line("…" + row.client.text[-4:]),
        ),
        (says("lead.issue"), lambda: words(form.issue or form.transcript or "—", says)),
        (says("lead.area"), lambda: line(desk.area(row.area, says.language) if row.area else "—")),
        (says("lead.address"), lambda: line(address or "—")),
        (
            says("lead.wish"),
            lambda: line(
                form.wish.words
                or f"{day(form.wish.earliest, desk.zone, says)} {clock(form.wish.earliest, desk.zone, says)}"
                if form.wish
                else "—"
            ),
        ),
        (
            says("lead.slot"),
            lambda: line(
                f"{day(row.slot.start, desk.zone, says)} {clock(row.slot.start, desk.zone, says)}" if row.slot else "—"
            ),
        ),
        (says("lead.pro"), lambda: line(row.pro_name or "—")),
    ]
    if form.picture:
        rows.append((says("lead.picture"), lambda: words(form.picture or "", says)))
    with card(says("lead.facts")):
        facts(rows)
        if view.media:
            with box("fx-row"):
                for file in view.media:
                    attached(file, says)


def _offers(desk: Desk, visit: Visit, view: LeadView) -> None:
    says = visit.texts
    if not view.offers:
        return
    now = desk.clock.now()
    with card(says("lead.offers")):
        table(
            (
                Column(says("lead.who"), lambda offer: line(view.names.get(offer.pro, f"…{offer.pro[-4:]}"))),
                Column(
                    says("lead.outcome"),
                    lambda offer: chip(
                        says.name("offer", offer.outcome), {"accepted": "good", "open": "info"}.get(offer.outcome, "")
                    ),
                ),
                Column(says("lead.asked"), lambda offer: moment(offer.at, now, desk.zone, says)),
            ),
            view.offers,
            says("lead.offers"),
        )


def _timeline(desk: Desk, visit: Visit, view: LeadView) -> None:
    says = visit.texts
    with card(says("lead.timeline")), box("fx-timeline", "ol"):
        for change in reversed(view.timeline):
            with box("fx-row", "li"):
                tag(
                    "time",
                    f"{day(change.at, desk.zone, says)} {clock(change.at, desk.zone, says)}",
                    "fx-small fx-quiet",
                    datetime=change.at.isoformat(),
                )
                tag("span", says.name("event", change.event), "fx-strong")
                tag("span", says.name("actor", str(change.actor)), "fx-small fx-quiet")
                if change.cause:
                    line(named(change.cause, view.names), "fx-small")
                if change.after is not None and change.after is not change.before:
                    status_chip(change.after, says)


def named(cause: str, names: Mapping[str, str]) -> str:
    """The cause, with names in place of the ids of professionals, which are their phones."""
    return PHONE.sub(lambda found: names.get(found[0], f"…{found[0][-4:]}"), cause)


# What can be done


def _action(desk: Desk, visit: Visit, view: LeadView, command: type[LeadCommand]) -> None:
    says, name = visit.texts, command.__name__.lower()

    async def opened(_: Operator) -> None:
        _ask(desk, visit, view, command)

    kind = "danger" if command in DANGEROUS else ""
    button(
        says.name("command", name),
        visit.acts(command.permission, opened),
        kind=kind,
        sign=SIGNS.get(command, "play_arrow"),
    )


def _ask(desk: Desk, visit: Visit, view: LeadView, command: type[LeadCommand]) -> None:
    """A sheet with the fields of this command."""
    says, name = visit.texts, command.__name__.lower()
    known = {"lead": view.row.id, "version": view.version, "seen": facts_of(view.state), "once": secrets.token_hex(8)}

    def draw(close: Callable[[], None]) -> None:
        tag("p", says.name("explain", name))
        fields = _fields(desk, visit, view, command)

        async def go(operator: Operator) -> None:
            needed = [field for key, field in fields.items() if key in {"text", "pro"}]
            if not complete(needed, says("error.required")):
                return
            made = _made(desk, command, known, {key: field.value for key, field in fields.items()})
            if await told(visit, desk.operate, operator, made):
                close()

        with box("fx-row"):
            kind = "danger" if command in DANGEROUS else "primary"
            button(says.name("command", name), visit.acts(command.permission, go, name), kind=kind)
            button(says("action.cancel"), close)

    dialog(says.name("command", name), says, draw)


def _fields(desk: Desk, visit: Visit, view: LeadView, command: type[LeadCommand]) -> dict[str, Field]:
    says = visit.texts
    if command is Assign:
        asked = {row.pro: view.names.get(row.pro, row.pro) for row in (view.why.rows if view.why else ())}
        return {
            "pro": choice(says("lead.who"), asked, next(iter(asked), None))
            if asked
            else text_field(says("lead.pro_phone"), hint=says("lead.pro_phone_hint")),
            "anyway": choice(says("lead.anyway"), {"": says("lead.anyway_no"), "yes": says("lead.anyway_yes")}, ""),
        }
    if command is Note:
        return {"text": area_field(says("lead.note"))}
    if command is EditFacts:
        form = view.form
        return {
            "trade": choice(
                says("leads.trade"),
                {code: says.name("trade", code) for code in desk.trades},
                form.trade.code if form.trade else None,
            ),
            "issue": area_field(says("lead.issue"), form.issue or ""),
            "area": text_field(says("lead.area"), form.area.name if form.area else ""),
            "street": text_field(says("lead.address"), form.street or ""),
            "floor": text_field(says("lead.floor_name"), form.floor or ""),
            "apartment": text_field(says("lead.apartment"), form.apartment or ""),
            "name": text_field(says("lead.client"), form.name or ""),
        }
    if command in DANGEROUS:
        return {"reason": text_field(says("lead.reason"))}
    return {}


def _made(desk: Desk, command: type[LeadCommand], known: Mapping[str, Any], values: Mapping[str, Any]) -> AnyCommand:
    """The command out of what was filled in; only facts that were changed are in an edit."""
    if command is EditFacts:
        area = str(values["area"] or "").strip()
        place = desk.places.named(area) if area else None
        if area and place is None:
            raise Refused("no_such_area")
        written = {name: str(values[name] or "").strip() for name in ("issue", "street", "floor", "apartment", "name")}
        trade = Trade(values["trade"]) if values["trade"] else None
        return EditFacts(
            **known,
            edit=FormEdit(
                trade=trade,
                area=place,
                issue=written["issue"],
                street=written["street"],
                floor=written["floor"],
                apartment=written["apartment"],
                name=written["name"],
            ),
        )
    if command is Assign:
        return Assign(**known, pro=str(values["pro"]), anyway=values["anyway"] == "yes")
    if command is Note:
        return Note(**known, text=str(values["text"]).strip())
    reason = str(values.get("reason") or "").strip()
    for dangerous in DANGEROUS:
        if command is dangerous:
            return dangerous(**known, reason=reason)
    return Reroute(**known)
