"""Questions before something is done."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from fixi.entrypoints.panel.components.tags import box, button, tag
from fixi.entrypoints.panel.texts import Texts


def dialog(title: str, texts: Texts, draw: Callable[[Callable[[], None]], None]) -> None:
    """Open a sheet above the page; `draw` fills it and gets what closes it. Escape closes it too."""
    # Beside the page and not in the part with the button: that is drawn anew whenever something happens, and what
    # somebody is typing here must outlast it.
    with ui.context.client.content, ui.dialog() as sheet:

        def close() -> None:
            _ = sheet.close()

        def gone() -> None:
            sheet.delete()

        _ = sheet.on("hide", gone, args=[])
        sheet.props["aria-label"] = title
        with box("fx-card fx-stack"):
            with box("fx-card-head"):
                tag("h2", title)
                box("fx-grow", "span")
                button("", close, kind="plain", sign="close", label=texts("action.close"))
            draw(close)
    _ = sheet.open()


def confirm(
    title: str, text: str, yes: str, texts: Texts, then: Callable[[], Awaitable[None]], *, danger: bool = True
) -> None:
    """Ask once more before something that cannot be taken back."""

    def draw(close: Callable[[], None]) -> None:
        tag("p", text)
        with box("fx-row"):

            async def go() -> None:
                close()
                await then()

            button(yes, go, kind="danger" if danger else "primary")
            button(texts("action.cancel"), close)

    dialog(title, texts, draw)
