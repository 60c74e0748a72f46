"""What is written of an error, ours or a library's: its kind and its place, and nothing that anybody wrote."""

import subprocess
import sys

import pytest

from tests.support.processes import clean_environ

PHONE, WORDS = "972540000015", "my door code is 4711"
# In a process of its own: logging is set up for the whole of it.
PROGRAM = f"""
import asyncio, logging, sys
from fixi.entrypoints.logs import configure

def fails(words):
    raise LookupError("cannot read " + words)

configure(sys.argv[1])
try:
    fails("{WORDS}")
except LookupError as error:
    logging.getLogger("dramatiq.worker").exception("Failed to process message turn('chat:%s')", "{PHONE}")
    logging.getLogger("asyncio").error("Task exception was never retrieved", exc_info=error)
    logging.getLogger("fixi.somewhere").info("turn", extra={{"key": "client:…0015", "kind": "text"}})
"""


@pytest.fixture(params=["json", "text"])
def written(request: pytest.FixtureRequest) -> list[str]:
    """The lines that this program writes."""
    command = [sys.executable, "-c", PROGRAM, request.param]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=clean_environ(), timeout=30)
    return done.stderr.splitlines()


def test_an_error_is_one_line_with_its_kind_and_its_place(written: list[str]) -> None:
    failed, task, _ = written
    assert "Failed to process message turn" in failed
    assert "Task exception was never retrieved" in task
    for line in (failed, task):
        assert "LookupError" in line
        assert "<string>:6" in line
        assert "error" in line


def test_nothing_that_anybody_wrote_is_in_it(written: list[str]) -> None:
    assert not [line for line in written if WORDS in line or PHONE in line]
    assert "0015" in written[0]


def test_our_own_fields_stay_as_they_are(written: list[str]) -> None:
    assert "turn" in written[-1]
    assert "0015" in written[-1]
    assert "text" in written[-1]
    assert "where" not in written[-1]
