"""Understands what Green API posts to us (reference: providers.md, 1.2 and 1.3)."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from fixi import phones
from fixi.adapters.greenapi.account import state_named
from fixi.adapters.greenapi.contents import Content, content_of
from fixi.adapters.http.bodies import Body, decode, digest
from fixi.domain.account import AccountState
from fixi.domain.errors import Invalid, Refused
from fixi.domain.events import Heard, Receipt
from fixi.domain.values import ChatKey
from fixi.ports.messaging import AccountNews, Echo, Ignored, Inbound, WebhookParser

MAX_NAME = 80
DAY = 86_400.0
FIRST_MOMENT = datetime(2009, 1, 1, tzinfo=UTC).timestamp()  # WhatsApp is not older; an earlier timestamp is a mistake

ADDRESS = re.compile(r"([0-9]+)(?:@(c\.us|s\.whatsapp\.net|lid))?")
PLAIN_ID = re.compile(r"[A-Za-z0-9_.=+/@-]{1,128}")
NOT_FOR_ONE_PERSON = {"g.us": "group", "broadcast": "broadcast", "newsletter": "broadcast"}
HELD_BACK = frozenset({"yellowcard", "suspended"})  # what became of a message; keys in small letters
CORRECTIONS = frozenset({"edited", "deleted"})
WORD = re.compile(r"(?<![\w@.+-])[a-z]{2,20}(?![\w@+-])")
LONGEST_CODE = 60
MESSAGE = 3  # where the provider's id stands among the parts of ours
SHORTEST_CHAT = 5  # digits; what is shorter is WhatsApp itself (`0@c.us`)

# What is not about one person's message. Keys in small letters.
IGNORED = {
    "outgoingcall": "own-call",
    "statusinstancechanged": "account-status",
    "deviceinfo": "device-info",
    "quotaexceeded": "quota-exceeded",
    "avatarinfo": "avatar-info",
    "incomingblock": "block",
}


class GreenApiWebhook(WebhookParser):
    """The parser for one Green API account.

    `token` is the value of the account's `webhookUrlToken`; without one nothing is authentic. With `instance`,
    notifications of another account are left alone.
    """

    def __init__(self, token: str, instance: str | None = None) -> None:
        self._expected = _fingerprint(token.strip()) if token.strip() else None
        self._instance = (instance or "").strip()

    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:  # noqa: ARG002 - Green API signs no bodies
        """True for `Bearer TOKEN`, `Basic TOKEN`, `Basic base64(user:TOKEN)` and the bare token."""
        expected = self._expected
        if expected is None:
            return False
        given = headers.get("authorization", "")
        # Every form is compared, none returns early: how long it takes says nothing about which one was close.
        return any([hmac.compare_digest(_fingerprint(form), expected) for form in _forms(given)])  # noqa: C419

    def parse(self, body: bytes, at: datetime) -> tuple[Inbound, ...]:
        """One notification holds one thing; a status can say as well how the account is.

        Raises Refused: too-deep, not-json, not-an-object, no-type, no-chat, odd-chat, no-id.
        """
        fields = decode(body)
        if not isinstance(fields.get("typeWebhook"), str) or not fields.line("typeWebhook"):
            raise Refused("no-type")
        instance = fields.body("instanceData").line("idInstance") or self._instance or "-"
        return _Notice(fields, body, instance, at).read(self._instance)


def _fingerprint(text: str) -> bytes:
    """Equal length for all, so that the comparison does not tell how long the token is."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _forms(given: str) -> Iterator[str]:
    """The tokens that a header may mean."""
    with suppress(UnicodeError):  # then it is text already, or noise that matches nothing
        given = given.encode("latin-1").decode()  # servers hand headers over as latin-1; a token may be UTF-8
    given = given.strip()
    yield given
    scheme, _, rest = given.partition(" ")
    rest = rest.strip()
    if scheme.lower() in {"bearer", "basic"}:
        yield rest
    if scheme.lower() == "basic":
        try:
            pair = base64.b64decode(rest, validate=True).decode()
        except (binascii.Error, ValueError):
            return
        yield pair.partition(":")[2]


@dataclass(frozen=True, slots=True)
class _Notice:
    """One notification while it is being read."""

    fields: Body
    raw: bytes
    instance: str
    at: datetime

    def read(self, ours: str) -> tuple[Inbound, ...]:
        """What it means for us; `ours` is the account that is configured, if any."""
        if ours and self.instance != ours:
            return (self._ignored("other-instance"),)
        kind = self.fields.line("typeWebhook").lower()
        match kind:
            case "outgoingmessagestatus":
                return self._receipt()
            case "incomingmessagereceived":
                found = self._message(own=False)
            case "outgoingmessagereceived":
                found = self._message(own=True)
            case "outgoingapimessagereceived":
                found = self._echo()
            case "incomingcall":
                found = self._call()
            case "stateinstancechanged":
                found = self._state()
            case _:
                found = self._ignored(IGNORED.get(kind, "unknown-type"))
        return (found,)

    def _message(self, *, own: bool) -> Inbound:
        sender = self.fields.body("senderData")
        chat = _chat(sender.line("chatId"))
        if not isinstance(chat, ChatKey):
            return self._ignored(chat, message=True)
        content = content_of(self.fields.body("messageData"), self.fields.line("timestamp"))
        # On an own message the sender's name is the business's.
        name = None if own else sender.line("senderContactName", "senderName", limit=MAX_NAME) or None
        return self._heard(chat, content, content.again, own=own, name=name)

    def _echo(self) -> Inbound:
        chat = _chat(self.fields.body("senderData").line("chatId"))
        if not isinstance(chat, ChatKey):
            return self._ignored(chat)
        content = content_of(self.fields.body("messageData"))
        message = self._needed_id()
        return Echo(self._id(chat.text, message, "echo"), self.at, chat, message, content.text)

    def _call(self) -> Inbound:
        """It rings: that is when someone wants something. Bodies of 2023 have no status."""
        if self.fields.line("status").lower() not in {"", "offer"}:
            return self._ignored("call-state")
        chat = _chat(self.fields.line("from"))
        if not isinstance(chat, ChatKey):
            return self._ignored(chat, message=True)
        return self._heard(chat, Content(kind="call"), "call")

    def _heard(
        self, chat: ChatKey, content: Content, again: str, *, own: bool = False, name: str | None = None
    ) -> Heard:
        return Heard(
            at=self.at,
            id=self._id(chat.text, self._needed_id(), again),
            chat=chat,
            kind=content.kind,
            text=content.text,
            media=content.media,
            pin=content.pin,
            button=content.button,
            quoted=content.quoted,
            name=name,
            sent_at=self._sent_at(),
            own=own,
            corrects=self._id(chat.text, content.quoted) if content.quoted and content.kind in CORRECTIONS else "",
        )

    def _receipt(self) -> tuple[Inbound, ...]:
        chat = _chat(self.fields.line("chatId"))
        if not isinstance(chat, ChatKey):
            return (self._ignored(chat),)
        message = self._needed_id()
        status = self.fields.line("status", limit=40)
        if not status:
            return (self._ignored("no-status"),)
        receipt = Receipt(
            at=self.at,
            id=self._id(chat.text, message, "status", status),
            chat=chat,
            message=message,
            status=status,
            reason=code_of(self.fields.line("description")),
        )
        # What became of this message will become of all that follow.
        if status.lower() in HELD_BACK:
            return receipt, AccountNews(f"{receipt.id}:account", self.at, AccountState.RESTRICTED)
        return (receipt,)

    def _state(self) -> Inbound:
        """Bad news counts from now on, however old it is: it is soon looked at again. Good news proves its own time."""
        word = self.fields.line("stateInstance")
        if not word:
            return self._ignored("no-state")
        state, said = state_named(word), self._sent_at()
        at = min(self.at, said) if said is not None and state is AccountState.READY else self.at
        whole = hashlib.sha256(self.raw).hexdigest()[:32]
        return AccountNews(f"green:{_plain(self.instance)}:state:{whole}", at, state)

    def _ignored(self, reason: str, *, message: bool = False) -> Ignored:
        """Its id follows from the whole body: it has no other part that every type has."""
        whole = hashlib.sha256(self.raw).hexdigest()[:32]
        return Ignored(f"green:{_plain(self.instance)}:{reason}:{whole}", reason, message)

    def _id(self, chat: str, message: str, *more: str) -> str:
        """An idMessage is unique within one chat only. The chat is hashed, since ids are logged and phones are not."""
        return ":".join(filter(None, ("green", _plain(self.instance), digest(chat), _plain(message), *more)))

    def _needed_id(self) -> str:
        message = self.fields.line("idMessage")
        if not message:
            raise Refused("no-id")
        return message

    def _sent_at(self) -> datetime | None:
        seconds = self.fields.number("timestamp")
        if seconds is None or not FIRST_MOMENT <= seconds <= self.at.timestamp() + DAY:
            return None
        return datetime.fromtimestamp(int(seconds), UTC)


def code_of(words: str) -> str:
    """The provider's words as a short code that is fit for a log: its plain words, no phone, no address."""
    return "-".join(WORD.findall(words.lower()))[:LONGEST_CODE].rstrip("-")


def message_of(heard: str) -> str | None:
    """The provider's own id of the message in an id that was made here."""
    parts = heard.split(":")
    return parts[MESSAGE] if len(parts) > MESSAGE and parts[0] == "green" else None


def _chat(address: str) -> ChatKey | str:
    """Whose chat it is, or the reason why it is nobody's.

    Raises Refused for an address of a form that is not known: behind it may be a person, so it is kept for one to see.
    """
    if not address:
        raise Refused("no-chat")
    server = address.lower().partition("@")[2]
    if server in NOT_FOR_ONE_PERSON:
        return NOT_FOR_ONE_PERSON[server]
    known = ADDRESS.fullmatch(address.lower())
    if known is None:
        raise Refused("odd-chat")
    digits, server = known[1], known[2]
    if len(digits) < SHORTEST_CHAT:
        return "service"
    if server is None and not phones.possible(digits):
        raise Refused("odd-chat")  # a LID that has lost its mark would become somebody's phone
    try:
        return ChatKey(f"lid:{digits}" if server == "lid" else digits)
    except Invalid:
        raise Refused("odd-chat") from None  # the cause would carry the address


def _plain(text: str) -> str:
    """The text where it is fit for an id, else a digest of it."""
    return text if PLAIN_ID.fullmatch(text) else digest(text)
