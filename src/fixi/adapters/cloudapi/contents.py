"""What a person sent: one row for each type of message (reference: providers.md, section 2)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from fixi.adapters.http.bodies import MAX_TEXT, Body
from fixi.domain.errors import Invalid
from fixi.domain.values import Media, MediaKind, Place

MAX_CONTACTS = 10
MEDIA_ID = re.compile(r"[A-Za-z0-9_.-]{1,128}")
OUR_BUTTON = "/"  # between the question and the answer that a button stands for
UNAVAILABLE_NOW = 131060  # "this message is currently unavailable": it may be seen on the phone, not by us


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The part of `Heard` that depends on the type of message."""

    kind: str = "other"
    text: str = ""
    media: tuple[Media, ...] = ()
    pin: Place | None = None
    button: str | None = None
    quoted: str | None = None


def kind_of(message: Body) -> str:
    """The type, as it is said, or as it shows by what the message holds; empty when neither tells."""
    return message.line("type", limit=40).lower() or next((name for name in READERS if message.get(name)), "")


def content_of(message: Body) -> Content:
    """What the message holds; a type that nobody has heard of is `other`, with its words where it has some."""
    kind = kind_of(message)
    content = READERS.get(kind, _unknown)(message)
    quoted = content.quoted or message.body("context").line("id") or None
    return Content(
        kind=content.kind,
        text=content.text,
        media=content.media,
        pin=content.pin,
        button=content.button,
        quoted=quoted,
    )


def _text(message: Body) -> Content:
    # Without its object the words may stand there themselves.
    words = message.body("text").text("body", "text") or message.text("text")
    return Content(kind="text" if words else "other", text=words)


def _file(name: str, kind: MediaKind) -> Callable[[Body], Content]:
    def read(message: Body) -> Content:
        file = message.body(name)
        caption, media_id = file.text("caption"), file.line("id")
        if not MEDIA_ID.fullmatch(media_id):
            return Content(kind="text" if caption else "undecryptable", text=caption)
        media = Media(kind, f"id:{media_id}", file.line("mime_type", limit=100), file.line("filename"))
        return Content(kind="media", text=caption, media=(media,))

    return read


def _location(message: Body) -> Content:
    """A pin; its name and address, if any, are words too: a street may stand only there."""
    spot = message.body("location")
    name, address = spot.line("name"), spot.line("address")
    words = ", ".join(dict.fromkeys(filter(None, (name, address))))
    lat, lon = spot.number("latitude"), spot.number("longitude")
    if lat is None or lon is None:
        return Content(text=words)
    try:
        return Content(kind="pin", text=words, pin=Place(name or address or "pin", lat, lon))
    except Invalid:
        return Content(text=words)


def _contacts(message: Body) -> Content:
    cards = filter(None, map(_card, message.bodies("contacts")[:MAX_CONTACTS]))
    return Content(kind="contact", text="\n".join(cards)[:MAX_TEXT])


def _card(contact: Body) -> str:
    """Name and phones; the rest of a card is nobody's business here."""
    name = contact.body("name")
    shown = name.line("formatted_name") or " ".join(filter(None, (name.line("first_name"), name.line("last_name"))))
    phones = [phone.line("phone", "wa_id", limit=40) for phone in contact.bodies("phones")[:3]]
    return " ".join(filter(None, (shown, *phones)))


def _reaction(message: Body) -> Content:
    reaction = message.body("reaction")
    return Content(kind="reaction", text=reaction.line("emoji"), quoted=reaction.line("message_id") or None)


def _interactive(message: Body) -> Content:
    """The answer to buttons or a list of ours."""
    interactive = message.body("interactive")
    reply = interactive.body("button_reply", "list_reply")
    button, text = reply.line("id", limit=256), reply.text("title") or interactive.body("nfm_reply").text("body")
    return Content(kind="button" if button else "text" if text else "other", text=text, button=button or None)


def _button(message: Body) -> Content:
    """A quick reply of a template. Unless we gave it an id its label is sent in its place, and that is plain words."""
    press = message.body("button")
    button, text = press.line("payload", limit=256), press.text("text")
    if OUR_BUTTON not in button:
        return Content(kind="text" if text or button else "other", text=text or button)
    return Content(kind="button", text=text, button=button)


def _edit(message: Body) -> Content:
    edit = message.body("edit")
    new = edit.body("message")
    words = new.body("text", "image", "video", "document").text("body", "caption")
    return Content(kind="edited", text=words, quoted=edit.line("original_message_id") or None)


def _revoke(message: Body) -> Content:
    return Content(kind="deleted", quoted=message.body("revoke").line("original_message_id") or None)


def _order(message: Body) -> Content:
    return Content(text=message.body("order").text("text"))


def _unsupported(message: Body) -> Content:
    """What the Cloud API itself cannot read; `errors` say why."""
    hidden = any(error.number("code") == UNAVAILABLE_NOW for error in message.bodies("errors"))
    return Content(kind="undecryptable" if hidden else "other")


def _unknown(message: Body) -> Content:
    kind = message.line("type", limit=40)
    words = message.body(kind, kind.lower(), "text")
    return Content(text=words.text("body", "text", "caption", "title"))


READERS: dict[str, Callable[[Body], Content]] = {
    "text": _text,
    "image": _file("image", MediaKind.IMAGE),
    "video": _file("video", MediaKind.VIDEO),
    "audio": _file("audio", MediaKind.VOICE),
    "voice": _file("voice", MediaKind.VOICE),
    "document": _file("document", MediaKind.DOCUMENT),
    "sticker": _file("sticker", MediaKind.STICKER),
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "interactive": _interactive,
    "button": _button,
    "edit": _edit,
    "revoke": _revoke,
    "order": _order,
    "unsupported": _unsupported,
}
