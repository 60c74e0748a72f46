"""Plain HTML elements. A text is always a text node, an attribute always a value: nothing here reads markup."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from fixi.entrypoints.panel.texts import Texts

type OnClick = Callable[..., Awaitable[None] | None]


def tag(kind: str, text: str = "", css: str = "", /, **attributes: str) -> TextElement:
    """One element; `data_id="7"` becomes data-id, `for_="x"` becomes for."""
    element = TextElement(tag=kind, text=text)
    if css:
        element.classes(css)
    for attribute, value in attributes.items():
        element.props[attribute.rstrip("_").replace("_", "-")] = value
    return element


def box(css: str = "", name: str = "div") -> TextElement:
    """An element that others stand in: `with box("fx-card"): ...`."""
    return tag(name, "", css)


def card(title: str = "", name: str = "section") -> TextElement:
    """A sheet with a heading."""
    element = box("fx-card fx-stack", name)
    if title:
        with element:
            tag("h2", title)
    return element


def icon(name: str) -> None:
    """A picture that says nothing that the text beside it does not say."""
    ui.icon(name).props["aria-hidden"] = "true"


def button(text: str, on_click: OnClick, *, kind: str = "", sign: str = "", label: str = "") -> TextElement:
    """A button; `kind` is primary, danger, plain, or nothing. Without a text, `label` says what it does."""
    element = tag("button", "", f"fx-button {kind}" + ("" if text else " icon"), type="button")
    if label or not text:
        element.props["aria-label"] = label
        element.props["title"] = label
    with element:
        if sign:
            icon(sign)
        if text:
            tag("span", text)
    element.on("click", on_click, args=[])
    return element


def link(text: str, path: str, css: str = "", sign: str = "") -> TextElement:
    """A way to another page of the panel; `path` is never a stranger's."""
    element = tag("a", "", css or ("fx-link" if sign else ""), href=path)
    with element:
        if sign:
            icon(sign)
        if text:
            tag("span", text)
    return element


def chip(text: str, tone: str = "", sign: str = "") -> TextElement:
    """A state: a word, a colour, and a picture for who sees no colours. Tones: info good warn bad violet."""
    element = box(f"fx-chip {tone}", "span")
    with element:
        if sign:
            icon(sign)
        tag("span", text)
    return element


def meter(text: str, share: float) -> None:
    """How much of something is gone: a bar, and the same in words."""
    with box("fx-row fx-meter", "span"):
        tag("progress", "", value=f"{min(max(share, 0.0), 1.0):.3f}", max="1").props["aria-label"] = text
        tag("span", text)


def empty(text: str, sign: str = "inbox") -> None:
    """What stands where there is nothing."""
    with box("fx-empty"):
        icon(sign)
        tag("p", text)


def note(text: str, tone: str = "", sign: str = "info") -> None:
    """A remark: tones are warn and bad."""
    with box(f"fx-note {tone}"):
        icon(sign)
        tag("span", text)


def facts(rows: list[tuple[str, Callable[[], Any]]]) -> None:
    """Names and values below each other; each value is drawn by its function."""
    with box("fx-facts", "dl"):
        for name, draw in rows:
            tag("dt", name)
            with box(name="dd"):
                draw()


def heading(title: str, sub: str = "") -> TextElement:
    """The head of a page: its name, what it is about, and room for buttons: `with heading(...): button(...)`."""
    element = box("fx-head", "header")
    with element:
        tag("h1", title, dir="auto")
        if sub:
            tag("span", sub, "fx-sub", dir="auto")
        box("fx-grow", "span")
    return element


def pager(texts: Texts, back: OnClick | None, on: OnClick | None) -> None:
    """Two buttons; the one that leads nowhere is off."""
    with box("fx-row fx-between", "nav"):
        left, right = ("chevron_right", "chevron_left") if texts.rtl else ("chevron_left", "chevron_right")
        for handler, key, sign in ((back, "previous", left), (on, "next", right)):
            made = button(texts(f"action.{key}"), handler or _nothing, sign=sign)
            if handler is None:
                made.props["disabled"] = True


def _nothing() -> None:
    return None
