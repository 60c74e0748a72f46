"""What the system makes of it: the leads as they change, why this professional, and what happened."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from fixi.application.panel_views import LeadView
from fixi.entrypoints.panel.components.moments import clock, day
from fixi.entrypoints.panel.components.status import status_chip
from fixi.entrypoints.panel.components.tags import box, chip, empty, link, tag
from fixi.entrypoints.panel.components.words import line
from fixi.entrypoints.panel.town.table import Scene
from fixi.ports.views import LeadQuery

LEADS = 5
RANKS = 6
CHANGES = 12


async def draw_leads(scene: Scene) -> Callable[[], Awaitable[None]]:
    """The newest leads, the last that changed first and open. Returns what draws them anew."""

    async def found() -> tuple[LeadView, ...]:
        rows = (await scene.table.leads.find(LeadQuery(), "", LEADS)).rows
        views = [await scene.table.lead(row.id, scene.visit.operator.name) for row in rows]
        return tuple(view for view in views if view is not None)

    @ui.refreshable
    def shown(views: tuple[LeadView, ...]) -> None:
        if not views:
            empty(scene.visit.texts("town.no_leads"), "assignment")
        for number, view in enumerate(views):
            _lead(scene, view, opened=number == 0)

    async def again() -> None:
        await shown.refresh(await found())

    with box("fx-stack"):
        shown(await found())
    return again


def _lead(scene: Scene, view: LeadView, *, opened: bool) -> None:
    says, row = scene.visit.texts, view.row
    with box("fx-card fx-town-lead", "details") as whole:
        whole.props["data-lead"] = row.id
        if opened:
            whole.props["open"] = True
        with box("fx-row", "summary"):
            status_chip(row.status, says)
            tag("span", says.name("trade", row.trade) if row.trade else says("town.no_trade"), "fx-strong")
            if row.name:
                line(row.name, "fx-quiet")
            if row.emergency:
                chip(says("town.emergency"), "bad", "emergency")
        with box("fx-stack"):
            if row.issue:
                line(row.issue)
            _why(scene, view)
            _timeline(scene, view)
            link(says("town.whole_lead"), f"/leads/{row.id}", "fx-small", says.onward)


def _why(scene: Scene, view: LeadView) -> None:
    says = scene.visit.texts
    if view.why is None or not view.why.rows:
        return
    with box("fx-stack fx-tight"):
        tag("h3", says("town.why"))
        with box("fx-ranks", "ol"):
            for row in view.why.rows[:RANKS]:
                with box("fx-row fx-between", "li"):
                    line(view.names.get(row.pro, f"…{row.pro[-4:]}"), "fx-strong")
                    if row.refused is not None:
                        chip(says.name("refused", row.refused), "", "do_not_disturb_on")
                        continue
                    offer = next((offer for offer in reversed(view.offers) if offer.pro == row.pro), None)
                    if offer is not None:
                        tone = {"accepted": "good", "open": "info"}.get(offer.outcome, "")
                        chip(says.name("offer", offer.outcome), tone)
                    best = sorted(row.parts, key=lambda part: -part[1])[:3]
                    parts = " · ".join(f"{says.name('weight', name)} {value:.2f}" for name, value in best if value)
                    tag("span", parts, "fx-small fx-quiet fx-grow")
                    tag("span", f"{row.score:.2f}", "fx-ltr fx-strong")


def _timeline(scene: Scene, view: LeadView) -> None:
    says, zone = scene.visit.texts, scene.desk.zone
    today = scene.desk.clock.now().astimezone(zone).date()
    with box("fx-stack fx-tight"):
        tag("h3", says("town.timeline"))
        with box("fx-changes", "ol"):
            for change in list(reversed(view.timeline))[:CHANGES]:
                with box("fx-row fx-small", "li"):
                    if change.at.astimezone(zone).date() != today:
                        tag("span", day(change.at, zone, says), "fx-quiet")
                    tag("time", clock(change.at, zone, says), "fx-quiet fx-ltr", datetime=change.at.isoformat())
                    tag("span", says.name("event", change.event), "fx-strong")
                    tag("span", says.name("actor", str(change.actor)), "fx-quiet")
                    if change.after is not None and change.after is not change.before:
                        tag("span", says.name("status", change.after), "fx-quiet")
