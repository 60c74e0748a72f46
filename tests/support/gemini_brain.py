"""What the stand-in fills in when nobody tells it what: the rules' reading of what it was shown, as a model says it."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.rules.reader import RulesReader
from fixi.domain.forms import Field, ReadingTask


def facts_of(body: dict[str, Any]) -> dict[str, Any]:
    """The first part of the user turn: what the program knows."""
    return dict(json.loads(body["contents"][-1]["parts"][0]["text"]))


def words_of(body: dict[str, Any]) -> list[str]:
    """What the person wrote, piece by piece."""
    texts = [json.loads(part["text"]) for part in body["contents"][-1]["parts"][1:] if "text" in part]
    return [text["client_wrote"] for text in texts if "client_wrote" in text]


def rules_brain(voice: str | None = None) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A brain of rules; it hears `voice` in every voice note."""
    reader = RulesReader(Gazetteer.load())

    def fill(body: dict[str, Any]) -> dict[str, Any]:
        facts = facts_of(body)
        kinds = [
            part["inlineData"]["mimeType"].partition("/")[0]
            for part in body["contents"][-1]["parts"][1:]
            if "inlineData" in part
        ]
        heard = voice if "audio" in kinds else None
        asked = Field(facts["asked"]) if facts["asked"] else None
        text = "\n".join([*words_of(body), *([heard] if heard else [])])
        reading = reader.understand(ReadingTask(text, datetime.fromisoformat(facts["now"]), facts["timezone"], asked))
        form = reading.form
        return {
            "transcript": heard,
            "picture": "something at home that is broken" if "image" in kinds else None,
            "language": form.language,
            "intent": reading.intent,
            "trade": form.trade.code if form.trade else None,
            "issue": form.issue,
            "area": form.area.name if form.area else reading.place,
            "street": form.street,
            "name": form.name,
            "wish": {
                "earliest": form.wish.earliest.replace(tzinfo=None).isoformat(timespec="minutes"),
                "latest": form.wish.latest.replace(tzinfo=None).isoformat(timespec="minutes"),
                "words": form.wish.words,
            }
            if form.wish
            else None,
            "urgency": form.urgency,
            "proposal": "route" if form.routable else "converse",
            "sentence": None,
            "confidence": dict(reading.confidence),
        }

    return fill
