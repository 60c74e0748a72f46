"""`make bench`: the measurements, printed as a table with what was to be reached.

python -m benchmarks [ROW...] [--full]
"""

import asyncio
import os
import sys
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from benchmarks import core, doors, healing, panel, round_trips, routing, system, views, whole, workers
from benchmarks.result import Result
from benchmarks.servers import folder, mongo, valkey

FULL = "--full"


def _trips() -> Result:
    with folder() as files, mongo(files) as url, valkey(files) as redis:
        return round_trips.result(asyncio.run(round_trips.measure(url, redis)))


def _rows(*, full: bool) -> dict[str, Callable[[], Result]]:
    return {
        "S1": doors.against_the_earlier,
        "S2": doors.against_nothing,
        "S3": workers.messages,
        "S4": routing.routing,
        "S5": lambda: healing.healing(full=full),
        "S6": core.decisions,
        "S7": system.reader_calls,
        "S8": _trips,
        "S9": whole.starting,
        "S10": lambda: whole.answering(full=full),
        "P1": views.views,
        "P2": panel.pages,
        "P3": panel.beside_webhooks,
        "T1": system.messages,
        "T2": system.routing,
    }


def main() -> None:
    """Measure all rows, or those that are named; a row that breaks says so and stops no other."""
    rows = _rows(full=FULL in sys.argv)
    wanted = [word for word in sys.argv[1:] if word != FULL] or list(rows)
    unknown = [name for name in wanted if name not in rows]
    if unknown:
        print(f"there is no row {', '.join(unknown)}; there are: {', '.join(rows)}", file=sys.stderr)
        sys.exit(2)
    table = Table(title="measurements (medians of several runs)", title_justify="left", show_lines=True)
    for column in ("row", "what", "measured", "to reach", ""):
        table.add_column(column)
    console = Console()
    broken = False
    for name in wanted:
        busy = f"{os.getloadavg()[0]:.1f}"
        console.print(f"measuring {name} (load {busy} on {os.cpu_count()} cores) ...", style="dim")
        try:
            result = rows[name]()
        except Exception as error:  # noqa: BLE001 - the other rows shall be seen all the same
            broken = True
            table.add_row(name, "", f"{type(error).__name__}: {error}"[:300], "", "BROKEN")
            continue
        verdict = "" if result.reached is None else ("reached" if result.reached else "NOT reached")
        table.add_row(name, result.what, result.measured, result.goal, verdict)
    console.print(table)
    sys.exit(broken)


if __name__ == "__main__":
    main()
