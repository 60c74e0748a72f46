"""States of a client's chat, and what the chat remembers in all of them."""

from dataclasses import dataclass, replace
from datetime import datetime

from fixi.domain.events import HumanIdle, Said
from fixi.domain.forms import Field, Form
from fixi.domain.machine import Alarm
from fixi.domain.policy import Policy
from fixi.domain.professional import ProCard
from fixi.domain.questions import Question
from fixi.domain.values import ChatKey, Key, Language, Slot


@dataclass(frozen=True, slots=True)
class Card:
    """What the chat knows of one of its leads. `stage` is searching, waiting, review or booked."""

    lead: str
    stage: str
    form: Form
    pro: ProCard | None = None
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class SlotAsk:
    """A choice of times that waits until the chat is free for it."""

    lead: str
    slots: tuple[Slot, ...]
    why: str
    pro: ProCard


@dataclass(frozen=True, slots=True)
class RatingAsk:
    """A rating that waits until the chat is free for it."""

    lead: str
    pro: ProCard
    reminder: bool = False


@dataclass(frozen=True, slots=True)
class NeedAsk:
    """ "Is it still needed?" that waits until the chat is free for it."""

    lead: str


@dataclass(frozen=True, slots=True)
class DoneAsk:
    """ "Is it done?" that waits until the chat is free for it."""

    lead: str
    pro: ProCard
    again: bool = False


@dataclass(frozen=True, slots=True)
class AnotherAsk:
    """ "Another professional?" that waits until the chat is free for it; `pro` has not answered for `minutes`."""

    lead: str
    pro: str
    minutes: int


type Pending = SlotAsk | RatingAsk | NeedAsk | DoneAsk | AnotherAsk


@dataclass(frozen=True, slots=True)
class Mind:
    """What a client's chat remembers. `language` None: he has not written a word that shows one.

    `cards` are his leads that are not at their end, `queue` the questions that wait behind the open one, `misses` how
    often in a row nothing was understood, `leads` how many he ever opened.
    """

    chat: ChatKey
    language: Language | None = None
    name: str | None = None
    consent_at: datetime | None = None
    consent_version: str = ""
    cards: tuple[Card, ...] = ()
    queue: tuple[Pending, ...] = ()
    misses: int = 0
    leads: int = 0

    def card(self, lead: str) -> Card | None:
        """The card of this lead."""
        return next((card for card in self.cards if card.lead == lead), None)

    def with_card(self, card: Card) -> "Mind":
        """The card added, or put in place of the one of the same lead."""
        if self.card(card.lead) is None:
            return replace(self, cards=(*self.cards, card))
        return replace(self, cards=tuple(card if old.lead == card.lead else old for old in self.cards))

    def without(self, lead: str) -> "Mind":
        """Nothing of this lead is left, neither card nor waiting question."""
        return replace(
            self,
            cards=tuple(card for card in self.cards if card.lead != lead),
            queue=tuple(ask for ask in self.queue if ask.lead != lead),
        )

    def without_ask(self, lead: str, *kinds: type[Pending]) -> "Mind":
        """Waiting questions of these kinds about this lead are settled."""
        left = tuple(ask for ask in self.queue if not (isinstance(ask, kinds) and ask.lead == lead))
        return replace(self, queue=left)

    def queued(self, ask: Pending) -> "Mind":
        """The question put behind the others; a newer one of the same kind and lead replaces the older."""
        others = tuple(old for old in self.queue if (type(old), old.lead) != (type(ask), ask.lead))
        return replace(self, queue=(*others, ask))


@dataclass(frozen=True, slots=True)
class Stranger:
    """Never wrote before."""

    mind: Mind


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """Waits for the consent; what was said is kept and will be read after it."""

    mind: Mind
    question: Question
    kept: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Declined:
    """Did not consent; will be asked again when he writes again."""

    mind: Mind


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is being asked."""

    mind: Mind


@dataclass(frozen=True, slots=True)
class Gathering:
    """Waits for one field of a request; `asked` are all fields asked so far, the last one is open.

    `suggested` is the reader's sentence that stood before the last question.
    """

    mind: Mind
    lead: str
    form: Form
    asked: tuple[Field, ...]
    suggested: str = ""


@dataclass(frozen=True, slots=True)
class SlotAsked:
    """Waits for the choice of a time."""

    mind: Mind
    lead: str
    question: Question
    slots: tuple[Slot, ...]
    pro: ProCard


@dataclass(frozen=True, slots=True)
class RatingAsked:
    """Waits for one to five stars."""

    mind: Mind
    lead: str
    question: Question
    pro: ProCard
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class ReviewAsked:
    """Waits for words to go with the stars; nothing depends on them."""

    mind: Mind
    lead: str


@dataclass(frozen=True, slots=True)
class WhichAsked:
    """Waits for which of his leads is meant; `purpose` is cancel, move or done."""

    mind: Mind
    purpose: str
    question: Question


@dataclass(frozen=True, slots=True)
class NewOrSameAsked:
    """Waits for whether what he wrote is a new request or belongs to the one on `question.about`."""

    mind: Mind
    question: Question
    form: Form
    said: Said


@dataclass(frozen=True, slots=True)
class NeedAsked:
    """Waits for whether a lead is still needed."""

    mind: Mind
    lead: str
    question: Question


@dataclass(frozen=True, slots=True)
class DoneCheckAsked:
    """Waits for whether the work of `pro` is done."""

    mind: Mind
    lead: str
    question: Question
    pro: ProCard


@dataclass(frozen=True, slots=True)
class AnotherAsked:
    """Waits for whether another one is to be asked while `pro` does not answer."""

    mind: Mind
    lead: str
    question: Question
    pro: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """Wants to hear nothing more; only answered when he writes."""

    mind: Mind


type Speaking = (
    Idle
    | Gathering
    | SlotAsked
    | RatingAsked
    | ReviewAsked
    | WhichAsked
    | NewOrSameAsked
    | NeedAsked
    | DoneCheckAsked
    | AnotherAsked
)
type Back = Stranger | ConsentAsked | Declined | Speaking | Stopped


@dataclass(frozen=True, slots=True)
class InHuman:
    """A person has the chat until `until`; `back` is where the bot goes on, `kept` what was said meanwhile.

    `since` and `taken` say since when and how it came to that: `asked` for, `owner` for the business phone itself, the
    name of an operator behind `operator:`, or why the bot gave up.
    """

    back: Back
    until: datetime
    kept: tuple[Said, ...] = ()
    since: datetime | None = None
    taken: str = ""

    @property
    def mind(self) -> Mind:
        """What the chat remembers."""
        return self.back.mind


type ClientState = Back | InHuman
# What a digit, a yes or a button answers, after the consent.
ASKING = (SlotAsked, RatingAsked, WhichAsked, NewOrSameAsked, NeedAsked, DoneCheckAsked, AnotherAsked)
SPEAKING = (Idle, Gathering, ReviewAsked, *ASKING)
BEFORE_CONSENT = (Stranger, ConsentAsked, Declined)
CLIENT_STATES = (*BEFORE_CONSENT, *SPEAKING, Stopped, InHuman)


def initial(key: Key) -> ClientState:
    """Where a client's chat starts."""
    return Stranger(Mind(ChatKey(key.id)))


def open_question(state: ClientState) -> Question | None:
    """The closed question that a digit, a yes or a button answers now."""
    return state.question if isinstance(state, (ConsentAsked, *ASKING)) else None


def alarms(state: ClientState, policy: Policy) -> tuple[Alarm, ...]:
    """When this chat wants to be woken."""
    if isinstance(state, InHuman):
        return (Alarm(state.until, HumanIdle(at=state.until)),)
    return ()


def joined(kept: tuple[Said, ...]) -> Said:
    """What was said piece by piece as one."""
    text = "\n".join(said.text for said in kept if said.text)
    media = tuple(media for said in kept for media in said.media)
    return Said(
        kept[-1].at,
        text,
        media,
        next((said.pin for said in reversed(kept) if said.pin is not None), None),
        next((said.name for said in reversed(kept) if said.name), None),
        pieces=tuple(piece for said in kept for piece in said.in_order) if text and media else (),
    )
