"""`fixi ...`: the command line. Exit code 0 done, 1 refused with one clear line, 2 wrong usage."""

import asyncio
import json
import os
import sys
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from fixi import phones
from fixi.domain.errors import FixiError, Invalid, Refused, Unavailable
from fixi.domain.operators import Role
from fixi.domain.values import ChatKey, Language
from fixi.settings import Settings, WrongSettings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Between people who need a repair and professionals who do it.",
)
PROVIDERS = ("greenapi ", "cloudapi ")  # how an error begins that is not about our own stores
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
    """Serve the webhook and the health checks; with a queue in memory there is a worker inside."""
    from fixi.entrypoints.serve import run

    run(Settings.read(os.environ), "api", Console(stderr=True))


@app.command(
    add_help_option=False,  # that of Dramatiq says more
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def worker(context: typer.Context) -> None:
    """Run workers; options are Dramatiq's own (--processes, --threads, --queues, ...)."""
    from fixi.entrypoints.worker import run

    if not {"-h", "--help"} & set(context.args):
        need_queue(Settings.read(os.environ))
    sys.exit(run(context.args))


@app.command()
def scheduler() -> None:
    """Knock for what is due; any number of schedulers may run."""
    from fixi.entrypoints.scheduler import run

    settings = Settings.read(os.environ)
    need_queue(settings)
    run(settings)


@app.command()
def panel() -> None:
    """Serve the operators' panel, beside the running system."""
    from fixi.entrypoints.books import found
    from fixi.entrypoints.panel.serve import run

    run(found(Settings.read(os.environ), queue=True), Console(stderr=True))


@app.command()
def poller() -> None:
    """Fetch notifications, for those whom Green API cannot post to; of any number of pollers one is at work."""
    from fixi.entrypoints.poller import run

    settings = Settings.read(os.environ)
    need_queue(settings)
    if not settings.greenapi_polling:
        raise Refused("this needs FIXI_GREENAPI_POLLING=yes: else notifications are posted to the webhook")
    run(settings)


def need_queue(settings: Settings) -> None:
    """Processes of their own need a queue and a store that they share."""
    if settings.queue != "redis" or settings.storage != "mongo":
        raise Refused(
            "this needs FIXI_MONGO_URL and FIXI_REDIS_URL; `fixi up` starts everything with servers of its own"
        )


@app.command()
def up(
    sample: Annotated[bool, typer.Option(help="sample professionals for an empty store")] = False,
    panel: Annotated[bool, typer.Option(help="the operators' panel as well")] = True,
) -> None:
    """Start everything: embedded database and queue (or yours), API, worker, scheduler, panel. Ctrl-C stops all."""
    from fixi.entrypoints.up import System, clean, to_try_out

    environ = to_try_out(dict(os.environ)) if sample else dict(os.environ)
    System(Settings.read(environ), clean(environ), Console(stderr=True), sample=sample, panel=panel).run()


@app.command()
def doctor(
    since: Annotated[str | None, typer.Option(help="balance of the last PT24H, P7D, ... only")] = None,
) -> None:
    """Check every part, count what became of every message, and look whether all that must hold does hold."""
    from fixi.domain.policy_text import duration
    from fixi.entrypoints.doctor import examine

    try:
        period = duration(since) if since is not None else None
    except Invalid as error:
        raise typer.BadParameter(str(error), param_hint="--since") from error
    if not examine(Settings.read(os.environ), Console(), period):
        sys.exit(1)


pros = typer.Typer(no_args_is_help=True, help="Professionals: import and export a file, list them.")
app.add_typer(pros, name="pros")
AsJson = Annotated[bool, typer.Option("--json", help="for machines")]
Follow = Annotated[bool, typer.Option("--follow", "-f", help="go on with what happens, until Ctrl-C")]


@pros.command("import")
def pros_import(file: Annotated[Path, typer.Argument(help="a JSON list of professionals, or a CSV table")]) -> None:
    """Import professionals from a file: all rows or none; the same file again changes nothing.

    What a file does not name stays as it is with those who are known.
    """
    from fixi.entrypoints.books import import_pros

    import_pros(Settings.read(os.environ), file, Console())


@pros.command("export")
def pros_export(
    file: Annotated[Path | None, typer.Argument(help="where to; without it to stdout")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="a table instead of JSON")] = False,
) -> None:
    """Write all professionals as a file that `pros import` takes."""
    from fixi.entrypoints.books import exported_pros

    text = exported_pros(Settings.read(os.environ), as_csv=as_csv)
    if file is None:
        sys.stdout.write(text)
        return
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}") from error


@pros.command("list")
def pros_list(as_json: AsJson = False) -> None:
    """List all professionals."""
    from fixi.entrypoints.books import list_pros

    list_pros(Settings.read(os.environ), Console(), as_json=as_json)


@app.command()
def leads(
    as_json: AsJson = False,
    status: Annotated[str | None, typer.Option(help="only those in this status")] = None,
    follow: Follow = False,
) -> None:
    """List leads, the newest first."""
    from fixi.entrypoints.books import list_leads
    from fixi.entrypoints.follow import follow_leads

    show = follow_leads if follow else list_leads
    show(Settings.read(os.environ), Console(), status, as_json=as_json)


@app.command()
def lead(lead_id: Annotated[str, typer.Argument(metavar="ID")], as_json: AsJson = False) -> None:
    """Show one lead: its facts, its timeline, and why this professional."""
    from fixi.entrypoints.books import show_lead

    show_lead(Settings.read(os.environ), Console(), lead_id, as_json=as_json)


@app.command()
def chat(
    phone: Annotated[str, typer.Argument(help="in any usual spelling, or lid: and digits where no phone is known")],
    as_json: AsJson = False,
    follow: Follow = False,
) -> None:
    """Show what was said in a chat."""
    from fixi.entrypoints.books import show_chat
    from fixi.entrypoints.follow import follow_chat

    settings = Settings.read(os.environ)
    show = follow_chat if follow else show_chat
    show(settings, Console(), meant(phone, settings).text, as_json=as_json)


def meant(phone: str, settings: Settings) -> ChatKey:
    """The chat that this spelling of a phone means; raises Refused when it is none."""
    try:
        return phones.chat(phone, settings.country)
    except Invalid as error:
        raise Refused(f"PHONE {error}") from error


@app.command()
def outgoing(
    limit: Annotated[int, typer.Option(min=1, help="so many of the last ones")] = 20,
    as_json: AsJson = False,
    follow: Follow = False,
) -> None:
    """Show what FIXI_MESSENGER=dryrun would have sent."""
    from fixi.entrypoints import outgoing as unsent

    show = unsent.follow if follow else unsent.show
    show(Settings.read(os.environ), Console(), limit, as_json=as_json)


@app.command()
def replay(
    key: Annotated[str | None, typer.Argument(help="an id of the list, or a phone in any usual spelling")] = None,
    as_json: AsJson = False,
    recording: Annotated[
        Path | None, typer.Option(help="play this file of FIXI_RECORDING in memory, and say what comes out otherwise")
    ] = None,
) -> None:
    """Show what could not be handled and was set aside; with KEY try that once more.

    With --recording nothing of the running system is touched; exit code 1 when something was said otherwise than then.
    """
    from fixi.entrypoints import replay as set_aside
    from fixi.entrypoints import retell

    settings = Settings.read(os.environ)
    if recording is not None:
        if key is not None:
            raise typer.BadParameter("a recording is played as a whole", param_hint="KEY")
        sys.exit(0 if retell.retell(settings, recording, Console(), as_json=as_json) else 1)
    if key is None:
        set_aside.show(settings, Console(), as_json=as_json)
    else:
        with suppress(Invalid):  # then it is an id
            key = phones.chat(key, settings.country).text
        set_aside.replay(settings, Console(), key)


@app.command()
def job(
    name: Annotated[str | None, typer.Argument(help="all of them are listed without a name")] = None,
    dry: Annotated[bool, typer.Option("--dry", help="change nothing, say what would be done")] = False,
    on: Annotated[
        bool | None, typer.Option("--on/--off", help="let it run by itself, or not; it can be run by hand all the same")
    ] = None,
    why: Annotated[str, typer.Option(help="the reason of --off, for everybody")] = "",
    as_json: AsJson = False,
) -> None:
    """Run one periodic job now, beside the running system; without NAME list them all."""
    from fixi.entrypoints import jobs

    settings = Settings.read(os.environ)
    if name is None:
        if on is not None:
            raise typer.BadParameter("NAME must say which job")
        jobs.show(settings, Console(), as_json=as_json)
    elif on is not None:
        jobs.switch(settings, Console(), name, on=on, why=why, as_json=as_json)
    else:
        jobs.run(settings, Console(), name, dry=dry, as_json=as_json)


@app.command("eval")
def evaluate(
    reader: Annotated[str, typer.Option(help="rules or gemini")] = "rules",
    as_json: AsJson = False,
    failures: Annotated[bool, typer.Option("--failures", help="every case that was read wrongly, and how")] = False,
    field: Annotated[str | None, typer.Option(help="this field only: trade, area, wish, ...")] = None,
    language: Annotated[str | None, typer.Option(help="he, en, ar or ru only")] = None,
    update: Annotated[
        bool, typer.Option("--update-baseline", help="keep these scores as what must be reached")
    ] = False,
) -> None:
    """Score a reader on the labelled conversations; exit code 1 when a score fell by more than two points."""
    from fixi.entrypoints.eval.run import Wanted, run

    wanted = Wanted(reader, field, language, as_json=as_json, failures=failures, update=update)
    if not run(Settings.read(os.environ), Console(), wanted):
        sys.exit(1)


@app.command()
def sending(
    word: Annotated[str | None, typer.Argument(metavar="[on|off]", help="without it the state is shown")] = None,
    by: Annotated[str | None, typer.Option(help="who puts the switch; needed for on and off")] = None,
    why: Annotated[str, typer.Option(help="why, for the others and for later")] = "",
    as_json: AsJson = False,
) -> None:
    """The kill switch: with `off` nothing at all goes out until `on`; what is to be said meanwhile waits, in order."""
    from fixi.entrypoints import sending as switch

    if word not in {None, "on", "off"}:
        raise typer.BadParameter("on or off", param_hint="[on|off]")
    if word is None and (by is not None or why):
        raise typer.BadParameter("on or off belongs to --by and --why", param_hint="[on|off]")
    if word is not None and by is None:
        raise typer.BadParameter("must say who puts the switch", param_hint="--by")
    settings = Settings.read(os.environ)
    if word is None:
        switch.show(settings, Console(), as_json=as_json)
    else:
        switch.put(settings, Console(), word, by or "", why, as_json=as_json)


@app.command()
def alert(
    test: Annotated[bool, typer.Option("--test", help="try every way now; exit code 1 when one does not work")] = False,
    as_json: AsJson = False,
) -> None:
    """Show by which ways people are told of alerts, and what is untold; with --test try them out."""
    from fixi.entrypoints import alert as line

    settings = Settings.read(os.environ)
    if not test:
        line.show(settings, Console(), as_json=as_json)
    elif not line.test(settings, Console(), as_json=as_json):
        sys.exit(1)


policy = typer.Typer(no_args_is_help=True, help="The business numbers: show them, change one.")
app.add_typer(policy, name="policy")


@policy.command("get")
def policy_get(name: Annotated[str | None, typer.Argument(help="all of them without a name")] = None) -> None:
    """Show a number of the policy in force, or all of them."""
    from fixi.entrypoints.policy import show

    show(Settings.read(os.environ), Console(), name)


@policy.command("set")
def policy_set(
    name: str,
    value: Annotated[str, typer.Argument(help="durations as PT30M, clock times as 08:00, yes or no")],
    by: Annotated[str, typer.Option(help="who changes it")] = "operator",
) -> None:
    """Change a number; it is in force within two seconds, and the old version is kept."""
    from fixi.entrypoints.policy import change

    change(Settings.read(os.environ), Console(), name, value, by)


operator = typer.Typer(no_args_is_help=True, help="Operators of the panel: add, change, list, log out.")
app.add_typer(operator, name="operator")
Name = Annotated[str, typer.Argument(metavar="NAME")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="read the password from the first line of stdin")]
Drawn = Annotated[bool, typer.Option("--random", help="draw a password and print it once, instead of asking")]
RoleOption = Annotated[str, typer.Option("--role", help="owner, dispatcher or viewer")]


@operator.command("add")
def operator_add(
    name: Name,
    role: RoleOption,
    phone: Annotated[str | None, typer.Option(help="his phone, in any usual spelling")] = None,
    stdin: FromStdin = False,
    drawn: Drawn = False,
) -> None:
    """Add an operator. His password is asked twice, or drawn and printed once where nobody can be asked."""
    from fixi.entrypoints.operators import add

    settings = Settings.read(os.environ)
    theirs = meant(phone, settings) if phone is not None else None
    add(settings, Console(), name, role_of(role), theirs, password_of(stdin=stdin, drawn=drawn))


@operator.command("list")
def operator_list(as_json: AsJson = False) -> None:
    """List all operators."""
    from fixi.entrypoints.operators import show

    show(Settings.read(os.environ), Console(), as_json=as_json)


@operator.command("role")
def operator_role(name: Name, role: Annotated[str, typer.Argument(metavar="ROLE")]) -> None:
    """Give an operator another role; it counts for the next thing that he does."""
    from fixi.entrypoints.operators import change

    change(Settings.read(os.environ), Console(), name, role=role_of(role))


@operator.command("disable")
def operator_disable(name: Name) -> None:
    """Log an operator out and let him in no more; what he did stays his."""
    from fixi.entrypoints.operators import change

    change(Settings.read(os.environ), Console(), name, disabled=True)


@operator.command("enable")
def operator_enable(name: Name) -> None:
    """Let an operator in again who was disabled."""
    from fixi.entrypoints.operators import change

    change(Settings.read(os.environ), Console(), name, disabled=False)


@operator.command("sessions")
def operator_sessions(name: Name, as_json: AsJson = False) -> None:
    """Show where an operator is logged in."""
    from fixi.entrypoints.operators import sessions

    sessions(Settings.read(os.environ), Console(), name, as_json=as_json)


@operator.command("revoke")
def operator_revoke(what: Annotated[str, typer.Argument(metavar="NAME|SESSION")]) -> None:
    """End all sessions of an operator, or one by the beginning of its id."""
    from fixi.entrypoints.operators import revoke

    revoke(Settings.read(os.environ), Console(), what)


@operator.command("password")
def operator_password(name: Name, stdin: FromStdin = False, drawn: Drawn = False) -> None:
    """Give an operator another password; he is logged out everywhere."""
    from fixi.entrypoints.operators import set_password

    set_password(Settings.read(os.environ), Console(), name, password_of(stdin=stdin, drawn=drawn))


def role_of(text: str) -> Role:
    """The role that is meant."""
    if text not in set(Role):
        raise typer.BadParameter(f"one of: {', '.join(Role)}", param_hint="ROLE")
    return Role(text)


def password_of(*, stdin: bool, drawn: bool) -> str:
    """The password as it was said, empty for one that is to be drawn."""
    if stdin and drawn:
        raise typer.BadParameter("--password-stdin or --random, not both", param_hint="--random")
    if stdin:
        said = sys.stdin.readline().rstrip("\r\n")
        if not said:
            raise Refused("no password came on stdin")
        return said
    if drawn or not sys.stdin.isatty():
        return ""
    asked: str = typer.prompt("password", hide_input=True, confirmation_prompt=True, err=True)
    return asked


@app.command()
def audit(
    limit: Annotated[int, typer.Option(min=1, help="so many of the last lines")] = 50,
    verify: Annotated[bool, typer.Option("--verify", help="look at the whole chain; exit code 1 if broken")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what operators did; with --verify say whether anybody has changed the book since."""
    from fixi.entrypoints.audit import show

    if not show(Settings.read(os.environ), Console(), limit, verify=verify, as_json=as_json):
        sys.exit(1)


def main() -> None:
    """The script `fixi`: what is refused is one line on stderr, never a traceback."""
    try:
        app()
    except WrongSettings as error:
        for problem in error.problems:
            print(f"fixi: {problem}", file=sys.stderr)
        sys.exit(1)
    except Unavailable as error:
        if str(error).startswith(PROVIDERS):
            print(f"fixi: the provider of the messages does not answer ({error})", file=sys.stderr)
            sys.exit(1)
        print("fixi: the database or the queue does not answer: see FIXI_MONGO_URL and FIXI_REDIS_URL", file=sys.stderr)
        sys.exit(1)
    except (FixiError, AssertionError) as error:
        print(f"fixi: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
