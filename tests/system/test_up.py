"""`fixi up`: the real processes, a real database and a real queue, and what they do when they are killed."""

import asyncio
import json
import os
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from fixi.adapters.mongo.book import MongoQuarantine
from fixi.adapters.mongo.database import Database
from fixi.adapters.simulator.bodies import text_body
from fixi.domain.events import Heard
from fixi.domain.values import ChatKey
from fixi.ports.queues import Letter
from tests.system.running import PROS, SENT_AT, Running

pytestmark = pytest.mark.timeout(180)
CLIENT = "972540000001"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("up"), panel=True)
    # Two may begin at once, and the usual port is for one of them.
    with socket.socket() as usual:
        with suppress(OSError):
            usual.bind(("127.0.0.1", 8080))
            usual.listen()
        running.start()
    (running.folder / "pros.json").write_text(json.dumps(PROS))
    done = running.fixi("pros", "import", str(running.folder / "pros.json"))
    assert done.returncode == 0, done.stderr
    yield running
    running.stop()


def asked_and_agreed(running: Running, client: str) -> None:
    """A client has asked for a plumber and agreed; an offer is out."""
    assert running.says(client, "water is leaking under my sink, Herzl 12 Haifa, tomorrow at 10", "Ronit") == 200
    running.wait_for(lambda: running.heard(client), "the consent question")
    assert running.says(client, "yes") == 200


def lead_of(running: Running, client: str) -> str:
    found = [lead for lead in running.leads() if lead["client"] == client]
    return str(found[-1]["status"]) if found else ""


def test_the_first_line_tells_where_to_try_it_and_the_panel_gives_way_on_its_usual_port(running: Running) -> None:
    panel = running.run_file["panel"]
    assert panel.startswith("http://127.0.0.1:")
    assert not panel.endswith(":8080")
    said = (running.folder / "up.log").read_text().splitlines()
    assert said[0].startswith(f"try it: {panel}/town")
    assert f"panel: {panel}" in said
    assert httpx.get(f"{panel}/town", headers={"accept": "text/html"}).headers["location"] == "/login?next=%2Ftown"


def test_a_story_goes_through_all_processes(running: Running) -> None:
    asked_and_agreed(running, CLIENT)
    offered = running.wait_for(
        lambda: [lead for lead in running.leads() if lead["client"] == CLIENT and lead["status"] == "new"], "an offer"
    )
    pro = offered[0]["offers"][-1]["pro"]
    running.wait_for(lambda: running.heard(pro), "the offer on the professional's phone")
    assert "Herzl" not in running.heard(pro)[-1]
    running.says(pro, "1")
    running.wait_for(lambda: lead_of(running, CLIENT) == "booked", "the booking")
    (lead,) = [lead for lead in running.leads() if lead["client"] == CLIENT]
    assert (lead["trade"], lead["area"], lead["pro"], lead["emergency"]) == ("plumber", "Haifa", pro, False)
    assert lead["appointment"] is not None
    detail = json.loads(running.fixi("lead", lead["id"], "--json").stdout)
    assert [change["to"] for change in detail["timeline"]][-1] == "booked"
    assert detail["why"][0]["rank"] == 1
    running.wait_for(lambda: any("Herzl 12" in text for text in running.heard(pro)), "the address after the yes")


def test_a_new_system_has_one_owner_whose_password_is_said_once_and_kept_nowhere(running: Running) -> None:
    passwords = re.findall(r"shown this once: (\S+)", (running.folder / "up.log").read_text())
    assert len(passwords) == 1
    texts = [path for path in running.folder.rglob("*") if path.suffix in {".log", ".json", ".toml"}]
    assert {path.name for path in texts} >= {"run.json", "api.log", "worker.log", "up.log"}
    assert [path.name for path in texts if passwords[0] in path.read_text(errors="replace")] == ["up.log"]
    assert json.loads(running.fixi("operator", "list", "--json").stdout) == [
        {"name": "owner", "role": "owner", "disabled": False, "phone": None, "sessions": 0}
    ]
    told = running.fixi("audit", "--verify")
    assert told.returncode == 0, told.stderr
    assert re.search(r"\d+ lines, whole", told.stdout)
    assert re.search(r"audit: \d+ lines, whole", running.fixi("doctor").stdout)


def test_what_was_set_aside_is_shown_and_replayed(running: Running) -> None:
    client = "972540000009"

    async def set_aside() -> str:
        database = Database(running.run_file["mongo"])
        heard = Heard(at=SENT_AT, id="aside:1", chat=ChatKey(client), text="my tap drips")
        try:
            await database.prepare()
            return await MongoQuarantine(database).set_aside(
                Letter("aside:1", f"chat:{client}", heard), "poison:NotAllowed", "rows.py:1", SENT_AT
            )
        finally:
            await database.close()

    assert running.post(b"{broken") == 200
    kept = asyncio.run(set_aside())
    listed = {row["id"]: row["reason"] for row in json.loads(running.fixi("replay", "--json").stdout)}
    assert listed.pop(kept) == "poison:NotAllowed"
    assert list(listed.values()) == ["not-json"]
    nothing = running.fixi("replay", "972540000008")
    assert (nothing.returncode, nothing.stderr) == (1, "fixi: nothing is set aside under 972540000008\n")
    broken = running.fixi("replay", *listed)
    assert (broken.returncode, broken.stderr.count("\n")) == (1, 1)
    assert "still cannot be understood: not-json" in broken.stderr
    done = running.fixi("replay", client)
    assert (done.returncode, done.stdout.split()[0]) == (0, "1"), done.stderr
    running.wait_for(lambda: running.heard(client), "an answer to what had been set aside")
    assert [row["id"] for row in json.loads(running.fixi("replay", "--json").stdout)] == list(listed)


def test_a_killed_worker_costs_seconds_and_no_message(running: Running) -> None:
    client = "972540000002"
    before = running.pid("worker")
    running.kill("worker")
    assert running.says(client, "hello, is anybody there?") == 200
    running.wait_for(lambda: running.heard(client), "an answer after the worker was killed", 60)
    assert running.pid("worker") != before
    assert len(running.heard(client)) == 1


def test_a_killed_api_and_scheduler_come_back(running: Running) -> None:
    client = "972540000003"
    running.kill("scheduler")
    running.kill("api")
    body = text_body(ChatKey(client), "again-and-again", "hello", SENT_AT)
    running.wait_for(lambda: running.post(body) == 200, "the provider's repeats to be taken", 60)
    running.wait_for(lambda: running.heard(client), "an answer", 60)
    assert len(running.heard(client)) == 1


def test_what_was_acknowledged_survives_a_killed_queue(running: Running) -> None:
    client = "972540000004"
    assert running.says(client, "hello") == 200
    running.kill("queue")
    running.wait_for(lambda: running.heard(client), "an answer after the queue was killed", 90)
    assert len(running.heard(client)) == 1


def test_what_was_acknowledged_survives_a_killed_database(running: Running) -> None:
    client = "972540000005"
    assert running.says(client, "hello") == 200
    running.kill("database")
    running.wait_for(lambda: running.fixi("chat", client).returncode == 0, "the database to be back", 60)
    running.wait_for(lambda: running.heard(client), "an answer after the database was killed", 90)
    assert len(running.heard(client)) == 1


def test_a_second_one_on_the_same_data_is_refused(running: Running) -> None:
    second = running.fixi("up")
    assert second.returncode == 1
    assert "another `fixi up`" in second.stderr


def test_bad_rows_are_named_by_number_and_field_and_nothing_is_imported(running: Running, tmp_path: Path) -> None:
    rows = [
        PROS[0],
        {"phone": "12", "name": "X", "trades": ["plumber"], "areas": ["Haifa"]},
        {"phone": "0500000009", "name": "Y", "trades": ["wizard"], "areas": ["Atlantis"], "rating": 9},
        "nonsense",
    ]
    (tmp_path / "bad.json").write_text(json.dumps(rows))
    done = running.fixi("pros", "import", str(tmp_path / "bad.json"))
    assert done.returncode == 1
    for words in ("row 2: phone", "row 3: trades", "row 3: areas", "row 3: rating", "row 4"):
        assert words in done.stderr
    listed = json.loads(running.fixi("pros", "list", "--json").stdout)
    assert sorted(pro["phone"] for pro in listed) == [pro["phone"] for pro in PROS]


def test_ctrl_c_stops_everything_and_the_data_stay(tmp_path: Path) -> None:
    running = Running(tmp_path).start()
    pids = running.run_file["pids"].values()
    running.says(CLIENT, "hello")
    running.wait_for(lambda: running.heard(CLIENT), "an answer")
    running.kill("worker")
    assert running.stop() == 0
    assert not [pid for pid in pids if _alive(pid)]
    running.wait_for(lambda: not running.processes(), "the end of every process, also of those whose master was killed")
    assert not (tmp_path / "data" / "run.json").exists()
    running.start()
    assert running.heard(CLIENT)
    assert running.stop() == 0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_lead_that_nobody_answers_goes_to_the_next_and_never_back(running: Running) -> None:
    """The healer at work, with a policy of a few seconds."""
    client = "972540000006"
    for name, value in (("sos_after", "PT6S"), ("offer_nudge", "PT3S"), ("max_reassignments", "3")):
        assert running.fixi("policy", "set", name, value).returncode == 0
    asked_and_agreed(running, client)
    running.wait_for(lambda: lead_of(running, client) == "pending_admin_review", "the end of all tries", 90)
    (lead,) = [lead for lead in running.leads() if lead["client"] == client]
    assert sorted(offer["pro"] for offer in lead["offers"]) == [pro["phone"] for pro in PROS]
    assert {offer["outcome"] for offer in lead["offers"]} == {"expired"}
    running.fixi("policy", "set", "sos_after", "PT30M")


def test_the_doctor_finds_nothing_wrong(running: Running) -> None:
    running.wait_for(lambda: running.fixi("doctor").returncode == 0, "a clean bill of health", 60)
    said = running.fixi("doctor").stdout
    assert "all hold" in said
    assert said.count("→ 0 open") == 2  # both sides of the message balance


def test_what_the_command_line_changes_is_in_the_audit(running: Running, tmp_path: Path) -> None:
    def lines() -> list[tuple[str, str, str, str]]:
        found = json.loads(running.fixi("audit", "--json").stdout)["lines"]
        return [(line["what"], line["on"], line["before"], line["after"]) for line in found if line["who"] == "cli"]

    for word in ("--off", "--on"):
        assert running.fixi("job", "reconcile", word, "--why", "a test").returncode == 0
        assert running.fixi("job", "reconcile", word).returncode == 0  # it was so already
        assert ("reconcile" in running.fixi("doctor").stdout) == (word == "--off")
    assert running.fixi("policy", "set", "questions_max", "4", "--by", "noa").returncode == 0
    assert running.fixi("policy", "set", "questions_max", "4").returncode == 0
    for word in ("off", "on"):
        assert running.fixi("sending", word, "--by", "noa", "--why", "a test").returncode == 0
    exported, table = running.fixi("pros", "export").stdout, tmp_path / "pros.csv"
    (tmp_path / "pros.json").write_text(exported, encoding="utf-8")
    assert running.fixi("pros", "export", "--csv", str(table)).returncode == 0
    for file in (tmp_path / "pros.json", table):
        assert "0 new, 0 changed" in running.fixi("pros", "import", str(file)).stdout
    assert {
        ("PutJob", "reconcile", "on", "off: a test"),
        ("PutJob", "reconcile", "off", "on: a test"),
        ("SetPolicy", "questions_max", "3", "4 (noa)"),
        ("PutSending", "sending", "", "off: a test (noa)"),
        ("PutSending", "sending", "", "on: a test (noa)"),
    } <= set(lines())
    assert [line[0] for line in lines()].count("PutJob") == 2
    assert running.fixi("audit", "--verify").returncode == 0


def test_a_policy_that_cannot_be_is_refused(running: Running) -> None:
    done = running.fixi("policy", "set", "max_active_jobs", "lots")
    assert done.returncode == 1
    assert "max_active_jobs" in done.stderr
    assert running.fixi("policy", "get", "max_active_jobs").stdout.strip() == "3"
