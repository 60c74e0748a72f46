"""Settings: the numbers of the business, their history, the periodic jobs, how it stands, and every text we send."""

from fixi.domain.operators import Permission
from fixi.entrypoints.panel.components.tags import box, empty, heading, link
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.pages import (
    settings_history,
    settings_jobs,
    settings_numbers,
    settings_replies,
    settings_system,
    settings_wording,
)
from fixi.entrypoints.panel.visit import Visit

# A further part is a further row here and a text `settings_part.NAME`; the first one is the page itself.
PARTS = {
    "numbers": ("tune", settings_numbers.build),
    "history": ("history", settings_history.build),
    "jobs": ("schedule", settings_jobs.build),
    "system": ("monitor_heart", settings_system.build),
    "wording": ("chat", settings_wording.build),
    "replies": ("quickreply", settings_replies.build),
}


async def build(desk: Desk, visit: Visit) -> None:
    """The first part."""
    await part(desk, visit, next(iter(PARTS)))


async def part(desk: Desk, visit: Visit, key: str) -> None:
    """One part, with the way to the others."""
    says = visit.texts
    heading(says("page.settings"))
    with box("fx-row fx-parts", "nav") as parts:
        parts.props["aria-label"] = says("settings.parts")
        for index, (name, (sign, _)) in enumerate(PARTS.items()):
            entry = link(
                says.name("settings_part", name), f"/settings/{name}" if index else "/settings", "fx-button", sign
            )
            if name == key:
                entry.props["aria-current"] = "page"
    if key not in PARTS:
        empty(says("error.missing"))
        return
    await PARTS[key][1](desk, visit)


SETTINGS = Page("settings", "/settings", "tune", Permission.VIEW, build, part)
