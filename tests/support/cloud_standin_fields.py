"""Which requests the Cloud API takes, from the tables of its documentation; stricter than it may be."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

type Json = dict[str, Any]
type Check = Callable[[Any], bool]

USER = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
ENVELOPE = {"messaging_product", "recipient_type", "to", "recipient", "type", "context", "biz_opaque_callback_data"}
GAPS = re.compile(r"[\n\t]| {5,}")


def text(longest: int, shortest: int = 1) -> Check:
    """Words of this length, as JavaScript counts them."""
    return lambda value: isinstance(value, str) and shortest <= len(value.encode("utf-16-le")) // 2 <= longest


def one_of(*words: str) -> Check:
    """One of these words."""
    return lambda value: value in words


def fits(pattern: str) -> Check:
    """A text of this form."""
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def number(first: float, last: float) -> Check:
    """Any number in this range."""
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and first <= value <= last


def link(value: Any) -> bool:
    """An address that can be fetched."""
    return isinstance(value, str) and urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).netloc)


def yes_or_no(value: Any) -> bool:
    """A boolean, not a word for one."""
    return isinstance(value, bool)


def shape(needed: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    """An object with these fields and with nothing else."""
    known = needed | (optional or {})

    def check(value: Any) -> bool:
        return (
            isinstance(value, dict)
            and needed.keys() <= value.keys() <= known.keys()
            and all(known[name](field) for name, field in value.items())
        )

    return check


def listed(check: Check, most: int) -> Check:
    """One to so many of these."""
    return lambda value: isinstance(value, list) and 1 <= len(value) <= most and all(map(check, value))


def file(*more: str) -> Check:
    """A file by its id or by its address, and never by both."""
    optional = {"caption": text(1024), "filename": fits(r"[^/\\]{1,240}")}
    also = {name: optional[name] for name in more}
    by_id, by_link = shape({"id": fits(r"[0-9]{1,40}")}, also), shape({"link": link}, also)
    return lambda value: by_id(value) or by_link(value)


_REPLY = shape({"type": one_of("reply"), "reply": shape({"id": text(256), "title": text(20)})})
_VALUE = shape({"type": one_of("text"), "text": lambda value: text(1024)(value) and not GAPS.search(value)})


def _different(value: Any) -> bool:
    replies = [button["reply"] for button in value["action"]["buttons"]]
    return all(len({reply[name] for reply in replies}) == len(replies) for name in ("id", "title"))


_BUTTONS = shape(
    {"type": one_of("button"), "body": shape({"text": text(1024)}), "action": shape({"buttons": listed(_REPLY, 3)})},
    {"footer": shape({"text": text(60)})},
)

KINDS: dict[str, Check] = {
    "text": shape({"body": text(4096)}, {"preview_url": yes_or_no}),
    "image": file("caption"),
    "video": file("caption"),
    "audio": file(),
    "sticker": file(),
    "document": file("caption", "filename"),
    "location": shape(
        {"latitude": number(-90, 90), "longitude": number(-180, 180)}, {"name": text(1000), "address": text(1000)}
    ),
    "interactive": lambda value: _BUTTONS(value) and _different(value),
    "template": shape(
        {"name": fits(r"[a-z0-9_]{1,512}"), "language": shape({"code": fits(r"[a-z]{2,3}(_[A-Z]{2})?")})},
        {"components": listed(shape({"type": one_of("body"), "parameters": listed(_VALUE, 20)}), 1)},
    ),
}
READ = shape(
    {"messaging_product": one_of("whatsapp"), "status": one_of("read"), "message_id": text(1000)},
    {"typing_indicator": shape({"type": one_of("text")})},
)


def problem(fields: Any) -> str | None:
    """What is wrong with this request to send a message; None when it is taken."""
    return next(_problems(fields), None)


def _problems(fields: Any) -> Iterator[str]:
    if not isinstance(fields, dict):
        yield "body must be an object"
        return
    if fields.get("messaging_product") != "whatsapp":
        yield "messaging_product is required"
    if fields.get("recipient_type", "individual") != "individual":
        yield "recipient_type is not valid"
    if ("to" in fields) == ("recipient" in fields):
        yield "one of to and recipient is required, and not both"
    if "to" in fields and not fits(r"[1-9][0-9]{6,14}")(fields["to"]):
        yield "to is not valid"
    if "recipient" in fields and not (isinstance(fields["recipient"], str) and USER.fullmatch(fields["recipient"])):
        yield "recipient is not valid"
    if "context" in fields and not shape({"message_id": text(1000)})(fields["context"]):
        yield "context is not valid"
    if "biz_opaque_callback_data" in fields and not text(512)(fields["biz_opaque_callback_data"]):
        yield "biz_opaque_callback_data is not valid"
    kind = fields.get("type", "text")
    if kind not in KINDS:
        yield "type is not valid"
        return
    yield from (f"{name} is not allowed" for name in fields.keys() - ENVELOPE - {kind})
    if not KINDS[kind](fields.get(kind)):
        yield f"{kind} is not valid"
