"""What every CannedReplies promises."""

from dataclasses import replace

import pytest

from fixi.domain.canned import CannedReply
from fixi.domain.errors import Conflict
from fixi.domain.values import Language
from tests.support.house import House

SOON = CannedReply("soon", "Soon", ((Language.EN, "Soon, {name}."), (Language.HE, "מיד, {name}.")))
PHOTO = CannedReply("photo", "A photo", ((Language.EN, "Can you send a photo?"),))


async def test_the_first_ones_are_there_once_and_what_is_removed_stays_away(house: House) -> None:
    await house.canned_replies.begin((SOON, PHOTO))
    await house.canned_replies.begin((SOON, PHOTO))
    assert await house.canned_replies.every() == (replace(PHOTO, version=1), replace(SOON, version=1))
    for reply in await house.canned_replies.every():
        await house.canned_replies.remove(reply.id, reply.version)
    await house.canned_replies.begin((SOON,))
    assert await house.canned_replies.every() == ()


async def test_who_has_written_one_is_not_given_the_first_ones(house: House) -> None:
    stored = await house.canned_replies.put(PHOTO)
    await house.canned_replies.begin((SOON,))
    assert await house.canned_replies.every() == (stored,)


async def test_of_two_who_change_one_the_second_is_told(house: House) -> None:
    first = await house.canned_replies.put(SOON)
    assert first == replace(SOON, version=1)
    second = await house.canned_replies.put(replace(first, title="At once"))
    with pytest.raises(Conflict):
        await house.canned_replies.put(replace(first, title="Later"))
    with pytest.raises(Conflict):
        await house.canned_replies.put(SOON)
    with pytest.raises(Conflict):
        await house.canned_replies.remove("soon", first.version)
    assert await house.canned_replies.every() == (second,)
    await house.canned_replies.remove("soon", second.version)
    await house.canned_replies.remove("soon", second.version)
    with pytest.raises(Conflict):
        await house.canned_replies.put(second)
    assert await house.canned_replies.every() == ()
