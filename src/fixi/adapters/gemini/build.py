"""Builds the model. Its client library is loaded only then: a system that reads by rules does without it."""

from collections.abc import Iterable

from fixi.ports.ai import Model
from fixi.ports.clock import Clock


def build_gemini(key: str, models: tuple[str, ...], trades: Iterable[str], clock: Clock, url: str = "") -> Model:
    """Gemini with this key at this address, or Google's own."""
    from fixi.adapters.gemini.model import GeminiModel

    return GeminiModel(key, models, trades, clock, url)
