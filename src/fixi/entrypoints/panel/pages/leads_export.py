"""The leads that were found, as a table that a spreadsheet can be given."""

from collections.abc import Iterable
from datetime import datetime

from nicegui import ui

from fixi.application.spreadsheet import Cell, csv_text
from fixi.domain.lead.summary import LeadRow
from fixi.domain.operators import Operator, Permission
from fixi.entrypoints.panel.components.tags import button
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.visit import Visit
from fixi.ports.views import LeadQuery

MOST, AT_ONCE = 10_000, 500
COLUMNS = (
    "id",
    "status",
    "emergency",
    "trade",
    "area",
    "street",
    "issue",
    "client",
    "name",
    "pro",
    "pro_name",
    "offers",
    "appointment",
    "opened_at",
    "updated_at",
    "stars",
)


def exports(desk: Desk, visit: Visit, query: LeadQuery) -> None:
    """The button, for those who may take data out of the house."""
    says = visit.texts
    if not visit.may(Permission.EXPORT):
        return

    async def export(_: Operator) -> None:
        rows, all_of_them = await found(desk, query)
        if not all_of_them:
            visit.tell(says("leads.export_cut", count=len(rows)), "warning")
        content = csv_text(COLUMNS, _cells(desk, rows))
        ui.download.content(content.encode("utf-8"), "fixi-leads.csv", "text/csv")

    button("CSV", visit.acts(Permission.EXPORT, export, "export"), sign="download", label=says("leads.export"))


async def found(desk: Desk, query: LeadQuery) -> tuple[list[LeadRow], bool]:
    """The newest of those that are looked for, and whether these are all."""
    rows: list[LeadRow] = []
    after = ""
    while len(rows) < MOST:
        page = await desk.leads.find(query, after, min(AT_ONCE, MOST - len(rows)))
        rows += page.rows
        after = page.after
        if not after:
            return rows, True
    return rows, False


def _cells(desk: Desk, rows: Iterable[LeadRow]) -> Iterable[tuple[Cell, ...]]:
    def moment(at: datetime | None) -> str:
        return at.astimezone(desk.zone).isoformat(sep=" ", timespec="minutes") if at is not None else ""

    for row in rows:
        yield (
            row.id,
            row.status.value,
            "yes" if row.emergency else "",
            row.trade or "",
            row.area or "",
            row.street or "",
            row.issue or "",
            f"+{row.client.text}" if row.client.text.isdigit() else row.client.text,
            row.name or "",
            " ".join(f"+{pro}" for pro in row.pros),
            row.pro_name or "",
            row.offers,
            moment(row.slot.start if row.slot is not None else None),
            moment(row.opened_at),
            moment(row.updated_at),
            row.stars,
        )
