"""A message as the requests that it takes: files first, words last.

The words close a message: once they are in the provider's journal, all of it was accepted.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from fixi.adapters.greenapi.bodies import CONTROLS, SURROGATES, Body
from fixi.adapters.greenapi.client import typing_time, wire_chat
from fixi.ports.messaging import Button, Message

MOST_BUTTONS = 3
LONGEST_LABEL = 25
# The provider takes 20,000 characters and does not say how it counts: an emoji may count twice.
LONGEST_TEXT = 10_000

EXTENSION = re.compile(r"[^/\\]{1,100}\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Part:
    """One request. `plain` is what is sent instead when the provider does not take buttons."""

    method: str
    body: dict[str, Any]
    plain: "Part | None" = None

    @property
    def words(self) -> bool:
        """True for what the message says, false for a file that goes with it."""
        return self.method != "sendFileByUrl"


def parts_of(message: Message, *, buttons: bool = True, typing: timedelta = timedelta()) -> tuple[Part, ...]:
    """The requests of this message, in their order; none when there is nothing in it."""
    chat = {"chatId": wire_chat(message.chat)}
    urls = [media.url for media in message.media]
    files = [Part("sendFileByUrl", chat | {"urlFile": url, "fileName": _file_name(url)}) for url in urls]
    time = {"typingTime": typing_time(typing)} if typing else {}
    said = [Part("sendMessage", chat | {"message": t, "linkPreview": False} | time) for t in texts_of(message)]
    if said and buttons and message.chat.phone is not None and (labels := _labels(message.buttons)):
        shown = [
            {"buttonId": button.id, "buttonText": label} for button, label in zip(message.buttons, labels, strict=True)
        ]
        last = said.pop()
        said.append(Part("sendInteractiveButtonsReply", chat | {"body": last.body["message"], "buttons": shown}, last))
    return (*files, *said)


def texts_of(message: Message) -> tuple[str, ...]:
    """The words, cut where one message would be too long: at the end of a line, or of a word, where there is one."""
    return tuple(_cut(CONTROLS.sub("", SURROGATES.sub("\N{REPLACEMENT CHARACTER}", message.text)).strip()))


def _cut(text: str) -> Iterator[str]:
    while len(text) > LONGEST_TEXT:
        window = text[:LONGEST_TEXT]
        at = max(window.rfind("\n"), -1)
        if at < LONGEST_TEXT // 2:
            at = max(at, window.rfind(" "))
        if at < LONGEST_TEXT // 2:
            at = LONGEST_TEXT
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def _labels(buttons: tuple[Button, ...]) -> tuple[str, ...]:
    """The labels as they fit; none when there are too many, or when two would look alike."""
    labels = tuple(_short(button.label) for button in buttons)
    fit = 0 < len(buttons) <= MOST_BUTTONS and all(labels) and len(set(labels)) == len(labels)
    return labels if fit else ()


def _short(label: str) -> str:
    label = " ".join(CONTROLS.sub(" ", SURROGATES.sub("", label)).split())
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"


def _file_name(url: str) -> str:
    """By its extension WhatsApp knows what a file is; one without becomes a document."""
    name = unquote(urlsplit(url).path).rpartition("/")[2]
    return name if EXTENSION.fullmatch(name) else "file.bin"


def comparable(text: str) -> str:
    """The text without what a provider may change in it: white space, invisible marks, the form of its letters."""
    seen = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return " ".join(seen.split())


# Where the words of a journal's entry stand, by its type.
WORDS = ("textMessage", "caption", "message", "body")
NESTED_WORDS = (
    "extendedTextMessage",
    "extendedTextMessageData",
    "textMessageData",
    "interactiveButtonsReply",
    "interactiveButtons",
    "buttonsMessage",
    "templateMessage",
)
INNER_WORDS = ("text", "textMessage", "contentText", "body")


def words_of(entry: Body) -> frozenset[str]:
    """Everything that this entry may have said."""
    found = [entry.text(name) for name in WORDS]
    found += [entry.body(name).text(inner) for name in NESTED_WORDS for inner in INNER_WORDS]
    return frozenset(comparable(words) for words in found if words)
