"""The pages, one module each; what is listed in `PAGES` is in the navigation."""

from fixi.entrypoints.panel.pages.attention import ATTENTION
from fixi.entrypoints.panel.pages.chats import CHATS
from fixi.entrypoints.panel.pages.leads import LEADS

PAGES = (ATTENTION, LEADS, CHATS)
