"""A message as the requests that it takes: files first, words last.

The words close a message: once they are in the provider's journal, all of it was accepted.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from fixi.adapters.greenapi.client import typing_time, wire_chat
from fixi.adapters.http.bodies import Body
from fixi.adapters.http.words import cut, labels, plain
from fixi.domain.values import Media
from fixi.ports.messaging import Message

MOST_BUTTONS = 3
LONGEST_LABEL = 25
# The provider takes 20,000 characters and does not say how it counts: an emoji may count twice.
LONGEST_TEXT = 10_000

FILES = frozenset({"sendFileByUrl", "sendFileByUpload"})
EXTENSION = re.compile(r"[^/\\]{1,100}\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Part:
    """One request. `plain` is what is sent instead when the provider does not take buttons.

    `file` is what goes along out of our own store.
    """

    method: str
    body: dict[str, Any]
    plain: "Part | None" = None
    file: Media | None = None

    @property
    def words(self) -> bool:
        """True for what the message says, false for a file that goes with it."""
        return self.method not in FILES


def parts_of(message: Message, *, buttons: bool = True, typing: timedelta = timedelta()) -> tuple[Part, ...]:
    """The requests of this message, in their order; none when there is nothing in it."""
    chat = {"chatId": wire_chat(message.chat)}
    files = [part for n, media in enumerate(message.media, 1) if (part := _file(chat, media, n)) is not None]
    time = {"typingTime": typing_time(typing)} if typing else {}
    said = [Part("sendMessage", chat | {"message": t, "linkPreview": False} | time) for t in texts_of(message)]
    if (
        said
        and buttons
        and message.chat.phone is not None
        and (shown_labels := labels(message.buttons, MOST_BUTTONS, LONGEST_LABEL))
    ):
        shown = [
            {"buttonId": button.id, "buttonText": label}
            for button, label in zip(message.buttons, shown_labels, strict=True)
        ]
        last = said.pop()
        said.append(Part("sendInteractiveButtonsReply", chat | {"body": last.body["message"], "buttons": shown}, last))
    return (*files, *said)


def texts_of(message: Message) -> tuple[str, ...]:
    """The words, cut where one message would be too long: at the end of a line, or of a word, where there is one."""
    return tuple(cut(plain(message.text), LONGEST_TEXT))


def _file(chat: dict[str, str], media: Media, number: int) -> Part | None:
    """What we have goes up from here, what only others have is named; what is neither is not sent.

    How its sender called it stays with us: before a yes that may be a name or a street too many.
    """
    if media.kept is not None:
        name = f"{media.kind}-{number}.{media.kept.rpartition('.')[2]}"
        return Part("sendFileByUpload", chat | {"fileName": name}, file=media)
    if media.address is not None:
        return Part("sendFileByUrl", chat | {"urlFile": media.address, "fileName": _file_name(media.address)})
    return None


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
