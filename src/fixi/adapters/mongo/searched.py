"""The words by which professionals are found, as keys beside those of their reach."""

from fixi.domain.professional import Professional
from fixi.domain.tokens import looks_like_phone, tails, words

PENDING, INACTIVE = "~pending", "~inactive"


def searched(pro: Professional) -> list[str]:
    """Every key of this professional: name, ends of his phone, trades, areas, and whether he works at all."""
    keys = {f"~w:{word}" for word in words(pro.name)} | {f"~n:{tail}" for tail in tails(pro.id)}
    keys |= {f"~t:{trade.code}" for trade in pro.trades} | {f"~a:{area.name}" for area in pro.areas}
    keys |= {PENDING} if pro.active and not pro.approved else set()
    keys |= {INACTIVE} if not pro.active else set()
    return sorted(keys)


def typed(said: str, trade: str, area: str) -> list[str]:
    """The keys that somebody must have who is looked for in these words, the one that finds fewest first."""
    digits = looks_like_phone(said)
    named = [f"~n:{digits}"] if digits else [f"~w:{word}" for word in sorted(words(said), key=len, reverse=True)]
    return [*named, *([f"~a:{area}"] if area else []), *([f"~t:{trade}"] if trade else [])]
