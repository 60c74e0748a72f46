"""Chats: who wrote last, and one conversation with everything that was said, to take over and to give back."""

import secrets

from nicegui import ui

from fixi.application.panel_views import ChatView
from fixi.domain.canned import CannedReply
from fixi.domain.client_chat.states import CLIENT_STATES, InHuman
from fixi.domain.commands import GiveBack, TakeOver, Write
from fixi.domain.operators import Operator, Permission
from fixi.domain.pro_chat.states import PRO_STATES, ProInHuman
from fixi.domain.values import ChatKey, Key, Kind, Language
from fixi.entrypoints.panel.components.chat import bubbles
from fixi.entrypoints.panel.components.forms import area_field
from fixi.entrypoints.panel.components.moments import exact, moment
from fixi.entrypoints.panel.components.status import mode_chip
from fixi.entrypoints.panel.components.tags import box, button, chip, empty, heading, icon, link, tag
from fixi.entrypoints.panel.components.words import line, phone, short
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit
from fixi.ports.storage import Record
from fixi.ports.views import ChatQuery, ChatRow

ROWS = 40
AT_HAND = 5  # replies that are a press away; the others are in a list


async def build(desk: Desk, visit: Visit) -> None:
    """The last conversations first."""
    says, asked = visit.texts, visit.client.request.query_params
    words, human = asked.get("q", "").strip()[:100], asked.get("human") == "1"
    heading(says("page.chats"))
    with tag("form", "", "fx-card fx-row fx-search", method="get", action="/chats", role="search"):
        field = tag("input", "", "fx-input", type="search", name="q", dir="auto", maxlength="100")
        field.props["value"] = words
        field.props["placeholder"] = field.props["aria-label"] = says("chats.words")
        with tag("label", "", "fx-check"):
            check = tag("input", type="checkbox", name="human", value="1")
            if human:
                check.props["checked"] = True
            tag("span", says("chats.human"))
        with tag("button", "", "fx-button primary", type="submit"):
            icon("search")
            tag("span", says("leads.search"))

    @ui.refreshable
    async def rows() -> None:
        page = await desk.chats.latest(ChatQuery(words, human), visit.operator.name, asked.get("after", ""), ROWS)
        if not page.rows:
            empty(says("chats.none"), "forum")
            return
        with box("fx-stack fx-tight fx-plain", "ol"):
            for row in page.rows:
                _row(desk, visit, row)
        if page.after:
            onward = visit.client.request.url.include_query_params(after=page.after)
            link(says("action.next"), f"/chats?{onward.query}", "fx-button", says.onward)

    async def changed(keys: frozenset[Key] | None) -> None:
        if keys is None or any(key.kind is not Kind.LEAD for key in keys):
            await rows.refresh()

    await rows()
    desk.hub.join(visit, changed)


def _row(desk: Desk, visit: Visit, row: ChatRow) -> None:
    says = visit.texts
    with box(name="li"), tag("a", "", "fx-card fx-row fx-need", href=f"/chats/{row.key.id}"):
        icon("engineering" if row.key.kind is Kind.PRO else "person")
        with box("fx-stack fx-tight fx-grow", "span"):
            with box("fx-row", "span"):
                if row.name:
                    line(row.name, "fx-strong")
                _phone(visit, row.key.id, "" if not row.name else "fx-quiet fx-small")
                if row.unread:
                    chip(says("chats.unread"), "info", "mark_chat_unread")
                if row.mode != "bot":
                    mode_chip(row.mode, says)
            line(row.last_text or "—", "fx-quiet")
        moment(row.last_at, desk.clock.now(), desk.zone, says)


async def one(desk: Desk, visit: Visit, key: str) -> None:
    """One conversation, live."""
    says, chat = visit.texts, ChatKey(key)
    after = visit.client.request.query_params.get("after", "")

    @ui.refreshable
    async def lines() -> None:
        view = await desk.chat(chat, visit.operator.name, after)
        if not view.rows:
            empty(says("error.missing"), "search_off")
            return
        await _head(desk, visit, view)
        with box("fx-card fx-stack"):
            if view.after:
                link(says("chat.earlier"), f"/chats/{key}?after={view.after}", "fx-button plain", "history")
            bubbles(view.lines, desk.zone, says, both=len(view.rows) > 1)
        for row in view.rows:
            await desk.chats.read(visit.operator.name, row.key, desk.clock.now())

    async def changed(keys: frozenset[Key] | None) -> None:
        if keys is None or not keys.isdisjoint({Key.client(chat), Key.pro(key)}):
            await lines.refresh()

    await lines()
    desk.hub.join(visit, changed)
    await _answering(desk, visit, chat)


async def _head(desk: Desk, visit: Visit, view: ChatView) -> None:
    says = visit.texts
    name = next((row.name for row in view.rows if row.name), "")
    with heading(short(name) or says("page.chats")):
        pass
    with box("fx-row fx-lead-head"):
        _phone(visit, view.chat.text)
        for row in view.rows:
            mode_chip(row.mode, says)
            if row.until is not None:
                tag("span", says("chat.until", when=exact(row.until, desk.zone, says)), "fx-small fx-quiet")
            record = await desk.repository.load(row.key) if row.mode == "human" else None
            if record is not None and isinstance(record.state, (InHuman, ProInHuman)):
                _taken(desk, visit, record.state)


def _taken(desk: Desk, visit: Visit, state: InHuman | ProInHuman) -> None:
    """Who has the chat, or how it came that a person has, and since when."""
    says = visit.texts
    if state.since is None:
        return
    how, _, who = state.taken.partition(":")
    shown = who or says.name("taken", how)
    tag("span", says("chat.taken", who=shown, when=exact(state.since, desk.zone, says)), "fx-small fx-quiet")


def _phone(visit: Visit, number: str, css: str = "") -> None:
    """The phone, for those who may write to it; the end of it for others."""
    if visit.may(Permission.STEER_CHATS):
        phone(number, css)
    else:
        line(f"…{number[-4:]}", css)


async def _answering(desk: Desk, visit: Visit, chat: ChatKey) -> None:
    """The field to write in, and who has the chat."""
    says = visit.texts
    if not visit.may(Permission.STEER_CHATS):
        return
    record = await _record(desk, chat)
    if record is None:
        return
    key, tongue = record.key, _tongue(record)
    row = await desk.chats.one(key, visit.operator.name)
    person = (row.name or "") if row is not None else ""
    with box("fx-card fx-stack fx-answer"):
        words = area_field(says("chat.write"), longest=4000)
        with box("fx-row"):
            replies = await desk.canned.every()

            def at_hand(reply: CannedReply) -> None:
                def put() -> None:
                    words.value = reply.said(tongue, desk.settings.language, person)

                button(short(reply.title), put, kind="plain fx-reply", sign="quickreply")

            for reply in replies[:AT_HAND]:
                at_hand(reply)
            if len(replies) > AT_HAND:
                with tag("button", "", "fx-button plain", type="button"):
                    tag("span", says("replies.more"))
                    with ui.menu().props("auto-close"), box("fx-stack fx-tight fx-menu fx-tall"):
                        for reply in replies[AT_HAND:]:
                            at_hand(reply)
            link(says("replies.manage"), "/settings/replies", "fx-link fx-small")
        with box("fx-row"):

            async def send(operator: Operator) -> None:
                text = str(words.value or "").strip()
                if not text:
                    words.wrong(says("error.required"))
                    return
                words.wrong()
                if await told(visit, desk.operate, operator, Write(once=secrets.token_hex(8), chat=key, text=text)):
                    words.value = ""

            button(says("chat.send"), visit.acts(Permission.STEER_CHATS, send, "send"), kind="primary", sign="send")
            for command, sign in ((TakeOver, "pan_tool"), (GiveBack, "smart_toy")):

                async def act(operator: Operator, command: type[TakeOver | GiveBack] = command) -> None:
                    await told(visit, desk.operate, operator, command(once=secrets.token_hex(8), chat=key))

                name = command.__name__.lower()
                button(says.name("command", name), visit.acts(Permission.STEER_CHATS, act, name), sign=sign)


def _tongue(record: Record) -> Language | None:
    """The language that this person has written in."""
    if isinstance(record.state, PRO_STATES):
        return record.state.desk.language
    return record.state.mind.language if isinstance(record.state, CLIENT_STATES) else None


async def _record(desk: Desk, chat: ChatKey) -> Record | None:
    """The role in which something can be done: a professional's desk before a client's chat."""
    for key in (Key.pro(chat.text), Key.client(chat)):
        record = await desk.repository.load(key)
        if record is not None:
            return record
    return None


CHATS = Page("chats", "/chats", "forum", Permission.VIEW, build, one)
