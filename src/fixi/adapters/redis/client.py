"""One Redis as its adapters see it: keys under one prefix, whole commands or scripts, and the errors of the house."""

import asyncio
import itertools
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha1
from typing import Any
from weakref import WeakKeyDictionary

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import (
    ClusterDownError,
    ConnectionError,  # noqa: A004 - Redis calls it so
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    TimeoutError,  # noqa: A004 - Redis calls it so
    TryAgainError,
)

from fixi.domain.errors import FixiError, Invalid, Refused, Unavailable

CONNECTIONS = 64
TIMEOUT = timedelta(seconds=2)
REMEMBERED = timedelta(days=8)  # how long what happened once is remembered

PASSES = ClusterDownError, OutOfMemoryError, ReadOnlyError, TryAgainError
PASSING_WORDS = frozenset({"BUSY", "LOADING", "MASTERDOWN", "MISCONF", "NOREPLICAS"})


class Script:
    """A Lua script and the name under which the server remembers it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sha = sha1(text.encode(), usedforsecurity=False).hexdigest()


@dataclass
class Here:
    """What belongs to one event loop: connections cannot be used from another one."""

    redis: Redis
    tokens: Iterator[str]


class RedisClient:
    """Speaks to one server. Connects when it is first used; close it in every event loop that has used it."""

    def __init__(self, url: str, prefix: str = "fixi:", timeout: timedelta = TIMEOUT) -> None:
        self._url = url.replace("valkey", "redis", 1) if url.startswith(("valkey://", "valkeys://")) else url
        self._prefix = prefix
        self._timeout = timeout.total_seconds()
        self._here: WeakKeyDictionary[asyncio.AbstractEventLoop, Here] = WeakKeyDictionary()
        try:
            self._pool()  # connects nowhere, but refuses a wrong address now and not with the first message
        except ValueError:
            raise Invalid("not the address of a Redis") from None  # the address may hold a password

    def key(self, *parts: str) -> str:
        """The key of these parts, among the keys of this system."""
        return self._prefix + ":".join(parts)

    def token(self) -> str:
        """A text that nobody else gets: it says which attempt has written something. Decides nothing."""
        return next(self._running().tokens)

    async def ask(self, *command: str | int, again: bool = False) -> Any:
        """The answer to one command, in one round trip.

        `again` says that the command may be repeated once when the connection was lost. Raises Unavailable and
        Refused.
        """
        try:
            return await self._sent(command, again=again)
        except RedisError as error:
            raise _ours(error) from error

    async def run(self, script: Script, keys: Sequence[str], args: Sequence[str | int], *, again: bool = False) -> Any:
        """The answer of the script, in one round trip; in two when the server does not know it yet. See `ask`."""
        try:
            try:
                return await self._sent(("EVALSHA", script.sha, len(keys), *keys, *args), again=again)
            except NoScriptError:
                return await self._sent(("EVAL", script.text, len(keys), *keys, *args), again=again)
        except RedisError as error:
            raise _ours(error) from error

    async def hear(self, channel: str, silence: timedelta) -> AsyncGenerator[str | None, None]:
        """What is published on this channel from now on; None whenever listening has begun.

        A server that says nothing for so long is asked whether it is there. Raises Unavailable when it is not, and then
        nothing more comes.
        """
        listening = self._running().redis.pubsub()
        asked = False
        try:
            await listening.subscribe(channel)
            while True:
                message = await listening.get_message(timeout=self._timeout if asked else silence.total_seconds())
                if message is None and asked:
                    raise Unavailable("redis: silent")
                asked = message is None
                if message is None:
                    await listening.ping()
                elif message["type"] == "subscribe":
                    yield None
                elif message["type"] == "message":
                    yield message["data"]
        except RedisError as error:
            raise _ours(error) from error
        finally:
            await listening.aclose()  # type: ignore[no-untyped-call]

    async def ping(self) -> None:
        """A round trip. Raises Unavailable and Refused."""
        await self.ask("PING", again=True)

    async def close(self) -> None:
        """Close the connections of the running event loop; what is asked later opens new ones."""
        here = self._here.pop(asyncio.get_running_loop(), None)
        if here is not None:
            await here.redis.aclose()

    async def _sent(self, command: Sequence[str | int], *, again: bool) -> Any:
        send: Callable[..., Awaitable[Any]] = self._running().redis.execute_command
        try:
            return await send(*command)
        except ConnectionError:
            if not again:
                raise
        return await send(*command)

    def _running(self) -> Here:
        loop = asyncio.get_running_loop()
        here = self._here.get(loop)
        if here is None:
            # Drawn here and not at birth, so that processes that were forked from one another do not share it.
            name = secrets.token_hex(8)
            tokens = (f"{name}.{count}" for count in itertools.count())
            redis = Redis.from_pool(self._pool())
            redis.response_callbacks.clear()  # answers as the server gives them: the library's SET ... GET says no text
            here = self._here[loop] = Here(redis, tokens)
        return here

    def _pool(self) -> BlockingConnectionPool:
        # RESP 2 needs no greeting. Whether a repeat is safe is known here and not in the library, so it never does.
        return BlockingConnectionPool.from_url(
            self._url,
            protocol=2,
            max_connections=CONNECTIONS,
            timeout=self._timeout,
            socket_timeout=self._timeout,
            socket_connect_timeout=self._timeout,
            retry=Retry(NoBackoff(), 0),
            decode_responses=True,
            encoding_errors="surrogatepass",  # half a pair of surrogates comes back as it was put
        )


def _ours(error: RedisError) -> FixiError:
    """The same in the words of the house, without anything that the server quotes."""
    if isinstance(error, ConnectionError | TimeoutError):
        return Unavailable(f"redis: {type(error).__name__}", unknown=True)
    word = str(error).partition(" ")[0]
    if isinstance(error, PASSES) or word in PASSING_WORDS:
        return Unavailable(f"redis: {type(error).__name__}")
    return Refused(f"redis-{word.lower()}" if word.isalpha() and word.isupper() else f"redis-{type(error).__name__}")
