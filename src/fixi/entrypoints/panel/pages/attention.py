"""The first page: what needs a person now, each with what is most likely done about it."""

from collections.abc import Awaitable, Callable
from itertools import groupby

from nicegui import ui

from fixi.application.needs import Need, NeedKind
from fixi.domain.operators import Permission
from fixi.domain.values import Key, Kind
from fixi.entrypoints.panel.components.moments import moment
from fixi.entrypoints.panel.components.status import job_off
from fixi.entrypoints.panel.components.tags import box, button, chip, empty, heading, link
from fixi.entrypoints.panel.components.words import line, phone
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.visit import Visit

LOOKS: dict[NeedKind, tuple[str, str]] = {
    NeedKind.HUMAN: ("bad", "support_agent"),
    NeedKind.STUCK: ("bad", "running_with_errors"),
    NeedKind.FAILED: ("bad", "sms_failed"),
    NeedKind.NO_MATCH: ("warn", "person_search"),
    NeedKind.REVIEW: ("warn", "rule"),
    NeedKind.DEADLINE: ("info", "alarm"),
    NeedKind.HELD: ("violet", "pause_circle"),
}

type Again = Callable[[], Awaitable[object]]

SHOWN = 20  # of each kind, until somebody asks for more
REVIEWS = {NeedKind.NO_MATCH, NeedKind.REVIEW}  # what they are about is a code of the core


async def build(desk: Desk, visit: Visit) -> None:
    """All of it, drawn anew whenever something has changed."""
    says = visit.texts
    heading(says("page.attention"), says("attention.sub"))

    whole: set[NeedKind] = set()

    @ui.refreshable
    async def rows() -> None:
        for each in await desk.setup.off():
            job_off(each, says)
        needs = await desk.needs(phones=visit.may(Permission.STEER_CHATS))
        if not needs:
            empty(says("attention.nothing"), "task_alt")
            return
        for kind, found in groupby(needs, key=lambda need: need.kind):
            _kind(desk, visit, kind, list(found), whole, rows.refresh)

    async def changed(_: frozenset[Key] | None) -> None:
        await rows.refresh()

    await rows()
    desk.hub.join(visit, changed)


def _kind(desk: Desk, visit: Visit, kind: NeedKind, needs: list[Need], whole: set[NeedKind], again: Again) -> None:
    """The oldest of one kind, and the others when asked: a page of a thousand rows helps nobody."""
    says = visit.texts
    shown = needs if kind in whole else needs[:SHOWN]
    with box("fx-stack fx-tight", "ol").classes("fx-plain"):
        for need in shown:
            _row(desk, visit, need)
    if len(shown) == len(needs):
        return

    async def more() -> None:
        whole.add(kind)
        await again()

    with box("fx-row"):
        button(says("attention.more", count=len(needs) - len(shown), kind=says.name("need", kind)), more, kind="plain")


def _row(desk: Desk, visit: Visit, need: Need) -> None:
    says = visit.texts
    tone, sign = LOOKS[need.kind]
    with box("fx-card fx-row fx-need", "li"):
        chip(says.name("need", need.kind), tone, sign)
        with box("fx-stack fx-tight fx-grow"):
            with box("fx-row"):
                if need.name:
                    line(need.name, "fx-strong")
                if need.key.kind is not Kind.LEAD or need.lead is not None:
                    phone(need.who)
                moment(need.since, desk.clock.now(), desk.zone, says)
            if need.about:
                line(says.name("review", need.about) if need.kind in REVIEWS else need.about)
        where = "/leads/" if need.key.kind is Kind.LEAD else "/chats/"
        does = need.next if visit.may(Permission.STEER_LEADS) else "look"
        link(says.name("next", does), f"{where}{need.key.id}", "fx-button", says.onward)


ATTENTION = Page("attention", "/", "notifications_active", Permission.VIEW, build)
