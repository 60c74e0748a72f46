"""Tables for spreadsheets: comma-separated, and nothing in them is ever taken for a formula."""

from collections.abc import Iterable, Sequence

# With these a spreadsheet takes a cell for something to work out or to fetch; the wide forms as well.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
QUOTE = "'"
BOM = "\ufeff"  # without it a spreadsheet does not read Hebrew
END = "\r\n"
# Marks that nobody sees and a spreadsheet may skip, a formula behind them included.
UNSEEN = (
    " \u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\0"
)

type Cell = str | float | None


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The whole table, ready to be saved as UTF-8."""
    return BOM + "".join(",".join(map(_cell, row)) + END for row in (header, *rows))


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    return '"' + harmless(cell).replace('"', '""') + '"'


def harmless(text: str) -> str:
    """The text, with a quote in front where a spreadsheet would take it for a formula; numbers are no text."""
    clean = text.replace("\0", "")
    return f"{QUOTE}{clean}" if clean.lstrip(UNSEEN).startswith(DANGEROUS) or clean.startswith(DANGEROUS) else clean
