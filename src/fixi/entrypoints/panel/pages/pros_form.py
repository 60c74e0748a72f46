"""The sheet of one professional: the same checks as for a row of a file, each problem said at its field."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from fixi.domain.commands import SavePro
from fixi.domain.operators import Operator, Permission
from fixi.domain.pro_texts import DAYS, hours_text, texts
from fixi.domain.professional import Professional
from fixi.domain.values import Language
from fixi.entrypoints.panel.components.dialogs import dialog
from fixi.entrypoints.panel.components.forms import Field, area_field, choice, switch, text_field
from fixi.entrypoints.panel.components.tags import box, button, tag
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit
from fixi.entrypoints.pros_rows import Problem, Row
from fixi.entrypoints.pros_table import cells

WEEK = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
LIKE_HOURS = "08:00-17:00"


def ask(desk: Desk, visit: Visit, known: Professional | None) -> None:
    """Open the sheet, for somebody new or for this one as he is shown."""
    says = visit.texts

    def draw(close: Callable[[], None]) -> None:
        fields = _fields(desk, visit, known)
        once = secrets.token_hex(8)

        async def save(operator: Operator) -> None:
            values = {name: field.value for name, field in fields.items()}
            if known is not None:
                values["phone"] = known.id
            row = Row(1, _row(values), desk.places, frozenset(desk.trades), desk.settings.country)
            draft = row.draft()
            _explain(visit, fields, row.problems)
            if draft is None:
                return
            command = SavePro(once=once, pro=draft.onto(known), before=known)
            if await told(visit, desk.operate, operator, command):
                close()
                if known is None:
                    visit.leave_for(f"/pros/{draft.id}")

        with box("fx-row"):
            button(says("action.save"), visit.acts(Permission.PROS, save, "save_pro"), kind="primary")
            button(says("action.cancel"), close)

    dialog(says("pros.new") if known is None else says("pros.edit"), says, draw)


def _fields(desk: Desk, visit: Visit, known: Professional | None) -> dict[str, Field]:
    """What can be filled in; the keys are those of a file's row."""
    says = visit.texts
    now = texts(known) if known is not None else {}
    here = {place.name: desk.places.label(place, Language(says.language)) for place in desk.places.every()}
    here |= {place.name: desk.area(place.name, says.language) for place in (known.areas if known is not None else ())}
    towns = dict(sorted(here.items(), key=lambda pair: pair[1]))
    fields: dict[str, Field] = {}
    with box("fx-fields"):
        if known is None:
            fields["phone"] = text_field(says("lead.phone"), hint=says("pros.phone_hint"), longest=40)
        fields["name"] = text_field(says("pros.name"), now.get("name", ""), longest=80)
        fields["trades"] = choice(
            says("leads.trade"),
            {code: says.name("trade", code) for code in desk.trades},
            [trade.code for trade in known.trades] if known is not None else [],
            many=True,
        )
        areas = [place.name for place in known.areas] if known is not None else []
        fields["areas"] = choice(says("pros.areas"), towns, areas, says("pros.areas_hint"), many=True, searched=True)
        fields["location"] = text_field(says("pros.location"), now.get("location", ""), says("pros.location_hint"))
        fields["radius_km"] = text_field(says("pros.radius"), now.get("radius_km", ""), says("pros.radius_hint"))
        fields["languages"] = choice(
            says("pros.languages"),
            {str(each): says.name("tongue", str(each)) for each in Language},
            [str(each) for each in known.languages] if known is not None else [],
            says("pros.languages_hint"),
            many=True,
        )
        fields["max_active_jobs"] = text_field(says("pros.cap"), now.get("cap", ""), says("pros.cap_hint"))
        fields["prices"] = text_field(says("pros.prices"), now.get("prices", ""), says("pros.prices_hint"))
        if known is not None:
            fields["active"] = switch(says("pros.active"), value=known.active, hint=says("pros.active_hint"))
    with box("fx-fields"):
        tag("h3", says("pros.hours"), "fx-all")
        tag("p", says("pros.hours_hint"), "fx-hint fx-all")
        for day, spans in week(known).items():
            fields[day] = text_field(says.name("weekday", day), spans)
            fields[day].control.props["dir"] = "ltr"
            fields[day].control.props["placeholder"] = LIKE_HOURS
        fields["days_off"] = area_field(says("pros.days_off"), now.get("days_off", ""), says("pros.days_off_hint"))
        fields["blocked"] = area_field(says("pros.blocked"), now.get("blocked", ""), says("pros.blocked_hint"))
    return fields


def week(known: Professional | None) -> dict[str, str]:
    """His hours on each day, as texts."""
    hours = known.hours if known is not None else ()
    return {day: hours_text(each for each in hours if DAYS[each.weekday] == day).partition(" ")[2] for day in WEEK}


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in as a row of a file has it."""
    row = cells({name: str(value) for name, value in values.items() if isinstance(value, str) and name not in WEEK})
    row |= {name: value for name, value in values.items() if not isinstance(value, str) and value is not None}
    row["hours"] = {day: spans.split(",") for day in WEEK if (spans := str(values[day] or "").strip())}
    place = str(values.get("location") or "").replace(",", " ").split()
    row["location"] = {"lat": _number(place[0]), "lon": _number(place[-1])} if place else None
    return row


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _explain(visit: Visit, fields: Mapping[str, Field], problems: list[Problem]) -> None:
    """Say each problem at its field; what belongs to none is said aloud."""
    says = visit.texts
    wrong: dict[str, str] = {}
    for problem in problems:
        wrong.setdefault("sun" if problem.field == "hours" else problem.field, in_words(visit, problem))
    for name, field in fields.items():
        field.wrong(wrong.pop(name, ""))
    for text in wrong.values():
        visit.tell(text, "warning")
    if problems and not wrong:
        visit.tell(says("error.look_again"), "warning")


def in_words(visit: Visit, problem: Problem) -> str:
    """What is wrong, in the visitor's language."""
    says = visit.texts
    return says(f"row_problem.{problem.code}", **problem.params)
