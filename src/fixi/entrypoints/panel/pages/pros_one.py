"""One professional: his profile and how his work goes, what is booked with him, and what can be decided about him."""

import secrets
from datetime import UTC, datetime, timedelta

from nicegui import ui

from fixi.application.panel_views import ProRow, ProView
from fixi.domain.commands import AdmitPro, AnyCommand, PausePro, TurnAwayPro
from fixi.domain.operators import Operator, Permission
from fixi.domain.pro_texts import hours_text
from fixi.domain.professional import Professional, Review
from fixi.domain.values import Key, Kind
from fixi.entrypoints.panel.components.dialogs import confirm
from fixi.entrypoints.panel.components.moments import clock, day, exact, moment
from fixi.entrypoints.panel.components.status import status_chip
from fixi.entrypoints.panel.components.tags import box, button, card, chip, empty, facts, heading, link, tag
from fixi.entrypoints.panel.components.words import line, phone, short, words
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.pages import pros_form
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit
from fixi.ports.views import LeadQuery

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
PAUSES = {"day": timedelta(days=1), "week": timedelta(days=7), "good": None}
LEADS, REVIEWS = 10, 10


async def one(desk: Desk, visit: Visit, key: str) -> None:
    """One professional, drawn anew when something about him has changed."""
    says = visit.texts

    @ui.refreshable
    async def content() -> None:
        view = await desk.pros.one(key)
        if view is None:
            empty(says("error.missing"), "search_off")
            return
        await _draw(desk, visit, view)

    async def changed(keys: frozenset[Key] | None) -> None:
        if keys is None or any(each.kind is Kind.PRO and each.id == key for each in keys):
            await content.refresh()

    await content()
    desk.hub.join(visit, changed)


async def _draw(desk: Desk, visit: Visit, view: ProView) -> None:
    says, row, pro = visit.texts, view.row, view.row.pro
    heading(short(pro.name))
    with box("fx-row fx-lead-head"):
        if visit.may(Permission.STEER_CHATS):
            phone(pro.id)
        else:
            line(f"…{pro.id[-4:]}")
        _states(desk, visit, row)
        box("fx-grow", "span")
        if visit.may(Permission.STEER_CHATS):
            link(says("lead.open_chat"), f"/chats/{pro.id}", "fx-button", "forum")
        if visit.may(Permission.PROS):
            _decisions(desk, visit, row)
    with box("fx-halves"):
        with box("fx-stack"):
            _profile(desk, visit, pro)
            _work(visit, row)
        with box("fx-stack"):
            _bookings(desk, visit, view)
            await _leads(desk, visit, pro)
            _reviews(desk, visit, pro)


def _states(desk: Desk, visit: Visit, row: ProRow) -> None:
    says, pro = visit.texts, row.pro
    if not pro.active:
        chip(says.name("pro_state", "inactive"), "bad", "do_not_disturb_on")
    elif not pro.approved:
        chip(says.name("pro_state", "pending"), "warn", "hourglass_empty")
    if row.paused and pro.paused_until is not None:
        until = says("pros.for_good") if pro.paused_until >= FOR_GOOD else exact(pro.paused_until, desk.zone, says)
        chip(says("pros.paused_until", when=until), "warn", "pause_circle")


def _profile(desk: Desk, visit: Visit, pro: Professional) -> None:
    says = visit.texts
    towns = ", ".join(desk.area(place.name, says.language) for place in pro.areas)
    week = "\n".join(f"{says.name('weekday', name)} {spans}" for name, spans in pros_form.week(pro).items() if spans)
    rows = [
        (says("leads.trade"), lambda: line(", ".join(says.name("trade", trade.code) for trade in pro.trades))),
        (says("pros.areas"), lambda: words(towns or "—", says)),
        (says("pros.languages"), lambda: line(", ".join(says.name("tongue", str(t)) for t in pro.languages) or "—")),
        (says("pros.hours"), lambda: words(week, says) if hours_text(pro.hours) else line(says("pros.any_time"))),
    ]
    if pro.radius_km is not None:
        rows.append((says("pros.radius"), lambda: line(f"{pro.radius_km:g}")))
    if pro.days_off:
        off = ", ".join(f"{each.day:%d.%m.%Y}" for each in pro.days_off)
        rows.append((says("pros.days_off"), lambda: line(off)))
    if pro.prices:
        prices = "\n".join(f"{says.name('trade', trade)}: {price}" for trade, price in pro.prices)
        rows.append((says("pros.prices"), lambda: words(prices, says)))
    if pro.blocked:
        tails = ", ".join(f"…{client[-4:]}" for client in pro.blocked)
        rows.append((says("pros.blocked"), lambda: line(tails)))
    with card(says("pros.profile")):
        facts(rows)


def _work(visit: Visit, row: ProRow) -> None:
    says, pro = visit.texts, row.pro
    answers = "—" if row.answers_in is None else says("pros.minutes", count=f"{row.answers_in / 60:.0f}")
    ended = {name: sum(reply.outcome == name for reply in pro.replies) for name in ("accepted", "declined", "expired")}
    told = " · ".join(f"{says.name('offer', name)} {count}" for name, count in ended.items() if count)
    with card(says("pros.work")):
        facts(
            [
                (says("pros.load"), lambda: load(row)),
                (says("pros.jobs"), lambda: tag("span", str(pro.jobs_done))),
                (says("pros.offers"), lambda: line(told or "—")),
                (says("pros.acceptance"), lambda: tag("span", percent(row.acceptance))),
                (says("pros.answers_in"), lambda: line(answers)),
                (says("pros.rating"), lambda: tag("span", f"{row.weighed:.1f} · {row.reviews}")),
            ]
        )


def _bookings(desk: Desk, visit: Visit, view: ProView) -> None:
    says = visit.texts
    with card(says("pros.bookings")):
        if not view.bookings:
            empty(says("pros.no_bookings"), "event_busy")
        for booking in view.bookings:
            start = booking.slot.start
            text = f"{day(start, desk.zone, says)} {clock(start, desk.zone, says)}"
            link(text, f"/leads/{booking.lead}", "", "event")


async def _leads(desk: Desk, visit: Visit, pro: Professional) -> None:
    """What he was offered and what he has."""
    says, now = visit.texts, desk.clock.now()
    page = await desk.leads.find(LeadQuery(pro=pro.id), "", LEADS)
    if not page.rows:
        return
    with card(says("page.leads")), box("fx-stack fx-tight"):
        for row in page.rows:
            with box("fx-row"):
                name = says.name("trade", row.trade) if row.trade else says("leads.no_trade")
                link(name, f"/leads/{row.id}", "fx-strong")
                line(desk.area(row.area, says.language) if row.area else "—", "fx-small fx-quiet")
                status_chip(row.status, says)
                moment(row.updated_at, now, desk.zone, says, "fx-small fx-quiet")


def _reviews(desk: Desk, visit: Visit, pro: Professional) -> None:
    says, now = visit.texts, desk.clock.now()
    latest: list[Review] = sorted(pro.reviews, key=lambda review: review.at, reverse=True)[:REVIEWS]
    if not latest:
        return
    with card(says("pros.reviews")), box("fx-stack fx-tight"):
        for review in latest:
            with box("fx-row"):
                tag("span", "★" * review.stars + "☆" * (5 - review.stars), "fx-stars", aria_label=f"{review.stars}/5")
                link(says("pros.its_lead"), f"/leads/{review.lead}", "fx-small")
                moment(review.at, now, desk.zone, says, "fx-small fx-quiet")
            if review.words:
                words(review.words, says)


def _decisions(desk: Desk, visit: Visit, row: ProRow) -> None:
    says, pro = visit.texts, row.pro

    async def edit(_: Operator) -> None:
        pros_form.ask(desk, visit, pro)

    if not pro.approved:
        _decides(desk, visit, AdmitPro(once=secrets.token_hex(8), pro=pro.id), "admit", "how_to_reg")
        if pro.active:
            _turns_away(desk, visit, pro)
    button(says("action.edit"), visit.acts(Permission.PROS, edit), sign="edit")
    if not (pro.active and pro.approved):
        return
    if row.paused:
        back = PausePro(once=secrets.token_hex(8), pro=pro.id, until=None)
        _decides(desk, visit, back, "back", "play_arrow")
        return
    for name, length in PAUSES.items():

        async def pause(operator: Operator, length: timedelta | None = length) -> None:
            until = FOR_GOOD if length is None else desk.clock.now() + length
            await told(visit, desk.operate, operator, PausePro(once=secrets.token_hex(8), pro=pro.id, until=until))

        button(says.name("pause", name), visit.acts(Permission.PROS, pause, "pause"), sign="pause_circle")


def _decides(desk: Desk, visit: Visit, command: AnyCommand, name: str, sign: str) -> None:
    async def go(operator: Operator) -> None:
        await told(visit, desk.operate, operator, command)

    button(visit.texts.name("decide", name), visit.acts(Permission.PROS, go, name), kind="primary", sign=sign)


def _turns_away(desk: Desk, visit: Visit, pro: Professional) -> None:
    says, once = visit.texts, secrets.token_hex(8)

    async def go(operator: Operator) -> None:
        await told(visit, desk.operate, operator, TurnAwayPro(once=once, pro=pro.id))

    async def ask(_: Operator) -> None:
        confirm(
            says("decide.turn_away"),
            says("decide.turn_away_means"),
            says("decide.turn_away"),
            says,
            visit.acts(Permission.PROS, go, "turn_away"),
        )

    button(says("decide.turn_away"), visit.acts(Permission.PROS, ask), kind="danger", sign="person_off")


def load(row: ProRow) -> None:
    """How many places are taken, of how many."""
    tag("span", f"{row.taken}/{row.cap}", "fx-ltr" + (" fx-strong" if row.taken >= row.cap else ""))


def percent(share: float | None) -> str:
    """A share as people read it."""
    return "—" if share is None else f"{share:.0%}"
