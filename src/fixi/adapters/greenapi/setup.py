"""Whether the account is set up as Fixi needs it (reference: providers.md, 1.5, setSettings)."""

from collections.abc import Iterator

from fixi.adapters.greenapi.client import GreenApi
from fixi.adapters.http.bodies import Body
from fixi.domain.errors import Refused, Unavailable
from fixi.ports.account import Setup

# Without these we are deaf to something.
WANTED = (
    "incomingWebhook",
    "outgoingWebhook",
    "outgoingMessageWebhook",
    "stateWebhook",
    "incomingCallWebhook",
    "editedMessageWebhook",
    "deletedMessageWebhook",
)
LONGEST_DELAY = 5_000  # milliseconds between two messages; with more, answers come late for no gain
YES = frozenset({"yes", "true", "1"})


class GreenApiSetup(Setup):
    """See Setup. `polling`: notifications are fetched, so that none may be posted."""

    def __init__(self, api: GreenApi, *, polling: bool) -> None:
        self._api = api
        self._polling = polling

    async def flaws(self) -> tuple[str, ...]:
        """See Setup. The webhook's address is not told: it is nobody's business but its owner's."""
        try:
            known = await self._api.settings()
        except Refused as error:
            raise Unavailable(f"greenapi getSettings: {error.reason}") from None
        if not known:
            raise Unavailable("greenapi getSettings: no settings")
        return tuple(self._found(known))

    def _found(self, known: Body) -> Iterator[str]:
        """What is not told is not known to be wrong."""
        if known.get("webhookUrl") is not None:
            yield from self._address(known)
        for name in WANTED:
            told = known.get(name)
            if told is not None and told is not True and known.line(name).lower() not in YES:
                yield f"{name} must be yes"
        if (known.number("delaySendMessagesMilliseconds") or 0) > LONGEST_DELAY:
            yield f"delaySendMessagesMilliseconds must be at most {LONGEST_DELAY}"

    def _address(self, known: Body) -> Iterator[str]:
        posted_to = known.line("webhookUrl")
        if self._polling:
            if posted_to:
                yield "webhookUrl must be empty: notifications are fetched (FIXI_GREENAPI_POLLING=yes)"
        elif not posted_to:
            yield "webhookUrl is empty: it must be the address of /webhook here"
        elif not known.line("webhookUrlToken"):
            yield "webhookUrlToken is empty: it must be FIXI_WEBHOOK_TOKEN"
