"""The page /town: for development only, and never where real people are."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import ui
from nicegui.element import Element

from fixi.domain.operators import Permission
from fixi.domain.values import Key
from fixi.entrypoints.panel.assets import asset
from fixi.entrypoints.panel.components.tags import box, heading, tag
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.town.controls import draw_clock, draw_faults, draw_people, spare_name
from fixi.entrypoints.panel.town.leads import draw_leads
from fixi.entrypoints.panel.town.phone import draw_phone
from fixi.entrypoints.panel.town.table import Scene, TownTable
from fixi.entrypoints.panel.visit import Visit
from fixi.ports.town import Person

LOOK_SECONDS = 0.5


def town_page(table: TownTable) -> Page:
    """The page over this table."""
    return Page("town", "/town", "smartphone", Permission.TOWN, partial(_build, table))


async def _build(table: TownTable, desk: Desk, visit: Visit) -> None:
    says = visit.texts
    scene = Scene(desk, table, visit)
    if not table.town.people():
        table.new_client(spare_name(scene))
    tag("link", rel="stylesheet", href=asset("town.css"))
    with heading(says("page.town"), says("town.sub")):
        draw_people(scene)
    with box("fx-card fx-steps", "details") as steps:
        steps.props["open"] = True
        tag("summary", says("town.steps"))
        with box(name="ol"):
            for step in ("town.step_say", "town.step_answer", "town.step_time"):
                tag("li", says(step))
    draw_clock(scene)
    with box("fx-town"):
        with box("fx-phones", "section") as phones:
            phones.props["aria-label"] = says("town.phones")
            for person in _on_table(scene):
                await draw_phone(scene, person)
        with box("fx-stack fx-town-side", "aside") as side:
            side.props["aria-label"] = says("town.side")
            draw_faults(scene)
            tag("h2", says("town.leads"))
            draw_again = await draw_leads(scene)

    async def changed(_: frozenset[Key] | None) -> None:
        await draw_again()

    desk.hub.join(visit, changed)
    ui.timer(LOOK_SECONDS, _looking(scene, phones))


def _on_table(scene: Scene) -> tuple[Person, ...]:
    return tuple(person for person in scene.table.town.people() if not person.away)


def _looking(scene: Scene, phones: Element) -> Callable[[], Awaitable[None]]:
    """Look whether anything is new on a screen, and draw that one anew. What somebody types meanwhile stays."""
    lock = asyncio.Lock()

    async def look() -> None:
        if lock.locked():
            return
        async with lock:
            town = scene.table.town
            edition = town.edition()
            if edition == scene.edition:
                return
            people = {person.chat: person for person in _on_table(scene)}
            for chat in scene.phones.keys() - people.keys():
                scene.phones.pop(chat).frame.delete()
            for chat, person in people.items():
                await (town.look if chat == scene.held else town.receive)(chat)
                if chat not in scene.phones:
                    with phones:
                        await draw_phone(scene, person)
                known, screen = scene.phones[chat], town.screen(chat)
                if known.screen != screen:
                    known.screen = screen
                    await known.redraw()
            scene.edition = edition

    return look
