"""What Green API posts, understood: every kind of body and its odd twins."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from fixi.adapters.greenapi.webhook import GreenApiWebhook, message_of
from fixi.domain.account import AccountState
from fixi.domain.events import Heard, Receipt
from fixi.domain.values import ChatKey, Media, MediaKind, Place
from fixi.ports.messaging import AccountNews, Echo, Ignored, Inbound
from tests.support import green_bodies as green
from tests.support.green_twins import TWINS

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PHONE = "972501234567"
parser = GreenApiWebhook("secret", str(green.INSTANCE))


def parse(body: object) -> Inbound:
    """The first thing that it says; some statuses say as well how the account is."""
    inbound, *news = parser.parse(green.encode(body), AT)
    assert all(isinstance(one, AccountNews) for one in news)
    return inbound


def heard(body: object) -> Heard:
    inbound = parse(body)
    assert isinstance(inbound, Heard)
    return inbound


def becomes(inbound: Inbound) -> tuple[str, str]:
    match inbound:
        case Heard(kind=value) | Receipt(status=value) | Ignored(reason=value):
            return type(inbound).__name__, value
        case AccountNews(state=state):
            return "AccountNews", state
        case Echo(text=text):
            return "Echo", text
        case _:
            return type(inbound).__name__, ""


# Every kind


@pytest.mark.parametrize("name", green.ALL_KINDS)
def test_every_kind_becomes_what_it_is(name: str) -> None:
    case = green.ALL_KINDS[name]
    assert becomes(parse(case.build())) == (case.becomes, case.value)


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize("name", green.ALL_KINDS)
def test_an_odd_twin_means_the_same(name: str, twin: str) -> None:
    case = green.ALL_KINDS[name]
    body = case.build()
    plain, odd = parse(body), parse(TWINS[twin](body))
    assert becomes(odd) == (case.becomes, case.value)
    if isinstance(plain, Heard | Receipt):
        assert isinstance(odd, Heard | Receipt)
        assert odd.chat == plain.chat
        assert odd.id == plain.id or twin == "poorer"  # an edit is told from the next one by its timestamp


def test_all_ids_differ_and_stay() -> None:
    bodies = {name: green.encode(case.build()) for name, case in green.ALL_KINDS.items()}
    first = [inbound.id for body in bodies.values() for inbound in parser.parse(body, AT)]
    later = [
        inbound.id for body in bodies.values() for inbound in parser.parse(body, datetime(2026, 12, 1, tzinfo=UTC))
    ]
    assert first == later
    same = {"call, 2023"}  # the same call, told in another way
    assert len(set(first)) == len(first) - len(same)


@pytest.mark.parametrize("name", green.ALL_KINDS)
def test_no_id_shows_a_phone(name: str) -> None:
    assert PHONE not in parse(green.ALL_KINDS[name].build()).id


# What is in a message


def test_words() -> None:
    said = heard(green.text(green.CHAT, "water under\nmy sink", idMessage="ABC1"))
    assert said.id.startswith(f"green:{green.INSTANCE}:")
    assert said.id.endswith(":ABC1")
    assert said == Heard(
        at=AT,
        id=said.id,
        chat=ChatKey(PHONE),
        text="water under\nmy sink",
        name="Dana Levi",
        sent_at=datetime.fromtimestamp(green.MOMENT, UTC),
    )


def test_the_name_in_the_contacts_is_optional() -> None:
    assert heard(green.text(green.CHAT, "hi", senderData={"senderContactName": ""})).name == "Dana"
    assert heard(green.text(green.CHAT, "hi", senderData={"senderContactName": None, "senderName": ""})).name is None


def test_a_name_is_one_short_line() -> None:
    name = heard(green.text(green.CHAT, "hi", senderData={"senderContactName": "\u202eDa\x00na\n" + "a" * 100})).name
    assert name is not None
    assert name.startswith("Dana aaa")
    assert len(name) == 80


def test_a_reply_carries_what_it_replies_to() -> None:
    said = heard(green.reply(green.CHAT, "yes", "BAE5"))
    assert (said.text, said.quoted) == ("yes", "BAE5")


def test_a_quote_beside_any_type_counts() -> None:
    assert heard(green.image(green.CHAT, quotedMessage={"stanzaId": "BAE5"})).quoted == "BAE5"
    assert heard(green.text(green.CHAT, "yes", quotedMessage={"stanzaId": "BAE5"})).quoted == "BAE5"
    assert heard(green.ALL_KINDS["reaction"].build()).quoted == "BAE5C0FFEE000001"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("image", MediaKind.IMAGE),
        ("video", MediaKind.VIDEO),
        ("voice", MediaKind.VOICE),
        ("document", MediaKind.DOCUMENT),
        ("sticker", MediaKind.STICKER),
        ("reply with a photo", MediaKind.IMAGE),
    ],
)
def test_a_file_is_of_its_kind(name: str, kind: MediaKind) -> None:
    [media] = heard(green.ALL_KINDS[name].build()).media
    assert (media.kind, media.url) == (kind, green.FILE)


def test_a_caption_is_what_was_said() -> None:
    said = heard(green.image(green.CHAT, "here it leaks"))
    assert said.text == "here it leaks"
    assert said.media == (Media(MediaKind.IMAGE, green.FILE, "image/jpeg", "photo.jpg"),)


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "javascript:alert(1)", "https://", "http://a b", 7, "h" * 9000]
)
def test_a_file_without_an_address_is_lost(url: Any) -> None:
    lost = heard(green.image(green.CHAT, url=url))
    assert (lost.kind, lost.media) == ("undecryptable", ())
    assert heard(green.image(green.CHAT, "my sink", url=url)).text == "my sink"


def test_a_pin() -> None:
    assert heard(green.location(green.CHAT)).pin == Place("Home", 32.794, 34.9896)
    assert heard(green.location(green.CHAT)).text == "Home, Herzl 12, Haifa"
    assert heard(green.location(green.CHAT, name="")).pin == Place("Herzl 12, Haifa", 32.794, 34.9896)
    assert heard(green.location(green.CHAT, "32.5", 35, None, None)).pin == Place("pin", 32.5, 35)


@pytest.mark.parametrize("lat", [None, "north", 91, True, [], "nan", 1e400, 10**400])
def test_a_pin_off_the_globe_is_none(lat: Any) -> None:
    said = heard(green.location(green.CHAT, lat))
    assert (said.kind, said.pin) == ("other", None)


@pytest.mark.parametrize("name", ["contact", "contacts, flat", "contacts, named"])
def test_a_contact_card_is_read_as_name_and_phone(name: str) -> None:
    assert heard(green.ALL_KINDS[name].build()).text == "Avi +972 50 000 00 01"


def test_a_pressed_button() -> None:
    said = heard(green.button_reply(green.CHAT, "offer:1", "Yes", "BAE5"))
    assert (said.kind, said.button, said.text, said.quoted) == ("button", "offer:1", "Yes", "BAE5")
    said = heard(green.list_reply(green.CHAT, {"selectedRowId": "b"}))
    assert (said.kind, said.button, said.text) == ("button", "b", "Second")
    assert heard(green.button_reply(green.CHAT, 2, "Yes")).button == "2"  # type: ignore[arg-type]


def test_a_press_without_an_id_is_its_words() -> None:
    said = heard(green.button_reply(green.CHAT, "", "Yes"))
    assert (said.kind, said.button, said.text) == ("text", None, "Yes")


def test_an_edit_and_a_deletion_say_of_what() -> None:
    edited = heard(green.ALL_KINDS["edited"].build())
    assert (edited.text, edited.quoted) == ("tap, not sink", "ABC1")
    assert heard(green.ALL_KINDS["deleted"].build()).quoted == "ABC1"


def test_an_edit_names_the_very_message_that_it_corrects() -> None:
    original = heard(green.text(green.CHAT, "sink", idMessage="ABC1"))
    assert heard(green.ALL_KINDS["edited"].build()).corrects == original.id
    assert heard(green.ALL_KINDS["deleted"].build()).corrects == original.id
    reply = heard(green.reply(green.CHAT, "yes", "ABC1"))
    assert (reply.quoted, reply.corrects) == ("ABC1", "")


# How the account is


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("authorized", AccountState.READY),
        ("notAuthorized", AccountState.SIGNED_OUT),
        ("blocked", AccountState.BANNED),
        ("yellowCard", AccountState.RESTRICTED),
        ("suspended", AccountState.RESTRICTED),
        ("sleepMode", AccountState.ASLEEP),
        ("starting", AccountState.STARTING),
        ("sunbathing", AccountState.UNKNOWN),
    ],
)
def test_a_change_of_state_is_news_of_the_account(word: str, state: AccountState) -> None:
    news = parse(green.notice("stateInstanceChanged", stateInstance=word, timestamp=int(AT.timestamp())))
    assert isinstance(news, AccountNews)
    assert (news.state, news.at) == (state, AT)


def test_old_bad_news_stops_at_once_and_old_good_news_proves_nothing_about_now() -> None:
    bad = parse(green.notice("stateInstanceChanged", stateInstance="notAuthorized", timestamp=1_586_700_690))
    good = parse(green.notice("stateInstanceChanged", stateInstance="authorized", timestamp=1_586_700_690))
    assert isinstance(bad, AccountNews)
    assert isinstance(good, AccountNews)
    assert bad.at == AT
    assert good.at == datetime.fromtimestamp(1_586_700_690, UTC)
    ahead = parse(green.notice("stateInstanceChanged", stateInstance="authorized", timestamp=int(AT.timestamp()) + 60))
    assert isinstance(ahead, AccountNews)
    assert ahead.at == AT


@pytest.mark.parametrize("status", ["yellowCard", "suspended", "Suspended"])
def test_a_message_that_is_held_back_says_it_of_the_account(status: str) -> None:
    receipt, news = parser.parse(green.encode(green.status(green.CHAT, "ABC1", status)), AT)
    assert isinstance(receipt, Receipt)
    assert receipt.status == status
    assert isinstance(news, AccountNews)
    assert news.state is AccountState.RESTRICTED
    assert len(parser.parse(green.encode(green.status(green.CHAT, "ABC1", "failed")), AT)) == 1


@pytest.mark.parametrize(
    ("description", "code"),
    [
        (None, ""),
        ("Chat not found", "chat-not-found"),
        ("No account 972501234567@c.us, ask Dana at dana@example.com!", "no-account-ask-dana-at"),
        ("x" * 500, ""),
        ("word " * 50, "word-" * 12),
    ],
)
def test_why_it_failed_becomes_a_code(description: str | None, code: str) -> None:
    body = green.status(green.CHAT, "ABC1", "failed") | ({"description": description} if description else {})
    receipt = parse(body)
    assert isinstance(receipt, Receipt)
    assert receipt.reason == code.rstrip("-")
    assert len(receipt.reason) <= 60


def test_what_was_sent_through_the_account_is_no_message_of_a_person() -> None:
    echo = parse(green.text(green.CHAT, "hello", typeWebhook="outgoingAPIMessageReceived", idMessage="ABC1"))
    assert isinstance(echo, Echo)
    assert (echo.message, echo.text, echo.chat) == ("ABC1", "hello", ChatKey(PHONE))
    assert message_of(echo.id) == "ABC1"
    assert message_of("cloud:1:2:3") is None


def test_two_edits_under_one_id_are_two_events() -> None:
    one = green.ALL_KINDS["edited"].build() | {"idMessage": "ABC1"}
    two = deepcopy(one)
    two["messageData"]["editedMessageData"]["textMessage"] = "no, sink"
    back = deepcopy(one) | {"timestamp": green.MOMENT + 60}
    original = green.text(green.CHAT, "sink", idMessage="ABC1")
    assert len({parse(body).id for body in (original, one, two, back)}) == 4


def test_a_vote_says_what_was_chosen() -> None:
    vote = heard(green.ALL_KINDS["vote"].build())
    assert (vote.text, vote.quoted) == ("Today", "BAE5C0FFEE000001")


@pytest.mark.parametrize("marker", ["{{SWE001}}", "{{SWE003}}", " {{swe004}} cannot be shown"])
def test_a_marker_is_never_the_clients_word(marker: str) -> None:
    lost = heard(green.text(green.CHAT, marker, idMessage="ABC1"))
    assert (lost.kind, lost.text) == ("undecryptable", "")
    assert lost.id != heard(green.text(green.CHAT, "now it reads", idMessage="ABC1")).id
    captioned = heard(green.image(green.CHAT, marker))
    assert (captioned.kind, captioned.text, len(captioned.media)) == ("media", "", 1)


def test_words_that_only_mention_a_marker_stay() -> None:
    assert heard(green.text(green.CHAT, "what is {{SWE001}}?")).kind == "text"


@pytest.mark.parametrize("words", ["", "\N{SNOWMAN}\N{VARIATION SELECTOR-16}", "\u200f\u202bשלום\u202c", "1"])
def test_words_are_kept_as_they_are(words: str) -> None:
    assert heard(green.text(green.CHAT, words)).text == words


def test_what_no_store_takes_is_taken_out() -> None:
    assert heard(green.text(green.CHAT, "a\x00b\x07\tc")).text == "ab\tc"
    assert heard(green.text(green.CHAT, "half \ud83d pair")).text == "half \ufffd pair"


def test_bytes_that_are_not_utf_8_do_not_lose_the_message() -> None:
    body = green.encode(green.text(green.CHAT, "hello @")).replace(b'@"', b'\xff"')
    [said] = parser.parse(b"\xef\xbb\xbf" + body, AT)
    assert isinstance(said, Heard)
    assert said.text == "hello \ufffd"


def test_words_are_cut_at_the_providers_own_limit() -> None:
    assert len(heard(green.text(green.CHAT, "א" * 20_000)).text) == 20_000
    assert len(heard(green.text(green.CHAT, "א" * 20_001)).text) == 20_000


def test_a_number_where_words_belong_is_read() -> None:
    assert heard(green.text(green.CHAT, 1)).text == "1"
    assert heard(green.text(green.CHAT, None)).text == ""
    assert heard(green.text(green.CHAT, {"a": 1})).text == ""


@pytest.mark.parametrize("moment", [None, 0, -1, "soon", 1e300, 10**40, green.MOMENT * 1000, {}, True])
def test_a_mad_timestamp_is_no_time(moment: Any) -> None:
    assert heard(green.text(green.CHAT, "hi", timestamp=moment)).sent_at is None


# Whose chat


def test_a_lid_is_no_phone() -> None:
    said = heard(green.text(green.LID, "hi"))
    assert (said.chat.text, said.chat.phone) == ("lid:118237465019283", None)


def test_an_own_message_belongs_to_the_clients_chat() -> None:
    said = heard(green.ALL_KINDS["typed on the phone"].build())
    assert (said.own, said.chat, said.name) == (True, ChatKey(PHONE), None)


def test_a_left_alone_message_counts_in_the_balance() -> None:
    group, ours = parse(green.ALL_KINDS["group"].build()), parse(green.ALL_KINDS["sent by us to a group"].build())
    assert isinstance(group, Ignored)
    assert isinstance(ours, Ignored)
    assert (group.message, ours.message) == (True, False)


def test_the_same_message_id_in_two_chats_is_two_messages() -> None:
    first = parse(green.text(green.CHAT, "hi", idMessage="ABC1"))
    assert first.id != parse(green.text("972507654321", "hi", idMessage="ABC1")).id


def test_a_receipt() -> None:
    read = parse(green.status(green.CHAT, "BAE5", "read"))
    assert read == Receipt(at=AT, id=read.id, chat=ChatKey(PHONE), message="BAE5", status="read")
    assert read.id != parse(green.status(green.CHAT, "BAE5", "delivered")).id
    assert becomes(parse(green.status(green.CHAT, "BAE5", None))) == ("Ignored", "no-status")


def test_another_account_is_left_alone() -> None:
    body = green.text(green.CHAT, "hi", instanceData={"idInstance": 7105000002})
    assert becomes(parse(body)) == ("Ignored", "other-instance")
    [said] = GreenApiWebhook("secret").parse(green.encode(body), AT)
    assert isinstance(said, Heard)
