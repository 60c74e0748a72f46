"""What goes out through Green API, and what every answer of it means."""

import logging
import traceback
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from fixi.adapters.greenapi.account import Account
from fixi.adapters.greenapi.client import GreenApi
from fixi.adapters.greenapi.messenger import ASK_AGAIN, SETTLE
from fixi.adapters.greenapi.parts import LONGEST_TEXT, parts_of
from fixi.domain.account import AccountState
from fixi.domain.errors import AccountStopped, Invalid, Refused, Unavailable
from fixi.domain.values import ChatKey, Media, MediaKind
from fixi.ports.messaging import Button, Message
from tests.support.green_account import Green, green
from tests.support.green_standin import INSTANCE, TOKEN, Fault, refusing
from tests.support.samples import AT, CLIENT, HAIFA, MINUTE, SECOND

CHAT = f"{CLIENT}@c.us"
LID = ChatKey("lid:118237465019283")
BUTTONS = (Button("q1/yes", "Yes"), Button("q1/no", "No"))
HELLO = Message("client:1:1:0", CLIENT, "Hello")
ASKED = replace(HELLO, text="Shall we?\n\n1. Yes\n2. No", buttons=BUTTONS)


@pytest.fixture
async def line() -> AsyncIterator[Green]:
    async with green() as built:
        yield built
        assert built.account.violations == []
        assert not built.account.too_fast


def fields(line: Green, number: int = -1) -> dict[str, object]:
    """What the provider was given, without the id that it gave back."""
    method, given, _ = line.account.accepted[number]
    return {"method": method} | {name: value for name, value in given.items() if name != "idMessage"}


# Every kind of message


async def test_words_go_without_a_preview_of_their_links(line: Green) -> None:
    reference = await line.messenger.send(HELLO)
    assert fields(line) == {"method": "sendMessage", "chatId": CHAT, "message": "Hello", "linkPreview": False}
    assert reference == line.account.accepted[0][1]["idMessage"]


async def test_choices_become_buttons(line: Green) -> None:
    await line.messenger.send(ASKED)
    assert fields(line) == {
        "method": "sendInteractiveButtonsReply",
        "chatId": CHAT,
        "body": ASKED.text,
        "buttons": [{"buttonId": "q1/yes", "buttonText": "Yes"}, {"buttonId": "q1/no", "buttonText": "No"}],
    }


async def test_a_long_label_is_cut(line: Green) -> None:
    label = "Tuesday, the twenty-fourth of November"
    await line.messenger.send(replace(ASKED, buttons=(Button("q1/1", label), Button("q1/2", "Other"))))
    shown = line.account.accepted[0][1]["buttons"][0]["buttonText"]
    assert shown == "Tuesday, the twenty-four…"
    assert len(shown) == 25


@pytest.mark.parametrize(
    "message",
    [
        replace(ASKED, buttons=(*BUTTONS, Button("q1/3", "c"), Button("q1/4", "d"))),
        replace(ASKED, buttons=(Button("a", "x" * 30), Button("b", "x" * 31))),
        replace(ASKED, buttons=(Button("a", "Yes"), Button("b", " "))),
        replace(ASKED, chat=LID),
    ],
    ids=["four", "alike once cut", "empty", "no phone"],
)
async def test_choices_that_make_no_buttons_stay_numbered_words(line: Green, message: Message) -> None:
    await line.messenger.send(message)
    assert fields(line)["method"] == "sendMessage"
    assert fields(line)["message"] == ASKED.text


@pytest.mark.parametrize("status", [400, 403, 404, 466])
async def test_an_account_without_buttons_gets_numbered_words(line: Green, status: int) -> None:
    line.account.faults.append(refusing(status))
    await line.messenger.send(ASKED)
    assert [fields(line)["method"], fields(line)["message"]] == ["sendMessage", ASKED.text]
    assert len(line.account.accepted) == 1


async def test_buttons_can_be_left_out_for_good() -> None:
    assert [part.method for part in parts_of(ASKED, buttons=False)] == ["sendMessage"]


async def test_buttons_whose_outcome_is_unknown_are_not_said_again_in_words(line: Green) -> None:
    line.account.faults.append(Fault("drop", accepts=True))
    with pytest.raises(Unavailable) as lost:
        await line.messenger.send(ASKED)
    assert lost.value.unknown
    assert len(line.account.accepted) == 1


async def test_files_go_before_the_words(line: Green) -> None:
    urls = ("https://a.example/x/leak%20one.jpg?sig=1", "https://a.example/noname")
    reference = await line.messenger.send(replace(ASKED, media=tuple(Media(MediaKind.IMAGE, url) for url in urls)))
    assert [method for method, _, _ in line.account.accepted] == [
        "sendFileByUrl",
        "sendFileByUrl",
        "sendInteractiveButtonsReply",
    ]
    names = [given.get("fileName") for _, given, _ in line.account.accepted]
    assert names == ["leak one.jpg", "file.bin", None]
    assert line.account.accepted[0][1]["urlFile"] == urls[0]
    assert reference == line.account.accepted[-1][1]["idMessage"]


async def test_a_file_that_is_refused_does_not_hold_the_words(line: Green, caplog: pytest.LogCaptureFixture) -> None:
    line.account.faults.append(refusing(400))
    await line.messenger.send(replace(HELLO, media=(Media(MediaKind.IMAGE, "https://a.example/x.jpg"),)))
    assert line.account.screen(CHAT) == ["Hello"]
    assert [record.message for record in caplog.records if record.name.startswith("fixi")] == ["file refused"]


async def test_what_was_broken_off_goes_on_where_it_broke(line: Green) -> None:
    message = replace(HELLO, media=(Media(MediaKind.IMAGE, "https://a.example/x.jpg"),))
    line.account.faults.extend([None, refusing(503)])
    with pytest.raises(Unavailable):
        await line.messenger.send(message)
    await line.messenger.send(message)
    assert [method for method, _, _ in line.account.accepted] == ["sendFileByUrl", "sendMessage"]


async def test_a_slow_provider_is_asked_for_the_rest_later(line: Green) -> None:
    media = tuple(Media(MediaKind.IMAGE, f"https://a.example/{n}.jpg") for n in range(3))

    def slowly(_method: str) -> None:
        line.clock.move(6 * SECOND)

    line.account.trouble = slowly
    with pytest.raises(Unavailable) as slow:
        await line.messenger.send(replace(HELLO, media=media))
    assert not slow.value.unknown
    await line.messenger.send(replace(HELLO, media=media))
    assert [method for method, _, _ in line.account.accepted] == ["sendFileByUrl"] * 3 + ["sendMessage"]


async def test_a_message_of_files_alone_has_the_id_of_the_last(line: Green) -> None:
    reference = await line.messenger.send(
        replace(HELLO, text=" ", media=(Media(MediaKind.IMAGE, "https://a.example/x.jpg"),))
    )
    assert reference == line.account.accepted[-1][1]["idMessage"]


async def test_nothing_is_refused() -> None:
    async with green() as line:
        with pytest.raises(Refused, match="nothing-to-send"):
            await line.messenger.send(replace(HELLO, text="\x00 "))
        assert not line.account.calls


async def test_too_much_for_one_message_goes_as_several(line: Green) -> None:
    text = "\n".join(f"{n} " + "words " * 30 for n in range(120))
    reference = await line.messenger.send(replace(ASKED, text=text))
    screen = line.account.screen(CHAT)
    assert len(screen) == 3
    assert all(len(words) <= LONGEST_TEXT for words in screen)
    assert " ".join(" ".join(screen).split()) == " ".join(text.split())
    assert [method for method, _, _ in line.account.accepted[:-1]] == ["sendMessage"] * 2
    assert reference == line.account.accepted[-1][1]["idMessage"]
    assert await line.messenger.sent(replace(ASKED, text=text), AT) == (reference,)


async def test_one_endless_word_is_cut_all_the_same(line: Green) -> None:
    await line.messenger.send(replace(HELLO, text="ש" * (LONGEST_TEXT + 1)))
    assert [len(words) for words in line.account.screen(CHAT)] == [LONGEST_TEXT, 1]


async def test_what_no_wire_can_carry_is_taken_out(line: Green) -> None:
    await line.messenger.send(replace(HELLO, text="a\x07b\ud800c\n"))
    assert line.account.screen(CHAT) == ["ab\N{REPLACEMENT CHARACTER}c"]


async def test_typing_time_goes_with_the_words() -> None:
    [part] = parts_of(HELLO, typing=timedelta(milliseconds=200))
    assert part.body["typingTime"] == 1000
    [part] = parts_of(HELLO, typing=MINUTE)
    assert part.body["typingTime"] == 20_000


async def test_a_pin_a_file_from_here_typing_and_read_marks(line: Green) -> None:
    await line.api.location(CLIENT, HAIFA, "Herzl 12")
    assert fields(line) == {
        "method": "sendLocation",
        "chatId": CHAT,
        "latitude": HAIFA.lat,
        "longitude": HAIFA.lon,
        "nameLocation": "Haifa",
        "address": "Herzl 12",
    }
    assert await line.api.upload(CLIENT, "agenda.ics", b"BEGIN:VCALENDAR", "text/calendar", "Your day")
    assert fields(line) == {
        "method": "sendFileByUpload",
        "chatId": CHAT,
        "fileName": "agenda.ics",
        "caption": "Your day",
        "file": "BEGIN:VCALENDAR",
    }
    await line.messenger.type(CLIENT, 3 * SECOND)
    assert line.account.typed == [{"chatId": CHAT, "typingTime": 3000}]
    assert await line.messenger.read(CLIENT, "ABC1")
    assert await line.messenger.read(LID)
    assert line.account.read == [{"chatId": CHAT, "idMessage": "ABC1"}, {"chatId": "118237465019283@lid"}]


# What an answer means


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "bad-request"),
        (413, "too-large"),
        (418, "http-418"),
    ],
)
async def test_a_no_is_a_no(line: Green, status: int, reason: str) -> None:
    line.account.faults.append(refusing(status))
    with pytest.raises(Refused) as refused:
        await line.messenger.send(HELLO)
    assert refused.value.reason == reason
    assert line.account.accepted == []


@pytest.mark.parametrize("status", [401, 403, 404, 405])
async def test_who_is_not_let_in_has_an_account_that_stopped_and_no_bad_message(line: Green, status: int) -> None:
    for message in (HELLO, replace(HELLO, media=(Media(MediaKind.IMAGE, "https://a.example/x.jpg"),))):
        line.account.faults.append(refusing(status))
        with pytest.raises(AccountStopped) as stopped:
            await line.messenger.send(message)
        assert stopped.value.state is AccountState.SIGNED_OUT
    assert line.account.accepted == []


async def test_a_wrong_token_is_no_question_of_buttons(line: Green) -> None:
    line.account.faults.append(refusing(401))
    with pytest.raises(AccountStopped):
        await line.messenger.send(ASKED)
    assert line.account.accepted == []


async def test_a_plan_that_is_used_up_is_asked_again_much_later(line: Green) -> None:
    line.account.faults.append(refusing(466, {"correspondentsStatus": {"status": "QUOTE_EXCEEDED"}}))
    with pytest.raises(Unavailable) as quota:
        await line.messenger.send(HELLO)
    assert not isinstance(quota.value, AccountStopped)
    assert (quota.value.retry_after, quota.value.unknown) == (timedelta(hours=1), False)


@pytest.mark.parametrize(
    ("fault", "unknown"),
    [
        (refusing(302, location="https://elsewhere.example"), False),
        (refusing(408), False),
        (refusing(429), False),
        (refusing(499), True),
        (refusing(500), True),
        (refusing(502), True),
        (refusing(503), False),
        (refusing(504), True),
        (Fault("drop"), True),
        (Fault("drop", accepts=True), True),
        (Fault("cut", accepts=True), True),
        (Fault("garbage", accepts=True), True),
    ],
    ids=lambda value: f"{value.how}-{value.status}" if isinstance(value, Fault) else str(value),
)
async def test_trouble_is_unknown_where_it_may_have_been_accepted(line: Green, fault: Fault, unknown: bool) -> None:
    line.account.faults.append(fault)
    with pytest.raises(Unavailable) as trouble:
        await line.messenger.send(HELLO)
    assert trouble.value.unknown is unknown
    assert line.account.calls["sendMessage"] <= 1


@pytest.mark.parametrize("accepts", [True, False])
async def test_nobody_knows_what_became_of_a_request_without_an_answer(accepts: bool) -> None:
    async with green(patience=0.2) as line:
        line.account.faults.append(Fault("hang", accepts=accepts))
        with pytest.raises(Unavailable) as lost:
            await line.messenger.send(HELLO)
        assert lost.value.unknown
        assert len(line.account.accepted) == accepts


async def test_an_answer_that_comes_too_late_is_not_waited_for() -> None:
    async with green(patience=0.2) as line:
        line.account.faults.append(Fault("late", seconds=5.0))
        with pytest.raises(Unavailable) as lost:
            await line.messenger.send(HELLO)
        assert lost.value.unknown


async def test_where_nobody_listens_nothing_was_sent() -> None:
    async with green() as line:
        await line.account.stop()
        with pytest.raises(Unavailable) as down:
            await line.messenger.send(HELLO)
        assert not down.value.unknown


async def test_a_late_answer_is_a_good_one(line: Green) -> None:
    line.account.faults.append(Fault("late", seconds=0.05))
    assert await line.messenger.send(HELLO)


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("7", 7 * SECOND),
        ("0.5", SECOND / 2),
        ("-3", timedelta()),
        ("99999999", timedelta(hours=1)),
        ("Sun, 22 Nov 2026 09:00:30 GMT", 30 * SECOND),
        ("soon", None),
        ("nan", None),
    ],
)
async def test_the_provider_may_say_how_long_to_wait(line: Green, said: str, waits: timedelta | None) -> None:
    line.account.faults.append(refusing(429, retry_after=said))
    with pytest.raises(Unavailable) as busy:
        await line.messenger.send(HELLO)
    assert busy.value.retry_after == waits


@pytest.mark.parametrize(
    ("state", "means"),
    [
        ("notAuthorized", AccountState.SIGNED_OUT),
        ("expired", AccountState.EXPIRED),
        ("deleted", AccountState.DELETED),
        ("blocked", AccountState.BANNED),
    ],
)
async def test_an_account_that_stopped_is_told_from_a_bad_message(line: Green, state: str, means: AccountState) -> None:
    line.account.state = state
    with pytest.raises(AccountStopped) as stopped:
        await line.messenger.send(HELLO)
    assert stopped.value.state is means
    assert not stopped.value.unknown


async def test_words_of_a_bad_message_say_nothing_about_the_account(line: Green) -> None:
    line.account.faults.append(refusing(400, {"message": "Validation failed. Details: instance expired"}))
    with pytest.raises(Refused):
        await line.messenger.send(HELLO)


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("authorized", AccountState.READY),
        ("notAuthorized", AccountState.SIGNED_OUT),
        ("blocked", AccountState.BANNED),
        ("sleepMode", AccountState.ASLEEP),
        ("starting", AccountState.STARTING),
        ("yellowCard", AccountState.RESTRICTED),
        ("suspended", AccountState.RESTRICTED),
        ("somethingNew", AccountState.UNKNOWN),
        ("", AccountState.UNKNOWN),
    ],
)
async def test_the_state_of_the_account(line: Green, word: str, means: AccountState) -> None:
    line.account.state = word
    assert await line.messenger.state() is means


# What nobody may see


@pytest.mark.parametrize(
    "fault",
    [
        refusing(302, location=f"https://elsewhere.example/{TOKEN}"),
        *[refusing(status, {"path": f"/waInstance{INSTANCE}/sendMessage/{TOKEN}"}) for status in (400, 401, 466, 500)],
        Fault("drop"),
        Fault("cut", accepts=True),
        Fault("garbage"),
        Fault("hang"),
    ],
    ids=lambda fault: f"{fault.how}-{fault.status}",
)
async def test_the_token_is_in_no_error_and_no_log(fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "httpx")  # another client may have hushed it
    async with green(patience=0.2) as line:
        line.account.faults.append(fault)
        with pytest.raises((Unavailable, Refused)) as trouble:
            await line.messenger.send(HELLO)
        await line.messenger.send(HELLO)
    error = trouble.value
    assert (error.__cause__, error.__context__) == (None, None)
    seen = "".join(traceback.format_exception(error)) + repr(error) + caplog.text
    seen += "".join(repr(record.__dict__) for record in caplog.records)
    assert "httpx" in seen  # its own lines were among them
    assert TOKEN not in seen
    assert str(CLIENT) not in seen
    assert "Hello" not in seen


def test_the_token_is_in_no_repr() -> None:
    assert TOKEN not in repr(Account(INSTANCE, TOKEN))


@pytest.mark.parametrize(
    "wrong",
    [
        {"instance": "71x"},
        {"token": "a b"},
        {"token": ""},
        {"api_url": "api.green-api.com"},
        {"media_url": "https://user:word@host"},
        {"api_url": "https://host?x=1"},
    ],
)
def test_an_account_that_cannot_be_is_not_born(wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid) as invalid:
        Account(**({"instance": INSTANCE, "token": TOKEN} | wrong))
    assert not any(value in str(invalid.value) for value in wrong.values() if value)


async def test_a_token_of_odd_characters_stays_one_piece_of_the_path() -> None:
    async with green(token="a/b?c#%41") as line:
        api = GreenApi(Account(INSTANCE, "a/b?c#%41", line.account.url))
        async with api:
            with pytest.raises(AccountStopped):
                await api.state()
        assert line.account.violations == ["getStateInstance: wrong token"]


# What the journal says of a message whose outcome is unknown


async def test_what_was_accepted_is_found_by_its_words(line: Green) -> None:
    for message in (HELLO, replace(ASKED, text=f"  {ASKED.text}\n")):
        reference = await line.messenger.send(message)
        line.clock.move(2 * SECOND)
        assert await line.messenger.sent(message, AT) == (reference,)


async def test_what_is_still_queued_is_found_too() -> None:
    async with green(held=True) as line:
        for message in (HELLO, ASKED):
            reference = await line.messenger.send(message)
            assert await line.messenger.sent(message, AT) == (reference,)


async def test_what_somebody_typed_by_hand_was_not_sent_by_us(line: Green) -> None:
    await line.messenger.send(HELLO)
    given = line.account.accepted.pop()[1]
    entry = {"type": "outgoing", "chatId": CHAT, "textMessage": "Hello", "timestamp": AT.timestamp()}
    line.account.entries.append((entry | {"idMessage": given["idMessage"], "sendByApi": False}, AT))
    assert await line.messenger.sent(HELLO, AT) == ()


async def test_invisible_marks_and_spaces_make_no_other_message(line: Green) -> None:
    reference = await line.messenger.send(replace(HELLO, text="\u2068Hello\u2069  Dana\n"))
    assert await line.messenger.sent(replace(HELLO, text="Hello Dana"), AT) == (reference,)


async def test_a_provider_whose_clock_is_behind_is_asked_by_its_own(line: Green) -> None:
    line.account.now = lambda: line.clock.now() - 90 * SECOND
    reference = await line.messenger.send(HELLO)
    assert await line.messenger.sent(HELLO, AT) == (reference,)


async def test_an_early_no_is_no_answer() -> None:
    async with green(settle=SETTLE, lag=2 * MINUTE) as line:
        line.account.faults.append(Fault("drop", accepts=True))
        with pytest.raises(Unavailable):
            await line.messenger.send(HELLO)
        line.clock.move(5 * SECOND)
        with pytest.raises(Unavailable) as early:
            await line.messenger.sent(HELLO, AT)
        assert early.value.retry_after == ASK_AGAIN
        line.clock.move(2 * MINUTE)
        assert len(await line.messenger.sent(HELLO, AT)) == 1


async def test_after_two_minutes_a_no_is_a_no() -> None:
    async with green(settle=SETTLE) as line:
        line.clock.move(SETTLE)
        assert await line.messenger.sent(HELLO, AT) == ()


async def test_an_earlier_message_of_the_same_words_is_no_early_yes() -> None:
    async with green(settle=SETTLE, lag=2 * SECOND) as line:
        first = await line.messenger.send(HELLO)
        line.clock.move(3 * SECOND)
        line.account.faults.append(Fault("drop", accepts=True))
        second = replace(HELLO, id="client:1:2:0")
        with pytest.raises(Unavailable):
            await line.messenger.send(second)
        with pytest.raises(Unavailable):
            await line.messenger.sent(second, AT)
        line.clock.move(3 * SECOND)
        found = await line.messenger.sent(second, AT)
        assert found[0] == first
        assert len(found) == 2


@pytest.mark.parametrize("fault", [refusing(500), refusing(403), Fault("garbage"), Fault("drop")])
@pytest.mark.parametrize("which", [0, 1])
async def test_a_journal_that_does_not_answer_is_unavailable(line: Green, fault: Fault, which: int) -> None:
    line.account.faults.extend([None] * which + [fault])
    with pytest.raises(Unavailable) as away:
        await line.messenger.sent(HELLO, AT)
    assert not away.value.unknown
