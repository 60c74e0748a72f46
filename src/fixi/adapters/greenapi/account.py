"""One Green API account: where it is, and how it may be."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fixi.domain.account import AccountState
from fixi.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Account:
    """Where the account is reached, and what proves that it is ours."""

    instance: str
    token: str = field(repr=False)
    api_url: str = "https://api.green-api.com"
    media_url: str = "https://media.green-api.com"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{1,19}", self.instance):
            raise Invalid("an instance id is digits")
        if not re.fullmatch(r"[!-~]+", self.token):
            raise Invalid("an API token is visible ASCII characters")
        for url in (self.api_url, self.media_url):
            if not _is_address(url):
                raise Invalid("an API address is http or https, without user, query and fragment")


def _is_address(url: str) -> bool:
    try:
        known = urlsplit(url).port != 0
    except ValueError:  # not a port
        return False
    return known and re.fullmatch(r"https?://[^\s/?#@:\[\]]+(:[0-9]+)?(/[^\s?#]*)?", url) is not None


STATES = {
    "authorized": AccountState.READY,
    "notauthorized": AccountState.SIGNED_OUT,
    "blocked": AccountState.BANNED,
    "yellowcard": AccountState.RESTRICTED,
    "suspended": AccountState.RESTRICTED,  # the same, as newer pages call it
    "sleepmode": AccountState.ASLEEP,
    "starting": AccountState.STARTING,
}


def state_named(word: str) -> AccountState:
    """What the provider calls so; a word that is not known proves nothing."""
    return STATES.get(word.lower(), AccountState.UNKNOWN)
