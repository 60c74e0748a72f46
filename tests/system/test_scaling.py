"""Several workers on the same stores: the load is shared, and every chat stays in order."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.support.processes import clean_environ
from tests.system.parts import Part, Parts, parts, wait_for
from tests.system.running import FIXI

pytestmark = pytest.mark.timeout(300)
CLIENTS = [f"9725400{number:05d}" for number in range(40)]
ROUNDS = ("hello", "yes", "status")


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Parts]:
    with parts(tmp_path) as made:
        yield made


def say(servers: Parts, text: str, number: int) -> None:
    """Every client says this at once."""
    with httpx.Client(timeout=20) as client, ThreadPoolExecutor(10) as pool:
        said = pool.map(lambda phone: servers.says(phone, text, f"{phone}-{number}", client), CLIENTS)
        assert set(said) == {200}


def test_two_masters_with_two_processes_each_share_the_load_and_keep_every_chat_in_order(servers: Parts) -> None:
    servers.start("api")
    workers = [servers.start(name, "worker", "--processes", "2", "--threads", "2") for name in ("one", "other")]
    servers.start("scheduler")
    wait_for(lambda: all(worker.log.read_text().count("ready for action") == 2 for worker in workers), "four workers")
    wait_for(servers.ready, "ready")
    for number, text in enumerate(ROUNDS, start=1):
        say(servers, text, number)
        wait_for(lambda: not servers.unread() and not servers.unsent(), f"the answers to {text!r}", 90)
    for phone in CLIENTS:
        heard, said = servers.lines(phone, "in"), servers.lines(phone, "out")
        assert [(line.text, line.outcome) for line in heard] == [(text, "answered") for text in ROUNDS]
        assert {line.outcome for line in said} == {"sent"}
        shown = [bubble.message for bubble in servers.screen(phone)]
        assert shown == [line.id for line in said] == sorted(set(shown), key=_decided)
        assert len(shown) >= len(ROUNDS)
    for worker in workers:
        assert worker.ends(25) == 0
    _nobody_was_at_two_turns_at_once(workers)
    # How the two processes of one master divide their part is the system's affair, and a busy machine's.
    turns = [worker.turns() for worker in workers]
    assert len({turn["process"] for taken in turns for turn in taken}) == 4
    assert min(map(len, turns)) >= len(CLIENTS) * len(ROUNDS) // 10


def _decided(entry: str) -> tuple[int, int]:
    """The version and the number of something said: the order in which it was decided."""
    version, number = entry.split(":")[-2:]
    return int(version), int(number)


def _nobody_was_at_two_turns_at_once(workers: list[Part]) -> None:
    """Each turn of a chat went on from where the one before had left it."""
    left: dict[str, str] = {}
    for turn in sorted((turn for worker in workers for turn in worker.turns()), key=lambda turn: turn["timestamp"]):
        assert turn["before"] == left.get(turn["key"], "Stranger")
        left[turn["key"]] = turn["after"]
    assert len(left) == len(CLIENTS)


def test_dramatiq_itself_finds_the_broker_and_takes_its_own_options(servers: Parts) -> None:
    servers.start("api")
    command = (str(Path(sys.executable).parent / "dramatiq"), "fixi.entrypoints.worker:build_broker")
    worker = servers.run(
        "plain", (*command, "--processes", "1", "--threads", "2", "--queues", "turns"), servers.environ
    )
    wait_for(servers.ready, "ready")
    assert servers.says(CLIENTS[0], "hello", "m1") == 200
    wait_for(worker.turns, "a turn")
    # It was told to look after turns only.
    assert servers.unsent()
    assert worker.ends(25) == 0
    servers.start("deliverer", "worker", "--queues", "deliveries")
    wait_for(lambda: servers.screen(CLIENTS[0]), "the words on the phone")


def test_help_and_wrong_options_are_dramatiqs_own() -> None:
    told = subprocess.run([FIXI, "worker", "--help"], capture_output=True, text=True, check=False, env=clean_environ())
    assert told.returncode == 0
    assert told.stdout.startswith("usage: fixi worker")
    for option in ("--processes", "--threads", "--queues"):
        assert option in told.stdout
    environ = clean_environ(FIXI_MONGO_URL="mongodb://127.0.0.1:9/fixi", FIXI_REDIS_URL="redis://127.0.0.1:9/0")
    wrong = subprocess.run(
        [FIXI, "worker", "--threads", "many"], capture_output=True, text=True, check=False, env=environ
    )
    assert wrong.returncode == 2
    assert "--threads" in wrong.stderr


def test_importing_the_worker_starts_nothing_and_connects_to_nothing() -> None:
    script = """
import socket, sys, threading
def refuse(*_): raise SystemExit("it opened a connection")
socket.socket.connect = socket.socket.connect_ex = refuse
import fixi.entrypoints.worker
import dramatiq.broker
print(threading.active_count(), dramatiq.broker.global_broker)
"""
    environ = clean_environ(FIXI_MONGO_URL="nonsense", FIXI_REDIS_URL="nonsense")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environ)
    assert done.stdout.split() == ["1", "None"], done.stderr
