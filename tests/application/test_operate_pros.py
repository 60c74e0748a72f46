"""Professionals in the hands of operators: profiles, files, who is approved, and who has a break."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from fixi.application.operate_pros import Profiles
from fixi.domain.commands import AdmitPro, AnyCommand, ImportPros, PausePro, SavePro, Stale, TurnAwayPro
from fixi.domain.errors import Refused
from fixi.domain.lead.states import Offered, Waiting
from fixi.domain.operators import Role
from fixi.domain.professional import Draft, Professional
from fixi.domain.values import ChatKey, Key
from tests.application.test_operate import NOA, VIEWER, operate
from tests.support.documents import a_change
from tests.support.office import Office
from tests.support.samples import AT, DAY, HAIFA, LEAD, PLUMBER, PRO, TEL_AVIV, a_case, a_pro

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)


@pytest.fixture
def office() -> Office:
    return Office()


async def stored(office: Office, pro: str = PRO) -> Professional:
    found = await office.house.professionals.get(pro)
    assert found is not None
    return found


async def done(office: Office, command: AnyCommand) -> bool:
    fresh = await operate(office)(NOA, command)
    await office.works()
    return fresh


async def audited(office: Office) -> list[tuple[str, str, str, str]]:
    lines = await office.house.audit.listed(10)
    return [(line.deed.what, line.deed.on, line.deed.before, line.deed.after) for line in lines]


def draft(pro: str = PRO, **given: Any) -> Draft:
    return Draft(pro, {"name": "Avi", "trades": (PLUMBER,), "areas": (HAIFA,), **given})


async def a_lead_waits(office: Office) -> None:
    await office.house.repository.save(a_change(key=Key.lead(LEAD), state=Waiting(a_case(), AT + DAY)))


async def lead(office: Office) -> object:
    return (await office.document(Key.lead(LEAD))).state


async def test_somebody_new_is_stored_once_and_gets_the_lead_that_waits(office: Office) -> None:
    await a_lead_waits(office)
    command = SavePro(once="a", pro=a_pro(cap=2))
    assert await done(office, command)
    assert isinstance(await lead(office), Offered)
    assert not await done(office, command)
    ((what, on, before, after),) = await audited(office)
    assert (what, on, before) == ("SavePro", "…2222", "")
    assert "trades=plumber" in after
    assert "cap=2" in after
    assert "Avi" not in after


async def test_nobody_is_stored_over_somebody_who_is_known(office: Office) -> None:
    await office.house.professionals.put((a_pro(),))
    with pytest.raises(Refused, match="pro_exists"):
        await done(office, SavePro(once="a", pro=a_pro(name="Another")))
    assert (await stored(office)).name == "Avi"


async def test_of_two_who_edit_the_second_is_told_what_the_first_has_changed(office: Office) -> None:
    shown = a_pro()
    await office.house.professionals.put((shown,))
    assert await done(office, SavePro(once="a", pro=replace(shown, cap=1, name="Avi C."), before=shown))
    with pytest.raises(Stale) as refused:
        await done(office, SavePro(once="b", pro=replace(shown, areas=(TEL_AVIV,)), before=shown))
    assert refused.value.changed == ("name", "cap")
    assert (await stored(office)).areas == (HAIFA,)
    assert (await audited(office)) == [("SavePro", "…2222", "name · cap=", "name · cap=1")]


async def test_an_edit_loses_nothing_that_work_has_written_since(office: Office) -> None:
    shown = a_pro()
    await office.house.professionals.put((shown,))
    await office.house.capacity.reserve(PRO, LEAD, 3, AT)
    assert await done(office, SavePro(once="a", pro=replace(shown, cap=1), before=shown))
    after = await stored(office)
    assert (after.places, after.cap, after.last_offer_at) == ((LEAD,), 1, AT)


async def test_who_was_removed_meanwhile_is_not_edited(office: Office) -> None:
    with pytest.raises(Stale):
        await done(office, SavePro(once="a", pro=a_pro(cap=1), before=a_pro()))


async def test_a_viewer_changes_no_professional(office: Office) -> None:
    commands: tuple[AnyCommand, ...] = (
        SavePro(once="a", pro=a_pro()),
        ImportPros(once="a", drafts=(draft(),)),
        PausePro(once="a", pro=PRO, until=None),
        AdmitPro(once="a", pro=PRO),
        TurnAwayPro(once="a", pro=PRO),
    )
    for command in commands:
        with pytest.raises(Refused, match="not_allowed"):
            await operate(office)(VIEWER, command)
    assert await office.house.professionals.listed("", 9) == ()
    assert VIEWER.role is Role.VIEWER


async def test_a_file_adds_the_new_changes_the_known_and_leaves_what_it_does_not_name(office: Office) -> None:
    same, known = a_pro("972500000001"), a_pro("972500000002", cap=5, approved=False, blocked=("972501112222",))
    await office.house.professionals.put((same, known))
    await a_lead_waits(office)
    drafts = (draft("972500000001"), draft("972500000002", name="Benny"), draft("972500000003"))
    assert await done(office, ImportPros(once="a", drafts=drafts))
    assert await stored(office, "972500000002") == replace(known, name="Benny")
    assert isinstance(await lead(office), Offered)
    assert await audited(office) == [("ImportPros", "import", "", "new 1 changed 1 same 1")]
    assert not await done(office, ImportPros(once="b", drafts=drafts))


async def test_a_file_with_one_who_is_no_professional_stores_nobody(office: Office) -> None:
    with pytest.raises(Refused, match="pro_wrong"):
        await done(office, ImportPros(once="a", drafts=(draft(), draft("972500000003", cap=99))))
    with pytest.raises(Refused, match="pro_wrong"):
        await done(office, ImportPros(once="a", drafts=(Draft("972500000003", {"areas": (HAIFA,)}),)))
    assert await office.house.professionals.listed("", 9) == ()


async def test_a_plan_says_what_a_file_would_do_and_does_nothing(office: Office) -> None:
    await office.house.professionals.put((a_pro(),))
    plan = await Profiles(office.house.professionals).plan((draft(cap=1), draft("972500000003")))
    assert [row.changes for row in plan.changed] == [("cap",)]
    assert [row.pro.id for row in plan.new] == ["972500000003"]
    assert await office.house.professionals.listed("", 9) == (a_pro(),)


async def test_who_is_paused_by_the_office_is_told_and_comes_back_by_his_own_word(office: Office) -> None:
    await office.house.professionals.put((a_pro(),))
    command = PausePro(once="a", pro=PRO, until=FOR_GOOD)
    assert await done(office, command)
    assert (await stored(office)).paused_until == FOR_GOOD
    assert not await done(office, command)
    assert not await done(office, replace(command, once="b"))
    chat = ChatKey(PRO)
    assert [text for text in office.screen(chat) if "available" in text or "זמין" in text]
    await office.hears("available", chat=chat)
    await office.a_minute_later()
    assert (await stored(office)).paused_until is None
    assert await audited(office) == [("PausePro", "…2222", "", "9999-01-01 00:00:00+00:00")]


async def test_whose_pause_an_operator_ends_gets_the_lead_that_waits(office: Office) -> None:
    await office.house.professionals.put((a_pro(paused_until=FOR_GOOD),))
    await a_lead_waits(office)
    assert await done(office, PausePro(once="a", pro=PRO, until=None))
    assert isinstance(await lead(office), Offered)


async def test_who_is_admitted_gets_work_and_is_told_so_once(office: Office) -> None:
    await office.house.professionals.put((a_pro(approved=False),))
    await a_lead_waits(office)
    command = AdmitPro(once="a", pro=PRO)
    assert await done(office, command)
    assert (await stored(office)).approved
    assert isinstance(await lead(office), Offered)
    assert not await done(office, command)
    with pytest.raises(Refused, match="not_possible_now"):
        await done(office, TurnAwayPro(once="b", pro=PRO))


async def test_who_is_turned_away_gets_no_work_and_may_be_admitted_later(office: Office) -> None:
    await office.house.professionals.put((a_pro(approved=False),))
    await a_lead_waits(office)
    assert await done(office, TurnAwayPro(once="a", pro=PRO))
    assert not (await stored(office)).active
    assert isinstance(await lead(office), Waiting)
    assert len(office.screen(ChatKey(PRO))) == 1
    assert not await done(office, TurnAwayPro(once="b", pro=PRO))
    assert await done(office, AdmitPro(once="c", pro=PRO))
    assert isinstance(await lead(office), Offered)
    assert [line[2:] for line in await audited(office)] == [("turned_away", "approved"), ("pending", "turned_away")]


async def test_nothing_is_commanded_of_nobody(office: Office) -> None:
    with pytest.raises(Refused, match="no_such_pro"):
        await done(office, AdmitPro(once="a", pro=PRO))
