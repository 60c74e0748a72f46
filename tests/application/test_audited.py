"""No change without its line in the audit, and no line that says more than was done, whenever somebody dies."""

import pytest

from fixi.domain.audit import Deed
from fixi.domain.commands import AnyCommand, Assign, CallOff, PutJob, SavePro, SetPolicy, Stale
from fixi.domain.effects import WriteDeed
from fixi.domain.errors import Conflict, Unavailable
from fixi.domain.lead.states import Cancelled
from fixi.domain.values import Key
from tests.application.test_operate import NOA, operate, reviewed
from tests.support.office import Office
from tests.support.samples import LEAD, PRO, a_pro


@pytest.fixture
def office() -> Office:
    return Office()


async def lines(office: Office) -> list[tuple[str, str, str]]:
    return [(each.deed.what, each.deed.before, each.deed.after) for each in await office.house.audit.listed(10)]


async def test_the_line_is_written_with_what_the_letter_does(office: Office) -> None:
    version = await reviewed(office)
    await operate(office)(NOA, Assign(once="a", lead=LEAD, version=version, pro=PRO))
    assert await lines(office) == []  # whoever dies here has changed nothing yet
    await office.works()
    assert await lines(office) == [("Assign", "pending_admin_review", "…2222")]


async def test_who_dies_between_the_change_and_its_line_writes_it_when_he_is_back(office: Office) -> None:
    version = await reviewed(office)
    await operate(office)(NOA, CallOff(once="a", lead=LEAD, version=version))
    audit = office.house.audit
    office.errands._audit = Broken()  # type: ignore[assignment]
    with pytest.raises(Unavailable):
        await office.turn(Key.lead(LEAD).address)
    assert isinstance((await office.document(Key.lead(LEAD))).state, Cancelled)
    assert await lines(office) == []
    office.errands._audit = audit
    await office.turn(Key.lead(LEAD).address)
    await office.sweep()
    await office.works()
    assert [what for what, _, _ in await lines(office)] == ["CallOff"]


class Broken:
    """A book that cannot be written in."""

    async def append(self, deed: Deed, once: str = "") -> None:
        raise Unavailable("no audit")


async def test_an_errand_that_is_done_twice_writes_one_line(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    version = await reviewed(office)
    await operate(office)(NOA, CallOff(once="a", lead=LEAD, version=version))
    with monkeypatch.context() as before_it_is_marked:
        before_it_is_marked.setattr(office.house.outbox, "done", nothing_is_done)
        await office.turn(Key.lead(LEAD).address)
    pending = await office.house.outbox.pending(Key.lead(LEAD))
    assert any(isinstance(entry.effect, WriteDeed) for entry in pending)
    await office.errands(Key.lead(LEAD), pending)
    assert [what for what, _, _ in await lines(office)] == ["CallOff"]


async def nothing_is_done(*_: object) -> tuple[()]:
    return ()


async def test_what_nothing_came_of_is_said_to_be_not_done(office: Office) -> None:
    """It was possible when it was commanded, and was not any more when its turn came."""
    version = await reviewed(office)
    for once in ("a", "b"):
        await operate(office)(NOA, CallOff(once=once, lead=LEAD, version=version))
    await office.works()
    assert await lines(office) == [
        ("CallOff", "pending_admin_review", "not done"),
        ("CallOff", "pending_admin_review", ""),
    ]


async def test_a_number_that_somebody_else_has_changed_at_this_moment_is_said_not_to_be_changed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def conflict(*_: object) -> None:
        raise Conflict("written by somebody else")

    monkeypatch.setattr(office.house.policies, "change", conflict)
    with pytest.raises(Stale):
        await operate(office)(NOA, SetPolicy(once="a", name="questions_max", value="4", before="3"))
    assert await lines(office) == [("SetPolicy", "", "not done"), ("SetPolicy", "3", "4")]


@pytest.mark.parametrize(
    ("port", "method", "command"),
    [
        ("policies", "change", SetPolicy(once="a", name="questions_max", value="4", before="3")),
        ("job_switches", "turn", PutJob(once="a", job="media", on=False)),
        ("professionals", "change", SavePro(once="a", pro=a_pro())),
    ],
)
async def test_whatever_dies_while_something_is_stored_its_line_stands_before_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, port: str, method: str, command: AnyCommand
) -> None:
    async def dies(*_: object) -> None:
        raise Unavailable("the store is gone")

    monkeypatch.setattr(getattr(office.house, port), method, dies)
    with pytest.raises(Unavailable):
        await operate(office)(NOA, command)
    assert [what for what, _, _ in await lines(office)] == [type(command).__name__]
