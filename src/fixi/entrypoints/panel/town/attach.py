"""What can be sent beside words: a photo, a voice note, a place on the map."""

import base64
from collections.abc import Awaitable, Callable

from nicegui import ui

from fixi.domain.operators import Operator, Permission
from fixi.domain.values import Place
from fixi.entrypoints.panel.components.dialogs import dialog
from fixi.entrypoints.panel.components.forms import area_field, choice, complete, text_field
from fixi.entrypoints.panel.components.tags import box, button, icon, tag
from fixi.entrypoints.panel.town.table import PLACES, Scene
from fixi.ports.town import Person

type Close = Callable[[], None]


def attach_menu(scene: Scene, person: Person, name: str) -> None:
    """The paper clip of a phone."""
    says = scene.visit.texts
    with tag("button", "", "fx-button plain icon", type="button", aria_label=says("town.attach")) as clip:
        icon("attach_file")
        with ui.menu().props("auto-close"), box("fx-stack fx-tight fx-menu"):
            for kind, sign, opens in (
                ("photo", "photo_camera", _photo),
                ("voice", "mic", _voice),
                ("location", "location_on", _location),
            ):

                async def ask(_: Operator, opens: Callable[[Scene, Person, str], None] = opens) -> None:
                    opens(scene, person, name)

                button(says(f"town_kind.{kind}"), scene.visit.acts(Permission.TOWN, ask), kind="plain", sign=sign)
    clip.props["title"] = says("town.attach")


def _photo(scene: Scene, person: Person, name: str) -> None:
    says = scene.visit.texts

    def draw(close: Close) -> None:
        caption = text_field(says("town.caption"))
        with box("fx-row"):
            for key, content in scene.table.town.photos().items():

                async def send(_: Operator, content: bytes = content) -> None:
                    close()
                    await scene.table.town.photo(person.chat, content, str(caption.value or "").strip(), name)

                shown = button("", scene.visit.acts(Permission.TOWN, send), label=says(f"town_photo.{key}"))
                shown.props["data-photo"] = key
                with shown:
                    source = f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"
                    tag("img", "", "fx-thumb", src=source, alt="")

    dialog(says("town_kind.photo"), says, draw)


def _voice(scene: Scene, person: Person, name: str) -> None:
    says = scene.visit.texts

    def draw(close: Close) -> None:
        spoken = area_field(says("town.spoken"), hint=says("town.spoken_hint"))

        async def send(_: Operator) -> None:
            if complete((spoken,), says("error.required")):
                close()
                await scene.table.town.voice(person.chat, str(spoken.value).strip(), name)

        _sends(scene, send)

    dialog(says("town_kind.voice"), says, draw)


def _location(scene: Scene, person: Person, name: str) -> None:
    says = scene.visit.texts
    known = [place for place in map(scene.table.places.named, PLACES) if place is not None]

    def draw(close: Close) -> None:
        options = {place.name: scene.table.places.label(place, says.language) for place in known}
        where = choice(says("town.where"), options, next(iter(options)))

        async def send(_: Operator) -> None:
            close()
            spot = next(place for place in known if place.name == where.value)
            label = options[spot.name]
            await scene.table.town.location(person.chat, Place(label, spot.lat, spot.lon), name)

        _sends(scene, send)

    dialog(says("town_kind.location"), says, draw)


def _sends(scene: Scene, send: Callable[[Operator], Awaitable[None]]) -> None:
    says = scene.visit.texts
    with box("fx-row"):
        button(says("town.send"), scene.visit.acts(Permission.TOWN, send, "attach"), kind="primary", sign="send")
