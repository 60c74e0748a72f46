"""States of a professional's chat, and what lies on his desk in all of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from fixi.domain.events import AskTimedOut, HumanIdle, JobView, OfferView
from fixi.domain.machine import Alarm
from fixi.domain.policy import Policy
from fixi.domain.questions import Question
from fixi.domain.values import Key, Language

PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that may be done: `why` is client (he says so) or stale (its time is over)."""

    lead: str
    why: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before him: offers in the order they came (the first is the one shown), jobs, jobs that may be done.

    `paused` is what he said last of taking work, `queued` the leads whose offers he has not seen, `agenda_day` the last
    day whose jobs he was told of in the morning.
    """

    pro: str
    language: Language | None = None
    offers: tuple[OfferView, ...] = ()
    jobs: tuple[JobView, ...] = ()
    claims: tuple[Claim, ...] = ()
    paused: bool = False
    queued: tuple[str, ...] = ()
    agenda_day: date | None = None

    def job(self, lead: str) -> JobView | None:
        """His job of this lead."""
        return next((job for job in self.jobs if job.lead == lead), None)

    def offer(self, lead: str) -> OfferView | None:
        """The open offer of this lead."""
        return next((offer for offer in self.offers if offer.lead == lead), None)

    def with_job(self, job: JobView) -> "Desk":
        """The job added, or put in place of what was known of it."""
        if self.job(job.lead) is None:
            return replace(self, jobs=(*self.jobs, job))
        return replace(self, jobs=tuple(job if old.lead == job.lead else old for old in self.jobs))

    def without(self, lead: str) -> "Desk":
        """Nothing of this lead is left."""
        return replace(
            self,
            offers=tuple(offer for offer in self.offers if offer.lead != lead),
            jobs=tuple(job for job in self.jobs if job.lead != lead),
            claims=tuple(claim for claim in self.claims if claim.lead != lead),
            queued=tuple(queued for queued in self.queued if queued != lead),
        )


@dataclass(frozen=True, slots=True)
class Ready:
    """Nothing is being asked."""

    desk: Desk


@dataclass(frozen=True, slots=True)
class OfferShown:
    """The first offer on the desk waits for 1 or 2."""

    desk: Desk
    question: Question


@dataclass(frozen=True, slots=True)
class Accepting:
    """He said yes; the lead has not confirmed yet that it is his."""

    desk: Desk
    lead: str


@dataclass(frozen=True, slots=True)
class ReasonAsked:
    """Why not? Nobody needs to answer that; a waiting offer is shown at `until`."""

    desk: Desk
    lead: str
    question: Question
    until: datetime


@dataclass(frozen=True, slots=True)
class JobAsked:
    """Which of his jobs? `purpose` is cancel, move, done or on_way."""

    desk: Desk
    purpose: str
    question: Question
    until: datetime


@dataclass(frozen=True, slots=True)
class DoneAsked:
    """Is this job done?"""

    desk: Desk
    claim: Claim
    question: Question
    until: datetime


type Attending = Ready | OfferShown | Accepting | ReasonAsked | JobAsked | DoneAsked


@dataclass(frozen=True, slots=True)
class ProInHuman:
    """A person has the chat until `until`; `back` is where the bot goes on. `since` and `taken`: as with a client."""

    back: Attending
    until: datetime
    since: datetime | None = None
    taken: str = ""

    @property
    def desk(self) -> Desk:
        """What lies before him."""
        return self.back.desk


type ProState = Attending | ProInHuman
ATTENDING = (Ready, OfferShown, Accepting, ReasonAsked, JobAsked, DoneAsked)
PRO_STATES = (*ATTENDING, ProInHuman)


def initial(key: Key) -> ProState:
    """Where a professional's chat starts."""
    return Ready(Desk(key.id))


def open_question(state: ProState) -> Question | None:
    """The closed question that a digit, a yes or a button answers now."""
    match state:
        case OfferShown() | ReasonAsked() | JobAsked() | DoneAsked():
            return state.question
        case _:
            return None


def alarms(state: ProState, policy: Policy) -> tuple[Alarm, ...]:
    """When this chat wants to be woken: a question left open must not keep an offer waiting."""
    match state:
        case ProInHuman():
            return (Alarm(state.until, HumanIdle(at=state.until)),)
        case ReasonAsked() | JobAsked() | DoneAsked() if state.desk.offers:
            return (Alarm(state.until, AskTimedOut(at=state.until)),)
        case _:
            return ()
