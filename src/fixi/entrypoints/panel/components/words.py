"""Foreign words: what clients, professionals and operators wrote, shown as text that cannot act or mislead."""

import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from fixi.entrypoints.panel.components.tags import box, button, tag
from fixi.entrypoints.panel.texts import Texts

SHOWN = 1200  # characters that are shown before somebody asks for more
MOST = 20_000
LINE = 160
# With the last three our own texts set names and phones apart. An isolate ends with the element it stands in.
HARMLESS = frozenset("\n\u200c\u200d\u2066\u2068\u2069")
MARK = "\ufffd"


def visible(text: str) -> str:
    """The text with every sign that can be seen by nobody made visible: controls, marks of direction, broken halves."""
    return "".join(
        char if char in HARMLESS or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"} else MARK
        for char in text
    )


def words(text: str, texts: Texts, css: str = "") -> None:
    """A text on several lines, in its own direction; of a long one the beginning, and the rest when asked."""
    shown = visible(text[:MOST].replace("\r\n", "\n"))
    body = tag("div", shown[:SHOWN], f"fx-words {css}", dir="auto")
    if len(shown) <= SHOWN:
        return

    def more() -> None:
        body.text = shown
        asks.delete()

    with box("fx-row"):
        asks = button(texts("action.more"), more, kind="plain")


def short(text: str) -> str:
    """A text for a place that holds no more than a line: a heading, an option, a remark."""
    return visible(" ".join(text[:MOST].split()))[:LINE]


def line(text: str, css: str = "") -> None:
    """A text on one line, cut where the room ends; whole in the title."""
    shown = visible(" ".join(text[:MOST].split()))
    element = tag("span", shown[:LINE], f"fx-line {css}", dir="auto")
    if len(shown) > LINE // 4:
        element.props["title"] = shown[: LINE * 4]


def phone(digits: str, css: str = "") -> None:
    """A phone in international form, from left to right wherever it stands."""
    shown = f"+{digits}"
    try:
        number = phonenumbers.parse(shown)
    except NumberParseException:
        number = None
    if number is not None and phonenumbers.is_valid_number(number):
        shown = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    tag("span", visible(shown), f"fx-ltr {css}", dir="ltr")
