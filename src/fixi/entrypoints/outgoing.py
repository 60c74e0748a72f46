"""`fixi outgoing`: what a dry run would have sent."""

import json
import signal
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console

from fixi.container import Container
from fixi.domain.errors import Refused
from fixi.entrypoints.plain import plain
from fixi.ports.messaging import Message
from fixi.settings import Settings

LOOK_SECONDS = 0.5
INDENT = " " * 4


def show(settings: Settings, console: Console, limit: int, *, as_json: bool) -> None:
    """The last messages, the newest at the end."""
    outgoing, zone = Container(settings=settings).unsent(), ZoneInfo(settings.timezone)
    try:
        rows = [_row(unsent, zone) for unsent in outgoing.last(limit)]
    except OSError as error:
        raise _unreadable(error) from error
    if as_json:
        console.print_json(json.dumps(rows))
        return
    if not rows:
        console.print("nothing would have been sent")
    for row in rows:
        _print(console, _words(row))


def follow(settings: Settings, console: Console, limit: int, *, as_json: bool) -> None:
    """The last messages, then every new one, until Ctrl-C."""
    outgoing, zone = Container(settings=settings).unsent(), ZoneInfo(settings.timezone)
    stopping = Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stopping.set())
    shown = False
    while not stopping.is_set():
        try:
            fresh = outgoing.fresh()
        except OSError as error:
            raise _unreadable(error) from error
        for unsent in fresh if shown else fresh[-limit:]:
            row = _row(unsent, zone)
            _print(console, json.dumps(row) if as_json else _words(row))
        shown = True
        stopping.wait(LOOK_SECONDS)


def _unreadable(error: OSError) -> Refused:
    return Refused(f"what would have been sent cannot be read ({error.strerror}): see FIXI_DATA_DIR")


def _row(unsent: Any, zone: ZoneInfo) -> dict[str, Any]:
    message: Message = unsent.message
    template = message.template
    return {
        "id": unsent.id,
        "at": unsent.at.astimezone(zone).isoformat(),
        "chat": message.chat.text,
        "text": message.text,
        "buttons": [{"id": button.id, "label": button.label} for button in message.buttons],
        "media": [
            {"kind": str(media.kind), "url": media.url, "mime": media.mime, "name": media.name}
            for media in message.media
        ],
        "template": {"name": template.name, "language": template.language, "values": list(template.values)}
        if template is not None
        else None,
    }


def _words(row: dict[str, Any]) -> str:
    """One message, for people: whose it is on a line of its own, and below it what he would read."""
    lines = [row["text"], *(f"[{button['label']}]" for button in row["buttons"])]
    lines += [f"{media['kind']}: {media['url']} {media['name']}" for media in row["media"]]
    if (template := row["template"]) is not None:
        lines.append(f"template: {template['name']} ({template['language']}) {', '.join(template['values'])}")
    head = f"{row['at'][:19]}  ◂ {row['chat']}  {plain(row['id'])}"
    return "\n".join([head, *(f"{INDENT}{plain(line.rstrip(), INDENT)}" for line in lines)])


def _print(console: Console, line: str) -> None:
    console.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True)
