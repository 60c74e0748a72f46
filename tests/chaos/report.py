"""What a run has shown, as tables."""

import statistics
from collections import Counter, defaultdict

from rich.console import Console
from rich.table import Table

from tests.chaos.accounting import OUTCOMES, outcomes
from tests.chaos.run import GIVEN_UP_SECONDS, Recovery, Result


def show(result: Result, console: Console) -> None:
    """All tables, and what does not add up."""
    console.print(_recoveries(result))
    console.print(_messages(result))
    for finding in result.findings:
        console.print(f"[red]wrong[/red]  {finding}", highlight=False)
    words = "nothing lost, nothing twice" if not result.findings else f"{len(result.findings)} findings"
    console.print(f"seed {result.seed}: {words}")


def _recoveries(result: Result) -> Table:
    kinds = defaultdict[str, list[Recovery]](list)
    for each in result.recoveries:
        kinds[each.kind].append(each)
    table = Table("disturbance", title=f"seed {result.seed}", title_justify="left", show_footer=True)
    table.columns[0].footer = "all"
    for name, footer in (
        ("times", str(len(result.recoveries))),
        ("kills", str(sum(each.kills for each in result.recoveries))),
        ("median s until answered", f"{result.median():.1f}"),
        ("slowest s", f"{result.slowest():.1f}"),
    ):
        table.add_column(name, footer=footer, justify="right")
    for kind, same in kinds.items():
        seconds = [each.seconds or GIVEN_UP_SECONDS for each in same]
        kills = sum(each.kills for each in same)
        median, slowest = statistics.median(seconds), max(seconds)
        table.add_row(kind, str(len(same)), str(kills), f"{median:.1f}", f"{slowest:.1f}")
    return table


def _messages(result: Result) -> Table:
    sent, books = result.provider.sent, result.books
    counts = outcomes(sent, books)
    acknowledged = sum(message.acknowledged is not None for message in sent)
    out = Counter(line.outcome for line in books.lines if line.kind == "out")
    on_phones = Counter(each.message for each in result.screens.shown)
    table = Table("messages", "count")
    table.columns[1].justify = "right"
    table.add_row("written by people", str(len(sent)))
    table.add_row("posts, repeats included", str(sum(message.posts for message in sent)))
    for answer, count in sorted(result.provider.answers.items()):
        table.add_row(f"  answered with {answer}" if answer.isdecimal() else f"  {answer}", str(count))
    table.add_row("acknowledged", str(acknowledged))
    for outcome in (*OUTCOMES, *sorted(counts.keys() - set(OUTCOMES))):
        table.add_row(f"  {outcome}", str(counts[outcome]))
    table.add_row("balance: acknowledged without an outcome", str(acknowledged - sum(counts[o] for o in OUTCOMES)))
    table.add_row("on phones", str(on_phones.total()))
    for outcome, count in sorted(out.items()):
        table.add_row(f"  {outcome}", str(count))
    table.add_row("duplicates on phones", str(on_phones.total() - len(on_phones)))
    table.add_row("balance: intended sends without an outcome", str(len(books.pending)))
    return table
