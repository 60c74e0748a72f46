"""The published and assembled samples, read where they are: they belong to the reference, not to this project."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.domain.events import Heard, Receipt
from fixi.ports.messaging import AccountNews, Echo, Ignored, Odd

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "reference" / "samples" / "greenapi"
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

# By the beginning of the file's name, the longest one counts.
BECOMES = {
    "incoming_": "Heard text",
    "incoming_audioMessage": "Heard media",
    "incoming_documentMessage": "Heard media",
    "incoming_imageMessage": "Heard media",
    "incoming_stickerMessage": "Heard media",
    "incoming_videoMessage": "Heard media",
    "incoming_contact": "Heard contact",
    "incoming_deletedMessage": "Heard deleted",
    "incoming_editedMessage": "Heard edited",
    "incoming_groupInviteMessage": "Heard other",
    "incoming_group_": "Ignored group",
    "incoming_listResponseMessage": "Heard button",
    "incoming_locationMessage": "Heard pin",
    "incoming_poll": "Heard other",
    "incoming_reactionMessage": "Heard reaction",
    "incoming_templateButton": "Heard button",
    "incoming_textMessage_SWE": "Heard undecryptable",
    "incomingBlock": "Ignored block",
    "incomingCall": "Heard call",
    "outgoingAPIMessageReceived": "Echo",
    "outgoingCall": "Ignored own-call",
    "outgoingMessageReceived_edited": "Heard edited",
    "outgoingMessageReceived_image": "Heard media",
    "outgoingMessageStatus_": "Receipt",
    "outgoingMessageStatus_failed_SWE004": "Ignored group",
    "stateInstanceChanged_notAuthorized": "AccountNews signed_out",
    "stateInstanceChanged_yellowCard": "AccountNews restricted",
    "statusInstanceChanged": "Ignored account-status",
    "deviceInfo": "Ignored device-info",
    "quotaExceeded": "Ignored quota-exceeded",
    "avatarInfo": "Ignored device-info",  # as its sample is typed
}
NOT_NOTIFICATIONS = ("_request.json", "_response.json")


def expected(name: str) -> str | None:
    """What the sample of this name must become; None for what is no notification."""
    known = [start for start in BECOMES if name.startswith(start) and not name.endswith(NOT_NOTIFICATIONS)]
    return BECOMES[max(known, key=len)] if known else None


SAMPLES = [path for path in sorted(FOLDER.glob("*.json")) if expected(path.name)]

if SAMPLES:

    @pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
    def test_a_sample_becomes_what_its_name_says(path: Path) -> None:
        inbound, *news = GreenApiWebhook("secret").parse(path.read_bytes(), AT)
        assert [one.state for one in news if isinstance(one, AccountNews)] == (
            ["restricted"] if "yellowCard" in path.stem and path.stem.startswith("outgoing") else []
        )
        match inbound:
            case Heard(kind=kind):
                assert f"Heard {kind}" == expected(path.name)
                assert inbound.own == path.name.startswith("outgoing")
            case Receipt(status=status):
                assert expected(path.name) == "Receipt"
                assert path.stem.endswith(status)
            case AccountNews(state=state):
                assert f"AccountNews {state}" == expected(path.name)
            case Echo():
                assert expected(path.name) == "Echo"
            case Ignored(reason=reason):
                assert f"Ignored {reason}" == expected(path.name)
            case Odd():
                raise AssertionError(path.name)

else:

    def test_there_are_no_samples_here() -> None:
        assert not FOLDER.exists()
