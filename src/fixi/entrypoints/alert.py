"""`fixi alert`: by which ways people are told of alerts, what they are still to be told, and whether each way works."""

import asyncio
import json
from dataclasses import replace

from rich.console import Console

from fixi.container import Container
from fixi.domain.errors import Refused
from fixi.entrypoints.books import ALERT_LINE, run_file, with_container
from fixi.entrypoints.standing import MANY, NO_WAY, alerts_line
from fixi.ports.alerts import Raised
from fixi.settings import Settings


def show(settings: Settings, console: Console, *, as_json: bool) -> None:
    """The ways, and what is untold."""

    async def work(container: Container) -> tuple[tuple[str, ...], tuple[Raised, ...]]:
        return tuple(way.name for way in container.ways()), await container.alerts().untold(MANY)

    ways, untold = with_container(settings, work)
    if as_json:
        waiting = [
            {"at": raised.at.isoformat(), "kind": raised.alert.kind, "about": raised.alert.about}
            | {"told": sorted(raised.told)}
            for raised in untold
        ]
        console.print_json(json.dumps({"ways": ways, "untold": waiting}))
        return
    console.print(f"alert line: {alerts_line(ways, untold)}", markup=False, highlight=False, soft_wrap=True)


def test(settings: Settings, console: Console, *, as_json: bool) -> bool:
    """Try every way at once, past the queue of alerts; True when each of them works. Needs no running system."""
    settings = carried(settings)

    async def work() -> dict[str, str]:
        tried: dict[str, str] = await Container(settings=settings).telling().test()
        return tried

    tried = asyncio.run(work())
    if as_json:
        ways = [{"way": way, "ok": not trouble, "trouble": trouble} for way, trouble in tried.items()]
        console.print_json(json.dumps({"ways": ways}))
    elif not tried:
        raise Refused(NO_WAY)
    else:
        for way, trouble in tried.items():
            console.print(f"{way}: {trouble or 'told'}", markup=False, highlight=False, soft_wrap=True)
    return bool(tried) and not any(tried.values())


def carried(settings: Settings) -> Settings:
    """The alert line of the running system, where this shell sets none."""
    if settings.alert_email or settings.alert_webhook:
        return settings
    running = run_file(settings)
    return replace(settings, **{name: running[name] for name in ALERT_LINE if name in running})
