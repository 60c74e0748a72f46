"""`fixi audit`: what operators did, and whether the book is as it was written."""

import json
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fixi.container import Container
from fixi.domain.audit import AuditLine
from fixi.entrypoints.books import with_container
from fixi.entrypoints.plain import plain
from fixi.settings import Settings


def show(settings: Settings, console: Console, limit: int, *, verify: bool, as_json: bool) -> bool:
    """The last lines, the oldest first; True unless the chain was looked at and is broken."""

    async def work(container: Container) -> tuple[tuple[AuditLine, ...], int | None, str]:
        words, wrong = await verdict(container) if verify else ("", None)
        # One that cannot even be read would end the list.
        lines = await container.audit().listed(limit) if wrong is None else ()
        return tuple(reversed(lines)), wrong, words

    lines, wrong, words = with_container(settings, work)
    if as_json:
        said: dict[str, Any] = {"lines": [_told(line) for line in lines]}
        console.print_json(json.dumps(said | ({"broken_at": wrong} if verify else {})))
        return wrong is None
    table = Table("#", "when", "who", "what", "on", "before", "after")
    for line in lines:
        deed = line.deed
        texts = (deed.who, deed.what, deed.on, deed.before, deed.after)
        table.add_row(str(line.number), deed.at.strftime("%Y-%m-%d %H:%M:%S"), *(Text(plain(text)) for text in texts))
    if wrong is None:
        console.print(table)
    if verify:
        console.print(words, style=None if wrong is None else "red", markup=False, highlight=False, soft_wrap=True)
    return wrong is None


async def verdict(container: Container) -> tuple[str, int | None]:
    """One line on the chain: its head, which anybody may note down and compare later, or where it breaks."""
    wrong = await container.audit().verify()
    if wrong is not None:
        return f"audit: broken at line {wrong}: it was changed, taken out or put in", wrong
    last = await container.audit().listed(1)
    return (f"audit: {last[0].number} lines, whole; head {last[0].digest[:16]}" if last else "audit: empty"), None


def _told(line: AuditLine) -> dict[str, Any]:
    deed = line.deed
    return {
        "number": line.number,
        "at": deed.at.isoformat(),
        "who": deed.who,
        "what": deed.what,
        "on": deed.on,
        "before": deed.before,
        "after": deed.after,
        "previous": line.previous,
        "digest": line.digest,
    }
