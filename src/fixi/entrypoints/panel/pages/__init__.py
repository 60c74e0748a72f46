"""The pages, one module each; what is listed in `PAGES` is in the navigation."""

from fixi.entrypoints.panel.pages.attention import ATTENTION

PAGES = (ATTENTION,)
