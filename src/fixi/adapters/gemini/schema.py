"""The form as JSON Schema, in the part of it that Gemini understands; it is sent as it stands here."""

from collections.abc import Iterable
from typing import Any

from fixi.domain.forms import Intent, Proposal
from fixi.domain.values import Language, Urgency

TEXTS = ("issue", "area", "street", "number", "floor", "apartment", "name", "transcript", "picture", "sentence")
SHARES = ("trade", "issue", "area", "street", "wish", "urgency", "name", "language", "transcript", "picture")

type Schema = dict[str, Any]


def form_schema(trades: Iterable[str]) -> Schema:
    """What the model must fill in; `trades` are the codes that there are."""
    text: Schema = {"type": ["string", "null"]}
    share: Schema = {"type": "number", "minimum": 0, "maximum": 1}
    wish: Schema = {
        "type": ["object", "null"],
        "properties": {"earliest": {"type": "string"}, "latest": {"type": "string"}, "words": {"type": "string"}},
        "required": ["earliest", "latest"],
    }
    return {
        "type": "object",
        "properties": {
            "transcript": text,  # first what was heard and seen, then what it means
            "picture": text,
            "language": _one_of(Language, or_none=True),
            "intent": _one_of(Intent),
            "trade": _one_of(sorted(trades), or_none=True),
            **{name: text for name in TEXTS if name not in {"transcript", "picture", "sentence"}},
            "wish": wish,
            "urgency": _one_of(Urgency),
            "proposal": _one_of(Proposal),
            "sentence": text,
            "confidence": {"type": "object", "properties": dict.fromkeys(SHARES, share)},
        },
        "required": ["language", "intent", "urgency", "proposal"],
    }


def _one_of(codes: Iterable[str], *, or_none: bool = False) -> Schema:
    listed: Schema = {"type": "string", "enum": [str(code) for code in codes]}
    return {"anyOf": [listed, {"type": "null"}]} if or_none else listed
