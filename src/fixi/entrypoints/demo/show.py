"""A story as a terminal shows it: two phones, the lead's status as it changes, and at the end the reasons.

Hebrew and Arabic run from right to left. Most terminals do not reorder them, so the words are put into the order in
which they are seen when the terminal is not known to do it itself.
"""

from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from fixi.application.views import lead_detail
from fixi.domain.lead.states import Unopened, status
from fixi.domain.values import ChatKey
from fixi.entrypoints.demo.phones import Phones
from fixi.entrypoints.demo.player import Player
from fixi.entrypoints.demo.story import Line

WIDTH = 52
INVISIBLE = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))


class Screen:
    """Draws what happens, line by line."""

    def __init__(self, console: Console, player: Player) -> None:
        self._console = console
        self._player = player
        self._drawn: dict[ChatKey, int] = {}
        self._last: str | None = None

    def begin(self) -> None:
        """The title."""
        self._console.rule(f"[bold]{self._player.story.title}")

    async def draw(self, line: Line) -> None:
        """Every new bubble on every phone, then the lead's status if it changed."""
        if line.what == "wait":
            self._console.print(
                Text(f"· · ·  {line.words}{'' if line.words.startswith('until') else ' later'}  · · ·", style="dim"),
                justify="center",
            )
        new = []
        for person in (*self._player.story.clients, *self._player.story.pros):
            chat = ChatKey(person.phone)
            bubbles = self._player.town.container.simulator().screen(chat)
            new += [(bubble.at, person, bubble) for bubble in bubbles[self._drawn.get(chat, 0) :]]
            self._drawn[chat] = len(bubbles)
        for _, person, bubble in sorted(new, key=lambda entry: entry[0]):
            self._bubble(person.name, bubble.text, ours=bubble.ours, pro=person in self._player.story.pros)
        leads = await self._player.town.leads()
        now = str(status(leads[-1])) if leads else None
        if now != self._last:
            arrow = f"{self._last or '—'} → {now}"
            self._console.print(Text(f"lead  {arrow}", style="bold yellow"), justify="center")
            self._last = now

    def _bubble(self, name: str, text: str, *, ours: bool, pro: bool) -> None:
        who = f"{name} ◂ Fixi" if ours else f"{name} ▸"
        style = "green" if ours else ("cyan" if pro else "magenta")
        panel = Panel(
            Text(text.translate(INVISIBLE), justify="right" if _right_to_left(text) else "left"),
            title=who,
            title_align="left",
            width=WIDTH,
            border_style=style,
        )
        self._console.print(panel, justify="right" if pro else "left")

    async def end(self) -> None:
        """The timeline, and why this professional."""
        for lead in await self._player.town.leads():
            if isinstance(lead, Unopened):
                continue
            zone = ZoneInfo((await self._player.town.container.policies().current()).timezone)
            detail = lead_detail(lead, zone)
            self._console.print(_timeline(detail))
            self._console.print(_why(detail, self._names()))

    def _names(self) -> dict[str, str]:
        return {person.phone: person.name for person in self._player.story.pros}


def _right_to_left(text: str) -> bool:
    return any("\u0590" <= letter <= "\u06ff" for letter in text)


def _timeline(detail: dict[str, Any]) -> Table:
    table = Table(title=f"lead {detail['id']}: {detail['status']}", title_justify="left", header_style="bold")
    for column in ("time", "event", "by", "from", "to"):
        table.add_column(column)
    for change in detail["timeline"]:
        at = f"{change['at'][8:10]}. {change['at'][11:19]}"
        table.add_row(at, change["event"], change["actor"], change["from"] or "—", change["to"] or "—")
    return table


def _why(detail: dict[str, Any], names: dict[str, str]) -> Table:
    table = Table(title="why this professional (last search)", title_justify="left", header_style="bold")
    for column in ("rank", "name", "score", "parts", "refused"):
        table.add_column(column)
    for row in detail["why"]:
        parts = "  ".join(f"{name} {value:.2f}" for name, value in row["parts"].items() if value)
        rank = str(row["rank"]) if row["rank"] is not None else "—"
        table.add_row(rank, names.get(row["pro"], row["pro"]), f"{row['score']:.2f}", parts, row["refused"] or "")
    return table


async def as_data(town: Phones, player: Player) -> dict[str, Any]:
    """The same story as plain data."""
    zone = ZoneInfo((await town.container.policies().current()).timezone)
    screens = {
        person.name: [
            {
                "at": bubble.at.astimezone(zone).isoformat(),
                "from": "fixi" if bubble.ours else "person",
                "text": bubble.text,
            }
            for bubble in town.container.simulator().screen(ChatKey(person.phone))
        ]
        for person in (*player.story.clients, *player.story.pros)
    }
    balance = await town.container.ledger().balance()
    return {
        "title": player.story.title,
        "leads": [lead_detail(lead, zone) for lead in await town.leads()],
        "screens": screens,
        "balance": {f"{kind}.{outcome}": count for (kind, outcome), count in sorted(balance.items())},
    }
