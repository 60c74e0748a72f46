"""The model's text as a Reading. It is looked at field by field: one odd value costs that field, not the form.

The client library's own parsing is not used: it gives up on the whole form for one odd value, and says nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from fixi.domain.checking import wished
from fixi.domain.errors import Invalid
from fixi.domain.forms import Form, Intent, Proposal, Reading, ReadingTask
from fixi.domain.values import Language, Trade, Urgency, Wish

FENCE = re.compile(r"\s*```[a-zA-Z]*\s*\n(.*?)\n?\s*```\s*", re.DOTALL)
LONGEST = 100_000  # characters; a filled form has a few thousand
NOTHING = frozenset({"", "null", "none", "unknown", "n/a", "undefined"})
ADDRESS = ("street", "number")


@dataclass
class _Page:
    """The filled form, as it came; `odd` collects the fields that hold something else than they should."""

    values: Mapping[str, Any]
    odd: list[str] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """The words under this name, on one line."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.odd.append(name)
            return None
        words = " ".join(str(value).split())
        return None if words.lower() in NOTHING else words

    def code[Code: StrEnum](self, name: str, kind: type[Code]) -> Code | None:
        """The code of a closed list."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return kind(value.lower())
        except ValueError:
            self.odd.append(name)
            return None


def read_answer(text: str, task: ReadingTask, source: str) -> tuple[Reading, tuple[str, ...]] | None:
    """The reading, and which fields were odd; None when the text is no form at all."""
    values = _object(text)
    if values is None:
        return None
    page = _Page(values)
    street = " ".join(part for part in map(page.text, ADDRESS) if part)
    form = Form(
        trade=_trade(page),
        issue=page.text("issue"),
        street=street or None,
        wish=_wish(page, ZoneInfo(task.timezone)),
        urgency=page.code("urgency", Urgency) or Urgency.NORMAL,
        name=page.text("name"),
        language=page.code("language", Language),
        transcript=page.text("transcript"),
        media=task.media,
        floor=page.text("floor"),
        apartment=page.text("apartment"),
        picture=page.text("picture"),
    )
    reading = Reading(
        page.code("intent", Intent) or Intent.OTHER,
        form,
        page.text("area"),
        _confidence(page),
        page.text("sentence"),
        source,
        page.code("proposal", Proposal),
    )
    return reading, tuple(page.odd)


def _object(text: str) -> Mapping[str, Any] | None:
    """The JSON object of the text, with or without a fence around it."""
    if len(text) > LONGEST:
        return None
    fenced = FENCE.fullmatch(text)
    try:
        values: object = msgspec.json.decode((fenced[1] if fenced else text).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _trade(page: _Page) -> Trade | None:
    code = page.text("trade")
    try:
        return Trade(code.lower()) if code else None
    except Invalid:
        page.odd.append("trade")
        return None


def _wish(page: _Page, zone: ZoneInfo) -> Wish | None:
    value = page.values.get("wish")
    if value is None:
        return None
    inner = _Page(value if isinstance(value, dict) else {})
    times = [_moment(inner.text(name), zone) for name in ("earliest", "latest")]
    earliest, latest = times
    wish = wished(earliest, latest, inner.text("words") or "") if earliest and latest else None
    if wish is None:
        page.odd.append("wish")
    return wish


def _moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """A moment in the zone: local when it says no zone of its own, as it was asked for."""
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError):
        return None


def _confidence(page: _Page) -> tuple[tuple[str, float], ...]:
    told = page.values.get("confidence")
    if not isinstance(told, dict):
        return ()
    shares = ((name, share) for name, share in told.items() if isinstance(share, int | float))
    return tuple((name, float(share)) for name, share in shares if 0 <= share <= 1)
