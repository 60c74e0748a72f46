"""A sentence that a machine proposes: what may be said, and that nothing forbidden ever slips through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.speech import why_unsayable
from fixi.domain.values import Language

SAYABLE = (
    "In which town is the leak?",
    "Which street is it, and is water still running?",
    "Would tomorrow at 17:00 suit you?",
    "The professional will tell you the price himself.",
    "באיזו עיר הנזילה?",
    "מה הכתובת? רחוב ומספר בית בבקשה",
    "האם המים עדיין זורמים?",
    "В каком городе протечка?",
    "Какая улица и номер дома?",
    "في أي مدينة التسرب؟",
    "ما هو اسم الشارع ورقم البيت؟",
)
PRICES = (
    "It costs 200",
    "That is 200 shekels",
    "Only ₪250",
    "about $40 for it",
    "two hundred shekels",
    "the price is three hundred",
    "You get a discount",
    "It is free of charge",
    "זה עולה 200",
    "המחיר הוא 300 ש״ח",
    "בערך מאתיים שקל",
    "הביקור בחינם",
    'יעלה 450 ש"ח',
    "Это стоит 200",
    "примерно двести шекелей",
    "сделаем скидку",
    "вызов бесплатный",
    "السعر ٢٠٠",
    "مئتا شيكل تقريبا",
    "الزيارة مجانية",
    "التكلفة مئة",
)
PROMISES = (
    "I promise it will be fine",
    "We guarantee the work",
    "The plumber will arrive at five",
    "He will be there in an hour",
    "Your job is booked",
    "Your request has been cancelled",
    "I have confirmed it",
    "He is on his way",
    "אני מבטיח שזה יסתדר",
    "יש אחריות על העבודה",
    "האינסטלטור יגיע בחמש",
    "התור נקבע למחר",
    "הבקשה בוטלה",
    "Обещаем всё исправить",
    "Гарантируем качество",
    "Мастер приедет в пять",
    "Заказ подтверждён",
    "أعدك أن كل شيء سيكون بخير",
    "نضمن العمل",
    "سيصل السباك الساعة الخامسة",
    "تم تأكيد الموعد",
)
CONTACTS = (
    "Call 054-1234567",
    "call +972 54 123 4567 now",
    "טלפון ٠٥٤١٢٣٤٥٦٧",
    "zero five four one two three",
    "אפס חמש ארבע אחת",
    "see https://evil.example/x",
    "look at www.evil.example",
    "write to me: a@b.co",
    "go to evil.example and see",
    "evil . com is the place",
    "５５５１２３４",
)
ODD = (
    "<b>hello there</b>",
    "hello *there*",
    "hello \u202eereht",
    "hel\u200blo there",
    "one\ntwo lines",
    "",
    "  ",
    "12",
)


@pytest.mark.parametrize("sentence", SAYABLE)
def test_a_plain_question_may_be_said(sentence: str) -> None:
    assert why_unsayable(sentence) is None


@pytest.mark.parametrize("sentence", PRICES)
def test_no_price_is_named(sentence: str) -> None:
    assert why_unsayable(sentence) == "price"


@pytest.mark.parametrize("sentence", PROMISES)
def test_nothing_is_promised(sentence: str) -> None:
    assert why_unsayable(sentence) == "promise"


@pytest.mark.parametrize("sentence", CONTACTS)
def test_nobody_is_sent_elsewhere(sentence: str) -> None:
    assert why_unsayable(sentence) in {"phone", "link", "markup"}


@pytest.mark.parametrize("sentence", ODD)
def test_odd_signs_are_not_said(sentence: str) -> None:
    assert why_unsayable(sentence) in {"markup", "hidden", "empty", "language"}


def test_the_person_s_own_language_is_spoken() -> None:
    assert why_unsayable("באיזו עיר?", Language.HE) is None
    assert why_unsayable("In which town?", Language.HE) == "language"
    assert why_unsayable("В каком городе?", Language.AR) == "language"


def test_it_is_short() -> None:
    assert why_unsayable("why " * 100) == "too_long"


AROUND = st.text(max_size=60)
DIGIT = st.sampled_from("0123456789٠١٢٣٤٥٦٧٨٩０１２３４５６７８９")
PHONES = st.lists(DIGIT, min_size=7, max_size=15).flatmap(
    lambda digits: st.sampled_from(["", " ", "-", ".", " - "]).map(lambda between: between.join(digits))
)
LINKS = st.builds(
    "{}{}.{}{}".format,
    st.sampled_from(["https://", "http://", "www.", ""]),
    st.text("abcdefghij", min_size=2, max_size=12),
    st.sampled_from(["com", "co", "example", "ru", "io", "net"]),
    st.sampled_from(["", "/x", "/?a=b"]),
)
AMOUNTS = st.builds(
    "{} {}".format, st.integers(1, 9999), st.sampled_from(["₪", "$", "€", "shekels", "שקל", "ש״ח", "шекелей", "شيكل"])
)


@given(AROUND, st.one_of(PHONES, LINKS, AMOUNTS), AROUND)
def test_no_phone_link_or_price_slips_through_whatever_stands_around(before: str, bad: str, after: str) -> None:
    assert why_unsayable(f"{before} {bad} {after}") is not None


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert why_unsayable(text) is None or why_unsayable(text)
