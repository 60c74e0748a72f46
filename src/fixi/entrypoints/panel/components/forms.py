"""Fields with their names above them, and what is wrong with them below."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from nicegui import ui
from nicegui.events import UploadEventArguments

from fixi.entrypoints.panel.components.tags import box, tag
from fixi.entrypoints.panel.components.words import short


class Valued(Protocol):
    """What a field holds."""

    value: Any


class Field:
    """One field: `value` is what is in it, `wrong(text)` says what is the matter."""

    def __init__(self, name: str, hint: str = "") -> None:
        self.frame = box("fx-field")
        with self.frame:
            self.label = tag("label", name)
        self._hint = hint
        self.control: Any = None
        self._error: Any = None

    def holds(self, control: Any) -> "Field":
        """Put the control in and tie the name to it."""
        self.control = control
        control.props["aria-label"] = self.label.text
        with self.frame:
            if self._hint:
                tag("span", self._hint, "fx-hint")
            self._error = tag("span", "", "fx-error", role="alert")
            self._error.set_visibility(False)
        return self

    @property
    def value(self) -> Any:
        """What is in it now."""
        return self.control.value

    @value.setter
    def value(self, value: Any) -> None:
        self.control.value = value

    def wrong(self, text: str = "") -> None:
        """Say what is the matter; with nothing it is right again."""
        self._error.text = text
        self._error.set_visibility(bool(text))


def text_field(name: str, value: str = "", hint: str = "", *, secret: bool = False, longest: int = 500) -> Field:
    """One line of text."""
    field = Field(name, hint)
    with field.frame:
        control = ui.input(value=value, password=secret, password_toggle_button=secret)
        control.props("outlined dense").props["maxlength"] = longest
        control.props["dir"] = "auto"
    return field.holds(control)


class LengthField(Field):
    """A number and its unit beside it."""

    unit: Valued


def length_field(name: str, count: str, unit: str, units: Mapping[str, str], hint: str = "") -> LengthField:
    """A length of time: so many of one of these units."""
    field = LengthField(name, hint)
    with field.frame, box("fx-row fx-length"):
        control = ui.input(value=count)
        control.props("outlined dense inputmode=decimal dir=ltr").props["maxlength"] = 12
        pick = ui.select(dict(units), value=unit)
        pick.props("outlined dense options-dense")
    field.unit = pick
    field.holds(control)
    return field


def area_field(name: str, value: str = "", hint: str = "", *, longest: int = 4000) -> Field:
    """Several lines of text."""
    field = Field(name, hint)
    with field.frame:
        control = ui.textarea(value=value)
        control.props("outlined dense autogrow").props["maxlength"] = longest
        control.props["dir"] = "auto"
    return field.holds(control)


def choice(
    name: str,
    options: Mapping[str, str],
    value: object = None,
    hint: str = "",
    *,
    many: bool = False,
    searched: bool = False,
) -> Field:
    """One of a list, or several; `options` are names by their codes. `searched`: of a long list, by typing."""
    field = Field(name, hint)
    with field.frame:
        named = {code: short(label) for code, label in options.items()}
        control = ui.select(named, value=value, multiple=many, with_input=searched)
        control.props("outlined dense options-dense" + (" use-chips" if many else ""))
    return field.holds(control)


def file_field(name: str, kinds: str, longest: int, taken: Callable[[bytes], Awaitable[None]], refused: str) -> None:
    """A file of one of these kinds (`.json,.csv`), at most so many bytes; it is handed over as soon as it is chosen."""
    where = ui.context.client

    async def came(event: UploadEventArguments) -> None:
        content = await event.file.read()
        uploader.reset()
        await taken(content)

    def too_long() -> None:
        with where:
            ui.notification(refused, type="negative", position="bottom")

    uploader = ui.upload(label=name, on_upload=came, on_rejected=too_long, max_file_size=longest, auto_upload=True)
    uploader.props("flat bordered no-thumbnails hide-upload-btn").props["accept"] = kinds
    uploader.classes("fx-upload")


def switch(name: str, *, value: bool = False, hint: str = "") -> Field:
    """On or off."""
    field = Field(name, hint)
    with field.frame:
        control = ui.switch(value=value)
    return field.holds(control)


def complete(fields: Sequence[Field], needed: str) -> bool:
    """Whether all are filled in; says so beside those that are not."""
    for field in fields:
        field.wrong("" if str(field.value or "").strip() else needed)
    return all(str(field.value or "").strip() for field in fields)
