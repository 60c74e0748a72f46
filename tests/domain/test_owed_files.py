"""A file that comes after its message is put where it belongs, in every state, and shown to whom it concerns."""

from dataclasses import replace
from typing import Any

import pytest

from fixi.domain.client_chat import rows as client_rows
from fixi.domain.client_chat.states import CLIENT_STATES, Card, ConsentAsked, Gathering, Idle, InHuman, Mind
from fixi.domain.effects import Say, Tell
from fixi.domain.events import FileCame, Heard, JobUpdated, OfferFiles, RequestTold
from fixi.domain.forms import Field, Form
from fixi.domain.lead import rows as lead_rows
from fixi.domain.lead.offers import view
from fixi.domain.lead.states import Booked, Offered, Waiting
from fixi.domain.owed import in_place
from fixi.domain.pro_chat import rows as pro_rows
from fixi.domain.pro_chat.states import Desk, OfferShown, ProInHuman, Ready
from fixi.domain.understanding import said_in
from fixi.domain.values import Key, Language, Media, MediaKind
from tests.support.instances import one_of
from tests.support.samples import (
    AT,
    CARD,
    CLIENT,
    FORM,
    HOUR,
    LEAD,
    PRO,
    QUESTION,
    VIEW,
    a_case,
    a_pro,
    an_offer,
    facts,
)

STAND_IN = Media(MediaKind.IMAGE, "owed:abc", "image/jpeg", "leak.jpg")
KEPT = Media(MediaKind.IMAGE, f"kept:{'a' * 64}.jpg", "image/jpeg", "leak.jpg")
OTHER = Media(MediaKind.VIDEO, f"kept:{'b' * 64}.mp4", "video/mp4")
GONE = replace(STAND_IN, url="refused:gone")
CAME = FileCame(at=AT, stand_in="owed:abc", file=KEPT)
LOST = replace(CAME, file=GONE)
WITH = replace(FORM, media=(OTHER, STAND_IN))
MIND = Mind(CLIENT, Language.EN, cards=(Card("other00001", "waiting", FORM), Card(LEAD, "searching", WITH)))
OFFERED = Offered(a_case(form=WITH, offers=(an_offer(), an_offer("972503333333", outcome="declined"))))
DESK = Desk(PRO, Language.EN, offers=(replace(VIEW, media=(STAND_IN,)),))


def told(step: Any) -> list[tuple[Key, Any]]:
    return [(effect.to, effect.event) for effect in step.effects if isinstance(effect, Tell)]


def test_it_stands_wherever_its_stand_in_stood() -> None:
    after = in_place(Idle(MIND), "owed:abc", KEPT)
    assert after.mind.cards[1].form.media == (OTHER, KEPT)
    assert after.mind.cards[0] is MIND.cards[0]


def test_it_stands_among_the_words_as_well() -> None:
    said = said_in((Heard(at=AT, id="m1", chat=CLIENT, text="look", media=(STAND_IN,)),))
    (words,) = in_place(ConsentAsked(MIND, QUESTION, (said,)), "owed:abc", KEPT).kept
    assert (words.media, words.in_order) == ((KEPT,), (KEPT, "look"))


def test_what_has_no_stand_in_stays_the_very_same() -> None:
    state = Idle(MIND)
    assert in_place(state, "owed:other", KEPT) is state


@pytest.mark.parametrize("state", CLIENT_STATES)
def test_in_no_state_is_the_client_told(state: type[Any]) -> None:
    step = client_rows.decide(one_of(state), CAME, facts(Key.client(CLIENT)))
    assert [effect for effect in step.effects if not isinstance(effect, Tell)] == []


def test_only_the_lead_that_lacks_it_is_told() -> None:
    for state in (Idle(MIND), InHuman(Idle(MIND), AT + HOUR)):
        assert told(client_rows.decide(state, CAME, facts(Key.client(CLIENT)))) == [(Key.lead(LEAD), CAME)]


def test_a_request_that_is_still_being_asked_for_tells_its_lead() -> None:
    mind = replace(MIND, cards=())
    state = Gathering(mind, LEAD, Form(media=(STAND_IN,)), (Field.AREA,))
    for some in (state, InHuman(state, AT + HOUR)):
        assert told(client_rows.decide(some, CAME, facts(Key.client(CLIENT)))) == [(Key.lead(LEAD), CAME)]


def test_whoever_is_being_asked_is_shown_it() -> None:
    step = lead_rows.decide(OFFERED, CAME, facts())
    assert isinstance(step.state, Offered)
    assert step.state.case.form.media == (OTHER, KEPT)
    assert step.state.case.history == OFFERED.case.history
    assert told(step) == [(Key.pro(PRO), OfferFiles(at=AT, lead=LEAD, files=(KEPT,), stand_in="owed:abc"))]


def test_whoever_has_the_job_is_shown_it() -> None:
    step = lead_rows.decide(Booked(a_case(form=WITH), CARD, AT), CAME, facts())
    ((to, event),) = told(step)
    assert to == Key.pro(PRO)
    assert isinstance(event, JobUpdated)
    assert event.files == (KEPT,)


def test_a_file_that_will_never_come_is_shown_to_nobody() -> None:
    assert told(lead_rows.decide(Booked(a_case(form=WITH), CARD, AT), LOST, facts())) == []
    ((_, event),) = told(lead_rows.decide(OFFERED, LOST, facts()))
    assert (event.files, event.stand_in) == ((), "owed:abc")
    assert view(a_case(form=replace(FORM, media=(GONE, OTHER))), a_pro()).media == (OTHER,)


def test_a_lead_that_waits_just_has_it() -> None:
    step = lead_rows.decide(Waiting(a_case(form=WITH), AT), CAME, facts())
    assert isinstance(step.state, Waiting)
    assert step.state.case.form.media == (OTHER, KEPT)
    assert step.effects == ()


def test_the_same_news_twice_says_it_once() -> None:
    once = lead_rows.decide(OFFERED, CAME, facts())
    assert lead_rows.decide(once.state, CAME, facts()).effects == ()


def test_an_offer_on_his_screen_gets_its_file() -> None:
    event = OfferFiles(at=AT, lead=LEAD, files=(KEPT,), stand_in="owed:abc")
    step = pro_rows.decide(OfferShown(DESK, QUESTION), event, facts(Key.pro(PRO)))
    (words,) = step.effects
    assert isinstance(words, Say)
    assert (words.text, words.media) == ("offer.files", (KEPT,))
    assert isinstance(step.state, OfferShown)
    assert step.state.question == QUESTION
    assert step.state.desk.offers[0].media == (KEPT,)
    again = pro_rows.decide(step.state, event, facts(Key.pro(PRO)))
    assert again.effects == ()


def test_an_offer_that_he_has_not_seen_keeps_its_file_for_then() -> None:
    desk = replace(DESK, queued=(LEAD,))
    event = OfferFiles(at=AT, lead=LEAD, files=(KEPT,), stand_in="owed:abc")
    step = pro_rows.decide(OfferShown(desk, QUESTION), event, facts(Key.pro(PRO)))
    assert step.effects == ()
    assert step.state.desk.offers[0].media == (KEPT,)


def test_an_offer_that_is_gone_gets_nothing() -> None:
    event = OfferFiles(at=AT, lead=LEAD, files=(KEPT,))
    for state in (Ready(Desk(PRO)), ProInHuman(Ready(Desk(PRO)), AT + HOUR)):
        step = pro_rows.decide(state, event, facts(Key.pro(PRO)))
        assert (step.state, step.effects) == (state, ())


def test_a_file_that_the_client_adds_reaches_who_is_asked_without_what_is_owed() -> None:
    before = Offered(a_case(offers=(an_offer(),)))
    request = RequestTold(at=AT, client=CLIENT, form=WITH, language=Language.EN, ready=True)
    assert told(lead_rows.decide(before, request, facts())) == [
        (Key.pro(PRO), OfferFiles(at=AT, lead=LEAD, files=(OTHER,)))
    ]
    nothing = replace(request, form=replace(FORM, media=(STAND_IN, GONE)))
    assert told(lead_rows.decide(before, nothing, facts())) == []
