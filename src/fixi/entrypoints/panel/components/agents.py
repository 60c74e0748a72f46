"""With what somebody is logged in, in two words: browsers say it in a line that nobody reads."""

import re

from fixi.entrypoints.panel.components.tags import tag
from fixi.entrypoints.panel.components.words import short

# The first that is found counts: later ones call themselves by the names of earlier ones too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def agent_name(said: str) -> str:
    """`Chrome · Windows`; what is not known is left out, and of something else its own first word is shown."""
    found = (next((name for mark, name in table if mark in said), "") for table in (BROWSERS, SYSTEMS))
    first = re.split(r"[/ ]", said, maxsplit=1)[0][:40]
    return " · ".join(filter(None, found)) or first or "—"


def agent(said: str) -> None:
    """The two words, and the whole line for whoever points at them."""
    tag("span", short(agent_name(said)), "", dir="ltr", title=short(said))
