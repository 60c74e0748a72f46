"""The pages, one module each; what is listed in `PAGES` is in the navigation."""

from fixi.entrypoints.panel.pages.account import ACCOUNT
from fixi.entrypoints.panel.pages.attention import ATTENTION
from fixi.entrypoints.panel.pages.chats import CHATS
from fixi.entrypoints.panel.pages.leads import LEADS
from fixi.entrypoints.panel.pages.numbers import NUMBERS
from fixi.entrypoints.panel.pages.operators import OPERATORS
from fixi.entrypoints.panel.pages.pros import PROS
from fixi.entrypoints.panel.pages.settings import SETTINGS

PAGES = (ATTENTION, LEADS, CHATS, PROS, NUMBERS, SETTINGS, OPERATORS, ACCOUNT)
