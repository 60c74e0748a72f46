"""Every usual spelling of a phone is one number inside, and nothing else becomes one."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from phonenumbers import (
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    example_number_for_type,
    format_number,
    is_valid_number,
    national_significant_number,
    number_type,
    region_code_for_number,
)

from fixi import phones
from fixi.domain.errors import Invalid
from fixi.domain.values import ChatKey
from tests.support.samples import CLIENT, PRO

MOBILE = "972541234567"
LID = "118237465019283"
ACCEPTED = {
    "054-1234567": MOBILE,
    "054 123 4567": MOBILE,
    "(054) 123-4567": MOBILE,
    "054.123.4567": MOBILE,
    " 0541234567\n": MOBILE,
    "541234567": MOBILE,  # a spreadsheet has taken its zero away
    "972541234567": MOBILE,
    "972-54-123-4567": MOBILE,
    "+972 54-123-4567": MOBILE,
    "(+972) 54 1234567": MOBILE,
    "+972 (0)54-123-4567": MOBILE,
    "+9720541234567": MOBILE,
    "9720541234567": MOBILE,
    "00972541234567": MOBILE,
    "00 972 (0)54 123 4567": MOBILE,
    "012 972 54 123 4567": MOBILE,  # by way of a company
    "972541234567@c.us": MOBILE,
    "972541234567@S.WhatsApp.net": MOBILE,
    "tel:+972-54-123-4567": MOBILE,
    "TEL:0541234567": MOBILE,
    "wa.me/972541234567": MOBILE,
    "https://wa.me/972541234567": MOBILE,
    "https://www.wa.me/+972541234567/?text=hi%20there": MOBILE,
    "https://api.whatsapp.com/send?phone=972541234567&text=hi": MOBILE,
    "whatsapp://send?phone=+972541234567": MOBILE,
    "\u200e+972\u00a054\u2011123\u20114567\u202c": MOBILE,
    "\u2066054\u20131234567\u2069": MOBILE,
    "\u202b054\u05be1234567\u202c": MOBILE,  # a Hebrew dash
    "\ufeff054\u2212123\u20144567": MOBILE,
    "054\u200b123\u202f4567": MOBILE,
    "٠٥٤-١٢٣٤٥٦٧": MOBILE,
    "+۹۷۲ ۵۴ ۱۲۳ ۴۵۶۷": MOBILE,
    "＋９７２（０）５４－１２３－４５６７": MOBILE,
    "０５４．１２３．４５６７": MOBILE,
    "04-8123456": "97248123456",
    "077-1234567": "972771234567",
    "+44 (0)20 7946 0958": "442079460958",
    "447911123456": "447911123456",
    "+39 06 6982": "39066982",  # in Italy the zero stays
    "+1 (202) 555-0123": "12025550123",
    "00201001234567": "201001234567",
    "+7 912 345-67-89": "79123456789",
    "972500000001": "972500000001",
    "050-000-0001": "972500000001",
    # Nobody can have these: they are for trying out
    "972000000101": "972000000101",
    "+972 00-000-0101": "972000000101",
}
REFUSED = {
    "": "empty",
    " \u200e ": "empty",
    "+": "digits",
    "-": "digits",
    f"{LID}@lid": "LID",
    f"lid:{LID}": "LID",
    "972541234567@lid": "LID",
    "LID:972541234567": "LID",
    "972541234567@hosted.lid": "LID",
    "120363043211234567@g.us": "address",
    "972541234567-1612345678@g.us": "address",
    "972541234567@broadcast": "address",
    "972541234567@example.com": "address",
    "0541234567@c.us": "no phone number",  # digits there are international
    "054-1234567@c.us": "address",
    LID: "no phone number",
    "054-1234567 ext. 5": "extension",
    "054-1234567x5": "extension",
    "tel:+972-54-123-4567;ext=5": "extension",
    "0541234567#5": "extension",
    "100": "short",
    "*6050": "code",
    "1-800-FLOWERS": "letters",
    "+972 5O 123 4567": "letters",
    "1-700-123-456": "no phone number",
    "1-800-123-456": "no phone number",
    "+972 1-599-123-456": "no phone number",
    "+1 800 555 0123": "no phone number",
    "054-123456": "no phone number",
    "054-12345678": "no phone number",
    "+972 54 123 45678": "no phone number",
    "5412345678": "no phone number",
    "04-8123456 7": "no phone number",
    "+999 54 123 4567": "no phone number",
    "+0541234567": "no phone number",
    "+1 555 555 0123": "no phone number",  # of another country, and nobody's
    "0541234567890123": "too long",
    "054-1234567 052-7654321": "too long",
    "054-1234567, 052-7654321": "signs",
    "054-1234567/052-7654321": "signs",
    "04-8123456/7": "signs",
    "972541234567+": "signs",
    "-0541234567": "signs",
    "0541234567\x00": "signs",
    "054123456²": "signs",
    "054123456\ud83d": "signs",
    "0541234567 or 0527654321": "letters",
    "https://wa.me/message/ABCDEF": "link",
    "https://wa.me/0541234567": "link",
    "https://wa.me.example.com/972541234567": "link",
    "https://example.com/972541234567": "link",
    "https://[wa.me/972541234567": "link",
    "0" * 1_000_000: "too long",
    "508412345": "two different",  # 050-8412345 without its zero, and a mobile of Saint Pierre
}
FORMATS = {name: getattr(PhoneNumberFormat, name) for name in ("E164", "INTERNATIONAL", "NATIONAL", "RFC3966")}
COUNTRIES = (
    "IL",
    "US",
    "GB",
    "DE",
    "FR",
    "IT",
    "ES",
    "RU",
    "UA",
    "EG",
    "JO",
    "AE",
    "TR",
    "IN",
    "PH",
    "TH",
    "ET",
    "BR",
    "HU",
)
KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)


@pytest.mark.parametrize("spelling", ACCEPTED)
def test_every_usual_spelling_is_one_number(spelling: str) -> None:
    assert phones.normal(spelling, "IL") == ACCEPTED[spelling]


@pytest.mark.parametrize("spelling", REFUSED, ids=lambda text: ascii(text)[:40])
def test_what_is_no_phone_is_refused_with_a_reason_that_does_not_repeat_it(spelling: str) -> None:
    with pytest.raises(Invalid, match=REFUSED[spelling]) as refused:
        phones.normal(spelling, "IL")
    reason = str(refused.value)
    assert "\n" not in reason
    assert len(reason) < 80
    assert not any(sign.isdigit() for sign in reason)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("spelling", ["020 7946 0958", "0044 20 7946 0958", "+442079460958"])
def test_a_number_without_a_country_code_is_of_the_country_that_is_set(spelling: str) -> None:
    assert phones.normal(spelling, "GB") == "442079460958"


def test_a_country_without_phones_knows_international_numbers_only() -> None:
    assert phones.normal("+972502345678", "ZZ") == "972502345678"
    with pytest.raises(Invalid):
        phones.normal("0502345678", "ZZ")


@st.composite
def numbers(draw: st.DrawFn) -> PhoneNumber:
    """A number that somebody may have, like the library's example but for its last digits."""
    found = example_number_for_type(draw(st.sampled_from(COUNTRIES)), draw(st.sampled_from(KINDS)))
    assert found is not None
    digits = draw(st.integers(1, 5))
    tail = draw(st.integers(0, 10**digits - 1))
    number = PhoneNumber()
    number.merge_from(found)
    number.national_number = (found.national_number or 0) // 10**digits * 10**digits + tail
    assume(is_valid_number(number) and number_type(number) in phones.PEOPLE)
    return number


@given(number=numbers(), form=st.sampled_from(sorted(FORMATS)))
def test_however_a_number_is_formatted_it_is_the_same_number(number: PhoneNumber, form: str) -> None:
    inside = format_number(number, PhoneNumberFormat.E164).removeprefix("+")
    country = region_code_for_number(number) or ""
    written = format_number(number, FORMATS[form])
    assert phones.normal(written, country) == inside
    if form != "NATIONAL":
        assert phones.normal(written, "IL") == inside


@pytest.mark.parametrize("country", ["US", "ES"])
def test_where_numbers_are_written_bare_a_bare_number_is_one_of_them(country: str) -> None:
    found = example_number_for_type(country, PhoneNumberType.MOBILE)
    assert found is not None
    assert phones.normal(national_significant_number(found), country) == f"{found.country_code}{found.national_number}"


@given(number=numbers(), country=st.sampled_from(("IL", "GB", "DE", "FR", "EG", "TR")))
def test_the_form_inside_is_that_of_itself_or_asks_for_a_plus(number: PhoneNumber, country: str) -> None:
    inside = format_number(number, PhoneNumberFormat.E164).removeprefix("+")
    assert said(inside, country) in {inside, None}
    assert phones.normal(f"+{inside}", country) == inside
    assert phones.chat(inside, country) == ChatKey(inside)


@given(st.text(alphabet="0123456789+-() .@lidcus:xט٠＋\u200e", max_size=24))
@example("972541234567")
@example("0")
@example("(((")
def test_whatever_is_written_is_a_chat_inside_or_refused(text: str) -> None:
    number = said(text, "IL")
    if number is not None:
        assert ChatKey(number).phone == number
        assert said(number, "IL") in {number, None}
        assert "lid" not in text


def said(text: str, country: str) -> str | None:
    """The number, or None when there is none."""
    try:
        return phones.normal(text, country)
    except Invalid:
        return None


def test_the_phones_of_the_tests_and_samples_are_phones() -> None:
    for phone in (CLIENT.text, PRO, "972540000001", "972543333333"):
        assert phones.normal(phone, "IL") == phone


@pytest.mark.parametrize("text", [f"lid:{LID}", f"{LID}@lid", f" \u200elid:{LID} "])
def test_a_chat_without_a_phone_can_be_looked_for(text: str) -> None:
    assert phones.chat(text, "IL") == ChatKey(f"lid:{LID}")


def test_whoever_looks_for_a_chat_may_spell_its_phone_as_he_likes() -> None:
    assert phones.chat("054-1234567", "IL") == ChatKey(MOBILE)
    assert phones.chat("18005550123", "IL") == ChatKey("18005550123")  # nobody's, but a provider may have said it
    for text in ("hello", "0541", "+972 54", "lid:1", "x" * 1_000_000):
        with pytest.raises(Invalid):
            phones.chat(text, "IL")


def test_a_lid_without_its_mark_is_no_possible_phone() -> None:
    assert not phones.possible(LID)
    assert phones.possible(MOBILE)
    assert phones.possible("48123456789")  # assigned
    assert not phones.possible("97254123")
    assert not phones.possible("999999999999")


def test_a_possible_mobile_begins_like_one() -> None:
    mobile = example_number_for_type("IL", PhoneNumberType.MOBILE)
    assert mobile is not None
    assert national_significant_number(mobile).startswith("5")
    assert said("+972 81 234 5678", "IL") is None
