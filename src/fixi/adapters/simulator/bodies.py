"""Notifications as Green API posts them, for phones that are only simulated."""

import json
from datetime import datetime
from typing import Any

from fixi.domain.values import ChatKey, Place

INSTANCE = 1101000001
BUSINESS = "972000000001@c.us"


def wire_chat(chat: ChatKey) -> str:
    """How WhatsApp writes this chat."""
    return f"{chat.phone}@c.us" if chat.phone is not None else f"{chat.text.removeprefix('lid:')}@lid"


def _envelope(chat: ChatKey, message: str, at: datetime, name: str, data: dict[str, Any]) -> bytes:
    body = {
        "typeWebhook": "incomingMessageReceived",
        "instanceData": {"idInstance": INSTANCE, "wid": BUSINESS, "typeInstance": "whatsapp"},
        "timestamp": int(at.timestamp()),
        "idMessage": message,
        "senderData": {
            "chatId": wire_chat(chat),
            "sender": wire_chat(chat),
            "chatName": name,
            "senderName": name,
            "senderContactName": "",
        },
        "messageData": data,
    }
    return json.dumps(body, ensure_ascii=False).encode()


def text_body(chat: ChatKey, message: str, text: str, at: datetime, name: str = "") -> bytes:
    """A person typed this."""
    return _envelope(chat, message, at, name, {"typeMessage": "textMessage", "textMessageData": {"textMessage": text}})


def image_body(chat: ChatKey, message: str, url: str, caption: str, at: datetime, name: str = "") -> bytes:
    """A person sent a photo."""
    data = _file(url, caption, "photo.jpg", "image/jpeg") | {"jpegThumbnail": ""}
    return _envelope(chat, message, at, name, {"typeMessage": "imageMessage", "fileMessageData": data})


def voice_body(chat: ChatKey, message: str, url: str, at: datetime, name: str = "") -> bytes:
    """A person sent a voice note."""
    data = _file(url, "", "voice.ogg", "audio/ogg; codecs=opus")
    return _envelope(chat, message, at, name, {"typeMessage": "audioMessage", "fileMessageData": data})


def _file(url: str, caption: str, file: str, mime: str) -> dict[str, Any]:
    return {
        "downloadUrl": url,
        "caption": caption,
        "fileName": file,
        "mimeType": mime,
        "isForwarded": False,
        "forwardingScore": 0,
    }


def location_body(chat: ChatKey, message: str, spot: Place, at: datetime, name: str = "") -> bytes:
    """A person sent a place on the map; what it is called there stands in no message."""
    data = {
        "nameLocation": "",
        "address": "",
        "latitude": spot.lat,
        "longitude": spot.lon,
        "jpegThumbnail": "",
        "isForwarded": False,
        "forwardingScore": 0,
    }
    return _envelope(chat, message, at, name, {"typeMessage": "locationMessage", "locationMessageData": data})


def receipt_body(chat: ChatKey, message: str, status: str, at: datetime) -> bytes:
    """What became of a message of ours: delivered or read."""
    body = {
        "typeWebhook": "outgoingMessageStatus",
        "instanceData": {"idInstance": INSTANCE, "wid": BUSINESS, "typeInstance": "whatsapp"},
        "timestamp": int(at.timestamp()),
        "chatId": wire_chat(chat),
        "idMessage": message,
        "status": status,
        "sendByApi": True,
    }
    return json.dumps(body, ensure_ascii=False).encode()


def button_body(chat: ChatKey, message: str, button: str, label: str, at: datetime, name: str = "") -> bytes:
    """A person pressed a reply button."""
    data = {
        "typeMessage": "templateButtonsReplyMessage",
        "templateButtonReplyMessage": {
            "stanzaId": "",
            "selectedIndex": 0,
            "selectedId": button,
            "selectedDisplayText": label,
        },
    }
    return _envelope(chat, message, at, name, data)
