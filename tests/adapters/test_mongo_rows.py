"""Rows for lists, where they stand behind."""

from dataclasses import replace

import pytest

from fixi.adapters.mongo import spans
from fixi.adapters.mongo.database import MIGRATIONS, SCHEMA
from fixi.adapters.mongo.documents import MongoRepository
from fixi.adapters.mongo.lead_search import MongoLeadSearch
from fixi.adapters.mongo.rows import catch_up
from fixi.adapters.system.clock import MovedClock
from fixi.domain.client_chat.states import Idle, Mind
from fixi.domain.lead.states import Cancelled, Understanding
from fixi.domain.values import Key, Status
from fixi.ports.storage import Change
from fixi.ports.views import ChatQuery, LeadQuery, ProQuery
from tests.support.documents import a_line
from tests.support.house import mongo_house
from tests.support.mongo_server import fresh_database
from tests.support.samples import AT, CLIENT, DAY, a_case, a_pro

LEAD, DANA = Key.lead("l1"), Key.client(CLIENT)
BEFORE_ROWS = 3


async def test_data_of_an_older_version_are_in_the_lists_after_the_next_sweep() -> None:
    async with fresh_database() as database:
        house = mongo_house(database)
        await house.repository.save(Change(LEAD, 0, Understanding(a_case("l1")), AT))
        await house.repository.save(Change(DANA, 0, Idle(Mind(CLIENT)), None, ledger=(a_line(text="hello"),)))
        await house.professionals.put((a_pro(name="Avi"),))
        await house.ledger.lines(str(DANA), 1)
        old = {"$unset": {"row_waits": "", "last": "", "last_in": ""}}
        await database.machines.get_pymongo_collection().update_many({}, old)
        await database.professionals.get_pymongo_collection().update_many({}, {"$set": {"keys": []}})
        await database.schema.get_pymongo_collection().update_one({"_id": SCHEMA}, {"$set": {"version": BEFORE_ROWS}})
        assert await catch_up(database) == 0
        await database.prepare(MIGRATIONS)
        await house.repository.due(AT, 10)
        assert await catch_up(database) == 0
        assert [row.id for row in (await house.lead_search.find(LeadQuery(words="sink"), "", 5)).rows] == ["l1"]
        assert [row.last_text for row in (await house.chat_list.latest(ChatQuery(), "", "", 5)).rows] == ["hello"]
        assert len((await house.pro_list.find(ProQuery("avi"), "", 5)).rows) == 1


async def test_a_row_of_an_older_version_never_replaces_a_newer_one() -> None:
    async with fresh_database() as database:
        repository = MongoRepository(database)
        search = MongoLeadSearch(database, MovedClock(AT))
        await repository.save(Change(LEAD, 0, Understanding(a_case("l1")), AT))
        machines = database.machines.get_pymongo_collection()
        before = await machines.find_one({"_id": str(LEAD)})
        assert before is not None
        await repository.save(Change(LEAD, 1, Cancelled(a_case("l1")), None))
        assert await search.keep_up() == 1
        await machines.replace_one({"_id": str(LEAD)}, before)
        assert await search.keep_up() == 1
        assert await search.counts() == {Status.CANCELLED: 1}


async def test_many_documents_that_stand_behind_are_made_up_for_some_at_a_time() -> None:
    async with fresh_database() as database:
        repository = MongoRepository(database)
        for number in range(7):
            case = replace(a_case(f"l{number}"))
            await repository.save(Change(Key.lead(case.id), 0, Understanding(case), AT))
        assert [await catch_up(database, 3) for _ in range(4)] == [3, 3, 1, 0]


async def test_what_only_another_version_can_read_keeps_no_other_from_the_lists() -> None:
    async with fresh_database() as database:
        repository, search = MongoRepository(database), MongoLeadSearch(database, MovedClock(AT))
        for lead in ("l1", "l2"):
            await repository.save(Change(Key.lead(lead), 0, Understanding(a_case(lead)), AT))
        strange = {"$set": {"state": {"_": "OfTomorrow"}}}
        await database.machines.get_pymongo_collection().update_one({"_id": str(LEAD)}, strange)
        assert [row.id for row in (await search.find(LeadQuery(), "", 5)).rows] == ["l2"]
        assert [row.id for row in await search.overdue(AT, 5)] == ["l2"]
        assert await search.keep_up() == 0


async def test_a_search_that_finds_too_little_in_time_ends_its_page_and_goes_on_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spans, "ENOUGH", 0.0)
    async with fresh_database() as database:
        repository, search = MongoRepository(database), MongoLeadSearch(database, MovedClock(AT))
        for number in range(5):
            at = AT - number * 40 * DAY
            case = a_case(f"l{number}", opened_at=at, updated_at=at)
            await repository.save(Change(Key.lead(case.id), 0, Understanding(case), AT))
        seen: list[str] = []
        after, pages = "", 0
        while pages == 0 or after:
            page = await search.find(LeadQuery(trade="plumber"), after, 50)
            seen, after, pages = [*seen, *(row.id for row in page.rows)], page.after, pages + 1
        assert seen == [f"l{number}" for number in range(5)]
        assert pages > 2
