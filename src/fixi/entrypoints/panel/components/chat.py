"""A conversation as it looks on a phone."""

from zoneinfo import ZoneInfo

from fixi.application.panel_views import ChatLine
from fixi.entrypoints.panel.components.files import attached
from fixi.entrypoints.panel.components.moments import clock, day, exact
from fixi.entrypoints.panel.components.status import tick
from fixi.entrypoints.panel.components.tags import box, chip, tag
from fixi.entrypoints.panel.components.words import words
from fixi.entrypoints.panel.texts import Texts

BY_OPERATOR = "operator "


def bubbles(lines: tuple[ChatLine, ...], zone: ZoneInfo, texts: Texts, *, both: bool) -> None:
    """The lines under each other with the days between them; `both`: the person has two roles, so each says which."""
    with box("fx-chat", "ol") as whole:
        whole.props["aria-label"] = texts("chat.lines")
        before = None
        for line in lines:
            today = line.at.astimezone(zone).date()
            if today != before:
                tag("li", day(line.at, zone, texts), "fx-day")
            before = today
            _bubble(line, zone, texts, both=both)


def _bubble(line: ChatLine, zone: ZoneInfo, texts: Texts, *, both: bool) -> None:
    operator = line.why.removeprefix(BY_OPERATOR) if line.ours and line.why.startswith(BY_OPERATOR) else ""
    side = "ours" if line.ours else "theirs"
    with box(f"fx-bubble {side}" + (" operator" if operator else ""), "li"):
        if both:
            tag("span", texts.name("side", line.side), "fx-quiet fx-small")
        if operator:
            tag("span", operator, "fx-small fx-strong", dir="auto")
        for file in line.media:
            attached(file, texts)
        if line.text:
            words(line.text, texts)
        with box("fx-row fx-meta", "span"):
            if line.kind == "held":
                chip(texts("chat.held"), "violet", "pause_circle")
            tag("time", clock(line.at, zone, texts), datetime=line.at.isoformat(), title=exact(line.at, zone, texts))
            if line.ours:
                tick(line.tick, texts)
            elif line.outcome not in {"answered", "merged"}:
                tag("span", texts.name("outcome", line.outcome), "fx-small")
