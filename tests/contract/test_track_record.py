"""What every TrackRecord promises: every lead counts once."""

import pytest

from fixi.domain.effects import NoteDone, NoteReply, NoteReview, Pause
from fixi.domain.professional import Professional, Reply, Review
from tests.support.house import House
from tests.support.samples import AT, HOUR, PRO, a_pro


async def after(house: House, *notes: NoteReply | NoteReview | NoteDone | Pause) -> Professional:
    await house.professionals.put((a_pro(),))
    for note in notes:
        await house.track_record.note(PRO, note)
    found = await house.professionals.get(PRO)
    assert found is not None
    return found


async def test_one_reply_for_each_lead_and_the_later_counts(house: House) -> None:
    pro = await after(
        house,
        NoteReply(PRO, "a", "declined", 30.0),
        NoteReply(PRO, "b", "accepted", 10.0),
        NoteReply(PRO, "b", "accepted", 10.0),
        NoteReply(PRO, "a", "excused", 30.0),
    )
    assert set(pro.replies) == {Reply("b", "accepted", 10.0), Reply("a", "excused", 30.0)}
    assert len(pro.replies) == 2


async def test_one_review_for_each_lead_with_its_words(house: House) -> None:
    pro = await after(
        house,
        NoteReview(PRO, "a", 4, AT),
        NoteReview(PRO, "b", 5, AT),
        NoteReview(PRO, "a", 4, AT + HOUR, "clean work"),
    )
    assert set(pro.reviews) == {Review("a", 4, AT + HOUR, "clean work"), Review("b", 5, AT)}
    assert len(pro.reviews) == 2


async def test_a_job_is_done_once(house: House) -> None:
    pro = await after(house, NoteDone(PRO, "a"), NoteDone(PRO, "a"), NoteDone(PRO, "b"))
    assert pro.jobs_done == 2


async def test_a_pause_begins_and_ends(house: House) -> None:
    assert (await after(house, Pause(PRO, AT + HOUR))).paused_until == AT + HOUR
    assert (await after(house, Pause(PRO, None))).paused_until is None


@pytest.mark.parametrize("note", [NoteDone("1", "a"), Pause("1", AT), NoteReply("1", "a", "accepted", 1.0)])
async def test_a_note_on_a_stranger_is_harmless(house: House, note: NoteReply | NoteDone | Pause) -> None:
    await house.track_record.note("1", note)
    assert await house.professionals.get("1") is None


async def test_what_holds_a_place_is_not_touched_by_notes(house: House) -> None:
    await house.professionals.put((a_pro(),))
    await house.capacity.reserve(PRO, "a", 3, AT)
    pro = await after(house, NoteDone(PRO, "a"), NoteReview(PRO, "a", 5, AT))
    assert (pro.places, pro.last_offer_at) == (("a",), AT)
