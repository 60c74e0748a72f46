"""Documents that tests save, and what stands in them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from fixi.domain.client_chat.states import Idle, Mind
from fixi.domain.effects import Effect, Errand, Say, news
from fixi.domain.values import ChatKey, Key, Language
from fixi.ports.storage import Change, Entry, LedgerEntry, State
from tests.support.house import House
from tests.support.samples import AT, CLIENT

CHAT = Key.client(CLIENT)
OTHER_CHAT = Key.client(ChatKey("972543333333"))


def idle(misses: int = 0) -> Idle:
    """A client's chat in which nothing is asked."""
    return Idle(Mind(CLIENT, misses=misses))


def a_change(version: int = 0, key: Key = CHAT, state: State | None = None, **known: Any) -> Change:
    """The change of one turn of this document."""
    return replace(Change(key, version, state or idle(version), None), **known)


def words(text: str = "thanks") -> Say:
    """Something to say."""
    return news(text, Language.EN)


def entries(key: Key, *effects: Effect, version: int = 1, at: datetime = AT) -> tuple[Entry, ...]:
    """These effects as a turn puts them in the outbox."""
    waiting = [effect for effect in effects if isinstance(effect, Say | Errand)]
    return tuple(Entry(f"{key}:{version}:{n}", effect, at) for n, effect in enumerate(waiting))


def a_line(line: str = "m1", **known: Any) -> LedgerEntry:
    """A line of the ledger about a message that came in."""
    return replace(LedgerEntry(line, AT, "in", str(CHAT), "answered"), **known)


async def kept(house: House, *effects: Effect, key: Key = CHAT) -> tuple[str, ...]:
    """A new document with these effects in its outbox; their ids."""
    outbox = entries(key, *effects)
    await house.repository.save(a_change(key=key, outbox=outbox))
    return tuple(entry.id for entry in outbox)
