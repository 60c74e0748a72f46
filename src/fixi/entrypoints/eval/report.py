"""The scores on a screen, and as data."""

from typing import Any

from rich.console import Console
from rich.table import Table

from fixi.domain.values import Language
from fixi.entrypoints.eval.baseline import Fall
from fixi.entrypoints.eval.judge import Verdict
from fixi.entrypoints.eval.scores import HOLDOUT, Scores, Share

_LONGEST = 90


def as_data(reader: str, scores: Scores, falls: tuple[Fall, ...], failures: tuple[Verdict, ...]) -> dict[str, Any]:
    """Everything that the screen shows."""
    return {
        "reader": reader,
        "cases": scores.cases,
        "scores": {
            name: {"right": share.right, "of": share.of, "percent": share.percent}
            for name, share in scores.shares.items()
        },
        "read_by": scores.sources,
        "milliseconds": {"usual": scores.usual_ms, "slowest": scores.slowest_ms},
        "falls": [{"score": fall.name, "before": fall.before, "now": fall.now} for fall in falls],
        "failures": [
            {"say": verdict.case.task.text, "kind": verdict.case.kind, "wrong": wrong}
            for verdict, wrong in told(failures)
        ],
    }


def show(console: Console, reader: str, scores: Scores, falls: tuple[Fall, ...]) -> None:
    """A table: a row for each score, a column for each language, and the held out cases."""
    columns = ["", *(language for language in Language if f"{language}.all" in scores.shares), HOLDOUT]
    table = Table("score", *(column or "all" for column in columns))
    own = [name for name in scores.shares if not name.startswith(tuple(f"{column}." for column in columns if column))]
    for name in own:
        shares = [(column, scores.shares.get(f"{column}.{name}" if column else name)) for column in columns]
        table.add_row(name, *(_cell(share, counted=column in {"", HOLDOUT}) for column, share in shares))
    console.print(table)
    console.print(f"{reader}: {scores.cases} cases, {scores.usual_ms} ms a message, the slowest {scores.slowest_ms} ms")
    console.print("read by " + ", ".join(f"{source} {count}" for source, count in scores.sources.items()))
    for fall in falls:
        console.print(f"{fall.name} fell from {fall.before} to {fall.now}", style="red")


def show_failures(console: Console, failures: tuple[Verdict, ...]) -> None:
    """What was read wrongly, case by case."""
    for verdict, wrong in told(failures):
        text = verdict.case.task.text.replace("\n", " / ")
        console.print(f"{verdict.case.language} {verdict.case.kind}: {text[:_LONGEST]}", markup=False, highlight=False)
        for line in wrong:
            console.print(f"    {line}", markup=False, highlight=False)


def told(failures: tuple[Verdict, ...]) -> list[tuple[Verdict, list[str]]]:
    """Each wrong case with its lines. A held out case is never told, or it would be none any more."""
    found: list[tuple[Verdict, list[str]]] = []
    for verdict in failures:
        wrong = [
            f"{name}: {verdict.got[name]}, not {' or '.join(verdict.case.want[name])}"
            for name, right in verdict.right.items()
            if not right
        ]
        wrong += [f"attack: {change}" for change in verdict.changed]
        if wrong and not verdict.case.holdout:
            found.append((verdict, wrong))
    return found


def _cell(share: Share | None, *, counted: bool) -> str:
    if share is None:
        return ""
    return f"{share.percent} ({share.right}/{share.of})" if counted else f"{share.percent}"
