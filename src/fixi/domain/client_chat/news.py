"""The rows for news from a lead: told to the client, kept on its card, asked when the chat is free for it."""

from dataclasses import replace

from fixi.domain.client_chat.asking import ask_when_free, card_params, language, open_next
from fixi.domain.client_chat.states import (
    SPEAKING,
    AnotherAsk,
    AnotherAsked,
    Card,
    ClientState,
    DoneAsk,
    DoneCheckAsked,
    Gathering,
    Idle,
    Mind,
    NeedAsk,
    NeedAsked,
    RatingAsk,
    RatingAsked,
    ReviewAsked,
    SlotAsk,
    SlotAsked,
    Speaking,
    WhichAsked,
)
from fixi.domain.client_chat.table import CLIENT, Facts, Step
from fixi.domain.effects import Effect, cold, news
from fixi.domain.events import (
    DoneChecked,
    JobReturned,
    LeadBooked,
    LeadEnded,
    LeadNews,
    LeadReviewed,
    LeadWaits,
    NeedChecked,
    NotDoneYet,
    OfferSettled,
    OfferUnanswered,
    ProAsked,
    ProIsComing,
    RequestCorrected,
    TimeAgreed,
    TimesOffered,
    WorkDone,
)
from fixi.domain.forms import Form
from fixi.domain.values import Actor, Status


def card_for(mind: Mind, lead: str) -> Card:
    """The card of this lead; a plain one if the chat knows none."""
    return mind.card(lead) or Card(lead, "searching", Form())


def noted(mind: Mind, event: LeadNews) -> Mind:
    """The mind with what the news means for its cards and waiting questions; the same in every state."""
    card = card_for(mind, event.lead)
    match event:
        case ProAsked():
            return mind.with_card(replace(card, stage="searching"))
        case LeadWaits():
            return mind.with_card(replace(card, stage="waiting"))
        case LeadReviewed():
            return mind.with_card(replace(card, stage="review"))
        case LeadBooked():
            return mind.with_card(replace(card, stage="booked", pro=event.pro))
        case TimeAgreed():
            agreed = mind.with_card(replace(card, stage="booked", pro=event.pro, slot=event.slot))
            return agreed.without_ask(event.lead, SlotAsk, DoneAsk)
        case RequestCorrected():
            return mind.with_card(replace(card, form=event.edit.applied(card.form)))
        case JobReturned():
            returned = mind.with_card(replace(card, stage="searching", pro=None, slot=None))
            return returned.without_ask(event.lead, SlotAsk, DoneAsk)
        case OfferSettled():
            return mind.without_ask(event.lead, AnotherAsk)
        case WorkDone() | LeadEnded():
            return mind.without(event.lead)
        case _:
            return mind


def with_mind(state: Speaking, mind: Mind) -> Speaking:
    """The same state, knowing more."""
    return replace(state, mind=mind)


def tell(state: Speaking, event: LeadNews, facts: Facts, *words: Effect) -> Step[ClientState]:
    """Keep and say it; the open question stays open."""
    return Step(with_mind(state, noted(state.mind, event)), words)


@CLIENT.on_each(SPEAKING, ProAsked)
def pro_is_asked(state: Speaking, event: ProAsked, facts: Facts) -> Step[ClientState]:
    words = (
        (
            news(
                "asking_next",
                language(state.mind, facts.policy),
            ),
        )
        if event.again
        else ()
    )
    return tell(state, event, facts, *words)


@CLIENT.on_each(SPEAKING, OfferUnanswered)
def offer_unanswered(state: Speaking, event: OfferUnanswered, facts: Facts) -> Step[ClientState]:
    return ask_when_free(state, AnotherAsk(event.lead, event.pro, event.minutes), event.at, facts)


@CLIENT.on_each(SPEAKING, OfferSettled)
def offer_settled(state: Speaking, event: OfferSettled, facts: Facts) -> Step[ClientState]:
    """The question is closed without a word: what became of the offer is told by other news."""
    mind = noted(state.mind, event)
    if isinstance(state, AnotherAsked) and state.lead == event.lead:
        return open_next(mind, event.at, facts)
    return Step(with_mind(state, mind))


@CLIENT.on_each(SPEAKING, LeadWaits)
def lead_waits(state: Speaking, event: LeadWaits, facts: Facts) -> Step[ClientState]:
    tongue = language(state.mind, facts.policy)
    if event.until is not None:
        return tell(state, event, facts, news("waits.until", tongue, until=event.until))
    return tell(
        state,
        event,
        facts,
        news(
            "waits",
            tongue,
        ),
    )


@CLIENT.on_each(SPEAKING, LeadReviewed)
def lead_reviewed(state: Speaking, event: LeadReviewed, facts: Facts) -> Step[ClientState]:
    words = news(
        f"review_by_person.{event.reason}",
        language(state.mind, facts.policy),
    )
    return tell(state, event, facts, words)


@CLIENT.on_each(SPEAKING, LeadBooked)
def lead_booked(state: Speaking, event: LeadBooked, facts: Facts) -> Step[ClientState]:
    key = "booked.emergency" if event.emergency else "booked"
    if event.pro.stars is not None:
        key += ".rated"
    words = news(
        key,
        language(state.mind, facts.policy),
        pro=event.pro.name,
        phone=event.pro.phone,
        stars=event.pro.stars or 0,
    )
    return tell(state, event, facts, words)


@CLIENT.on_each(SPEAKING, TimesOffered)
def times_offered(state: Speaking, event: TimesOffered, facts: Facts) -> Step[ClientState]:
    if not event.slots:
        stands = card_for(state.mind, event.lead).slot is not None
        words = news(
            "times.none_else" if stands else "times.none", language(state.mind, facts.policy), pro=event.pro.name
        )
        if isinstance(state, SlotAsked) and state.lead == event.lead:
            return open_next(state.mind, event.at, facts).then(words)
        return Step(state, (words,))
    return ask_when_free(state, SlotAsk(event.lead, event.slots, event.why, event.pro), event.at, facts)


@CLIENT.on_each(SPEAKING, TimeAgreed)
def time_agreed(state: Speaking, event: TimeAgreed, facts: Facts) -> Step[ClientState]:
    words = news(
        "time.moved" if event.moved else "time.agreed",
        language(state.mind, facts.policy),
        pro=event.pro.name,
        slot=event.slot,
    )
    mind = noted(state.mind, event)
    if isinstance(state, (SlotAsked, DoneCheckAsked)) and state.lead == event.lead:
        step = open_next(mind, event.at, facts)
        return Step(step.state, (words, *step.effects))
    return Step(with_mind(state, mind), (words,))


@CLIENT.on_each(SPEAKING, JobReturned)
def job_returned(state: Speaking, event: JobReturned, facts: Facts) -> Step[ClientState]:
    words = news(
        "job_returned" if event.by is Actor.PRO else "job_reassigned",
        language(state.mind, facts.policy),
    )
    mind = noted(state.mind, event)
    if isinstance(state, (SlotAsked, DoneCheckAsked)) and state.lead == event.lead:
        step = open_next(mind, event.at, facts)
        return Step(step.state, (words, *step.effects))
    return Step(with_mind(state, mind), (words,))


@CLIENT.on_each(SPEAKING, RequestCorrected)
def request_corrected(state: Speaking, event: RequestCorrected, facts: Facts) -> Step[ClientState]:
    """Not a word: whoever put it right talks to the client, or has read what he wrote."""
    mind = noted(state.mind, event) if state.mind.card(event.lead) is not None else state.mind
    if isinstance(state, Gathering) and state.lead == event.lead:
        return Step(replace(state, mind=mind, form=event.edit.applied(state.form)))
    return Step(with_mind(state, mind))


@CLIENT.on_each(SPEAKING, ProIsComing)
def pro_is_coming(state: Speaking, event: ProIsComing, facts: Facts) -> Step[ClientState]:
    words = news("on_the_way", language(state.mind, facts.policy), pro=event.pro.name)
    return tell(state, event, facts, words)


@CLIENT.on_each(SPEAKING, NotDoneYet)
def not_done_yet(state: Speaking, event: NotDoneYet, facts: Facts) -> Step[ClientState]:
    return tell(
        state,
        event,
        facts,
        news(
            "not_done_yet",
            language(state.mind, facts.policy),
        ),
    )


@CLIENT.on_each(SPEAKING, DoneChecked)
def done_checked(state: Speaking, event: DoneChecked, facts: Facts) -> Step[ClientState]:
    return ask_when_free(state, DoneAsk(event.lead, event.pro, event.again), event.at, facts)


@CLIENT.on_each(SPEAKING, WorkDone)
def work_done(state: Speaking, event: WorkDone, facts: Facts) -> Step[ClientState]:
    ask = RatingAsk(event.lead, event.pro, event.reminder)
    state = with_mind(state, noted(state.mind, event))
    if about(state) == event.lead and not isinstance(state, RatingAsked):
        state = Idle(state.mind)
    return ask_when_free(state, ask, event.at, facts)


@CLIENT.on_each(SPEAKING, NeedChecked)
def need_checked(state: Speaking, event: NeedChecked, facts: Facts) -> Step[ClientState]:
    if isinstance(state, Gathering) and state.lead == event.lead:
        # The question that waits for an answer says best what is needed to go on.
        words = cold(
            "need.gathering",
            language(state.mind, facts.policy),
        )
        return Step(state, (words,))
    return ask_when_free(state, NeedAsk(event.lead), event.at, facts)


def about(state: Speaking) -> str | None:
    """The lead that the open question is about."""
    match state:
        case SlotAsked() | RatingAsked() | NeedAsked() | DoneCheckAsked() | AnotherAsked():
            return state.lead
        case Gathering() | ReviewAsked():
            return state.lead
        case _:
            return None


@CLIENT.on_each(SPEAKING, LeadEnded)
def lead_ended(state: Speaking, event: LeadEnded, facts: Facts) -> Step[ClientState]:
    """An end that the client caused was said to him at once; any other is told."""
    tongue = language(state.mind, facts.policy)
    card = card_for(state.mind, event.lead)
    words: tuple[Effect, ...] = ()
    if event.by is not Actor.CLIENT and not event.quiet:
        office = ".office" if event.by is Actor.OPERATOR and event.status is Status.CLOSED else ""
        words = (news(f"ended.{event.status}{office}", tongue, **dict(card_params(card))),)
    mind = noted(state.mind, event)
    asked = (SlotAsked, NeedAsked, DoneCheckAsked, AnotherAsked, Gathering)
    over = isinstance(state, asked) and state.lead == event.lead
    timed_out = isinstance(state, (RatingAsked, ReviewAsked)) and state.lead == event.lead
    picked = isinstance(state, WhichAsked) and event.lead in state.question.values
    if (over or picked or timed_out) and not (isinstance(state, ReviewAsked) and event.status is Status.CLOSED):
        step = open_next(mind, event.at, facts)
        return Step(step.state, (*words, *step.effects))
    return Step(with_mind(state, mind), words)
