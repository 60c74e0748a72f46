"""The simulated phone network in a folder: many processes, any of which may die at any moment."""

import logging
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.simulator.bodies import text_body
from fixi.adapters.simulator.door import Door
from fixi.adapters.simulator.journal import SimulatedJournal
from fixi.adapters.simulator.messenger import Simulator
from fixi.adapters.simulator.network import Network
from fixi.adapters.system.clock import MovedClock
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.values import ChatKey, Media, MediaKind
from fixi.ports.messaging import Button, Message
from tests.support.processes import clean_environ
from tests.support.samples import AT, CLIENT, MINUTE

HELLO = Message(
    "client:1:1:0", CLIENT, "שלום \ud83d", (Button("q1/yes", "Yes"),), (Media(MediaKind.IMAGE, "https://a/1"),)
)
DAY = timedelta(days=1)
# A process that sends without end and says which messages were accepted; each of them has the size of a long text.
SENDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from fixi.adapters.simulator.network import Network
from fixi.adapters.system.clock import MovedClock
from fixi.domain.values import ChatKey
from fixi.ports.messaging import Message

folder, name = sys.argv[1:]
network = Network(MovedClock(datetime.fromisoformat("2026-11-22T10:00:00+00:00")), Path(folder))
for number in range(1_000_000):
    network.accept(Message(f"{name}-{number}", ChatKey("972541111111"), "x" * 5000))
    print(f"{name}-{number}", flush=True)
"""


def network(folder: Path, clock: MovedClock | None = None) -> Network:
    return Network(clock or MovedClock(AT), folder)


def outgoing(folder: Path) -> Path:
    (path,) = folder.glob("outgoing-*")
    return path


async def test_two_processes_see_each_others_phones_and_journal(tmp_path: Path) -> None:
    one, other = Simulator(network(tmp_path)), Simulator(network(tmp_path))
    assert other.screen(CLIENT) == ()
    first = await one.send(HELLO)
    other.typed(CLIENT, "in1", "yes")
    second = await other.send(HELLO)
    assert [bubble.id for bubble in one.screen(CLIENT)] == [first, "in1", second]
    assert one.screen(CLIENT) == other.screen(CLIENT)
    assert one.screen(CLIENT)[0].text == HELLO.text
    assert one.screen(CLIENT)[0].buttons == HELLO.buttons
    assert first != second
    assert await other.sent(HELLO, AT) == (first, second)


async def test_a_send_whose_process_died_after_the_write_is_found(tmp_path: Path) -> None:
    sent = network(tmp_path).accept(HELLO)  # and nobody hears of it any more
    assert await Simulator(network(tmp_path)).sent(HELLO, AT) == (sent,)
    assert [bubble.message for bubble in network(tmp_path).outgoing()] == [HELLO.id]


def test_what_went_out_is_counted_by_our_own_ids(tmp_path: Path) -> None:
    here = network(tmp_path)
    for message in (HELLO, HELLO, Message("pro:2:1:0", ChatKey("972543333333"), "Hi")):
        here.accept(message)
    here.typed(CLIENT, "in1", "typed by a person")
    assert Counter(bubble.message for bubble in here.outgoing()) == {HELLO.id: 2, "pro:2:1:0": 1}


def test_many_write_at_once_and_die_and_no_whole_entry_is_lost(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SENDER, str(tmp_path)]
    senders = [
        subprocess.Popen([*command, name], stdout=subprocess.PIPE, env=clean_environ()) for name in ("a", "b", "c")
    ]
    accepted: list[str] = []
    reader = network(tmp_path)
    for sender in senders:
        assert sender.stdout is not None
        accepted += [sender.stdout.readline().decode().strip() for _ in range(200)]
        reader.outgoing()  # it reads while they write
    for sender in senders:
        os.kill(sender.pid, signal.SIGKILL)
        accepted += [line.strip() for line in sender.communicate()[0].decode().splitlines() if line]
    found = Counter(bubble.message for bubble in reader.outgoing())
    assert set(accepted) <= set(found)
    assert set(found.values()) == {1}
    assert all(len(bubble.text) == 5000 for bubble in reader.outgoing())
    assert found == Counter(bubble.message for bubble in network(tmp_path).outgoing())


@pytest.mark.parametrize("odd", [b'{"at": "2026-1', b"nonsense\n", b"[1]\n", b'{"id": "x"}\n', b"\xff\xfe\n", b"\n\n"])
def test_a_torn_or_alien_line_costs_nothing_but_itself(tmp_path: Path, odd: bytes) -> None:
    here, reader = network(tmp_path), network(tmp_path)
    first = here.accept(HELLO)
    with outgoing(tmp_path).open("ab") as file:
        file.write(odd)
    assert [bubble.id for bubble in reader.screen(CLIENT)] == [first]
    second = here.accept(HELLO)
    assert [bubble.id for bubble in reader.screen(CLIENT)] == [first, second]
    here.remember(b"{}", AT)
    (incoming,) = tmp_path.glob("incoming-*")
    with incoming.open("ab") as file:
        file.write(odd)
    here.remember(b"[]", AT)
    assert [body for _, body in reader.incoming(AT)] == [b"{}", b"[]"]


def test_an_entry_is_read_when_it_is_whole(tmp_path: Path) -> None:
    here = network(tmp_path)
    here.accept(HELLO)
    path = outgoing(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    reader = network(tmp_path)
    assert reader.outgoing() == ()
    path.write_bytes(whole)
    assert len(reader.outgoing()) == 1


@pytest.mark.parametrize("body", [b'{"a":1}', '{"a": "\u05d0\\n"}\n'.encode(), b'{"a": "\xff\xd8"}', b"\x00\r\n\\"])
def test_a_body_comes_back_byte_by_byte(tmp_path: Path, body: bytes) -> None:
    network(tmp_path).remember(body, AT)
    assert list(network(tmp_path).incoming(AT)) == [(AT, body)]


def test_only_what_came_since_then_comes_back_across_midnight(tmp_path: Path) -> None:
    here = network(tmp_path)
    for hours in (0, 10, 20):
        here.remember(str(hours).encode(), AT + hours * timedelta(hours=1))
    assert [body for _, body in here.incoming(AT + MINUTE)] == [b"10", b"20"]
    assert len(list(tmp_path.glob("incoming-*"))) == 2


def test_what_is_older_than_three_days_goes(tmp_path: Path) -> None:
    clock = MovedClock(AT)
    here, reader = network(tmp_path, clock), network(tmp_path, clock)
    (tmp_path / "outgoing-notes.jsonl").write_text("somebody's own file\n")
    for _ in range(5):
        here.accept(HELLO)
        assert reader.outgoing()
        clock.move(DAY)
    assert [bubble.at for bubble in reader.outgoing()] == [AT + n * DAY for n in range(1, 5)]
    assert [bubble.at for bubble in here.outgoing()] == [AT + n * DAY for n in range(1, 5)]
    assert len(list(tmp_path.glob("outgoing-2*"))) == 4
    assert (tmp_path / "outgoing-notes.jsonl").exists()


def test_only_the_owner_may_read_what_people_wrote(tmp_path: Path) -> None:
    network(tmp_path / "phones").accept(HELLO)
    assert (tmp_path / "phones").stat().st_mode & 0o077 == 0
    assert outgoing(tmp_path / "phones").stat().st_mode & 0o077 == 0


async def test_a_disk_that_fails_is_an_honest_answer_and_refuses_no_webhook(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "phones").write_text("a file where the folder should be")
    here = network(tmp_path / "phones")
    with pytest.raises(Unavailable):
        await Simulator(here).send(HELLO)
    door = Door(GreenApiWebhook("secret"), here)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert len(door.parse(text_body(CLIENT, "m1", "hello", AT), AT)) == 1
    assert [record.getMessage() for record in caplog.records] == ["simulator journal failed"]


async def test_what_is_not_understood_is_not_in_the_journal(tmp_path: Path) -> None:
    parser = GreenApiWebhook("secret")
    here = network(tmp_path)
    with pytest.raises(Refused):
        Door(parser, here).parse(b"nonsense", AT)
    assert await SimulatedJournal(here, parser).incoming(AT) == ()
    here.remember(b"nonsense", AT)  # what another version may have understood does no harm
    Door(parser, here).parse(text_body(CLIENT, "m1", "hello", AT), AT)
    assert len(await SimulatedJournal(here, parser).incoming(AT)) == 1
