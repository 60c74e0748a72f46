"""Replies at hand: what operators say often, in every language that people are written to in."""

import secrets
from collections.abc import Callable

from nicegui import ui

from fixi.domain.canned import LONGEST_TEXT, LONGEST_TITLE, NAME, CannedReply
from fixi.domain.commands import RemoveReply, SaveReply
from fixi.domain.operators import Operator, Permission
from fixi.entrypoints.panel.components.dialogs import confirm, dialog
from fixi.entrypoints.panel.components.forms import area_field, complete, text_field
from fixi.entrypoints.panel.components.tags import box, button, card, empty, tag
from fixi.entrypoints.panel.components.words import short, words
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit


async def build(desk: Desk, visit: Visit) -> None:
    """All of them; who may write to people may change them."""
    says = visit.texts
    tag("p", says("replies.explained"), "fx-quiet")
    may = visit.may(Permission.STEER_CHATS)

    @ui.refreshable
    async def replies() -> None:
        every = await desk.canned.every()
        if not every:
            empty(says("replies.none"), "quickreply")
        with box("fx-halves"):
            for reply in every:
                with card(short(reply.title)):
                    for language, text in reply.texts:
                        if text.strip():
                            tag("span", says.name("tongue", language.value), "fx-small fx-quiet")
                            words(text, says)
                    if may:
                        _changes(desk, visit, reply, replies.refresh)

    if may:

        async def add(_: Operator) -> None:
            _ask(desk, visit, None, replies.refresh)

        with box("fx-row fx-below"):
            button(says("replies.add"), visit.acts(Permission.STEER_CHATS, add), kind="primary", sign="add")
    await replies()


def _changes(desk: Desk, visit: Visit, reply: CannedReply, again: Callable[[], object]) -> None:
    says = visit.texts

    async def edit(_: Operator) -> None:
        _ask(desk, visit, reply, again)

    async def remove(operator: Operator) -> None:
        await told(visit, desk.operate, operator, RemoveReply(once=secrets.token_hex(8), reply=reply))
        again()

    async def ask(_: Operator) -> None:
        sure = visit.acts(Permission.STEER_CHATS, remove, "remove_reply")
        confirm(says("replies.remove"), says("replies.remove_means"), says("replies.remove"), says, sure)

    with box("fx-row"):
        button(says("action.edit"), visit.acts(Permission.STEER_CHATS, edit), sign="edit")
        button(says("replies.remove"), visit.acts(Permission.STEER_CHATS, ask), sign="delete")


def _ask(desk: Desk, visit: Visit, known: CannedReply | None, again: Callable[[], object]) -> None:
    says = visit.texts
    texts = dict(known.texts) if known is not None else {}

    def draw(close: Callable[[], None]) -> None:
        title = text_field(says("replies.title"), known.title if known is not None else "", longest=LONGEST_TITLE)
        fields = {
            language: area_field(says.name("tongue", language.value), texts.get(language, ""), longest=LONGEST_TEXT)
            for language in desk.languages
        }
        tag("p", says("replies.name_hint", name=NAME), "fx-hint")
        fresh = secrets.token_hex(8)

        async def save(operator: Operator) -> None:
            if not complete((title,), says("error.required")):
                return
            said = tuple((language, str(field.value or "").strip()) for language, field in fields.items())
            if not any(text for _, text in said):
                next(iter(fields.values())).wrong(says("error.required"))
                return
            # Words in a language that is not written in any more are kept.
            said += tuple((language, text) for language, text in texts.items() if language not in fields)
            reply = CannedReply(
                known.id if known is not None else fresh,
                str(title.value).strip(),
                tuple((language, text) for language, text in said if text),
                known.version if known is not None else 0,
            )
            if await told(visit, desk.operate, operator, SaveReply(once=fresh, reply=reply)):
                close()
                again()

        with box("fx-row"):
            button(says("action.save"), visit.acts(Permission.STEER_CHATS, save, "save_reply"), kind="primary")
            button(says("action.cancel"), close)

    dialog(says("replies.add") if known is None else says("replies.edit"), says, draw)
