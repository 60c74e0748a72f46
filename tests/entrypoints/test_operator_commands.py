"""`fixi operator`, `fixi audit`: as a person at the machine uses them, on a database server."""

import json
import subprocess
import sys
from pathlib import Path

import pymongo
import pytest

from tests.support.mongo_server import fresh_url
from tests.support.processes import clean_environ

FIXI = Path(sys.executable).parent / "fixi"
PASSWORD = "correct horse battery"


class Machine:
    """A command line with a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.url = fresh_url()
        self.folder = folder
        self.environ = clean_environ(FIXI_MONGO_URL=self.url, FIXI_DATA_DIR=str(folder), COLUMNS="200")

    def run(self, *words: str, stdin: str = "") -> tuple[int, str, str]:
        done = subprocess.run(
            (FIXI, *words), env=self.environ, cwd=self.folder, input=stdin, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    def fine(self, *words: str, stdin: str = "") -> str:
        code, out, err = self.run(*words, stdin=stdin)
        assert (code, err) == (0, "")
        return out

    def refused(self, *words: str, stdin: str = "") -> str:
        code, out, err = self.run(*words, stdin=stdin)
        assert (code, out) == (1, "")
        assert len(err.splitlines()) == 1
        return err


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_operators_are_added_listed_changed_and_all_of_it_is_in_the_book(machine: Machine) -> None:
    assert machine.fine("operator", "add", "Dana", "--role", "owner", "--password-stdin", stdin=PASSWORD + "\n") == (
        "operator: dana (owner)\n"
    )
    drawn = machine.fine("operator", "add", "avi", "--role", "viewer", "--phone", "054-000-0001")
    password = drawn.split("shown this once: ")[1].strip()
    assert len(password) == 24
    machine.fine("operator", "disable", "avi")
    assert json.loads(machine.fine("operator", "list", "--json")) == [
        {"name": "avi", "role": "viewer", "disabled": True, "phone": "…0001", "sessions": 0},
        {"name": "dana", "role": "owner", "disabled": False, "phone": None, "sessions": 0},
    ]
    told = json.loads(machine.fine("audit", "--json", "--verify"))
    assert [(line["who"], line["what"], line["on"]) for line in told["lines"]] == [
        ("cli", "operator.add", "dana"),
        ("cli", "operator.add", "avi"),
        ("cli", "operator.change", "avi"),
    ]
    assert told["broken_at"] is None
    everything = machine.fine("operator", "list") + machine.fine("audit") + json.dumps(told)
    assert PASSWORD not in everything
    assert password not in everything
    assert "$2b$" not in everything


def test_what_cannot_be_done_is_one_line_that_says_why(machine: Machine) -> None:
    add = ("operator", "add", "dana", "--role", "owner", "--password-stdin")
    assert "at least 12 characters" in machine.refused(*add, stdin="short\n")
    assert "among the first" in machine.refused(*add, stdin="password1234\n")
    assert "no password" in machine.refused(*add)
    machine.fine(*add, stdin=PASSWORD + "\n")
    assert "already" in machine.refused(*add, stdin=PASSWORD + "\n")
    assert "last owner" in machine.refused("operator", "disable", "dana")
    assert "no operator" in machine.refused("operator", "sessions", "nobody-here")
    assert "no operator" in machine.refused("operator", "revoke", "0123456789ab")
    assert "letters" in machine.refused("operator", "add", "no name", "--role", "viewer", "--random")
    assert machine.run("operator", "add", "gil", "--role", "king")[0] == 2


def test_somebody_who_has_written_into_the_book_himself_is_seen(machine: Machine) -> None:
    for name in ("dana", "avi", "gil"):
        machine.fine("operator", "add", name, "--role", "owner", "--random")
    assert "3 lines, whole" in machine.fine("audit", "--verify")
    with pymongo.MongoClient[dict[str, str]](machine.url) as client:
        book = client.get_default_database("fixi")["audit"]
        book.update_one({"_id": 2}, {"$set": {"on": "somebody-else"}})
        code, out, _ = machine.run("audit", "--verify")
        assert (code, "broken at line 2" in out) == (1, True)
        assert json.loads(machine.run("audit", "--verify", "--json")[1])["broken_at"] == 2
        book.update_one({"_id": 2}, {"$set": {"on": "avi"}})
        assert "whole" in machine.fine("audit", "--verify")
        book.update_one({"_id": 3}, {"$unset": {"who": ""}})
        assert "broken at line 3" in machine.run("audit", "--verify")[1]
        book.delete_one({"_id": 1})
        assert "broken at line 1" in machine.run("audit", "--verify")[1]
