"""The watch over the logs of all tests sees what it must see."""

import logging
from pathlib import Path

import pytest

from fixi.domain.values import ChatKey
from tests.conftest import WATCH
from tests.support.log_scan import told


@pytest.mark.parametrize(
    "text",
    [
        "972541234567",
        "chat:972541234567",
        "client:972501234567:1:0",
        "+972 54-123-4567",
        "972000000101@c.us",
        "x/972541234567",
    ],
)
def test_a_phone_in_a_field_or_in_the_text_is_seen(text: str) -> None:
    log = logging.getLogger("fixi.somewhere")
    log.info("turn", extra={"key": text})
    log.warning(f"turn {text}")  # noqa: G004 - that is what must not be done
    found, WATCH.found[:] = list(WATCH.found), []
    assert len(found) == 2


@pytest.mark.parametrize(
    "text", [ChatKey("972541234567").masked, "dry-ab12-3", "2026-11-22T10:00:00", "1763802000123456"]
)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    logging.getLogger("fixi.somewhere").info("turn", extra={"key": text})
    assert WATCH.found == []


def test_the_logs_of_processes_are_looked_through_for_phones_and_secrets(tmp_path: Path) -> None:
    (tmp_path / "worker.log").write_text("fine …4567\nkey=972541234567\n")
    (tmp_path / "api.log").write_text("Authorization: Bearer hush-hush\n")
    (tmp_path / "database.log").write_text("972541234567\n")
    assert list(told(tmp_path, "hush-hush", "")) == [
        "api.log: Authorization: Bearer hush-hush",
        "worker.log: key=972541234567",
    ]
