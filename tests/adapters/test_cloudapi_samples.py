"""The published and assembled samples, read where they are: they belong to the reference, not to this project."""

import json
from pathlib import Path
from typing import Any

import pytest

from fixi.adapters.cloudapi.webhook import CloudApiWebhook
from fixi.domain.events import Heard, Receipt
from tests.support.cloud_standin_fields import problem
from tests.support.cloud_twins import TWINS
from tests.support.samples import AT

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "reference" / "samples" / "cloudapi"
PARSER = CloudApiWebhook("secret")

# What the file of this name must become: the kind of a message, or the word and the reason of a status.
BECOMES: dict[str, tuple[str, ...]] = {
    "inbound_text": ("text",),
    "inbound_image": ("media",),
    "inbound_image_with_url": ("media",),
    "inbound_audio_voice": ("media",),
    "inbound_audio": ("media",),
    "inbound_video": ("media",),
    "inbound_document": ("media",),
    "inbound_location": ("pin",),
    "inbound_location_current": ("pin",),
    "inbound_contacts": ("contact",),
    "inbound_reaction": ("reaction",),
    "inbound_reply_context": ("text",),
    "inbound_sticker": ("media",),
    "inbound_interactive_button_reply": ("button",),
    "status_sent": ("sent", ""),
    "status_delivered": ("delivered", ""),
    "status_read": ("read", ""),
    "status_failed": ("failed", "code-130472"),
}
REQUESTS = ("send_text_request", "send_interactive_buttons_request")
OTHERS = {"INDEX", "send_response", "send_error_131047", "verify_request", *REQUESTS}


def read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def meaning(body: Any) -> tuple[str, ...]:
    [inbound] = PARSER.parse(json.dumps(body).encode(), AT)
    match inbound:
        case Heard():
            return (inbound.kind,)
        case Receipt():
            return (inbound.status, inbound.reason)
        case _:
            return (repr(inbound),)


if FOLDER.exists():

    def test_every_file_is_known() -> None:
        assert {path.stem for path in FOLDER.glob("*.json")} == BECOMES.keys() | OTHERS

    @pytest.mark.parametrize("name", BECOMES)
    def test_a_sample_becomes_what_its_name_says(name: str) -> None:
        assert meaning(read(name)) == BECOMES[name]

    @pytest.mark.parametrize("twin", TWINS)
    @pytest.mark.parametrize("name", BECOMES)
    def test_and_so_does_its_twin(name: str, twin: str) -> None:
        assert meaning(TWINS[twin](read(name))) == BECOMES[name]

    @pytest.mark.parametrize("name", REQUESTS)
    def test_the_stand_in_takes_what_meta_takes(name: str) -> None:
        assert problem(read(name)) is None

else:

    def test_there_are_no_samples_here() -> None:
        assert not FOLDER.exists()
