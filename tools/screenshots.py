"""Takes the pictures of the panel for the manual: every page in both languages, some dark, some on a phone.

python -m tools.screenshots [FOLDER] [--all]

With --all every page is taken in every look: wide and narrow, light and dark. That is for looking them over, not for
keeping.
"""

import io
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from fixi.entrypoints.books import with_container
from fixi.settings import Settings
from tests.browser.panel import Panel, chromium, panel
from tools.sample_town import live

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
SAMPLE = Path(__file__).parents[1] / "src" / "fixi" / "entrypoints" / "data" / "sample_pros.json"
WIDE, PHONE = (1400, 900), (390, 844)
TALLEST = 1800
LARGEST = 250_000  # bytes
COLOURS = (256, 128, 64, 32)
LANGUAGES = ("en", "he")


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is taken."""

    language: str
    size: tuple[int, int] = WIDE
    theme: str = "light"

    @property
    def suffix(self) -> str:
        """What is added to the name of the page."""
        return ("-phone" if self.size == PHONE else "") + ("-dark" if self.theme == "dark" else "")


def pages(ours: Panel) -> dict[str, str]:
    """Every page by the name of its picture; of single things the one with most to see."""
    leads = ours.running.leads()
    booked = next((lead["id"] for lead in leads if "sink" in str(lead)), leads[0]["id"])
    pro = next((lead["pro"] for lead in leads if str(lead.get("pro")).isdigit()), "972000000101")
    return {
        "attention": "/",
        "leads": "/leads",
        "leads-table": "/leads?view=table",
        "lead": f"/leads/{booked}",
        "chats": "/chats",
        "chat": f"/chats/{leads[0]['client']}",
        "pros": "/pros",
        "pro": f"/pros/{pro}",
        "numbers": "/numbers",
        "settings": "/settings",
        "settings-history": "/settings/history",
        "settings-jobs": "/settings/jobs",
        "settings-system": "/settings/system",
        "settings-wording": "/settings/wording",
        "settings-replies": "/settings/replies",
        "operators": "/operators",
        "account": "/account",
        "town": "/town",
    }


KEPT_DARK, KEPT_PHONE = {"attention", "leads", "town"}, {"attention", "lead", "chat", "town"}


def looks(name: str, *, every: bool) -> Iterator[Look]:
    """In which looks this page is taken."""
    if every:
        yield from (Look(*each) for each in product(LANGUAGES, (WIDE, PHONE), ("light", "dark")))
        return
    for language in LANGUAGES:
        yield Look(language)
        if name in KEPT_DARK:
            yield Look(language, theme="dark")
        if name in KEPT_PHONE:
            yield Look(language, PHONE)


def compressed(png: bytes) -> bytes:
    """The same picture with as few colours as it needs to be small."""
    best = png
    for colours in COLOURS:
        out = io.BytesIO()
        image = Image.open(io.BytesIO(png)).convert("RGB")
        image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
        best = out.getvalue()
        if len(best) <= LARGEST:
            return best
    return best


def take(page: Page, url: str, look: Look, path: Path) -> None:
    """One picture."""
    page.set_viewport_size({"width": look.size[0], "height": look.size[1]})
    page.goto(url)
    page.wait_for_function("window.did_handshake === true || !window.nicegui")
    page.wait_for_load_state("networkidle")
    height = min(TALLEST, max(look.size[1], page.evaluate("document.documentElement.scrollHeight")))
    page.set_viewport_size({"width": look.size[0], "height": height})
    page.evaluate("() => document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compressed(page.screenshot()))


def tour(
    ours: Panel, browser: Browser, folder: Path, places: Mapping[str, str], *, every: bool, only: frozenset[str]
) -> None:
    """All pictures."""
    for language in LANGUAGES:
        with ours.visitor(browser, language) as page:
            for name, path in places.items():
                for look in looks(name, every=every):
                    if look.language != language or (only and name not in only):
                        continue
                    page.context.add_cookies([{"name": "fixi_theme", "value": look.theme, "url": ours.url}])
                    take(page, f"{ours.url}{path}", look, folder / language / f"{name}{look.suffix}.png")
        context = browser.new_context()
        context.add_cookies([{"name": "fixi_language", "value": language, "url": ours.url}])
        for look in looks("login", every=every):
            if look.language == language and (not only or "login" in only):
                context.add_cookies([{"name": "fixi_theme", "value": look.theme, "url": ours.url}])
                take(context.new_page(), f"{ours.url}/login", look, folder / language / f"login{look.suffix}.png")
        context.close()


def main() -> None:
    """Start a system, let people live in it, go round."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder = Path(words[0]) if words else FOLDER
    with tempfile.TemporaryDirectory() as files, panel(Path(files)) as ours:
        ours.running.fixi("pros", "import", str(SAMPLE))
        with_container(Settings.read(ours.running.environ), live, queue=True)
        places = pages(ours)
        with chromium() as browser:
            tour(ours, browser, folder, places, every="--all" in sys.argv, only=frozenset(words[1:]))
        for complaint in ours.complaints:
            print(complaint)


if __name__ == "__main__":
    main()
