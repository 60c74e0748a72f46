"""Whether somebody still waits for a person, and how a chat came to one."""

import pytest

from fixi.domain.client_chat import rows as client
from fixi.domain.client_chat.states import ClientState, Idle, InHuman, Mind
from fixi.domain.events import AskedHuman, Event, OperatorSaid, OperatorTookOver, OwnerSpoke
from fixi.domain.handover import waits
from fixi.domain.pro_chat import rows as pro
from fixi.domain.pro_chat.states import Desk, ProInHuman, ProState, Ready
from fixi.domain.values import Key, Language
from tests.support.samples import AT, CLIENT, MINUTE, PRO, SAID, facts

IDLE = Idle(Mind(CLIENT, Language.EN, consent_at=AT))
READY = Ready(Desk(PRO))
ASKED, OWNER = AskedHuman(at=AT, said=SAID), OwnerSpoke(at=AT, said=SAID)
TOOK, SPOKE = OperatorTookOver(at=AT, by="noa"), OperatorSaid(at=AT + MINUTE, by="dan", text="Hello")
COURSES: tuple[tuple[tuple[Event, ...], str], ...] = (
    ((ASKED,), "asked"),
    ((OWNER,), "owner"),
    ((TOOK,), "operator:noa"),
    ((SPOKE,), "operator:dan"),
    ((ASKED, OWNER), "owner"),
    ((ASKED, TOOK), "operator:noa"),
    ((TOOK, SPOKE), "operator:dan"),
)


@pytest.mark.parametrize(("events", "taken"), COURSES)
def test_a_chat_says_how_it_came_to_a_person_and_who_has_it_now(events: tuple[Event, ...], taken: str) -> None:
    of_client: ClientState = IDLE
    of_pro: ProState = READY
    for event in events:
        of_client = client.decide(of_client, event, facts()).state
        of_pro = pro.decide(of_pro, event, facts(Key.pro(PRO))).state
    assert isinstance(of_client, InHuman)
    assert isinstance(of_pro, ProInHuman)
    assert (of_client.taken, of_pro.taken) == (taken, taken)
    assert of_client.since == of_pro.since == events[0].at


@pytest.mark.parametrize(
    ("taken", "unanswered", "answered"),
    [
        ("asked", True, True),
        ("unclear", True, True),
        ("owner", True, False),
        ("operator:noa", True, False),
        ("", True, False),
    ],
)
def test_what_the_bot_says_is_no_answer_to_who_waits_for_a_person(taken: str, unanswered: bool, answered: bool) -> None:
    assert (waits(taken, answered=False), waits(taken, answered=True)) == (unanswered, answered)
