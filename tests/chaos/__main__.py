"""`make chaos`: the real processes under load, killed at random moments, and everything counted afterwards."""

import asyncio
import secrets
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.chaos.dice import Dice
from tests.chaos.disturbances import schedule
from tests.chaos.report import show
from tests.chaos.run import Plan, play
from tests.system.running import Running


def main(
    seed: Annotated[
        int | None, typer.Option(help="the same choices again; drawn and printed when it is left out")
    ] = None,
    kills: Annotated[int, typer.Option(help="at least so many processes are killed")] = 30,
    clients: Annotated[int, typer.Option(help="how many clients write")] = 14,
    folder: Annotated[
        Path | None, typer.Option(help="where data and logs stay; else a new one, gone if all is well")
    ] = None,
) -> None:
    """Kill, stop and flush the parts of a running system at least so often; exit code 1 when anything was lost."""
    console = Console(width=110)
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    kinds = tuple(schedule(kills, Dice(seed, "schedule")))
    console.print(f"chaos: seed {seed}, {len(kinds)} disturbances, {sum(kind.kills for kind in kinds)} kills")
    place = folder or Path(tempfile.mkdtemp(prefix="fixi-chaos-"))
    place.mkdir(parents=True, exist_ok=True)
    running = Running(place, more={"FIXI_LANGUAGE": "en"})
    try:
        running.start()
        result = asyncio.run(play(running, Plan(seed, kinds, clients=clients), console.print))
    finally:
        running.stop()
    show(result, console)
    if result.findings:
        console.print(f"data and logs: {place}")
        sys.exit(1)
    if folder is None:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    typer.run(main)
