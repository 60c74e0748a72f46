"""The scores that a reader once had, kept as a file beside the cases, and what fell since."""

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from fixi.domain.errors import Refused

MOST_LOST = 2.0  # points


@dataclass(frozen=True, slots=True)
class Fall:
    """A score that is lower than it was by more than is let pass."""

    name: str
    before: float
    now: float


def path(reader: str) -> Path:
    """Where the baseline of this reader is."""
    return Path(str(files("fixi.entrypoints.eval"))) / "baselines" / f"{reader}.json"


def load(reader: str) -> dict[str, float]:
    """The scores of the baseline; empty when there is none."""
    try:
        found: dict[str, float] = json.loads(path(reader).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise Refused(f"the baseline of {reader} is no JSON: make it anew with --update-baseline") from error
    return found


def save(reader: str, percents: dict[str, float]) -> Path:
    """Keep these scores as the baseline."""
    file = path(reader)
    file.write_text(json.dumps(percents, indent=2, sort_keys=True) + "\n", "utf-8")
    return file


def falls(before: dict[str, float], now: dict[str, float]) -> tuple[Fall, ...]:
    """What fell by more than two points. A score that only one of both has is not compared."""
    return tuple(
        Fall(name, before[name], now[name])
        for name in sorted(before.keys() & now.keys())
        if before[name] - now[name] > MOST_LOST
    )
