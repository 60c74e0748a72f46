"""A stand-in of Gemini on loopback: strict about what it is sent, and able to fail in every way that is known of.

In a test: `with GeminiStandin() as gemini:`. As a process: `python -m tests.support.gemini_standin --port N`, and then
`POST /standin/trouble` with `{"trouble": "hang", "times": 3}` (no times: until the next word) and `GET /standin/calls`.

Unless it is told what to answer, it fills the form as the rules do, so that a whole system can be played against it.
"""

import argparse
import json
import re
import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.support.gemini_requests import MOST_BYTES, WrongRequest, checked_request
from tests.support.gemini_troubles import TROUBLES, Reply, answered, error

KEY = "standin-key-0123456789"
MODELS = ("gemini-3.8-flash", "gemini-3.6-flash", "gemini-3.5-flash-lite", "gemini-2.5-flash-lite")
PATH = re.compile(r"/v1/models/([a-z0-9.-]+):generateContent")

type Body = dict[str, Any]
type Brain = Callable[[Body], Body]


class GeminiStandin:
    """One server. `calls` are the requests it took as sound, `wrong` what was wrong with the others."""

    def __init__(self, brain: Brain | None = None, port: int = 0, key: str = KEY) -> None:
        self.brain = brain or (lambda _: {"language": None, "intent": "other", "urgency": "normal"})
        self.key = key
        self.calls: list[tuple[str, Body]] = []
        self.wrong: list[str] = []
        self.script: deque[str] = deque()
        self.always: str | None = None
        self.closing = threading.Event()
        self._called = threading.Condition()
        self._server = _Server(("127.0.0.1", port), type("Handler", (_Handler,), {"standin": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def models(self) -> list[str]:
        """Which models were asked, in order."""
        return [model for model, _ in self.calls]

    def troubled(self, *troubles: str) -> None:
        """The next requests meet these, one each; `well` is a sound answer."""
        assert all(trouble.partition(":")[0] in {*TROUBLES, "well"} for trouble in troubles)
        self.script.extend(troubles)

    def wait_for(self, calls: int) -> None:
        """Come back when it has had so many calls."""
        with self._called:
            assert self._called.wait_for(lambda: len(self.calls) >= calls, 10)

    def answer(self, path: str, headers: dict[str, str], raw: bytes) -> Reply:
        """What this request gets."""
        matched = PATH.fullmatch(path)
        if matched is None:
            self.wrong.append(f"path {path}")
            return Reply(404, b"<html>Not Found</html>", "text/html")
        model = matched[1]
        if headers.get("x-goog-api-key") != self.key:
            self.wrong.append("key")
            return error("key" if "x-goog-api-key" in headers else "403")
        if model not in MODELS:
            self.wrong.append(f"model {model}")
            return error("404")
        try:
            body = checked_request(headers, raw, model)
        except WrongRequest as wrong:
            self.wrong.append(str(wrong))
            return error("400", str(wrong))
        with self._called:
            self.calls.append((model, body))
            self._called.notify_all()
            trouble = self.script.popleft() if self.script else self.always
        if trouble is None or trouble == "well":
            return answered(json.dumps(self.brain(body), ensure_ascii=False))
        name, _, detail = trouble.partition(":")
        reply = TROUBLES[name](lambda: json.dumps(self.brain(body), ensure_ascii=False), detail)
        if reply.wait:
            self.closing.wait(reply.wait)
        return reply

    def control(self, path: str, raw: bytes) -> Reply:
        """What a process is told and asked from outside."""
        if path == "/standin/trouble":
            wanted = json.loads(raw)
            name, times = wanted.get("trouble"), wanted.get("times")
            self.script.clear()
            self.always = name if times is None and name != "well" else None
            if times is not None:
                self.troubled(*([name] * times))
        shown = {"calls": len(self.calls), "models": self.models, "wrong": self.wrong, "left": len(self.script)}
        return Reply(200, json.dumps(shown).encode())


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True
    block_on_close = False


class _Handler(BaseHTTPRequestHandler):
    standin: GeminiStandin
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        if length > MOST_BYTES:
            self.standin.wrong.append("too large")
            self.close_connection = True
            self._send(error("400", "Request payload size exceeds the limit: 20971520 bytes."))
            return
        raw = self.rfile.read(length)
        if self.path.startswith("/standin/"):
            self._send(self.standin.control(self.path, raw))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(self.standin.answer(self.path, headers, raw))

    def do_GET(self) -> None:
        self._send(self.standin.control(self.path, b""))

    def _send(self, reply: Reply) -> None:
        try:
            if reply.status == 0:  # hangs up without a word
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("content-type", reply.mime)
            self.send_header("content-length", str(len(reply.content) + reply.missing))
            self.end_headers()
            piece = reply.drip or len(reply.content) or 1
            for start in range(0, len(reply.content), piece):
                self.wfile.write(reply.content[start : start + piece])
                self.wfile.flush()
                if reply.drip and self.standin.closing.wait(0.2):
                    break
            self.close_connection = self.close_connection or reply.missing > 0
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the base class
        """Say nothing."""


def main() -> None:
    """Serve until the process is ended."""
    from tests.support.gemini_brain import rules_brain

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--key", default=KEY)
    options = parser.parse_args()
    with GeminiStandin(rules_brain(), options.port, options.key) as gemini:
        gemini.closing.wait()


if __name__ == "__main__":
    main()
