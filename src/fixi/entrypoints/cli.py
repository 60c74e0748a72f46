"""`fixi ...`: the command line. Exit code 0 done, 1 refused with one clear line, 2 wrong usage."""

import asyncio
import json
import os
import sys
from importlib.resources import files
from typing import Annotated

import typer
from rich.console import Console

from fixi.domain.errors import FixiError
from fixi.domain.values import Language
from fixi.settings import Settings, WrongSettings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Between people who need a repair and professionals who do it.",
)
DEMO_LANGUAGES = (Language.HE, Language.EN)


@app.callback()
def commands() -> None:
    """Every command has its own --help."""


@app.command()
def demo(
    language: Annotated[str, typer.Option(help="he or en")] = "he",
    as_json: Annotated[bool, typer.Option("--json", help="print the same as data")] = False,
) -> None:
    """Play one client's story, from webhook bodies to the rating, on a system in memory."""
    from fixi.entrypoints.demo.player import Player
    from fixi.entrypoints.demo.show import Screen, as_data
    from fixi.entrypoints.demo.story import parse

    if language not in DEMO_LANGUAGES:
        raise typer.BadParameter(f"one of: {', '.join(DEMO_LANGUAGES)}", param_hint="--language")
    text = files("fixi.entrypoints.demo").joinpath("data", f"{language}.story").read_text(encoding="utf-8")
    player = Player(parse(text))

    async def play() -> None:
        screen = Screen(Console(), player)
        try:
            if as_json:
                town = await player.play()
                print(json.dumps(await as_data(town, player), ensure_ascii=False, indent=2))
            else:
                screen.begin()
                await player.play(screen.draw)
                await screen.end()
        finally:
            await player.town.close()

    asyncio.run(play())


@app.command()
def api() -> None:
    """Serve the webhook and the health checks, with a worker inside; everything is kept in memory only."""
    serve("api")


@app.command()
def up() -> None:
    """Start the whole system: today that is one process in memory, and a restart forgets everything."""
    serve("up")


def serve(command: str) -> None:
    """Run the web door and a worker in this process until it is told to stop."""
    from fixi.entrypoints.serve import run

    settings = Settings.read(os.environ)
    run(settings, command, Console(stderr=True))


def main() -> None:
    """The script `fixi`: what is refused is one line on stderr, never a traceback."""
    try:
        app()
    except WrongSettings as error:
        for problem in error.problems:
            print(f"fixi: {problem}", file=sys.stderr)
        sys.exit(1)
    except (FixiError, AssertionError) as error:
        print(f"fixi: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
