"""`FIXI_MESSENGER=greenapi`: whole stories over real HTTP on both sides, on an account that misbehaves."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.green_standin import TOKEN
from tests.system.green import SECRET, Account, logs, on
from tests.system.running import PROS, Running

CLIENT, PRO, OTHER = "972540000001", "972500000001", "972540000002"
REQUEST = "Hi, there is a leak under my kitchen sink, Herzl 12 Haifa, tomorrow at 10:00"


@pytest.fixture
def account() -> Iterator[Account]:
    account = Account().start()
    yield account
    account.stop()


@pytest.fixture
def polled() -> Iterator[Account]:
    account = Account(polling=True).start()
    yield account
    account.stop()


@pytest.fixture
def system(account: Account, tmp_path: Path) -> Iterator[Running]:
    running = on(account, tmp_path)
    try:
        running.start()
        yield running
    finally:
        running.stop()


def with_pros(running: Running) -> None:
    path = running.folder / "pros.json"
    path.write_text(json.dumps(PROS[:1]))
    assert running.fixi("pros", "import", str(path)).returncode == 0


def hears(running: Running, account: Account, phone: str, *words: str, after: int = 0) -> str:
    """Wait until something with all these words has arrived behind so many others; what that was."""

    def found() -> str:
        return next((text for text in account.screen(phone)[after:] if all(word in text for word in words)), "")

    text: str = running.wait_for(found, f"{phone[-4:]} hears {words}")
    return text


def nothing_leaked(running: Running) -> None:
    for name, text in logs(running).items():
        assert TOKEN not in text, name
        assert "waInstance" not in text or "~secret~" in text, name
        assert name == "up.log" or SECRET not in text, name
        assert CLIENT not in text, name


@pytest.mark.timeout(180)
def test_a_request_from_the_first_words_to_the_rating_on_a_line_that_fails(account: Account, system: Running) -> None:
    with_pros(system)
    # In turn: not yet, not now, taken but never said so, taken with half an answer, taken with nonsense for an answer.
    for method in ("sendMessage", "sendInteractiveButtonsReply"):
        account.fails(
            {"method": method, "how": "status", "status": 429, "headers": {"retry-after": "1"}},
            {"method": method, "how": "drop", "accepts": True},
            {"method": method, "how": "status", "status": 503},
            {"method": method, "how": "cut", "accepts": True},
            {"method": method, "how": "garbage", "accepts": True},
        )
    account.says(CLIENT, REQUEST)
    hears(system, account, CLIENT, "1", "STOP")
    account.says(CLIENT, "yes")
    offer = hears(system, account, PRO, "Haifa")
    assert CLIENT not in offer
    assert "Herzl" not in offer
    account.says(PRO, "1")
    hears(system, account, PRO, CLIENT, "Herzl 12")
    hears(system, account, CLIENT, "Moshe", "10:00")
    (lead,) = system.leads()
    assert lead["status"] == "booked"
    system.kill("worker")
    account.says(PRO, "done")
    hears(system, account, CLIENT, "Moshe", "1 · 2 · 3 · 4 · 5")
    before = len(account.screen(CLIENT))
    account.says(CLIENT, "5")
    hears(system, account, CLIENT, "5", after=before)
    account.says(CLIENT, "Great work, on time")
    system.wait_for(lambda: system.leads()[0]["status"] == "closed", "closed")
    for phone in (CLIENT, PRO):
        texts = account.screen(phone)
        assert len(texts) == len(set(texts)), texts
    told = account.ask("violations")
    assert told == {"violations": [], "too_fast": {}}
    seen = account.ask("seen")
    assert {one["chatId"] for one in seen["typed"]} == {f"{CLIENT}@c.us", f"{PRO}@c.us"}
    assert seen["read"]
    nothing_leaked(system)


@pytest.mark.timeout(180)
def test_a_stopped_account_says_nothing_and_a_hand_on_the_phone_hushes_the_bot(
    account: Account, system: Running
) -> None:
    account.says(CLIENT, "hello")
    hears(system, account, CLIENT, "STOP")
    # Signed out: told at once by a notification, and by every answer.
    account.ask("state", {"state": "notAuthorized"})
    account.becomes("notAuthorized")
    account.says(OTHER, "hello")
    system.wait_for(lambda: "signed_out" in system.fixi("doctor").stdout, "the doctor sees it")
    assert account.screen(OTHER) == []
    account.ask("state", {"state": "authorized"})
    account.becomes("authorized")
    hears(system, account, OTHER, "STOP")
    assert len(account.screen(OTHER)) == 1
    # Somebody answers by hand: what the bot was about to say is dropped, and it stays silent.
    account.says(CLIENT, "yes")
    account.says(CLIENT, "I will call you in a minute", own=True)
    system.wait_for(
        lambda: [line["outcome"] for line in system.lines(CLIENT) if line["text"].startswith("I will")] == ["handed"],
        "the hand is seen",
    )
    before = len(account.screen(CLIENT))
    account.says(CLIENT, "thank you, my tap drips")
    system.wait_for(
        lambda: [line["outcome"] for line in system.lines(CLIENT) if line["text"].startswith("thank")] == ["handed"],
        "the words are left to the person",
    )
    assert len(account.screen(CLIENT)) == before
    assert account.ask("violations") == {"violations": [], "too_fast": {}}
    nothing_leaked(system)


@pytest.mark.timeout(180)
def test_without_a_public_address_everything_is_fetched(polled: Account, tmp_path: Path) -> None:
    running = on(polled, tmp_path)
    # What lay there before anybody came, and what nobody can understand, holds nothing up.
    polled.ask("posts", {"typeWebhook": 7})
    polled.says(CLIENT, "hello")
    try:
        running.start()
        hears(running, polled, CLIENT, "STOP")
        polled.says(CLIENT, "yes")
        hears(running, polled, CLIENT, "?", after=1)
        os.kill(running.pid("poller"), signal.SIGTERM)  # it lets go of its lease, and another one takes over
        polled.says(OTHER, "hello")
        hears(running, polled, OTHER, "STOP")
        running.wait_for(lambda: polled.ask("seen")["waiting"] == 0, "all notifications let go")
        assert [len(polled.screen(phone)) for phone in (CLIENT, OTHER)] == [2, 1]
        assert "not-json" not in running.fixi("replay").stdout
        assert "no-type" in running.fixi("replay").stdout
        assert polled.ask("violations") == {"violations": [], "too_fast": {}}
        nothing_leaked(running)
    finally:
        assert running.stop() == 0
