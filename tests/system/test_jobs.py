"""Periodic jobs of the running system: by the scheduler, and by hand beside it; its time is moved."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pymongo import MongoClient

from fixi.adapters.system.clock import SharedClock
from fixi.domain.care import JOBS
from tests.system.running import PROS, Running

pytestmark = pytest.mark.timeout(240)
SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Jerusalem"))
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("jobs"), more={"FIXI_CLOCK": "movable"})
    clock(running).move_to(SUNDAY)
    running.start()
    (running.folder / "pros.json").write_text(json.dumps(PROS))
    done = running.fixi("pros", "import", str(running.folder / "pros.json"))
    assert done.returncode == 0, done.stderr
    yield running
    running.stop()


def clock(running: Running) -> SharedClock:
    return SharedClock(running.folder / "data")


def job(running: Running, *words: str) -> dict[str, Any]:
    """`fixi job NAME --json`."""
    done = running.fixi("job", *words, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def lead_of(running: Running, client: str) -> dict[str, Any]:
    return next((lead for lead in running.leads() if lead["client"] == client), {"status": ""})


def offered(running: Running, client: str, when: str) -> dict[str, Any]:
    """A client has asked and agreed; an offer is on a professional's phone."""
    assert running.says(client, f"water is leaking under my sink, Herzl 12 Haifa, {when}", "Ronit") == 200
    running.wait_for(lambda: running.heard(client), "the consent question")
    assert running.says(client, "yes") == 200
    running.wait_for(lambda: lead_of(running, client)["status"] == "new", "an offer")
    lead = lead_of(running, client)
    running.wait_for(lambda: running.heard(lead["offers"][-1]["pro"]), "the offer on his phone")
    return lead


def booked(running: Running, client: str, when: str) -> str:
    """A job at this time; whose it is."""
    pro: str = offered(running, client, when)["offers"][-1]["pro"]
    running.says(pro, "1")
    running.wait_for(lambda: lead_of(running, client)["appointment"], "the appointment")
    return pro


def mornings(running: Running, pro: str) -> int:
    """How many agendas he has got."""
    return sum("Good morning" in text for text in running.heard(pro))


def test_the_agenda_is_said_once_by_hand_or_by_itself(running: Running) -> None:
    pro = booked(running, "972540000001", "tomorrow at 11")
    assert job(running, "agenda")["findings"] == []
    assert running.fixi("policy", "set", "agenda_at", "12:00").returncode == 0
    clock(running).move_to(SUNDAY + DAY - timedelta(hours=1))
    dry = job(running, "agenda", "--dry")
    assert (dry["found"], dry["done"], dry["findings"][0]["done"]) == (1, 0, "would be told")
    assert mornings(running, pro) == 0
    assert [job(running, "agenda")["done"] for _ in range(2)] == [1, 0]
    running.wait_for(lambda: mornings(running, pro), "a good morning")
    clock(running).move_to(SUNDAY + DAY + timedelta(hours=2) - timedelta(seconds=2))
    by_itself = {"name": "agenda", "when": "daily 12:00"}

    def ran() -> bool:
        rows = json.loads(running.fixi("job", "--json").stdout)
        row = next(row for row in rows if row["name"] == "agenda")
        assert by_itself.items() <= row.items()
        return bool(row["last"]["tick"] == "2026-11-23" and row["last"]["finished"])

    running.wait_for(ran, "the agenda by itself at twelve", 60)
    assert mornings(running, pro) == 1
    assert "23" in running.fixi("job").stdout
    running.wait_for(lambda: running.fixi("doctor").returncode == 0, "a clean bill of health", 60)


@contextmanager
def nobody_looks(running: Running) -> Iterator[None]:
    """The scheduler stands still, so that nothing but our own hands heals."""
    pid = running.pid("scheduler")
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def lose_due_time(running: Running, lead: str) -> None:
    """Whoever computed when this lead is due was wrong by years."""
    with MongoClient[dict[str, Any]](running.run_file["mongo"]) as client:
        machines = client.get_default_database("fixi").machines
        changed = machines.update_one({"_id": f"lead:{lead}"}, {"$set": {"due_at": SUNDAY + 4000 * DAY}})
    assert changed.modified_count == 1


def outcomes(running: Running, client: str) -> list[str]:
    return [offer["outcome"] for offer in lead_of(running, client)["offers"]]


def test_a_lead_whose_due_time_is_wrong_is_healed_by_hand_and_by_itself(running: Running) -> None:
    client = "972540000002"
    lead = offered(running, client, "tomorrow at 10")
    with nobody_looks(running):
        lose_due_time(running, lead["id"])
        clock(running).move(timedelta(minutes=31))
        dry = job(running, "healer", "--dry")
        assert [(finding["about"], finding["done"]) for finding in dry["findings"]] == [(lead["id"], "would be woken")]
        assert outcomes(running, client) == ["open"]
        assert "nothing was changed" in running.fixi("job", "healer", "--dry").stdout
        done = running.fixi("job", "healer").stdout
        assert "healer: 1 found, 1 done" in done
        running.wait_for(lambda: outcomes(running, client) == ["expired", "open"], "the next professional")
        lose_due_time(running, lead["id"])
        clock(running).move(timedelta(minutes=31))
    running.wait_for(lambda: outcomes(running, client) == ["expired", "expired"], "the healer by itself", 60)
    assert lead_of(running, client)["status"] == "pending_admin_review"


def test_a_job_that_is_not_in_the_table_is_refused(running: Running) -> None:
    done = running.fixi("job", "janitor")
    assert done.returncode == 1
    known = ", ".join(row.name for row in JOBS)
    assert done.stderr.strip() == f"fixi: there is no job janitor: it is one of {known}"
