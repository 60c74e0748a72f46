"""A profile in plain text: as tables of professionals have it, and as the audit keeps it."""

from collections.abc import Iterable
from datetime import time

from fixi.domain.professional import PROFILE, Hours, Professional

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Names are nobody's business in a book that is kept for ever, nor is who does not want to see whom.
UNTOLD = frozenset({"name", "blocked", "location"})
LAST = time(23, 59)


def hours_text(hours: Iterable[Hours]) -> str:
    """`sun-thu 08:00-18:00; fri 08:00-12:00`: days with the same hours together, the week as the calendar has it."""
    by_day: dict[int, list[str]] = {}
    for each in hours:
        by_day.setdefault(each.weekday, []).append(f"{each.start:%H:%M}-{_until(each.end)}")
    spans = {day: ", ".join(sorted(found)) for day, found in by_day.items()}
    return "; ".join(f"{_days(first, last)} {text}" for first, last, text in _runs(spans))


def _runs(spans: dict[int, str]) -> list[tuple[int, int, str]]:
    """Days that follow each other with the same text, Sunday first."""
    runs: list[tuple[int, int, str]] = []
    for day in (6, 0, 1, 2, 3, 4, 5):
        if day not in spans:
            continue
        if runs and (runs[-1][1] + 1) % 7 == day and runs[-1][2] == spans[day]:
            runs[-1] = (runs[-1][0], day, spans[day])
        else:
            runs.append((day, day, spans[day]))
    return runs


def _days(first: int, last: int) -> str:
    return DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"


def _until(end: time) -> str:
    return "24:00" if end == time(0) else f"{end:%H:%M}"


def prices_text(prices: Iterable[tuple[str, str]]) -> str:
    """`plumber: 200-400; electrician: 250`."""
    return "; ".join(f"{trade}: {price}" for trade, price in prices)


def texts(pro: Professional) -> dict[str, str]:
    """Every value of a profile, by its name."""
    return {
        "name": pro.name,
        "trades": ", ".join(trade.code for trade in pro.trades),
        "areas": ", ".join(place.name for place in pro.areas),
        "location": f"{pro.location.lat} {pro.location.lon}" if pro.location is not None else "",
        "radius_km": str(pro.radius_km) if pro.radius_km is not None else "",
        "languages": ", ".join(map(str, pro.languages)),
        "hours": hours_text(pro.hours),
        "days_off": "; ".join(f"{off.day:%Y-%m-%d} {_spans(off.hours)}".strip() for off in pro.days_off),
        "active": "yes" if pro.active else "no",
        "approved": "yes" if pro.approved else "no",
        "cap": str(pro.cap) if pro.cap is not None else "",
        "blocked": ", ".join(pro.blocked),
        "prices": prices_text(pro.prices),
        "imported_rating": f"{pro.imported_rating:g}" if pro.imported_rating is not None else "",
        "imported_reviews": str(pro.imported_reviews),
    }


def _spans(spans: Iterable[tuple[time, time]]) -> str:
    return ", ".join(f"{start:%H:%M}-{_until(end)}" for start, end in spans)


def profile_text(pro: Professional, names: Iterable[str] = ()) -> str:
    """These values of a profile (all that there are, without names), one behind the other, for the audit."""
    every = texts(pro)
    wanted = tuple(names) or tuple(name for name in PROFILE if every[name] and name not in UNTOLD)
    return " · ".join(name if name in UNTOLD else f"{name}={every[name]}" for name in wanted)
