"""`FIXI_MESSENGER=cloudapi`: a whole story over real HTTP on both sides, by somebody who hides his phone half-way."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support import cloud_bodies as bodies
from tests.support import green_bodies as green
from tests.support.cloud_standin import TOKEN, VERIFY_TOKEN
from tests.support.pictures import jpeg
from tests.system.cloud import Number, on
from tests.system.green import logs
from tests.system.running import PROS, Running

CLIENT, PRO = "972540000001", str(PROS[0]["phone"])
REQUEST = "Hi, there is a leak under my kitchen sink, Herzl 12 Haifa, tomorrow at 10:00"


@pytest.fixture
def number() -> Iterator[Number]:
    number = Number().start()
    yield number
    number.stop()


@pytest.fixture
def system(number: Number, tmp_path: Path) -> Iterator[Running]:
    running = on(number, tmp_path)
    running.start()
    yield running
    running.stop()


def hears(running: Running, number: Number, person: str, *said: str, after: int = 0) -> str:
    """Wait until something with all these words has arrived behind so many others; what that was."""

    def found() -> str:
        return next((text for text in number.screen(person)[after:] if all(word in text for word in said)), "")

    text: str = running.wait_for(found, f"{person[-4:]} hears {said}")
    return text


def doors(running: Running) -> None:
    """Only Meta is let in."""
    here = f"http://127.0.0.1:{running.port}/webhook"
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}
    with httpx.Client(trust_env=False) as client:
        answer = client.get(f"{here}/cloud", params=asked)
        assert (answer.status_code, answer.text) == (200, "1158201444")
        assert client.get(f"{here}/cloud", params=asked | {"hub.verify_token": "x"}).status_code == 403
        body = bodies.encode(bodies.text("let me in", "972549999999"))
        signed = {"x-hub-signature-256": bodies.signature(body, "guessed")}
        assert client.post(f"{here}/cloud", content=body, headers=signed).status_code == 401
        token = {"authorization": f"Bearer {running.run_file['webhook_token']}"}
        other = green.encode(green.text("972549999999@c.us", "let me in"))
        assert client.post(here, content=other, headers=token).status_code == 401


@pytest.mark.timeout(180)
def test_a_request_from_a_photo_to_the_rating(number: Number, system: Running) -> None:
    path = system.folder / "pros.json"
    path.write_text(json.dumps(PROS[:1]))
    assert system.fixi("pros", "import", str(path)).returncode == 0
    doors(system)
    health = f"http://127.0.0.1:{system.port}/health/ready"
    # Nobody seems to read before the account has been seen to be well.
    system.wait_for(lambda: httpx.get(health, trust_env=False).json()["shown"]["account"] == "ready", "a look at it")

    number.shows(REQUEST, jpeg(), CLIENT, bodies.USER)
    hears(system, number, CLIENT, "1", "STOP")
    number.presses(CLIENT, "yes", bodies.USER)

    # He has never written to us: free words would be refused.
    offer = hears(system, number, PRO, "offer_new", "Haifa")
    assert CLIENT not in offer
    assert "Herzl" not in offer
    number.says("1", PRO)
    hears(system, number, PRO, CLIENT, "Herzl 12")
    hears(system, number, CLIENT, "Moshe", "10:00")
    assert [lead["status"] for lead in system.leads()] == ["booked"]
    number.says("done", PRO)
    hears(system, number, CLIENT, "Moshe", "1 · 2 · 3 · 4 · 5")

    # From now on he hides his phone, and is the same client all the same.
    before = len(number.screen(CLIENT))
    number.says("5", None, bodies.USER)
    hears(system, number, CLIENT, "5", after=before)
    number.says("Great work, on time", None, bodies.USER)
    system.wait_for(lambda: system.leads()[0]["status"] == "closed", "closed")

    for person in (CLIENT, PRO):
        texts = number.screen(person)
        assert len(texts) == len(set(texts)), texts
    seen = number.ask("seen")
    assert seen["violations"] == []
    assert set(seen["answers"]) == {200}
    assert seen["read"]
    assert any(asked.startswith("GET /files/") for asked in seen["asked"])
    assert "receipt" in {line["kind"] for line in system.lines(CLIENT)}
    for name, text in logs(system).items():
        for secret in (TOKEN, bodies.SECRET, VERIFY_TOKEN, CLIENT, bodies.USER):
            assert secret not in text, name
