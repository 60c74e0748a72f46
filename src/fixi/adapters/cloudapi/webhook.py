"""Understands what the Cloud API posts to us (reference: providers.md, section 2).

One notification holds several entries, each several changes, each several messages and statuses. What cannot be
understood among them is put together into one notification of its own and set aside; the others are received.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fixi.adapters.cloudapi.account import state_told
from fixi.adapters.cloudapi.contents import content_of, kind_of
from fixi.adapters.cloudapi.names import Names
from fixi.adapters.cloudapi.people import person
from fixi.adapters.http.bodies import Body, decode, digest
from fixi.domain.errors import Invalid, Refused
from fixi.domain.events import Heard, Receipt
from fixi.ports.messaging import AccountNews, Ignored, Inbound, Odd, WebhookParser

OBJECT = "whatsapp_business_account"
SIGNATURE = "x-hub-signature-256"
DAY = 86_400.0
FIRST_MOMENT = datetime(2009, 1, 1, tzinfo=UTC).timestamp()  # WhatsApp is not older; an earlier timestamp is a mistake
LONGEST_NOTE = 512  # characters of our own that go along with a message
WINDOW_CODES = {131047, 470}  # free words more than 24 hours after the person's last ones; the second is older

NAMES = ("from", "from_user_id", "recipient_id", "recipient_user_id", "to", "to_user_id")

type Json = dict[str, Any]

log = logging.getLogger(__name__)


class CloudApiWebhook(WebhookParser):
    """The parser for one phone number of the Cloud API.

    `secret` is the app's secret, with which Meta signs; without one nothing is authentic. With `number`, the id of the
    phone number, notifications of another one are left alone.
    """

    def __init__(self, secret: str, number: str = "") -> None:
        self._secret = secret.strip().encode("utf-8", "surrogatepass")
        self._number = number.strip()
        self._names = Names(secret.strip())

    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """True when the signature is that of these very bytes."""
        if not self._secret:
            return False
        expected = f"sha256={hmac.new(self._secret, body, hashlib.sha256).hexdigest()}"
        given = headers.get(SIGNATURE, "").strip().lower()
        return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())

    def parse(self, body: bytes, at: datetime) -> tuple[Inbound, ...]:
        """See WebhookParser. Raises Refused: too-deep, not-json, not-an-object, other-object, no-entry.

        Also with the reason of its first part, when there is none that is understood.
        """
        fields = decode(body)
        if fields.line("object").lower() != OBJECT:
            raise Refused("other-object")
        entries = fields.get("entry")
        if not isinstance(entries, list) or not entries:
            raise Refused("no-entry")
        reading = _Reading(at, self._number, self._names)
        for entry in entries:
            reading.entry(entry)
        return reading.result()


@dataclass
class _Reading:
    """One notification while it is being read: what is understood of it, and what is not."""

    at: datetime
    number: str
    names: Names
    found: list[Inbound] = field(default_factory=list)
    odd: list[Any] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def result(self) -> tuple[Inbound, ...]:
        """All of it; raises Refused when nothing is understood."""
        if not self.odd:
            return tuple(self.found)
        if not self.found:
            raise Refused(self.reasons[0])
        body = json.dumps({"object": OBJECT, "entry": self.odd}, sort_keys=True, separators=(",", ":")).encode()
        name = f"cloud:odd:{hashlib.sha256(body).hexdigest()[:32]}"
        return (*self.found, Odd(name, self.at, self.reasons[0], body))

    def entry(self, entry: Any) -> None:
        """One entry: an account, and what happened there."""
        changes = entry.get("changes") if isinstance(entry, dict) else None
        if not isinstance(changes, list):
            return self.aside("odd-entry", entry)
        for change in changes:
            value = change.get("value") if isinstance(change, dict) else None
            if isinstance(value, dict):
                self._change(entry, change, Body(value))
            else:
                self.aside("odd-change", {"id": entry.get("id"), "changes": [change]})
        return None

    def _change(self, entry: Json, change: Json, value: Body) -> None:
        kind = Body(change).line("field", limit=80).lower()
        number = value.body("metadata").line("phone_number_id")
        if self.number and number and number != self.number:
            return self.found.append(_ignored("other-number", change))
        read = _Change(self, entry, change, value)
        match kind:
            case "messages" | "":
                return read.messages()
            case "smb_message_echoes":
                return read.each("message_echoes", read.echo)
            case "account_update":
                return self._account(entry, change, value)
            case _:
                return self.found.append(_ignored(_word(kind), change))

    def _account(self, entry: Json, change: Json, value: Body) -> None:
        state = state_told(value)
        if state is None:
            return self.found.append(_ignored("account-update", change))
        when = Body(entry).line("time") or self.at.date().isoformat()
        name = f"cloud:account:{digest(_canonical(change), when)}"
        self.found.append(AccountNews(name, self.at, state))
        return None

    def aside(self, reason: str, entry: Any) -> None:
        """This entry is not understood."""
        self.reasons.append(reason)
        self.odd.append(entry)


@dataclass(frozen=True, slots=True)
class _Change:
    """One change of the field `messages` while it is being read."""

    reading: _Reading
    whole: Json
    change: Json
    value: Body

    def messages(self) -> None:
        """Its messages and statuses, and errors of the account that belong to none of them."""
        before = len(self.reading.found), len(self.reading.odd)
        self.each("messages", self.message)
        self.each("statuses", self.status)
        if before == (len(self.reading.found), len(self.reading.odd)):
            reason = "errors" if self.value.get("errors") else "empty"
            self.reading.found.append(_ignored(reason, self.change))

    def each(self, name: str, read: Callable[[Body], Inbound]) -> None:
        """What is under this name, one after the other; one that cannot be understood does not hold the others."""
        items = self.value.get(name)
        if items is None:
            return
        for item in items if isinstance(items, list) else [items]:
            try:
                self.reading.found.append(read(_needed_object(item)))
            except (Refused, Invalid) as error:
                self._aside(error.reason if isinstance(error, Refused) else "odd-value", name, item)
            except Exception as defect:  # noqa: BLE001 - a defect of ours in one of them must not lose the others
                log.warning("part not understood", extra={"kind": type(defect).__name__})
                self._aside("parser-error", name, item)

    def message(self, message: Body) -> Inbound:
        """What a person sent, or the system in his place."""
        if _in_group(message):
            return _ignored("group", message.fields, message=True)
        kind = kind_of(message)
        if kind in {"system", "request_welcome"}:
            return _ignored(_word(kind), message.fields)
        return self._heard(message, message.line("from"), message.line("from_user_id"), own=False)

    def echo(self, message: Body) -> Inbound:
        """What was typed on the business's own phone, where one number serves both."""
        if _in_group(message):
            return _ignored("group", message.fields, message=True)
        return self._heard(message, message.line("to"), message.line("to_user_id"), own=True)

    def _heard(self, message: Body, said: str, user: str, *, own: bool) -> Heard:
        if not kind_of(message):
            raise Refused("no-type")
        who = person(said, user, self.value.bodies("contacts"))
        content = content_of(message)
        return Heard(
            at=self.reading.at,
            id=self.reading.names.name(_needed_id(message)),
            chat=who.chat,
            kind=content.kind,
            text=content.text,
            media=content.media,
            pin=content.pin,
            button=content.button,
            quoted=content.quoted,
            name=None if own else who.name,
            sent_at=self._sent_at(message),
            own=own,
            alias=who.alias,
        )

    def status(self, status: Body) -> Inbound:
        """What became of a message of ours."""
        if _in_group(status):
            return _ignored("group", status.fields)
        word = status.line("status", limit=40).lower()
        if not word:
            raise Refused("no-status")
        message = _needed_id(status)
        who = person(status.line("recipient_id"), status.line("recipient_user_id"), self.value.bodies("contacts"))
        return Receipt(
            at=self.reading.at,
            id=self.reading.names.name(message, "status", _word(word)),
            chat=who.chat,
            message=message,
            status=word,
            ours=status.line("biz_opaque_callback_data", limit=LONGEST_NOTE),
            reason=_reason(status),
            alias=who.alias,
        )

    def _sent_at(self, message: Body) -> datetime | None:
        seconds = message.number("timestamp")
        if seconds is None or not FIRST_MOMENT <= seconds <= self.reading.at.timestamp() + DAY:
            return None
        return datetime.fromtimestamp(int(seconds), UTC)

    def _aside(self, reason: str, name: str, item: Any) -> None:
        """Set it aside with what is needed to read it anew: whose it is, and which number it came to."""
        value = {key: self.value.get(key) for key in ("messaging_product", "metadata") if self.value.get(key)}
        contacts = [contact for contact in self._contacts() if _mentions(item, contact)]
        value |= {name: [item]} | ({"contacts": contacts} if contacts else {})
        change = {"field": self.change.get("field"), "value": value}
        self.reading.aside(reason, {"id": self.whole.get("id"), "changes": [change]})

    def _contacts(self) -> Iterator[Json]:
        contacts = self.value.get("contacts")
        for contact in contacts if isinstance(contacts, list) else ():
            if isinstance(contact, dict):
                yield contact


def _ignored(reason: str, part: object, *, message: bool = False) -> Ignored:
    """Its id follows from what it is: it has no other part that every kind has."""
    whole = hashlib.sha256(_canonical(part).encode()).hexdigest()[:32]
    return Ignored(f"cloud:{reason}:{whole}", reason, message)


def _mentions(item: Any, contact: Json) -> bool:
    if not isinstance(item, dict):
        return False
    told = [
        item.get(name) for name in ("from", "from_user_id", "recipient_id", "recipient_user_id", "to", "to_user_id")
    ]
    return any(name is not None and name in told for name in (contact.get("wa_id"), contact.get("user_id")))


def _in_group(item: Body) -> bool:
    return bool(item.line("group_id")) or item.line("recipient_type").lower() == "group"


def _reason(status: Body) -> str:
    """Why it failed, as a short code; empty when nothing is said."""
    for error in status.bodies("errors"):
        code = error.number("code")
        if code is not None:
            return "window" if code in WINDOW_CODES else f"code-{int(code)}"
    return ""


def _needed_object(item: Any) -> Body:
    if not isinstance(item, dict):
        raise Refused("odd-item")
    return Body(item)


def _needed_id(item: Body) -> str:
    name = item.line("id", limit=1000)
    if not name:
        raise Refused("no-id")
    return name


def _canonical(part: object) -> str:
    return json.dumps(part, sort_keys=True, separators=(",", ":"))


def _word(text: str) -> str:
    """The text as a short code: small letters and dashes."""
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in text)[:40].strip("-") or "unknown"
