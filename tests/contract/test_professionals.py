"""What every Professionals promises."""

from dataclasses import replace
from datetime import time
from typing import Any, cast

import pytest

from fixi.domain.effects import NoteDone, NoteReply, NoteReview, Pause
from fixi.domain.errors import Invalid
from fixi.domain.policy import Policy
from fixi.domain.professional import DayOff, Professional
from fixi.domain.values import Language
from fixi.ports.storage import NEAR_AT_MOST
from tests.support.house import House
from tests.support.samples import AT, ELECTRICIAN, HAIFA, LEAD, MINUTE, PLUMBER, PRO, TEL_AVIV, a_pro, north_of, weekly


async def near(house: House, km: float = 10.0, lead: str = LEAD) -> list[str]:
    return [pro.id for pro in await house.professionals.near(PLUMBER, HAIFA, km, lead, AT, Policy())]


async def test_who_was_put_is_there_as_he_was_put(house: House) -> None:
    pro = a_pro(
        location=TEL_AVIV,
        radius_km=12.5,
        languages=(Language.HE, Language.RU),
        hours=weekly("08:00", "00:00", 0, 6),
        prices=(("plumber", "₪200-400"),),
        paused_until=AT,
        cap=5,
    )
    await house.professionals.put((pro,))
    assert await house.professionals.get(PRO) == pro
    assert await house.professionals.get("972509999999") is None


async def test_near_are_those_who_named_the_place_or_are_within_reach(house: House) -> None:
    await house.professionals.put(
        (
            a_pro("1"),
            a_pro("2", areas=(TEL_AVIV, HAIFA), location=TEL_AVIV),
            a_pro("3", areas=(), location=north_of(HAIFA, 9.9)),
            a_pro("4", areas=(), location=north_of(HAIFA, 10.1)),
            a_pro("5", areas=(TEL_AVIV,)),
            a_pro("6", trades=(ELECTRICIAN,)),
            a_pro("7", trades=(ELECTRICIAN, PLUMBER), areas=(north_of(HAIFA, 5, "Near"),)),
        )
    )
    assert await near(house) == ["1", "2", "3", "7"]
    assert await near(house, 20.0) == ["1", "2", "3", "4", "7"]


async def test_who_cannot_be_asked_now_is_near_all_the_same(house: House) -> None:
    """Why not him? That is for the ranking to say."""
    await house.professionals.put((a_pro("1", active=False), a_pro("2", paused_until=AT.replace(year=9999))))
    assert await near(house) == ["1", "2"]


async def test_who_holds_a_place_for_the_lead_is_always_found(house: House) -> None:
    await house.professionals.put((a_pro("1", areas=(TEL_AVIV,), trades=(ELECTRICIAN,)),))
    assert await near(house) == []
    await house.capacity.reserve("1", LEAD, 3, AT)
    assert await near(house) == ["1"]
    assert await near(house, lead="another") == []


async def test_of_very_many_near_those_come_who_can_be_asked_and_have_waited_longest(house: House) -> None:
    some, others = (tuple(f"{group}{n:03d}" for n in range(NEAR_AT_MOST)) for group in (1, 2))
    pros = [a_pro(pro, paused_until=AT + MINUTE) for pro in some] + [a_pro(pro) for pro in others]
    await house.professionals.put((*pros, a_pro("3000"), a_pro("4000", areas=(TEL_AVIV,))))
    await house.capacity.reserve("4000", LEAD, 3, AT)
    await house.capacity.reserve("2007", "another", 3, AT - MINUTE)
    expected = sorted({*others, "3000", "4000"} - {"2007"})
    assert await near(house) == sorted([*expected[: NEAR_AT_MOST - 1], "4000"])
    assert len(await near(house, lead="yet another")) == NEAR_AT_MOST


async def test_a_crowded_place_gives_enough_who_can_be_asked_to_every_lead(house: House) -> None:
    """However the store divides it."""
    free, busy = (tuple(a_pro(f"{n}{k:03d}") for k in range(300)) for n in (1, 2))
    await house.professionals.put(free + tuple(replace(pro, active=False) for pro in busy))
    for lead in ("a", "b", "c", "d", "e"):
        found = await near(house, lead=lead)
        assert len(found) == NEAR_AT_MOST
        assert all(pro.startswith("1") for pro in found)
    await house.professionals.put(tuple(replace(pro, active=False) for pro in free[1:]))
    for lead in ("a", "b", "c"):
        assert "1000" in await near(house, lead=lead)


async def test_those_near_are_ordered_by_id(house: House) -> None:
    await house.professionals.put(tuple(a_pro(pro) for pro in ("30", "4", "100", "2")))
    assert await near(house) == ["100", "2", "30", "4"]


async def test_an_import_leaves_alone_what_work_has_written(house: House) -> None:
    await house.professionals.put((a_pro(),))
    await house.capacity.reserve(PRO, LEAD, 3, AT)
    await house.track_record.note(PRO, NoteReply(PRO, LEAD, "accepted", 30.0))
    await house.track_record.note(PRO, NoteReview(PRO, LEAD, 5, AT, "good"))
    await house.track_record.note(PRO, NoteDone(PRO, LEAD))
    before = await house.professionals.get(PRO)
    assert before is not None
    imported = a_pro(name="Avraham", areas=(TEL_AVIV,), cap=7, hours=weekly("09:00", "17:00"))
    await house.professionals.put((imported,))
    worked = {name: getattr(before, name) for name in ("places", "reviews", "replies", "jobs_done", "last_offer_at")}
    assert all(worked.values())
    assert await house.professionals.get(PRO) == replace(imported, **worked, carried=1)


async def test_the_same_import_twice_changes_nothing(house: House) -> None:
    pros = (a_pro("1"), a_pro("2", cap=2))
    await house.professionals.put(pros)
    await house.professionals.put(pros)
    assert await house.professionals.listed("", 10) == pros


async def test_all_are_put_or_none(house: House) -> None:
    await house.professionals.put((a_pro("1", name="Old"),))
    broken = cast(Professional, object())
    with pytest.raises((TypeError, AttributeError, Invalid)):
        await house.professionals.put((a_pro("1", name="New"), a_pro("2"), broken))
    (only,) = await house.professionals.listed("", 10)
    assert only.name == "Old"


async def test_they_are_listed_page_by_page(house: House) -> None:
    await house.professionals.put(tuple(a_pro(pro) for pro in ("3", "1", "2")))

    async def page(after: str, limit: int) -> list[Any]:
        return [pro.id for pro in await house.professionals.listed(after, limit)]

    assert await page("", 2) == ["1", "2"]
    assert await page("2", 2) == ["3"]
    assert await page("3", 2) == []


async def test_whoever_becomes_a_professional_makes_a_new_edition(house: House) -> None:
    editions = [await house.professionals.edition()]
    for name in ("972500000001", "972500000002"):
        await house.professionals.put((a_pro(name),))
        editions.append(await house.professionals.edition())
    assert len(set(editions)) == 3
    assert await house.professionals.edition() == editions[-1]


async def test_a_profile_is_changed_only_on_the_one_it_was_made_from(house: House) -> None:
    shown = a_pro(days_off=(DayOff(AT.date(), ((time(9), time(12)),)),), blocked=("972501112222",))
    assert await house.professionals.change(shown, None)
    assert not await house.professionals.change(a_pro(name="Somebody else"), None)
    first, second = replace(shown, name="First", approved=False), replace(shown, name="Second")
    assert await house.professionals.change(first, shown)
    assert not await house.professionals.change(second, shown)
    assert await house.professionals.get(PRO) == first
    assert not await house.professionals.change(a_pro("972509999999"), a_pro("972509999999"))
    assert await house.professionals.get("972509999999") is None


async def test_a_profile_changes_though_work_has_written_since_and_loses_nothing_of_that(house: House) -> None:
    shown = a_pro()
    await house.professionals.put((shown,))
    await house.capacity.reserve(PRO, LEAD, 3, AT)
    await house.track_record.note(PRO, NoteReply(PRO, LEAD, "accepted", 30.0))
    await house.track_record.note(PRO, NoteReview(PRO, LEAD, 5, AT, "good"))
    await house.track_record.note(PRO, NoteDone(PRO, LEAD))
    await house.track_record.note(PRO, Pause(PRO, AT))
    worked = await house.professionals.get(PRO)
    assert worked is not None
    assert await house.professionals.change(replace(shown, name="Avraham", areas=(TEL_AVIV,), active=False), shown)
    assert await house.professionals.get(PRO) == replace(
        worked, name="Avraham", areas=(TEL_AVIV,), active=False, carried=1
    )
    assert not await house.capacity.reserve(PRO, "another", 1, AT)
    assert await near(house) == [PRO]  # by the place that he holds
    await house.capacity.release(PRO, LEAD)
    assert await near(house) == []


async def test_who_is_new_is_found_and_makes_a_new_edition(house: House) -> None:
    before = await house.professionals.edition()
    assert await house.professionals.change(a_pro(), None)
    assert await house.professionals.edition() != before
    assert await near(house) == [PRO]
