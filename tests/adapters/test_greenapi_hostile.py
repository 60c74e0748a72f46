"""What nobody should post, and does: broken, deep, mad and forged bodies never raise anything but Refused."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.domain.errors import Refused
from fixi.domain.events import Heard, Receipt
from fixi.ports.messaging import AccountNews, Echo, Ignored, Inbound
from tests.support import green_bodies as green

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
parser = GreenApiWebhook("secret", str(green.INSTANCE))


def heard(body: object) -> Heard:
    [inbound] = parser.parse(green.encode(body), AT)
    assert isinstance(inbound, Heard)
    return inbound


def refusal(body: bytes) -> str:
    with pytest.raises(Refused) as refused:
        parser.parse(body, AT)
    return refused.value.reason


# What cannot be understood


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not-json"),
        (b"hello", "not-json"),
        (b'{"typeWebhook": ', "not-json"),
        (b"[]", "not-an-object"),
        (b"null", "not-an-object"),
        (b'"text"', "not-an-object"),
        (b"{}", "no-type"),
        (b'{"typeWebhook": 7}', "no-type"),
        (b'{"typeWebhook": ""}', "no-type"),
        (b"[" * 100_000, "too-deep"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "too-deep"),
    ],
)
def test_a_body_that_says_nothing_is_refused(body: bytes, reason: str) -> None:
    assert refusal(body) == reason


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "no-chat"),
        (None, "no-chat"),
        ([], "no-chat"),
        ("dana", "odd-chat"),
        ("1" * 30 + "@c.us", "odd-chat"),
        ("٩٧٢٥٠١٢٣٤٥٦٧@c.us", "odd-chat"),
        ("972501234567@new.server", "odd-chat"),
        ("118237465019283", "odd-chat"),  # a LID without its mark
        ("97250123456789", "odd-chat"),
    ],
)
def test_a_message_needs_a_chat(address: Any, reason: str) -> None:
    assert refusal(green.encode(green.text("", "hi", senderData={"chatId": address}))) == reason


def test_a_message_needs_an_id() -> None:
    assert refusal(green.encode(green.text(green.CHAT, "hi", idMessage=None))) == "no-id"
    assert refusal(green.encode(green.status(green.CHAT, "", "read"))) == "no-id"


def test_brackets_in_words_are_not_depth() -> None:
    assert heard(green.text(green.CHAT, '[[{{"\\' * 1000)).kind == "text"
    assert heard(green.text(green.CHAT, "hi") | {"more": [[1]] * 100}).text == "hi"


def test_the_depth_scan_does_not_go_back() -> None:
    assert refusal(b'{"a": ["' + b'\\"' * 130_000 + b"[" * 40) == "not-json"


# Anything at all

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
known = st.sampled_from(list(green.ALL_KINDS.values())).map(lambda case: case.build())


@st.composite
def nearly(draw: st.DrawFn) -> Any:
    """A known body with something else, or nothing, in one to three of its places."""
    body = draw(known)
    for _ in range(draw(st.integers(1, 3))):
        place = body
        while True:
            name = draw(st.sampled_from(sorted(place)))
            if not isinstance(place[name], dict) or not place[name] or draw(st.booleans()):
                break
            place = place[name]
        place[name] = draw(anything)
        if draw(st.booleans()) and len(body) > 1:
            del place[name]
            if not place:
                break
    return body


def understood(body: bytes) -> tuple[Inbound, ...]:
    try:
        return parser.parse(body, AT)
    except Refused:
        return ()


def check(body: bytes) -> None:
    inbounds = understood(body)
    assert inbounds == understood(body)
    for inbound in inbounds:
        assert isinstance(inbound, Heard | Receipt | AccountNews | Echo | Ignored)
        assert len(inbound.id) < 400
        repr(inbound).encode()  # no half surrogate pair anywhere


@given(anything | nearly())
def test_any_json_is_understood_or_refused(body: Any) -> None:
    check(json.dumps(body).encode())


@given(st.binary(max_size=200) | known.map(green.encode), st.data())
def test_any_bytes_are_understood_or_refused(body: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(body)))
    check(body[:cut] + data.draw(st.binary(max_size=4)) + body[cut + data.draw(st.integers(0, 3)) :])


def test_bytes_that_are_not_utf_8_do_not_lose_the_message() -> None:
    body = green.encode(green.text(green.CHAT, "hello @")).replace(b'@"', b'\xff"')
    [said] = parser.parse(b"\xef\xbb\xbf" + body, AT)
    assert isinstance(said, Heard)
    assert said.text == "hello \ufffd"


def test_numbers_of_any_length_are_read_or_left_out() -> None:
    body = green.encode(green.text(green.CHAT, "hi")).replace(str(green.MOMENT).encode(), b"9" * 5000)
    [said] = parser.parse(body, AT)
    assert isinstance(said, Heard)
    assert (said.text, said.sent_at) == ("hi", None)


# Who may post


@pytest.mark.parametrize(
    "value",
    [
        "Bearer secret",
        "bearer  secret ",
        "Basic secret",
        "secret",
        "Basic " + base64.b64encode(b"fixi:secret").decode(),
    ],
)
def test_the_token_lets_in(value: str) -> None:
    assert parser.authentic({"authorization": value}, b"")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer Secret",
        "Digest secret",
        "secret secret",
        "Basic c2VjcmV0",  # the token encoded, without a user
        "Basic !!!",
        "Basic \u05d0",
        "סוד",
        "Bearer s\xe9cret",
        "\xff\xfe",
        "\ud800",
        "Bearer secret\x00",
    ],
)
def test_anything_else_does_not(value: str) -> None:
    assert not parser.authentic({"authorization": value}, b"")


def test_no_header_does_not() -> None:
    assert not parser.authentic({}, b"")


@pytest.mark.parametrize("token", ["", "  "])
@pytest.mark.parametrize("value", ["", "Bearer ", "Basic ", "Basic Og==", "Bearer", " "])
def test_without_a_configured_token_nobody_comes_in(token: str, value: str) -> None:
    closed = GreenApiWebhook(token)
    assert not closed.authentic({"authorization": value}, b"")
    assert not closed.authentic({}, b"")


def test_a_token_may_be_any_text() -> None:
    as_served = "סוד".encode().decode("latin-1")
    assert GreenApiWebhook("סוד").authentic({"authorization": f"Bearer {as_served}"}, b"")
