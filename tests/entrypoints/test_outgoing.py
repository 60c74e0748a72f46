"""What a dry run would have sent is kept where only its owner reads it, and shown so that nobody is fooled."""

import json
import logging
import os
import signal
import stat
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from fixi.adapters.dryrun.messenger import DryRun
from fixi.adapters.dryrun.outgoing import Outgoing
from fixi.adapters.system.clock import MovedClock
from fixi.domain.account import AccountState
from fixi.domain.errors import Refused
from fixi.domain.values import ChatKey, Media, MediaKind
from fixi.entrypoints import outgoing
from fixi.entrypoints.books import chat_line
from fixi.ports.messaging import Button, Filled, Message
from fixi.settings import Settings
from tests.support.processes import clean_environ
from tests.support.samples import AT, CLIENT, DAY

FIXI = Path(sys.executable).parent / "fixi"
FULL = Message(
    "client:972541111111:1:0",
    CLIENT,
    "שלום, הרצל 12\n1. כן",
    (Button("q1/yes", "כן"),),
    (Media(MediaKind.DOCUMENT, "kept:ab.pdf", "application/pdf", "bill.pdf"),),
    Filled("offer_he", "he", ("Haifa", "10:00")),
)
HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07 \u202egnp.exe\u202c \x9b31m [red]x[/] {0} \ud83d \u2028 \x00\r\n"
    "2026-11-22T10:00:00  ◂ forged"
)


def kept(folder: Path, *messages: Message) -> Settings:
    """The settings of a system that would have sent these."""
    journal = Outgoing(MovedClock(AT), folder / "dryrun")
    for message in messages:
        journal.accept(message)
    journal.close()
    return Settings(data_dir=folder)


def shown(settings: Settings, limit: int = 20, *, as_json: bool = False) -> str:
    screen = StringIO()
    outgoing.show(settings, Console(file=screen, width=80), limit, as_json=as_json)
    return screen.getvalue()


def said(text: str) -> Message:
    return Message("client:1:1:0", CLIENT, text)


def test_everything_that_belongs_to_a_message_is_kept(tmp_path: Path) -> None:
    kept(tmp_path, FULL, said("plain"))
    full, plain = Outgoing(MovedClock(AT), tmp_path / "dryrun").last(10)
    assert (full.message, plain.message) == (FULL, said("plain"))
    assert full.id.startswith("dry-")
    assert full.at == AT
    assert full.id != plain.id


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    kept(tmp_path, FULL)
    (file,) = (tmp_path / "dryrun").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_it_is_kept_for_two_weeks(tmp_path: Path) -> None:
    clock = MovedClock(AT)
    journal = Outgoing(clock, tmp_path)
    for text in ("first", "after two weeks", "a day later"):
        journal.accept(said(text))
        clock.move(14 * DAY if text == "first" else DAY)
    assert [unsent.message.text for unsent in journal.last(10)] == ["after two weeks", "a day later"]
    journal.close()


async def test_two_processes_share_one_journal_and_give_different_names(tmp_path: Path) -> None:
    one, other = (DryRun(Outgoing(MovedClock(AT), tmp_path)) for _ in range(2))
    names = [await one.send(FULL), await other.send(FULL)]
    assert len(set(names)) == 2
    assert await one.sent(FULL, AT) == tuple(names)
    assert await other.sent(FULL, AT + timedelta(seconds=1)) == ()


async def test_the_log_says_that_something_would_have_gone_out_and_not_what(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await DryRun(Outgoing(MovedClock(AT), tmp_path)).send(FULL)
    (record,) = caplog.records
    assert record.getMessage() == "would have been sent"
    told = json.dumps(vars(record), default=str, ensure_ascii=False)
    assert "…1111" in told
    assert not any(secret in told for secret in (CLIENT.text, "שלום", "Haifa", "bill"))


def test_a_message_is_shown_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    lines = shown(kept(tmp_path, FULL)).splitlines()
    assert lines[0].startswith("2026-11-22T11:00:00  ◂ 972541111111  dry-")
    assert lines[1:] == [
        "    שלום, הרצל 12",
        "    1. כן",
        "    [כן]",
        "    document: kept:ab.pdf bill.pdf",
        "    template: offer_he (he) Haifa, 10:00",
    ]


def test_for_machines_it_is_a_list_of_all_that_belongs_to_it(tmp_path: Path) -> None:
    (row,) = json.loads(shown(kept(tmp_path, FULL), as_json=True))
    assert row.pop("id").startswith("dry-")
    assert row == {
        "at": "2026-11-22T11:00:00+02:00",
        "chat": CLIENT.text,
        "text": FULL.text,
        "buttons": [{"id": "q1/yes", "label": "כן"}],
        "media": [{"kind": "document", "url": "kept:ab.pdf", "mime": "application/pdf", "name": "bill.pdf"}],
        "template": {"name": "offer_he", "language": "he", "values": ["Haifa", "10:00"]},
    }


def test_the_newest_are_shown_and_the_oldest_of_them_first(tmp_path: Path) -> None:
    settings = kept(tmp_path, *(said(f"word{number}") for number in range(5)))
    assert [row["text"] for row in json.loads(shown(settings, 2, as_json=True))] == ["word3", "word4"]
    assert "word2" not in shown(settings, 2)


def test_nothing_is_said_in_words_and_is_an_empty_list_for_machines(tmp_path: Path) -> None:
    assert shown(Settings(data_dir=tmp_path)) == "nothing would have been sent\n"
    assert json.loads(shown(Settings(data_dir=tmp_path), as_json=True)) == []


def test_hostile_words_move_no_cursor_and_forge_no_line(tmp_path: Path) -> None:
    full = Message("a:1", CLIENT, HOSTILE, (Button("b", HOSTILE),), (Media(MediaKind.IMAGE, HOSTILE, "", HOSTILE),))
    seen = shown(kept(tmp_path, full, Message("a:2", CLIENT, "x", (), (), Filled(HOSTILE, HOSTILE, (HOSTILE,)))))
    assert not set(seen) & set("\x00\x07\x1b\x9b\r\u2028\ud83d")
    heads = [line for line in seen.splitlines() if not line.startswith(" ")]
    assert [head.split()[2] for head in heads if "◂" in head and head.startswith("2026")] == [CLIENT.text] * 2
    assert "[red]x[/]" in seen
    assert json.loads(shown(kept(tmp_path, full), as_json=True))[0]["chat"] == CLIENT.text


@pytest.mark.parametrize("text", ["\x1b[2J", "a\r\nb", "\ud83d", "\x9b", "\u2028"])
def test_a_line_of_a_chat_is_as_harmless(text: str) -> None:
    row = {"at": AT.isoformat(), "kind": "in", "outcome": "answered", "ref": "", "text": f"hi {text}"}
    line = chat_line(row)
    assert not set(line) & set("\x1b\x9b\r\u2028\ud83d")
    assert all(more.startswith("    ") for more in line.split("\n")[1:])


def test_a_chat_shows_that_it_was_a_dry_run() -> None:
    row = {"at": AT.isoformat(), "kind": "out", "outcome": "sent", "ref": "dry-1", "text": "hi"}
    assert "[sent, dry run]" in chat_line(row)
    assert "[sent]" in chat_line({**row, "ref": "BAE5"})
    assert "dry" not in chat_line({**row, "kind": "in"})


def test_somebody_elses_lines_are_passed_over(tmp_path: Path) -> None:
    settings = kept(tmp_path, said("ours"))
    (file,) = (tmp_path / "dryrun").iterdir()
    with file.open("ab") as more:
        more.write(
            b'{"at": "x"}\n[]\nrubbish\n{"id": "1", "chat": "dana", "text": "", "message": "", "at": "2026-01-01"}\n'
        )
        more.write(
            b'{"template": 5, "id": "1", "chat": "972541111111", "text": "", "message": "", "at": "2026-01-01"}\n'
        )
        more.write(b'{"half a line')
    assert [row["text"] for row in json.loads(shown(settings, as_json=True))] == ["ours"]


def test_a_folder_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "dryrun").mkdir()
    (tmp_path / "dryrun" / "outgoing-2026-11-22.jsonl").mkdir()
    with pytest.raises(Refused, match="FIXI_DATA_DIR"):
        shown(Settings(data_dir=tmp_path))


def test_following_goes_on_with_what_is_new_until_it_is_stopped(tmp_path: Path) -> None:
    kept(tmp_path, said("before"))
    command = [str(FIXI), "outgoing", "--follow", "--json"]
    environ = clean_environ(FIXI_DATA_DIR=str(tmp_path), PYTHONUNBUFFERED="1")
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environ, text=True) as following:
        assert following.stdout is not None
        assert json.loads(following.stdout.readline())["text"] == "before"
        kept(tmp_path, said("after"))
        assert json.loads(following.stdout.readline())["text"] == "after"
        os.kill(following.pid, signal.SIGINT)
        assert following.wait(20) == 0


async def test_a_dry_run_is_always_ready_and_its_journal_is_empty() -> None:
    from fixi.container import Container

    container = Container(settings=Settings(messenger="dryrun"))
    assert await container.account().state() is AccountState.READY
    assert await container.journal().incoming(AT) == ()
    assert container.messenger().channel.name == "dryrun"


def test_a_chat_without_a_phone_is_shown_as_one(tmp_path: Path) -> None:
    hidden = ChatKey("lid:118237465019283")
    assert hidden.text in shown(kept(tmp_path, Message("a:1", hidden, "hi")))
