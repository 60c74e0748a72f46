"""Notifications as the Cloud API posts them: written by us from its field tables, none is a published example."""

import hashlib
import hmac
import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

type Json = dict[str, Any]

NUMBER = "106540352242900"  # the id of our phone number
WABA = "102290129340300"
OUR_PHONE = "972770000000"
PHONE = "972541111111"
USER = "IL.13491208655302741918"
SECRET = "app-secret"
MOMENT = 1_795_000_000  # 2026-11-18


def encode(body: object) -> bytes:
    """As it comes over the wire; half a surrogate pair is written as an escape."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")


def signature(body: bytes, secret: str = SECRET) -> str:
    """The header with which Meta signs."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def contact(phone: str | None = PHONE, user: str | None = None, name: str = "Dana") -> Json:
    """Whose message it is."""
    known = {"wa_id": phone} if phone else {}
    return {"profile": {"name": name}, **known, **({"user_id": user} if user else {})}


def value(number: str = NUMBER, **fields: Any) -> Json:
    """What every change of the field `messages` holds."""
    metadata = {"display_phone_number": OUR_PHONE, "phone_number_id": number}
    return {"messaging_product": "whatsapp", "metadata": metadata, **fields}


def change(value: Json, name: str = "messages") -> Json:
    """One change."""
    return {"value": value, "field": name}


def notice(*changes: Json, waba: str = WABA) -> Json:
    """A notification with one entry."""
    return deepcopy({"object": "whatsapp_business_account", "entry": [{"id": waba, "changes": list(changes)}]})


def said(kind: str, phone: str | None = PHONE, user: str | None = None, **over: Any) -> Json:
    """A message of this type; what is in it comes under the type's own name."""
    by = ({"from": phone} if phone else {}) | ({"from_user_id": user} if user and not phone else {})
    message = by | {"timestamp": str(MOMENT), "type": kind} | over
    return {"id": over.get("id") or wamid(message)} | message


def wamid(message: object) -> str:
    """An id of Meta's form."""
    return f"wamid.{hashlib.sha256(encode(message)).hexdigest()[:40].upper()}="


def message(kind: str, phone: str | None = PHONE, user: str | None = None, **over: Any) -> Json:
    """A notification of one message, with its sender's card."""
    return notice(change(value(contacts=[contact(phone, user)], messages=[said(kind, phone, user, **over)])))


def text(words: Any, phone: str | None = PHONE, user: str | None = None, **over: Any) -> Json:
    """Plain words."""
    return message("text", phone, user, text={"body": words}, **over)


def image(caption: str = "", media: str = "65463453", **over: Any) -> Json:
    """A photo."""
    file = {"mime_type": "image/jpeg", "sha256": "4654+8g=", "id": media} | ({"caption": caption} if caption else {})
    return message("image", image=file, **over)


def voice(**over: Any) -> Json:
    """A voice note."""
    return message(
        "audio", audio={"mime_type": "audio/ogg; codecs=opus", "sha256": "x=", "id": "77", "voice": True}, **over
    )


def document(name: str = "plan.pdf") -> Json:
    """A document."""
    return message("document", document={"mime_type": "application/pdf", "sha256": "x=", "id": "78", "filename": name})


def location(lat: Any = 32.794, lon: Any = 34.9896, name: Any = "Home", address: Any = "Herzl 12, Haifa") -> Json:
    """A pin."""
    return message("location", location={"latitude": lat, "longitude": lon, "name": name, "address": address})


def button_reply(button: str, label: str = "Yes", **over: Any) -> Json:
    """A press of one of our reply buttons."""
    reply = {"type": "button_reply", "button_reply": {"id": button, "title": label}}
    return message("interactive", interactive=reply, context={"from": OUR_PHONE, "id": "wamid.OURS="}, **over)


def list_reply(row: str, label: str = "Second") -> Json:
    """A row picked from a list."""
    reply = {"type": "list_reply", "list_reply": {"id": row, "title": label, "description": "more"}}
    return message("interactive", interactive=reply)


def quick_reply(payload: str, label: str = "Yes") -> Json:
    """A press of a button of a template."""
    return message("button", button={"payload": payload, "text": label})


def contacts() -> Json:
    """Two cards."""
    dana = {"name": {"formatted_name": "Dana Levi"}, "phones": [{"phone": "+972 50-000-0000", "type": "CELL"}]}
    return message("contacts", contacts=[dana, {"name": {"first_name": "Avi"}, "phones": []}])


def reaction(emoji: str = "👍", to: str = "wamid.OURS=") -> Json:
    """A reaction to a message of ours."""
    return message("reaction", reaction={"message_id": to, "emoji": emoji})


def unsupported(code: int = 131051) -> Json:
    """What the Cloud API cannot read."""
    errors = [{"code": code, "title": "Message type unknown", "error_data": {"details": "not supported"}}]
    return message("unsupported", errors=errors, unsupported={"type": "poll_update"})


def edit(words: str = "Haifa, not Tel Aviv") -> Json:
    """Words that were changed."""
    new = {"original_message_id": "wamid.FIRST=", "message": {"type": "text", "text": {"body": words}}}
    return message("edit", edit=new)


def revoke() -> Json:
    """Words that were taken back."""
    return message("revoke", revoke={"original_message_id": "wamid.FIRST="})


def order() -> Json:
    """Things from a catalogue."""
    items = [{"product_retailer_id": "x", "quantity": "1", "item_price": "10", "currency": "ILS"}]
    return message("order", order={"catalog_id": "1", "text": "this one", "product_items": items})


def status(sent: str, word: Any, phone: str | None = PHONE, user: str | None = None, **over: Any) -> Json:
    """What became of a message of ours."""
    to = ({"recipient_id": phone} if phone else {}) | ({"recipient_user_id": user} if user else {})
    told = {"id": sent, "status": word, "timestamp": str(MOMENT)} | to | over
    return notice(change(value(contacts=[contact(phone, user)], statuses=[told])))


def failed(sent: str, code: Any, **over: Any) -> Json:
    """A message that did not arrive."""
    return status(sent, "failed", errors=[{"code": code, "title": "?", "error_data": {"details": "?"}}], **over)


def update(event: str, **more: Any) -> Json:
    """News of the account."""
    return notice(change({"event": event, **more}, "account_update"))


ALL_KINDS: dict[str, Callable[[], Json]] = {
    "text": lambda: text("water under my sink"),
    "reply": lambda: text("that one", context={"from": OUR_PHONE, "id": "wamid.OURS="}),
    "image": lambda: image("look"),
    "video": lambda: message("video", video={"mime_type": "video/mp4", "sha256": "x", "id": "9", "caption": "look"}),
    "voice": voice,
    "document": document,
    "sticker": lambda: message("sticker", sticker={"mime_type": "image/webp", "sha256": "x", "id": "8"}),
    "location": location,
    "contacts": contacts,
    "reaction": reaction,
    "button_reply": lambda: button_reply("q1/yes"),
    "list_reply": lambda: list_reply("q1/2"),
    "quick_reply": lambda: quick_reply("q1/yes"),
    "unsupported": unsupported,
    "edit": edit,
    "revoke": revoke,
    "order": order,
    "unknown": lambda: message("hologram", hologram={"body": "hello"}),
    "without_a_phone": lambda: text("hello", phone=None, user=USER),
    "with_both": lambda: text("hello", user=USER),
}
