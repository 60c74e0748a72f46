"""Files of people: fetched before the message is worked, kept once, given on, and never in a message's way."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from fixi.domain.client_chat.states import ConsentAsked, Gathering
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.events import Heard
from fixi.domain.forms import Reading, ReadingTask
from fixi.domain.lead.states import Offered
from fixi.domain.values import ChatKey, Key, Media, MediaKind
from fixi.ports.ai import Reader
from fixi.ports.queues import Letter
from fixi.ports.storage import LedgerEntry
from tests.support import pictures
from tests.support.documents import CHAT
from tests.support.office import Office
from tests.support.pictures import SECRETS, VOICE
from tests.support.samples import AT, CLIENT, HOUR, MINUTE, PRO, a_pro

HERE = f"chat:{CLIENT}"
URL = "https://files.example/photo.jpg?signature=SecretKey"
PHOTO = Media(MediaKind.IMAGE, URL, "application/octet-stream", "leak.jpg")
REQUEST = "water leaks under the kitchen sink, Herzl 12 Haifa, tomorrow at 10:00"


@pytest.fixture
def office() -> Office:
    return Office()


async def sends(office: Office, *media: Media, text: str = "", chat: ChatKey = CLIENT, own: bool = False) -> None:
    at = office.house.clock.now()
    name = f"in-{text}-{'+'.join(m.url for m in media)}-{at.isoformat()}"
    await office.receive((Heard(at=at, id=name, chat=chat, kind="media", text=text, media=media, own=own),), at)


async def said(office: Office) -> tuple[Media, ...]:
    """The files of what the client said before his consent."""
    state = (await office.document(CHAT)).state
    assert isinstance(state, ConsentAsked)
    return tuple(media for words in state.kept for media in words.media)


async def notes(office: Office, chat: Key = CHAT) -> list[LedgerEntry]:
    return [line for line in await office.house.ledger.lines(str(chat), 50) if line.kind == "note"]


async def offered(office: Office, *media: Media) -> str:
    """The request is put to a professional; its lead."""
    await office.house.professionals.put((a_pro(),))
    await sends(office, *media, text=REQUEST)
    await office.a_minute_later()
    await office.hears("yes")
    await office.a_minute_later()
    (lead,) = await office.house.leads.listed(None, 5)
    assert isinstance(lead, Offered), lead
    return lead.case.id


def shown(office: Office, chat: str = PRO) -> list[tuple[str, ...]]:
    return [bubble.media for bubble in office.line.screen(ChatKey(chat)) if bubble.ours and bubble.media]


# Kept


async def test_a_photo_is_kept_clean_under_its_own_name(office: Office) -> None:
    office.hosts.has[URL] = pictures.jpeg()
    await sends(office, PHOTO, text="hello")
    await office.a_minute_later()
    (media,) = await said(office)
    assert (media.kind, media.mime, media.name) == (MediaKind.IMAGE, "image/jpeg", "leak.jpg")
    assert media.kept is not None
    content = await office.house.files.get(media.kept)
    assert content.startswith(b"\xff\xd8\xff")
    assert not any(secret in content for secret in SECRETS)
    assert await notes(office) == []
    (line,) = [line for line in await office.house.ledger.lines(str(CHAT), 9) if line.kind == "in"]
    assert line.media == (media,)


async def test_a_voice_note_is_kept_as_it_came(office: Office) -> None:
    office.hosts.has[URL] = VOICE
    await sends(office, replace(PHOTO, kind=MediaKind.VOICE), text="hello")
    await office.a_minute_later()
    (media,) = await said(office)
    assert await office.house.files.get(media.kept or "") == VOICE


async def test_what_a_file_is_decides_not_what_it_was_called(office: Office) -> None:
    office.hosts.has[URL] = pictures.PDF
    await sends(office, PHOTO, text="hello")
    await office.a_minute_later()
    (media,) = await said(office)
    assert (media.kind, media.mime) == (MediaKind.DOCUMENT, "application/pdf")


async def test_a_file_that_came_twice_in_a_burst_is_fetched_once(office: Office) -> None:
    office.hosts.has[URL] = pictures.jpeg()
    await sends(office, PHOTO, text="hello")
    await sends(office, PHOTO, text="again")
    await office.a_minute_later()
    assert office.hosts.asked[URL] == 1
    assert len(set(await said(office))) == 1


async def test_the_files_of_a_burst_are_fetched_side_by_side(office: Office) -> None:
    waiting = 0
    all_there = asyncio.Event()

    async def together() -> bytes:
        nonlocal waiting
        waiting += 1
        if waiting == 3:
            all_there.set()
        await asyncio.wait_for(all_there.wait(), 5)
        return VOICE

    urls = [f"https://files.example/{n}" for n in range(3)]
    office.hosts.has |= dict.fromkeys(urls, together)
    await sends(office, *(replace(PHOTO, url=url) for url in urls), text="hello")
    await office.a_minute_later()
    assert len({media.url for media in await said(office)}) == 1


async def test_a_turn_without_files_asks_nobody(office: Office) -> None:
    await office.hears("hello")
    await office.a_minute_later()
    assert not office.hosts.asked


async def test_stickers_and_files_of_the_owner_are_left_alone(office: Office) -> None:
    office.hosts.has[URL] = pictures.jpeg()
    await sends(office, replace(PHOTO, kind=MediaKind.STICKER))
    await office.a_minute_later()
    await sends(office, PHOTO, text="I am on it", own=True)
    await office.a_minute_later()
    assert not office.hosts.asked


async def test_a_turn_that_is_repeated_gives_the_same(office: Office) -> None:
    office.hosts.has[URL] = pictures.jpeg()
    letter = Letter("l1", HERE, Heard(at=AT, id="l1", chat=CLIENT, kind="media", media=(PHOTO,)))
    first = await office.media(CHAT, (letter,), AT)
    assert await office.media(CHAT, (letter,), AT + MINUTE) == first
    assert await office.media(CHAT, first, AT) == first
    assert office.hosts.asked[URL] == 2


async def test_the_reader_is_given_what_we_have() -> None:
    tasks: list[ReadingTask] = []

    class Listening(Reader):
        async def read(self, task: ReadingTask) -> Reading:
            tasks.append(task)
            return Reading()

    office = Office(reader=Listening())
    office.hosts.has[URL] = pictures.jpeg()
    await sends(office, PHOTO, text="hello")
    await office.a_minute_later()
    await office.hears("yes")
    await office.a_minute_later()
    (media,) = tasks[-1].media
    assert (await office.house.files.get(media.kept or "")).startswith(b"\xff\xd8\xff")


# Refused


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (b"<html>not found</html>", "type"),
        (b"\xff\xd8\xff noise", "broken"),
        (Refused("gone"), "gone"),
        (Refused("private"), "private"),
        (RuntimeError("a defect"), "defect"),
    ],
)
async def test_what_is_refused_is_not_handed_on_and_said_in_the_book(
    office: Office, found: bytes | Exception, reason: str
) -> None:
    office.hosts.has[URL] = found
    await sends(office, PHOTO, text="hello")
    await office.a_minute_later()
    assert [media.url for media in await said(office)] == [f"refused:{reason}"]
    assert [(note.outcome, note.reason) for note in await notes(office)] == [("file", reason)]
    assert office.screen() != []


async def test_a_file_that_is_too_large_for_us_is_left_where_it_is(office: Office) -> None:
    video = replace(PHOTO, kind=MediaKind.VIDEO)
    office.hosts.has[URL] = Refused("too-large")
    await sends(office, video, text="hello")
    await office.a_minute_later()
    assert await said(office) == (video,)
    assert [note.reason for note in await notes(office)] == ["too-large"]


async def test_what_only_a_key_of_the_provider_opens_cannot_be_handed_on(office: Office) -> None:
    await sends(office, replace(PHOTO, url="id:123456"), text="hello")
    await office.a_minute_later()
    assert [media.url for media in await said(office)] == ["refused:no-address"]


async def test_a_document_that_nobody_has_looked_into_is_not_handed_on(office: Office) -> None:
    office.hosts.has[URL] = Refused("too-large")
    await sends(office, replace(PHOTO, kind=MediaKind.DOCUMENT), text="hello")
    await office.a_minute_later()
    assert [media.url for media in await said(office)] == ["refused:too-large"]


async def test_neither_the_log_nor_the_book_tells_a_link(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    office.hosts.has[URL] = Refused("gone")
    await sends(office, PHOTO, text="hello")
    await office.a_minute_later()
    assert "SecretKey" not in caplog.text
    assert all("SecretKey" not in f"{note}" for note in await notes(office))


# Owed


async def test_a_host_that_is_away_is_tried_twice_and_the_message_goes_on(office: Office) -> None:
    office.hosts.has[URL] = Unavailable("away")
    await sends(office, PHOTO, text="hello")
    await office.a_minute_later()
    assert office.hosts.asked[URL] == 2
    (media,) = await said(office)
    assert media.url.startswith("owed:")
    assert [note.reason for note in await notes(office)] == ["later"]
    assert office.screen() != []


async def test_a_host_that_hangs_holds_a_message_for_so_long(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs() -> bytes:
        await asyncio.Event().wait()
        return b""

    monkeypatch.setattr("fixi.application.media.WITHIN", timedelta(seconds=0.1))
    office.hosts.has[URL] = hangs
    await sends(office, PHOTO, text="hello")
    await office.a_minute_later()
    assert [media.url[:5] for media in await said(office)] == ["owed:"]


async def comes(office: Office, found: bytes | Exception = b"", after: timedelta = 5 * MINUTE) -> None:
    """Later the host has it, or says otherwise, and the job comes by."""
    office.hosts.has[URL] = found or pictures.jpeg()
    office.house.clock.move(after)
    await office.care.by_hand("media")
    await office.works()


async def test_a_file_comes_after_its_message_to_where_it_belongs(office: Office) -> None:
    office.hosts.has[URL] = Unavailable("away")
    await sends(office, PHOTO, text="hello")
    await office.a_minute_later()
    words = office.screen()
    await comes(office)
    (media,) = await said(office)
    assert (await office.house.files.get(media.kept or "")).startswith(b"\xff\xd8\xff")
    assert office.screen() == words
    assert await office.house.owed_files.due(AT + 9 * HOUR, 9) == ()


async def test_a_file_of_a_request_that_is_being_asked_for_comes_to_its_lead(office: Office) -> None:
    office.hosts.has[URL] = Unavailable("away")
    await sends(office, PHOTO, text="water leaks under the kitchen sink")
    await office.a_minute_later()
    await office.hears("yes")
    await office.a_minute_later()
    assert isinstance((await office.document(CHAT)).state, Gathering)
    await comes(office)
    (lead,) = await office.house.leads.listed(None, 5)
    assert [media.url[:5] for media in lead.case.form.media] == ["kept:"]  # type: ignore[union-attr]


async def test_a_professional_who_is_being_asked_gets_the_file_when_it_comes(office: Office) -> None:
    office.hosts.has[URL] = Unavailable("away")
    await offered(office, PHOTO)
    assert shown(office) == []
    await comes(office)
    ((url,),) = shown(office)
    assert url.startswith("kept:")
    await comes(office)
    assert len(shown(office)) == 1


async def test_a_professional_who_has_the_job_gets_the_file_when_it_comes(office: Office) -> None:
    office.hosts.has[URL] = Unavailable("away")
    await offered(office, PHOTO)
    await office.hears("1", chat=ChatKey(PRO))
    await office.a_minute_later()
    await comes(office)
    ((url,),) = shown(office)
    assert url.startswith("kept:")


async def test_a_host_that_stays_away_is_tried_with_growing_pauses_and_given_up(office: Office) -> None:
    office.hosts.has[URL] = Unavailable("away")
    await sends(office, PHOTO, text="hello")
    await office.a_minute_later()
    await comes(office, Unavailable("away"))
    (debt,) = await office.house.owed_files.due(AT + 9 * HOUR, 9)
    assert debt.tries == 2
    await comes(office, Unavailable("away"), after=73 * HOUR)
    assert [media.url for media in await said(office)] == ["refused:gone"]
    assert [note.reason for note in await notes(office)] == ["later", "gone"]
    assert await office.house.owed_files.due(AT + 1000 * HOUR, 9) == ()


async def test_what_would_be_fetched_can_be_looked_at_first(office: Office) -> None:
    office.hosts.has[URL] = Unavailable("away")
    await sends(office, PHOTO, text="hello")
    await office.a_minute_later()
    asked = office.hosts.asked[URL]
    office.house.clock.move(5 * MINUTE)
    outcome = await office.care.by_hand("media", dry=True)
    assert [finding.done for finding in outcome.findings] == ["would be fetched"]
    assert office.hosts.asked[URL] == asked


async def test_a_job_that_died_half_way_brings_the_file_once(office: Office) -> None:
    office.hosts.has[URL] = Unavailable("away")
    await sends(office, PHOTO, text="hello")
    await office.a_minute_later()
    office.house.clock.move(5 * MINUTE)
    (debt,) = await office.house.owed_files.due(office.house.clock.now(), 9)
    await comes(office)
    await office.house.owed_files.owe(debt)  # as if it had died before it settled
    before = await office.document(CHAT)
    await comes(office)
    assert (await office.document(CHAT)).state == before.state


# Given on


async def test_the_offer_carries_what_we_have(office: Office) -> None:
    office.hosts.has[URL] = pictures.jpeg()
    await offered(office, PHOTO)
    ((url,),) = shown(office)
    content = await office.house.files.get(url.removeprefix("kept:"))
    assert not any(secret in content for secret in SECRETS)


async def test_a_file_that_is_added_while_he_is_asked_reaches_him(office: Office) -> None:
    office.hosts.has[URL] = pictures.jpeg()
    await offered(office)
    await sends(office, PHOTO)
    await office.a_minute_later()
    ((url,),) = shown(office)
    assert url.startswith("kept:")


async def test_a_file_that_is_added_to_a_job_reaches_who_does_it(office: Office) -> None:
    office.hosts.has[URL] = pictures.jpeg()
    await offered(office)
    await office.hears("1", chat=ChatKey(PRO))
    await office.a_minute_later()
    await sends(office, PHOTO)
    await office.a_minute_later()
    ((url,),) = shown(office)
    assert url.startswith("kept:")


async def test_the_same_photo_is_not_sent_to_him_again_and_again(office: Office) -> None:
    office.hosts.has[URL] = pictures.jpeg()
    await offered(office, PHOTO)
    office.house.clock.move(40 * MINUTE)
    await office.works()
    await office.sweep()
    await office.works()
    assert len(office.line.screen(ChatKey(PRO))) > 1
    assert len(shown(office)) == 1
