"""Professionals in the panel: added, edited by two, taken in from a file, given out, approved, paused."""

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from fixi.container import Container
from fixi.domain.operators import Role
from fixi.domain.professional import Professional
from tests.browser.panel import PATIENCE_MS, Panel, chromium, panel
from tests.support.samples import a_pro
from tests.system.running import PROS

pytestmark = pytest.mark.timeout(240)
expect.set_options(timeout=PATIENCE_MS)
NEW = "972541230001"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    folder = tmp_path_factory.mktemp("pros")
    with panel(folder) as ours:
        (folder / "pros.json").write_text(json.dumps(PROS))
        assert ours.running.fixi("pros", "import", str(folder / "pros.json")).returncode == 0
        yield ours


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(house: Panel, browser: Browser) -> Iterator[Page]:
    with house.visitor(browser) as page:
        yield page
    assert house.complaints == []


def stored(house: Panel, pro: str) -> Professional | None:
    async def get(container: Container) -> Professional | None:
        found: Professional | None = await container.professionals().get(pro)
        return found

    return house.asked(get)


def known(house: Panel, pro: str) -> Professional:
    found = stored(house, pro)
    assert found is not None
    return found


def pick(page: Page, field: str, *options: str) -> None:
    """Choose these of a list of many."""
    sheet = page.get_by_role("dialog").first
    for option in options:
        sheet.get_by_label(field).fill(option) if field == "Towns" else sheet.get_by_label(field).click()
        page.locator(".q-menu").get_by_role("option", name=option, exact=True).click()
        page.keyboard.press("Escape")


def done(page: Page) -> None:
    expect(page.get_by_text("Done.", exact=True).last).to_be_visible()


def test_somebody_is_added_and_what_is_wrong_is_said_at_its_field(page: Page, house: Panel) -> None:
    page.goto(f"{house.url}/pros")
    page.get_by_role("button", name="Add a professional").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Phone").fill("12")
    sheet.get_by_label("Monday").fill("18:00-08:00")
    sheet.get_by_role("button", name="Save").click()
    for said in ("is no phone number", "is missing", "hours look like"):
        expect(sheet.get_by_text(said).first).to_be_visible()
    sheet.get_by_label("Phone").fill("054-123-0001")
    sheet.get_by_label("Name").fill("Rami <b>Levi</b>")
    sheet.get_by_label("Monday").fill("08:00-12:00, 16:00-19:00")
    sheet.get_by_label("Jobs at the same time").fill("2")
    pick(page, "Trade", "Plumbing")
    pick(page, "Towns", "Nesher")
    sheet.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{house.url}/pros/{NEW}")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Rami <b>Levi</b>")
    expect(main).to_contain_text("08:00-12:00, 16:00-19:00")
    pro = known(house, NEW)
    assert ([trade.code for trade in pro.trades], [area.name for area in pro.areas]) == (["plumber"], ["Nesher"])
    assert (pro.cap, len(pro.hours), pro.approved) == (2, 2, True)


def test_of_two_who_edit_one_professional_the_second_is_told(page: Page, house: Panel, browser: Browser) -> None:
    pro = str(PROS[0]["phone"])
    with house.visitor(browser, "he") as other:
        for each, edit in ((page, "Edit"), (other, "עריכה")):
            each.goto(f"{house.url}/pros/{pro}")
            each.get_by_role("main").get_by_role("button", name=edit, exact=True).click()
        sheet = page.get_by_role("dialog")
        sheet.get_by_label("Jobs at the same time").fill("5")
        sheet.get_by_role("button", name="Save").click()
        done(page)
        expect(page.get_by_role("main")).to_contain_text("0/5")
        sheet = other.get_by_role("dialog")
        sheet.get_by_label("שם", exact=True).fill("אחר")
        sheet.get_by_role("button", name="שמירה").click()
        expect(other.get_by_text("עבודות במקביל").last).to_be_visible()
        expect(sheet.get_by_label("שם", exact=True)).to_have_value("אחר")
    assert (known(house, pro).cap, known(house, pro).name) == (5, PROS[0]["name"])


def rows(*changed: dict[str, Any]) -> bytes:
    return json.dumps([{**PROS[1], "phone": f"97254123100{n}", **more} for n, more in enumerate(changed)]).encode()


def test_a_file_with_bad_rows_stores_nothing_and_mended_all_of_it(page: Page, house: Panel, tmp_path: Path) -> None:
    bad, good, table = tmp_path / "bad.json", tmp_path / "good.json", tmp_path / "more.csv"
    bad.write_bytes(rows({}, {"trades": ["wizard"], "areas": ["Atlantis"]}, {"phone": "9.72541E+11"}))
    good.write_bytes(rows({}, {"name": "=1+1"}, {"name": "<img src=x onerror=alert(1)>"}))
    page.goto(f"{house.url}/pros")
    page.get_by_role("button", name="Import").click()
    sheet = page.get_by_role("dialog")
    sheet.locator("input[type=file]").set_input_files(bad)
    expect(sheet.get_by_text(re.compile(r"\W3\W problems in \W2\W rows"))).to_be_visible()
    for said in ("no town is called", "must be one of", "was rounded by a spreadsheet"):
        expect(sheet.get_by_text(said)).to_be_visible()
    expect(sheet.get_by_role("button", name="Import all of it")).to_have_count(0)
    assert stored(house, "972541231000") is None
    sheet.locator("input[type=file]").set_input_files(good)
    expect(sheet.get_by_text(re.compile(r"New: \W3"))).to_be_visible()
    expect(sheet.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    assert stored(house, "972541231000") is None
    sheet.get_by_role("button", name="Import all of it").click()
    expect(page.get_by_role("main").get_by_text("=1+1")).to_be_visible()
    assert known(house, "972541231001").name == "=1+1"
    with page.expect_download() as coming:
        page.get_by_role("button", name="Export as a table").click()
    coming.value.save_as(table)
    assert "'=1+1" in table.read_text(encoding="utf-8")
    page.get_by_role("button", name="Import").click()
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(table)
    expect(page.get_by_role("dialog").get_by_text(re.compile(r"New: \W0"))).to_be_visible()
    assert house.running.fixi("audit", "--json").stdout.count("ImportPros") == 2  # the house's own and this one


def test_who_waits_is_approved_or_turned_away_and_hears_of_it(page: Page, house: Panel) -> None:
    waiting = (a_pro("972541232001", name="Yael", approved=False), a_pro("972541232002", name="Gad", approved=False))

    async def put(container: Container) -> None:
        await container.professionals().put(waiting)

    house.asked(put)
    page.goto(f"{house.url}/pros")
    expect(page.get_by_text("Waiting for approval")).to_contain_text("2")
    page.get_by_role("link", name="Look at them").click()
    page.get_by_role("link", name="Yael").click()
    main = page.get_by_role("main")
    main.get_by_role("button", name="Approve").click()
    expect(main.get_by_role("button", name="Approve")).to_have_count(0)
    expect(main.get_by_text("Waits for approval")).to_have_count(0)
    page.goto(f"{house.url}/pros/972541232002")
    main.get_by_role("button", name="Turn away").click()
    page.get_by_role("dialog").get_by_role("button", name="Turn away").click()
    expect(main.get_by_text("Not active")).to_be_visible()
    for pro, said in (("972541232001", "1"), ("972541232002", "")):
        told = house.running.wait_for(partial(heard, house, pro), "what he was told")
        assert said in told[0]
    assert (known(house, "972541232001").approved, known(house, "972541232002").active) == (True, False)


def heard(house: Panel, phone: str) -> list[str]:
    lines = json.loads(house.running.fixi("chat", phone, "--json").stdout or "[]")
    return [line["text"] for line in lines if line["kind"] == "out"]


def test_a_pause_is_seen_and_ended_and_a_viewer_decides_nothing(page: Page, house: Panel, browser: Browser) -> None:
    pro = str(PROS[1]["phone"])
    page.goto(f"{house.url}/pros/{pro}")
    main = page.get_by_role("main")
    main.get_by_role("button", name="Pause for a week").click()
    expect(main.get_by_text("Pauses until")).to_be_visible()
    house.operator("vera", Role.VIEWER)
    with house.visitor(browser, name="vera") as other:
        other.goto(f"{house.url}/pros/{pro}")
        expect(other.get_by_role("main")).to_contain_text("Pauses until")
        expect(other.get_by_role("main").get_by_role("button")).to_have_count(0)
        assert pro not in other.content().replace(f"/pros/{pro}", "")
        other.goto(f"{house.url}/pros")
        expect(other.get_by_role("main").get_by_role("link", name=str(PROS[1]["name"])).first).to_be_visible()
        expect(other.get_by_role("button", name="Add a professional")).to_have_count(0)
        expect(other.get_by_role("button", name="Export as JSON")).to_have_count(0)
    main.get_by_role("button", name="Available again").click()
    expect(main.get_by_text("Pauses until")).to_have_count(0)
    assert known(house, pro).paused_until is None
