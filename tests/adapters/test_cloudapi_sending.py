"""Sending through the Cloud API, against a stand-in that is as strict as its documentation."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from fixi.adapters.cloudapi.account import GRAPH, Account, state_of
from fixi.adapters.cloudapi.client import CloudApi
from fixi.adapters.cloudapi.locator import CloudApiLocator
from fixi.adapters.cloudapi.messenger import CHANNEL, CloudApiMessenger
from fixi.adapters.cloudapi.names import Names
from fixi.adapters.cloudapi.parts import parts_of
from fixi.adapters.cloudapi.presence import CloudApiPresence
from fixi.adapters.cloudapi.setup import CloudApiSetup
from fixi.adapters.http.bodies import Body
from fixi.adapters.memory.files import MemoryFiles
from fixi.domain.account import AccountState
from fixi.domain.errors import AccountStopped, Invalid, Refused, Unavailable
from fixi.domain.events import Heard, Receipt
from fixi.domain.values import ChatKey, Media, MediaKind, Place
from fixi.ports.messaging import Button, Filled, Message
from tests.support import cloud_bodies
from tests.support.cloud_account import Cloud, cloud
from tests.support.cloud_standin import TOKEN, cloud_standin
from tests.support.cloud_standin_fields import problem
from tests.support.green_standin import Fault, refusing
from tests.support.samples import AT, CLIENT, DAY, MINUTE, SECOND

HELLO = Message("client:972541111111:1:0", CLIENT, "Hello")
BUTTONS = (Button("q1/yes", "Yes"), Button("q1/no", "No"))
CHOICE = replace(HELLO, text="Shall we?", buttons=BUTTONS)
USER = ChatKey(f"id:{cloud_bodies.USER}")


@pytest.fixture
async def built() -> AsyncIterator[Cloud]:
    async with cloud() as made:
        yield made
        assert made.account.violations == []


def error(status: int, code: int | None, **headers: str) -> Fault:
    """As Graph puts it, with the token and the words in it."""
    told = {"message": f"(#{code}) no {TOKEN} Hello 972541111111", "type": "OAuthException", "fbtrace_id": "A"}
    return refusing(status, {"error": told | ({"code": code} if code is not None else {})}, **headers)


# What goes out


async def test_words_go_out_with_our_own_id(built: Cloud) -> None:
    name = await built.messenger.send(HELLO)
    [sent] = built.account.accepted
    assert name == sent.id
    assert sent.fields == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "972541111111",
        "type": "text",
        "text": {"preview_url": False, "body": "Hello"},
        "biz_opaque_callback_data": HELLO.id,
    }
    assert built.account.asked == [f"POST /v25.0/{cloud_bodies.NUMBER}/messages"]


async def test_buttons_go_out(built: Cloud) -> None:
    await built.messenger.send(CHOICE)
    [sent] = built.account.accepted
    assert sent.fields["interactive"] == {
        "type": "button",
        "body": {"text": "Shall we?"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "q1/yes", "title": "Yes"}},
                {"type": "reply", "reply": {"id": "q1/no", "title": "No"}},
            ]
        },
    }


@pytest.mark.parametrize(
    "buttons",
    [
        (*BUTTONS, Button("q1/3", "Three"), Button("q1/4", "Four")),
        (Button("q1/1", "the same long label, one"), Button("q1/2", "the same long label, two")),
        (Button("q1/1", "  "),),
        (Button("", "Yes"),),
        (Button("x" * 257, "Yes"),),
        (Button("q1/1", "A"), Button("q1/1", "B")),
    ],
)
async def test_buttons_that_do_not_fit_are_left_out(built: Cloud, buttons: tuple[Button, ...]) -> None:
    await built.messenger.send(replace(CHOICE, buttons=buttons))
    assert [sent.fields["type"] for sent in built.account.accepted] == ["text"]


async def test_labels_are_cut_to_twenty(built: Cloud) -> None:
    await built.messenger.send(
        replace(CHOICE, buttons=(Button("q/1", "Tomorrow at ten o'clock"), Button("q/2", "🛠" * 15)))
    )
    replies = built.account.accepted[0].fields["interactive"]["action"]["buttons"]
    assert [reply["reply"]["title"] for reply in replies] == ["Tomorrow at ten o'c…", "🛠" * 9 + "…"]


async def test_long_words_above_buttons_are_words_alone(built: Cloud) -> None:
    await built.messenger.send(replace(CHOICE, text="x" * 1025))
    await built.messenger.send(replace(CHOICE, text="x" * 1024))
    assert [sent.fields["type"] for sent in built.account.accepted] == ["text", "interactive"]


async def test_buttons_that_are_not_taken_go_out_as_words(built: Cloud) -> None:
    built.account.faults.append(error(400, 131009))
    await built.messenger.send(CHOICE)
    assert [sent.fields["type"] for sent in built.account.accepted] == ["text"]
    assert built.account.accepted[0].fields["biz_opaque_callback_data"] == CHOICE.id


@pytest.mark.parametrize("sign", ["x", "ש", "🛠"])
async def test_long_words_go_out_in_pieces(built: Cloud, sign: str) -> None:
    lines = "\n".join(sign * 99 for _ in range(100))
    name = await built.messenger.send(replace(HELLO, text=lines))
    sent = built.account.accepted
    assert "\n".join(one.fields["text"]["body"] for one in sent) == lines
    assert name == sent[-1].id
    assert ["biz_opaque_callback_data" in one.fields for one in sent] == [False] * (len(sent) - 1) + [True]


async def test_a_person_without_a_phone_is_named_by_his_id(built: Cloud) -> None:
    await built.messenger.send(replace(HELLO, chat=USER))
    fields = built.account.accepted[0].fields
    assert fields["recipient"] == cloud_bodies.USER
    assert "to" not in fields


async def test_an_id_of_another_provider_reaches_nobody(built: Cloud) -> None:
    with pytest.raises(Refused, match="unknown-chat"):
        await built.messenger.send(replace(HELLO, chat=ChatKey("lid:118237465019283")))
    assert built.account.asked == []


async def test_a_template_goes_out_instead_of_words(built: Cloud) -> None:
    built.account.templates = {("offer_new", "he"): 2, ("hello_there", "en_US"): 0}
    filled = Filled("offer_new", "he", ("  ישראל\n\tישראלי  ", ""))
    photo = Media(MediaKind.IMAGE, "https://a/1.jpg")
    await built.messenger.send(replace(CHOICE, template=filled, media=(photo,)))
    await built.messenger.send(replace(HELLO, template=Filled("hello_there", "en_US")))
    first, second = (sent.fields["template"] for sent in built.account.accepted)
    values = [{"type": "text", "text": "ישראל ישראלי"}, {"type": "text", "text": "-"}]
    assert first == {
        "name": "offer_new",
        "language": {"code": "he"},
        "components": [{"type": "body", "parameters": values}],
    }
    assert second == {"name": "hello_there", "language": {"code": "en_US"}}


async def test_a_pin_goes_out(built: Cloud) -> None:
    await built.api.location(CLIENT, Place("Home", 32.8, 35.0), "Herzl 12")
    assert built.account.accepted[0].fields["location"] == {
        "latitude": 32.8,
        "longitude": 35.0,
        "name": "Home",
        "address": "Herzl 12",
    }


async def test_nothing_is_not_sent(built: Cloud) -> None:
    with pytest.raises(Refused, match="nothing-to-send"):
        await built.messenger.send(replace(HELLO, text=" \n\x00"))


def test_every_request_is_of_a_form_that_is_taken() -> None:
    photo = Media(MediaKind.IMAGE, "https://a/1.jpg", "image/heic")
    message = replace(CHOICE, id="x" * 600, text="\ud83d\x00 שלום", media=(photo,))
    for part in parts_of(message):
        assert problem({"messaging_product": "whatsapp", **part.body}) is None


def test_the_channel_says_what_may_go_out() -> None:
    assert (CHANNEL.window, CHANNEL.proof, CHANNEL.longest_text) == (DAY, False, 4096)
    assert (CHANNEL.most_buttons, CHANNEL.longest_label) == (3, 20)


# Files


async def kept(built: Cloud, content: bytes, extension: str, kind: MediaKind, mime: str = "", name: str = "") -> Media:
    return Media(kind, f"kept:{await built.files.put(content, extension)}", mime, name)


async def test_a_file_of_ours_goes_up_and_then_out(built: Cloud) -> None:
    photo = await kept(built, b"jpeg", "jpg", MediaKind.IMAGE, "image/jpeg", "Dana Levi Herzl 12.jpg")
    note = await kept(built, b"opus", "ogg", MediaKind.VOICE, "audio/ogg")
    plan = await kept(built, b"%PDF", "pdf", MediaKind.DOCUMENT)
    await built.messenger.send(replace(HELLO, media=(photo, note, plan)))
    sent = [sent.fields for sent in built.account.accepted]
    assert [fields["type"] for fields in sent] == ["image", "audio", "document", "text"]
    assert built.account.files[sent[0]["image"]["id"]] == (b"jpeg", "image/jpeg")
    assert built.account.files[sent[1]["audio"]["id"]] == (b"opus", "audio/ogg")
    assert sent[2]["document"]["filename"] == "document-3.pdf"
    assert built.account.files[sent[2]["document"]["id"]] == (b"%PDF", "application/pdf")
    assert "Levi" not in str(sent)
    assert [name for name in sent if "biz_opaque_callback_data" in name] == sent[-1:]


async def test_the_same_file_goes_up_once(built: Cloud) -> None:
    photo = await kept(built, b"jpeg", "jpg", MediaKind.IMAGE, "image/jpeg")
    for _ in range(3):
        await built.messenger.send(replace(HELLO, media=(photo,)))
    assert sum(asked.endswith("/media") for asked in built.account.asked) == 1
    built.clock.move(8 * DAY)
    await built.messenger.send(replace(HELLO, media=(photo,)))
    assert sum(asked.endswith("/media") for asked in built.account.asked) == 2


@pytest.mark.parametrize(
    ("kind", "mime", "name"),
    [
        (MediaKind.IMAGE, "image/jpeg", "image"),
        (MediaKind.IMAGE, "image/webp", "document"),
        (MediaKind.VIDEO, "video/mp4", "video"),
        (MediaKind.VIDEO, "video/x-matroska", "document"),
        (MediaKind.VOICE, "audio/ogg; codecs=opus", "audio"),
        (MediaKind.VOICE, "audio/wav", "document"),
        (MediaKind.STICKER, "image/webp", "sticker"),
        (MediaKind.DOCUMENT, "application/pdf", "document"),
    ],
)
async def test_a_file_goes_as_what_meta_takes_it_for(built: Cloud, kind: MediaKind, mime: str, name: str) -> None:
    await built.messenger.send(replace(HELLO, media=(Media(kind, "https://files.example/x", mime),)))
    assert built.account.accepted[0].fields["type"] == name


@pytest.mark.parametrize("url", ["owed:abc", "refused:type", "id:77", "kept:missing.jpg"])
async def test_a_file_that_is_not_there_does_not_hold_the_words(built: Cloud, url: str) -> None:
    await built.messenger.send(replace(HELLO, media=(Media(MediaKind.IMAGE, url, "image/jpeg"),)))
    assert built.account.screen("972541111111") == ["Hello"]


@pytest.mark.parametrize("code", [131053, 100])
async def test_a_file_that_is_refused_does_not_hold_the_words(built: Cloud, code: int) -> None:
    built.account.faults.append(error(400, code))
    await built.messenger.send(replace(HELLO, media=(Media(MediaKind.IMAGE, "https://a/1.jpg"),)))
    assert built.account.screen("972541111111") == ["Hello"]


async def test_what_was_broken_off_goes_on_where_it_broke(built: Cloud) -> None:
    photo = Media(MediaKind.IMAGE, "https://a/1.jpg")
    built.account.faults.extend([None, error(503, None)])
    with pytest.raises(Unavailable):
        await built.messenger.send(replace(HELLO, media=(photo,)))
    await built.messenger.send(replace(HELLO, media=(photo,)))
    assert [sent.fields["type"] for sent in built.account.accepted] == ["image", "text"]


class Away(MemoryFiles):
    """A store that does not answer."""

    async def get(self, name: str) -> bytes:
        raise Unavailable("away")


async def test_a_store_that_is_away_holds_the_words_once(built: Cloud) -> None:
    messenger = CloudApiMessenger(built.api, built.clock, Away(), built.book)
    message = replace(HELLO, media=(Media(MediaKind.IMAGE, "kept:abc.jpg", "image/jpeg"),))
    with pytest.raises(Unavailable) as raised:
        await messenger.send(message)
    assert raised.value.retry_after == 5 * SECOND
    await messenger.send(message)
    assert built.account.screen("972541111111") == ["Hello"]


# What goes wrong


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (400, 131047, "window"),
        (400, 470, "window"),
        (400, 131026, "undeliverable"),
        (400, 131051, "wrong-type"),
        (400, 100, "bad-request"),
        (400, 131009, "bad-request"),
        (400, 131030, "not-allowed"),
        (404, 132001, "template"),
        (400, 132000, "template"),
        (400, 131049, "not-delivered"),
        (400, 131050, "opted-out"),
        (403, 130497, "country"),
        (400, 999999, "code-999999"),
        (400, None, "http-400"),
        (413, None, "http-413"),
    ],
)
async def test_some_things_are_refused_for_ever(built: Cloud, status: int, code: int | None, reason: str) -> None:
    built.account.faults.append(error(status, code))
    with pytest.raises(Refused) as refused:
        await built.messenger.send(HELLO)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [
        (401, 190, AccountState.SIGNED_OUT),
        (401, 0, AccountState.SIGNED_OUT),
        (401, None, AccountState.SIGNED_OUT),
        (404, None, AccountState.SIGNED_OUT),
        (403, None, AccountState.SIGNED_OUT),
        (403, 10, AccountState.SIGNED_OUT),
        (403, 200, AccountState.SIGNED_OUT),
        (403, 368, AccountState.RESTRICTED),
        (403, 131031, AccountState.BANNED),
        (400, 131042, AccountState.RESTRICTED),
        (400, 133010, AccountState.SIGNED_OUT),
        (400, 33, AccountState.DELETED),
    ],
)
async def test_some_things_stop_the_account(built: Cloud, status: int, code: int | None, state: AccountState) -> None:
    built.account.faults.append(error(status, code))
    with pytest.raises(AccountStopped) as stopped:
        await built.messenger.send(HELLO)
    assert (stopped.value.state, stopped.value.unknown) == (state, False)


async def test_a_number_that_the_token_does_not_open_is_no_fault_of_the_message(built: Cloud) -> None:
    told = {"error": {"message": "Object with ID does not exist", "code": 100, "error_subcode": 33}}
    built.account.faults.extend([refusing(400, told), refusing(400, told)])
    with pytest.raises(AccountStopped):
        await built.messenger.send(HELLO)
    with pytest.raises(Refused, match="gone"):
        await built.api.file("77")


@pytest.mark.parametrize(
    ("status", "code", "unknown"),
    [
        (500, 131000, False),
        (503, 2, False),
        (500, 131016, False),
        (400, 131057, False),
        (500, None, True),
        (502, None, True),
        (504, None, True),
        (503, None, False),
        (408, None, False),
        (302, None, False),
        (500, 999999, True),
    ],
)
async def test_some_things_pass(built: Cloud, status: int, code: int | None, unknown: bool) -> None:
    built.account.faults.append(error(status, code, retry_after="7"))
    with pytest.raises(Unavailable) as unavailable:
        await built.messenger.send(HELLO)
    assert unavailable.value.unknown is unknown
    assert not isinstance(unavailable.value, AccountStopped)


@pytest.mark.parametrize(
    ("status", "code", "pause"),
    [(400, 130429, 5), (429, 130429, 5), (429, None, 5), (400, 80007, 60), (400, 4, 60), (400, 131048, 600)],
)
async def test_too_much_is_left_alone_for_a_while(built: Cloud, status: int, code: int | None, pause: int) -> None:
    """By everybody in this process, and without a request that would count as well."""
    built.account.faults.append(error(status, code))
    with pytest.raises(Unavailable) as unavailable:
        await built.messenger.send(HELLO)
    assert (unavailable.value.retry_after, unavailable.value.unknown) == (pause * SECOND, False)
    other = replace(HELLO, chat=ChatKey("972542222222"))
    built.clock.move((pause - 1) * SECOND)
    with pytest.raises(Unavailable) as unavailable:
        await built.messenger.send(other)
    assert unavailable.value.retry_after == SECOND
    assert len(built.account.asked) == 0
    built.clock.move(SECOND)
    await built.messenger.send(other)


async def test_too_much_for_one_person_is_about_him_alone(built: Cloud) -> None:
    built.account.faults.append(error(400, 131056))
    with pytest.raises(Unavailable):
        await built.messenger.send(HELLO)
    await built.messenger.send(replace(HELLO, chat=ChatKey("972542222222")))


async def test_what_meta_asks_for_counts_where_it_is_longer(built: Cloud) -> None:
    built.account.faults.append(error(429, 130429, retry_after="90"))
    with pytest.raises(Unavailable) as unavailable:
        await built.messenger.send(HELLO)
    assert unavailable.value.retry_after == 90 * SECOND


@pytest.mark.parametrize("how", ["drop", "cut", "hang", "garbage"])
@pytest.mark.parametrize("accepts", [True, False])
async def test_a_lost_answer_may_have_been_a_yes(how: str, accepts: bool) -> None:
    async with cloud(patience=0.3) as built:
        built.account.faults.append(Fault(how, accepts=accepts))
        with pytest.raises(Unavailable) as unavailable:
            await built.messenger.send(HELLO)
        assert unavailable.value.unknown


async def test_who_was_not_reached_did_not_get_it() -> None:
    async with CloudApi(Account("1", TOKEN, "http://127.0.0.1:9"), 1.0) as api:
        with pytest.raises(Unavailable) as unavailable:
            await api.send({"type": "text"})
        assert not unavailable.value.unknown


async def test_neither_token_nor_words_reach_errors_and_logs(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("httpx").setLevel(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    async with cloud(patience=0.2) as built:
        faults = [error(500, None), error(401, 190), error(400, 131026), Fault("drop"), Fault("hang"), error(302, None)]
        built.account.faults.extend(faults)
        for _ in faults:
            with pytest.raises((Unavailable, Refused)) as raised:
                await built.messenger.send(HELLO)
            shown = f"{raised.value!r} {raised.value} {raised.value.__cause__!r} {raised.value.__context__!r}"
            assert TOKEN not in shown
            assert "Hello" not in shown
            assert "972541111111" not in shown
    assert TOKEN not in caplog.text
    assert "Hello" not in caplog.text
    assert TOKEN not in repr(Account("1", TOKEN))


# Was it sent?


async def test_a_status_is_the_proof_that_it_was() -> None:
    async with cloud(settle=2 * MINUTE) as built:
        built.account.faults.append(Fault("drop", accepts=True))
        with pytest.raises(Unavailable):
            await built.messenger.send(HELLO)
        with pytest.raises(Unavailable) as unavailable:
            await built.messenger.sent(HELLO, AT)
        assert unavailable.value.retry_after == 20 * SECOND
        await built.comes_in()
        assert await built.messenger.sent(HELLO, AT) == (built.account.accepted[0].id,)


async def test_without_one_it_was_not_after_a_while() -> None:
    async with cloud(settle=2 * MINUTE) as built:
        built.account.faults.append(Fault("drop"))
        with pytest.raises(Unavailable):
            await built.messenger.send(HELLO)
        built.clock.move(2 * MINUTE - SECOND)
        await built.comes_in()
        with pytest.raises(Unavailable) as unavailable:
            await built.messenger.sent(HELLO, AT)
        assert unavailable.value.retry_after == SECOND
        built.clock.move(SECOND)
        assert await built.messenger.sent(HELLO, AT) == ()


async def test_the_last_attempt_counts() -> None:
    async with cloud(settle=2 * MINUTE) as built:
        for _ in range(2):
            built.account.faults.append(Fault("drop"))
            with pytest.raises(Unavailable):
                await built.messenger.send(HELLO)
            built.clock.move(MINUTE)
        with pytest.raises(Unavailable):
            await built.messenger.sent(HELLO, AT)
        built.clock.move(MINUTE)
        assert await built.messenger.sent(HELLO, AT) == ()


async def test_a_file_alone_is_no_proof_of_the_words(built: Cloud) -> None:
    built.account.faults.extend([None, Fault("drop")])
    with pytest.raises(Unavailable):
        await built.messenger.send(replace(HELLO, media=(Media(MediaKind.IMAGE, "https://a/1.jpg"),)))
    await built.comes_in()
    assert await built.messenger.sent(HELLO, AT) == ()


async def test_one_that_failed_later_was_accepted(built: Cloud) -> None:
    built.account.tells = ()
    await built.messenger.send(HELLO)
    built.account.fails(built.account.accepted[0], 131047)
    [told] = await built.comes_in()
    assert isinstance(told, Receipt)
    assert (told.status, told.reason, told.ours) == ("failed", "window", HELLO.id)
    assert await built.messenger.sent(HELLO, AT) == (built.account.accepted[0].id,)


# The window


async def test_free_words_need_words_of_the_person_before() -> None:
    async with cloud(window=timedelta(hours=24)) as built:
        with pytest.raises(Refused, match="window"):
            await built.messenger.send(HELLO)
        built.account.receives(cloud_bodies.text("hi"))
        await built.messenger.send(HELLO)
        built.clock.move(DAY)
        with pytest.raises(Refused, match="window"):
            await built.messenger.send(replace(HELLO, media=(Media(MediaKind.IMAGE, "https://a/1.jpg"),)))
        with pytest.raises(Refused, match="template"):
            await built.messenger.send(replace(HELLO, template=Filled("offer", "he")))
        built.account.templates = {("offer", "he"): 0}
        await built.messenger.send(replace(HELLO, template=Filled("offer", "he")))


# Files of others


async def test_a_file_is_found_in_two_hops(built: Cloud) -> None:
    name = built.account.keeps(b"jpeg")
    place = await CloudApiLocator(built.api).locate(Media(MediaKind.IMAGE, f"id:{name}"))
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(place.url, headers=dict(place.headers))).content == b"jpeg"
    assert TOKEN not in repr(place)


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ("id:999", "gone"),
        ("id:../1/messages", "gone"),
        ("id:", "gone"),
        ("kept:a.jpg", "no-address"),
        ("owed:1", "no-address"),
    ],
)
async def test_a_file_that_cannot_be_found(media: str, reason: str) -> None:
    async with cloud() as built:
        with pytest.raises(Refused, match=reason):
            await CloudApiLocator(built.api).locate(Media(MediaKind.IMAGE, media))


async def test_an_address_of_another_provider_gets_no_proof(built: Cloud) -> None:
    place = await CloudApiLocator(built.api).locate(Media(MediaKind.IMAGE, "https://media.green-api.com/x"))
    assert (place.url, dict(place.headers)) == ("https://media.green-api.com/x", {})


def told(**fields: Any) -> Fault:
    return refusing(200, fields)


async def test_what_the_first_hop_says_is_looked_at(built: Cloud) -> None:
    locator = CloudApiLocator(built.api)
    name = f"id:{built.account.keeps(b'x')}"
    built.account.faults.append(told(url="https://lookaside.fbsbx.com/x", file_size=str(16 * 1024 * 1024 + 1)))
    with pytest.raises(Refused, match="too-large"):
        await locator.locate(Media(MediaKind.IMAGE, name))
    built.account.faults.append(told(mime_type="image/jpeg"))
    with pytest.raises(Unavailable):
        await locator.locate(Media(MediaKind.IMAGE, name))
    built.account.faults.append(error(401, 190))
    with pytest.raises(AccountStopped):
        await locator.locate(Media(MediaKind.IMAGE, name))


class Elsewhere(CloudApi):
    """What the API would say of a file, without asking."""

    async def file(self, media: str) -> Body:
        return Body({"url": "http://lookaside.fbsbx.com/x"})


async def test_the_proof_goes_over_no_open_line() -> None:
    async with Elsewhere(Account("1", TOKEN)) as api:
        with pytest.raises(Refused, match="host"):
            await CloudApiLocator(api).locate(Media(MediaKind.IMAGE, "id:1"))


# Presence, account, address


async def test_a_person_sees_that_he_is_read_and_answered(built: Cloud) -> None:
    built.account.receives(cloud_bodies.text("hi", id="wamid.HI="))
    [heard] = await built.comes_in()
    assert isinstance(heard, Heard)
    may = [False, True]

    async def allowed() -> bool:
        return may.pop(0)

    presence = CloudApiPresence(built.api, cloud_bodies.SECRET, allowed)
    for name in (heard.id, heard.id, "green:1:2:3", Names("other").name("wamid.HI=")):
        await presence.attend(CLIENT, name)
        for task in tuple(presence._shown):
            await task
    assert built.account.read == ["wamid.HI="]
    built.account.faults.append(error(500, None))
    may.append(True)
    await presence.attend(CLIENT, heard.id)
    await presence.close()


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "CONNECTED", "health_status": {"can_send_message": "AVAILABLE"}}, AccountState.READY),
        ({"status": "CONNECTED", "health_status": {"can_send_message": "LIMITED"}}, AccountState.READY),
        ({"status": "CONNECTED", "health_status": {"can_send_message": "BLOCKED"}}, AccountState.RESTRICTED),
        ({"status": "CONNECTED"}, AccountState.READY),
        ({"status": "BANNED", "health_status": {"can_send_message": "AVAILABLE"}}, AccountState.BANNED),
        ({"status": "PENDING"}, AccountState.STARTING),
        ({"health_status": {"can_send_message": "AVAILABLE"}}, AccountState.READY),
        ({"status": "SOMETHING", "health_status": []}, AccountState.UNKNOWN),
        ({}, AccountState.UNKNOWN),
    ],
)
def test_the_number_says_how_it_is(fields: dict[str, Any], state: AccountState) -> None:
    assert state_of(Body(fields)) is state


async def test_the_account_is_asked(built: Cloud) -> None:
    assert await built.api.state() is AccountState.READY
    built.account.faults.append(error(400, 100))
    with pytest.raises(Unavailable):
        await built.api.state()
    built.account.faults.append(error(401, 190))
    with pytest.raises(AccountStopped):
        await built.api.state()


async def test_what_is_set_up_wrong_is_named(built: Cloud) -> None:
    setup = CloudApiSetup(built.api)
    assert await setup.flaws() == ()
    built.account.faults.extend([error(401, 190), told(id="1"), error(503, None)])
    assert "FIXI_CLOUDAPI_TOKEN" in (await setup.flaws())[0]
    assert "FIXI_CLOUDAPI_PHONE_NUMBER_ID" in (await setup.flaws())[0]
    with pytest.raises(Unavailable):
        await setup.flaws()


@pytest.mark.parametrize(
    ("url", "base"),
    [
        (GRAPH, "https://graph.facebook.com/v25.0"),
        ("https://graph.facebook.com/", "https://graph.facebook.com/v25.0"),
        ("https://graph.facebook.com/v23.0", "https://graph.facebook.com/v23.0"),
        ("https://graph.facebook.com/v23.0/", "https://graph.facebook.com/v23.0"),
        ("http://127.0.0.1:9", "http://127.0.0.1:9/v25.0"),
        ("http://127.0.0.1:9/meta/v21", "http://127.0.0.1:9/meta/v21"),
        ("http://127.0.0.1:9/vault", "http://127.0.0.1:9/vault/v25.0"),
    ],
)
def test_the_address_gets_a_version_where_it_has_none(url: str, base: str) -> None:
    assert Account("123", TOKEN, url).path("123", "messages") == f"{base}/123/messages"


@pytest.mark.parametrize("part", ["", ".", "..", "a/b", "a?b", "a#b", "a b", "%2e", "x" * 129])
def test_no_id_leads_elsewhere(part: str) -> None:
    with pytest.raises(Invalid):
        Account("123", TOKEN).path(part)


@pytest.mark.parametrize(
    ("number", "token", "url"),
    [
        ("", TOKEN, GRAPH),
        ("12a", TOKEN, GRAPH),
        ("../1", TOKEN, GRAPH),
        ("1", "", GRAPH),
        ("1", "a b", GRAPH),
        ("1", "a\nb", GRAPH),
        ("1", "סוד", GRAPH),
        ("1", TOKEN, "graph.facebook.com"),
        ("1", TOKEN, "ftp://graph.facebook.com"),
        ("1", TOKEN, "https://me:pw@graph.facebook.com"),
        ("1", TOKEN, "https://graph.facebook.com/?a=b"),
        ("1", TOKEN, "https://graph.facebook.com:x"),
    ],
)
def test_an_account_that_cannot_be_is_none(number: str, token: str, url: str) -> None:
    with pytest.raises(Invalid):
        Account(number, token, url)


# The stand-in itself


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"to": "972541111111", "recipient": cloud_bodies.USER}, "not both"),
        ({}, "not both"),
        ({"to": "+972541111111"}, "to is"),
        ({"recipient": "972541111111"}, "recipient is"),
        ({"to": "972541111111", "text": {"body": "x" * 4097}}, "text is"),
        ({"to": "972541111111", "text": {"body": "x", "more": 1}}, "text is"),
        ({"to": "972541111111", "image": {"link": "https://a"}}, "image is not allowed"),
        ({"to": "972541111111", "messaging_product": "sms"}, "messaging_product"),
        ({"to": "972541111111", "biz_opaque_callback_data": "x" * 513}, "biz_opaque"),
    ],
)
async def test_the_stand_in_is_strict(fields: dict[str, Any], wrong: str) -> None:
    async with cloud_standin(window=None) as account:
        async with CloudApi(Account(cloud_bodies.NUMBER, TOKEN, account.url)) as api:
            with pytest.raises(Refused, match="bad-request"):
                await api.send({"type": "text", "text": {"body": "x"}} | fields)
        assert wrong in account.violations[0]


async def test_the_stand_in_knows_its_own_address_and_token_only() -> None:
    async with cloud_standin() as account:
        for path, method in (
            ("/v25.0/1/messages", "POST"),
            ("/messages", "POST"),
            (f"/v25.0/{cloud_bodies.NUMBER}/media", "GET"),
        ):
            async with httpx.AsyncClient(trust_env=False, headers={"authorization": f"Bearer {TOKEN}"}) as client:
                assert (await client.request(method, account.url + path)).status_code in {400, 404}
        async with CloudApi(Account(cloud_bodies.NUMBER, "wrong", account.url)) as api:
            with pytest.raises(AccountStopped):
                await api.state()
        assert len(account.violations) == 4
