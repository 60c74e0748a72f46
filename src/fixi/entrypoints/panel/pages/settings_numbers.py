"""The numbers of the business, in groups, each with its bounds; who may change them has a button."""

import secrets
from collections.abc import Callable, Iterator

from nicegui import ui

from fixi.domain.commands import SetPolicy
from fixi.domain.errors import Invalid
from fixi.domain.operators import Operator, Permission
from fixi.domain.policy import Policy
from fixi.domain.policy_text import UNREAD, names, value_of
from fixi.entrypoints.panel.components.dialogs import dialog
from fixi.entrypoints.panel.components.numbers import accepts, editor, shown
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, card, tag
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit

# A number that has no group yet stands in the last one.
OTHER = "other"
GROUPS: dict[str, tuple[str, ...]] = {
    "business": ("language", "timezone", "currency", "quiet_from", "quiet_until", "agenda_at"),
    "requests": (
        "quiet_window",
        "quiet_window_cap",
        "context_messages",
        "questions_max",
        "consent_required",
        "consent_version",
        "show_presence",
    ),
    "routing": (
        "max_active_jobs",
        "radius_steps",
        "emergency_offers",
        "max_reassignments",
        "weights.rating",
        "weights.distance",
        "weights.capacity",
        "weights.waiting",
        "weights.answers",
        "weights.language",
        "weights.newcomer",
    ),
    "offers": (
        "offer_nudge",
        "offer_reassign_ask",
        "sos_after",
        "waiting_recheck",
        "still_needed_after",
        "reason_window",
        "review_reminder",
    ),
    "times": (
        "slot_length",
        "slot_step",
        "slot_buffer",
        "slot_notice",
        "slot_horizon",
        "slots_shown",
        "slot_reminder",
    ),
    "care": ("stale_after", "completion_checks_max", "completion_check_gap", "done_confirm"),
    "rating": (
        "rating_reminder",
        "rating_timeout",
        "rating_prior",
        "rating_prior_weight",
        "rating_window",
        "newcomer_jobs",
    ),
    "people": ("human_idle", "takeover_idle"),
    "sending": (
        "send_gap",
        "send_attempts",
        "send_patience",
        "hold_patience",
        "repeat_window",
        "account_proof",
        "first_contacts_per_day",
        "first_contact_days",
    ),
    "money": ("ai_budget_per_day", "ai_calls_per_chat_per_day"),
}


def grouped() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every group with its numbers; what no group has named is in the last one."""
    known = {name for group in GROUPS.values() for name in group}
    yield from GROUPS.items()
    rest = tuple(name for name in names() if name not in known and name not in UNREAD)
    if rest:
        yield OTHER, rest


async def build(desk: Desk, visit: Visit) -> None:
    """All groups."""

    @ui.refreshable
    async def content() -> None:
        policy = await desk.setup.policy()
        with box("fx-settings"):
            for group, listed in grouped():
                _group(desk, visit, group, listed, policy, content.refresh)

    await content()


def _group(
    desk: Desk, visit: Visit, group: str, listed: tuple[str, ...], policy: Policy, again: Callable[[], object]
) -> None:
    says = visit.texts
    title = says.name("policy_group", group)
    with card(title):
        table(
            (
                Column[str](says("settings.name"), lambda name: _name(visit, name)),
                Column[str](
                    says("settings.value"),
                    lambda name: tag("span", shown(name, value_of(policy, name), says), "fx-strong", dir="auto"),
                ),
                Column[str]("", lambda name: _edit(desk, visit, name, value_of(policy, name), again)),
            ),
            listed,
            title,
        )


def _name(visit: Visit, name: str) -> None:
    with box("fx-stack fx-tight", "span"):
        tag("span", visit.texts.name("policy", name), data_policy=name)
        tag("span", accepts(name, visit.texts), "fx-quiet fx-small fx-wide")


def _edit(desk: Desk, visit: Visit, name: str, value: str, again: Callable[[], object]) -> None:
    says = visit.texts
    if not visit.may(Permission.SETTINGS):
        return

    def draw(close: Callable[[], None]) -> None:
        field = editor(name, value, desk.languages, says)
        once = secrets.token_hex(8)

        async def save(operator: Operator) -> None:
            field.wrong("")
            command = SetPolicy(once=once, name=name, value=field.text(), before=value)
            try:
                done = await told(visit, desk.operate, operator, command)
            except Invalid:
                field.wrong(says("settings.wrong", accepts=accepts(name, says)))
                return
            if done:
                close()
                again()

        with box("fx-row"):
            button(says("action.save"), visit.acts(Permission.SETTINGS, save, f"policy-{name}"), kind="primary")
            button(says("action.cancel"), close)

    title = says.name("policy", name)
    button(
        "",
        lambda: dialog(title, says, draw),
        kind="plain",
        sign="edit",
        label=says("settings.change", name=title),
    )
