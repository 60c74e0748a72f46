"""Whatever people write is text and nothing else, on every page that shows it, and it breaks none of them."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request

from fixi.entrypoints.panel.components.words import MOST, SHOWN, visible
from tests.browser.panel import PATIENCE_MS, Panel, chromium, panel
from tests.support.hostile import MANY
from tests.support.hostile_house import LEADS, LINES_EACH, TEXTS, chat_of, fill, pro_of

pytestmark = pytest.mark.timeout(240)

WIDE, PHONE = 1400, 390
CHATS = MANY // LINES_EACH
LISTS = (
    "/",
    "/leads",
    "/leads?view=table",
    "/leads?q=hostile",
    "/chats",
    "/chats?human=1",
    "/pros",
    "/numbers",
    "/settings",
    "/settings/history",
    "/settings/jobs",
    "/settings/system",
    "/settings/replies",
    "/operators",
    "/account",
    "/town",
)
SINGLE = (*(f"/leads/hostile{number:03}" for number in range(0, LEADS, 9)), *(f"/pros/{pro_of(n)}" for n in range(4)))
# What a page may never have that people's words could bring; and what lies beside the screen without being cut off.
LOOK = """() => {
  const found = [], wide = document.documentElement.clientWidth;
  if (window.__pwned) found.push("a script ran");
  if (document.documentElement.scrollWidth > wide) found.push("wider than the screen");
  if (document.querySelectorAll("#main").length !== 1) found.push("not one main part");
  const strange = document.querySelectorAll(
    "iframe, object, embed, base, marquee, dialog, math, foreignObject, plaintext, meta[http-equiv], " +
    "[onerror], [onload], [onfocus]");
  for (const each of strange) found.push("<" + each.tagName + ">");
  for (const each of document.querySelectorAll("a[href], form[action], img[src], link[href]")) {
    const to = each.href || each.action || each.src;
    if (typeof to === "string" && !/^(data:image|blob:)/.test(to) && new URL(to, location).origin !== location.origin)
      found.push("leads away: " + to.slice(0, 80));
  }
  const cut = element => {
    for (let up = element.parentElement; up; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible") return true;
    return false;
  };
  for (const each of document.querySelectorAll("#main *, header *, nav *, .fx-banner *")) {
    const {left, right, width, height} = each.getBoundingClientRect();
    if (width > 1 && height > 1 && (right > wide + 1 || left < -1) && !cut(each))
      found.push("beside the screen: " + each.tagName + "." + each.className);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode, parent = node.parentElement;
    if (!/¤\\d{3}¤|gnp\\.exe/.test(node.data) || ["SCRIPT", "STYLE"].includes(parent.tagName)) continue;
    let own = parent;
    while (own && !/isolate|plaintext/.test(getComputedStyle(own).unicodeBidi)) own = own.parentElement;
    if (!own || own.contains(document.getElementById("main")))
      found.push("not set apart: " + parent.tagName + "." + parent.className + " " + node.data.slice(0, 40));
  }
  return [...new Set(found)].slice(0, 12);
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    with panel(tmp_path_factory.mktemp("hostile")) as ours:
        ours.running.asked(fill)
        yield ours


@pytest.fixture(scope="module")
def browser(house: Panel) -> Iterator[Browser]:
    with chromium() as found:
        yield found


@contextmanager
def watched(house: Panel, browser: Browser, language: str, width: int) -> Iterator[tuple[Page, list[str]]]:
    """Somebody who is logged in, and everything that should not have happened in his browser."""
    wrong: list[str] = []

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.port != house.port:
            wrong.append(f"asked {request.url[:80]}")

    def shown(dialog: Dialog) -> None:
        wrong.append(f"dialog {dialog.message[:80]}")
        dialog.dismiss()

    with house.visitor(browser, language, width) as page:
        page.on("request", asked)
        page.on("dialog", shown)
        yield page, wrong
    assert wrong == []
    assert house.complaints == []


def opened(page: Page, url: str) -> None:
    """The page, drawn and connected."""
    page.goto(url)
    page.wait_for_function("window.did_handshake === true", timeout=PATIENCE_MS)


@pytest.mark.parametrize(("language", "width"), [("en", WIDE), ("he", PHONE)])
def test_no_page_is_broken_by_what_people_write(house: Panel, browser: Browser, language: str, width: int) -> None:
    broken: list[str] = []
    with watched(house, browser, language, width) as (page, _):
        for path in (*LISTS, *(SINGLE if width == WIDE else SINGLE[::4])):
            opened(page, house.url + path)
            broken += [f"{path}: {found}" for found in page.evaluate(LOOK)]
    assert not broken, "\n".join(broken)


def test_every_one_of_five_hundred_texts_is_shown_as_it_was_written(house: Panel, browser: Browser) -> None:
    shown: list[str] = []
    with watched(house, browser, "he", PHONE) as (page, _):
        for number in range(CHATS):
            opened(page, f"{house.url}/chats/{chat_of(number).text}")
            assert page.evaluate(LOOK) == []
            shown += page.locator(".fx-chat .fx-words").evaluate_all("all => all.map(each => each.textContent)")
    assert len(shown) == MANY == len(set(TEXTS))
    for text, seen in zip(TEXTS, shown, strict=True):
        assert seen == visible(text[:MOST].replace("\r\n", "\n"))[:SHOWN]


def test_the_rest_of_a_long_text_is_there_when_it_is_asked_for(house: Panel, browser: Browser) -> None:
    number, place = divmod(max(range(MANY), key=lambda each: len(TEXTS[each])), LINES_EACH)
    with watched(house, browser, "en", PHONE) as (page, _):
        opened(page, f"{house.url}/chats/{chat_of(number).text}")
        bubble = page.locator(".fx-chat .fx-bubble").nth(place)
        bubble.get_by_role("button").click()
        page.wait_for_function(
            "([index, length]) => document.querySelectorAll('.fx-chat .fx-words')[index].textContent.length >= length",
            arg=[place, MOST - 10],
        )
        assert page.evaluate(LOOK) == []


def test_a_spreadsheet_is_not_tricked_by_the_file_of_the_numbers(house: Panel, browser: Browser) -> None:
    with watched(house, browser, "en", WIDE) as (page, _):
        opened(page, f"{house.url}/numbers")
        with page.expect_download() as awaited:
            page.get_by_role("button", name="As a table").click()
        rows = list(csv.reader(io.StringIO(awaited.value.path().read_text("utf-8"))))
    cells = [cell for row in rows for cell in row]
    assert any("evil" in cell or "¤" in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        ("<img src=x onerror=1>", "<IMG>"),
        ("<iframe></iframe>", "<IFRAME>"),
        ("<a href='https://evil.invalid/'>x</a>", "leads away: https://evil.invalid/"),
        ("<b>¤001¤</b>", "not set apart: B. ¤001¤"),
        ("<p style='width:3000px'>x</p>", "wider than the screen"),
    ],
)
def test_what_a_page_must_not_have_would_be_seen(house: Panel, browser: Browser, broken: str, found: str) -> None:
    page = browser.new_page()
    page.goto(f"{house.url}/login")
    page.evaluate("inner => { document.body.innerHTML = '<main id=main>' + inner + '</main>'; }", broken)
    assert found in page.evaluate(LOOK)
    page.close()
