"""What a person has set up wrongly in the account is named."""

import pytest

from fixi.adapters.greenapi.setup import GreenApiSetup
from fixi.domain.errors import Unavailable
from tests.support.green_account import green
from tests.support.green_standin import Fault, refusing


async def test_an_account_that_is_set_up_well_has_no_flaws() -> None:
    async with green(webhook_url="https://fixi.example/webhook") as line:
        assert await GreenApiSetup(line.api, polling=False).flaws() == ()
    async with green() as line:
        assert await GreenApiSetup(line.api, polling=True).flaws() == ()


async def test_each_flaw_is_a_line_that_names_its_setting() -> None:
    async with green() as line:
        line.account.settings |= {
            "incomingWebhook": "no",
            "stateWebhook": "",
            "outgoingWebhook": False,
            "delaySendMessagesMilliseconds": 60_000,
            "webhookUrlToken": "",
        }
        found = await GreenApiSetup(line.api, polling=False).flaws()
        assert [flaw.split()[0] for flaw in found] == [
            "webhookUrl",
            "incomingWebhook",
            "outgoingWebhook",
            "stateWebhook",
            "delaySendMessagesMilliseconds",
        ]
        line.account.webhook_url = "https://secret.example/webhook"
        found = await GreenApiSetup(line.api, polling=False).flaws()
        assert found[0].startswith("webhookUrlToken")
        polled = await GreenApiSetup(line.api, polling=True).flaws()
        assert polled[0].startswith("webhookUrl must be empty")
        assert "secret.example" not in "".join(polled)


async def test_what_is_not_told_is_not_known_to_be_wrong() -> None:
    async with green() as line:
        line.account.settings.clear()
        line.account.settings["webhookUrl"] = None
        assert await GreenApiSetup(line.api, polling=False).flaws() == ()


@pytest.mark.parametrize("fault", [refusing(404), refusing(500), Fault("garbage"), refusing(400)])
async def test_settings_that_cannot_be_seen_are_unavailable(fault: Fault) -> None:
    async with green() as line:
        line.account.faults.append(fault)
        with pytest.raises(Unavailable):
            await GreenApiSetup(line.api, polling=False).flaws()
