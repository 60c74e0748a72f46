"""Settings by clicking: a number and its undo, jobs, the switch that everybody sees, and one's own sessions."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from fixi.domain.operators import Role
from tests.browser.panel import PATIENCE_MS, Panel, chromium, panel

pytestmark = pytest.mark.timeout(240)
expect.set_options(timeout=PATIENCE_MS)
ROLE_OF_RINA = re.compile("Role of .*rina")  # a name stands apart from the direction of its sentence
PARTS = ("", "/history", "/jobs", "/system", "/wording")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    with panel(tmp_path_factory.mktemp("settings")) as ours:
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


def test_a_number_is_changed_seen_in_the_history_and_put_back(page: Page, house: Panel) -> None:
    page.goto(f"{house.url}/settings")
    row = page.get_by_role("row").filter(has=page.locator('[data-policy="max_active_jobs"]'))
    expect(row).to_contain_text("3")
    row.get_by_role("button").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox").fill("0")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.get_by_role("alert")).to_contain_text("This cannot be taken.")
    sheet.get_by_role("textbox").fill("2")
    sheet.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Done.", exact=True).last).to_be_visible()
    expect(row).to_contain_text("2")
    assert house.running.fixi("policy", "get", "max_active_jobs").stdout.strip().endswith("2")

    page.goto(f"{house.url}/settings/history")
    newest = page.get_by_role("row").nth(1)
    expect(newest).to_contain_text("owner")
    newest.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Done.", exact=True).last).to_be_visible()
    assert house.running.fixi("policy", "get", "max_active_jobs").stdout.strip().endswith("3")
    # The first of the two changes does not hold any more: there is nothing to put back in it.
    expect(page.get_by_role("row").filter(has_text="Changed since")).to_have_count(1)


def test_a_job_is_switched_off_reminded_of_run_by_hand_and_switched_on(page: Page, house: Panel) -> None:
    page.goto(f"{house.url}/settings/jobs")
    row = page.get_by_role("row").filter(has=page.locator('[data-job="healer"]'))
    row.get_by_role("button", name="Switch off").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("the store is moved")
    page.get_by_role("dialog").get_by_role("button", name="Switch off", exact=True).click()
    expect(row).to_contain_text("the store is moved")
    with house.further_page(page) as other:
        other.goto(house.url)
        expect(other.get_by_text("is switched off, by")).to_be_visible()
    before = house.asked(lambda container: container.runs().last("healer"))
    row.get_by_role("button", name="Run now").click()
    house.running.wait_for(
        lambda: house.asked(lambda container: container.runs().last("healer")) != before, "a run of the healer"
    )
    row.get_by_role("button", name="Switch on").click()
    expect(row).not_to_contain_text("the store is moved")
    sweep = page.get_by_role("row").filter(has=page.locator('[data-job="sweep"]'))
    expect(sweep.get_by_role("button", name="Switch off")).to_have_count(0)


def test_whoever_stops_all_sending_is_seen_on_every_open_page(page: Page, house: Panel) -> None:
    with house.further_page(page) as other:
        other.goto(f"{house.url}/chats")
        page.goto(f"{house.url}/settings/system")
        page.get_by_role("button", name="Stop sending").click()
        sheet = page.get_by_role("dialog")
        sheet.get_by_role("button", name="Stop sending").click()
        expect(sheet.get_by_role("alert")).to_be_visible()  # everybody will ask why
        sheet.get_by_role("textbox").fill("a storm")
        sheet.get_by_role("button", name="Stop sending").click()
        expect(other.get_by_text("a storm")).to_be_visible()
        page.get_by_role("button", name="Send again").click()
        page.get_by_role("dialog").get_by_role("button", name="Send again").click()
        expect(other.get_by_text("a storm")).to_have_count(0)


def test_a_session_that_is_ended_elsewhere_leaves_its_open_page(page: Page, house: Panel, browser: Browser) -> None:
    with house.visitor(browser) as other:
        other.goto(f"{house.url}/chats")
        page.goto(f"{house.url}/account")
        page.get_by_role("button", name="Log out everywhere else").click()
        other.wait_for_url("**/login*")


def test_an_owner_adds_an_operator_raises_him_and_locks_him_out(page: Page, house: Panel, browser: Browser) -> None:
    page.goto(f"{house.url}/operators")
    page.get_by_role("button", name="New operator").click()
    sheet = page.get_by_role("dialog")
    sheet.locator("input").first.fill("rina")
    sheet.get_by_role("button", name="New operator").click()
    house.passwords["rina"] = page.locator(".fx-password").inner_text()
    page.get_by_role("dialog").get_by_role("button", name="I have it").click()
    row = page.locator("tr").filter(has=page.get_by_label(ROLE_OF_RINA))
    row.get_by_label(ROLE_OF_RINA).click()
    page.get_by_role("dialog").get_by_role("combobox").click()
    page.get_by_role("option", name="Dispatcher").click()
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(row.get_by_text("Dispatcher", exact=True)).to_be_visible()
    with house.visitor(browser, name="rina") as hers:
        row.get_by_role("button", name="Shut out").click()
        page.get_by_role("dialog").get_by_role("button", name="Shut out").click()
        hers.wait_for_url("**/login*")
    expect(page.get_by_text("dispatcher, disabled").first).to_be_visible()


@pytest.mark.parametrize("language", ["he", "en"])
@pytest.mark.parametrize("width", [1400, 400])
def test_every_part_opens_in_both_languages_and_on_a_phone(
    house: Panel, browser: Browser, language: str, width: int
) -> None:
    with house.visitor(browser, language, width) as page:
        for part in (*(f"/settings{part}" for part in PARTS), "/account", "/operators"):
            page.goto(house.url + part)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert page.locator("html").get_attribute("lang") in {language, "en-US"}
            beside = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beside <= 0, f"{part} is {beside} px too wide"
    assert house.complaints == []


def test_who_changes_his_password_stays_and_is_logged_out_everywhere_else(house: Panel, browser: Browser) -> None:
    house.operator("gal", Role.DISPATCHER)
    old, new = house.passwords["gal"], "plaster and copper pipes 7"
    with house.visitor(browser, name="gal") as page, house.visitor(browser, "he", name="gal") as other:
        other.goto(f"{house.url}/leads")
        for typed, wanted, said in (
            ("not the old one", new, "is not right"),
            (old, "too short", "A password has 12 characters"),
            (old, new, "Your password is changed."),
        ):
            page.goto(f"{house.url}/account")
            page.fill("input[name=old]", typed)
            page.fill("input[name=new]", wanted)
            page.get_by_role("button", name="Change the password").click()
            expect(page.get_by_role("main")).to_contain_text(said)
        other.wait_for_url("**/login*")
        page.goto(f"{house.url}/leads")
        expect(page).to_have_url(f"{house.url}/leads")
        house.log_in(other, "gal", new)
