"""Each body once more, otherwise than documented, yet with the same meaning."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from tests.support.cloud_bodies import Json


def values(body: Json) -> Iterator[Json]:
    """What each change holds."""
    for entry in body["entry"]:
        for change in entry["changes"]:
            yield change["value"]


def items(body: Json) -> Iterator[Json]:
    """Each message and each status."""
    for value in values(body):
        yield from (*value.get("messages", ()), *value.get("statuses", ()))


def poorer(body: Json) -> Json:
    """The same without what may be missing: names, ids of the account, times, previews, prices."""
    body = deepcopy(body)
    for entry in body["entry"]:
        entry.pop("id", None)
    for value in values(body):
        value.pop("messaging_product", None)
        value["metadata"].pop("display_phone_number", None)
        for contact in value.get("contacts", ()):
            contact.pop("profile", None)
            contact.pop("parent_user_id", None)
    for item in items(body):
        for name in ("timestamp", "conversation", "pricing"):
            item.pop(name, None)
        for part in item.values():
            if isinstance(part, dict):
                for name in ("sha256", "mime_type", "voice", "animated", "url", "forwarded", "description", "from"):
                    part.pop(name, None)
    return body


def richer(body: Any) -> Any:
    """The same with fields that nobody knows, at every level."""
    if isinstance(body, list):
        return [richer(one) for one in body]
    if not isinstance(body, dict):
        return body
    return {name: richer(value) for name, value in body.items()} | {"x-new": {"deep": [1, {"er": None}]}, "": ""}


def odder(body: Json) -> Json:
    """The same with other types where the type does not matter."""
    body = deepcopy(body)
    for entry in body["entry"]:
        entry |= {"id": 7, "time": "never"}
    for value in values(body):
        value["messaging_product"] = 1
        value["metadata"]["display_phone_number"] = None
        for contact in value.get("contacts", ()):
            contact |= {"profile": "Dana", "parent_user_id": 7}
    for item in items(body):
        item |= {"timestamp": int(item["timestamp"]), "conversation": [], "pricing": "free"}
        for part in item.values():
            if isinstance(part, dict):
                part |= {"sha256": 1, "mime_type": None, "voice": "no", "url": {}}
    return body


def respelt(body: Json) -> Json:
    """The same in other capitals, and numbers for digits."""
    body = deepcopy(body)
    body["object"] = body["object"].upper()
    for entry in body["entry"]:
        for change in entry["changes"]:
            change["field"] = change["field"].title()
    for value in values(body):
        metadata = value["metadata"]
        metadata["phone_number_id"] = int(metadata["phone_number_id"])
        for contact in value.get("contacts", ()):
            if "wa_id" in contact:
                contact["wa_id"] = int(contact["wa_id"])
    for item in items(body):
        for name in ("type", "status"):
            if name in item:
                item[name] = item[name].title()
        for name in ("from", "recipient_id"):
            if str(item.get(name, "")).isdigit():
                item[name] = int(item[name])
    return body


TWINS: dict[str, Callable[[Json], Json]] = {"poorer": poorer, "richer": richer, "odder": odder, "respelt": respelt}
