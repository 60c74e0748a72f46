"""A message as the requests that it takes: files first, words last.

Only the last one carries our own id: once a status brings it back, all of the message was accepted.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fixi.adapters.cloudapi.client import wire_chat
from fixi.adapters.http.words import cut, labels, plain, width
from fixi.domain.values import Media, MediaKind
from fixi.ports.messaging import Button, Filled, Message

LONGEST_TEXT = 4096
LONGEST_BODY = 1024  # of words above buttons
LONGEST_LABEL = 20
LONGEST_BUTTON_ID = 256
MOST_BUTTONS = 3
LONGEST_VALUE = 1024
LONGEST_NOTE = 512
NOTHING = "-"  # a template takes no empty value

# How Meta calls the kinds of files, and which types it takes as such; all others go as documents.
TYPES = {
    MediaKind.IMAGE: ("image", {"image/jpeg", "image/png"}),
    MediaKind.VIDEO: ("video", {"video/mp4", "video/3gpp"}),
    MediaKind.VOICE: ("audio", {"audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr"}),
    MediaKind.STICKER: ("sticker", {"image/webp"}),
}
EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "application/pdf": "pdf",
}

type Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One request. `file` goes up first, and its id into the request; `plain` is sent when buttons are not taken."""

    body: Json
    file: Media | None = None
    plain: "Part | None" = None

    @property
    def words(self) -> bool:
        """True for what the message says, false for a file that goes with it."""
        return self.body["type"] in {"text", "interactive", "template"}


def parts_of(message: Message) -> tuple[Part, ...]:
    """The requests of this message, in their order; none when there is nothing in it."""
    chat = {"recipient_type": "individual", **wire_chat(message.chat)}
    if message.template is not None:
        said = [Part(chat | _template(message.template))]
    else:
        said = [Part(chat | _text(words)) for words in cut(plain(message.text), LONGEST_TEXT)]
        said = [*said[:-1], *(_with_buttons(chat, part, message.buttons) for part in said[-1:])]
    files = [] if message.template is not None else [_file(chat, *pair) for pair in enumerate(message.media, 1)]
    parts = [part for part in (*files, *said) if part is not None]
    note = {"biz_opaque_callback_data": note_of(message)}
    return (*parts[:-1], *(_noted(part, note) for part in parts[-1:]))


def note_of(message: Message) -> str:
    """Our own id of the message, as it goes along and comes back with its statuses."""
    return message.id[:LONGEST_NOTE]


def sendable(media: Media) -> bool:
    """Whether it is ours to give, or has an address that everybody may ask."""
    return media.kept is not None or media.address is not None


def file_name(media: Media, number: int = 1) -> str:
    """By its extension WhatsApp knows what a document is.

    How its sender called it stays with us: before a yes that may be a name or a street too many.
    """
    known = EXTENSION.search(media.kept or urlsplit(media.url).path)
    return f"{media.kind}-{number}.{known[1] if known else EXTENSIONS.get(mime_of(media), 'bin')}"


def mime_of(media: Media) -> str:
    """The type without its parameters; of a file without one what its extension says."""
    plain_type = media.mime.partition(";")[0].strip().lower()
    if plain_type:
        return plain_type
    extension = (media.kept or "").rpartition(".")[2]
    by_name = {short: mime for mime, short in EXTENSIONS.items()}
    return by_name.get(extension, "application/octet-stream")


def _noted(part: Part, note: Json) -> Part:
    return Part(part.body | note, part.file, _noted(part.plain, note) if part.plain is not None else None)


def _text(words: str) -> Json:
    return {"type": "text", "text": {"preview_url": False, "body": words}}


def _with_buttons(chat: Json, part: Part, buttons: tuple[Button, ...]) -> Part:
    """The same with its buttons, where they fit: the text lists the choices all the same."""
    words = part.body["text"]["body"]
    shown = labels(buttons, MOST_BUTTONS, LONGEST_LABEL)
    fit = width(words) <= LONGEST_BODY and all(0 < len(button.id) <= LONGEST_BUTTON_ID for button in buttons)
    if not shown or not fit or len({button.id for button in buttons}) < len(buttons):
        return part
    replies = [
        {"type": "reply", "reply": {"id": button.id, "title": label}}
        for button, label in zip(buttons, shown, strict=True)
    ]
    body = {"type": "button", "body": {"text": words}, "action": {"buttons": replies}}
    return Part(chat | {"type": "interactive", "interactive": body}, plain=part)


def _template(template: Filled) -> Json:
    """Values stand in one line each: Meta takes no line ends, tabs and long gaps in them."""
    filled: Json = {"name": template.name, "language": {"code": template.language}}
    values = [" ".join(plain(value).split())[:LONGEST_VALUE] or NOTHING for value in template.values]
    if values:
        parameters = [{"type": "text", "text": value} for value in values]
        filled["components"] = [{"type": "body", "parameters": parameters}]
    return {"type": "template", "template": filled}


def _file(chat: Json, number: int, media: Media) -> Part | None:
    if not sendable(media):
        return None
    name, mimes = TYPES.get(media.kind, ("document", set()))
    if name != "document" and media.mime and mime_of(media) not in mimes:
        name = "document"
    named = {"filename": file_name(media, number)} if name == "document" else {}
    if media.kept is not None:
        return Part(chat | {"type": name, name: named}, media)
    return Part(chat | {"type": name, name: named | {"link": media.url}})
