"""The kill switch and the alert line of the running system: by hand, and from an operator's phone."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, override

import httpx
import pytest

from tests.system.running import Running

pytestmark = pytest.mark.timeout(240)
OPERATOR = "972540000009"
CLIENT = "972540000001"
SECRET = "shared-by-both"


@dataclass
class Pager:
    """A web address that people are called by."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    signed: list[bool] = field(default_factory=list)

    def serve(self) -> ThreadingHTTPServer:
        pager = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                expected = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
                pager.signed.append(self.headers["X-Fixi-Signature"] == expected)
                pager.calls.append(json.loads(body))
                self.send_response(204)
                self.end_headers()

            @override
            def log_message(self, format: str, *args: Any) -> None:
                """Nobody listens."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        return server

    def kinds(self) -> list[str]:
        """What they were called for, trials aside."""
        return [call["kind"] for call in self.calls if call["kind"] != "test"]


@pytest.fixture(scope="module")
def pager() -> Iterator[tuple[Pager, str]]:
    pager = Pager()
    server = pager.serve()
    yield pager, f"http://127.0.0.1:{server.server_port}/page"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, pager: tuple[Pager, str]) -> Iterator[Running]:
    more = {
        "FIXI_ALERT_WEBHOOK": pager[1],
        "FIXI_ALERT_SECRET": SECRET,
        "FIXI_OPERATORS": OPERATOR,
        "FIXI_LANGUAGE": "en",
    }
    running = Running(tmp_path_factory.mktemp("alerts"), more=more).start()
    yield running
    running.stop()


def sending(running: Running, *words: str) -> dict[str, Any]:
    done = running.fixi("sending", *words, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def told_now(running: Running, calls: Pager) -> list[str]:
    """What the pager has heard after a look at the alerts, which nobody has to wait for."""
    assert running.fixi("job", "alerts").returncode == 0
    return calls.kinds()


def test_a_worker_looks_at_the_account_as_soon_as_it_is_there(running: Running) -> None:
    running.wait_for(lambda: sending(running)["account"]["state"] == "ready", "a look at the account", 15)


def test_stopped_by_hand_and_resumed_from_a_phone(running: Running, pager: tuple[Pager, str]) -> None:
    calls, _ = pager
    stopped = sending(running, "off", "--by", "dana", "--why", "a storm")
    assert (stopped["changed"], stopped["sending"], stopped["by"], stopped["why"]) == (True, False, "dana", "a storm")
    running.wait_for(lambda: calls.kinds() == ["sending.off"], "the call", 40)
    assert any("dana: a storm" in call["text"] for call in calls.calls)
    assert all(calls.signed)
    assert not sending(running, "off", "--by", "yossi")["changed"]

    told = running.fixi("doctor").stdout
    assert "OFF, nothing goes out" in told
    assert "by dana: a storm" in told
    assert "alert line: webhook; 0 untold" in told
    ready = httpx.get(f"http://127.0.0.1:{running.port}/health/ready")
    assert (ready.status_code, ready.json()["shown"]) == (200, {"account": "ready", "sending": "off"})

    assert running.says(CLIENT, "hello") == 200
    running.wait_for(lambda: sending(running)["waiting"] > 0, "something that waits")
    assert running.heard(CLIENT) == []
    assert running.says(CLIENT, "resume sending") == 200
    assert running.says(OPERATOR, "resume sending") == 200
    running.wait_for(lambda: sending(running)["sending"], "the release")
    running.wait_for(lambda: running.heard(CLIENT), "what was held")
    running.wait_for(lambda: len(sending(running)["changes"]) == 2, "the line in the book")
    # The switch is on before it is announced: whoever looks in between finds nothing to tell yet.
    running.wait_for(lambda: told_now(running, calls) == ["sending.off", "sending.on"], "the second call")
    running.wait_for(lambda: any("Sending was resumed" in text for text in running.heard(OPERATOR)), "his confirmation")
    assert [change["sending"] for change in sending(running)["changes"]] == ["off", "on"]
    assert sending(running)["changes"][-1]["by"] == "WhatsApp …0009"


def test_nothing_is_told_twice_when_worker_and_scheduler_were_killed(
    running: Running, pager: tuple[Pager, str]
) -> None:
    calls, _ = pager
    running.wait_for(lambda: json.loads(running.fixi("alert", "--json").stdout)["untold"] == [], "nothing untold")
    before = list(calls.calls)
    for name in ("worker", "scheduler"):
        running.kill(name)
    running.wait_for(lambda: running.fixi("doctor").returncode == 0, "a clean bill of health", 60)
    assert running.fixi("job", "watchdog").returncode == 0
    assert running.fixi("job", "alerts").returncode == 0
    assert calls.calls == before


def test_the_ways_are_known_to_commands_of_another_shell(running: Running, pager: tuple[Pager, str]) -> None:
    calls, _ = pager
    bare = Running(running.folder, running.port)
    before = len(calls.calls)
    done = bare.fixi("alert", "--test")
    assert (done.returncode, done.stdout) == (0, "webhook: told\n")
    assert [call["kind"] for call in calls.calls[before:]] == ["test"]
    assert calls.signed[-1]
    assert json.loads(bare.fixi("alert", "--json").stdout) == {"ways": ["webhook"], "untold": []}
