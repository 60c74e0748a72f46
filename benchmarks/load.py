"""The load generator, a process of its own: keep-alive connections that post webhooks one after the other.

    python -m benchmarks.load PORT TOKEN CONNECTIONS SECONDS FIRST

Every message has an id and every hundredth of them a chat of its own; a connection sends the next one when the last one
is answered. Prints one line of JSON. It is the same for everybody who is measured, and does as little as it can: bytes
are put together and answers are not parsed beyond their first line and their length.
"""

import asyncio
import json
import statistics
import sys
import time
from typing import cast

import uvloop

WARM_SECONDS = 0.5
CHATS = 2_000
ID, CHAT = b"%020d", b"9725%08d"
# As Green API posts a text message: the whole body, not the part that we read.
BODY = (
    b'{"typeWebhook":"incomingMessageReceived","instanceData":{"idInstance":7105000001,"wid":"972770000000@c.us",'
    b'"typeInstance":"whatsapp"},"timestamp":1795000000,"idMessage":"%b","senderData":{"chatId":"%b@c.us",'
    b'"sender":"%b@c.us","chatName":"Dana","senderName":"Dana","senderContactName":"Dana Levi"},'
    b'"messageData":{"typeMessage":"textMessage","textMessageData":{"textMessage":'
    b'"water is leaking under my sink, Herzl 12 Haifa, tomorrow at 10","isTemplateMessage":false}}}'
)
HEAD = (
    b"POST /webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: GREEN-API/1.0\r\nAccept: */*\r\n"
    b"Authorization: Bearer %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
)
END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length: "


class Load:
    """What is sent, and what came back."""

    def __init__(self, token: bytes, first: int) -> None:
        size = len(BODY % (ID % 0, CHAT % 0, CHAT % 0))
        self._head = HEAD % (token, size)
        self._next = first
        self.took: list[float] = []
        self.bad: dict[str, int] = {}
        self.all = 0
        self.counting = False
        self.stopped = False

    def request(self) -> bytes:
        """The next message."""
        self._next += 1
        chat = CHAT % (self._next * 7919 % CHATS)
        return self._head + BODY % (ID % self._next, chat, chat)

    def answered(self, first_line: bytes, took: float) -> None:
        """One answer is here."""
        self.all += 1
        if self.counting:
            self.took.append(took)
        if not first_line.startswith(b"HTTP/1.1 200"):
            word = first_line.decode("latin-1")
            self.bad[word] = self.bad.get(word, 0) + 1


class Connection(asyncio.Protocol):
    """One sender."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._answer = b""
        self._sent = 0.0
        self._transport: asyncio.WriteTransport | None = None
        self.ended = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast(asyncio.WriteTransport, transport)  # uvloop's is one, and does not say so
        self._send()

    def _send(self) -> None:
        assert self._transport is not None
        if self._load.stopped:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(self._load.request())

    def data_received(self, data: bytes) -> None:
        """An answer, or a part of one."""
        answer = self._answer + data if self._answer else data
        head = answer.find(END_OF_HEAD)
        at = answer.lower().find(LENGTH, 0, head) + len(LENGTH) if head >= 0 else -1
        if head < 0 or len(answer) < head + len(END_OF_HEAD) + int(answer[at : answer.index(b"\r", at)]):
            self._answer = answer
            return
        self._answer = b""
        self._load.answered(answer[: answer.index(b"\r")], time.perf_counter() - self._sent)
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - it is named so by asyncio
        """The end; before we said so it is a failure."""
        if not self._load.stopped:
            self._load.bad["lost"] = self._load.bad.get("lost", 0) + 1
        if not self.ended.done():
            self.ended.set_result(None)


async def run(port: int, token: str, connections: int, seconds: float, first: int) -> dict[str, object]:
    """Warm up, measure, and say how it went."""
    loop, load = asyncio.get_running_loop(), Load(token.encode(), first)
    made = [await loop.create_connection(lambda: Connection(load), "127.0.0.1", port) for _ in range(connections)]
    await asyncio.sleep(WARM_SECONDS)
    load.counting, start = True, time.perf_counter()
    await asyncio.sleep(seconds)
    load.counting, took = False, time.perf_counter() - start
    load.stopped = True
    await asyncio.wait([connection.ended for _, connection in made], timeout=10)
    cuts = statistics.quantiles(load.took, n=100)
    return {
        "all": load.all,
        "rate": len(load.took) / took,
        "p50": cuts[49] * 1000,
        "p99": cuts[98] * 1000,
        "bad": load.bad,
        "busy": time.process_time() / (took + WARM_SECONDS),
    }


if __name__ == "__main__":
    port, token, connections, seconds, first = sys.argv[1:]
    told = uvloop.run(run(int(port), token, int(connections), float(seconds), int(first)))
    print(json.dumps(told))
