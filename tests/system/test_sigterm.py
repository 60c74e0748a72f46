"""SIGTERM to real processes: what runs is finished, nothing new is begun, nothing is left behind."""

import signal
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from fixi.adapters.simulator.bodies import text_body
from fixi.domain.values import ChatKey
from tests.system.parts import TOKEN, Part, Parts, parts, wait_for
from tests.system.running import SENT_AT

pytestmark = pytest.mark.timeout(240)
FIRST, SECOND = "972540000001", "972540000002"


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Parts]:
    with parts(tmp_path) as made:
        yield made


def _with(servers: Parts, *names: str) -> list[Part]:
    """These processes, up and ready for work."""
    started = [servers.start(name) for name in names]
    wait_for(servers.ready, "ready")
    return started


def test_a_worker_finishes_its_turn_and_leaves_the_rest_to_the_next(servers: Parts) -> None:
    _, worker = _with(servers, "api", "worker")
    # The database stands still in the middle of a turn, which so takes as long as the test wants.
    assert servers.says(FIRST, "hello", "m1") == 200
    servers.parts["database"].freeze()
    wait_for(servers.leases, "a turn to begin")
    worker.process.send_signal(signal.SIGTERM)
    wait_for(lambda: "Shutting down" in worker.log.read_text(), "the end to begin")
    _holds_on(servers.leases)
    assert worker.turns() == []
    servers.parts["database"].thaw()
    assert servers.says(SECOND, "hello", "m2") == 200
    assert worker.ended(25) == 0
    assert [turn["letters"] for turn in worker.turns()] == [1]
    assert servers.leases() == []
    assert servers.unread() == [f"chat:{SECOND}"]
    assert [line.outcome for line in servers.lines(FIRST, "in")] == ["answered"]
    _next_one_does_the_rest(servers)


def _holds_on(holds: Callable[[], object]) -> None:
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        assert holds()
        time.sleep(0.1)


def _next_one_does_the_rest(servers: Parts) -> None:
    other = servers.start("second worker", "worker")
    servers.start("scheduler")
    for phone in (FIRST, SECOND):
        wait_for(partial(servers.lines, phone, "out"), "an answer of the next worker")
        assert [line.outcome for line in servers.lines(phone, "out")] == ["sent"]
    assert [turn["letters"] for turn in other.turns()] == [1]


def test_processes_with_nothing_to_do_go_at_once(servers: Parts) -> None:
    api, worker, scheduler = _with(servers, "api", "worker", "scheduler")
    wait_for(lambda: "scheduler runs" in scheduler.log.read_text(), "the scheduler to run")
    for part, code in ((scheduler, {0}), (worker, {0}), (api, {0, -signal.SIGTERM})):
        began = time.monotonic()
        assert part.ends(25) in code
        assert time.monotonic() - began < 10
        assert "Traceback" not in part.log.read_text()


def test_a_request_under_way_is_answered_before_the_api_goes(servers: Parts) -> None:
    api, _, _ = _with(servers, "api", "worker", "scheduler")
    body = text_body(ChatKey(FIRST), "m1", "hello", SENT_AT, "")
    head = (
        f"POST /webhook HTTP/1.1\r\nHost: fixi\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", servers.port), timeout=20) as line:
        line.sendall(head.encode())
        assert line.recv(1000).startswith(b"HTTP/1.1 100")  # it waits for the body now
        line.sendall(body[:20])
        api.process.send_signal(signal.SIGTERM)
        wait_for(lambda: not servers.get("/health/live"), "the port to be closed")
        line.sendall(body[20:])
        assert line.recv(1000).startswith(b"HTTP/1.1 200")
    assert api.ended(10) in {0, -signal.SIGTERM}
    wait_for(lambda: servers.lines(FIRST, "out"), "an answer to what was stored at the last moment")
