"""What the Cloud API posts, and what it means for us."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from fixi.adapters.cloudapi.names import LONGEST, Names
from fixi.adapters.cloudapi.webhook import CloudApiWebhook
from fixi.domain.account import AccountState
from fixi.domain.errors import Refused
from fixi.domain.events import Heard, Receipt
from fixi.domain.values import ChatKey, Media, MediaKind, Place
from fixi.ports.messaging import AccountNews, Ignored, Inbound, Odd
from tests.support import cloud_bodies as cloud
from tests.support.cloud_twins import TWINS
from tests.support.samples import AT, CLIENT

parser = CloudApiWebhook(cloud.SECRET, cloud.NUMBER)


def parsed(body: object) -> tuple[Inbound, ...]:
    return parser.parse(cloud.encode(body), AT)


def heard(body: object) -> Heard:
    [inbound] = parsed(body)
    assert isinstance(inbound, Heard)
    return inbound


def receipt(body: object) -> Receipt:
    [inbound] = parsed(body)
    assert isinstance(inbound, Receipt)
    return inbound


def ignored(body: object) -> Ignored:
    [inbound] = parsed(body)
    assert isinstance(inbound, Ignored)
    return inbound


# Signature


def test_what_meta_signed_is_authentic() -> None:
    body = cloud.encode(cloud.text("שלום"))
    assert parser.authentic({"x-hub-signature-256": cloud.signature(body)}, body)
    assert parser.authentic({"x-hub-signature-256": cloud.signature(body).upper()}, body)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-hub-signature-256": ""},
        {"x-hub-signature-256": "sha256="},
        {"x-hub-signature-256": cloud.signature(b"{}").removeprefix("sha256=")},
        {"x-hub-signature-256": cloud.signature(b"{}").replace("sha256", "sha1")},
        {"x-hub-signature-256": cloud.signature(b"{}")[:-1]},
        {"x-hub-signature-256": cloud.signature(b"{}", "other")},
        {"x-hub-signature-256": cloud.signature(b"{} ")},
        {"x-hub-signature-256": "sha256=\xff\xfe"},
        {"x-hub-signature-256": "sha256=\ud83d"},
        {"authorization": f"Bearer {cloud.SECRET}"},
        {"x-hub-signature": cloud.signature(b"{}")},
    ],
)
def test_nothing_else_is(headers: dict[str, str]) -> None:
    assert not parser.authentic(headers, b"{}")


@pytest.mark.parametrize("secret", ["", "  "])
def test_without_a_secret_nobody_is_let_in(secret: str) -> None:
    closed = CloudApiWebhook(secret)
    assert not closed.authentic({"x-hub-signature-256": cloud.signature(b"{}", secret)}, b"{}")
    assert not closed.authentic({"x-hub-signature-256": cloud.signature(b"{}", "")}, b"{}")


# Messages


def test_words_are_heard() -> None:
    found = heard(cloud.text("water under my sink"))
    assert (found.chat, found.kind, found.text, found.name, found.at) == (
        CLIENT,
        "text",
        "water under my sink",
        "Dana",
        AT,
    )
    assert found.sent_at == datetime.fromtimestamp(cloud.MOMENT, UTC)
    assert not found.own


def file(kind: MediaKind, media: str, mime: str, name: str = "") -> dict[str, Any]:
    return {"kind": "media", "media": (Media(kind, f"id:{media}", mime, name),)}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("reply", {"kind": "text", "text": "that one", "quoted": "wamid.OURS="}),
        ("image", file(MediaKind.IMAGE, "65463453", "image/jpeg") | {"text": "look"}),
        ("video", file(MediaKind.VIDEO, "9", "video/mp4") | {"text": "look"}),
        ("voice", file(MediaKind.VOICE, "77", "audio/ogg; codecs=opus")),
        ("document", file(MediaKind.DOCUMENT, "78", "application/pdf", "plan.pdf")),
        ("sticker", file(MediaKind.STICKER, "8", "image/webp")),
        ("location", {"kind": "pin", "text": "Home, Herzl 12, Haifa", "pin": Place("Home", 32.794, 34.9896)}),
        ("contacts", {"kind": "contact", "text": "Dana Levi +972 50-000-0000\nAvi"}),
        ("reaction", {"kind": "reaction", "text": "👍", "quoted": "wamid.OURS="}),
        ("button_reply", {"kind": "button", "text": "Yes", "button": "q1/yes", "quoted": "wamid.OURS="}),
        ("list_reply", {"kind": "button", "text": "Second", "button": "q1/2"}),
        ("quick_reply", {"kind": "button", "text": "Yes", "button": "q1/yes"}),
        ("unsupported", {"kind": "other", "text": ""}),
        ("edit", {"kind": "edited", "text": "Haifa, not Tel Aviv", "quoted": "wamid.FIRST="}),
        ("revoke", {"kind": "deleted", "quoted": "wamid.FIRST="}),
        ("order", {"kind": "other", "text": "this one"}),
        ("unknown", {"kind": "other", "text": "hello"}),
    ],
)
def test_every_kind_says_what_it_says(name: str, says: dict[str, Any]) -> None:
    found = heard(cloud.ALL_KINDS[name]())
    assert {field: getattr(found, field) for field in says} == says


def test_a_press_of_a_button_without_an_id_of_ours_is_its_words() -> None:
    found = heard(cloud.quick_reply("Yes"))
    assert (found.kind, found.text, found.button) == ("text", "Yes", None)


def test_what_cannot_be_seen_now_is_told_apart_from_what_never_can() -> None:
    assert heard(cloud.unsupported(131060)).kind == "undecryptable"


@pytest.mark.parametrize("media", ["", "../../me", "a b", "x" * 129, "1?fields=token"])
def test_a_file_without_a_usable_id_is_lost(media: str) -> None:
    assert heard(cloud.image(media=media)).kind == "undecryptable"
    assert heard(cloud.image("look", media=media)).kind == "text"


def test_a_message_without_a_type_is_read_by_what_it_holds() -> None:
    body = cloud.text("hello")
    del body["entry"][0]["changes"][0]["value"]["messages"][0]["type"]
    assert heard(body).text == "hello"


def test_what_was_typed_on_the_phone_of_the_business_is_its_own() -> None:
    echo = {"from": cloud.OUR_PHONE, "to": cloud.PHONE, "id": "wamid.E", "timestamp": "1", "type": "text"}
    body = cloud.notice(
        cloud.change(cloud.value(message_echoes=[echo | {"text": {"body": "I call you"}}]), "smb_message_echoes")
    )
    found = heard(body)
    assert (found.own, found.chat, found.text, found.name) == (True, CLIENT, "I call you", None)


# People


def test_with_both_names_the_phone_is_the_chat() -> None:
    found = heard(cloud.text("hello", user=cloud.USER))
    assert (found.chat, found.alias) == (CLIENT, ChatKey(f"id:{cloud.USER}"))


def test_a_person_without_a_phone_is_known_by_his_id() -> None:
    found = heard(cloud.text("hello", phone=None, user=cloud.USER))
    assert (found.chat, found.alias, found.name) == (ChatKey(f"id:{cloud.USER}"), None, "Dana")
    assert found.chat.phone is None


def test_an_id_in_the_place_of_a_phone_is_an_id() -> None:
    body = cloud.text("hello", phone=cloud.USER)
    assert heard(body).chat == ChatKey(f"id:{cloud.USER}")


def test_the_only_card_says_whose_a_nameless_message_is() -> None:
    message = {"id": "wamid.N", "type": "text", "text": {"body": "hi"}}
    card = cloud.contact(None, cloud.USER)
    assert heard(cloud.notice(cloud.change(cloud.value(contacts=[card], messages=[message])))).chat.user == cloud.USER


def test_each_of_many_has_his_own_name() -> None:
    people = [cloud.contact("972541111111", None, "Dana"), cloud.contact(None, cloud.USER, "Noa")]
    messages = [
        cloud.said("text", None, cloud.USER),
        cloud.said("text", "+972541111111"),
        cloud.said("text", "972549999999"),
    ]
    body = cloud.notice(cloud.change(cloud.value(contacts=people, messages=messages)))
    found = [inbound for inbound in parsed(body) if isinstance(inbound, Heard)]
    assert [one.name for one in found] == ["Noa", "Dana", None]


@pytest.mark.parametrize(
    "user", ["US", "US.", "13491208655302741918", "US.a b", "US." + "1" * 129, "U1.1", "US.ENT.", "../x"]
)
def test_an_id_of_another_form_is_nobody(user: str) -> None:
    with pytest.raises(Refused, match="odd-chat"):
        parsed(cloud.text("hello", phone=None, user=user))
    assert heard(cloud.text("hello", user=user)).alias is None


# Ids


def test_the_same_message_has_the_same_id_whatever_came_with_it() -> None:
    one = cloud.text("hello", id="wamid.SAME")
    other = cloud.text("hello", phone=None, user=cloud.USER, id="wamid.SAME")
    assert heard(one).id == heard(one).id == heard(other).id
    assert heard(cloud.text("hello", id="wamid.OTHER")).id != heard(one).id


def test_ids_show_no_phone() -> None:
    """Meta's own id is the phone in base64, among other things."""
    raw = base64.b64encode(b"\x1c\x18\x0c" + cloud.PHONE.encode() + b"\x15\x02\x00").decode()
    names = [heard(cloud.text("x", id=f"wamid.{raw}")).id, receipt(cloud.status(f"wamid.{raw}", "read")).id]
    for name in names:
        hidden = name.split(":")[1]
        opened = base64.urlsafe_b64decode(hidden + "=" * (-len(hidden) % 4))
        assert cloud.PHONE not in name
        assert cloud.PHONE.encode() not in opened
        assert raw not in name


def test_our_id_can_be_opened_by_whoever_has_the_secret() -> None:
    name = heard(cloud.text("x", id="wamid.HBgL+/=ü")).id
    assert Names(cloud.SECRET).opened(name) == "wamid.HBgL+/=ü"
    assert Names("other").opened(name) is None


@pytest.mark.parametrize(
    "name", ["", "cloud:", "cloud:!!", "cloud:AAAA", "green:1:2:3", "cloud:ü", "wamid.X", "cloud:" + "A" * 40]
)
def test_other_ids_cannot(name: str) -> None:
    assert Names(cloud.SECRET).opened(name) is None


def test_an_endless_id_has_a_short_name() -> None:
    names = {Names("s").name("x" * LONGEST + tail) for tail in ("a", "b")}
    assert len(names) == 2
    assert all(len(name) < 40 for name in names)


# Statuses


@pytest.mark.parametrize("word", ["sent", "delivered", "read", "played", "failed", "warped"])
def test_a_status_is_a_receipt(word: str) -> None:
    found = receipt(cloud.status("wamid.OURS=", word, biz_opaque_callback_data="client:972541111111:3:0"))
    assert (found.message, found.status, found.chat, found.at) == ("wamid.OURS=", word, CLIENT, AT)
    assert (found.ours, found.reason) == ("client:972541111111:3:0", "")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (131047, "window"),
        ("131047", "window"),
        (470, "window"),
        (131026, "code-131026"),
        (130472.0, "code-130472"),
        ({}, ""),
    ],
)
def test_a_failure_says_why(code: Any, reason: str) -> None:
    assert receipt(cloud.failed("wamid.OURS=", code)).reason == reason


def test_statuses_of_one_message_are_told_apart() -> None:
    ids = {receipt(cloud.status("wamid.OURS=", word)).id for word in ("sent", "delivered", "read", "read")}
    assert len(ids) == 3


def test_a_status_of_a_person_without_a_phone() -> None:
    assert receipt(cloud.status("wamid.O", "read", None, cloud.USER)).chat == ChatKey(f"id:{cloud.USER}")


# What is left alone


def test_another_number_of_the_same_account_is_left_alone() -> None:
    change = cloud.change(cloud.value("106540352242922", messages=[cloud.said("text", text={"body": "x"})]))
    found = ignored(cloud.notice(change))
    assert (found.reason, found.message) == ("other-number", False)
    open_to_all = CloudApiWebhook(cloud.SECRET)
    assert isinstance(open_to_all.parse(cloud.encode(cloud.notice(change)), AT)[0], Heard)


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("message_template_status_update", "message-template-status-update"),
        ("phone_number_quality_update", "phone-number-quality-update"),
        ("calls", "calls"),
        ("user_id_update", "user-id-update"),
        ("Ünknown!", "nknown"),
        ("!", "unknown"),
    ],
)
def test_other_fields_are_left_alone(field: str, reason: str) -> None:
    assert ignored(cloud.notice(cloud.change({"event": "APPROVED"}, field))).reason == reason


def test_a_group_is_left_alone_and_counted() -> None:
    found = ignored(cloud.text("hi all", group_id="HBgGROUP"))
    assert (found.reason, found.message) == ("group", True)
    assert ignored(cloud.status("wamid.O", "read", recipient_type="group")).message is False


@pytest.mark.parametrize("kind", ["system", "request_welcome"])
def test_the_system_is_nobody(kind: str) -> None:
    found = ignored(cloud.message(kind, system={"type": "user_changed_number", "wa_id": "972540000000"}))
    assert (found.reason, found.message) == (kind.replace("_", "-"), False)


def test_a_change_with_nothing_in_it_is_left_alone() -> None:
    assert ignored(cloud.notice(cloud.change(cloud.value()))).reason == "empty"
    assert ignored(cloud.notice(cloud.change(cloud.value(errors=[{"code": 131000}])))).reason == "errors"


# The account


@pytest.mark.parametrize(
    ("event", "more", "state"),
    [
        ("DISABLED_UPDATE", {"ban_info": {"waba_ban_state": "DISABLE", "waba_ban_date": "x"}}, AccountState.BANNED),
        ("DISABLED_UPDATE", {"ban_info": {"waba_ban_state": "REINSTATE"}}, AccountState.READY),
        ("ACCOUNT_DELETED", {}, AccountState.DELETED),
        ("ACCOUNT_OFFBOARDED", {}, AccountState.SIGNED_OUT),
        (
            "ACCOUNT_RESTRICTION",
            {"restriction_info": [{"restriction_type": "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"}]},
            AccountState.RESTRICTED,
        ),
    ],
)
def test_the_account_says_how_it_is(event: str, more: dict[str, Any], state: AccountState) -> None:
    body = cloud.update(event, **more)
    [news] = parsed(body)
    assert isinstance(news, AccountNews)
    assert (news.state, news.at) == (state, AT)
    assert parsed(body) == (news,)


@pytest.mark.parametrize(
    ("event", "more"),
    [
        ("DISABLED_UPDATE", {"ban_info": {"waba_ban_state": "SCHEDULE_FOR_DISABLE"}}),
        ("DISABLED_UPDATE", {}),
        ("ACCOUNT_RESTRICTION", {"restriction_info": [{"restriction_type": "RESTRICTED_ADD_PHONE_NUMBER_ACTION"}]}),
        ("ACCOUNT_VIOLATION", {"violation_info": {"violation_type": "SCAM"}}),
        ("PARTNER_ADDED", {}),
        ("", {}),
    ],
)
def test_what_leaves_sending_alone_is_no_news(event: str, more: dict[str, Any]) -> None:
    assert ignored(cloud.update(event, **more)).reason == "account-update"


# Many in one


def test_entries_changes_and_messages_come_in_their_order() -> None:
    first = cloud.value(messages=[cloud.said("text", text={"body": word}) for word in ("a", "b")])
    second = cloud.value(statuses=[{"id": "wamid.1", "status": "sent", "recipient_id": cloud.PHONE}])
    third = cloud.value(messages=[cloud.said("text", text={"body": "c"})])
    body = cloud.notice(cloud.change(first), cloud.change(second))
    body["entry"] += cloud.notice(cloud.change(third))["entry"]
    found = parsed(body)
    assert [one.text if isinstance(one, Heard) else type(one).__name__ for one in found] == ["a", "b", "Receipt", "c"]


ODD_MESSAGES: list[Any] = [
    7,
    None,
    "text",
    [],
    {},
    {"id": "wamid.X"},
    {"id": "wamid.X", "type": "text", "from": "me"},
    {"type": "text", "from": cloud.PHONE},
]


@pytest.mark.parametrize("odd", ODD_MESSAGES, ids=str)
def test_an_odd_message_does_not_lose_the_others(odd: Any) -> None:
    words = [cloud.said("text", text={"body": word}) for word in ("a", "b")]
    people = [cloud.contact(), cloud.contact("972549999999")]
    body = cloud.notice(cloud.change(cloud.value(contacts=people, messages=[words[0], odd, words[1]])))
    *found, last = parsed(body)
    assert [one.text for one in found if isinstance(one, Heard)] == ["a", "b"]
    assert isinstance(last, Odd)
    with pytest.raises(Refused, match=last.reason):
        parser.parse(last.body, AT)
    assert parsed(body)[-1] == last


def test_what_is_set_aside_can_be_read_anew() -> None:
    """With its own sender's card, and nobody else's."""
    theirs = cloud.said("text", "972549999999", text={"body": "secret"})
    odd = cloud.said("text", cloud.PHONE, text={"body": "mine"})
    del odd["id"]
    body = cloud.notice(
        cloud.change(cloud.value(contacts=[cloud.contact(), cloud.contact("972549999999")], messages=[odd, theirs]))
    )
    aside = parsed(body)[-1]
    assert isinstance(aside, Odd)
    kept = json.loads(aside.body)
    assert "972549999999" not in aside.body.decode()
    kept["entry"][0]["changes"][0]["value"]["messages"][0]["id"] = "wamid.MENDED"
    assert (heard(kept).text, heard(kept).name) == ("mine", "Dana")


def test_odd_entries_and_changes_are_set_aside_together() -> None:
    body = cloud.text("hello")
    body["entry"] += [7, {"changes": [3, {"field": "messages"}]}, {"id": "1"}]
    good, aside = parsed(body)
    assert isinstance(good, Heard)
    assert isinstance(aside, Odd)
    assert aside.reason == "odd-entry"
    assert len(json.loads(aside.body)["entry"]) == 4


# Twins


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize("name", cloud.ALL_KINDS)
def test_the_same_told_otherwise_means_the_same(name: str, twin: str) -> None:
    body = cloud.ALL_KINDS[name]()
    meant, told = heard(body), heard(TWINS[twin](body))
    same = ("id", "chat", "kind", "text", "pin", "button", "quoted", "own", "alias")
    assert {field: getattr(told, field) for field in same} == {field: getattr(meant, field) for field in same}
    assert [media.url for media in told.media] == [media.url for media in meant.media]


@pytest.mark.parametrize("twin", TWINS)
def test_a_status_told_otherwise_means_the_same(twin: str) -> None:
    body = cloud.failed("wamid.O", 131047, biz_opaque_callback_data="client:972541111111:1:0")
    assert receipt(TWINS[twin](body)) == receipt(body)
