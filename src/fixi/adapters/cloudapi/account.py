"""One phone number of the Cloud API: where it is reached, and how its account may be."""

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from fixi.adapters.http.bodies import Body
from fixi.domain.account import AccountState
from fixi.domain.errors import Invalid

GRAPH = "https://graph.facebook.com"
VERSION = "v25.0"  # of the Graph API, where the address says none
VERSIONED = re.compile(r"/v[0-9]+(\.[0-9]+)?")
ADDRESS = re.compile(r"https?://[^\s/?#@:\[\]]+(:[0-9]+)?(/[^\s?#]*)?")
# Ids of numbers, files and users stand in paths; nothing in them may lead elsewhere.
PLAIN = re.compile(r"[A-Za-z0-9_.-]{1,128}")


@dataclass(frozen=True, slots=True)
class Account:
    """The number that we speak through, and what proves that it is ours."""

    number: str
    token: str = field(repr=False)
    url: str = GRAPH

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{1,32}", self.number):
            raise Invalid("the id of a phone number is digits")
        if not re.fullmatch(r"[!-~]+", self.token):
            raise Invalid("an access token is visible ASCII characters")
        if not is_address(self.url):
            raise Invalid("an API address is http or https, without user, query and fragment")

    @property
    def base(self) -> str:
        """The address with its version, and no slash at its end."""
        url = self.url.rstrip("/")
        return url if VERSIONED.fullmatch(f"/{url.rpartition('/')[2]}") else f"{url}/{VERSION}"

    def path(self, *parts: str) -> str:
        """The address of something at Meta. Raises Invalid for a part that could lead elsewhere."""
        if not all(PLAIN.fullmatch(part) and part.strip(".") for part in parts):
            raise Invalid("an id at Meta is letters and digits")
        return "/".join((self.base, *(quote(part, safe="") for part in parts)))


def is_address(url: str) -> bool:
    """True for an address that a Graph API may have."""
    try:
        known = urlsplit(url).port != 0
    except ValueError:  # not a port
        return False
    return known and ADDRESS.fullmatch(url) is not None


# What `account_update` tells. Other events concern prices, partners and what a business may call.
EVENTS = {
    "ACCOUNT_DELETED": AccountState.DELETED,
    "ACCOUNT_OFFBOARDED": AccountState.SIGNED_OUT,
    "ACCOUNT_RECONNECTED": AccountState.READY,
}
BANS = {"DISABLE": AccountState.BANNED, "REINSTATE": AccountState.READY}
# To whoever has written first one may not answer any more; other restrictions leave that alone.
SILENCED = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"


def state_told(update: Body) -> AccountState | None:
    """The state that this update of an account means; None when it says nothing about sending."""
    event = update.line("event").upper()
    if event == "DISABLED_UPDATE":
        return BANS.get(update.body("ban_info").line("waba_ban_state").upper())
    if event == "ACCOUNT_RESTRICTION":
        types = {one.line("restriction_type").upper() for one in update.bodies("restriction_info")}
        return AccountState.RESTRICTED if SILENCED in types else None
    return EVENTS.get(event)


# What a phone number says of itself: whether it can send, and its status.
CAN_SEND = {
    "AVAILABLE": AccountState.READY,
    "LIMITED": AccountState.READY,
    "BLOCKED": AccountState.RESTRICTED,
}
STATUSES = {
    "CONNECTED": AccountState.READY,
    "FLAGGED": AccountState.READY,  # its quality is low, and it goes on sending
    "RATE_LIMITED": AccountState.READY,
    "RESTRICTED": AccountState.RESTRICTED,
    "BANNED": AccountState.BANNED,
    "DELETED": AccountState.DELETED,
    "MIGRATED": AccountState.SIGNED_OUT,
    "DISCONNECTED": AccountState.SIGNED_OUT,
    "UNVERIFIED": AccountState.SIGNED_OUT,
    "PENDING": AccountState.STARTING,
}


def state_of(number: Body) -> AccountState:
    """How the number says that it is; words that are not known prove nothing."""
    status = STATUSES.get(number.line("status").upper())
    sends = CAN_SEND.get(number.body("health_status").line("can_send_message").upper())
    if status is not None and status is not AccountState.READY:
        return status
    return sends or status or AccountState.UNKNOWN
