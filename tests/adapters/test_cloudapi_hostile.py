"""What nobody should post, and does: broken, deep, mad and forged bodies never raise anything but Refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.adapters.cloudapi.webhook import CloudApiWebhook
from fixi.domain.errors import Refused
from fixi.domain.events import Heard, Receipt
from fixi.ports.messaging import AccountNews, Ignored, Inbound, Odd
from tests.support import cloud_bodies as cloud
from tests.support.samples import AT

parser = CloudApiWebhook(cloud.SECRET, cloud.NUMBER)

DEEP = b'{"object": "whatsapp_business_account", "entry": [' + b'{"changes": [' * 20


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not-json"),
        (b"hello", "not-json"),
        (b'{"object": ', "not-json"),
        (b"[]", "not-an-object"),
        (b"null", "not-an-object"),
        (b'"text"', "not-an-object"),
        (b"{}", "other-object"),
        (b'{"object": 7}', "other-object"),
        (b'{"object": "page", "entry": [{}]}', "other-object"),
        (b'{"object": "whatsapp_business_account"}', "no-entry"),
        (b'{"object": "whatsapp_business_account", "entry": {}}', "no-entry"),
        (b'{"object": "whatsapp_business_account", "entry": []}', "no-entry"),
        (b'{"object": "whatsapp_business_account", "entry": [7]}', "odd-entry"),
        (b'{"object": "whatsapp_business_account", "entry": [{"changes": {}}]}', "odd-entry"),
        (b'{"object": "whatsapp_business_account", "entry": [{"changes": [7]}]}', "odd-change"),
        (b'{"object": "whatsapp_business_account", "entry": [{"changes": [{"value": []}]}]}', "odd-change"),
        (b"[" * 100_000, "too-deep"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "too-deep"),
        (DEEP + b"]}" * 20 + b"]}", "too-deep"),
    ],
)
def test_a_body_that_says_nothing_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        parser.parse(body, AT)
    assert refused.value.reason == reason


FIELDS = st.sampled_from(
    [
        "id",
        "from",
        "from_user_id",
        "type",
        "text",
        "body",
        "image",
        "caption",
        "context",
        "button",
        "interactive",
        "button_reply",
        "list_reply",
        "title",
        "location",
        "latitude",
        "longitude",
        "contacts",
        "profile",
        "name",
        "wa_id",
        "user_id",
        "messages",
        "statuses",
        "status",
        "recipient_id",
        "recipient_user_id",
        "errors",
        "code",
        "timestamp",
        "metadata",
        "phone_number_id",
        "biz_opaque_callback_data",
        "reaction",
        "emoji",
        "message_id",
        "edit",
        "revoke",
        "group_id",
        "order",
        "message",
        "original_message_id",
        "unsupported",
        "event",
        "ban_info",
        "restriction_info",
        "value",
        "field",
        "changes",
        "entry",
        "object",
    ]
)
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(
        [10**400, "\ud83d", "\x00", "972541111111", cloud.USER, cloud.NUMBER, "131047", "wamid.X", "text"]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12) | FIELDS, inner, max_size=5),
    max_leaves=12,
)


# Bodies out of the field tables

ids = st.builds("wamid.{}".format, st.text("ABCdef0123456789+/=", min_size=1, max_size=60))
phones = st.from_regex(r"[1-9][0-9]{7,13}", fullmatch=True)
users = st.from_regex(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,40}", fullmatch=True)
words = st.text(max_size=60)
file = st.fixed_dictionaries(
    {"id": st.from_regex(r"[0-9]{1,20}", fullmatch=True)},
    optional={
        "caption": words,
        "mime_type": words,
        "sha256": words,
        "filename": words,
        "voice": st.booleans(),
        "url": words,
    },
)
CONTENTS: dict[str, st.SearchStrategy[Any]] = {
    "text": st.fixed_dictionaries({"body": words}),
    **dict.fromkeys(("image", "audio", "video", "document", "sticker"), file),
    "location": st.fixed_dictionaries(
        {"latitude": st.floats(-90, 90), "longitude": st.floats(-180, 180)},
        optional={"name": words, "address": words, "url": words},
    ),
    "contacts": st.lists(
        st.fixed_dictionaries(
            {"name": st.fixed_dictionaries({"formatted_name": words})},
            optional={
                "phones": st.lists(st.fixed_dictionaries({"phone": words}, optional={"wa_id": phones}), max_size=3)
            },
        ),
        max_size=3,
    ),
    "reaction": st.fixed_dictionaries({"message_id": ids}, optional={"emoji": words}),
    "interactive": st.one_of(
        [
            st.fixed_dictionaries({"type": st.just(kind), kind: st.fixed_dictionaries({"id": words, "title": words})})
            for kind in ("button_reply", "list_reply")
        ]
    ),
    "button": st.fixed_dictionaries({"payload": words, "text": words}),
    "unsupported": st.fixed_dictionaries({"type": words}),
}


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    """A person: known by his phone, by his id, or by both."""
    known = draw(st.fixed_dictionaries({}, optional={"wa_id": phones, "user_id": users}))
    if not known:
        known = {"wa_id": draw(phones)}
    return known | draw(st.fixed_dictionaries({}, optional={"profile": st.fixed_dictionaries({"name": words})}))


@st.composite
def messages(draw: st.DrawFn, person: dict[str, Any]) -> dict[str, Any]:
    """A message of this person, of any type."""
    kind = draw(st.sampled_from(sorted(CONTENTS)))
    by = {"from": person["wa_id"]} if "wa_id" in person else {"from_user_id": person["user_id"]}
    stamp = st.integers(1_600_000_000, 1_900_000_000).map(str)
    context = st.fixed_dictionaries({"id": ids}, optional={"from": phones, "forwarded": st.booleans()})
    more = draw(st.fixed_dictionaries({}, optional={"context": context, "timestamp": stamp}))
    return by | {"id": draw(ids), "type": kind, kind: draw(CONTENTS[kind])} | more


@st.composite
def statuses(draw: st.DrawFn, person: dict[str, Any]) -> dict[str, Any]:
    """A status of a message to this person."""
    to = {"recipient_id": person["wa_id"]} if "wa_id" in person else {"recipient_user_id": person["user_id"]}
    error = st.fixed_dictionaries({"code": st.integers(0, 200_000)}, optional={"title": words, "href": words})
    more = st.fixed_dictionaries(
        {}, optional={"errors": st.lists(error, max_size=2), "biz_opaque_callback_data": words, "timestamp": words}
    )
    word = draw(st.sampled_from(["sent", "delivered", "read", "played", "failed"]))
    return {"id": draw(ids), "status": word} | to | draw(more)


@st.composite
def notices(draw: st.DrawFn) -> dict[str, Any]:
    """A notification with several entries, changes, messages and statuses."""
    entries = []
    for _ in range(draw(st.integers(1, 3))):
        changes = []
        for _ in range(draw(st.integers(1, 3))):
            crowd = draw(st.lists(people(), min_size=1, max_size=3))
            value = cloud.value(contacts=crowd)
            value["messages"] = [draw(messages(draw(st.sampled_from(crowd)))) for _ in range(draw(st.integers(0, 3)))]
            value["statuses"] = [draw(statuses(draw(st.sampled_from(crowd)))) for _ in range(draw(st.integers(0, 3)))]
            changes.append(cloud.change(value))
        entries.append({"id": cloud.WABA, "changes": changes})
    return {"object": "whatsapp_business_account", "entry": entries}


@given(notices())
def test_whatever_the_tables_allow_is_understood(body: dict[str, Any]) -> None:
    values = [change["value"] for entry in body["entry"] for change in entry["changes"]]
    found = parser.parse(cloud.encode(body), AT)
    assert sum(isinstance(one, Heard) for one in found) == sum(len(value["messages"]) for value in values)
    assert sum(isinstance(one, Receipt) for one in found) == sum(len(value["statuses"]) for value in values)
    assert not [one for one in found if isinstance(one, Odd)]
    assert len({one.id for one in found if isinstance(one, Heard)}) == len(
        {message["id"] for value in values for message in value["messages"]}
    )


# Anything


@st.composite
def nearly(draw: st.DrawFn) -> Any:
    """A known body with something else, or nothing, in one to three of its places."""
    body = draw(st.sampled_from(sorted(cloud.ALL_KINDS)).map(lambda name: cloud.ALL_KINDS[name]()) | notices())
    for _ in range(draw(st.integers(1, 3))):
        place: Any = body
        while True:
            name: Any = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
            if not isinstance(place[name], dict | list) or not place[name] or draw(st.integers(0, 4)) == 0:
                break
            place = place[name]
        place[name] = draw(anything)
        if draw(st.booleans()) and len(place) > 1:
            del place[name]
    return body


def understood(body: bytes) -> tuple[Inbound, ...] | str:
    try:
        return parser.parse(body, AT)
    except Refused as refused:
        return refused.reason


def check(body: bytes) -> None:
    found = understood(body)
    assert found == understood(body)
    if isinstance(found, str):
        return
    for inbound in found:
        assert isinstance(inbound, Heard | Receipt | AccountNews | Ignored | Odd)
        assert len(inbound.id) < 400
        repr(inbound).encode()  # no half surrogate pair anywhere
        if isinstance(inbound, Odd):
            assert understood(inbound.body) == inbound.reason


@given(anything | nearly())
def test_any_json_is_understood_or_refused(body: Any) -> None:
    check(json.dumps(body).encode())


@given(st.binary(max_size=200) | notices().map(cloud.encode), st.data())
def test_any_bytes_are_understood_or_refused(body: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(body)))
    check(body[:cut] + data.draw(st.binary(max_size=4)) + body[cut + data.draw(st.integers(0, 3)) :])


@pytest.mark.parametrize(
    "words",
    ["", "ש" * 30_000, "\N{FIRE}", "\u200f\u202eשלום\u202c", "a\x00b", "\ud83d", 7, None, ["a"], {"a": {}}, 10**400],
)
def test_odd_words_are_heard(words: Any) -> None:
    [found] = parser.parse(cloud.encode(cloud.text(words)), AT)
    assert isinstance(found, Heard)
    assert len(found.text) <= 20_000


def test_bytes_that_are_not_utf_8_do_not_lose_the_message() -> None:
    body = cloud.encode(cloud.text("hello @")).replace(b'@"', b'\xff"')
    [said] = parser.parse(b"\xef\xbb\xbf" + body, AT)
    assert isinstance(said, Heard)
    assert said.text == "hello \ufffd"


@pytest.mark.parametrize("stamp", ["9" * 5000, "-1", "1e3", "soon", "1795000000000", "NaN", "∞"])
def test_a_mad_time_is_no_time(stamp: str) -> None:
    [said] = parser.parse(cloud.encode(cloud.text("hi", timestamp=stamp)), AT)
    assert isinstance(said, Heard)
    assert said.sent_at is None


def test_a_large_batch_is_read_at_once() -> None:
    """As much as fits into a body; each part keeps its own id."""
    messages = [cloud.said("text", id=f"wamid.{n}", text={"body": "x"}) for n in range(1500)]
    body = cloud.encode(cloud.notice(cloud.change(cloud.value(contacts=[cloud.contact()], messages=messages))))
    assert len(body) < 262_144
    assert len({inbound.id for inbound in parser.parse(body, AT)}) == 1500


def test_a_body_full_of_nothing_is_one_odd_thing() -> None:
    messages = [*[{}] * 50_000, cloud.said("text", text={"body": "x"})]
    said, odd = parser.parse(cloud.encode(cloud.notice(cloud.change(cloud.value(messages=messages)))), AT)
    assert isinstance(said, Heard)
    assert isinstance(odd, Odd)
