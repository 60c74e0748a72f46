"""`fixi api` as a process: it answers on its port, takes a webhook, and goes when it is told to."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from fixi.adapters.simulator.bodies import text_body
from fixi.domain.values import ChatKey
from tests.support.processes import clean_environ

FIXI = Path(sys.executable).parent / "fixi"
TOKEN = "a-token-of-this-test"
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@dataclass
class Served:
    process: subprocess.Popen[bytes]
    url: str
    port: int
    log: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    port, log = free_port(), tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [FIXI, "api"],
            stdout=out,
            stderr=out,
            env=clean_environ(FIXI_API_PORT=str(port), FIXI_WEBHOOK_TOKEN=TOKEN, FIXI_LOG="json"),
        )
        try:
            yield Served(process, f"http://127.0.0.1:{port}", port, log)
        finally:
            process.kill()
            process.wait()


def answer(url: str) -> httpx.Response:
    """The first answer of a server that is just starting."""
    for _ in range(200):
        try:
            return httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("it does not answer")


def test_it_takes_a_webhook_and_stops_when_told(served: Served) -> None:
    assert answer(f"{served.url}/health/live").status_code == 200
    assert answer(f"{served.url}/health/ready").status_code == 200
    body = text_body(ChatKey("972540000001"), "m1", "hello", AT)
    allowed = httpx.post(f"{served.url}/webhook", content=body, headers={"Authorization": f"Bearer {TOKEN}"})
    refused = httpx.post(f"{served.url}/webhook", content=body)
    assert (allowed.status_code, refused.status_code) == (200, 401)
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=20) in {0, -signal.SIGTERM}
    log = served.log.read_text()
    assert "Traceback" not in log
    assert TOKEN not in log
    assert "972540000001" not in log


def test_a_port_that_is_taken_is_one_clear_line(served: Served) -> None:
    answer(f"{served.url}/health/live")
    second = subprocess.run(
        [FIXI, "api"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env=clean_environ(FIXI_API_PORT=str(served.port)),
    )
    assert second.returncode == 1
    assert str(served.port) in second.stderr
    assert "FIXI_API_PORT" in second.stderr
    assert "Traceback" not in second.stderr
