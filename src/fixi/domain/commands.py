"""What an operator can ask for: a closed list of commands, the permission of each, and when each is possible.

What is possible is asked of the tables of the machines: a command whose event has a row for a state can be given there.
"""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, ClassVar, get_args

from fixi.domain.canned import CannedReply
from fixi.domain.client_chat import rows as _client_rows  # noqa: F401 - it fills the table
from fixi.domain.client_chat.states import ClientState
from fixi.domain.client_chat.table import CLIENT
from fixi.domain.errors import Refused
from fixi.domain.events import (
    LeadAssigned,
    LeadCalledOff,
    LeadEdited,
    LeadNoted,
    LeadRefused,
    LeadRerouted,
    LeadShut,
    OperatorGaveBack,
    OperatorSaid,
    OperatorTookOver,
    Steered,
)
from fixi.domain.forms import FormEdit
from fixi.domain.invariants import in_human_mode
from fixi.domain.lead import rows as _lead_rows  # noqa: F401 - it fills the table
from fixi.domain.lead.request import search_for
from fixi.domain.lead.states import Booked, LeadState, Unopened, status
from fixi.domain.lead.table import LEAD
from fixi.domain.matching import refusal
from fixi.domain.operators import ALLOWED, Permission, Role
from fixi.domain.policy import Policy
from fixi.domain.pro_chat import rows as _pro_rows  # noqa: F401 - it fills the table
from fixi.domain.pro_chat.states import ProState
from fixi.domain.pro_chat.table import PRO
from fixi.domain.professional import Draft, Professional
from fixi.domain.values import Key

# What speaks against a professional and no operator may overrule.
HARD = frozenset({"inactive", "full", "own"})


class Stale(Refused):
    """The command was given on an older version; `changed` names the facts that are otherwise now."""

    def __init__(self, changed: tuple[str, ...]) -> None:
        super().__init__("stale")
        self.changed = changed


class Warned(Refused):
    """Something speaks against it; the reasons are codes of `matching.refusal`. `hard`: `anyway` does not help."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("warned")
        self.reasons = reasons
        self.hard = any(reason in HARD for reason in reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorCommand:
    """Base of all commands. `once` is drawn by the page that shows the button: the same one is done once."""

    permission: ClassVar[Permission]
    once: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadCommand(OperatorCommand):
    """Base of what is done with a lead. `version` is the one that was looked at, `seen` its facts then."""

    permission: ClassVar[Permission] = Permission.STEER_LEADS
    event: ClassVar[type[Steered]]
    lead: str
    version: int
    seen: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(LeadCommand):
    """Ask this professional; `anyway` in spite of what speaks against him, but never over his cap."""

    event: ClassVar[type[Steered]] = LeadAssigned
    pro: str
    anyway: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reroute(LeadCommand):
    """Look for another professional."""

    event: ClassVar[type[Steered]] = LeadRerouted


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOff(LeadCommand):
    """Cancel the lead."""

    event: ClassVar[type[Steered]] = LeadCalledOff
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(LeadCommand):
    """Close the lead."""

    event: ClassVar[type[Steered]] = LeadShut
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(LeadCommand):
    """The business does not serve this."""

    event: ClassVar[type[Steered]] = LeadRefused
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFacts(LeadCommand):
    """Put facts of the request right."""

    event: ClassVar[type[Steered]] = LeadEdited
    edit: FormEdit


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(LeadCommand):
    """A line for other operators; it fits to any version."""

    event: ClassVar[type[Steered]] = LeadNoted
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatCommand(OperatorCommand):
    """Base of what is done with a chat: `chat` is the key of a client's or of a professional's."""

    permission: ClassVar[Permission] = Permission.STEER_CHATS
    event: ClassVar[type[Steered]]
    chat: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver(ChatCommand):
    """A person has the chat from now on."""

    event: ClassVar[type[Steered]] = OperatorTookOver


@dataclass(frozen=True, slots=True, kw_only=True)
class Write(ChatCommand):
    """Say this to the person; it takes the chat over as well."""

    event: ClassVar[type[Steered]] = OperatorSaid
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack(ChatCommand):
    """The bot has the chat again."""

    event: ClassVar[type[Steered]] = OperatorGaveBack


@dataclass(frozen=True, slots=True, kw_only=True)
class ProCommand(OperatorCommand):
    """Base of what is decided about one professional and told to his chat."""

    permission: ClassVar[Permission] = Permission.PROS
    pro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePro(OperatorCommand):
    """Store this professional; `before` is how he was shown, None for a new one. What work has written stays."""

    permission: ClassVar[Permission] = Permission.PROS
    pro: Professional
    before: Professional | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PausePro(ProCommand):
    """No new offers to him until then; None ends a pause."""

    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitPro(ProCommand):
    """He waited to be approved: he is, and offers go out to him."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnAwayPro(ProCommand):
    """He waited to be approved: he is not. He can still be admitted later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPros(OperatorCommand):
    """Store all of these or none; what a draft does not name stays as it is."""

    permission: ClassVar[Permission] = Permission.PROS
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPolicy(OperatorCommand):
    """Another value for one number; `before` is the text of the value that was shown."""

    permission: ClassVar[Permission] = Permission.SETTINGS
    name: str
    value: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutSending(OperatorCommand):
    """The kill switch."""

    permission: ClassVar[Permission] = Permission.SENDING
    on: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutJob(OperatorCommand):
    """Whether a periodic job runs by itself."""

    permission: ClassVar[Permission] = Permission.JOBS
    job: str
    on: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunJob(OperatorCommand):
    """Run a periodic job now, whether it is on or off: a worker does it."""

    permission: ClassVar[Permission] = Permission.JOBS
    job: str


type AnyLeadCommand = Assign | Reroute | CallOff | Close | Reject | EditFacts | Note
type AnyChatCommand = TakeOver | Write | GiveBack


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveReply(OperatorCommand):
    """Store this reply at hand, as the next version of the one that was shown."""

    permission: ClassVar[Permission] = Permission.STEER_CHATS
    reply: CannedReply


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveReply(OperatorCommand):
    """Take this reply out, as it was shown."""

    permission: ClassVar[Permission] = Permission.STEER_CHATS
    reply: CannedReply


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOperator(OperatorCommand):
    """Somebody new may use the panel."""

    permission: ClassVar[Permission] = Permission.OPERATORS
    name: str
    role: Role
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOperator(OperatorCommand):
    """Another role, or in or out; what is None stays. `version` is the one that was shown."""

    permission: ClassVar[Permission] = Permission.OPERATORS
    name: str
    version: int
    role: Role | None = None
    disabled: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetPassword(OperatorCommand):
    """Another password for somebody else, who is logged out everywhere."""

    permission: ClassVar[Permission] = Permission.OPERATORS
    name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession(OperatorCommand):
    """Log somebody out where this session is."""

    permission: ClassVar[Permission] = Permission.OPERATORS
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOwnSession(OperatorCommand):
    """Log oneself out where this session is; everybody may."""

    permission: ClassVar[Permission] = Permission.VIEW
    session: str


type AnyProCommand = SavePro | ImportPros | PausePro | AdmitPro | TurnAwayPro
type AnyReplyCommand = SaveReply | RemoveReply
type AnySetting = SetPolicy | PutSending | PutJob | RunJob
type AnyStaffCommand = AddOperator | ChangeOperator | ResetPassword | EndSession | EndOwnSession
type AnyCommand = AnyLeadCommand | AnyChatCommand | AnyProCommand | AnyReplyCommand | AnySetting | AnyStaffCommand
LEAD_COMMANDS: tuple[type[LeadCommand], ...] = get_args(AnyLeadCommand.__value__)
CHAT_COMMANDS: tuple[type[ChatCommand], ...] = get_args(AnyChatCommand.__value__)
_NEEDS_SEARCH = (LeadAssigned, LeadRerouted)


def possible(state: LeadState, role: Role) -> tuple[type[LeadCommand], ...]:
    """What somebody of this role can do with a lead as it is now."""
    return tuple(each for each in LEAD_COMMANDS if each.permission in ALLOWED[role] and fits(state, each))


def fits(state: LeadState, command: type[LeadCommand]) -> bool:
    """True when the table has a row for it, and the facts are enough for it."""
    if isinstance(state, Unopened) or (type(state), command.event) not in LEAD.rows:
        return False
    return command.event not in _NEEDS_SEARCH or state.case.form.routable


def possible_in_chat(state: ClientState | ProState, role: Role) -> tuple[type[ChatCommand], ...]:
    """What somebody of this role can do with a chat as it is now."""
    return tuple(each for each in CHAT_COMMANDS if each.permission in ALLOWED[role] and fits_chat(state, each))


def fits_chat(state: ClientState | ProState, command: type[ChatCommand]) -> bool:
    """True when one of the two tables has a row for it; nobody takes over what a person has already."""
    rows: set[Any] = {*CLIENT.rows, *PRO.rows}
    if command is TakeOver and in_human_mode(state):
        return False
    return (type(state), command.event) in rows


def facts_of(state: LeadState) -> tuple[tuple[str, str], ...]:
    """The facts of a lead that an edit can rest on, as texts; what a page hands back as `seen`."""
    at = status(state)
    if isinstance(state, Unopened) or at is None:
        return ()
    form = state.case.form
    holders = state.card.id if isinstance(state, Booked) else " ".join(offer.pro for offer in state.case.open_offers)
    return (
        ("status", at.value),
        ("pros", holders),
        *((each.name, str(getattr(form, each.name) or "")) for each in fields(FormEdit)),
    )


def edits(edit: FormEdit, state: LeadState) -> tuple[str, ...]:
    """Names of the facts that this edit makes otherwise."""
    now = dict(facts_of(state))
    wanted = ((each.name, getattr(edit, each.name)) for each in fields(FormEdit))
    return tuple(name for name, value in wanted if value is not None and now.get(name) != str(value or ""))


def changed_since(seen: tuple[tuple[str, str], ...], state: LeadState) -> tuple[str, ...]:
    """Names of the facts that are not what was seen; who has seen nothing is told `version`."""
    if not seen:
        return ("version",)
    now = dict(facts_of(state))
    return tuple(name for name, value in seen if now.get(name) != value)


def against(pro: Professional, state: LeadState, at: datetime, policy: Policy) -> tuple[str, ...]:
    """What speaks against asking him now: the reason of the ranking, and a full desk, which is never overruled."""
    if isinstance(state, Unopened) or not state.case.form.routable:
        return ("facts",)
    reason = refusal(pro, search_for(state.case), policy.radius_steps[-1], at, policy)
    full = state.case.id not in pro.places and pro.full(policy.max_active_jobs)
    return tuple(dict.fromkeys([*([reason] if reason else []), *(["full"] if full else [])]))
