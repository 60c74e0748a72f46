"""`fixi up` that cannot start, and `fixi up` that is told to stop: one line, and nothing left behind."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.system.running import FIXI, Running

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    yield running
    if running.process is not None and running.process.poll() is None:
        running.stop()


def one_line(running: Running) -> str:
    """What `fixi up` says when it refuses, with nothing left running."""
    done = running.fixi("up")
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("fixi: ")]
    assert "Traceback" not in done.stderr
    assert running.processes() == []
    return line


def test_a_port_that_is_taken_is_found_before_any_server_is_started(running: Running) -> None:
    with socket.create_server(("127.0.0.1", running.port)):
        line = one_line(running)
    assert "FIXI_API_PORT" in line
    assert str(running.port) in line
    assert [path.name for path in (running.folder / "data").iterdir()] == ["lock"]


def test_a_port_of_the_panel_that_was_asked_for_and_is_taken_is_named(running: Running) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        running.more["FIXI_PANEL_PORT"] = str(taken)
        line = one_line(running)
    assert "FIXI_PANEL_PORT" in line
    assert str(taken) in line


def test_a_data_folder_that_cannot_be_used_is_named(running: Running) -> None:
    (running.folder / "data").write_text("this is a file")
    line = one_line(running)
    assert "FIXI_DATA_DIR" in line
    assert str(running.folder / "data") in line


def test_a_folder_of_a_server_that_cannot_be_used_is_named(running: Running) -> None:
    (running.folder / "data").mkdir()
    (running.folder / "data" / "database").write_text("this is a file")
    assert str(running.folder / "data" / "database") in one_line(running)


def test_a_server_that_dies_at_its_start_names_its_log(running: Running) -> None:
    files = running.folder / "data" / "queue"
    files.mkdir(parents=True)
    (files / "appendonlydir").write_text("this should be a folder")
    line = one_line(running)
    assert line.startswith("fixi: queue ended with")
    log = running.folder / "data" / "queue.log"
    assert line.endswith(str(log))
    assert log.stat().st_size > 0


def test_ctrl_c_while_it_starts_leaves_nothing(running: Running) -> None:
    log = running.folder / "up.log"
    with log.open("wb") as out:
        running.process = subprocess.Popen([FIXI, "up"], stdout=out, stderr=out, env=running.environ)
    running.wait_for((running.folder / "data" / "queue.log").exists, "a server to be started")
    assert running.stop() == 0
    running.wait_for(lambda: not running.processes(), "the end of every process")
    assert "ready" not in log.read_text()
    assert "Traceback" not in log.read_text()


def test_sigterm_and_a_second_ctrl_c_stop_all_of_it_in_order(running: Running) -> None:
    running.panel = True
    running.start()
    assert httpx.get(f"{running.run_file['panel']}/health/live").status_code == 200
    running.says("972540000001", "hello")
    running.wait_for(lambda: running.heard("972540000001"), "an answer")
    assert running.process is not None
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGINT):
        running.process.send_signal(sign)
    assert running.process.wait(60) == 0
    assert running.processes() == []
    assert not (running.folder / "data" / "run.json").exists()
    # Database and queue go last, so nobody has missed them.
    for name in ("api", "worker", "scheduler", "panel"):
        said = (running.folder / "data" / f"{name}.log").read_text()
        assert "[warning" not in said, said
        assert "[error" not in said, said
