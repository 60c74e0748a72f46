"""What happened, in the past tense. Every event carries its moment; a row reads the time from nowhere else.

`Heard` and `Receipt` come in from outside. `understanding` turns what was heard into the events that persons cause
(`PersonEvent`). The three machines tell each other the rest.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from fixi.domain.forms import Form, Reading
from fixi.domain.professional import Booking, ProCard, Professional
from fixi.domain.questions import Question
from fixi.domain.values import Actor, ChatKey, Language, Media, Place, Slot, Status, Trade, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events: when it happened (aware), and by whom."""

    actor: ClassVar[Actor] = Actor.SYSTEM
    at: datetime


# From outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Event):
    """One message as the provider delivered it; `at` is our clock at arrival, `sent_at` the provider's.

    `id` is unique over all chats and providers. `button` is the id of a pressed button, `quoted` the provider's id
    of the message replied to. `own` means it was typed on the business phone itself. `kind` is text, media, pin,
    button, reaction, call, contact, edited, deleted, undecryptable or other.
    """

    id: str
    chat: ChatKey
    kind: str = "text"
    text: str = ""
    media: tuple[Media, ...] = ()
    pin: Place | None = None
    button: str | None = None
    quoted: str | None = None
    name: str | None = None
    sent_at: datetime | None = None
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Event):
    """What became of a message of ours: sent, delivered, read or failed. `message` is the provider's id of it."""

    id: str
    chat: ChatKey
    message: str
    status: str


# From a person, as understood


@dataclass(frozen=True, slots=True)
class Said:
    """The words and files of one turn: messages of a burst joined by new lines."""

    at: datetime
    text: str = ""
    media: tuple[Media, ...] = ()
    pin: Place | None = None
    name: str | None = None
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEvent(Event):
    """Something that the person in front of the chat did."""

    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke(PersonEvent):
    """Free words, or media, that no rule can answer by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(PersonEvent):
    """The open question was answered with this value."""

    question: Question
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateAnswer(PersonEvent):
    """A digit or a button that answers nothing that is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordless(PersonEvent):
    """Something that cannot be understood at all: a sticker, a reaction, a call, a message that did not decrypt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerSpoke(PersonEvent):
    """A person typed on the business phone itself."""

    actor: ClassVar[Actor] = Actor.OPERATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedStatus(PersonEvent):
    """Where do I stand?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCancel(PersonEvent):
    """Call it off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMove(PersonEvent):
    """Another time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedHuman(PersonEvent):
    """I want to talk to a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMenu(PersonEvent):
    """What can I do here?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedStop(PersonEvent):
    """Write to me no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidThanks(PersonEvent):
    """Thanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDone(PersonEvent):
    """The work is finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedJobs(PersonEvent):
    """Which jobs do I have?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPause(PersonEvent):
    """No new work for now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAvailable(PersonEvent):
    """I take work again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOnMyWay(PersonEvent):
    """I am on my way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedResume(PersonEvent):
    """The bot may speak again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood(PersonEvent):
    """A reader read the words."""

    reading: Reading


# From a client's chat to his lead


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


# From a professional's chat to a lead


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


# Answers to what a lead asked in the same turn


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


# A lead's alarms


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferNudgeDue(Event):
    """An offer has waited for an answer for a while."""

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


# From a lead to its client's chat


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadNews(Event):
    """Base of what a lead tells a chat."""

    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProAsked(LeadNews):
    """A professional is being asked; `again` when it is the next one."""

    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadWaits(LeadNews):
    """Everybody suitable is busy or off duty; `until` is when the next one comes on duty, if that is why."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadReviewed(LeadNews):
    """A person decides now; `reason` is nobody, tries or unclear."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadBooked(LeadNews):
    """A professional said yes."""

    pro: ProCard
    emergency: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesOffered(LeadNews):
    """Free times to pick from; `why` is pick, wished (the wish did not fit), gone, move, pro_moves, again or none."""

    pro: ProCard
    slots: tuple[Slot, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAgreed(LeadNews):
    """The time stands; `moved` when there was another before."""

    pro: ProCard
    slot: Slot
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobReturned(LeadNews):
    """The professional gave the job back; another is being looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProIsComing(LeadNews):
    """The professional is on his way."""

    pro: ProCard


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDoneYet(LeadNews):
    """The professional says that the work goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDone(LeadNews):
    """The work is done: how was it?"""

    pro: ProCard
    reminder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedChecked(LeadNews):
    """Is it still needed?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadEnded(LeadNews):
    """The lead is at its end; `by` says who ended it, `quiet` that the client need not be told."""

    status: Status
    by: Actor
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BotResumed(LeadNews):
    """The professional of the job gave the chat back to the bot."""


# From a lead to a professional's chat


@dataclass(frozen=True, slots=True)
class OfferView:
    """What a professional sees before his yes. It has no room for a name, a phone or a street."""

    lead: str
    trade: Trade
    area: Place
    issue: str
    wish: Wish | None = None
    media: tuple[Media, ...] = ()
    price: str | None = None
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class JobView:
    """What a professional sees after his yes."""

    lead: str
    trade: Trade
    area: Place
    issue: str
    client_name: str | None
    client_phone: str | None
    street: str | None
    slot: Slot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMade(LeadNews):
    """Would you take this?"""

    view: OfferView
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferNudged(LeadNews):
    """The offer still waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferClosed(LeadNews):
    """The offer stands no more: expired, cancelled, taken by another, or answered too late."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferWon(LeadNews):
    """The job is his."""

    job: JobView


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTimed(LeadNews):
    """The time of a job stands; `moved` when there was another before. The view holds everything new."""

    job: JobView
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobUpdated(LeadNews):
    """The client added something to a job that stands."""

    job: JobView


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCancelled(LeadNews):
    """The job is off; `by` says who ended it."""

    by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneClaimed(LeadNews):
    """The client says that it is done: right?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStale(LeadNews):
    """The time of the job is over: is it done?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFinished(LeadNews):
    """The job is done, whoever said so."""


# Alarms of a chat


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanIdle(Event):
    """No person has written for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTimedOut(Event):
    """The professional leaves a question open while an offer waits behind it."""


# For a machine of any kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Woken(Event):
    """Look at your alarms: one of them is due. No table knows this event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang(Event):
    """An alarm of this machine was due (at `at`); `event` is what it was set for. No table knows this event."""

    event: Event
