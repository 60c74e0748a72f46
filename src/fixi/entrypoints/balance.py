"""The message balance: whatever came in has one end, and so has whatever was to be said, or it waits."""

from datetime import datetime, timedelta

from rich.console import Console

from fixi.container import Container
from fixi.domain.effects import Say
from fixi.domain.events import Heard

# Far more than ever waits; what a provider keeps waiting for a day counts as well.
EVERYTHING, ALWAYS = 100_000, timedelta(days=365)
# After this long somebody should have used it: the burst is over, and the sweep has come by many times.
LATE = timedelta(minutes=5)
OUTCOMES = {"in": ("answered", "merged", "ignored", "handed", "quarantined"), "out": ("sent", "failed", "dropped")}


async def show_balance(container: Container, console: Console, since: datetime | None) -> bool:
    """Print both equations for what came, or was to be said, since then; True when nothing is amiss.

    Open is what has waited for longer than LATE. Words that wait are shown and no fault: the provider may be down.
    """
    at, counts = container.clock().now(), await container.ledger().balance(since)
    unread, (unsent, twice) = await _unread(container, since), await _unsent(container, since)
    late = [heard for heard in unread if heard < at - LATE]
    _equation(console, "received", counts, "in", ("not used yet", len(unread)), len(late))
    _equation(console, "intended sends", counts, "out", ("waiting", len(unsent)), sum(w < at - LATE for w in unsent))
    breaches = [
        f"I5 {count} messages have an unknown end: {kind} {outcome}"
        for (kind, outcome), count in sorted(counts.items())
        if outcome not in OUTCOMES.get(kind, (outcome,))
    ]
    breaches += [f"I6 {key} has its end in the book, and still waits" for key in twice]
    for breach in breaches:
        console.print(f"[red]broken[/red]  {breach}")
    return not (late or breaches)


def _equation(
    console: Console, name: str, counts: dict[tuple[str, str], int], kind: str, rest: tuple[str, int], late: int
) -> None:
    ends = [(outcome, count) for (of, outcome), count in sorted(counts.items()) if of == kind]
    words = " + ".join(f"{end} {count}" for end, count in (*ends, rest))
    total = sum(count for _, count in ends) + rest[1]
    console.print(f"{name} {total} = {words} → {late} open", soft_wrap=True, highlight=False)


async def _unread(container: Container, since: datetime | None) -> list[datetime]:
    """When each message came that has no line in the book yet."""
    inbox, heard = container.inbox(), dict[str, datetime]()
    for address in await inbox.waiting(EVERYTHING):
        letters = await inbox.unread(address)
        heard |= {letter.id: letter.event.at for letter in letters if isinstance(letter.event, Heard)}
    used = await container.ledger().known(tuple(heard))
    return [at for letter, at in heard.items() if letter not in used and (since is None or at >= since)]


async def _unsent(container: Container, since: datetime | None) -> tuple[list[datetime], list[str]]:
    """When each of the words that wait was decided on; and which of them have their end in the book already."""
    outbox, ledger = container.outbox(), container.ledger()
    waiting: list[datetime] = []
    twice: list[str] = []
    for key in await outbox.waiting(container.clock().now() + ALWAYS, EVERYTHING):
        words = [entry for entry in await outbox.pending(key) if isinstance(entry.effect, Say)]
        done = await ledger.known(tuple(entry.id for entry in words)) if words else frozenset()
        if done:  # most likely between the two questions
            done &= {entry.id for entry in await outbox.pending(key)}
        twice += sorted(done)
        waiting += [entry.made_at for entry in words if since is None or entry.made_at >= since]
    return waiting, twice
