"""Files of our own store on their way through Green API."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import override

import pytest

from fixi.adapters.greenapi.messenger import GreenApiMessenger
from fixi.adapters.memory.files import MemoryFiles
from fixi.domain.errors import Unavailable
from fixi.domain.values import Media, MediaKind
from fixi.ports.messaging import Button, Message
from tests.support import pictures
from tests.support.green_account import Green, green
from tests.support.green_standin import Fault, refusing
from tests.support.samples import CLIENT

CHAT = f"{CLIENT}@c.us"
HELLO = Message("pro:1:1:0", CLIENT, "Would you take it?\n\n1. Yes\n2. No", (Button("q/y", "Yes"), Button("q/n", "No")))


@pytest.fixture
async def line() -> AsyncIterator[Green]:
    async with green() as built:
        yield built
        assert built.account.violations == []


async def kept(line: Green, content: bytes, kind: MediaKind, mime: str, extension: str, name: str = "") -> Media:
    return Media(kind, f"kept:{await line.files.put(content, extension)}", mime, name)


async def message(line: Green) -> Message:
    photo = await kept(line, pictures.jpeg(), MediaKind.IMAGE, "image/jpeg", "jpg", "Yossi Cohen, Herzl 12.jpg")
    voice = await kept(line, pictures.VOICE, MediaKind.VOICE, "audio/ogg", "ogg")
    return replace(HELLO, media=(photo, voice))


def methods(line: Green) -> list[str]:
    return [method for method, _, _ in line.account.accepted]


async def test_our_files_go_up_byte_for_byte_before_the_words(line: Green) -> None:
    reference = await line.messenger.send(await message(line))
    assert methods(line) == ["sendFileByUpload", "sendFileByUpload", "sendInteractiveButtonsReply"]
    first, second, words = [given for _, given, _ in line.account.accepted]
    assert first["file"].encode("latin-1") == pictures.jpeg()
    assert second["file"].encode("latin-1") == pictures.VOICE
    assert [first["chatId"], second["chatId"]] == [CHAT, CHAT]
    assert reference == words["idMessage"]


async def test_how_the_client_called_his_file_stays_with_us(line: Green) -> None:
    await line.messenger.send(await message(line))
    names = [given.get("fileName") for _, given, _ in line.account.accepted]
    assert names == ["image-1.jpg", "voice-2.ogg", None]


async def test_what_is_owed_or_refused_is_not_sent_and_an_address_still_is(line: Green) -> None:
    others = tuple(
        Media(MediaKind.IMAGE, url) for url in ("owed:abc", "refused:type", "id:1234", "https://a.example/x.jpg")
    )
    await line.messenger.send(replace(HELLO, media=others))
    assert methods(line) == ["sendFileByUrl", "sendInteractiveButtonsReply"]


async def test_a_file_that_the_provider_refuses_does_not_hold_the_words(line: Green) -> None:
    line.account.faults.append(refusing(413))
    await line.messenger.send(await message(line))
    assert methods(line) == ["sendFileByUpload", "sendInteractiveButtonsReply"]


async def test_a_file_that_is_gone_from_our_store_does_not_hold_the_words(line: Green) -> None:
    lost = Media(MediaKind.IMAGE, f"kept:{'0' * 64}.jpg", "image/jpeg")
    await line.messenger.send(replace(HELLO, media=(lost,)))
    assert methods(line) == ["sendInteractiveButtonsReply"]


async def test_what_was_broken_off_goes_on_behind_the_files_that_went_up(line: Green) -> None:
    wanted = await message(line)
    line.account.faults.extend([None, refusing(503)])
    with pytest.raises(Unavailable):
        await line.messenger.send(wanted)
    await line.messenger.send(wanted)
    assert methods(line) == ["sendFileByUpload", "sendFileByUpload", "sendInteractiveButtonsReply"]


async def test_an_upload_without_an_answer_may_have_happened(line: Green) -> None:
    line.account.faults.append(Fault("drop", accepts=True))
    with pytest.raises(Unavailable) as lost:
        await line.messenger.send(await message(line))
    assert lost.value.unknown


async def test_another_process_begins_anew_and_says_the_words_once(line: Green) -> None:
    """Files may come twice then; the words close a message, and are looked for in the journal first."""
    wanted = await message(line)
    line.account.faults.extend([None, None, Fault("drop", accepts=True)])
    with pytest.raises(Unavailable):
        await line.messenger.send(wanted)
    other = GreenApiMessenger(line.api, line.clock, line.files)
    assert len(await other.sent(wanted, line.clock.now())) == 1
    assert line.account.screen(CHAT) == [HELLO.text]


class Shaken(MemoryFiles):
    """A store that does not answer."""

    asked = 0

    @override
    async def get(self, name: str) -> bytes:
        self.asked += 1
        raise Unavailable("files: away")


async def test_a_store_that_is_away_is_waited_for_once(line: Green) -> None:
    wanted, store = await message(line), Shaken()
    messenger = GreenApiMessenger(line.api, line.clock, store)
    one_file = replace(wanted, media=wanted.media[:1])
    with pytest.raises(Unavailable) as away:
        await messenger.send(one_file)
    assert not away.value.unknown
    assert methods(line) == []
    await messenger.send(one_file)
    assert methods(line) == ["sendInteractiveButtonsReply"]
    assert store.asked == 2
