"""The door of the panel in a real browser: in and out, locked, ended meanwhile, and what strangers and viewers try."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from fixi.container import Container
from fixi.domain.operators import Role
from tests.browser.panel import PATIENCE_MS, Panel, chromium, panel
from tests.support.panel_socket import OpenPage

pytestmark = pytest.mark.timeout(240)
expect.set_options(timeout=PATIENCE_MS)
EVIL = "http://evil.example"
# What a page of somebody else could do with a browser that is logged in here.
ATTACK = """
<form id="out" method="post" action="{url}/logout"></form>
<script>
  document.title = "waiting";
  const line = new WebSocket("{socket}");
  line.onopen = () => (document.title = "open");
  line.onclose = () => (document.title = "refused");
</script>
"""
EMIT = """([page, element, listener]) => window.socket.emit(
  "event", {client_id: page, id: element, listener_id: listener, args: []})"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    with panel(tmp_path_factory.mktemp("login")) as ours:
        yield ours


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def deeds(house: Panel) -> list[tuple[str, str]]:
    """Who did what, by the audit, the newest first."""

    async def listed(container: Container) -> list[tuple[str, str]]:
        return [(line.deed.who, line.deed.what) for line in await container.audit().listed(1000)]

    return house.asked(listed)


def tries(page: Page, name: str, password: str) -> None:
    """Fill in and send; the page that answers is there."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.parametrize(
    ("language", "direction", "wrong"), [("en", "ltr", "do not match"), ("he", "rtl", "אינם תואמים")]
)
def test_the_login_works_without_any_script_in_both_languages(
    house: Panel, browser: Browser, language: str, direction: str, wrong: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{house.url}/login?language={language}&next=/leads")
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.locator("input[name=name]")).to_be_focused()
    page.keyboard.type("owner")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(wrong)
    page.fill("input[name=name]", "owner")
    page.fill("input[name=password]", house.password)
    page.locator("button[type=submit]").click()
    page.wait_for_url(f"{house.url}/leads")
    (session,) = [cookie for cookie in context.cookies() if cookie["name"] == "fixi_session"]
    assert (session["httpOnly"], session["sameSite"], session["expires"]) == (True, "Strict", -1)
    context.close()


def test_after_five_wrong_passwords_even_the_right_one_waits_and_that_is_said(house: Panel, browser: Browser) -> None:
    house.operator("locked", Role.VIEWER)
    with house.stranger(browser) as page:
        page.goto(f"{house.url}/login")
        for _ in range(5):
            tries(page, "locked", "not the password")
            expect(page.get_by_role("alert")).to_contain_text("do not match")
        tries(page, "locked", house.passwords["locked"])
        expect(page.get_by_role("alert")).to_contain_text("Wait")
    # Chromium says of itself that a page was answered with 401 and 429.
    house.complaints[:] = [text for text in house.complaints if "401" not in text and "429" not in text]
    assert house.complaints == []


def test_after_the_logout_the_back_button_shows_nothing(house: Panel, browser: Browser) -> None:
    with house.visitor(browser) as page:
        page.goto(f"{house.url}/leads")
        expect(page.get_by_role("heading", level=1)).to_have_text("Leads")
        page.get_by_role("button", name="My account").click()
        page.get_by_role("button", name="Log out").click()
        # The open page may see that its session has ended before the answer to the form is there.
        page.wait_for_url("**/login*")
        page.go_back()
        expect(page.get_by_label("Password")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
        page.goto(f"{house.url}/login?out=1")
        expect(page.get_by_role("alert")).to_contain_text("logged out")
    assert house.complaints == []


def test_an_open_page_leaves_within_seconds_when_its_session_is_ended_elsewhere(house: Panel, browser: Browser) -> None:
    house.operator("ended", Role.DISPATCHER)

    async def ended(container: Container) -> int:
        count: int = await container.staff().revoke_all(None, "ended")
        return count

    with house.visitor(browser, name="ended") as page, house.further_page(page) as further:
        further.goto(f"{house.url}/leads")
        expect(further.get_by_role("heading", level=1)).to_have_text("Leads")
        began = time.monotonic()
        assert house.asked(ended) == 1
        for each in (page, further):
            each.wait_for_url(f"{house.url}/login")
        assert time.monotonic() - began < 12
    assert house.complaints == []


def test_a_viewer_cannot_act_over_his_socket(house: Panel, browser: Browser) -> None:
    house.operator("watcher", Role.VIEWER)
    with house.visitor(browser, name="watcher") as viewer, house.visitor(browser) as owner:
        answer = owner.goto(f"{house.url}/operators")
        assert answer is not None
        theirs = OpenPage.read(answer.text())
        element, listener = theirs.button("Log out")  # a session, without asking again
        before = deeds(house)
        viewer.goto(f"{house.url}/operators")
        viewer.wait_for_url(f"{house.url}/")  # nothing of it is shown to him
        expect(viewer.get_by_role("heading", level=1)).to_be_visible()
        viewer.wait_for_function("window.did_handshake")
        viewer.evaluate(EMIT, [theirs.id, element, listener])
        expect(viewer.locator(".q-notification")).to_contain_text("does not allow this")
        own = viewer.evaluate("window.clientId")
        for forged in ([own, element, listener], [own, 10**9, listener], [own, -1, ""], ["", element, listener]):
            viewer.evaluate(EMIT, forged)
        viewer.goto(f"{house.url}/leads")
        expect(viewer.get_by_role("heading", level=1)).to_have_text("Leads")
        assert deeds(house) == before
        # What the viewer has said does what the button says, when it is the owner who says it.
        owner.wait_for_function("window.did_handshake")
        owner.evaluate(EMIT, [theirs.id, element, listener])
        expect(owner.locator(".q-notification")).to_be_visible()
        assert deeds(house) == [("owner", "session.revoke"), *before]
    assert house.complaints == []


def test_a_page_made_for_a_higher_role_does_nothing_for_a_lower_one(house: Panel, browser: Browser) -> None:
    house.operator("lowered", Role.OWNER)

    async def lowered(container: Container) -> None:
        await container.staff().change(None, "lowered", role=Role.VIEWER)

    with house.visitor(browser, name="lowered") as page:
        page.goto(f"{house.url}/operators")
        button = page.get_by_role("button", name="New operator")
        expect(button).to_be_visible()
        house.asked(lowered)
        before = deeds(house)
        button.click()
        expect(page.locator(".q-notification")).to_contain_text("does not allow this")
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert deeds(house) == before
    assert house.complaints == []


def test_a_page_of_another_site_neither_posts_nor_opens_a_socket(house: Panel, browser: Browser) -> None:
    with house.visitor(browser) as page:
        socket = f"{house.url.replace('http', 'ws', 1)}/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
        attack = ATTACK.replace("{url}", house.url).replace("{socket}", socket)
        evil = page.context.new_page()
        evil.route(f"{EVIL}/**", lambda route: route.fulfill(body=attack, content_type="text/html"))
        evil.goto(f"{EVIL}/")
        expect(evil).to_have_title("refused")
        before = deeds(house)
        with evil.expect_response("**/logout") as answer:
            evil.evaluate("document.getElementById('out').submit()")
        assert answer.value.status == 403
        evil.close()
        assert deeds(house) == before
        page.goto(f"{house.url}/leads")
        expect(page.get_by_role("heading", level=1)).to_have_text("Leads")
    assert house.complaints == []
