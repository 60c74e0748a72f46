"""Tables of rows that the store has already cut into pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fixi.entrypoints.panel.components.tags import box, tag

MUCH, MUCH_TEXT = 5, 4  # columns of any kind, and of those with words


@dataclass(frozen=True, slots=True)
class Column[R]:
    """One column: its name, how a cell is drawn, and whether it holds numbers. `wide` ones are left out on phones."""

    name: str
    draw: Callable[[R], object]
    number: bool = False
    wide: bool = False


def table[R](columns: Iterable[Column[R]], rows: Iterable[R], label: str) -> None:
    """The rows below the names of the columns."""
    columns = tuple(columns)
    with box("fx-scroll"), box("fx-table fx-cards" if _much(columns) else "fx-table", "table") as whole:
        whole.props["aria-label"] = label
        with box(name="thead"), box(name="tr"):
            for column in columns:
                tag("th", column.name, css(column), scope="col")
        with box(name="tbody"):
            for row in rows:
                with box(name="tr"):
                    for column in columns:
                        with box(css(column), "td") as cell:
                            cell.props["data-label"] = column.name
                            column.draw(row)


def _much[R](columns: tuple[Column[R], ...]) -> bool:
    """Whether there is no room for the columns beside each other on a phone."""
    there = [column for column in columns if not column.wide]
    return len(there) >= MUCH or sum(not column.number for column in there) >= MUCH_TEXT


def css[R](column: Column[R]) -> str:
    """The classes of its cells."""
    return " ".join(name for name, on in (("num", column.number), ("fx-wide", column.wide)) if on)
