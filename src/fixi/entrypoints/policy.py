"""The commands that show the business numbers and change them."""

from rich.console import Console
from rich.table import Table

from fixi.application.written import written
from fixi.container import Container
from fixi.domain.audit import Deed
from fixi.domain.commands import SetPolicy
from fixi.domain.operators import COMMAND_LINE
from fixi.domain.policy_text import changed, names, value_of
from fixi.entrypoints.books import with_container
from fixi.entrypoints.plain import plain
from fixi.settings import Settings


def show(settings: Settings, console: Console, name: str | None) -> None:
    """One number, or all of them."""

    async def work(container: Container) -> dict[str, str]:
        policy = await container.policies().current()
        return {each: value_of(policy, each) for each in ([name] if name else names())}

    values = with_container(settings, work)
    if name:
        console.print(values[name])
        return
    table = Table("name", "value")
    for each, value in values.items():
        table.add_row(each, value)
    console.print(table)


def change(settings: Settings, console: Console, name: str, text: str, by: str) -> None:
    """Change one number; who did it is kept with the new version."""

    async def work(container: Container) -> tuple[str, str]:
        policies = container.policies()
        old = await policies.current()
        new = changed(old, name, text)
        before, after = value_of(old, name), value_of(new, name)
        if before != after:
            now, told = container.machine_clock().now(), f"{after} ({plain(by)})"
            deed = Deed(now, COMMAND_LINE, SetPolicy.__name__, name, before, told)
            async with written(container.audit(), deed):
                await policies.change(new, by, container.clock().now())
        return before, after

    before, after = with_container(settings, work)
    console.print(f"{name}: {before} → {after}")
