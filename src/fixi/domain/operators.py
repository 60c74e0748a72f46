"""Operators of the panel: who they are, what their role allows, when a session ends, when a login is locked."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address

from fixi.domain.errors import Invalid
from fixi.domain.values import ChatKey

IDLE = timedelta(minutes=30)  # a session in which nothing is done ends
LONGEST = timedelta(hours=12)  # every session ends
TOUCH_EVERY = timedelta(minutes=1)  # that an operator is there is noted no oftener
WINDOW = timedelta(minutes=15)
TRIES = 5  # of one account from one address
TRIES_OF_ADDRESS = 30  # whoever tries one password on many accounts
TRIES_OF_ACCOUNT = 60  # many addresses on one account; high, for else a stranger could keep an owner out
AGENT_LENGTH = 200

# How the command line and the system itself sign the audit.
COMMAND_LINE = "cli"
RESERVED = frozenset({COMMAND_LINE, "system", "bot", "client", "pro", "nobody"})
_NAME = re.compile(r"[^\W\d_][\w.-]{1,31}")


class Role(StrEnum):
    """What somebody is in the business."""

    OWNER = "owner"
    DISPATCHER = "dispatcher"
    VIEWER = "viewer"


class Permission(StrEnum):
    """What somebody may do; a closed list."""

    VIEW = "view"
    STEER_LEADS = "steer_leads"
    STEER_CHATS = "steer_chats"
    PROS = "pros"
    EXPORT = "export"  # files with many people's data leave the house
    SENDING = "sending"  # the kill switch
    SETTINGS = "settings"
    JOBS = "jobs"
    OPERATORS = "operators"
    AUDIT = "audit"
    TOWN = "town"


_VIEWER = frozenset({Permission.VIEW})
_DISPATCHER = _VIEWER | {
    Permission.STEER_LEADS,
    Permission.STEER_CHATS,
    Permission.PROS,
    Permission.SENDING,
    Permission.TOWN,
}
ALLOWED: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.DISPATCHER: _DISPATCHER,
    Role.OWNER: frozenset(Permission),
}


def operator_name(text: str) -> str:
    """The one spelling of a name: letters of any script, digits, dot, dash, underscore; raises Invalid."""
    name = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.strip()).casefold())
    if not _NAME.fullmatch(name):
        raise Invalid("a name is 2 to 32 letters, digits, dots and dashes, and begins with a letter")
    if name in RESERVED:
        raise Invalid(f"the name {name} is taken by the system itself")
    return name


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who may log in. `version` counts what was stored of him, 0 before the first time."""

    name: str
    role: Role
    password_hash: str = field(repr=False)
    phone: ChatKey | None = None
    disabled: bool = False
    version: int = 0

    def __post_init__(self) -> None:
        if operator_name(self.name) != self.name:
            raise Invalid("a name is kept in its one spelling")
        if not self.password_hash:
            raise Invalid("an operator has a password")

    def may(self, permission: Permission) -> bool:
        """What his role allows; somebody disabled may nothing."""
        return not self.disabled and permission in ALLOWED[self.role]


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody is logged in. `id` is a digest of the token that he has; nobody else has the token.

    `seal` follows from his password as it was then: with another password the session is over.
    """

    id: str
    operator: str
    created_at: datetime
    seen_at: datetime
    seal: str = field(repr=False)
    address: str = ""
    agent: str = ""

    def alive(self, at: datetime) -> bool:
        """Neither idle for too long nor too old."""
        return at - self.seen_at < IDLE and at - self.created_at < LONGEST


def last_owner(operators: tuple[Operator, ...], name: str) -> bool:
    """True when nobody else could let people in again, were this one not an owner any more."""
    owners = {each.name for each in operators if each.role is Role.OWNER and not each.disabled}
    return owners == {name}


def bucket(address: str) -> str:
    """What counts as one address: a household has one IPv4 address, or 2^64 of IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> 64 << 64)}/64"


def young(tries: tuple[datetime, ...], window: timedelta, at: datetime) -> tuple[datetime, ...]:
    """Those tries that still count."""
    return tuple(each for each in tries if at - each < window)


SHORTEST = 12
LONGEST_PASSWORD = 256
_PIECE = 4
_ROWS = (
    "01234567890123456789",
    "09876543210987654321",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "1q2w3e4r5t6y7u8i9o0p",
)
# Words that a password must be more than, whatever digits and signs stand around them.
_COMMON = frozenset(
    re.findall(
        r"\S+",
        """
        password passw0rd p@ssword p@ssw0rd admin administrator root letmein letmeinplease welcome changeme changeit
        secret default trustno iloveyou sunshine princess football baseball superman batman dragon monkey master shadow
        correcthorsebatterystaple qwerty qwertyuiop asdfghjkl zxcvbnm abc adminadmin passwordpassword welcomewelcome
        fixi fixipanel fixifixi whatsapp israel jerusalem telaviv shalom operator dispatcher owner
        """,
    )
)
_TAIL = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class PasswordFlaw(StrEnum):
    """Why a password is not taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    IS_NAME = "is_name"
    COMMON = "common"

    @property
    def words(self) -> str:
        """The same for a command line."""
        return _FLAWS[self]


_FLAWS = {
    PasswordFlaw.TOO_SHORT: f"a password has at least {SHORTEST} characters",
    PasswordFlaw.TOO_LONG: f"a password has at most {LONGEST_PASSWORD} characters",
    PasswordFlaw.IS_NAME: "a password is not the name",
    PasswordFlaw.COMMON: "this password is among the first that anybody would try",
}


def normal_password(text: str) -> str:
    """The one spelling of a password: two keyboards may write the same letter in two ways."""
    return unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode())


def flaw(password: str, name: str) -> PasswordFlaw | None:
    """Why this password is not taken, None when it is. No rule says which signs must be in it."""
    plain = normal_password(password)
    if len(plain) < SHORTEST:
        return PasswordFlaw.TOO_SHORT
    if len(plain) > LONGEST_PASSWORD:
        return PasswordFlaw.TOO_LONG
    folded = plain.casefold()
    core = _TAIL.sub("", folded)  # without digits and signs before and after
    mine = operator_name(name)
    if mine in {folded, core} or not folded.replace(mine, ""):
        return PasswordFlaw.IS_NAME
    repeated = any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, _PIECE + 1))
    if repeated or core in _COMMON or any(folded in row for row in _ROWS):
        return PasswordFlaw.COMMON
    return None
