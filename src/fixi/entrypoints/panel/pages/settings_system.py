"""How it stands: the kill switch, the account at the provider, and whoever reads."""

import secrets
from collections.abc import Callable

from nicegui import ui

from fixi.application.settings_views import ProviderView, ReaderView
from fixi.domain.account import Switch
from fixi.domain.commands import PutSending
from fixi.domain.operators import Operator, Permission
from fixi.domain.policy import Policy
from fixi.entrypoints.panel.components.dialogs import dialog
from fixi.entrypoints.panel.components.forms import complete, text_field
from fixi.entrypoints.panel.components.moments import moment
from fixi.entrypoints.panel.components.numbers import length
from fixi.entrypoints.panel.components.tags import box, button, card, chip, facts, meter, note, tag
from fixi.entrypoints.panel.components.words import line
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit

LONGEST_WHY = 200


async def build(desk: Desk, visit: Visit) -> None:
    """Drawn anew when somebody has turned the switch."""

    @ui.refreshable
    async def content() -> None:
        switch, policy = await desk.switch(), await desk.setup.policy()
        provider, reader = await desk.setup.provider(), await desk.setup.reader()
        with box("fx-stack"):
            _sending(desk, visit, switch, content.refresh)
            with box("fx-grid"):
                _provider(desk, visit, provider, policy)
                _reader(desk, visit, reader)

    await content()


def _sending(desk: Desk, visit: Visit, switch: Switch, again: Callable[[], object]) -> None:
    says, on = visit.texts, switch.on
    with card(says("settings.sending")), box("fx-row"):
        chip(says("settings.on" if on else "settings.off"), "good" if on else "bad", "check_circle" if on else "block")
        with box("fx-stack fx-tight fx-grow", "span"):
            tag("span", says("settings.sending_explained"), "fx-quiet")
            if switch.at is not None:
                with box("fx-row", "span"):
                    line(switch.by, "fx-strong")
                    moment(switch.at, desk.clock.now(), desk.zone, says)
                    line(switch.why)
        if visit.may(Permission.SENDING):
            name = "settings.stop" if on else "settings.start"
            button(
                says(name),
                lambda: _turn(desk, visit, again, on=not on),
                kind="danger" if on else "primary",
                sign="block" if on else "play_arrow",
            )


def _turn(desk: Desk, visit: Visit, again: Callable[[], object], *, on: bool) -> None:
    """Why it is stopped must be said: everybody reads it on every page."""
    says = visit.texts
    title = says("settings.start" if on else "settings.stop")

    def draw(close: Callable[[], None]) -> None:
        tag("p", says("settings.sure"))
        why = text_field(says("settings.why"), hint=says("settings.why_hint"), longest=LONGEST_WHY)

        async def put(operator: Operator) -> None:
            if not on and not complete((why,), says("error.required")):
                return
            command = PutSending(once=secrets.token_hex(8), on=on, why=" ".join(str(why.value or "").split()))
            await told(visit, desk.operate, operator, command)
            close()
            again()

        with box("fx-row"):
            act = visit.acts(Permission.SENDING, put, "sending")
            button(title, act, kind="primary" if on else "danger")
            button(says("action.cancel"), close)

    dialog(title, says, draw)


def _provider(desk: Desk, visit: Visit, view: ProviderView, policy: Policy) -> None:
    says, standing, now = visit.texts, view.standing, desk.clock.now()

    def since(at: object) -> Callable[[], object]:
        return lambda: moment(at, now, desk.zone, says) if at is not None else tag("span", says("system.never"))  # type: ignore[arg-type]

    def account() -> None:
        good = view.trouble is None
        state = view.trouble.state if view.trouble is not None else standing.state
        seen = standing.since is not None
        chip(
            says.name("account", str(state)), ("good" if seen else "") if good else "bad", "circle" if good else "error"
        )

    more = "+" if view.more else ""
    with card(says("system.provider")):
        facts(
            [
                (says("system.carrier"), lambda: tag("span", says.name("carrier", desk.settings.messenger))),
                (says("system.account"), account),
                (says("system.proved"), since(standing.proved_at)),
                (says("system.heard"), since(view.heard)),
                (
                    says("system.worker"),
                    lambda: chip(says("system.alive"), "good") if view.worker else chip(says("system.silent"), "bad"),
                ),
                (says("system.day"), lambda: tag("span", says("system.traffic", came=view.came, sent=view.sent))),
                (
                    says("system.failed"),
                    lambda: chip(str(view.failed), "bad" if view.failed else "good"),
                ),
                (says("system.waiting"), lambda: tag("span", f"{view.waiting}{more}", "fx-ltr")),
                (says("system.gap"), lambda: tag("span", length(policy.send_gap, says))),
                (says("system.newcomers"), lambda: tag("span", str(policy.first_contacts_per_day))),
            ]
        )


def _reader(desk: Desk, visit: Visit, view: ReaderView) -> None:
    says, settings = visit.texts, desk.settings
    model = settings.reader == "gemini"
    with card(says("system.reader")):
        facts(
            [
                (says("system.who"), lambda: tag("span", says.name("reader", settings.reader))),
                (says("system.models"), lambda: _models(desk, visit) if model else tag("span", "—")),
                (
                    says("system.budget"),
                    lambda: meter(
                        says("system.gone", gone=f"${view.gone:.2f}", budget=f"${view.budget:.2f}"),
                        float(view.gone / view.budget) if view.budget else 0.0,
                    ),
                ),
                (says("system.asked"), lambda: tag("span", str(view.asked))),
                (
                    says("system.fell_back"),
                    lambda: chip(str(view.fell_back), "warn" if view.fell_back else "good"),
                ),
            ]
        )
        for outcome, count in view.calls:
            with box("fx-row fx-between"):
                tag("span", says.name("call", outcome), "fx-quiet")
                tag("span", str(count), "fx-ltr")
        if view.differs:
            tag("h3", says("system.differs"))
            for field, count in view.differs:
                with box("fx-row fx-between"):
                    tag("span", says.name("fact", field), "fx-quiet")
                    tag("span", str(count), "fx-ltr")
        if desk.unpriced:
            note(says("system.unpriced", models=", ".join(desk.unpriced)), "warn", "payments")


def _models(desk: Desk, visit: Visit) -> None:
    """In the order in which they are asked."""
    with box("fx-stack fx-tight", "span"):
        for name in desk.settings.gemini_models:
            tag("span", name, "fx-ltr fx-mono", dir="ltr")
        if not desk.settings.gemini_api_key:
            chip(visit.texts("system.no_key"), "bad", "key_off")
