"""The panel's own files, by addresses that change when they do: a browser may keep them for ever."""

import hashlib
from functools import cache
from importlib.resources import files

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@cache
def content(name: str) -> bytes:
    """What is in this file; KeyError when there is none that may be asked for."""
    if name not in NAMES:
        raise KeyError(name)
    return files("fixi.entrypoints.panel.assets").joinpath(name).read_bytes()


@cache
def asset(name: str) -> str:
    """The address of this file as it is now."""
    return f"/assets/{name}?v={hashlib.sha256(content(name)).hexdigest()[:12]}"


NAMES = frozenset(
    file.name for file in files("fixi.entrypoints.panel.assets").iterdir() if file.name.rpartition(".")[2] in TYPES
)
