"""The accounting finds what is wrong: each of these is planted, and named by its id."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fixi.ports.storage import LedgerEntry
from tests.chaos.accounting import Books, findings, outcomes
from tests.chaos.provider import STRANGERS, Sent
from tests.chaos.screens import Shown
from tests.support.samples import AT, MINUTE, SECOND

CLIENT, STRANGER = "972540000001", f"{STRANGERS}00001"
SENT = (
    Sent("M1", CLIENT, "hello", AT, AT, 1),
    Sent("M2", CLIENT, "status", AT + MINUTE, AT + MINUTE, 3),
    Sent("M3", STRANGER, "hello", AT, AT, 1),
)
SHOWN = (
    Shown("client:1:1:0", CLIENT, AT + SECOND, "May we go on?", ()),
    Shown("client:1:2:0", CLIENT, AT + MINUTE + SECOND, "We are looking.", ()),
    Shown("client:3:1:0", STRANGER, AT + SECOND, "May we go on?", ()),
)


def came_in(message: str, outcome: str = "answered") -> LedgerEntry:
    return LedgerEntry(f"green:1:abc:{message}", AT, "in", f"client:{CLIENT}", outcome)


def went_out(message: str, outcome: str = "sent") -> LedgerEntry:
    return LedgerEntry(message, AT, "out", f"client:{CLIENT}", outcome)


LINES = (*(came_in(each.id) for each in SENT), *(went_out(each.message) for each in SHOWN))
BOOKS = Books(LINES)


def without(name: str) -> Books:
    return Books(tuple(line for line in LINES if not line.id.endswith(name)))


def again(shown: Shown, message: str, after: timedelta = SECOND) -> Shown:
    return replace(shown, message=message, at=shown.at + after)


def test_what_adds_up_is_not_complained_about() -> None:
    assert findings(SENT, SHOWN, BOOKS) == ()
    assert outcomes(SENT, BOOKS) == {"answered": 3}


@pytest.mark.parametrize(
    ("books", "words"),
    [
        (without("M2"), "acknowledged and lost: M2"),
        (Books((*LINES, came_in("M9"))), "in the books and never written: M9"),
        (Books((*LINES, replace(came_in("M1"), id="green:1:def:M1"))), "has 2 outcomes: M1"),
        (Books((*without("M1").lines, came_in("M1", "quarantined"))), "quarantined (): M1"),
        (without("2:0"), "sent and not in the books: client:1:2:0"),
        (Books((*LINES, went_out("client:1:3:0"))), "sent according to the books, and on no phone: client:1:3:0"),
        (
            Books((*without("2:0").lines, went_out("client:1:2:0", "dropped"))),
            "dropped according to the books, and on a phone: client:1:2:0",
        ),
        (Books((*LINES, went_out("client:1:3:0", "waiting"))), "neither sent nor given up: client:1:3:0"),
        (replace(BOOKS, unread=("chat:1",)), "still unread: chat:1"),
        (replace(BOOKS, pending=("client:1",)), "still to be sent: client:1"),
        (replace(BOOKS, set_aside=("k1",)), "set aside although innocent: k1"),
        (replace(BOOKS, doctor=1, doctor_said="broken"), "fixi doctor: exit code 1\nbroken"),
    ],
)
def test_what_the_books_do_not_say_or_say_wrongly_is_found(books: Books, words: str) -> None:
    assert findings(SENT, SHOWN, books) == (words,)


def test_a_message_that_is_never_acknowledged_is_found() -> None:
    assert "never acknowledged: M2" in findings((SENT[0], replace(SENT[1], acknowledged=None), SENT[2]), SHOWN, BOOKS)


def test_a_message_that_went_out_twice_is_found() -> None:
    assert "sent 2 times: client:1:2:0" in findings(SENT, (*SHOWN, again(SHOWN[1], "client:1:2:0")), BOOKS)


def test_the_same_words_twice_for_one_cause_are_found() -> None:
    twice = (SHOWN[0], again(SHOWN[0], "client:1:1:1"), *SHOWN[1:])
    (found,) = findings(SENT, twice, Books((*LINES, went_out("client:1:1:1"))))
    assert found.endswith("with 1 messages before them: client:1:1:0, client:1:1:1")


def test_the_same_words_for_two_questions_are_fine() -> None:
    twice = (*SHOWN, again(SHOWN[1], "client:1:3:0"))
    assert findings(SENT, twice, Books((*LINES, went_out("client:1:3:0")))) == ()


@pytest.mark.parametrize("times", [0, 2])
def test_who_wrote_once_is_answered_once(times: int) -> None:
    answers = tuple(Shown(f"client:3:{n}:0", STRANGER, AT + SECOND, f"answer {n}", ()) for n in range(times))
    books = Books((*without("client:3:1:0").lines, *(went_out(each.message) for each in answers)))
    assert findings(SENT, (*SHOWN[:2], *answers), books) == (f"wrote once and was answered {times} times: M3",)
