"""A whole story on `fixi up` as a dry run: real webhooks come in, and nothing goes out."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.system.running import PROS, Running

CLIENT, PRO = "972540000001", "972500000001"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("dryrun"), more={"FIXI_MESSENGER": "dryrun", "FIXI_LANGUAGE": "en"})
    try:
        running.start()
        file = running.folder / "pros.json"
        file.write_text(json.dumps([{**PROS[0], "phone": "050-000-0001"}]))
        done = running.fixi("pros", "import", str(file))
        assert done.returncode == 0, done.stderr
        yield running
    finally:
        running.stop()


def to(running: Running, chat: str) -> list[dict[str, Any]]:
    """What would have been sent to this chat."""
    done = running.fixi("outgoing", "--json")
    assert done.returncode == 0, done.stderr
    return [row for row in json.loads(done.stdout) if row["chat"] == chat]


def test_a_request_goes_its_way_and_reaches_nobody(running: Running) -> None:
    assert running.says(CLIENT, "leak under the sink, Herzl 12 Haifa, tomorrow at 10", "Dana") == 200
    running.wait_for(lambda: to(running, CLIENT), "the question for consent")
    assert running.says(CLIENT, "yes") == 200
    (offer, *_) = running.wait_for(lambda: to(running, PRO), "the offer")
    assert "Haifa" in offer["text"]
    assert "Herzl" not in offer["text"]
    assert running.says(PRO, "1") == 200
    running.wait_for(lambda: [lead for lead in running.leads() if lead["status"] == "booked"], "the yes")

    # The book and the journal agree, and a person sees that it was a dry run, however he spells the phone.
    running.wait_for(lambda: len(to(running, CLIENT)) == len(running.heard(CLIENT)), "everything to be written down")
    sent = [line for line in json.loads(running.fixi("chat", CLIENT, "--json").stdout) if line["kind"] == "out"]
    assert [(line["ref"], line["text"]) for line in sent] == [(row["id"], row["text"]) for row in to(running, CLIENT)]
    assert "[sent, dry run]" in running.fixi("chat", "+972 (0)54-000-0001").stdout
    assert "◂ 972540000001" in running.fixi("outgoing").stdout

    # Whoever started it was told, and the logs name nobody.
    assert "dry run: nothing goes out" in (running.folder / "up.log").read_text()
    logs = "".join(path.read_text() for path in (running.folder / "data").glob("*.log"))
    assert "dry run: nothing goes out" in logs
    assert "would have been sent" in logs
    assert not re.search(r"9725[04]0000001|Herzl|Dana", logs)
    assert not Path(running.folder / "data" / "simulator").exists()


def test_the_doctor_finds_nothing_wrong(running: Running) -> None:
    found = running.fixi("doctor")
    assert found.returncode == 0, found.stdout


def test_what_is_no_phone_is_one_line(running: Running) -> None:
    for words in (("chat", "1-800-FLOWERS"), ("chat", "0541")):
        refused = running.fixi(*words)
        assert refused.returncode == 1
        assert refused.stderr.startswith("fixi: PHONE ")
        assert refused.stderr.count("\n") == 1
    assert running.fixi("replay", "054-000-0008").stderr == "fixi: nothing is set aside under 972540000008\n"
