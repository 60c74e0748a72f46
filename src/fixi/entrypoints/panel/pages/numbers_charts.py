"""The parts of the numbers that are drawn: how many a day, and the balance of messages."""

from fixi.application.panel_views import NumbersView
from fixi.entrypoints.panel.components.tags import box, card, empty, tag
from fixi.entrypoints.panel.visit import Visit

DAYS = 31
# What can become of a message, in the order in which it is shown; an end that is new here follows them.
ENDS = {
    "in": ("answered", "merged", "ignored", "handed", "quarantined"),
    "out": ("sent", "failed", "dropped"),
}


def bar(share: float) -> None:
    """By a native element, so that no style is put together."""
    meter = tag("progress", "", "fx-meter")
    meter.props["value"] = round(share, 3)
    meter.props["max"] = 1


def bars(rows: list[tuple[str, int, str]]) -> None:
    """A name, a bar and what it stands for, below each other; the longest bar is the most."""
    most = max((count for _, count, _ in rows), default=0) or 1
    for name, count, shown in rows:
        with box("fx-row fx-funnel"):
            tag("span", name, "fx-stage", dir="auto")
            with box("fx-grow fx-bar-ground"):
                bar(count / most)
            tag("span", shown, "fx-strong")


def days(visit: Visit, view: NumbersView) -> None:
    """Leads by the day on which they were opened, and what the models cost on it."""
    says = visit.texts
    opened = {group.name: group.leads for group in view.figures.days}
    spent = {str(day): money for day, money in view.spent}
    names = sorted(opened.keys() | {day for day, money in spent.items() if money})[-DAYS:]
    with card(says("numbers.a_day")):
        if not names:
            empty(says("numbers.nothing"), "event_busy")
        bars(
            [
                (
                    name,
                    opened.get(name, 0),
                    f"{opened.get(name, 0)}" + (f" · ${spent[name]:.2f}" if spent.get(name) else ""),
                )
                for name in names
            ]
        )


def balance(visit: Visit, view: NumbersView) -> None:
    """Every message that came has one end, and so has everything that was to be said."""
    says = visit.texts
    with box("fx-halves"):
        for kind, ends in ENDS.items():
            counts = {outcome: count for (of, outcome), count in view.balance.items() if of == kind}
            with card(says.name("balance", kind)):
                tag("span", str(sum(counts.values())), "fx-number")
                bars(
                    [
                        (says.name("end", end), counts.get(end, 0), str(counts.get(end, 0)))
                        for end in _ends(ends, counts)
                    ]
                )


def _ends(known: tuple[str, ...], counts: dict[str, int]) -> tuple[str, ...]:
    return (*known, *sorted(counts.keys() - set(known)))
