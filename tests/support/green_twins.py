"""Each body once more, otherwise than documented, yet with the same meaning."""

from collections.abc import Callable
from copy import deepcopy

from tests.support.green_bodies import INSTANCE, MOMENT, Json


def poorer(body: Json) -> Json:
    """The same without what may be missing: names, previews, forwarding, and the account's own data."""
    body = deepcopy(body)
    body["instanceData"] = {}
    del body["timestamp"]
    if "senderData" in body:
        body["senderData"] = {"chatId": body["senderData"]["chatId"]}
    optional = {"jpegThumbnail", "isForwarded", "forwardingScore", "participant", "footer", "fileName", "selectedIndex"}
    for part in list(body.get("messageData", {}).values()):
        if isinstance(part, dict):
            for name in optional & part.keys():
                del part[name]
    return body


def richer(body: Json) -> Json:
    """The same with fields that nobody knows, at every level."""
    more = {"x-new": {"deep": [1, {"er": None}]}, "": "", "caption2": "not the caption"}
    fields = {key: richer(value) if isinstance(value, dict) else value for key, value in body.items()}
    return fields | more


def odder(body: Json) -> Json:
    """The same with other types where the type does not matter."""
    body = deepcopy(body)
    body["instanceData"] = {"idInstance": str(INSTANCE), "wid": None, "typeInstance": 7}
    body["timestamp"] = str(MOMENT)
    if "senderData" in body:
        body["senderData"] |= {"senderName": 7, "chatName": None, "senderContactName": {"first": "Dana"}, "sender": []}
    for part in body.get("messageData", {}).values():
        if isinstance(part, dict):
            part |= {
                "jpegThumbnail": 1,
                "isForwarded": "no",
                "forwardingScore": None,
                "participant": False,
                "footer": [],
            }
    return body


def respelt(body: Json) -> Json:
    """The same with the capitals that another page of the documentation uses."""
    body = deepcopy(body)
    body["typeWebhook"] = body["typeWebhook"][0].upper() + body["typeWebhook"][1:]
    if "messageData" in body:
        kind = body["messageData"]["typeMessage"]
        body["messageData"]["typeMessage"] = kind[0].upper() + kind[1:]
    return body


TWINS: dict[str, Callable[[Json], Json]] = {"poorer": poorer, "richer": richer, "odder": odder, "respelt": respelt}
