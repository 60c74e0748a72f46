"""The alert line: everybody is told, by every way, once, however often something breaks."""

from datetime import timedelta

import pytest

from fixi.application.care.telling import Telling
from fixi.domain.care import named
from fixi.domain.effects import Alert
from fixi.domain.errors import FixiError, Refused, Unavailable
from fixi.domain.values import Language
from tests.support.office import Office, catalogue
from tests.support.people import PlayedWay
from tests.support.samples import DAY, HOUR, MINUTE

TICK = timedelta(seconds=20)
SECOND = timedelta(seconds=1)


async def raise_alert(
    office: Office, name: str, kind: str = "stale", about: str = "k3v9x2m1qp", detail: str = ""
) -> None:
    await office.house.alerts.call(name, Alert(kind, about, detail), office.house.clock.now())


async def tell(office: Office, length: timedelta = TICK) -> None:
    """The job at each of its ticks, for so long."""
    for _ in range(max(1, length // TICK)):
        office.house.clock.move(TICK)
        await office.telling(office.house.clock.now(), dry=False)


async def left(office: Office) -> list[str]:
    return [raised.id for raised in await office.house.alerts.untold(1000)]


async def test_an_alert_is_told_by_each_way_once() -> None:
    office = Office()
    await raise_alert(office, "a1")
    await tell(office, MINUTE)
    for way in (office.mail, office.webhook):
        (notice,) = way.read
        assert (notice.kind, notice.about, way.tries) == ("stale", "k3v9x2m1qp", 1)
        assert "its time is over" in notice.text
    assert await left(office) == []


async def test_what_the_notice_is_called_does_not_show_whom_it_is_about() -> None:
    office = Office()
    await raise_alert(office, "client:972540000001:5:0:failed", "failed_send", "client:…0001")
    await tell(office)
    notice = office.mail.read[0]
    assert "9725" not in f"{notice}"
    assert notice.id == office.webhook.read[0].id
    assert len(notice.id) == 32


async def test_a_phone_in_somebody_s_reason_is_not_told() -> None:
    office = Office()
    await raise_alert(office, "a1", "sending.off", "sending", "dana: complaint of 054-000 0001, 2 days")
    await tell(office)
    assert "(dana: complaint of …, 2 days)" in office.mail.read[0].text


async def test_several_of_one_moment_are_one_mail_and_as_many_posts() -> None:
    office = Office()
    for name in ("a1", "a2", "a3"):
        await raise_alert(office, name, about=name)
    await tell(office)
    (mail,) = office.mail.read
    assert (mail.kind, mail.title, mail.about) == ("several", "Fixi: 3 alerts", "")
    assert [name in mail.text for name in ("a1", "a2", "a3")] == [True] * 3
    assert [notice.about for notice in office.webhook.read] == ["a1", "a2", "a3"]


@pytest.mark.parametrize("trouble", [Unavailable("refused"), Unavailable("slow", unknown=True), Refused("550")])
async def test_what_did_not_get_through_is_tried_with_growing_pauses(trouble: FixiError) -> None:
    office = Office()
    office.mail.troubles.extend([trouble] * 6)
    await raise_alert(office, "a1")
    tries: list[timedelta] = []
    began = office.house.clock.now()
    for _ in range(120):
        before = office.mail.tries
        await tell(office)
        if office.mail.tries > before:
            tries.append(office.house.clock.now() - began - TICK)
    assert tries == [SECOND * passed for passed in (0, 20, 60, 140, 300, 620, 1220)]
    assert len(office.mail.read) == 1
    assert office.webhook.tries == 1
    assert await left(office) == []


async def test_a_way_that_is_broken_does_not_keep_the_other_waiting() -> None:
    office = Office()
    office.mail.troubles.extend([Unavailable("away")] * 100)
    for n in range(5):
        await raise_alert(office, f"a{n}")
        await tell(office, MINUTE)
    assert [notice.kind for notice in office.webhook.read] == ["stale"] * 5
    assert len(await left(office)) == 5


async def test_after_an_outage_everything_comes_in_one_mail() -> None:
    office = Office()
    office.mail.troubles.extend([Unavailable("away")] * 3)
    for n in range(4):
        await raise_alert(office, f"a{n}", about=f"lead{n}")
        await tell(office)
    await tell(office, 5 * MINUTE)
    assert [notice.title for notice in office.mail.read] == ["Fixi: 4 alerts"]


async def test_one_that_is_not_wanted_does_not_keep_those_behind_it_waiting() -> None:
    office = Office()
    office.webhook.troubles.extend([Refused("413"), None, None])
    for n in range(3):
        await raise_alert(office, f"a{n}", about=f"lead{n}")
    await tell(office)
    assert [notice.about for notice in office.webhook.read] == ["lead1", "lead2"]
    await tell(office, MINUTE)
    assert [notice.about for notice in office.webhook.read] == ["lead1", "lead2", "lead0"]


async def test_who_dies_before_he_can_mark_it_tells_it_again_under_the_same_name() -> None:
    office = Office()
    for name in ("a1", "a2"):
        await raise_alert(office, name)
    told = office.house.alerts.told

    async def dies(ids: tuple[str, ...], way: str) -> None:
        raise RuntimeError("killed")

    office.house.alerts.told = dies  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        await tell(office)
    office.house.alerts.told = told  # type: ignore[method-assign]
    await tell(office)
    first, second = office.mail.read
    assert first == second
    assert len(office.webhook.read) == 2


async def test_a_flood_is_told_in_short_once_in_ten_minutes() -> None:
    office = Office()
    office.house.clock.move_to(office.house.clock.now().replace(minute=0, second=0) + HOUR)
    for n in range(180):  # for an hour
        await raise_alert(office, f"a{n}", "failed_send" if n % 3 else "stale", f"about{n}")
        await tell(office)
    assert len(office.mail.read) < 45
    digests = [notice for notice in office.mail.read if notice.kind == "digest"]
    assert len(digests) in {6, 7}
    assert "× " in digests[-1].text
    assert len(digests[-1].text.splitlines()) == 3  # how many in all, and how many of each kind
    await tell(office, 21 * MINUTE)
    assert await left(office) == []
    await raise_alert(office, "after", about="calm")
    await tell(office)
    assert office.mail.read[-1].about == "calm"


async def test_in_a_flood_the_account_is_told_at_once_all_the_same() -> None:
    office = Office()
    for n in range(50):
        await raise_alert(office, f"a{n}")
    await tell(office)
    assert office.mail.kinds == ["digest"]
    await raise_alert(office, "late")
    await raise_alert(office, "stop", "account.banned", "account")
    await tell(office)
    assert office.mail.kinds == ["digest", "account.banned"]
    assert office.webhook.kinds == ["digest", "account.banned"]


async def test_what_is_old_is_only_counted() -> None:
    office = Office()
    for n in range(30):
        await raise_alert(office, f"old{n}")
    office.house.clock.move(DAY + HOUR)
    await raise_alert(office, "new", about="today")
    await tell(office)
    (mail,) = office.mail.read
    assert "today" in mail.text
    assert "30 alerts are more than a day old" in mail.text
    assert [notice.kind for notice in office.webhook.read] == ["stale", "older"]
    assert await left(office) == []


async def test_a_kind_that_has_no_words_is_told_all_the_same() -> None:
    office = Office()
    await raise_alert(office, "a1", "of.tomorrow", "k3v9")
    await tell(office)
    assert "Something needs a person" in office.mail.read[0].text


async def test_without_a_way_everything_waits_and_a_new_way_gets_what_is_young() -> None:
    office = Office()
    alone = Telling(
        office.house.alerts, (), office.house.attempts, office.house.ledger, office.house.ticks, catalogue(),
        Language.HE, office.house.clock,
    )  # fmt: skip
    await raise_alert(office, "a1")
    assert await alone(office.house.clock.now(), dry=False) == ()
    assert await left(office) == ["a1"]
    await tell(office)
    assert await left(office) == []


async def test_a_way_that_is_gone_is_not_waited_for() -> None:
    office = Office()
    office.webhook.troubles.append(Unavailable("away"))
    await raise_alert(office, "a1")
    await tell(office)
    assert await left(office) == ["a1"]
    house, mail = office.house, PlayedWay("mail")
    only_mail = Telling(
        house.alerts, (mail,), house.attempts, house.ledger, house.ticks, catalogue(), Language.HE, house.clock
    )
    await only_mail(house.clock.now(), dry=False)
    assert (mail.tries, await left(office)) == (0, [])


async def test_the_language_of_the_business_is_spoken() -> None:
    office = Office()
    house, mail = office.house, PlayedWay("mail")
    hebrew = Telling(
        house.alerts, (mail,), house.attempts, house.ledger, house.ticks, catalogue(), Language.HE, house.clock
    )
    await raise_alert(office, "a1", "account.signed_out", "account", "3")
    await hebrew(house.clock.now(), dry=False)
    assert mail.read[0].rtl
    assert mail.read[0].title.startswith("וואטסאפ מנותק")


async def test_a_dry_run_tells_nobody() -> None:
    office = Office()
    await raise_alert(office, "a1")
    found = await office.telling(office.house.clock.now(), dry=True)
    assert [(finding.about, finding.done) for finding in found] == [
        ("mail", "would be told"),
        ("webhook", "would be told"),
    ]
    assert (office.mail.tries, await left(office)) == (0, ["a1"])


async def test_trying_it_out_says_of_each_way_what_is_wrong() -> None:
    office = Office()
    office.webhook.troubles.append(Refused("the web address answers 404"))
    assert await office.telling.test() == {"mail": "", "webhook": "the web address answers 404"}
    assert office.mail.kinds == ["test"]
    assert await left(office) == []


async def test_it_runs_by_the_table_twenty_seconds_apart_and_leaves_no_runs() -> None:
    office = Office()
    await raise_alert(office, "a1")
    office.house.clock.move(TICK)
    row = named("alerts")
    assert row is not None
    assert await office.timetable(row)
    await office.works()
    assert len(office.mail.read) == 1
    assert "alerts" not in {run.job for run in await office.house.runs.listed(100)}
