"""What the account remembers of what came in and of what was typed on its phone.

An entry becomes the notification that was posted for it, and the webhook's parser reads that: same values, same ids.
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from fixi.adapters.greenapi.client import GreenApi
from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.http.bodies import Body
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.events import Heard
from fixi.ports.clock import Clock
from fixi.ports.messaging import Echo, Inbound, Journal

MINUTE = timedelta(minutes=1)
FIRST_SECOND = 1_230_768_000  # 2009: WhatsApp is not older

type Json = dict[str, Any]

# Where a journal keeps what a notification keeps under the first name.
OTHER_NAMES = {
    "extendedTextMessageData": ("extendedTextMessage",),
    "locationMessageData": ("location", "locationMessage"),
    "contactMessageData": ("contact", "contactMessage"),
    "pollMessageData": ("pollMessage", "pollUpdateMessage"),
    "editedMessageData": ("editedMessage",),
    "deletedMessageData": ("deletedMessage",),
}

log = logging.getLogger(__name__)


class GreenApiJournal(Journal):
    """See Journal. Both journals of the account together; each is asked at most once a second.

    - Own messages are those typed by hand; what was sent through the API comes back as an Echo.
    - Of an own message only the first words are told: an entry of its edit or deletion is not surely told by the same
      moment as its notification was, and so not by the same id.
    - Messages of groups are left out: they concern nobody.
    - A message may need two minutes to appear, and an own one carries the moment of the last thing that happened to it.
    - What cannot be understood is counted in the log.
    """

    def __init__(self, api: GreenApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._parser = GreenApiWebhook("", api.instance)

    async def incoming(self, since: datetime) -> tuple[Inbound, ...]:
        """See Journal."""
        minutes = ceil((self._clock.now() - since) / MINUTE) + 1
        try:
            came, _ = await self._api.journal("lastIncomingMessages", minutes)
            went, _ = await self._api.journal("lastOutgoingMessages", minutes)
        except Refused as error:
            raise Unavailable(f"greenapi journal: {error.reason}") from None
        # A day can be long: it is read beside the event loop.
        return await asyncio.to_thread(self._read, came, went, since, self._clock.now())

    def _read(self, came: list[Json], went: list[Json], since: datetime, now: datetime) -> tuple[Inbound, ...]:
        by_hand = [entry for entry in went if entry.get("sendByApi") is False]
        by_api = [entry for entry in went if entry.get("sendByApi") is not False]
        odd: Counter[str] = Counter()
        found = [
            *self._told(came, "incomingMessageReceived", now, odd),
            *(one for one in self._told(by_hand, "outgoingMessageReceived", now, odd) if not _again(one)),
            *self._told(by_api, "outgoingAPIMessageReceived", now, odd),
        ]
        for reason, times in odd.items():
            log.warning("journal entry not understood", extra={"reason": reason, "times": times})
        return tuple(sorted((one for one in found if one.at >= since.replace(microsecond=0)), key=lambda one: one.at))

    def _told(self, entries: Iterable[Json], kind: str, now: datetime, odd: Counter[str]) -> Iterable[Heard | Echo]:
        for entry in entries:
            seconds = Body(entry).number("timestamp") or 0
            known = FIRST_SECOND <= seconds <= (now + timedelta(days=1)).timestamp()
            at = datetime.fromtimestamp(int(seconds), UTC) if known else now
            try:
                inbound = self._parser.parse(self._notice(entry, kind), at)
            except Refused as error:
                odd[error.reason] += 1
                continue
            yield from (one for one in inbound if isinstance(one, Heard | Echo))

    def _notice(self, entry: Json, kind: str) -> bytes:
        """The notification that this entry was."""
        sender = {"chatId": entry.get("chatId"), "sender": entry.get("senderId")}
        names = {name: entry.get(name) for name in ("senderName", "senderContactName")}
        notice = {
            "typeWebhook": kind,
            "instanceData": {"idInstance": self._api.instance},
            "timestamp": entry.get("timestamp"),
            "idMessage": entry.get("idMessage"),
            "senderData": sender | names,
            "messageData": _message_data(entry),
        }
        return json.dumps(notice).encode()


def _again(one: Heard | Echo) -> bool:
    return isinstance(one, Heard) and one.kind in {"edited", "deleted", "undecryptable"}


def _message_data(entry: Json) -> Json:
    data = dict(entry)
    for name, others in OTHER_NAMES.items():
        if not isinstance(data.get(name), dict):
            data[name] = next((data[other] for other in others if isinstance(data.get(other), dict)), None)
    if data.get("downloadUrl") and not isinstance(data.get("fileMessageData"), dict):
        data["fileMessageData"] = {name: data.get(name) for name in ("downloadUrl", "caption", "fileName", "mimeType")}
    if data.get("typeMessage") == "textMessage" or not data["extendedTextMessageData"]:
        data["textMessageData"] = {"textMessage": entry.get("textMessage")}
    return data
