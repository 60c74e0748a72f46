"""Draws the three machines from their tables into docs/machines, or checks that what is there is current.

The arrows are found by asking the tables: a row's rule is read for the states that it can return. What is drawn is
therefore what is decided, and a diagram cannot lie.
"""

import ast
import inspect
import sys
import textwrap
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fixi.domain.client_chat.rows
import fixi.domain.pro_chat.rows  # noqa: F401
from fixi.domain.client_chat.table import CLIENT
from fixi.domain.lead.rows import event_name
from fixi.domain.lead.table import LEAD
from fixi.domain.machine import Table
from fixi.domain.pro_chat.table import PRO

FOLDER = Path(__file__).parents[1] / "docs" / "machines"
DEPTH = 6


def names_in(rule: Callable[..., Any], depth: int = DEPTH, seen: frozenset[str] = frozenset()) -> set[str]:
    """Every name that this rule calls, and that the functions of the core it calls call in turn."""
    if depth == 0 or rule.__qualname__ in seen:
        return set()
    tree = ast.parse(textwrap.dedent(inspect.getsource(rule)))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            found.add(name)
            called = sys.modules[rule.__module__].__dict__.get(name)
            if inspect.isfunction(called) and called.__module__.startswith("fixi.domain"):
                found |= names_in(called, depth - 1, seen | {rule.__qualname__})
    return found


def arrows(table: Table[Any]) -> dict[tuple[str, str], list[str]]:
    """(from, to) → names of the events that can lead there."""
    states = {state.__name__ for state in table.states}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (state, event), rule in table.rows.items():
        targets = (names_in(rule) & states) - {state.__name__}
        for target in targets:
            found[state.__name__, target].append(event_name(event))
    return found


def page(table: Table[Any]) -> str:
    """One machine as a Markdown page: a diagram, and every row with its rule."""
    lines = [
        f"# The {table.name}",
        "",
        "Drawn from the table by `make machines`; do not edit.",
        f"{len(table.states)} states × {len(table.events)} events: {len(table.rows)} rows, "
        f"{len(table.ignored)} ignored on purpose.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {table.states[0].__name__}",
    ]
    for (start, end), events in sorted(arrows(table).items()):
        shown = sorted(set(events))
        label = ", ".join(shown[:3]) + (f" and {len(shown) - 3} more" if len(shown) > len(shown[:3]) else "")
        lines.append(f"    {start} --> {end}: {label}")
    lines += ["```", "", "| state | event | rule |", "|---|---|---|"]
    for (state, event), rule in sorted(table.rows.items(), key=lambda row: (row[0][0].__name__, row[0][1].__name__)):
        where = f"{rule.__module__.removeprefix('fixi.domain.')}.{rule.__name__}"
        lines.append(f"| {state.__name__} | {event_name(event)} | `{where}` |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the pages, or with --check say which are not current."""
    pages = {FOLDER / f"{table.name.replace(' ', '_')}.md": page(table) for table in (LEAD, CLIENT, PRO)}
    if "--check" in sys.argv[1:]:
        stale = [path.name for path, text in pages.items() if not path.exists() or path.read_text() != text]
        if stale:
            print(f"docs/machines is not current ({', '.join(stale)}): run `make machines`", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in pages.items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
