"""Words as a provider takes them: cut where they are too long, labels that fit, or none."""

from collections.abc import Iterator

from fixi.adapters.http.bodies import CONTROLS, SURROGATES
from fixi.ports.messaging import Button


def plain(text: str) -> str:
    """The text as every encoder can take it."""
    return CONTROLS.sub("", SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)).strip()


def width(text: str) -> int:
    """How long a text is for who counts in units of UTF-16: an emoji counts twice."""
    return len(text) if text.isascii() else len(text) + sum(sign > "\uffff" for sign in text)


def cut(text: str, longest: int) -> Iterator[str]:
    """The text in pieces, cut at the end of a line, or of a word, where there is one."""
    while width(text) > longest:
        fits = _fitting(text, longest)
        window = text[:fits]
        at = window.rfind("\n")
        if at < fits // 2:
            at = max(at, window.rfind(" "))
        if at < fits // 2:
            at = fits
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def short(label: str, longest: int) -> str:
    """One line of at most this width, with an ellipsis where something was left out."""
    label = " ".join(CONTROLS.sub(" ", SURROGATES.sub("", label)).split())
    return label if width(label) <= longest else f"{label[: _fitting(label, longest - 1)].rstrip()}…"


def labels(buttons: tuple[Button, ...], most: int, longest: int) -> tuple[str, ...]:
    """The labels as they fit; none when there are too many, or when two would look alike."""
    fitting = tuple(short(button.label, longest) for button in buttons)
    fit = 0 < len(buttons) <= most and all(fitting) and len(set(fitting)) == len(fitting)
    return fitting if fit else ()


def _fitting(text: str, longest: int) -> int:
    """How many characters from the start have at most this width."""
    taken = 0
    for place, sign in enumerate(text):
        taken += 2 if sign > "\uffff" else 1
        if taken > longest:
            return place
    return len(text)
