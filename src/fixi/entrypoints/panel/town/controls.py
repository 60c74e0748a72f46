"""The clock and the switches of the town."""

from datetime import timedelta

from nicegui import ui

from fixi.domain.operators import Operator, Permission
from fixi.domain.values import ChatKey
from fixi.entrypoints.panel.components.dialogs import dialog
from fixi.entrypoints.panel.components.forms import choice, complete, text_field
from fixi.entrypoints.panel.components.moments import clock, day
from fixi.entrypoints.panel.components.tags import box, button, icon, note, tag
from fixi.entrypoints.panel.town.table import Scene
from fixi.ports.town import Fault, Person
from fixi.ports.views import ProQuery

STEPS = (
    ("town.ten_minutes", timedelta(minutes=10)),
    ("town.one_hour", timedelta(hours=1)),
    ("town.one_day", timedelta(days=1)),
)
SIGNS = {
    Fault.DUPLICATE: "content_copy",
    Fault.REORDER: "swap_vert",
    Fault.DROP: "unsubscribe",
    Fault.AI_DOWN: "psychology_alt",
    Fault.PROVIDER_DOWN: "cloud_off",
}
MANY = 100


def draw_clock(scene: Scene) -> None:
    """The time of the town, and how it is made to pass."""
    says, visit, table, desk = scene.visit.texts, scene.visit, scene.table, scene.desk
    with box("fx-card fx-row fx-town-clock", "section") as whole:
        whole.props["aria-label"] = says("town.clock")
        icon("schedule")
        shown = tag("time", "", "fx-number")
        date = tag("span", "", "fx-quiet")

        def tell() -> None:
            at = desk.clock.now()
            shown.text, date.text = clock(at, desk.zone, says), day(at, desk.zone, says)

        tell()
        ui.timer(1.0, tell)
        box("fx-grow", "span")
        if not table.movable:
            tag("span", says("town.not_movable"), "fx-quiet fx-small")
            return
        busy = tag("span", says("town.passing"), "fx-quiet fx-small", role="status")
        busy.set_visibility(False)

        async def passes(length: timedelta | None) -> None:
            busy.set_visibility(True)
            try:
                due = await table.time.next_due() if length is None else desk.clock.now() + length
                if due is None:
                    visit.tell(says("town.nothing_due"), "info")
                    return
                await table.time.until(due)
            finally:
                busy.set_visibility(False)
                tell()

        for key, step in (*STEPS, ("town.next_due", None)):

            async def on(_: Operator, step: timedelta | None = step) -> None:
                await passes(step)

            button(says(key), visit.acts(Permission.TOWN, on, "clock"), sign="" if step else "skip_next")


def draw_faults(scene: Scene) -> None:
    """One switch for each thing that can go wrong; those that are on are seen from afar."""
    says, visit, table = scene.visit.texts, scene.visit, scene.table
    with box("fx-card fx-stack fx-tight", "section") as whole:
        whole.props["aria-label"] = says("town.faults")
        tag("h2", says("town.faults"))

        @ui.refreshable
        def switches() -> None:
            with box("fx-row"):
                for fault in Fault:
                    _switch(fault)
            for fault in Fault:
                if table.faults.on(fault):
                    with_ai = fault is Fault.AI_DOWN and table.ai
                    note(says("town.ai_fallback") if with_ai else says(f"fault_means.{fault}"), "warn", SIGNS[fault])

        def _switch(fault: Fault) -> None:
            on = table.faults.on(fault)

            async def put(_: Operator) -> None:
                table.faults.put(fault, on=not on)
                if fault is Fault.DROP and on:
                    await table.time.fetch_again()
                await switches.refresh()

            made = button(says(f"fault.{fault}"), visit.acts(Permission.TOWN, put, "fault"), sign=SIGNS[fault])
            made.props["aria-pressed"] = "true" if on else "false"
            if on:
                made.classes("on")

        switches()


def draw_people(scene: Scene) -> None:
    """Who else could come."""
    says, visit = scene.visit.texts, scene.visit

    async def client(_: Operator) -> None:
        _new_client(scene)

    async def pro(_: Operator) -> None:
        await _known_pro(scene)

    button(says("town.add_client"), visit.acts(Permission.TOWN, client), kind="primary", sign="person_add")
    button(says("town.add_pro"), visit.acts(Permission.TOWN, pro), sign="engineering")


def spare_name(scene: Scene) -> str:
    """A name that nobody here has yet."""
    names = scene.visit.texts("town.names").split(", ")
    taken = {person.name for person in scene.table.town.people()}
    return next((name for name in names if name not in taken), names[0])


def _new_client(scene: Scene) -> None:
    says = scene.visit.texts

    def draw(close: object) -> None:
        name = text_field(says("town.name"), spare_name(scene), longest=40)
        away = {
            person.chat.text: f"{person.name} ({person.chat.text[-4:]})"
            for person in scene.table.town.people()
            if person.away and person.name
        }
        back = choice(says("town.or_again"), {"": "—", **away}, "") if away else None

        async def come(_: Operator) -> None:
            again = str(back.value or "") if back is not None else ""
            if again:
                known = next(person for person in scene.table.town.people() if person.chat.text == again)
                scene.table.town.place(Person(known.chat, known.name))
            elif complete((name,), says("error.required")):
                scene.table.new_client(str(name.value).strip())
            else:
                return
            close()  # type: ignore[operator]

        with box("fx-row"):
            acts = scene.visit.acts(Permission.TOWN, come, "people")
            button(says("town.put_on_table"), acts, kind="primary", sign="smartphone")

    dialog(says("town.add_client"), says, draw)


async def _known_pro(scene: Scene) -> None:
    says = scene.visit.texts
    pros = (await scene.table.pros.find(ProQuery(), "", MANY)).rows
    options = {
        pro.id: f"{pro.name} · {', '.join(says.name('trade', trade.code) for trade in pro.trades)} · "
        f"{', '.join(scene.table.places.label(place, says.language) for place in pro.areas)}"
        for pro in pros
    }

    def draw(close: object) -> None:
        if not options:
            tag("p", says("town.no_pros"))
            return
        chosen = choice(says("town.add_pro"), options, next(iter(options)))

        async def come(_: Operator) -> None:
            pro = next(pro for pro in pros if pro.id == chosen.value)
            scene.table.town.place(Person(ChatKey(pro.id), pro.name))
            close()  # type: ignore[operator]

        with box("fx-row"):
            acts = scene.visit.acts(Permission.TOWN, come, "people")
            button(says("town.put_on_table"), acts, kind="primary", sign="smartphone")

    dialog(says("town.add_pro"), says, draw)
