"""What a period adds up to: funnel, times, fairness, money; and the same as a table for a spreadsheet."""

from collections.abc import Callable
from datetime import datetime, timedelta

from nicegui import ui

from fixi.application.panel_views import NumbersView
from fixi.application.spreadsheet import csv_text
from fixi.domain.figures import Figures, Group, Share, Spread
from fixi.domain.operators import Operator, Permission
from fixi.domain.values import Slot
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, card, heading, link, tag
from fixi.entrypoints.panel.components.words import line
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.pages.numbers_charts import balance, bars, days
from fixi.entrypoints.panel.visit import Visit

PERIODS = {"day": 1, "week": 7, "month": 30, "quarter": 91}
MINUTE, HOUR, DAY = 60, 3600, 86400


async def build(desk: Desk, visit: Visit) -> None:
    """A period that ends now, by its address."""
    says, asked = visit.texts, visit.client.request.query_params.get("period", "week")
    name = asked if asked in PERIODS else "week"
    period = Slot(_begin(desk.clock.now(), PERIODS[name], desk), desk.clock.now())
    with heading(says("page.numbers")):
        for each in PERIODS:
            chosen = link(says.name("period", each), f"/numbers?period={each}", "fx-button")
            chosen.props["aria-current"] = "page" if each == name else "false"
    view = await desk.numbers(period)
    with box("fx-stack"):
        _tiles(visit, view)
        with box("fx-halves"):
            _funnel(visit, view)
            _times(visit, view)
        with box("fx-halves"):
            _groups(desk, visit, view)
            with box("fx-stack"):
                days(visit, view)
                await _shares(desk, visit, view)
        balance(visit, view)
        _models(visit, view)
        if visit.may(Permission.EXPORT):

            async def export(_: Operator) -> None:
                content = csv_text(*_sheet(visit, view)).encode("utf-8")
                ui.download.content(content, f"fixi-{name}.csv", "text/csv")

            with box("fx-row"):
                button(says("numbers.export"), visit.acts(Permission.EXPORT, export, "export"), sign="download")


def _begin(now: datetime, days: int, desk: Desk) -> datetime:
    """Midnight on the business's wall, so many days back."""
    today = now.astimezone(desk.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days - 1)


def _tiles(visit: Visit, view: NumbersView) -> None:
    says, figures = visit.texts, view.figures
    lost = sum(count for (kind, outcome), count in view.balance.items() if kind == "out" and outcome == "failed")
    tiles = (
        ("leads", str(figures.leads)),
        ("emergencies", str(figures.emergencies)),
        ("acceptance", "—" if figures.acceptance is None else f"{figures.acceptance:.0%}"),
        ("stars", "—" if figures.stars is None else f"{figures.stars:.1f}"),
        ("gini", "—" if figures.gini is None else f"{figures.gini:.2f}"),
        ("failed", str(lost)),
    )
    with box("fx-tiles"):
        for name, value in tiles:
            with box("fx-card fx-stack fx-tight"):
                tag("span", says.name("number", name), "fx-quiet fx-small")
                tag("span", value, "fx-number")


def _funnel(visit: Visit, view: NumbersView) -> None:
    says, funnel = visit.texts, view.figures.funnel
    with card(says("numbers.funnel")):
        bars([(says.name("stage", stage), count, str(count)) for stage, count in funnel])


def _spreads(figures: Figures) -> tuple[tuple[str, Spread], ...]:
    return (
        ("first_answer", figures.first_answer),
        ("first_offer", figures.first_offer),
        ("first_yes", figures.first_yes),
        ("done", figures.done),
    )


def _times(visit: Visit, view: NumbersView) -> None:
    says, figures = visit.texts, view.figures
    rows = _spreads(figures)
    with card(says("numbers.times")):
        table(
            (
                Column[tuple[str, Spread]]("", lambda row: line(says.name("time", row[0]))),
                Column[tuple[str, Spread]](
                    says("numbers.median"), lambda row: tag("span", _long(visit, row[1], row[1].median)), number=True
                ),
                Column[tuple[str, Spread]](
                    says("numbers.p90"), lambda row: tag("span", _long(visit, row[1], row[1].p90)), number=True
                ),
                Column[tuple[str, Spread]](
                    says("numbers.count"), lambda row: tag("span", str(row[1].count)), number=True
                ),
            ),
            rows,
            says("numbers.times"),
        )


def _long(visit: Visit, spread: Spread, seconds: float) -> str:
    says = visit.texts
    if not spread.count:
        return "—"
    for unit, length in (("days", DAY), ("hours", HOUR), ("minutes", MINUTE)):
        if seconds >= length:
            return says(f"numbers.{unit}", n=f"{seconds / length:.1f}")
    return says("numbers.seconds", n=f"{seconds:.0f}")


def _groups(desk: Desk, visit: Visit, view: NumbersView) -> None:
    says = visit.texts
    named: tuple[tuple[str, tuple[Group, ...], Callable[[str], str]], ...] = (
        ("trades", view.figures.trades, lambda name: says.name("trade", name) if name else "—"),
        ("areas", view.figures.areas[:10], lambda name: desk.area(name, says.language) if name else "—"),
    )
    with card(says("numbers.where")):
        for key, groups, called in named:
            table(
                (
                    Column[Group](says.name("number", key), lambda group, called=called: line(called(group.name))),  # type: ignore[misc]
                    Column[Group](
                        says.name("number", "leads"), lambda group: tag("span", str(group.leads)), number=True
                    ),
                    Column[Group](
                        says.name("stage", "accepted"), lambda group: tag("span", str(group.accepted)), number=True
                    ),
                    Column[Group](
                        says.name("stage", "completed"), lambda group: tag("span", str(group.completed)), number=True
                    ),
                ),
                groups,
                says.name("number", key),
            )


async def _shares(desk: Desk, visit: Visit, view: NumbersView) -> None:
    says, shares = visit.texts, view.figures.shares[:12]
    names = await desk.pros.names(frozenset(share.pro for share in shares))

    def who(share: Share) -> None:
        with tag("a", "", "", href=f"/pros/{share.pro}"):
            line(names.get(share.pro, f"…{share.pro[-4:]}"))

    with card(says("numbers.shares")):
        table(
            (
                Column[Share](says("lead.who"), who),
                Column[Share](says("pros.jobs"), lambda share: tag("span", str(share.jobs)), number=True),
                Column[Share](says("numbers.share"), lambda share: tag("span", f"{share.share:.0%}"), number=True),
            ),
            shares,
            says("numbers.shares"),
        )


def _models(visit: Visit, view: NumbersView) -> None:
    says = visit.texts
    differs = "—" if view.disagreement is None else f"{view.disagreement:.2f}"
    with card(says("numbers.models")), box("fx-row"):
        tag("span", says("numbers.cost", money=f"{view.cost:.2f}"), "fx-strong")
        tag("span", says("numbers.disagreement", n=differs), "fx-quiet")
        for name, count in view.differs:
            tag("span", f"{says.name('fact', name)} {count}", "fx-small fx-quiet")


def _sheet(visit: Visit, view: NumbersView) -> tuple[tuple[str, ...], list[tuple[str | float | None, ...]]]:
    says, figures = visit.texts, view.figures
    rows: list[tuple[str | float | None, ...]] = [
        (says.name("stage", stage), "", count) for stage, count in figures.funnel
    ]
    rows += [(says.name("number", "trades"), group.name, group.leads) for group in figures.trades]
    rows += [(says.name("number", "areas"), group.name, group.leads) for group in figures.areas]
    rows += [(says.name("number", "days"), group.name, group.leads) for group in figures.days]
    for name, spread in _spreads(figures):
        known = spread.count > 0
        rows.append((says.name("time", name), says("numbers.median"), round(spread.median) if known else None))
        rows.append((says.name("time", name), says("numbers.p90"), round(spread.p90) if known else None))
    rows.append((says.name("number", "acceptance"), "", figures.acceptance))
    rows.append((says.name("number", "gini"), "", figures.gini))
    rows.append((says("numbers.models"), "$", float(view.cost)))
    rows += [(says.name("balance", kind), says.name("end", end), n) for (kind, end), n in sorted(view.balance.items())]
    return (says("numbers.what"), says("settings.name"), says("numbers.count")), rows


NUMBERS = Page("numbers", "/numbers", "insights", Permission.VIEW, build)
