"""A file of professionals: chosen, checked row by row, shown as what it would change, and only then stored."""

import secrets
from collections.abc import Callable

from fixi.application.operate_pros import Plan
from fixi.domain.commands import ImportPros
from fixi.domain.errors import Refused
from fixi.domain.operators import Operator, Permission
from fixi.domain.professional import Draft
from fixi.entrypoints import pros_file
from fixi.entrypoints.panel.components.dialogs import dialog
from fixi.entrypoints.panel.components.forms import file_field
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, chip, note, tag
from fixi.entrypoints.panel.components.words import line, short, words
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.pages.pros_form import in_words
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit
from fixi.entrypoints.pros_file import BadFile, BadRows
from fixi.entrypoints.pros_rows import Problem

LONGEST = 3_500_000  # bytes; the door takes a little more in one request
KINDS = ".json,.csv,.tsv,.txt"
SHOWN = 30


def ask(desk: Desk, visit: Visit) -> None:
    """Open the sheet in which a file is chosen."""
    says = visit.texts

    def draw(close: Callable[[], None]) -> None:
        tag("p", says("import.what"))
        found = box("fx-stack")

        async def checked(_: Operator, content: bytes) -> None:
            found.clear()
            with found:
                await _check(desk, visit, content, close)

        looks = visit.acts(Permission.PROS, checked, "import_check")
        # Above what was found, so that another file can be chosen after it was mended.
        file_field(says("import.choose"), KINDS, LONGEST, looks, says("import.too_long"))
        found.move(target_index=-1)

    dialog(says("import.title"), says, draw)


async def _check(desk: Desk, visit: Visit, content: bytes, close: Callable[[], None]) -> None:
    says = visit.texts
    try:
        drafts = pros_file.parse(content, desk.places, frozenset(desk.trades), desk.settings.country)
    except BadRows as bad:
        _problems(visit, bad.problems)
        return
    except BadFile as bad:
        note(says.name("bad_file", bad.code), "bad", "error")
        return
    try:
        plan = await desk.profiles.plan(drafts)
    except Refused as refused:
        note(says.name("steer_refused", refused.reason), "bad", "error")
        return
    _plan(desk, visit, plan, drafts, close)


def _problems(visit: Visit, problems: tuple[Problem, ...]) -> None:
    """Every row and field that cannot be taken; nothing of the file is stored."""
    says = visit.texts
    rows = len({problem.row for problem in problems})
    note(says("import.bad", rows=rows, problems=len(problems)), "bad", "error")
    table(
        (
            Column[Problem](says("import.row"), lambda problem: tag("span", str(problem.row), "fx-ltr"), number=True),
            Column[Problem](says("import.field"), lambda problem: tag("span", problem.field or "—", "fx-mono fx-ltr")),
            Column[Problem](says("import.wrong"), lambda problem: words(in_words(visit, problem), says)),
        ),
        problems[:SHOWN],
        says("import.title"),
    )
    if len(problems) > SHOWN:
        tag("p", says("import.more", count=len(problems) - SHOWN), "fx-quiet")


def _plan(desk: Desk, visit: Visit, plan: Plan, drafts: tuple[Draft, ...], close: Callable[[], None]) -> None:
    says = visit.texts
    new, changed = len(plan.new), len(plan.changed)
    note(says("import.plan", new=new, changed=changed, same=len(plan.rows) - new - changed), "", "fact_check")
    news = [row for row in plan.rows if row.is_news]
    if not news:
        return
    with box("fx-stack fx-tight"):
        for row in news[:SHOWN]:
            with box("fx-row"):
                if row.known is None:
                    chip(says("import.new"), "good", "person_add")
                else:
                    chip(says("import.changed"), "info", "edit")
                line(short(row.pro.name), "fx-strong")
                tag("span", ", ".join(says.name("fact", name) for name in row.changes), "fx-small fx-quiet")
        if len(news) > SHOWN:
            tag("p", says("import.more", count=len(news) - SHOWN), "fx-quiet")
    once = secrets.token_hex(8)

    async def store(operator: Operator) -> None:
        if await told(visit, desk.operate, operator, ImportPros(once=once, drafts=drafts)):
            close()
            visit.leave_for("/pros")

    with box("fx-row"):
        button(says("import.go"), visit.acts(Permission.PROS, store, "import"), kind="primary", sign="upload")
        button(says("action.cancel"), close)
