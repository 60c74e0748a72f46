"""What is stored is announced, once and only then."""

from contextlib import aclosing

import pytest

from fixi.adapters.announcing import AnnouncingOutbox, AnnouncingProfessionals, AnnouncingRepository
from fixi.adapters.memory.live import MemoryLive
from fixi.domain.errors import Conflict
from fixi.domain.values import Key
from tests.support.documents import CHAT, OTHER_CHAT, a_change, a_line, kept, words
from tests.support.house import memory_house
from tests.support.samples import AT, HAIFA, LEAD, PLUMBER, POLICY, PRO, a_pro


async def test_a_save_is_announced_and_a_conflict_is_not() -> None:
    house, live = memory_house(), MemoryLive()
    repository = AnnouncingRepository(house.repository, live)
    async with aclosing(live.changes()) as changes:
        assert await anext(changes) is None
        await repository.save(a_change())
        with pytest.raises(Conflict):
            await repository.save(a_change())
        record = await repository.load(CHAT)
        assert record is not None
        await live.changed(OTHER_CHAT)
        assert [await anext(changes), await anext(changes)] == [CHAT, OTHER_CHAT]
        assert await repository.due(AT, 10) == await house.repository.due(AT, 10)


async def test_what_was_said_is_announced_and_an_errand_is_not() -> None:
    house, live = memory_house(), MemoryLive()
    outbox = AnnouncingOutbox(house.outbox, live)
    first, second = await kept(house, words(), words())
    async with aclosing(live.changes()) as changes:
        assert await anext(changes) is None
        assert await outbox.waiting(AT, 10) == (CHAT,)
        assert await outbox.sending(CHAT, first, AT)
        await outbox.again(CHAT, first, AT, unknown=False)
        await outbox.done(CHAT, (first,), None)
        await live.changed(OTHER_CHAT)
        left = await outbox.done(CHAT, (second,), a_line(second, kind="out", outcome="sent"))
        assert left == await outbox.pending(CHAT) == ()
        assert [await anext(changes), await anext(changes)] == [OTHER_CHAT, CHAT]


async def test_a_professional_who_was_put_is_announced_and_the_others_are_as_before() -> None:
    house, live = memory_house(), MemoryLive()
    pros = AnnouncingProfessionals(house.professionals, live)
    async with aclosing(live.changes()) as changes:
        assert await anext(changes) is None
        before = await pros.edition()
        await pros.put((a_pro(),))
        assert await anext(changes) == Key.pro(PRO)
    assert await pros.edition() != before
    assert await pros.get(PRO) == a_pro()
    assert await pros.listed("", 5) == await pros.near(PLUMBER, HAIFA, 10, LEAD, AT, POLICY) == (a_pro(),)
