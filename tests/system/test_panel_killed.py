"""The panel's process is killed: nothing else notices, it is started again, and an open page comes back by itself."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.panel import PATIENCE_MS, Panel, answers, chromium, panel

pytestmark = pytest.mark.timeout(240)
expect.set_options(timeout=PATIENCE_MS)
CLIENT = "972540009301"
PARTS = ("api", "worker", "scheduler")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    with panel(tmp_path_factory.mktemp("killed")) as ours:
        yield ours


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def test_a_killed_panel_is_missed_by_nobody_and_comes_back_to_open_pages(house: Panel, browser: Browser) -> None:
    running = house.running
    with house.visitor(browser) as page:
        page.goto(f"{house.url}/chats")
        page.wait_for_function("window.did_handshake")
        page.evaluate("window.before_the_kill = true")
        others, killed = [running.pid(name) for name in PARTS], running.pid("panel")
        running.kill("panel")
        running.wait_for(lambda: not answers(f"{house.url}/health/live"), "the end of the panel")
        assert running.says(CLIENT, "water is leaking under my sink, Herzl 12 Haifa", "Ronit") == 200
        running.wait_for(lambda: running.pid("panel") != killed and answers(f"{house.url}/health/live"), "the panel")
        # The page loads itself anew, with the same session, and shows what came meanwhile.
        page.wait_for_function("!window.before_the_kill && window.did_handshake")
        expect(page.get_by_role("main")).to_contain_text("Ronit")
        sessions = house.asked(lambda container: container.sessions().listed("owner"))
        assert len(sessions) == 1
    assert [running.pid(name) for name in PARTS] == others
    assert httpx.get(f"{running.run_file['api']}/health/ready").is_success
