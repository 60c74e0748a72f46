"""The town by clicking: a whole story, everything that can be sent, what can go wrong, in both languages."""

import json
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.panel import PATIENCE_MS, Panel, chromium, panel
from tests.system.running import PROS

CLIENT = "972000009001"
PRO = str(PROS[0]["phone"])

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    folder = tmp_path_factory.mktemp("town")
    with panel(folder) as ours:
        (folder / "pros.json").write_text(json.dumps(PROS[:1]))
        assert ours.running.fixi("pros", "import", str(folder / "pros.json")).returncode == 0
        yield ours


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(town: Panel, browser: Browser) -> Iterator[Page]:
    with town.visitor(browser) as page:
        page.goto(f"{town.url}/town")
        yield page
    assert town.complaints == []


def phone(page: Page, number: str) -> Locator:
    """This phone on the table."""
    return page.locator(f'[data-phone="{number}"]')


def screen(page: Page, number: str) -> Locator:
    """What stands on it."""
    return phone(page, number).get_by_role("log")


def says(page: Page, number: str, text: str) -> None:
    """Its owner types this."""
    field = phone(page, number).get_by_role("textbox")
    field.fill(text)
    field.press("Enter")


def taps(page: Page, number: str, label: str) -> None:
    """Its owner taps the newest button that says so."""
    phone(page, number).get_by_role("button", name=label, exact=True).last.click()


def newcomer(page: Page, name: str) -> str:
    """A further client; his number."""
    page.get_by_role("button", name="A new client").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("button", name="Put the phone on the table").click()
    number = page.get_by_role("article", name=name).get_attribute("data-phone")
    assert number is not None
    return number


def test_a_whole_story_from_the_first_words_to_the_stars(page: Page) -> None:
    lead = page.locator("[data-lead]").filter(has_text="leak under my sink")
    phone(page, CLIENT).get_by_role("button", name="There is a leak under my sink").click()
    expect(screen(page, CLIENT)).to_contain_text("May we go on?")
    taps(page, CLIENT, "Yes, go on")
    # The phone of whoever is asked comes to the table by itself.
    expect(screen(page, PRO)).to_contain_text("leak under my sink")
    expect(lead).to_contain_text("Moshe")
    phone(page, PRO).locator(".fx-taps button").first.click()
    expect(screen(page, CLIENT)).to_contain_text("Booked")
    expect(lead).to_contain_text("Booked")
    expect(lead).to_contain_text("Offer accepted")
    expect(phone(page, PRO).locator(".fx-bubble.ours .fx-tick").first).to_have_attribute("title", "Read")
    # On the next day, behind the appointment, he is asked how it went.
    for _ in range(4):
        if "Asked how it goes" in lead.inner_text():
            break
        before = page.locator(".fx-town-clock time").inner_text()
        page.get_by_role("button", name="To what is due next").click()
        expect(page.locator(".fx-town-clock time")).not_to_have_text(before)
        expect(page.locator(".fx-town-clock [role=status]")).to_be_hidden()
    expect(lead).to_contain_text("Asked how it goes")
    expect(phone(page, PRO).locator(".fx-taps")).to_have_count(2)
    phone(page, PRO).locator(".fx-taps").last.get_by_role("button").first.click()
    expect(screen(page, CLIENT)).to_contain_text("How was it")
    says(page, CLIENT, "5")
    expect(lead).to_contain_text("Closed")


def test_photos_voice_notes_and_places_arrive(page: Page, town: Panel) -> None:
    number = newcomer(page, "Omer")
    for kind in ("Photo", "Voice note", "Location"):
        phone(page, number).get_by_role("button", name="Photo, voice note, location").click()
        page.locator(".q-menu").get_by_role("button", name=kind).click()
        sheet = page.get_by_role("dialog")
        if kind == "Photo":
            sheet.get_by_role("textbox").fill("my tap drips")
            sheet.get_by_role("button", name="A dripping tap").click()
        else:
            if kind == "Voice note":
                sheet.get_by_role("textbox").fill("please come soon")
            sheet.get_by_role("button", name="Send").click()
        expect(sheet).to_be_hidden()
    expect(screen(page, number).locator("img")).to_be_visible()
    expect(screen(page, number)).to_contain_text("please come soon")
    expect(screen(page, number).locator(".fx-bubble.ours")).to_have_count(3)
    expect(screen(page, number).locator(".fx-bubble.theirs").first).to_be_visible()
    # Operators see and hear them in the chat; whoever is not logged in does not.
    page.goto(f"{town.url}/chats/{number}")
    photo = page.locator(".fx-photo img")
    expect(photo).to_be_visible()
    page.wait_for_function("document.querySelector('.fx-photo img').naturalWidth > 0")
    expect(page.locator("audio.fx-voice")).to_have_count(1)
    where = f"{town.url}{photo.get_attribute('src')}"
    assert httpx.get(where).status_code == 401
    shown = page.request.get(where)
    assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert page.request.get(f"{town.url}/files/..%2Frun.json").status == 404


def test_what_goes_wrong_is_seen_and_is_made_good(page: Page) -> None:
    number = newcomer(page, "Ruth")
    lost = page.get_by_role("button", name="Lost")
    lost.click()
    expect(lost).to_have_attribute("aria-pressed", "true")
    says(page, number, "my toilet is blocked, Herzl 3 Jerusalem")
    mine = screen(page, number).locator(".fx-bubble.ours .fx-tick").first
    expect(mine).to_have_attribute("title", "Sent")
    expect(screen(page, number).locator(".fx-bubble.theirs")).to_have_count(0)
    lost.click()  # and what was lost is fetched from the journal
    expect(screen(page, number)).to_contain_text("May we go on?")
    expect(mine).to_have_attribute("title", "Read")
    down = page.get_by_role("button", name="Provider down")
    twice = page.get_by_role("button", name="Doubled")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    twice.click()
    expect(twice).to_have_attribute("aria-pressed", "true")
    before = screen(page, number).locator(".fx-bubble.theirs").count()
    taps(page, number, "Yes, go on")
    expect(screen(page, number).locator(".fx-bubble.ours")).to_have_count(2)
    expect(screen(page, number).locator(".fx-bubble.theirs")).to_have_count(before)
    down.click()
    twice.click()
    expect(down).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="+10 min").click()
    expect(screen(page, number).locator(".fx-bubble.theirs")).not_to_have_count(before)


def test_a_phone_is_put_away_and_comes_back(page: Page) -> None:
    number = newcomer(page, "Layla")
    phone(page, number).get_by_role("button", name="Put this phone away").click()
    expect(phone(page, number)).to_have_count(0)
    page.get_by_role("button", name="A professional").click()
    page.get_by_role("button", name="Put the phone on the table").click()
    expect(phone(page, PRO)).to_be_visible()


def test_what_is_typed_stays_while_others_write(page: Page) -> None:
    first, second = newcomer(page, "Noa"), newcomer(page, "Amir")
    phone(page, first).get_by_role("textbox").fill("half a sentence")
    says(page, second, "hello")
    expect(screen(page, second).locator(".fx-bubble.theirs").first).to_be_visible()
    expect(phone(page, first).get_by_role("textbox")).to_have_value("half a sentence")


@pytest.mark.parametrize(
    ("language", "width", "title"), [("he", 1500, "העיירה"), ("he", 400, "העיירה"), ("en", 400, "The town")]
)
def test_both_languages_and_a_narrow_screen(
    town: Panel, browser: Browser, language: str, width: int, title: str
) -> None:
    with town.visitor(browser, language, width) as page:
        page.goto(f"{town.url}/town")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.locator("[data-phone]").first).to_be_visible()
        assert page.evaluate("document.documentElement.dir || document.body.dir") in {
            "",
            "ltr" if language == "en" else "rtl",
        }
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, "the page is wider than the screen"
    assert town.complaints == []
