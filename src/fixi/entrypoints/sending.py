"""`fixi sending`: the kill switch, and how it stands."""

import json
from datetime import timedelta
from typing import Any

from rich.console import Console

from fixi.application.written import written
from fixi.container import Container
from fixi.domain.account import Switch
from fixi.domain.audit import Deed
from fixi.domain.commands import PutSending
from fixi.domain.errors import Refused
from fixi.domain.operators import COMMAND_LINE
from fixi.entrypoints.books import with_container
from fixi.entrypoints.plain import plain
from fixi.entrypoints.standing import MANY, account_line, switch_line
from fixi.settings import Settings

AHEAD = timedelta(days=1)
LONGEST = 200
CHANGES = 10


def show(settings: Settings, console: Console, *, as_json: bool) -> None:
    """The switch, the account, what waits, and who has put the switch before."""
    said = with_container(settings, _state, queue=True)
    if as_json:
        console.print_json(json.dumps({name: said[name] for name in said if name != "lines"}))
        return
    for line in said["lines"]:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def put(settings: Settings, console: Console, word: str, by: str, why: str, *, as_json: bool) -> None:
    """Put the switch; who did it and why stays in the book. Raises Refused for a name that is none."""
    by, why = _line(by), _line(why)
    if not by:
        raise Refused("--by must say who does it")

    async def work(container: Container) -> tuple[bool, dict[str, Any]]:
        told = f"{word}: {why} ({by})" if why else f"{word} ({by})"
        deed = Deed(container.machine_clock().now(), COMMAND_LINE, PutSending.__name__, "sending", "", told)
        async with written(container.audit(), deed):
            changed = await container.sending()(Switch(word == "on", by, container.clock().now(), why))
        return changed, await _state(container)

    changed, said = with_container(settings, work, queue=True)
    if as_json:
        console.print_json(json.dumps({"changed": changed} | {name: said[name] for name in said if name != "lines"}))
        return
    if not changed:
        console.print("it was so already")
    for line in said["lines"]:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _line(text: str) -> str:
    """One line of what a person typed."""
    return " ".join(plain(text).split())[:LONGEST]


async def _state(container: Container) -> dict[str, Any]:
    at = container.clock().now()
    standing = await container.account_book().standing()
    waiting = len(await container.outbox().waiting(at + AHEAD, MANY))
    changes = [line for line in await container.ledger().lines("sending", 5 * CHANGES) if line.kind == "note"]
    switch = standing.switch
    more = "+" if waiting == MANY else ""
    return {
        "sending": switch.on,
        "by": switch.by,
        "why": switch.why,
        "since": switch.at.isoformat() if switch.at is not None else None,
        "account": {
            "state": str(standing.state),
            "since": standing.since.isoformat() if standing.since is not None else None,
            "seen_ready_at": standing.proved_at.isoformat() if standing.proved_at is not None else None,
            "stopped_at": standing.stopped_at.isoformat() if standing.stopped_at is not None else None,
        },
        "waiting": waiting,
        "changes": [
            {"at": line.at.isoformat(), "sending": line.outcome, "by": line.text, "why": line.reason}
            for line in changes[-CHANGES:]
        ],
        "lines": [
            f"sending: {switch_line(switch)}",
            f"account: {account_line(standing, at)}",
            f"waiting: {waiting}{more} chats have something to be done or said",
        ],
    }
