"""What the chats tell a lead, what answers a lead's questions, and its alarms."""

from dataclasses import dataclass
from typing import ClassVar

from fixi.domain.events.event import Event
from fixi.domain.forms import Form
from fixi.domain.professional import Booking, Professional
from fixi.domain.values import Actor, ChatKey, Language, Slot, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientEvent(Event):
    """Base of what a client's chat tells a lead."""

    actor: ClassVar[Actor] = Actor.CLIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTold(ClientEvent):
    """The request as far as it is known; the first one opens the lead. `ready`: look for a professional now."""

    client: ChatKey
    form: Form
    language: Language
    ready: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsUsedUp(ClientEvent):
    """Every question was asked and it is still not clear what is needed, or where."""

    client: ChatKey
    form: Form
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCancelled(ClientEvent):
    """The client calls it off; `why` is a short code."""

    why: str = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPicked(ClientEvent):
    """The client chose one of the times."""

    slot: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWished(ClientEvent):
    """The client wants a time: another one (None), or this one."""

    wish: Wish | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSaidDone(ClientEvent):
    """The client says that the work is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(ClientEvent):
    """One to five stars."""

    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed(ClientEvent):
    """Words to go with the stars; empty when the client does not want to."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StillNeeded(ClientEvent):
    """The client says that he still needs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnotherWanted(ClientEvent):
    """While `pro` lets his offer lie: another one is to be asked (`yes`), or the client waits for him."""

    pro: str
    yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProEvent(Event):
    """Base of what a professional's chat tells a lead."""

    actor: ClassVar[Actor] = Actor.PRO
    pro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferQueued(ProEvent):
    """The offer waits behind another one that he has not answered; he has not seen it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSeen(ProEvent):
    """An offer that had to wait is shown to him now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAccepted(ProEvent):
    """Yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDeclined(ProEvent):
    """No."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineExplained(ProEvent):
    """Why not: far, busy, trade, price or other."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProCancelled(ProEvent):
    """The professional gives the job back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProSaidDone(ProEvent):
    """The professional says that the work is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProSaidNotDone(ProEvent):
    """The client said done, the professional says not yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProOnWay(ProEvent):
    """The professional is on his way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProAskedMove(ProEvent):
    """The professional needs another time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProAskedResume(ProEvent):
    """The professional gives the client's chat back to the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Event):
    """Professionals near the place with the trade, and those who hold a place for this lead."""

    pros: tuple[Professional, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTaken(Event):
    """A place of this professional is ours."""

    pro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRefused(Event):
    """He has no free place any more."""

    pro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRead(Event):
    """The professional as he is now, and what is booked with him."""

    pro: Professional
    bookings: tuple[Booking, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTaken(Event):
    """The slot is ours."""

    slot: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotGone(Event):
    """Someone else took the slot."""

    slot: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFreed(Event):
    """A professional who suits this waiting lead has a free place."""

    pro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferNudgeDue(Event):
    """An offer has waited for an answer for a while."""

    pro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignAskDue(Event):
    """An offer has waited so long that the client may want another professional."""

    pro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferExpired(Event):
    """An offer was not answered in time."""

    pro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckDue(Event):
    """Look again whether someone is free now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StillNeededDue(Event):
    """The client has waited long: is it still needed?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp(Event):
    """The client was asked whether it is still needed and did not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotReminderDue(Event):
    """The client has not picked a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleDue(Event):
    """The job should be over by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneCheckDue(Event):
    """The professional does not say whether the job is done: ask the client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneConfirmDue(Event):
    """The professional did not contradict the client's "done" in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingReminderDue(Event):
    """The rating is still open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingTimedOut(Event):
    """Nobody will rate this any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReminderDue(Event):
    """A lead still waits for an operator."""
