"""The page /town: for development only, and never where real people are."""

import asyncio
from collections.abc import Callable
from functools import partial

from nicegui import ui

from fixi.domain.operators import Permission
from fixi.domain.values import Key
from fixi.entrypoints.panel.assets import asset
from fixi.entrypoints.panel.components.tags import box, empty, heading, tag
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
    draw_clock(scene)
    with box("fx-town"):
        with box("fx-phones", "section") as phones:
            phones.props["aria-label"] = says("town.phones")

            @ui.refreshable
            async def all_phones() -> None:
                await _phones(scene)

            await all_phones()
        with box("fx-stack fx-town-side", "aside") as side:
            side.props["aria-label"] = says("town.side")
            draw_faults(scene)
            tag("h2", says("town.leads"))
            leads = draw_leads(scene)
            with box("fx-stack"):
                await leads()

    async def changed(keys: frozenset[Key] | None) -> None:
        await leads.refresh()

    desk.hub.join(visit, changed)
    ui.timer(LOOK_SECONDS, _looking(scene, all_phones))


def _on_table(scene: Scene) -> tuple[Person, ...]:
    return tuple(person for person in scene.table.town.people() if not person.away)


async def _phones(scene: Scene) -> None:
    people = _on_table(scene)
    scene.on_table = tuple(person.chat for person in people)
    scene.redraw.clear()
    if not people:
        empty(scene.visit.texts("town.nobody"), "smartphone")
    for person in people:
        await draw_phone(scene, person)
        scene.drawn[person.chat] = scene.table.town.screen(person.chat)


def _looking(scene: Scene, all_phones: ui.refreshable) -> Callable[[], object]:
    """Look whether anything is new on a screen, and draw that one anew."""
    lock = asyncio.Lock()

    async def look() -> None:
        if lock.locked():
            return
        async with lock:
            town = scene.table.town
            edition = town.edition()
            if edition == scene.edition:
                return
            people = _on_table(scene)
            for person in people:
                await (town.look if person.chat == scene.held else town.receive)(person.chat)
            if scene.on_table != tuple(person.chat for person in people):
                await all_phones.refresh()
            for chat, redraw in scene.redraw.items():
                screen = town.screen(chat)
                if scene.drawn.get(chat) != screen:
                    scene.drawn[chat] = screen
                    done = redraw()
                    if asyncio.iscoroutine(done) or asyncio.isfuture(done):
                        await done
            scene.edition = edition

    return look
