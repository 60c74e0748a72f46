"""Which requests Green API takes, method by method, from the tables of its documentation; stricter than it may be."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

type Json = dict[str, Any]
type Check = Callable[[Any], bool]

CHAT = re.compile(r"[0-9]{7,15}@c\.us|[0-9]{5,20}@lid|[0-9-]{10,}@g\.us")
FILE = re.compile(r"[^/\\]{1,120}\.[A-Za-z0-9]{1,8}")


def text(longest: int, shortest: int = 1) -> Check:
    """Words of this length."""
    return lambda value: isinstance(value, str) and shortest <= len(value) <= longest


def whole(first: int, last: int) -> Check:
    """A whole number in this range, the ends included."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and first <= value <= last


def number(first: float, last: float) -> Check:
    """Any number in this range."""
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and first <= value <= last


def yes_or_no(value: Any) -> bool:
    """A boolean, not a word for one."""
    return isinstance(value, bool)


def chat(value: Any) -> bool:
    """A person or a group."""
    return isinstance(value, str) and CHAT.fullmatch(value) is not None


def person(value: Any) -> bool:
    """A personal chat behind a phone."""
    return chat(value) and value.endswith("@c.us")


def url(value: Any) -> bool:
    """An address that can be fetched."""
    return isinstance(value, str) and urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).netloc)


def file_name(value: Any) -> bool:
    """A name with its extension."""
    return isinstance(value, str) and FILE.fullmatch(value) is not None


def reply_buttons(value: Any) -> bool:
    """One to three, with ids of their own and short labels, and with nothing else."""
    if not isinstance(value, list) or not 1 <= len(value) <= 3:
        return False
    shapes = [isinstance(b, dict) and b.keys() == {"buttonId", "buttonText"} for b in value]
    return all(shapes) and (
        all(text(256)(b["buttonId"]) and text(25)(b["buttonText"]) for b in value)
        and len({b["buttonId"] for b in value}) == len(value)
    )


def digits(value: Any) -> bool:
    """A number as it stands in an address."""
    return isinstance(value, str) and value.isascii() and value.isdigit()


@dataclass(frozen=True, slots=True)
class Method:
    """One method: how it is called, on which of the two hosts, how often, and with which fields."""

    verb: str
    a_second: float
    needed: dict[str, Check] = field(default_factory=dict)
    optional: dict[str, Check] = field(default_factory=dict)
    query: dict[str, Check] = field(default_factory=dict)
    media: bool = False
    receipt: bool = False  # a number at the end of the path

    def problem(self, fields: Json) -> str | None:
        """What is wrong with these fields, in the provider's manner."""
        for name in self.needed:
            if name not in fields:
                return f"'{name}' is required"
        for name, value in fields.items():
            check = self.needed.get(name) or self.optional.get(name)
            if check is None:
                return f"'{name}' is not allowed"
            if not check(value):
                return f"'{name}' is not valid"
        return None


QUOTE = {"quotedMessageId": text(64)}
TYPING = {"typingTime": whole(1000, 20_000)}

METHODS = {
    "sendMessage": Method(
        "POST",
        50,
        {"chatId": chat, "message": text(20_000)},
        {"linkPreview": yes_or_no, **QUOTE, **TYPING},
    ),
    "sendInteractiveButtonsReply": Method(
        "POST",
        50,
        {"chatId": person, "body": text(20_000), "buttons": reply_buttons},
        {"header": text(60), "footer": text(60)},
    ),
    "sendFileByUrl": Method(
        "POST",
        50,
        {"chatId": chat, "urlFile": url, "fileName": file_name},
        {"caption": text(1024, 0), "typingType": text(20), **QUOTE, **TYPING},
    ),
    "sendFileByUpload": Method(
        "POST", 50, {"chatId": chat, "file": text(10**8), "fileName": file_name}, {"caption": text(1024, 0)}, media=True
    ),
    "sendLocation": Method(
        "POST",
        50,
        {"chatId": chat, "latitude": number(-90, 90), "longitude": number(-180, 180)},
        {"nameLocation": text(200), "address": text(200), **QUOTE, **TYPING},
    ),
    "sendTyping": Method("POST", 50, {"chatId": chat, "typingTime": whole(1000, 20_000)}, {"typingType": text(20)}),
    "readChat": Method("POST", 10, {"chatId": chat}, {"idMessage": text(64)}),
    "getStateInstance": Method("GET", 1),
    "getSettings": Method("GET", 1),
    "showMessagesQueue": Method("GET", 1),
    "lastIncomingMessages": Method("GET", 1, query={"minutes": digits}),
    "lastOutgoingMessages": Method("GET", 1, query={"minutes": digits}),
    "receiveNotification": Method(
        "GET", 100, query={"receiveTimeout": lambda value: digits(value) and 5 <= int(value) <= 60}
    ),
    "deleteNotification": Method("DELETE", 100, receipt=True),
}


def outgoing_entry(method: str, fields: Json, reference: str) -> Json:
    """What the journal of outgoing messages shows of this."""
    entry: Json = {
        "type": "outgoing",
        "idMessage": reference,
        "chatId": fields["chatId"],
        "isForwarded": False,
        "forwardingScore": 0,
        "statusMessage": "sent",
        "sendByApi": True,
    }
    match method:
        case "sendMessage":
            words = fields["message"].strip()
            return entry | {
                "typeMessage": "extendedTextMessage",
                "textMessage": words,
                "extendedTextMessage": {"text": words, "description": "", "title": "", "previewType": "None"},
            }
        case "sendInteractiveButtonsReply":
            shown = {"titleText": "", "contentText": fields["body"].strip(), "footerText": ""}
            return entry | {
                "typeMessage": "interactiveButtonsReply",
                "interactiveButtonsReply": shown | {"buttons": [{"type": "reply"} | b for b in fields["buttons"]]},
            }
        case "sendLocation":
            place = {name: fields.get(name, "") for name in ("nameLocation", "address", "latitude", "longitude")}
            return entry | {"typeMessage": "locationMessage", "location": place}
        case _:
            return entry | {
                "typeMessage": "documentMessage",
                "downloadUrl": fields.get("urlFile", "https://media.example/uploaded"),
                "caption": fields.get("caption", ""),
                "fileName": fields["fileName"],
            }


def incoming_entry(notice: Json) -> Json:
    """What a journal shows of a message that was also told by this notification."""
    data, sender = dict(notice["messageData"]), notice["senderData"]
    own = notice["typeWebhook"] != "incomingMessageReceived"
    entry: Json = {
        "type": "outgoing" if own else "incoming",
        "idMessage": notice["idMessage"],
        "timestamp": notice["timestamp"],
        "chatId": sender["chatId"],
        "isForwarded": False,
        "forwardingScore": 0,
    }
    if own:
        entry |= {"statusMessage": "sent", "sendByApi": notice["typeWebhook"] == "outgoingAPIMessageReceived"}
    else:
        entry |= {
            "senderId": sender.get("sender"),
            "senderName": sender.get("senderName"),
            "senderContactName": sender.get("senderContactName"),
        }
    words = data.pop("textMessageData", None)
    if words:
        entry["textMessage"] = words["textMessage"]
    extended = data.pop("extendedTextMessageData", None)
    if extended:
        entry |= {"extendedTextMessage": extended, "textMessage": extended.get("text", "")}
    entry |= data.pop("fileMessageData", {})
    for name, short in (("locationMessageData", "location"), ("contactMessageData", "contact")):
        if name in data:
            entry[short] = data.pop(name)
    nested = data.pop("messageData", None)
    if nested:
        entry["contacts"] = nested["contacts"]
    return entry | data
