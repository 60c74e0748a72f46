"""The map as squares: what is near is in one of a few of them, however many there are in all.

A key is the trade and a named area (`plumber=Haifa`), or the trade and a square (`plumber#1228,2150` of a tenth of a
degree, `plumber##122,215` of a whole one, for wide searches).

Everybody is also in a quarter of all, in a quarter of that and once more, as follows from his id: with `/3`, `//14` or
`///57` behind it a key finds only that part of those whom it would find. A crowded place is searched by parts.
"""

from collections.abc import Iterable
from hashlib import sha256
from math import asin, cos, degrees, floor, pi, radians, sin

from fixi.domain.professional import Professional
from fixi.domain.values import EARTH_RADIUS_KM, Place, Trade

FINE, COARSE = 10, 1  # squares to a degree
FINE_UP_TO_KM = 60.0
POLE = 90.0
MARGIN = 1e-6  # degrees; a distance is rounded, an edge is not


def square(place: Place, per_degree: int) -> str:
    """The square in which this place lies."""
    return _name(floor((place.lat + 90) * per_degree), floor((place.lon + 180) * per_degree), per_degree)


def parts(name: str) -> tuple[str, ...]:
    """Behind a key: everybody, and the quarter, the sixteenth and the sixty-fourth to which this id belongs."""
    number = sha256(name.encode()).digest()[0] % 64
    return "", f"/{number // 16}", f"//{number // 4}", f"///{number}"


def reach(pro: Professional) -> list[str]:
    """Every key under which this professional is looked for."""
    anchors = (pro.location,) if pro.location is not None else pro.areas
    squares = {square(anchor, size) for anchor in anchors for size in (FINE, COARSE)}
    named = {f"={area.name}" for area in pro.areas}
    return sorted(f"{trade}{key}{part}" for trade in pro.trades for key in squares | named for part in parts(pro.id))


def around(place: Place, km: float) -> list[str]:
    """The squares that a circle of this radius may touch."""
    size = FINE if km <= FINE_UP_TO_KM else COARSE
    angle = max(km, 0.0) / EARTH_RADIUS_KM
    tall = degrees(angle) + MARGIN
    south, north = max(place.lat - tall, -POLE), min(place.lat + tall, POLE)
    if angle >= pi / 2 or south <= -POLE or north >= POLE:
        wide = 180.0
    else:
        wide = degrees(asin(min(1.0, sin(angle) / cos(radians(place.lat))))) + MARGIN
    rows = range(floor((south + 90) * size), floor((north + 90) * size) + 1)
    first, last = floor((place.lon - wide + 180) * size), floor((place.lon + wide + 180) * size)
    columns = range(first, min(last, first + 360 * size - 1) + 1)
    return [_name(row, column, size) for row in rows for column in columns]


def looked_for(trade: Trade, place: Place, km: float, part: str = "") -> list[str]:
    """The keys under which everybody is who may do this trade there, or those of one part of them."""
    return [f"{trade}={place.name}{part}", *(f"{trade}{key}{part}" for key in around(place, km))]


def waits_at(trade: Trade, place: Place) -> list[str]:
    """The keys under which a waiting lead is looked for."""
    return [f"{trade}{square(place, size)}" for size in (FINE, COARSE)]


def waiting_near(trades: Iterable[Trade], near: Iterable[Place], km: float) -> list[str]:
    """The keys under which every lead waits that may be near one of these places."""
    squares = {key for place in near for key in around(place, km)}
    return sorted(f"{trade}{key}" for trade in set(trades) for key in squares)


def _name(row: int, column: int, per_degree: int) -> str:
    return f"{'#' if per_degree == FINE else '##'}{row},{column % (360 * per_degree)}"
