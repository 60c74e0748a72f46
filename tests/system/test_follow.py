"""`fixi chat --follow` and `fixi leads --follow` beside a running system."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.system.running import FIXI, PROS, Running

pytestmark = pytest.mark.timeout(180)
CLIENT = "972540000001"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path).start()
    try:
        (tmp_path / "pros.json").write_text(json.dumps(PROS))
        assert running.fixi("pros", "import", str(tmp_path / "pros.json")).returncode == 0
        yield running
    finally:
        running.stop()


@contextmanager
def following(running: Running, name: str, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """The command, and the file that it prints to."""
    path = running.folder / name
    with path.open("wb") as out:
        process = subprocess.Popen([FIXI, *words, "--follow"], stdout=out, stderr=out, env=running.environ)
        try:
            yield process, path
        finally:
            process.kill()
            process.wait()


def test_changes_are_shown_as_they_happen_until_ctrl_c_or_the_end_of_the_system(running: Running) -> None:
    with (
        following(running, "chat", "chat", CLIENT) as (chat, said),
        following(running, "leads", "leads", "--json") as (leads, seen),
    ):
        assert running.says(CLIENT, "water is leaking under my sink, Herzl 12 Haifa, tomorrow at 10") == 200
        running.wait_for(lambda: "[sent]" in said.read_text(), "the answer to be shown")
        running.kill("queue")
        running.wait_for(lambda: running.says(CLIENT, "yes") == 200, "the next message to be taken")
        running.wait_for(lambda: [lead for lead in _rows(seen) if lead["status"] == "new"], "the lead to be shown")
        running.wait_for(lambda: said.read_text().count("[sent]") > 1, "the next answer to be shown")
        shown = said.read_text().splitlines()
        assert len(shown) == len(set(shown))
        assert [line for line in shown if "sink" in line and "▸" in line]
        assert {lead["client"] for lead in _rows(seen)} == {CLIENT}
        leads.send_signal(signal.SIGINT)
        assert leads.wait(10) == 0
        assert running.stop(signal.SIGTERM) == 0
        assert chat.wait(10) == 0
        assert said.read_text().splitlines()[-1] == "the system was stopped"
        assert "Traceback" not in said.read_text() + seen.read_text()


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.startswith("{")]
