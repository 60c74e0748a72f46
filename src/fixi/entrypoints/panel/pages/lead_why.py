"""Why this professional: the ranking of a lead, and what it would be under other weights."""

from collections.abc import Callable
from dataclasses import fields

from nicegui import ui

from fixi.application.panel_views import LeadView
from fixi.domain.errors import Invalid
from fixi.domain.matching import Ranking, Row
from fixi.domain.operators import Operator, Permission
from fixi.domain.policy import Weights
from fixi.entrypoints.panel.components.dialogs import dialog
from fixi.entrypoints.panel.components.forms import Field, text_field
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, card, chip, icon, tag
from fixi.entrypoints.panel.components.words import line
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.visit import Visit

SHOWN = 12
NAMES = tuple(each.name for each in fields(Weights))


def why(desk: Desk, visit: Visit, view: LeadView) -> None:
    """The table of the last search; nothing where nobody was searched for yet."""
    ranking, says = view.why, visit.texts
    if ranking is None or not ranking.rows:
        return

    async def opened(_: Operator) -> None:
        weights = ranking.weights or (await desk.policies.current()).weights
        dialog(says("lead.what_if"), says, lambda close: _what_if(desk, visit, view, ranking, weights, close))

    with card(says("lead.why")):
        _table(visit, view, ranking)
        if ranking.ranked:
            with box("fx-row"):
                button(says("lead.what_if"), visit.acts(Permission.VIEW, opened), kind="plain", sign="tune")


def _what_if(
    desk: Desk, visit: Visit, view: LeadView, before: Ranking, weights: Weights, close: Callable[[], None]
) -> None:
    """The same people in another order; nothing of it is kept."""
    says, now = visit.texts, [before]
    ranks = {row.pro: row.rank for row in before.rows}
    tag("p", says("lead.what_if_explained"), "fx-quiet")

    @ui.refreshable
    def again() -> None:
        _table(visit, view, now[0], ranks)

    with box("fx-weights"):
        boxes = {name: text_field(says.name("weight", name), f"{getattr(weights, name):g}") for name in NAMES}

    async def compute(_: Operator) -> None:
        wanted = _weights(boxes, says("lead.weight_range"))
        if wanted is not None:
            now[0] = await desk.lead.what_if(before, wanted)
            await again.refresh()

    with box("fx-row"):
        button(says("lead.what_if_go"), visit.acts(Permission.VIEW, compute, "what-if"), kind="primary", sign="sort")
        button(says("action.close"), close)
    again()


def _weights(boxes: dict[str, Field], wrong: str) -> Weights | None:
    """What was filled in; None, and said at each field, when it is not all weights."""
    found: dict[str, float] = {}
    for name, field in boxes.items():
        field.wrong()
        try:
            found[name] = float(str(field.value or "0").replace(",", "."))
            Weights(**{name: found[name]})
        except (ValueError, Invalid):
            field.wrong(wrong)
            found.pop(name, None)
    return Weights(**found) if len(found) == len(boxes) else None


def _table(visit: Visit, view: LeadView, ranking: Ranking, before: dict[str, int | None] | None = None) -> None:
    says = visit.texts
    table(
        (
            Column[Row](says("lead.rank"), lambda row: _rank(row, before), number=True),
            Column[Row](says("lead.who"), lambda row: line(view.names.get(row.pro, f"…{row.pro[-4:]}"))),
            Column[Row](
                says("lead.score"),
                lambda row: tag("span", f"{row.score:.2f}" if row.refused is None else ""),
                number=True,
            ),
            Column[Row](says("lead.km"), lambda row: tag("span", f"{row.km:.0f}"), number=True, wide=True),
            Column[Row](says("lead.parts"), lambda row: _parts(visit, row)),
        ),
        ranking.rows[:SHOWN],
        says("lead.why"),
    )


def _rank(row: Row, before: dict[str, int | None] | None) -> None:
    tag("span", str(row.rank) if row.rank is not None else "—")
    was = before.get(row.pro) if before is not None else None
    if row.rank is not None and was is not None and was != row.rank:
        icon("arrow_upward" if row.rank < was else "arrow_downward")


def _parts(visit: Visit, row: Row) -> None:
    says = visit.texts
    if row.refused:
        chip(says.name("refused", row.refused), "", "do_not_disturb_on")
        return
    best = sorted(row.parts, key=lambda pair: -pair[1])[:3]
    tag("span", " · ".join(f"{says.name('weight', name)} {value:.2f}" for name, value in best), "fx-small fx-quiet")
