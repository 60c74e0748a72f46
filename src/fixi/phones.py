"""Phones as people write them, and the one form in which Fixi knows them: digits, E.164 without its plus.

A number of one's own country is taken when a mobile could have it, assigned or not: the tables of assigned ranges are
behind, and made-up numbers are how a system is tried out. One of another country must be in an assigned range, since
nothing else tells it from a slip of the finger. Numbers of services (free, premium, voice mail) are nobody's.
"""

import re
import unicodedata
from functools import cache
from urllib.parse import parse_qs, urlsplit

import phonenumbers
from phonenumbers import CountryCodeSource, NumberParseException, PhoneNumber, PhoneNumberType, ValidationResult

from fixi.domain.errors import Invalid
from fixi.domain.values import ChatKey

LONGEST = 200  # signs, of a link with words in it too
PEOPLE = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER,
}
ADDRESS = re.compile(r"\s*\+?([0-9]+)@(?:c\.us|s\.whatsapp\.net)\s*")
LID = re.compile(r"\s*(?:lid:([0-9]+)|([0-9]+)@lid)\s*")
WRITTEN = re.compile(r"[ (]*\+?[ (]*[0-9][0-9 ().-]*")
INSIDE = re.compile(r"[1-9][0-9]{6,14}")
LINKS = ("https://", "http://", "whatsapp://", "wa.me/", "www.wa.me/", "api.whatsapp.com/")
PLUS = "+＋﹢"
DOTS = ".．·•∙"
DASHES = "−⁓∼～ー"  # those that Unicode does not call dashes
SHORTEST_PHONE, LONGEST_PHONE = 7, 15  # digits, with the country's code


def normal(text: str, country: str) -> str:
    """The digits that this spelling means; without a country code they are of `country` (two capital letters).

    Raises Invalid with a reason that does not repeat the number.
    """
    if len(text) > LONGEST:
        raise Invalid("is too long")
    text = _plain(text).lower().strip()
    if not text:
        raise Invalid("is empty")
    if text.startswith("lid:") or text.endswith(("@lid", "@hosted.lid")):
        raise Invalid("is a LID, which is no phone number")
    address = ADDRESS.fullmatch(text)
    if address is not None:
        return _only(_abroad(address[1], country), address[1])
    if "@" in text:
        raise Invalid("is the address of something that is no phone")
    if text.startswith(LINKS):
        digits = _linked(text)
        return _only(_abroad(digits, country), digits)
    return _written(text.removeprefix("tel:"), country)


def chat(text: str, country: str) -> ChatKey:
    """The chat that a person means who looks for one: a phone, or `lid:` or `id:` and what he has where none is known.

    Digits that are the number of nobody are taken as they are: they may have come from the provider all the same.
    """
    plain = _plain(text[: LONGEST + 1]).lower()
    if plain.strip().startswith("id:"):
        return ChatKey(text.strip())  # as it came: small letters are not capitals in it
    lid = LID.fullmatch(plain)
    if lid is not None:
        return ChatKey(f"lid:{lid[1] or lid[2]}")
    try:
        return ChatKey(normal(text, country))
    except Invalid:
        if INSIDE.fullmatch(plain.strip()):
            return ChatKey(plain.strip())
        raise


def possible(digits: str) -> bool:
    """Whether digits in international form could be a phone at all; most LIDs could not."""
    number = _parsed(f"+{digits}", None)
    return number is not None and (_mobile_length(number) or phonenumbers.is_valid_number(number))


def _plain(text: str) -> str:
    """The same in ASCII digits, one kind of dash, dot, space and plus, and without marks that nobody sees."""
    return "".join(map(_sign, text))


def _sign(sign: str) -> str:
    if sign in PLUS:
        return "+"
    if sign in DOTS:
        return "."
    match unicodedata.category(sign):
        case "Nd":
            return str(unicodedata.decimal(sign))
        case "Pd":
            return "-"
        case "Zs":
            return " "
        case "Cf":  # directions, joiners, the byte order mark
            return ""
        case _:
            return {**dict.fromkeys(DASHES, "-"), "（": "(", "）": ")", "\t": " ", "\n": " ", "\r": " "}.get(sign, sign)


def _linked(text: str) -> str:
    """The digits of a WhatsApp link, which are international always."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        raise Invalid("is no link that can be read") from None  # the cause would repeat it
    if host == "wa.me":
        given = parts.path.strip("/")
    elif host in {"api.whatsapp.com", "send"}:
        given = "".join(parse_qs(parts.query.replace("+", "%2b")).get("phone", []))
    else:
        given = ""
    given = given.strip().removeprefix("+")
    if not INSIDE.fullmatch(given):
        raise Invalid("is a link without a phone number in it")
    return given


def _written(text: str, country: str) -> str:
    """A number as people write it."""
    digits = re.sub(r"[^0-9]", "", text)
    if not digits and not any(sign.isalpha() for sign in text):
        raise Invalid("has no digits")
    if not WRITTEN.fullmatch(text):
        if any(sign in text for sign in ";#*x") and any(sign.isdigit() for sign in text):
            raise Invalid("has an extension or a code in it")
        letters = any(sign.isalpha() for sign in text)
        raise Invalid("has letters in it" if letters else "has signs in it that belong to no phone number")
    if "+" in text:
        return _only(_abroad(digits, country), digits)
    if digits.startswith("00"):
        return _only(_abroad(digits[2:], country), digits[2:])
    readings = _at_home(digits, country)
    if not (digits.startswith("0") or (readings and _bare(country))):
        readings |= _abroad(digits, country)
    return _only(readings, digits)


def _only(readings: set[str], digits: str) -> str:
    """The one reading that there is of these digits."""
    if len(readings) > 1:
        raise Invalid("may be two different numbers: write it with + and its country code")
    for reading in readings:
        return reading
    if len(digits) < SHORTEST_PHONE:
        raise Invalid("is too short for a phone number")
    raise Invalid("is too long for a phone number" if len(digits) > LONGEST_PHONE else "is no phone number")


def _at_home(digits: str, country: str) -> set[str]:
    """What they mean as a number of this country, or dialled from it."""
    number = _parsed(digits, country)
    # Digits that begin like the country's own code are read as such by `_abroad`, and by nobody else.
    if number is None or number.country_code_source == CountryCodeSource.FROM_NUMBER_WITHOUT_PLUS_SIGN:
        return set()
    return _taken(number, country)


def _abroad(digits: str, country: str) -> set[str]:
    """What they mean in international form."""
    reserved = _reserved(country)
    if reserved is not None and re.fullmatch(reserved, digits):
        return {digits}
    number = _parsed(f"+{digits}", None)
    return _taken(number, country) if number is not None else set()


def _taken(number: PhoneNumber, country: str) -> set[str]:
    form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")
    assigned = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in PEOPLE
    return {form} if INSIDE.fullmatch(form) and (assigned or _like_a_mobile(number, country)) else set()


def _like_a_mobile(number: PhoneNumber, country: str) -> bool:
    """Whether a mobile of one's own country could have it: as long as one, and it begins like one."""
    example = _mobile(country)
    if example is None or number.country_code != example.country_code or not _mobile_length(number):
        return False
    return phonenumbers.national_significant_number(number)[0] == phonenumbers.national_significant_number(example)[0]


def _mobile_length(number: PhoneNumber) -> bool:
    found = phonenumbers.is_possible_number_for_type_with_reason(number, PhoneNumberType.MOBILE)
    return bool(found == ValidationResult.IS_POSSIBLE)


@cache
def _mobile(country: str) -> PhoneNumber | None:
    return phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)


@cache
def _bare(country: str) -> bool:
    """Whether numbers are written there with nothing before them: then what may be one of them is."""
    example = _mobile(country)
    if example is None:
        return False
    written = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
    return re.sub(r"[^0-9]", "", written) == phonenumbers.national_significant_number(example)


@cache
def _reserved(country: str) -> str | None:
    """Numbers that nobody can have, as long as a mobile and with zeros behind the code of the country: for trying out.

    They are kept as they are, where the library would take the first zero for the one that is dialled inside.
    """
    example = _mobile(country)
    if example is None or phonenumbers.ndd_prefix_for_region(country, True) != "0":
        return None
    length = len(phonenumbers.national_significant_number(example))
    return f"{example.country_code}00[0-9]{{{length - 2}}}"


def _parsed(text: str, country: str | None) -> PhoneNumber | None:
    known = country if country in phonenumbers.SUPPORTED_REGIONS else None
    try:
        return phonenumbers.parse(text, known, keep_raw_input=True)
    except NumberParseException:
        return None
