"""What the MongoDB adapters promise beyond their ports: crashes, old and new data, outages, and no scans."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from fixi.adapters import codec
from fixi.adapters.mongo.book import MongoPolicies
from fixi.adapters.mongo.database import MIGRATIONS, SCHEMA, Database
from fixi.adapters.mongo.documents import LINES_LEFT
from fixi.adapters.mongo.filled import fill_parts
from fixi.adapters.mongo.grid import reach
from fixi.domain.effects import Alert, NoteDone
from fixi.domain.errors import Conflict, Refused, Unavailable
from fixi.domain.lead.states import PendingReview
from fixi.domain.policy import Policy
from fixi.domain.professional import Booking
from fixi.domain.values import Key, Slot
from tests.support.documents import CHAT, OTHER_CHAT, a_change, a_line, entries, idle, kept, words
from tests.support.house import House, mongo_house
from tests.support.mongo_server import fresh_database, fresh_url, server
from tests.support.samples import AT, HAIFA, HOUR, LEAD, MINUTE, PLUMBER, PRO, SECOND, a_case, a_pro

MICRO = timedelta(microseconds=1)


class Counter(CommandListener):
    """Hears every command that goes to the server."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def started(self, event: CommandStartedEvent) -> None:
        self.asked.append(event.command_name)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        pass

    def failed(self, event: CommandFailedEvent) -> None:
        pass


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    async with fresh_database() as made:
        yield made


@pytest.fixture
def stored(database: Database) -> House:
    return mongo_house(database)


@asynccontextmanager
async def opened(url: str, *listeners: CommandListener) -> AsyncIterator[Database]:
    """One more client, as another process has it."""
    database = Database(url, listeners)
    try:
        yield database
    finally:
        await database.close()


def url_of(database: Database) -> str:
    host, port = next(iter(database.client.nodes))
    return f"mongodb://{host}:{port}/{database.name}"


async def in_the_book(database: Database) -> list[str]:
    return sorted([line.id async for line in database.ledger.find()])


# A crash between the save and the book


async def test_a_line_that_was_saved_is_read_though_its_writer_died(database: Database, stored: House) -> None:
    await stored.repository.save(a_change(ledger=(a_line("m1"),)))
    assert await in_the_book(database) == []
    async with opened(url_of(database)) as other:
        await other.prepare()
        assert await mongo_house(other).ledger.lines(str(CHAT), 10) == (a_line("m1"),)
        assert await mongo_house(other).ledger.lines(str(CHAT), 10) == (a_line("m1"),)


async def test_a_mover_that_died_half_way_left_no_line_twice(database: Database, stored: House) -> None:
    await stored.repository.save(a_change(ledger=(a_line("m1"), a_line("m2"))))
    before = await database.machines.get_pymongo_collection().find_one({"_id": str(CHAT)})
    assert before is not None
    assert await stored.ledger.balance() == {("in", "answered"): 2}
    await database.machines.get_pymongo_collection().replace_one({"_id": str(CHAT)}, before)
    assert await stored.ledger.balance() == {("in", "answered"): 2}
    after = await database.machines.get_pymongo_collection().find_one({"_id": str(CHAT)})
    assert after is not None
    assert (after["ledger_out"], "ledger_waits" in after) == ([], False)


async def test_a_line_of_what_was_sent_is_safe_with_its_document(database: Database, stored: House) -> None:
    (entry,) = await kept(stored, words())
    line = a_line(entry, kind="out", outcome="sent", ref="p1")
    await stored.outbox.done(CHAT, (entry,), line)
    assert await in_the_book(database) == []
    await stored.outbox.done(CHAT, (entry,), replace(line, outcome="failed"))
    assert await stored.ledger.lines(str(CHAT), 10) == (line,)
    await stored.outbox.done(CHAT, (entry,), replace(line, outcome="failed"))
    assert await stored.ledger.lines(str(CHAT), 10) == (line,)


async def test_the_sweep_moves_what_stands_behind(database: Database, stored: House) -> None:
    for key in (CHAT, OTHER_CHAT):
        await stored.repository.save(a_change(key=key, ledger=(a_line(str(key), chat=str(key)),)))
    await stored.repository.due(AT, 10)
    assert await in_the_book(database) == sorted([str(CHAT), str(OTHER_CHAT)])


async def test_a_long_tail_is_moved_by_the_next_who_loads(database: Database, stored: House) -> None:
    lines = tuple(a_line(f"m{n}") for n in range(LINES_LEFT + 1))
    await stored.repository.save(a_change(ledger=lines))
    await stored.repository.load(CHAT)
    assert len(await in_the_book(database)) == LINES_LEFT + 1


async def test_a_line_that_waits_in_its_document_is_there_already(stored: House) -> None:
    await stored.repository.save(a_change(ledger=(a_line("m1"),)))
    assert not await stored.ledger.write(a_line("m1", outcome="ignored"))
    assert await stored.ledger.lines(str(CHAT), 10) == (a_line("m1"),)


async def test_a_line_about_another_chat_is_found_there(stored: House) -> None:
    await stored.repository.save(a_change(ledger=(a_line("m1", chat="elsewhere"),)))
    assert await stored.ledger.lines("elsewhere", 10) == (a_line("m1", chat="elsewhere"),)
    (entry,) = await kept(stored, words(), key=OTHER_CHAT)
    await stored.outbox.done(OTHER_CHAT, (entry,), a_line("m2", chat="elsewhere"))
    assert [line.id for line in await stored.ledger.lines("elsewhere", 10)] == ["m1", "m2"]


async def test_a_line_of_a_document_that_is_not_there_is_kept_too(stored: House) -> None:
    for outcome in ("sent", "failed"):
        await stored.outbox.done(CHAT, ("x",), a_line("x", kind="out", outcome=outcome))
    assert await stored.ledger.balance() == {("out", "sent"): 1}


async def test_lines_that_come_while_others_are_moved_are_not_lost(stored: House) -> None:
    await stored.repository.save(a_change())

    async def save_all() -> None:
        for version in range(1, 16):
            await stored.repository.save(a_change(version, ledger=(a_line(f"m{version}"),)))

    async def move_all() -> None:
        for _ in range(15):
            await stored.ledger.balance()

    await asyncio.gather(save_all(), move_all(), move_all())
    assert await stored.ledger.balance() == {("in", "answered"): 15}


# Marks and decisions at the same time


async def test_a_hush_and_a_mark_at_the_same_time_agree(stored: House) -> None:
    for n in range(10):
        key = Key.lead(f"lead{n}")
        (entry,) = await kept(stored, words(), key=key)
        marked, _ = await asyncio.gather(
            stored.outbox.sending(key, entry, AT), stored.repository.save(a_change(1, key, hush=True))
        )
        assert marked == (len(await stored.outbox.pending(key)) == 1)
        assert marked == (await stored.ledger.lines(str(key), 10) == ())


async def test_what_looks_like_a_query_stays_data(stored: House) -> None:
    odd = ("$version", "$$ROOT", "a.b", "$set", "\x00", "")
    for text in odd:
        await stored.repository.save(a_change(0, Key.lead("x" + text.replace("\x00", "0")), outbox=()))
    first = entries(CHAT, *(words(text) for text in odd))
    await stored.repository.save(a_change(outbox=first, used=odd))
    late = entries(CHAT, *(Alert(text, text) for text in odd), version=2)
    lines = tuple(a_line(f"${text}", text=text) for text in odd)
    await stored.repository.save(a_change(1, outbox=late, used=odd, hush=True, ledger=lines))
    assert await stored.outbox.pending(CHAT) == late
    assert set(lines) <= set(await stored.ledger.lines(str(CHAT), 50))
    await stored.outbox.again(CHAT, late[0].id, AT, unknown=True)
    assert [entry.effect for entry in await stored.outbox.pending(CHAT)] == [entry.effect for entry in late]


# Values


async def test_moments_are_kept_to_the_microsecond(stored: House) -> None:
    at = AT + 123_456 * MICRO
    state = PendingReview(a_case(opened_at=at), "nobody", at)
    made = entries(Key.lead(LEAD), words(), at=at)
    await stored.repository.save(a_change(0, Key.lead(LEAD), state, due_at=at, outbox=made, ledger=(a_line(at=at),)))
    record = await stored.repository.load(Key.lead(LEAD))
    assert record is not None
    assert record.state == state
    assert await stored.outbox.pending(Key.lead(LEAD)) == made
    await stored.outbox.sending(Key.lead(LEAD), made[0].id, at)
    await stored.outbox.again(Key.lead(LEAD), made[0].id, at, unknown=False)
    (found,) = await stored.outbox.pending(Key.lead(LEAD))
    assert (found.since, found.after) == (at, at)
    assert await stored.ledger.lines(str(CHAT), 1) == (a_line(at=at),)


async def test_nobody_is_woken_before_his_time(stored: House) -> None:
    at = AT + 123_456 * MICRO
    await stored.repository.save(a_change(due_at=at))
    assert await stored.repository.due(at - MICRO, 10) == ()
    assert await stored.repository.due(at + SECOND, 10) == ((CHAT, 1),)


async def test_large_numbers_come_back_as_numbers(stored: House) -> None:
    await stored.repository.save(a_change(state=idle(2**40)))
    record = await stored.repository.load(CHAT)
    assert record is not None
    await stored.repository.save(a_change(1, state=record.state))
    assert codec.dump(record.state) == codec.dump(idle(2**40))


async def test_half_a_character_is_kept_as_a_mark_and_blocks_nobody(stored: House) -> None:
    broken = "half \ud83d and \u05d0"
    await stored.repository.save(a_change(outbox=entries(CHAT, words(broken)), ledger=(a_line("m1", text=broken),)))
    await stored.ledger.write(a_line("m2", text=broken))
    assert [line.text for line in await stored.ledger.lines(str(CHAT), 9)] == ["half ? and \u05d0"] * 2
    assert len(await stored.outbox.pending(CHAT)) == 1


async def test_what_cannot_be_stored_is_refused_and_nothing_is_written(stored: House) -> None:
    with pytest.raises(Refused):
        await stored.repository.save(a_change(state=idle(2**70), ledger=(a_line("m1"),)))
    assert await stored.repository.load(CHAT) is None
    assert await stored.ledger.balance() == {}


async def test_a_document_that_nobody_understands_is_refused(database: Database, stored: House) -> None:
    await stored.repository.save(a_change())
    machines = database.machines.get_pymongo_collection()
    await machines.update_one({"_id": str(CHAT)}, {"$set": {"state": {"_": "FromTheFuture"}}})
    with pytest.raises(Refused):
        await stored.repository.load(CHAT)


async def test_a_year_old_booking_makes_room(stored: House) -> None:
    long_ago = Slot(AT - 500 * 24 * HOUR, AT - 500 * 24 * HOUR + HOUR)
    await stored.calendar.take(PRO, "a", long_ago)
    await stored.calendar.take(PRO, "b", Slot(AT, AT + HOUR))
    everything = Slot(AT - 9999 * HOUR * 2, AT + HOUR)
    assert await stored.calendar.bookings(PRO, everything) == (Booking("b", Slot(AT, AT + HOUR)),)


async def test_an_import_that_races_with_work_keeps_both(stored: House) -> None:
    pros = tuple(a_pro(str(n)) for n in range(20))
    await stored.professionals.put(pros)
    work: list[Awaitable[Any]] = [stored.professionals.put(tuple(replace(pro, name="New") for pro in pros))]
    work += [stored.capacity.reserve(pro.id, LEAD, 3, AT) for pro in pros]
    work += [stored.track_record.note(pro.id, NoteDone(pro.id, LEAD)) for pro in pros]
    await asyncio.gather(*work)
    found = await stored.professionals.listed("", 50)
    assert {(pro.name, pro.places, pro.jobs_done) for pro in found} == {("New", (LEAD,), 1)}
    far = replace(HAIFA, name="Far", lat=10.0)
    assert len(await stored.professionals.near(PLUMBER, far, 10, LEAD, AT, Policy())) == 20


async def test_who_was_put_by_an_earlier_version_gets_his_parts(database: Database, stored: House) -> None:
    pro = a_pro("1")
    await stored.professionals.put((pro,))
    await stored.capacity.reserve("1", LEAD, 3, AT)
    professionals = database.professionals.get_pymongo_collection()
    whole = [key for key in reach(pro) if "/" not in key]
    assert 0 < len(whole) < len(reach(pro))
    await professionals.update_one({"_id": "1"}, {"$set": {"keys": [*whole, f"@{LEAD}"]}})
    for _ in range(2):
        await fill_parts(professionals)
        document = await professionals.find_one({"_id": "1"})
        assert document is not None
        assert sorted(document["keys"]) == sorted([*reach(pro), f"@{LEAD}"])


# The policy


async def test_the_first_policy_is_stored_and_a_newer_one_is_seen_after_a_second(
    database: Database, stored: House
) -> None:
    assert await stored.policies.current() == Policy()
    other = MongoPolicies(database, Policy(max_active_jobs=9), stored.clock)
    assert (await other.current()).max_active_jobs == 3
    newer = Policy(max_active_jobs=5)
    second = {"_id": 2, "policy": codec.to_plain(newer), "by": "owner", "at": AT}
    await database.policies.get_pymongo_collection().insert_one(second)
    assert await stored.policies.current() == Policy()
    stored.clock.move(SECOND)
    assert await stored.policies.current() == newer


async def test_of_many_first_policies_one_is_stored(database: Database, stored: House) -> None:
    many = [MongoPolicies(database, Policy(max_active_jobs=n), stored.clock) for n in range(1, 9)]
    found = await asyncio.gather(*(policies.current() for policies in many))
    assert len(set(found)) == 1
    assert await database.policies.count() == 1


# Old and new data


async def test_data_of_a_newer_version_are_refused_and_left_alone(database: Database) -> None:
    schema = database.schema.get_pymongo_collection()
    await schema.update_one({"_id": SCHEMA}, {"$set": {"version": len(MIGRATIONS) + 1}})
    known = len(MIGRATIONS)
    with pytest.raises(Refused, match=rf"schema {known + 1}.* knows {known}"):
        await database.prepare()
    assert await schema.find_one() == {"_id": SCHEMA, "version": len(MIGRATIONS) + 1}


async def test_preparing_twice_and_at_once_is_harmless() -> None:
    url = fresh_url()
    async with opened(url) as one, opened(url) as two:
        await asyncio.gather(one.prepare(), two.prepare())
        await one.prepare()
        found = await one.schema.find_all().to_list()
        assert [(document.id, document.version) for document in found] == [(SCHEMA, len(MIGRATIONS))]
        await one.client.drop_database(one.name)


async def test_a_migration_that_broke_off_is_taken_up_where_it_stopped(database: Database) -> None:
    ran: list[str] = []
    broken = True

    async def second(_: Database) -> None:
        ran.append("second")

    async def third(_: Database) -> None:
        ran.append("third")
        if broken:
            raise Unavailable("the lights went out")

    steps = (*MIGRATIONS, second, third)
    with pytest.raises(Unavailable):
        await database.prepare(steps)
    broken = False
    await database.prepare(steps)
    await database.prepare(steps)
    assert ran == ["second", "third", "third"]


# Outages


@pytest.fixture
def silent_port() -> Any:
    """Somebody who takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


QUESTIONS: dict[str, Callable[[House], Awaitable[Any]]] = {
    "load": lambda house: house.repository.load(CHAT),
    "save": lambda house: house.repository.save(a_change()),
    "due": lambda house: house.repository.due(AT, 1),
    "pending": lambda house: house.outbox.pending(CHAT),
    "near": lambda house: house.professionals.near(PLUMBER, HAIFA, 10, LEAD, AT, Policy()),
    "put": lambda house: house.professionals.put((a_pro(),)),
    "reserve": lambda house: house.capacity.reserve(PRO, LEAD, 3, AT),
    "take": lambda house: house.calendar.take(PRO, LEAD, Slot(AT, AT + HOUR)),
    "waiting": lambda house: house.leads.waiting((PLUMBER,), (HAIFA,), 10, 5),
    "listed": lambda house: house.leads.listed(None, 5),
    "write": lambda house: house.ledger.write(a_line()),
    "balance": lambda house: house.ledger.balance(),
    "quarantine": lambda house: house.quarantine.keep(b"", "x", AT),
    "alert": lambda house: house.alerts.call("a", Alert("stale", LEAD), AT),
}


async def test_a_dead_server_is_unavailable_within_five_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    async with opened(f"mongodb://127.0.0.1:{port}/") as dead:
        began = time.perf_counter()
        with pytest.raises(Unavailable) as caught:
            await dead.prepare()
        assert time.perf_counter() - began < 5
        assert not caught.value.unknown


async def test_what_was_saved_is_there_after_the_server_was_killed(tmp_path: Path) -> None:
    for version in range(3):
        with server(tmp_path, "--sync-on-commit") as (process, url):
            async with opened(url) as database:
                await database.prepare()
                house = mongo_house(database)
                for turn in range(version * 10, version * 10 + 10):
                    await house.repository.save(a_change(turn, ledger=(a_line(f"m{turn}"),)))
                process.kill()
    with server(tmp_path, "--sync-on-commit") as (_, url):
        async with opened(url) as database:
            await database.prepare()
            record = await mongo_house(database).repository.load(CHAT)
            assert record is not None
            assert record.version == 30
            assert await mongo_house(database).ledger.balance() == {("in", "answered"): 30}


async def test_whatever_is_asked_of_a_server_that_stopped_it_is_unavailable(tmp_path: Path) -> None:
    with server(tmp_path) as (_, url):
        database = Database(url)
        await database.prepare()
        house = mongo_house(database)
        await house.repository.save(a_change())

    async def asked(name: str) -> tuple[str, float]:
        began = time.perf_counter()
        with pytest.raises(Unavailable):
            await QUESTIONS[name](house)
        return name, time.perf_counter() - began

    took = await asyncio.gather(*map(asked, QUESTIONS))
    await database.close()
    assert [name for name, seconds in took if seconds > 5] == []


async def test_a_silent_server_is_unavailable_within_five_seconds(silent_port: int) -> None:
    async with opened(f"mongodb://127.0.0.1:{silent_port}/?directConnection=true") as silent:
        began = time.perf_counter()
        with pytest.raises(Unavailable):
            await silent.ping()
        assert time.perf_counter() - began < 5


def test_an_address_that_cannot_be_read_is_refused_without_showing_it() -> None:
    with pytest.raises(Refused) as caught:
        Database("mongodb://user:secret@@@/")
    assert "secret" not in str(caught.value)


# What it costs


async def test_round_trips(database: Database) -> None:
    counter = Counter()

    async def asked(work: Awaitable[Any]) -> list[str]:
        counter.asked.clear()
        await work
        return list(counter.asked)

    async with opened(url_of(database), counter) as counted:
        await counted.prepare()
        house = mongo_house(counted)
        first = entries(CHAT, words("a"), words("b"))
        assert await asked(house.repository.save(a_change(outbox=first, ledger=(a_line(),)))) == ["insert"]
        assert await asked(house.repository.load(CHAT)) == ["find"]
        assert await asked(house.repository.save(a_change(1, ledger=(a_line("m2"),)))) == ["update"]
        assert await asked(house.repository.save(a_change(2, hush=True))) == ["update"]
        await house.repository.save(a_change(3, outbox=first))
        assert await asked(house.outbox.pending(CHAT)) == ["find"]
        assert await asked(house.outbox.sending(CHAT, first[0].id, AT)) == ["update"]
        assert await asked(house.outbox.done(CHAT, (first[0].id,), a_line("o1"))) == ["findAndModify"]
        assert await asked(house.outbox.waiting(AT, 10)) == ["find"]
        # What stands behind comes first: lines of the ledger, then rows for lists. A sweep's work, not a turn's.
        lines, rows = ["find", "insert", "update"], ["find", "find", "update", "update"]
        assert await asked(house.repository.due(AT, 10)) == [*lines, *rows, "find"]
        assert await asked(house.repository.due(AT, 10)) == ["find", "find", "find"]
        assert await asked(house.ledger.lines(str(CHAT), 10)) == ["find", "find"]
        await house.professionals.put((a_pro(),))
        assert await asked(house.professionals.get(PRO)) == ["find"]
        assert await asked(house.professionals.near(PLUMBER, HAIFA, 30, LEAD, AT, Policy())) == ["find"]
        assert await asked(house.capacity.reserve(PRO, LEAD, 3, AT)) == ["update"]
        assert await asked(house.capacity.release(PRO, LEAD)) == ["update"]
        assert await asked(house.track_record.note(PRO, NoteDone(PRO, LEAD))) == ["update"]
        assert await asked(house.calendar.take(PRO, LEAD, Slot(AT, AT + HOUR))) == ["update"]
        assert await asked(house.calendar.bookings(PRO, Slot(AT, AT + HOUR))) == ["find"]
        assert await asked(house.leads.waiting((PLUMBER,), (HAIFA,), 30, 5)) == ["find"]
        await house.policies.current()
        assert await asked(house.policies.current()) == []


async def test_no_question_walks_through_everything(database: Database) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    class Finds(Counter):
        def started(self, event: CommandStartedEvent) -> None:
            if event.command_name == "find" and next(iter(event.command.values())) != "schema":
                known = {"filter", "sort", "limit", "projection"}
                asked.append((event.command["find"], {k: v for k, v in event.command.items() if k in known}))

    async with opened(url_of(database), Finds()) as watched:
        await watched.prepare()
        house = mongo_house(watched)
        await house.repository.due(AT, 10)
        await house.outbox.waiting(AT, 10)
        await house.leads.waiting((PLUMBER,), (HAIFA,), 30, 5)
        await house.leads.listed(None, 5)
        await house.professionals.near(PLUMBER, HAIFA, 30, LEAD, AT, Policy())
        await house.ledger.lines(str(CHAT), 5)
    assert len(asked) == 9
    here = database.client[database.name]
    # By its key first, a document is fetched at once, though the embedded server's explain does not say so.
    searched = [(c, question) for c, question in asked if next(iter(question["filter"])) != "_id"]
    assert len(searched) == 8
    for collection, question in searched:
        plan = (await here.command("explain", {"find": collection, **question}))["queryPlanner"]["winningPlan"]
        assert "COLLSCAN" not in str(plan), (collection, question)


async def test_a_conflict_is_a_conflict_whoever_notices(stored: House) -> None:
    await stored.repository.save(a_change())
    for version in (0, 2):
        with pytest.raises(Conflict):
            await stored.repository.save(a_change(version, due_at=AT + MINUTE))
