"""One phone: its screen, and what its owner can do with it."""

import base64

from nicegui import ui

from fixi.domain.errors import FixiError
from fixi.domain.operators import Operator, Permission
from fixi.entrypoints.panel.components.moments import clock, exact
from fixi.entrypoints.panel.components.tags import box, button, icon, tag
from fixi.entrypoints.panel.components.words import line, phone, words
from fixi.entrypoints.panel.town.attach import attach_menu
from fixi.entrypoints.panel.town.table import OnTable, Scene
from fixi.ports.town import Bubble, Person, Tick

SHOWN = 60  # bubbles; what is older is in the chat's own page
PICTURES = (".jpg", ".jpeg", ".png")
LARGEST = 400_000  # bytes of a picture that is shown
TICKS = {Tick.SENT: "check", Tick.DELIVERED: "done_all", Tick.READ: "done_all"}
SIGNS = {"voice": "mic", "location": "location_on", "photo": "photo_camera"}
IDEAS = ("town.idea_leak", "town.idea_flood", "town.idea_socket")


async def draw_phone(scene: Scene, person: Person) -> None:
    """The phone of this person, with a screen that is drawn anew by itself."""
    table, visit, says = scene.table, scene.visit, scene.visit.texts
    trades = await table.trades(person)
    name = await table.name(person)
    with box("fx-phone" + (" pro" if trades is not None else ""), "article") as frame:
        frame.props["aria-label"] = says("town.phone_of", name=name)
        frame.props["data-phone"] = person.chat.text
        with box("fx-phone-head", "header"):
            tag("span", name[:1], "fx-face", aria_hidden="true")
            with box("fx-stack fx-grow"):
                line(name, "fx-strong")
                with box("fx-row fx-small"):
                    role = ", ".join(says.name("trade", trade) for trade in trades) if trades is not None else ""
                    tag("span", role or says("town.client"))
                    phone(person.chat.text, "fx-wide")

            async def away(_: Operator) -> None:
                table.town.place(Person(person.chat, person.name, away=True))

            button("", visit.acts(Permission.TOWN, away), kind="plain", sign="close", label=says("town.put_away"))

        await _pictures(scene, person)

        @ui.refreshable
        def screen() -> None:
            _screen(scene, person, name, client=trades is None)

        with box("fx-screen") as glass:
            glass.props["role"] = "log"
            glass.props["aria-label"] = says("town.screen_of", name=name)
            glass.props["tabindex"] = "0"
            screen()
        _composer(scene, person, name)

    async def in_hand(_: Operator) -> None:
        scene.held = person.chat
        await table.town.look(person.chat)

    frame.on("focusin", visit.acts(Permission.TOWN, in_hand, f"look {person.chat}"), args=[], throttle=1.0)

    async def redraw() -> None:
        await _pictures(scene, person)
        await screen.refresh()

    scene.phones[person.chat] = OnTable(frame, redraw, table.town.screen(person.chat))


def _screen(scene: Scene, person: Person, name: str, *, client: bool) -> None:
    bubbles = scene.table.town.screen(person.chat)[-SHOWN:]
    with box("fx-bubbles"):
        if not bubbles:
            _ideas(scene, person, name, client=client)
        for number, bubble in enumerate(bubbles):
            read = any(later.tick is Tick.READ and not later.ours for later in bubbles[number:])
            _bubble(scene, person, bubble, read=read and not bubble.ours)


def _ideas(scene: Scene, person: Person, name: str, *, client: bool) -> None:
    """What one could write, for whoever sees this for the first time."""
    says = scene.visit.texts
    with box("fx-empty fx-ideas"):
        tag("p", says("town.write_something") if client else says("town.pro_waits"))
        for key in IDEAS if client else ():

            async def say(_: Operator, text: str = says(key)) -> None:
                await scene.table.town.say(person.chat, text, name)

            button(says(key), scene.visit.acts(Permission.TOWN, say, f"say {person.chat}"))


def _bubble(scene: Scene, person: Person, bubble: Bubble, *, read: bool) -> None:
    says, desk, visit = scene.visit.texts, scene.desk, scene.visit
    with box("fx-bubble " + ("theirs" if bubble.ours else "ours")):
        for url in bubble.media:
            if url in scene.pictures:
                tag("img", "", "fx-shot", src=scene.pictures[url], alt=says("town_kind.photo"))
        if bubble.kind in SIGNS and not (bubble.kind == "photo" and bubble.text):
            with box("fx-row fx-small fx-strong"):
                icon(SIGNS[bubble.kind])
                tag("span", says(f"town_kind.{bubble.kind}"))
        if bubble.text:
            words(bubble.text, says)
        with box("fx-row fx-meta", "span"):
            shown = clock(bubble.at, desk.zone, says)
            tag("time", shown, datetime=bubble.at.isoformat(), title=exact(bubble.at, desk.zone, says))
            _tick(scene, Tick.READ if read else bubble.tick)
    if bubble.ours and bubble.buttons:
        with box("fx-taps"):
            for choice in bubble.buttons:

                async def press(_: Operator, choice: object = choice) -> None:
                    await scene.table.town.press(person.chat, choice, person.name)  # type: ignore[arg-type]

                button(choice.label, visit.acts(Permission.TOWN, press, f"press {bubble.id}"), kind="tap")


def _tick(scene: Scene, tick: Tick | None) -> None:
    says = scene.visit.texts
    state = str(tick) if tick is not None else "waiting"
    with tag("span", "", "fx-tick read" if tick is Tick.READ else "fx-tick", title=says(f"town_tick.{state}")):
        icon(TICKS[tick] if tick is not None else "schedule")
        tag("span", says(f"town_tick.{state}"), "fx-unseen")


async def _pictures(scene: Scene, person: Person) -> None:
    """Fetch what the screen will show, before it is drawn: else it would be empty for a moment."""
    urls = {url for bubble in scene.table.town.screen(person.chat)[-SHOWN:] for url in bubble.media}
    for url in urls - scene.pictures.keys():
        if not url.endswith(PICTURES):
            continue
        try:
            content = await scene.table.photo(url)
        except FixiError:
            continue
        if content is not None and len(content) <= LARGEST:
            kind = "png" if url.endswith("png") else "jpeg"
            scene.pictures[url] = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _composer(scene: Scene, person: Person, name: str) -> None:
    says, visit = scene.visit.texts, scene.visit
    with box("fx-composer", "form") as form:
        attach_menu(scene, person, name)
        field = ui.input(placeholder=says("town.write")).classes("fx-grow")
        field.props("outlined dense rounded autocomplete=off")
        field.props["aria-label"] = says("town.write_as", name=name)
        field.props["maxlength"] = 4000
        field.props["dir"] = "auto"

        async def send(_: Operator) -> None:
            text = str(field.value or "").strip()
            if not text:
                return
            field.value = ""
            await scene.table.town.say(person.chat, text, name)

        form.on("submit.prevent", visit.acts(Permission.TOWN, send, f"say {person.chat}"), args=[])
        with tag("button", "", "fx-button primary icon", type="submit", aria_label=says("town.send")):
            icon("send")
