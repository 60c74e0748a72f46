"""The rows of `data/intents.toml`, as patterns over flat words."""

import re
import tomllib
from importlib.resources import files

from fixi.adapters.rules.text import folded
from fixi.domain.forms import Intent

_GAP = r"(?: \S+){0,3}"


def sayings() -> dict[Intent, re.Pattern[str]]:
    """One pattern for each intent of the file."""
    source = files("fixi.adapters.rules") / "data" / "intents.toml"
    table = tomllib.loads(source.read_text("utf-8"))
    return {Intent(name): _pattern(rows) for name, rows in table.items()}


def _pattern(rows: str) -> re.Pattern[str]:
    rows = folded(rows.lower()).replace("\n", " ")
    longest_first = sorted(filter(None, (row.strip() for row in rows.split(","))), key=len, reverse=True)
    return re.compile(f"(?<!\\S)(?:{'|'.join(map(_row, longest_first))})(?!\\S)")


def _row(row: str) -> str:
    """`any ..news*` style: a gap swallows the blank before it, a stem whatever follows."""
    words = [re.escape(word.removesuffix("*")) + r"\S*" * word.endswith("*") for word in row.split()]
    return " ".join(words).replace(r" \.\.", _GAP)
