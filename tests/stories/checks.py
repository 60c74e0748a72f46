"""What must be so at the end of every story, wherever it was played."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from fixi.domain.values import ChatKey
from fixi.entrypoints.demo.player import Player
from fixi.ports.storage import LedgerEntry

STORIES = sorted(Path(__file__).parent.glob("*/*.story"))
HEBREW = re.compile(r"[א-ת]")
HOLES = re.compile(r"\[\[|\]\]|[{}]")


def name(path: Path) -> str:
    """How a story is called among the tests."""
    return f"{path.parent.name}-{path.stem}"


def ends_well(path: Path, player: Player, lines: Sequence[LedgerEntry]) -> None:
    """Every message has one outcome, every text went out once, and all of them in the language of the folder."""
    people = (*player.story.clients, *player.story.pros)
    shown = [bubble for person in people for bubble in player.town.bubbles(ChatKey(person.phone)) if bubble.ours]
    texts = [bubble.text for bubble in shown]
    sent = [(line.id, line.ref) for line in lines if (line.kind, line.outcome) == ("out", "sent")]
    kinds = Counter((line.kind, line.outcome) for line in lines)
    received = sum(count for (kind, _), count in kinds.items() if kind == "in")
    assert received == player.town.sent, f"{player.town.sent} messages, {received} outcomes"
    assert sorted(sent) == sorted((bubble.message, bubble.id) for bubble in shown)
    assert not kinds["out", "failed"]
    assert not [text for text in texts if HOLES.search(text)]
    assert {bool(HEBREW.search(text)) for text in texts} <= {path.parent.name == "he"}
