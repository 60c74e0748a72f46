"""What tokens cost."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files

MILLION = Decimal(1_000_000)


@cache
def _prices() -> dict[str, tuple[Decimal, Decimal]]:
    text = (files("fixi.adapters.gemini") / "prices.toml").read_text("utf-8")
    table = tomllib.loads(text, parse_float=Decimal)
    return {name: (Decimal(read), Decimal(said)) for name, (read, said) in table.items()}


def priced(model: str) -> bool:
    """Whether somebody has looked up what this model costs."""
    return any(model.startswith(name) for name in _prices())


def cost(model: str, tokens_in: int, tokens_out: int) -> Decimal:
    """US dollars for these tokens; a model that nobody knows costs what the dearest does."""
    prices = _prices()
    fitting = [name for name in prices if model.startswith(name)]
    read, said = prices[max(fitting, key=len)] if fitting else max(prices.values(), key=lambda pair: pair[1])
    return (tokens_in * read + tokens_out * said) / MILLION
