"""What a lead tells the chats of its client and of its professionals."""

from dataclasses import dataclass
from datetime import datetime

from fixi.domain.events.event import Event
from fixi.domain.forms import FormEdit
from fixi.domain.professional import ProCard
from fixi.domain.values import Actor, Language, Media, Place, Slot, Status, Trade, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadNews(Event):
    """Base of what a lead tells a chat."""

    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProAsked(LeadNews):
    """A professional is being asked; `again` when it is the next one."""

    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferUnanswered(LeadNews):
    """The only professional who was asked has let it lie for this many minutes: shall another one be asked?"""

    pro: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSettled(LeadNews):
    """The offer that the client was asked about is over, however it ended: nothing is left to ask about it."""


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
    """The professional gave the job back, or (`by`) an operator took it from him; another is being looked for."""

    by: Actor = Actor.PRO


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCorrected(LeadNews):
    """An operator has put facts of the request right."""

    edit: FormEdit


@dataclass(frozen=True, slots=True, kw_only=True)
class ProIsComing(LeadNews):
    """The professional is on his way."""

    pro: ProCard


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDoneYet(LeadNews):
    """The professional says that the work goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneChecked(LeadNews):
    """Nobody has said how it went: is it done? `again` when it is the second time."""

    pro: ProCard
    again: bool = False


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


@dataclass(frozen=True, slots=True)
class OfferView:
    """What a professional sees before his yes. It has no room for a name, a phone or a street.

    `picture` is what the pictures show, as far as a machine can tell.
    """

    lead: str
    trade: Trade
    area: Place
    issue: str
    wish: Wish | None = None
    media: tuple[Media, ...] = ()
    price: str | None = None
    emergency: bool = False
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class JobView:
    """What a professional sees after his yes; `words` are what the client said in a voice note."""

    lead: str
    trade: Trade
    area: Place
    issue: str
    client_name: str | None
    client_phone: str | None
    street: str | None
    slot: Slot | None = None
    floor: str | None = None
    apartment: str | None = None
    words: str | None = None
    picture: str | None = None

    @property
    def address(self) -> dict[str, str]:
        """Where in the town, by the holes of the wording; a floor without a street is no address."""
        if self.street is None:
            return {"street": "", "floor": "", "apartment": ""}
        return {"street": self.street, "floor": self.floor or "", "apartment": self.apartment or ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMade(LeadNews):
    """Would you take this?"""

    view: OfferView
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferNudged(LeadNews):
    """The offer still waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFiles(LeadNews):
    """There are more files to the offer than he has been shown; one of them where `stand_in` stood, if anything did."""

    files: tuple[Media, ...]
    stand_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferClosed(LeadNews):
    """The offer stands no more: expired, cancelled, taken by another, answered too late, or reassigned at the client's
    wish."""

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
    """The client added something to a job that stands; `files` are those that are new."""

    job: JobView
    files: tuple[Media, ...] = ()


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
