"""Notifications as Green API posts them: written by us from its field tables, none is a published example."""

import hashlib
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

type Json = dict[str, Any]

INSTANCE = 7105000001
CHAT = "972501234567@c.us"
LID = "118237465019283@lid"
GROUP = "120363025246125486@g.us"
NEWS = "120363144038483540@newsletter"
FILE = "https://media.example/7105000001/f00d"
MOMENT = 1_795_000_000  # 2026-11-18


def encode(body: object) -> bytes:
    """As it comes over the wire; half a surrogate pair is written as an escape."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")


def notice(kind: str, **fields: Any) -> Json:
    """What all notifications share; the body is the caller's own, whatever it does to it."""
    account = {"idInstance": INSTANCE, "wid": "972770000000@c.us", "typeInstance": "whatsapp"}
    return deepcopy({"typeWebhook": kind, "instanceData": account, "timestamp": MOMENT, **fields})


def message(chat: str, kind: str, **over: Any) -> Json:
    """An incoming message of this `typeMessage`; in `over`, what is not of the envelope joins messageData."""
    address = chat if "@" in chat or not chat else f"{chat}@c.us"
    envelope = {key: over.pop(key) for key in ("typeWebhook", "instanceData", "timestamp", "idMessage") if key in over}
    sender = {
        "chatId": address,
        "sender": CHAT if "g.us" in address else address,
        "chatName": "Dana",
        "senderName": "Dana",
        "senderContactName": "Dana Levi",
        **over.pop("senderData", {}),
    }
    data = {"typeMessage": kind, **over}
    own_id = hashlib.sha256(encode([address, data])).hexdigest()[:20].upper()
    return notice("incomingMessageReceived", idMessage=own_id, senderData=sender, messageData=data) | envelope


def text(chat: str, words: Any, **over: Any) -> Json:
    """Plain words."""
    return message(chat, "textMessage", textMessageData={"textMessage": words, "isTemplateMessage": False}, **over)


def extended_text(chat: str, words: Any, **over: Any) -> Json:
    """Words with a link preview, or forwarded."""
    words = {"text": words, "description": "", "title": "", "previewType": "None", "jpegThumbnail": "", **_FORWARD}
    return message(chat, "extendedTextMessage", extendedTextMessageData=words, **over)


def reply(chat: str, words: str, to: str, **over: Any) -> Json:
    """Words in reply to the message `to`."""
    return message(
        chat,
        "quotedMessage",
        extendedTextMessageData={"text": words, "stanzaId": to, "participant": "972770000000@c.us"},
        quotedMessage=_quoted(to) | {"typeMessage": "textMessage", "textMessage": "what we said"},
        **over,
    )


def file(chat: str, kind: str, name: str, mime: str, caption: str = "", url: str = FILE, **over: Any) -> Json:
    """A file of any of the five kinds."""
    data = {"downloadUrl": url, "caption": caption, "fileName": name, "jpegThumbnail": "", "mimeType": mime}
    return message(chat, kind, fileMessageData=data | _FORWARD, **over)


def image(chat: str, caption: str = "", **over: Any) -> Json:
    """A photo."""
    return file(chat, "imageMessage", "photo.jpg", "image/jpeg", caption, **over)


def voice(chat: str, **over: Any) -> Json:
    """A voice note."""
    return file(chat, "audioMessage", "note.oga", "audio/ogg; codecs=opus", **over)


def location(
    chat: str, lat: Any = 32.794, lon: Any = 34.9896, name: Any = "Home", address: Any = "Herzl 12, Haifa"
) -> Json:
    """A pin."""
    spot = {"nameLocation": name, "address": address, "latitude": lat, "longitude": lon, "jpegThumbnail": ""}
    return message(chat, "locationMessage", locationMessageData=spot | _FORWARD)


def button_reply(chat: str, button: str, label: str, to: str = "BAE5C0FFEE000001", **over: Any) -> Json:
    """A press of one of our reply buttons."""
    press = {"stanzaId": to, "selectedIndex": 0, "selectedId": button, "selectedDisplayText": label}
    return message(chat, "templateButtonsReplyMessage", templateButtonReplyMessage=press, **over)


def list_reply(chat: str, row: Any, label: str = "Second") -> Json:
    """A row picked from a list."""
    pick = {"stanzaId": "BAE5C0FFEE000001", "title": label, "listType": 1, "singleSelectReply": row}
    return message(chat, "listResponseMessage", listResponseMessage=pick)


def status(chat: str, sent: str, word: Any, **over: Any) -> Json:
    """What became of a message of ours."""
    address = chat if "@" in chat else f"{chat}@c.us"
    return notice("outgoingMessageStatus", chatId=address, idMessage=sent, status=word, sendByApi=True) | over


def call(caller: str = CHAT, state: str | None = "offer") -> Json:
    """A call, ringing or later."""
    return notice("incomingCall", idMessage="CA11", **{"from": caller}) | ({"status": state} if state else {})


def _quoted(to: str) -> Json:
    return {"stanzaId": to, "participant": "972770000000@c.us"}


_FORWARD = {"isForwarded": False, "forwardingScore": 0}
_BUTTON = {"type": "reply", "buttonId": "1", "buttonText": "First"}
_BUTTONS = {"titleText": "Title", "contentText": "Choose", "footerText": "Foot", "buttons": [_BUTTON], **_FORWARD}
_CARD = {
    "displayName": "Avi",
    "vcard": "BEGIN:VCARD\nVERSION:3.0\nFN:Avi Cohen\nitem1.TEL;type=CELL:+972 50 000 00 01\nEND:VCARD",
}
_POLL = {"name": "When?", "options": [{"optionName": "Today"}, {"optionName": "Tomorrow"}], "multipleAnswers": False}
_VOTES = {
    "stanzaId": "BAE5C0FFEE000001",
    "name": "When?",
    "votes": [{"optionName": "Today", "optionVoters": [CHAT]}, {"optionName": "Tomorrow", "optionVoters": []}],
    "multipleAnswers": False,
}
_MENU = {
    "contentText": "Choose",
    "title": "Title",
    "footer": "Foot",
    "buttonText": "Open",
    "sections": [{"title": "One", "rows": [{"title": "A", "rowId": "a", "description": ""}]}],
    **_FORWARD,
}
_TEMPLATE = {
    "contentText": "Choose",
    "footer": "Foot",
    "buttons": [{"index": 1, "quickReplyButton": {"displayText": "First", "id": "1"}}],
    **_FORWARD,
}
_INVITE = {
    "groupJid": GROUP,
    "inviteCode": "xyz",
    "inviteExpiration": "0",
    "groupName": "Block 7",
    "caption": "Join us",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A body and what it must become: `Heard` of this kind, `Receipt` of this status, `Ignored` for this reason,
    `Echo` of these words, `AccountNews` of this state."""

    build: Callable[[], Json]
    becomes: str
    value: str


def _heard(kind: str, build: Callable[[], Json]) -> Case:
    return Case(build, "Heard", kind)


def _receipt(word: str) -> Case:
    return Case(lambda: status(CHAT, "BAE5C0FFEE000001", word), "Receipt", word)


def _ignored(reason: str, build: Callable[[], Json]) -> Case:
    return Case(build, "Ignored", reason)


STATUSES = ("sent", "delivered", "read", "failed", "noAccount", "notInGroup", "yellowCard", "suspended", "beamed")

ALL_KINDS: dict[str, Case] = {
    "text": _heard("text", lambda: text(CHAT, "water under my sink")),
    "extended text": _heard("text", lambda: extended_text(CHAT, "see https://shop.example")),
    "reply": _heard("text", lambda: reply(CHAT, "yes", "BAE5C0FFEE000001")),
    "reply with a photo": _heard(
        "media",
        lambda: file(CHAT, "quotedMessage", "a.jpg", "image/jpeg", quotedMessage=_quoted("BAE5C0FFEE000001")),
    ),
    "image": _heard("media", lambda: image(CHAT, "here it leaks")),
    "video": _heard("media", lambda: file(CHAT, "videoMessage", "v.mp4", "video/mp4")),
    "document": _heard("media", lambda: file(CHAT, "documentMessage", "offer.pdf", "application/pdf")),
    "voice": _heard("media", lambda: voice(CHAT)),
    "sticker": _heard("media", lambda: file(CHAT, "stickerMessage", "s.webp", "image/webp", isAnimated=False)),
    "location": _heard("pin", lambda: location(CHAT)),
    "location nowhere": _heard("other", lambda: location(CHAT, 132.0, 34.9)),
    "contact": _heard("contact", lambda: message(CHAT, "contactMessage", contactMessageData=_CARD | _FORWARD)),
    "contacts": _heard(
        "contact", lambda: message(CHAT, "contactsArrayMessage", messageData={"contacts": [_CARD, _CARD]})
    ),
    "contacts, flat": _heard("contact", lambda: message(CHAT, "ContactsArrayMessage", contacts=[_CARD])),
    "contacts, named": _heard(
        "contact", lambda: message(CHAT, "contactsArrayMessage", contactsArrayMessage={"contacts": [_CARD]})
    ),
    "reaction": _heard(
        "reaction",
        lambda: message(
            CHAT,
            "reactionMessage",
            extendedTextMessageData={"text": "\N{THUMBS UP SIGN}"},
            quotedMessage=_quoted("BAE5C0FFEE000001"),
        ),
    ),
    "poll": _heard("other", lambda: message(CHAT, "pollMessage", pollMessageData=_POLL)),
    "poll, 2023": _heard("other", lambda: message(CHAT, "pollMessage", pollCreationMessage=_POLL)),
    "vote": _heard("other", lambda: message(CHAT, "pollUpdateMessage", pollMessageData=_VOTES)),
    "edited": _heard(
        "edited",
        lambda: message(CHAT, "editedMessage", editedMessageData={"textMessage": "tap, not sink", "stanzaId": "ABC1"}),
    ),
    "edited caption": _heard(
        "edited", lambda: message(CHAT, "editedMessage", editedMessageData={"caption": "tap", "stanzaId": "ABC1"})
    ),
    "deleted": _heard("deleted", lambda: message(CHAT, "deletedMessage", deletedMessageData={"stanzaId": "ABC1"})),
    "buttons": _heard(
        "text",
        lambda: message(CHAT, "buttonsMessage", buttonsMessage={"contentText": "Choose", "buttons": [_BUTTON]}),
    ),
    "list": _heard("text", lambda: message(CHAT, "listMessage", listMessage=_MENU)),
    "template": _heard("text", lambda: message(CHAT, "templateMessage", templateMessage=_TEMPLATE)),
    "interactive buttons": _heard("text", lambda: message(CHAT, "interactiveButtons", interactiveButtons=_BUTTONS)),
    "interactive reply buttons": _heard(
        "text", lambda: message(CHAT, "interactiveButtonsReply", interactiveButtonsReply=_BUTTONS)
    ),
    "button press": _heard("button", lambda: button_reply(CHAT, "yes", "Yes")),
    "button press, 2023": _heard(
        "button",
        lambda: message(
            CHAT,
            "templateButtonReplyMessage",
            templateButtonReplyMessage={"stanzaId": "BAE5", "selectedId": "yes", "selectedDisplayText": "Yes"},
        ),
    ),
    "buttons response": _heard(
        "button",
        lambda: message(
            CHAT,
            "buttonsResponseMessage",
            buttonsResponseMessage={"stanzaId": "BAE5", "selectedButtonId": "yes", "selectedButtonText": "Yes"},
        ),
    ),
    "list row": _heard("button", lambda: list_reply(CHAT, "second")),
    "list row, nested": _heard("button", lambda: list_reply(CHAT, {"selectedRowId": "second"})),
    "group invite": _heard("other", lambda: message(CHAT, "groupInviteMessage", groupInviteMessageData=_INVITE)),
    "unknown message": _heard("other", lambda: message(CHAT, "hologramMessage", hologramMessageData={"depth": 3})),
    "undecryptable": _heard("undecryptable", lambda: text(CHAT, "{{SWE001}}")),
    "file too large": _heard("undecryptable", lambda: image(CHAT, url="{{SWE002}}")),
    "file too large, with words": _heard("text", lambda: image(CHAT, "here it leaks", url="{{SWE002}}")),
    "unlisted person": _heard("text", lambda: text(LID, "shalom")),
    "typed on the phone": _heard("text", lambda: text(CHAT, "I am coming", typeWebhook="outgoingMessageReceived")),
    "call": _heard("call", call),
    "call, 2023": _heard("call", lambda: call(state=None)),
    "call over": _ignored("call-state", lambda: call(state="hangUp")),
    "group": _ignored("group", lambda: text(GROUP, "hello all")),
    "status post": _ignored("broadcast", lambda: image("status@broadcast")),
    "broadcast list": _ignored("broadcast", lambda: text("1600000000@broadcast", "sale")),
    "newsletter": _ignored("broadcast", lambda: text(NEWS, "news")),
    "whatsapp itself": _ignored("service", lambda: text("0@c.us", "your code")),
    "sent by us": Case(lambda: text(CHAT, "hello", typeWebhook="outgoingAPIMessageReceived"), "Echo", "hello"),
    "sent by us to a group": _ignored("group", lambda: text(GROUP, "hello", typeWebhook="outgoingAPIMessageReceived")),
    "outgoing call": _ignored(
        "own-call", lambda: notice("outgoingCall", status="pickUp", duration=3, **{"from": CHAT})
    ),
    "state": Case(lambda: notice("stateInstanceChanged", stateInstance="yellowCard"), "AccountNews", "restricted"),
    "no state": _ignored("no-state", lambda: notice("stateInstanceChanged")),
    "online": _ignored("account-status", lambda: notice("statusInstanceChanged", statusInstance="online")),
    "device": _ignored("device-info", lambda: notice("deviceInfo", deviceData={"battery": 12})),
    "quota": _ignored("quota-exceeded", lambda: notice("quotaExceeded", quotaData={"used": 3, "total": 3})),
    "avatar": _ignored("avatar-info", lambda: notice("avatarInfo", avatarInfo={"chatId": CHAT})),
    "block": _ignored("block", lambda: notice("incomingBlock", chatId=CHAT, chatState="blocked")),
    "unknown notification": _ignored("unknown-type", lambda: notice("somethingNew", news=1)),
    "status of a group": _ignored("group", lambda: status(GROUP, "BAE5C0FFEE000001", "failed")),
} | {f"status {word}": _receipt(word) for word in STATUSES}
