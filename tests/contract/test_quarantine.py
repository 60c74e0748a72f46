"""What every Quarantine promises."""

from tests.support.house import House
from tests.support.samples import AT, MINUTE

BODIES = (b'{"broken', b"\xff\xfe\x00", b"")


async def test_what_could_not_be_understood_is_kept_byte_for_byte(house: House) -> None:
    ids = [await house.quarantine.keep(body, f"reason{n}", AT + n * MINUTE) for n, body in enumerate(BODIES)]
    assert len(set(ids)) == 3
    expected = [(kept, f"reason{n}", body) for n, (kept, body) in enumerate(zip(ids, BODIES, strict=True))]
    assert list(await house.quarantine.listed(10)) == expected[::-1]
    assert list(await house.quarantine.listed(1)) == expected[:1:-1]


async def test_the_same_body_is_kept_once(house: House) -> None:
    first = await house.quarantine.keep(b"x", "not_json", AT)
    again = await house.quarantine.keep(b"x", "not_json", AT + MINUTE)
    assert first == again
    assert len(await house.quarantine.listed(10)) == 1
