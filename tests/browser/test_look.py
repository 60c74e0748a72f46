"""Every page in both languages, light and dark, wide and on a phone; and all of it by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.panel import PATIENCE_MS, Panel, chromium, panel
from tests.support.hostile_house import chat_of, fill, pro_of

pytestmark = pytest.mark.timeout(240)
expect.set_options(timeout=PATIENCE_MS)

SIZES = {"wide": (1400, 1000), "phone": (390, 844)}
PATHS = (
    "/",
    "/leads",
    "/leads?view=table",
    "/leads/hostile000",
    "/leads/hostile001",
    "/chats",
    f"/chats/{chat_of(1).text}",
    "/pros",
    f"/pros/{pro_of(0)}",
    "/numbers",
    "/settings",
    "/settings/history",
    "/settings/jobs",
    "/settings/system",
    "/settings/wording",
    "/settings/replies",
    "/operators",
    "/account",
    "/town",
)
# What everybody must be able to find, read and reach.
SEEN = """() => {
  const found = [], wide = document.documentElement.clientWidth;
  const shown = each =>
    each.checkVisibility({visibilityProperty: true, opacityProperty: true}) && each.getClientRects().length;
  if (document.documentElement.scrollWidth > wide) found.push("wider than the screen");
  const words = each => {
    if (each.nodeType === Node.TEXT_NODE) return each.data;
    if (each.nodeType !== Node.ELEMENT_NODE || each.getAttribute("aria-hidden") === "true") return "";
    return each.getAttribute("alt") || [...each.childNodes].map(words).join("");
  };
  const used = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex='0']";
  for (const each of document.querySelectorAll(used)) {
    if (!shown(each)) continue;
    const labels = each.labels ? [...each.labels].map(words).join("") : "";
    const name = each.getAttribute("aria-label") || labels || words(each);
    if (!name.trim()) found.push("no name: " + each.outerHTML.slice(0, 90));
  }
  const colour = text => {
    const parts = text.match(/[\\d.]+/g).map(Number), scale = text.startsWith("color(") ? 255 : 1;
    return [...parts.slice(0, 3).map(part => part * scale), parts.length > 3 ? parts[3] : 1];
  };
  const over = (top, below) => top.slice(0, 3).map((part, n) => part * top[3] + below[n] * (1 - top[3])).concat(1);
  const ground = each => {
    const layers = [];
    for (let up = each; up; up = up.parentElement) {
      const layer = colour(getComputedStyle(up).backgroundColor);
      if (layer[3]) layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const light = ([r, g, b]) => [r, g, b].map(part => part / 255).map(
    part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  ).reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), done = new Set();
  while (texts.nextNode()) {
    const each = texts.currentNode.parentElement;
    if (done.has(each) || !texts.currentNode.data.trim() || !shown(each)) continue;
    if (each.closest("script, style, [disabled], .q-icon, .fx-hidden, .fx-unseen")) continue;
    done.add(each);
    const style = getComputedStyle(each), below = ground(each), own = over(colour(style.color), below);
    const [high, low] = [light(own), light(below)].sort((a, b) => b - a), ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5))
      found.push("hard to read (" + ratio.toFixed(1) + "): " + each.className + " " + each.textContent.slice(0, 30));
  }
  return [...new Set(found)].slice(0, 12);
}"""

# At the end of a page the browser's own bar has its turn, and nothing of the page has the focus.
INSIDE = """() => {
  const now = document.activeElement;
  return now === document.body || document.querySelector("[role=dialog]").contains(now);
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    with panel(tmp_path_factory.mktemp("look")) as ours:
        ours.running.asked(fill)
        yield ours


@pytest.fixture(scope="module")
def browser(house: Panel) -> Iterator[Browser]:
    with chromium() as found:
        yield found


def opened(page: Page, url: str) -> None:
    """The page, drawn and connected."""
    page.goto(url)
    page.wait_for_function("window.did_handshake === true", timeout=PATIENCE_MS)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl")])
def test_every_page_can_be_read_and_used_in_every_look(
    house: Panel, browser: Browser, language: str, direction: str
) -> None:
    wrong, elsewhere = [], []
    with house.visitor(browser, language) as page:
        page.on("request", lambda asked: elsewhere.append(asked.url) if house.url not in asked.url else None)
        for path in PATHS:
            opened(page, house.url + path)
            html = page.locator("html")
            assert (html.get_attribute("lang") or "")[:2] == language
            assert page.evaluate("getComputedStyle(document.body).direction") == direction
            expect(page.get_by_role("main")).to_have_count(1)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            for dark in (False, True):
                page.evaluate("dark => document.body.classList.toggle('body--dark', dark)", dark)
                for size, (width, height) in SIZES.items():
                    page.set_viewport_size({"width": width, "height": height})
                    found = page.evaluate(SEEN)
                    wrong += [f"{path} {size} {'dark' if dark else 'light'}: {each}" for each in found]
    assert not wrong, "\n".join(wrong)
    assert [url for url in elsewhere if not url.startswith(("data:", "blob:", house.url.replace("http", "ws")))] == []
    assert house.complaints == []


def test_who_has_no_mouse_logs_in_opens_a_sheet_and_closes_it(house: Panel, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{house.url}/login?language=en")
    expect(page.locator("input[name=name]")).to_be_focused()
    page.keyboard.type("owner")
    page.keyboard.press("Tab")
    page.keyboard.type(house.password)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{house.url}/")

    opened(page, f"{house.url}/leads/hostile003")
    page.keyboard.press("Tab")
    skip = page.locator(".fx-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.locator("#main button").first
    expect(first).to_be_focused()
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    page.wait_for_function("document.querySelector('[role=dialog]').contains(document.activeElement)")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(INSIDE)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(first).to_be_focused()
    context.close()


def test_on_a_phone_every_page_is_two_steps_away_at_most(house: Panel, browser: Browser) -> None:
    with house.visitor(browser, "he", 390) as page:
        opened(page, house.url)
        bar = page.locator("nav.fx-nav")
        for place in ("/leads", "/chats", "/pros"):
            expect(bar.locator(f'a[href="{place}"]')).to_be_in_viewport(ratio=1)
        more = bar.get_by_role("button", name="עוד")
        expect(more).to_be_in_viewport(ratio=1)
        more.click()
        page.locator(".q-menu").get_by_role("link", name="מספרים").click()
        page.wait_for_url(f"{house.url}/numbers")
        expect(bar.get_by_role("button", name="עוד")).to_have_attribute("aria-current", "true")
    assert house.complaints == []
