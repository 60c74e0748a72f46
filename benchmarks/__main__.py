"""`make bench`: the measurements, printed as a table with what was to be reached."""

import sys

from rich.console import Console
from rich.table import Table

from benchmarks import core, system
from benchmarks.result import Result

ROWS = {"S6": core.decisions, "S7": system.reader_calls, "T1": system.messages, "T2": system.routing}


def main() -> None:
    """Measure all rows, or those that are named."""
    wanted = sys.argv[1:] or list(ROWS)
    unknown = [name for name in wanted if name not in ROWS]
    if unknown:
        print(f"there is no row {', '.join(unknown)}; there are: {', '.join(ROWS)}", file=sys.stderr)
        sys.exit(2)
    table = Table(title="measurements (medians of several runs in this process)", title_justify="left")
    for column in ("row", "what", "measured", "to reach", ""):
        table.add_column(column)
    for name in wanted:
        result: Result = ROWS[name]()
        verdict = "" if result.reached is None else ("reached" if result.reached else "NOT reached")
        table.add_row(name, result.what, result.measured, result.goal, verdict)
    Console().print(table)


if __name__ == "__main__":
    main()
