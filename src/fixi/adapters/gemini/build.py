"""Builds the model. Its client library is loaded only then: a system that reads by rules does without it."""

from collections.abc import Awaitable, Callable, Iterable

from fixi.adapters.gemini.prices import priced
from fixi.domain.values import Media
from fixi.ports.ai import Model
from fixi.ports.clock import Clock


def without_price(models: tuple[str, ...]) -> tuple[str, ...]:
    """Those of these models whose price nobody has looked up: they are booked as the dearest one that is known."""
    return tuple(model for model in models if not priced(model))


def build_gemini(
    key: str,
    models: tuple[str, ...],
    trades: Iterable[str],
    clock: Clock,
    load: Callable[[Media], Awaitable[tuple[bytes, str] | None]],
    opened: list[Callable[[], Awaitable[None]]],
    url: str = "",
) -> Model:
    """Gemini with this key at this address, or Google's own.

    `load` gives the bytes of a file and their MIME type; `opened` gets what lets go of the connections.
    """
    from fixi.adapters.gemini.model import GeminiModel

    model = GeminiModel(key, models, trades, clock, url, load)
    opened.append(model.close)
    return model
