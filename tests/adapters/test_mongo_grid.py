"""The squares of the map: nobody who is near is overlooked, and far ones are few."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fixi.adapters.mongo.grid import around, looked_for, reach, waiting_near, waits_at
from fixi.domain.matching import distance
from fixi.domain.values import Place
from tests.support.samples import HAIFA, PLUMBER, TEL_AVIV, a_pro, north_of

LATS, LONS = st.floats(-90, 90), st.floats(-180, 180)
KMS = st.sampled_from([0.0, 1.0, 10.0, 20.0, 30.0, 59.9, 60.1, 200.0])


@given(LATS, LONS, st.floats(-1, 1), st.floats(-1, 1), KMS)
@example(0.0, 180.0, 0.0, -0.05, 20.0)
@example(0.0, -180.0, 0.0, -0.05, 20.0)
@example(89.99, 0.0, 0.0, 1.0, 30.0)
def test_whoever_is_near_is_in_a_square_that_is_looked_at(
    lat: float, lon: float, north: float, east: float, km: float
) -> None:
    place = Place("Here", lat, lon)
    there = Place("There", max(-90.0, min(90.0, lat + north)), (lon + east + 180) % 360 - 180)
    pro = a_pro(areas=(), location=there)
    if distance(pro, place) <= km:
        assert set(reach(pro)) & set(looked_for(PLUMBER, place, km))
        assert set(waits_at(PLUMBER, there)) & set(waiting_near((PLUMBER,), (place,), km))


def test_who_named_the_place_is_found_however_far_he_is() -> None:
    pro = a_pro(areas=(TEL_AVIV, HAIFA), location=TEL_AVIV)
    assert set(reach(pro)) & set(looked_for(PLUMBER, HAIFA, 0.0))


def test_who_is_where_he_is_is_not_found_by_the_other_places_he_named() -> None:
    pro = a_pro(areas=(TEL_AVIV, HAIFA), location=TEL_AVIV)
    assert not set(reach(pro)) & set(looked_for(PLUMBER, north_of(HAIFA, 5), 20.0))


@pytest.mark.parametrize(("km", "most"), [(10.0, 20), (20.0, 42), (30.0, 72), (200.0, 42), (500.0, 156)])
def test_a_circle_touches_a_bounded_number_of_squares(km: float, most: int) -> None:
    assert len(around(HAIFA, km)) <= most
    assert len(set(around(HAIFA, km))) == len(around(HAIFA, km))


def test_the_whole_earth_is_not_walked_twice() -> None:
    everywhere = around(HAIFA, 30_000.0)
    assert len(set(everywhere)) == len(everywhere) <= 181 * 360
