"""`fixi replay`: what was set aside, shown or tried once more."""

import json

from rich.console import Console
from rich.table import Table

from fixi.container import Container
from fixi.entrypoints.books import with_container
from fixi.ports.storage import Kept
from fixi.settings import Settings


def show(settings: Settings, console: Console, *, as_json: bool) -> None:
    """Everything that is set aside, without what is in it."""

    async def work(container: Container) -> tuple[Kept, ...]:
        listed: tuple[Kept, ...] = await container.replay().listed()
        return listed

    rows = [
        {
            "id": kept.id,
            "at": kept.at.isoformat(timespec="seconds"),
            "what": "body" if kept.letter is None else "letter",
            "of": "" if kept.letter is None else f"…{kept.letter.address[-4:]}",
            "reason": kept.reason,
            "where": kept.cause,
        }
        for kept in with_container(settings, work, queue=True)
    ]
    if as_json:
        console.print_json(json.dumps(rows))
        return
    if not rows:
        console.print("nothing is set aside")
        return
    table = Table(*rows[0])
    for row in rows:
        table.add_row(*row.values())
    console.print(table)


def replay(settings: Settings, console: Console, key: str) -> None:
    """Try it once more; raises Refused when there is nothing to try."""

    async def work(container: Container) -> int:
        try:
            count: int = await container.replay()(key)
            return count
        finally:
            await container.redis().close()

    console.print(f"{with_container(settings, work, queue=True)} put back; the next sweep has it worked")
