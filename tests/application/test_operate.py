"""The door of the operators: who may, on which version, once, and written down."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fixi.adapters.bcrypt.passwords import BcryptPasswords
from fixi.adapters.system.secrets import SystemSecrets
from fixi.application.operate import Operate
from fixi.application.operate_pros import Profiles
from fixi.application.staff import Staff
from fixi.domain.canned import CannedReply
from fixi.domain.care import JOBS
from fixi.domain.commands import (
    Assign,
    CallOff,
    PutJob,
    RemoveReply,
    RunJob,
    SaveReply,
    SetPolicy,
    Stale,
    Warned,
    Write,
    facts_of,
)
from fixi.domain.errors import Refused
from fixi.domain.lead.states import Cancelled, Offered, PendingReview
from fixi.domain.operators import Operator, Role
from fixi.domain.policy_text import differences
from fixi.domain.values import Key, Language
from tests.support.documents import a_change
from tests.support.office import Office
from tests.support.samples import AT, CLIENT, LEAD, PRO, a_case, a_pro
from tests.support.staff import CHEAP

NOA = Operator("noa", Role.OWNER, "x")
DISPATCHER = Operator("dan", Role.DISPATCHER, "x")
VIEWER = Operator("vera", Role.VIEWER, "x")
REVIEWED = PendingReview(a_case(), "nobody", AT)


@pytest.fixture
def office() -> Office:
    return Office()


def operate(office: Office) -> Operate:
    house = office.house
    return Operate(
        house.repository,
        house.inbox,
        house.wakeups,
        house.professionals,
        Profiles(house.professionals),
        house.policies,
        office.sending,
        house.audit,
        house.clock,
        house.job_switches,
        house.canned_replies,
        Staff(house.operators, house.sessions, house.audit, BcryptPasswords(CHEAP), SystemSecrets(), house.clock),
    )


async def reviewed(office: Office) -> int:
    await office.house.repository.save(a_change(key=Key.lead(LEAD), state=REVIEWED))
    await office.house.professionals.put((a_pro(),))
    return (await office.document(Key.lead(LEAD))).version


async def audited(office: Office) -> list[tuple[str, str]]:
    return [(line.deed.who, line.deed.what) for line in await office.house.audit.listed(10)]


async def test_an_assigned_professional_is_asked_and_holds_one_place(office: Office) -> None:
    version = await reviewed(office)
    command = Assign(once="a", lead=LEAD, version=version, pro=PRO)
    assert await operate(office)(NOA, command)
    await office.works()
    state = (await office.document(Key.lead(LEAD))).state
    assert isinstance(state, Offered)
    pro = await office.house.professionals.get(PRO)
    assert pro is not None
    assert pro.places == (LEAD,)
    assert not await operate(office)(NOA, command)
    assert await audited(office) == [("noa", "Assign")]


async def test_who_is_asked_again_before_his_place_was_given_back_keeps_it(office: Office) -> None:
    """Both commands are read in one turn: giving back comes after the save, when he holds the place anew."""
    version = await reviewed(office)
    other = a_pro("972503333333")
    await office.house.professionals.put((other,))
    await operate(office)(NOA, Assign(once="a", lead=LEAD, version=version, pro=PRO))
    await office.works()
    record = await office.document(Key.lead(LEAD))
    for once, pro in (("b", other.id), ("c", PRO)):
        await operate(office)(NOA, Assign(once=once, lead=LEAD, version=record.version, pro=pro, anyway=True))
    await office.works()
    state = (await office.document(Key.lead(LEAD))).state
    assert isinstance(state, Offered)
    assert [offer.pro for offer in state.case.open_offers] == [PRO]
    places = {pro.id: pro.places for pro in await office.house.professionals.listed("", 9)}
    assert places == {PRO: (LEAD,), other.id: ()}


async def test_a_viewer_changes_nothing(office: Office) -> None:
    version = await reviewed(office)
    with pytest.raises(Refused, match="not_allowed"):
        await operate(office)(VIEWER, CallOff(once="a", lead=LEAD, version=version))
    await office.works()
    assert (await office.document(Key.lead(LEAD))).state == REVIEWED
    assert await audited(office) == []


async def test_an_older_version_is_refused_with_what_has_changed(office: Office) -> None:
    version = await reviewed(office)
    seen = facts_of(REVIEWED)
    await operate(office)(NOA, Assign(once="a", lead=LEAD, version=version, pro=PRO))
    await office.works()
    with pytest.raises(Stale) as refused:
        await operate(office)(NOA, CallOff(once="b", lead=LEAD, version=version, seen=seen))
    assert refused.value.changed == ("status", "pros")


async def test_no_operator_overrules_the_cap_but_anything_else(office: Office) -> None:
    version = await reviewed(office)
    blocked = a_pro("972503333333", blocked=(CLIENT.text,))
    full = a_pro("972504444444", cap=1, places=("other",))
    await office.house.professionals.put((blocked, full))
    assert await office.house.capacity.reserve(full.id, "other", 1, AT)
    for pro, reason, anyway in ((blocked, "blocked", False), (full, "full", False), (full, "full", True)):
        with pytest.raises(Warned) as warned:
            await operate(office)(NOA, Assign(once="a", lead=LEAD, version=version, pro=pro.id, anyway=anyway))
        assert warned.value.reasons == (reason,)
    assert await operate(office)(NOA, Assign(once="a", lead=LEAD, version=version, pro=blocked.id, anyway=True))
    await office.works()
    assert isinstance((await office.document(Key.lead(LEAD))).state, Offered)


async def test_a_lead_that_is_called_off_is_over_and_its_client_is_told(office: Office) -> None:
    version = await reviewed(office)
    await operate(office)(NOA, CallOff(once="a", lead=LEAD, version=version))
    await office.works()
    state: object = (await office.document(Key.lead(LEAD))).state
    assert isinstance(state, Cancelled)


async def test_an_operator_s_words_reach_the_phone_and_the_book_names_him(office: Office) -> None:
    chat = Key.client(CLIENT)
    await office.hears("hello")
    await office.a_minute_later()
    before = len(office.screen())
    await operate(office)(NOA, Write(once="a", chat=chat, text="Hello, this is Noa"))
    await office.works()
    assert office.screen()[before:] == ["Hello, this is Noa"]
    await office.hears("thanks, still there?")
    await office.a_minute_later()
    assert len(office.screen()) == before + 1
    lines = await office.house.ledger.lines(str(chat), 20)
    assert "operator noa" in [line.reason for line in lines if line.kind == "out"]


async def test_of_two_who_change_a_number_the_second_is_told(office: Office) -> None:
    first = SetPolicy(once="a", name="max_active_jobs", value="4", before="3")
    assert await operate(office)(NOA, first)
    with pytest.raises(Stale):
        await operate(office)(NOA, SetPolicy(once="b", name="max_active_jobs", value="5", before="3"))
    assert (await office.house.policies.current()).max_active_jobs == 4


async def test_a_job_is_switched_off_and_on_and_written_down(office: Office) -> None:
    door = operate(office)
    assert await door(NOA, PutJob(once="a", job="healer", on=False, why="too loud"))
    assert not await door(NOA, PutJob(once="b", job="healer", on=False))
    off = (await office.house.job_switches.off())["healer"]
    assert (off.by, off.why, off.at) == ("noa", "too loud", AT)
    assert await door(NOA, PutJob(once="c", job="healer", on=True))
    deeds = [line.deed for line in await office.house.audit.listed(10)]
    assert [(deed.what, deed.on, deed.before, deed.after) for deed in deeds] == [
        ("PutJob", "healer", "off", "on"),
        ("PutJob", "healer", "on", "off: too loud"),
    ]


async def test_nobody_switches_off_what_everything_relies_on(office: Office) -> None:
    for job in JOBS:
        if job.essential:
            with pytest.raises(Refused, match="job_essential"):
                await operate(office)(NOA, PutJob(once="a", job=job.name, on=False))
    with pytest.raises(Refused, match="no_such_job"):
        await operate(office)(NOA, PutJob(once="a", job="dance", on=False))
    with pytest.raises(Refused, match="not_allowed"):
        await operate(office)(DISPATCHER, PutJob(once="a", job="healer", on=False))
    assert await office.house.job_switches.off() == {}
    assert await audited(office) == []


async def test_a_job_runs_now_though_it_is_off_and_a_worker_does_it(office: Office) -> None:
    await operate(office)(NOA, PutJob(once="a", job="healer", on=False))
    assert await operate(office)(NOA, RunJob(once="b", job="healer"))
    assert await office.house.runs.last("healer") is None
    await office.works()
    run = await office.house.runs.last("healer")
    assert run is not None
    assert run.finished == 1
    assert await audited(office) == [("noa", "RunJob"), ("noa", "PutJob")]


async def test_a_change_is_undone_unless_it_was_changed_since(office: Office) -> None:
    door, policies = operate(office), office.house.policies
    await door(NOA, SetPolicy(once="a", name="sos_after", value="PT40M", before="PT30M"))
    newest, older, *_ = await policies.versions(5)
    ((name, before, after),) = differences(older.policy, newest.policy)
    assert (name, before, after) == ("sos_after", "PT30M", "PT40M")
    undo = SetPolicy(once="b", name=name, value=before, before=after)
    await door(NOA, SetPolicy(once="c", name="sos_after", value="PT50M", before="PT40M"))
    with pytest.raises(Stale):
        await door(NOA, undo)
    await door(NOA, SetPolicy(once="d", name="sos_after", value="PT40M", before="PT50M"))
    assert await door(NOA, undo)
    assert (await policies.current()).sos_after == timedelta(minutes=30)


async def test_a_reply_at_hand_is_written_changed_and_removed_and_of_two_the_second_is_told(office: Office) -> None:
    reply = CannedReply("soon", "Soon", ((Language.EN, "Soon."),))
    assert await operate(office)(DISPATCHER, SaveReply(once="a", reply=reply))
    (stored,) = await office.house.canned_replies.every()
    assert not await operate(office)(DISPATCHER, SaveReply(once="b", reply=stored))
    changed = replace(stored, texts=((Language.EN, "At once."),))
    assert await operate(office)(NOA, SaveReply(once="c", reply=changed))
    for late in (SaveReply(once="d", reply=replace(stored, title="Later")), RemoveReply(once="e", reply=stored)):
        with pytest.raises(Stale):
            await operate(office)(NOA, late)
    (stored,) = await office.house.canned_replies.every()
    assert await operate(office)(NOA, RemoveReply(once="f", reply=stored))
    assert not await operate(office)(NOA, RemoveReply(once="g", reply=stored))
    with pytest.raises(Stale):
        await operate(office)(NOA, SaveReply(once="h", reply=stored))
    with pytest.raises(Refused, match="not_allowed"):
        await operate(office)(VIEWER, SaveReply(once="i", reply=reply))
    lines = [(line.deed.before, line.deed.after) for line in await office.house.audit.listed(9)]
    assert lines == [("en: At once.", ""), ("en: Soon.", "en: At once."), ("", "en: Soon.")]
