"""What an operator decides about a professional, and what the professional is told of it."""

import pytest

from fixi.domain.effects import Admit, Pause, Say, SeekWork, Tell
from fixi.domain.events import (
    AskedAvailable,
    AskedMenu,
    ProAdmitted,
    ProfileChanged,
    ProPaused,
    ProTurnedAway,
    ProUnpaused,
    Steered,
)
from fixi.domain.machine import Step
from fixi.domain.pro_chat.jobs import UNTIL_HE_SAYS_SO
from fixi.domain.pro_chat.rows import decide
from fixi.domain.pro_chat.states import Desk, OfferShown, ProInHuman, ProState, Ready
from fixi.domain.values import Key
from tests.support.samples import AT, DAY, HOUR, LEAD, PRO, QUESTION, SAID, VIEW, facts

DECISIONS: tuple[Steered, ...] = (
    ProPaused(at=AT, by="noa", until=AT + DAY),
    ProUnpaused(at=AT, by="noa"),
    ProAdmitted(at=AT, by="noa"),
    ProTurnedAway(at=AT, by="noa"),
    ProfileChanged(at=AT, by="noa"),
)


def decided(state: ProState, event: Steered) -> Step[ProState]:
    return decide(state, event, facts(Key.pro(PRO)))


def said(step: Step[ProState]) -> list[str]:
    return [effect.text for effect in step.effects if isinstance(effect, Say)]


def lines(state: ProState) -> tuple[object, ...]:
    step = decide(state, AskedMenu(at=AT, said=SAID), facts(Key.pro(PRO)))
    (words,) = (effect for effect in step.effects if isinstance(effect, Say))
    found = dict(words.params)["lines"]
    assert isinstance(found, tuple)
    return found


def test_a_pause_by_the_office_is_like_his_own_and_he_ends_it_himself() -> None:
    step = decided(Ready(Desk(PRO)), ProPaused(at=AT, by="noa", until=UNTIL_HE_SAYS_SO))
    assert (Pause(PRO, UNTIL_HE_SAYS_SO) in step.effects, said(step)) == (True, ["paused.office"])
    assert "promenu.available" in lines(step.state)
    back = decide(step.state, AskedAvailable(at=AT, said=SAID), facts(Key.pro(PRO)))
    assert Pause(PRO, None) in back.effects
    assert "promenu.pause" in lines(back.state)


def test_a_pause_with_an_end_says_when() -> None:
    step = decided(Ready(Desk(PRO)), ProPaused(at=AT, by="noa", until=AT + DAY))
    (words,) = (effect for effect in step.effects if isinstance(effect, Say))
    assert (words.text, dict(words.params)["until"]) == ("paused.office_until", AT + DAY)


def test_an_offer_that_he_sees_stands_and_one_that_he_has_not_seen_goes_on() -> None:
    unseen = "lead000002"
    desk = Desk(PRO, offers=(VIEW,), queued=(unseen,))
    step = decided(OfferShown(desk, QUESTION), ProPaused(at=AT, by="noa", until=AT + DAY))
    assert isinstance(step.state, OfferShown)
    told = {effect.to for effect in step.effects if isinstance(effect, Tell)}
    assert told == {Key.lead(unseen)}
    assert step.state.desk.offer(LEAD) == VIEW


def test_who_is_taken_back_is_told_and_looked_for_work() -> None:
    step = decided(Ready(Desk(PRO, paused=True)), ProUnpaused(at=AT, by="noa"))
    assert step.effects[0] == Pause(PRO, None)
    assert (said(step), step.state.desk.paused) == (["available.office"], False)


def test_who_is_admitted_is_stored_as_such_before_work_is_looked_for() -> None:
    step = decided(Ready(Desk(PRO)), ProAdmitted(at=AT, by="noa"))
    assert step.effects[:2] == (Admit(PRO, yes=True), SeekWork(PRO))
    assert said(step) == ["admitted"]


def test_who_is_turned_away_is_told() -> None:
    step = decided(Ready(Desk(PRO)), ProTurnedAway(at=AT, by="noa"))
    assert (step.effects[0], said(step)) == (Admit(PRO, yes=False), ["turned_away"])


def test_another_profile_is_said_to_nobody() -> None:
    assert decided(Ready(Desk(PRO)), ProfileChanged(at=AT, by="noa")).effects == (SeekWork(PRO),)


@pytest.mark.parametrize("event", DECISIONS, ids=lambda event: type(event).__name__)
def test_while_a_person_has_the_chat_all_of_it_is_done_in_silence(event: Steered) -> None:
    back = Ready(Desk(PRO))
    alone = decided(back, event)
    step = decided(ProInHuman(back, AT + HOUR), event)
    assert said(step) == []
    assert step.effects == tuple(effect for effect in alone.effects if not isinstance(effect, Say))
    assert isinstance(step.state, ProInHuman)
    assert step.state.back == alone.state
