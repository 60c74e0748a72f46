"""The kill switch in words: whole messages, of operators' own numbers, and nothing else."""

import pytest

from fixi.domain.events import Heard
from fixi.domain.fixed_words import command
from fixi.domain.orders import Order, order, ordered
from fixi.domain.values import ChatKey, Language, Media, MediaKind
from tests.support.samples import AT

DANA = ChatKey("972540000001")
OPERATORS = frozenset({DANA.text})


@pytest.mark.parametrize(
    ("text", "sending", "language"),
    [
        ("עצור שליחה", False, Language.HE),
        ("  עצרו את השליחה!! ", False, Language.HE),
        ("Stop sending", False, Language.EN),
        ("STOP SENDING.", False, Language.EN),
        ("أوقف الإرسال", False, Language.AR),
        ("Остановите отправку", False, Language.RU),
        ("חדש שליחה", True, Language.HE),
        ("\u200fחדש שליחה 🙏", True, Language.HE),
        ("resume sending", True, Language.EN),
        ("استأنف الإرسال", True, Language.AR),
        ("возобновить отправку", True, Language.RU),
    ],
)
def test_the_words_in_four_languages(text: str, sending: bool, language: Language) -> None:
    assert ordered(text) == Order(sending, language)
    assert order(Heard(at=AT, id="m", chat=DANA, text=text), OPERATORS) == Order(sending, language)


@pytest.mark.parametrize(
    "text",
    [
        "please don't stop sending",
        "stop sending me messages",
        "why did you stop sending?",
        "stop",
        "resume",
        "עצור",
        "תעצור שליחה של הטכנאי",
        "לא לעצור שליחה",
        "sending",
        "",
        "stop sending\nresume sending",
    ],
)
def test_a_sentence_and_other_fixed_words_are_no_order(text: str) -> None:
    assert ordered(text) is None


@pytest.mark.parametrize("text", ["stop sending", "resume sending", "עצור שליחה", "חדש שליחה"])
def test_they_mean_nothing_else(text: str) -> None:
    assert command(text) is None


NOT_HIS = {
    "another number": Heard(at=AT, id="m", chat=ChatKey("972540000002"), text="stop sending"),
    "a lid of the same digits": Heard(at=AT, id="m", chat=ChatKey(f"lid:{DANA}"), text="stop sending"),
    "typed on the business phone": Heard(at=AT, id="m", chat=DANA, text="stop sending", own=True),
    "an edited message": Heard(at=AT, id="m", chat=DANA, text="stop sending", kind="edited"),
    "a photo's caption": Heard(at=AT, id="m", chat=DANA, text="stop sending", media=(Media(MediaKind.IMAGE, "u"),)),
    "a button": Heard(at=AT, id="m", chat=DANA, text="stop sending", button="q/1"),
}


@pytest.mark.parametrize("name", NOT_HIS)
def test_only_a_message_of_his_own_is_an_order(name: str) -> None:
    assert order(NOT_HIS[name], OPERATORS) is None


def test_without_operators_nobody_orders_anything() -> None:
    assert order(Heard(at=AT, id="m", chat=DANA, text="stop sending"), frozenset()) is None
