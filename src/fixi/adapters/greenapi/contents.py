"""What a person sent: one row for each `typeMessage` of Green API."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from fixi.adapters.http.bodies import MAX_LINE, MAX_TEXT, Body, clean, digest
from fixi.domain.errors import Invalid
from fixi.domain.values import Media, MediaKind, Place

MAX_CONTACTS = 10
MAX_URL = 4096

# Stands in place of what could not be decrypted, was too large, ...: the provider's words, never the client's.
MARKER = re.compile(r"\s*\{\{\s*SWE\d+\s*\}\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The part of `Heard` that depends on the type of message.

    `again` tells apart notifications that carry the same idMessage: an edit, a vote, a message that did not decrypt
    and comes a second time when it does.
    """

    kind: str = "other"
    text: str = ""
    media: tuple[Media, ...] = ()
    pin: Place | None = None
    button: str | None = None
    quoted: str | None = None
    again: str = ""


def content_of(data: Body, moment: str = "") -> Content:
    """What `messageData` holds; a type that nobody has heard of is `other`, with its words where it has some.

    `moment` is the provider's timestamp: two edits to the same words are two events.
    """
    content = READERS.get(data.line("typeMessage").lower(), _unknown)(data)
    if content.quoted is None and (quoted := data.body("quotedMessage").line("stanzaId")):
        content = replace(content, quoted=quoted)
    if content.kind != "deleted" and _is_lost(content):
        return replace(content, kind="undecryptable", text="", again="undecryptable")
    if MARKER.match(content.text):
        content = replace(content, text="")
    if content.again:
        content = replace(content, again=f"{content.again}:{digest(content.text, moment)}")
    return content


def _is_lost(content: Content) -> bool:
    """True when a marker is all there is, or a file came without a place to get it from."""
    if content.media or content.pin or content.button:
        return False
    return content.kind == "media" or bool(MARKER.match(content.text))


def _text(data: Body) -> Content:
    words = data.body("extendedTextMessageData", "textMessageData")
    return Content(
        kind="text",
        text=words.text("text", "textMessage") or data.body("textMessageData").text("textMessage", "text"),
        quoted=words.line("stanzaId") or None,
    )


def _quoted(data: Body) -> Content:
    """A reply, usually in words; what is quoted sits beside it and is not part of what was said."""
    if data.body("fileMessageData"):
        return _any_file(data)
    if data.body("locationMessageData"):
        return _location(data)
    return _text(data)


def _file(kind: MediaKind | None) -> Callable[[Body], Content]:
    def read(data: Body) -> Content:
        file = data.body("fileMessageData")
        caption = file.text("caption")
        if MARKER.match(caption):
            caption = ""
        url = file.text("downloadUrl").strip()
        if not re.match(r"https?://[^\s]+\Z", url, re.IGNORECASE) or len(url) > MAX_URL:
            return Content(kind="text" if caption else "media", text=caption)
        mime = file.line("mimeType", limit=100)
        media = Media(kind or _kind_of(mime), url, mime, file.line("fileName"))
        return Content(kind="media", text=caption, media=(media,))

    return read


def _kind_of(mime: str) -> MediaKind:
    kinds = {"image": MediaKind.IMAGE, "video": MediaKind.VIDEO, "audio": MediaKind.VOICE}
    return kinds.get(mime.lower().partition("/")[0], MediaKind.DOCUMENT)


_any_file = _file(None)


def _location(data: Body) -> Content:
    """A pin; its name and address, if any, are words too: a street may stand only there."""
    spot = data.body("locationMessageData")
    name, address = spot.line("nameLocation", "name"), spot.line("address")
    words = ", ".join(dict.fromkeys(filter(None, (name, address))))
    lat, lon = spot.number("latitude"), spot.number("longitude")
    if lat is None or lon is None:
        return Content(text=words)
    try:
        return Content(kind="pin", text=words, pin=Place(name or address or "pin", lat, lon))
    except Invalid:
        return Content(text=words)


def _contacts(data: Body) -> Content:
    """One card or many; published bodies nest and spell the list in several ways."""
    nests = (data, *(data.body(name) for name in ("messageData", "contactsArrayMessageData", "contactsArrayMessage")))
    one = data.body("contactMessageData")
    cards = [one] if one else [card for nest in nests for card in nest.bodies("contacts")]
    return Content(kind="contact", text="\n".join(filter(None, map(_card, cards[:MAX_CONTACTS])))[:MAX_TEXT])


def _card(contact: Body) -> str:
    """Name and phones; the rest of a vCard (pictures, notes) is nobody's business here."""
    name, phones = contact.line("displayName"), []
    for row in contact.text("vcard").splitlines():
        field, _, value = row.partition(":")
        field = field.upper().partition(";")[0].rpartition(".")[2]
        if field == "TEL":
            phones.append(value.strip()[:40])
        elif field == "FN":
            name = name or value.strip()[:MAX_LINE]
    return " ".join((name, *phones[:3])).strip()


def _reaction(data: Body) -> Content:
    words = data.body("extendedTextMessageData", "reactionMessage", "reactionMessageData")
    return Content(kind="reaction", text=words.line("text"), quoted=words.line("stanzaId") or None)


def _poll(data: Body) -> Content:
    return Content(text=data.body("pollMessageData", "pollCreationMessage", "pollMessage").text("name"))


def _vote(data: Body) -> Content:
    """The state of one voter: the options that he has chosen now."""
    poll = data.body("pollMessageData", "pollUpdateMessage")
    chosen = [vote.line("optionName") for vote in poll.bodies("votes") if vote.get("optionVoters")]
    return Content(text="\n".join(chosen)[:MAX_TEXT], quoted=poll.line("stanzaId") or None, again="vote")


def _edited(data: Body) -> Content:
    edit = data.body("editedMessageData")
    words = edit.text("textMessage", "caption", "text")
    return Content(kind="edited", text=words, quoted=edit.line("stanzaId") or None, again="edited")


def _deleted(data: Body) -> Content:
    return Content(kind="deleted", quoted=data.body("deletedMessageData").line("stanzaId") or None, again="deleted")


def _with_buttons(*names: str) -> Callable[[Body], Content]:
    """A message that offers buttons to us, such as another business sends: only its words mean something."""

    def read(data: Body) -> Content:
        words = data.body(*names).text("contentText", "titleText", "title")
        return Content(kind="text" if words else "other", text=words)

    return read


def _pressed(*names: str) -> Callable[[Body], Content]:
    """The answer to buttons or a list of ours."""

    def read(data: Body) -> Content:
        press = data.body(*names)
        row = press.body("singleSelectReply")
        button = press.line("selectedId", "selectedButtonId", "singleSelectReply") or row.line("selectedRowId", "rowId")
        text = press.text("selectedDisplayText", "selectedButtonText", "title")
        kind = "button" if button else "text" if text else "other"
        return Content(kind=kind, text=text, button=button or None, quoted=press.line("stanzaId") or None)

    return read


def _invite(data: Body) -> Content:
    return Content(text=data.body("groupInviteMessageData").text("caption", "groupName"))


def _unknown(data: Body) -> Content:
    words = data.body("extendedTextMessageData", "textMessageData", "fileMessageData")
    return Content(text=words.text("text", "textMessage", "caption") or clean(data.get("textMessage")))


_TEMPLATE_REPLY = _pressed("templateButtonReplyMessage", "templateButtonsReplyMessage")

# Keys in small letters: published bodies do not agree on capitals.
READERS: dict[str, Callable[[Body], Content]] = {
    "textmessage": _text,
    "extendedtextmessage": _text,
    "quotedmessage": _quoted,
    "imagemessage": _file(MediaKind.IMAGE),
    "videomessage": _file(MediaKind.VIDEO),
    "documentmessage": _file(MediaKind.DOCUMENT),
    "audiomessage": _file(MediaKind.VOICE),
    "stickermessage": _file(MediaKind.STICKER),
    "locationmessage": _location,
    "contactmessage": _contacts,
    "contactsarraymessage": _contacts,
    "reactionmessage": _reaction,
    "pollmessage": _poll,
    "pollupdatemessage": _vote,
    "editedmessage": _edited,
    "deletedmessage": _deleted,
    "buttonsmessage": _with_buttons("buttonsMessage"),
    "listmessage": _with_buttons("listMessage"),
    "templatemessage": _with_buttons("templateMessage"),
    "interactivebuttons": _with_buttons("interactiveButtons", "interactiveButtonsReply"),
    "interactivebuttonsreply": _with_buttons("interactiveButtonsReply", "interactiveButtons"),
    "templatebuttonsreplymessage": _TEMPLATE_REPLY,
    "templatebuttonreplymessage": _TEMPLATE_REPLY,
    "buttonsresponsemessage": _pressed("buttonsResponseMessage"),
    "listresponsemessage": _pressed("listResponseMessage"),
    "groupinvitemessage": _invite,
}
