"""Operators at work: a chat taken over and given back, one lead edited by two, somebody asked in spite of a warning."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from fixi.container import Container
from fixi.domain.invariants import in_human_mode
from fixi.domain.values import ChatKey, Key
from tests.browser.panel import PATIENCE_MS, Panel, chromium, panel
from tests.system.running import PROS

pytestmark = pytest.mark.timeout(240)
expect.set_options(timeout=PATIENCE_MS)
SOON_MS = 2_000
RONIT, YOSSI = "972540009101", "972540009102"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    folder = tmp_path_factory.mktemp("steering")
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


def heard(house: Panel, phone: str) -> list[str]:
    """What was said to this phone, by the command line."""
    lines = json.loads(house.running.fixi("chat", phone, "--json").stdout)
    return [line["text"] for line in lines if line["kind"] == "out"]


def asked_for_a_plumber(house: Panel, phone: str, name: str) -> dict[str, Any]:
    """A client whose request is out; the lead as the command line tells it."""
    running = house.running
    assert running.says(phone, "water is leaking under my sink, Herzl 12 Haifa, tomorrow at 10", name) == 200
    running.wait_for(lambda: heard(house, phone), "the consent question")
    assert running.says(phone, "yes") == 200

    def offered() -> list[dict[str, Any]]:
        leads = json.loads(running.fixi("leads", "--json").stdout)
        return [lead for lead in leads if lead["client"] == phone and lead["status"] == "new"]

    found: dict[str, Any] = running.wait_for(offered, "an offer")[0]
    return found


def act(page: Page, command: str) -> None:
    """Open the sheet of this command."""
    page.get_by_role("main").get_by_role("button", name=command, exact=True).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_chat_is_taken_over_answered_and_given_back(page: Page, house: Panel) -> None:
    running = house.running
    assert running.says(YOSSI, "hello", "Yossi") == 200
    running.wait_for(lambda: heard(house, YOSSI), "an answer of the bot")
    page.goto(f"{house.url}/chats/{YOSSI}")
    expect(page.get_by_role("main")).to_contain_text("hello")
    page.get_by_label("Write to this person").fill("Dana here, I am looking into it")
    page.get_by_role("button", name="Send", exact=True).click()
    running.wait_for(lambda: "Dana here" in heard(house, YOSSI)[-1], "what the operator wrote")
    said = len(heard(house, YOSSI))
    # The bot keeps silent now, and what the client says is on the open page at once.
    assert running.says(YOSSI, "thank you, I wait") == 200
    expect(page.get_by_role("main")).to_contain_text("thank you, I wait", timeout=SOON_MS + PATIENCE_MS // 5)
    assert len(heard(house, YOSSI)) == said
    expect(page.get_by_text("Done.", exact=True)).to_have_count(0)  # that of the words before
    page.get_by_role("button", name="Give back to the bot").click()
    expect(page.get_by_text("Done.", exact=True).last).to_be_visible()
    assert running.says(YOSSI, "my door does not lock") == 200
    running.wait_for(lambda: len(heard(house, YOSSI)) > said, "an answer of the bot again")


def test_two_operators_on_one_lead_the_second_is_told_what_has_changed(
    page: Page, house: Panel, browser: Browser
) -> None:
    lead = asked_for_a_plumber(house, RONIT, "Ronit")
    with house.visitor(browser) as other:
        for each in (page, other):
            each.goto(f"{house.url}/leads/{lead['id']}")
            act(each, "Edit")
        for each, street in ((page, "Herzl 14"), (other, "Herzl 99")):
            sheet = each.get_by_role("dialog")
            sheet.get_by_label("Address").fill(street)
            sheet.get_by_role("button", name="Edit", exact=True).click()
            if each is page:
                expect(page.get_by_text("Done.", exact=True).last).to_be_visible()
                house.running.wait_for(
                    lambda: "Herzl 14" in page.get_by_role("main").inner_text(), "the new street on the open page"
                )
        expect(other.get_by_text("Somebody was quicker")).to_be_visible()
        # What was typed is still there, and nothing of it was done.
        expect(other.get_by_role("dialog").get_by_label("Address")).to_have_value("Herzl 99")
        other.goto(f"{house.url}/leads/{lead['id']}")
        expect(other.get_by_role("main")).to_contain_text("Herzl 14")
    audit = house.running.fixi("audit", "--json").stdout
    assert audit.count("EditFacts") == 1


def test_a_lead_is_called_off_and_what_cannot_be_done_any_more_is_not_offered(page: Page, house: Panel) -> None:
    lead = asked_for_a_plumber(house, "972540009103", "Noa")
    page.goto(f"{house.url}/leads/{lead['id']}")
    act(page, "Assign")
    page.get_by_role("dialog").get_by_role("button", name="Assign", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel", exact=True).click()
    act(page, "What if the weights were others?")
    sheet = page.get_by_role("dialog")
    assert len(sheet.get_by_role("row").all()) == len(PROS) + 1
    sheet.get_by_label("rating").fill("7")
    sheet.get_by_role("button", name="Put them in order").click()
    expect(sheet.get_by_text("A number from 0 to 1")).to_be_visible()
    for weight in ("rating", "distance", "free places", "waited long", "answers", "language", "newcomer"):
        sheet.get_by_label(weight).fill("0")
    sheet.get_by_role("button", name="Put them in order").click()
    expect(sheet.get_by_role("cell", name="0.00").first).to_be_visible()
    sheet.get_by_role("button", name="Close").last.click()
    act(page, "Note")
    page.get_by_role("dialog").get_by_role("textbox").fill("she called twice")
    page.get_by_role("dialog").get_by_role("button", name="Note", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("she called twice")
    act(page, "Cancel")
    page.get_by_role("dialog").get_by_label("Reason").fill("moved away")
    page.get_by_role("dialog").get_by_role("button", name="Cancel", exact=True).first.click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("moved away")
    expect(main.get_by_role("button", name="Assign", exact=True)).to_have_count(0)
    (now,) = [row for row in json.loads(house.running.fixi("leads", "--json").stdout) if row["id"] == lead["id"]]
    assert now["status"] == "cancelled"


def test_a_reply_at_hand_is_written_used_in_the_person_s_language_and_removed(page: Page, house: Panel) -> None:
    running = house.running
    assert running.says("972540009104", "hello, is anybody there?", "Gila") == 200
    running.wait_for(lambda: heard(house, "972540009104"), "an answer of the bot")
    page.goto(f"{house.url}/settings/replies")
    page.get_by_role("button", name="Add a reply").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.get_by_text("This is needed.")).to_be_visible()
    sheet.get_by_label("Short name").fill("<i>Late</i>")
    sheet.get_by_label("English").fill("Hello {name}, we are late.")
    sheet.get_by_label("Hebrew").fill("שלום {name}, אנחנו מאחרים.")
    sheet.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main").get_by_text("<i>Late</i>")).to_be_visible()
    page.goto(f"{house.url}/chats/972540009104")
    page.get_by_role("button", name="<i>Late</i>").click()
    expect(page.get_by_label("Write to this person")).to_have_value("Hello Gila, we are late.")
    page.get_by_role("button", name="Send", exact=True).click()
    running.wait_for(lambda: "Hello Gila, we are late." in heard(house, "972540009104"), "the reply")
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"owner\W+since"))
    page.goto(f"{house.url}/settings/replies")
    card = page.locator(".fx-card", has_text="<i>Late</i>")
    card.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("main").get_by_text("<i>Late</i>")).to_have_count(0)
    audit = running.fixi("audit", "--json").stdout
    assert audit.count("SaveReply") == audit.count("RemoveReply") == 1


def test_leads_are_found_by_a_town_in_any_language_and_their_table_holds_no_formula(
    page: Page, house: Panel, tmp_path: Path
) -> None:
    phone = "972540009105"
    asked_for_a_plumber(house, phone, "=HYPERLINK(1)")
    for town, found in (("חיפה", True), ("Eilat", False)):
        page.goto(f"{house.url}/leads?area={town}&q=9105")
        expect(page.get_by_role("table")).to_have_count(1 if found else 0)
    page.goto(f"{house.url}/leads?q=9105")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Export what was found").click()
    coming.value.save_as(tmp_path / "leads.csv")
    (row,) = csv.DictReader((tmp_path / "leads.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (row["client"], row["area"], row["trade"]) == (f"'+{phone}", "Haifa", "plumber")
    assert not any((cell or "").startswith(("=", "+", "-", "@")) for cell in row.values())


def test_what_needs_a_person_is_on_the_open_page_within_two_seconds(page: Page, house: Panel, browser: Browser) -> None:
    running, phone = house.running, "972540009106"
    assert running.says(phone, "hello", "Shira") == 200
    running.wait_for(lambda: heard(house, phone), "an answer of the bot")

    async def with_a_person(container: Container) -> bool:
        record = await container.repository().load(Key.client(ChatKey(phone)))
        return record is not None and in_human_mode(record.state)

    with house.visitor(browser, "he") as other:
        for each, path in ((page, "/"), (other, "/chats")):
            each.goto(f"{house.url}{path}")
        expect(page.get_by_role("main")).not_to_contain_text("Shira")
        loads = page.evaluate("performance.getEntriesByType('navigation')[0].startTime + performance.timeOrigin")
        assert running.says(phone, "human") == 200
        running.wait_for(lambda: house.asked(with_a_person), "a person in the chat")
        expect(page.get_by_role("main").get_by_text("Shira")).to_be_visible(timeout=SOON_MS)
        expect(other.get_by_role("main").get_by_text("אצל אדם").first).to_be_visible(timeout=SOON_MS)
        now = page.evaluate("performance.getEntriesByType('navigation')[0].startTime + performance.timeOrigin")
        assert now == loads  # the page was not loaded anew
        page.get_by_role("listitem").filter(has_text="Shira").get_by_role("link", name="Write").click()
        page.wait_for_url(f"{house.url}/chats/{phone}")
        expect(page.get_by_role("main")).to_contain_text("asked for a person")
