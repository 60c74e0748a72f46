"""Row S8: how often the database is asked. Counts on the embedded servers, not times, so they are exact."""

from benchmarks.round_trips import CONVERSES, ROUTES, Trips, measure, result
from tests.support.mongo_server import fresh_url
from tests.support.redis_server import shared_server


async def test_with_copies_a_turn_that_converses_takes_three_and_one_that_routes_takes_eight() -> None:
    trips = await measure(fresh_url(), shared_server().url)
    assert trips == {
        "opens": Trips(own=2, lead=2, whole=4, delivery=3, messages=1),
        "converses": Trips(own=2, lead=1, whole=CONVERSES, delivery=3, messages=1),
        "routes": Trips(own=2, lead=4, whole=ROUTES, delivery=3, messages=1),
    }
    assert result(trips).reached


async def test_without_copies_each_document_is_read_once() -> None:
    trips = await measure(fresh_url())
    assert {name: (trip.own, trip.lead, trip.whole) for name, trip in trips.items()} == {
        "opens": (3, 2, 5),
        "converses": (3, 2, 5),
        "routes": (3, 5, 12),
    }
