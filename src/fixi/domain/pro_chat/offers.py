"""The rows for offers: shown one at a time, so that a bare 1 or 2 can mean only the one that is shown."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.effects import Effect, Say, Tell, Tone, news, say
from fixi.domain.events import (
    Answered,
    AskTimedOut,
    DeclineExplained,
    DoneClaimed,
    JobStale,
    OfferAccepted,
    OfferClosed,
    OfferDeclined,
    OfferFiles,
    OfferMade,
    OfferNudged,
    OfferQueued,
    OfferSeen,
    OfferView,
    OfferWon,
    ProSaidDone,
    ProSaidNotDone,
)
from fixi.domain.policy import Policy
from fixi.domain.pro_chat.states import (
    ATTENDING,
    PATIENCE,
    Accepting,
    Attending,
    Claim,
    Desk,
    DoneAsked,
    JobAsked,
    OfferShown,
    ProState,
    Ready,
    ReasonAsked,
)
from fixi.domain.pro_chat.table import PRO, Facts, Step
from fixi.domain.questions import Ask, Option, Question, yes_or_no
from fixi.domain.values import Key, Language

REASONS = tuple(Option(reason, f"option.reason.{reason}") for reason in ("far", "busy", "trade", "price", "other"))


def language(desk: Desk, policy: Policy) -> Language:
    """The language that he is written to in."""
    return desk.language or policy.language


def offer_words(view: OfferView, question: Question, desk: Desk, policy: Policy, key: str) -> Say:
    """The offer as he sees it: no name, no phone, no street."""
    words = say(
        f"{key}.emergency" if view.emergency else key,
        language(desk, policy),
        question,
        Tone.NEWS,
        trade=view.trade,
        area=view.area,
        issue=view.issue,
        when=view.wish or "",
        price=view.price or "",
        media=len(view.media),
        picture=view.picture or "",
    )
    # A nudge repeats the words; who was sent the files has them.
    return words if key == "offer.nudge" else replace(words, media=tuple(file for file in view.media if file.to_show))


def open_next(desk: Desk, at: datetime, facts: Facts) -> Step[ProState]:
    """Show the next offer, else ask about a job that may be done, else nothing."""
    if desk.offers:
        view = desk.offers[0]
        options = (Option("accept", "option.offer.accept"), Option("decline", "option.offer.decline"))
        question = Question(Ask.OFFER, facts.new_id("offer", view.lead, at), options, at, view.lead)
        words = offer_words(view, question, desk, facts.policy, "offer")
        if view.lead not in desk.queued:
            return Step(OfferShown(desk, question), (words,))
        desk = replace(desk, queued=tuple(lead for lead in desk.queued if lead != view.lead))
        seen = Tell(Key.lead(view.lead), OfferSeen(at=at, pro=desk.pro))
        return Step(OfferShown(desk, question), (words, seen))
    if desk.claims:
        return ask_done(desk, desk.claims[0], at, facts)
    return Step(Ready(desk))


def ask_done(desk: Desk, claim: Claim, at: datetime, facts: Facts) -> Step[ProState]:
    """Is it done?"""
    desk = replace(desk, claims=tuple(other for other in desk.claims if other.lead != claim.lead))
    job = desk.job(claim.lead)
    if job is None:
        return open_next(desk, at, facts)
    question = yes_or_no(Ask.DONE, facts.new_id("done", claim.lead, at), at, claim.lead)
    tone = Tone.NEWS if claim.why == "client" else Tone.COLD
    words = say(f"done.{claim.why}", language(desk, facts.policy), question, tone, trade=job.trade, area=job.area)
    return Step(DoneAsked(desk, claim, question, at + PATIENCE), (words,))


@PRO.on(Ready, OfferMade)
def shows_offer(state: Ready, event: OfferMade, facts: Facts) -> Step[ProState]:
    return open_next(on_the_desk(state.desk, event), event.at, facts)


@PRO.on_each(ATTENDING, OfferMade)
def queues_offer(state: Attending, event: OfferMade, facts: Facts) -> Step[ProState]:
    desk = on_the_desk(state.desk, event)
    if event.view.emergency and desk.offers[0].lead == event.lead and not isinstance(state, Accepting):
        # An emergency waits behind nothing: what was on his screen comes back after it.
        if isinstance(state, DoneAsked):
            desk = replace(desk, claims=(*desk.claims, state.claim))
        return open_next(desk, event.at, facts)
    queued = Tell(Key.lead(event.lead), OfferQueued(at=event.at, pro=desk.pro))
    return Step(replace(state, desk=replace(desk, queued=(*desk.queued, event.lead))), (queued,))


def on_the_desk(desk: Desk, event: OfferMade) -> Desk:
    """The offer behind the others, an emergency before all that are none."""
    desk = replace(desk, language=event.language)
    if desk.offer(event.lead) is not None:
        return desk
    before = [offer for offer in desk.offers if offer.emergency or not event.view.emergency]
    after = [offer for offer in desk.offers if not (offer.emergency or not event.view.emergency)]
    return replace(desk, offers=(*before, event.view, *after))


@PRO.on_each((ReasonAsked, JobAsked, DoneAsked), AskTimedOut)
def lets_the_offer_pass(state: ReasonAsked | JobAsked | DoneAsked, event: AskTimedOut, facts: Facts) -> Step[ProState]:
    desk = state.desk
    if isinstance(state, DoneAsked):
        desk = replace(desk, claims=(*desk.claims, state.claim))
    return open_next(desk, event.at, facts)


@PRO.on(OfferShown, Answered)
def answers_offer(state: OfferShown, event: Answered, facts: Facts) -> Step[ProState]:
    lead = state.question.about
    desk = state.desk.without(lead)
    if event.value == "accept":
        told = Tell(Key.lead(lead), OfferAccepted(at=event.at, pro=desk.pro))
        return Step(Accepting(desk, lead), (told,))
    told_no = Tell(Key.lead(lead), OfferDeclined(at=event.at, pro=desk.pro))
    question = Question(Ask.REASON, facts.new_id("reason", lead, event.at), REASONS, event.at, lead)
    words = say("reason.ask", language(desk, facts.policy), question)
    return Step(ReasonAsked(desk, lead, question, event.at + facts.policy.reason_window), (told_no, words))


@PRO.on(ReasonAsked, Answered)
def explains(state: ReasonAsked, event: Answered, facts: Facts) -> Step[ProState]:
    told = Tell(Key.lead(state.lead), DeclineExplained(at=event.at, pro=state.desk.pro, reason=event.value))
    step = open_next(state.desk, event.at, facts)
    return Step(step.state, (told, say("reason.thanks", language(state.desk, facts.policy)), *step.effects))


@PRO.on(Accepting, OfferWon)
def wins(state: Accepting, event: OfferWon, facts: Facts) -> Step[ProState]:
    desk = state.desk.with_job(event.job)
    words = job_words("job.won", desk, event, facts)
    if state.lead != event.lead:
        return Step(replace(state, desk=desk), (words,))
    step = open_next(desk, event.at, facts)
    return Step(step.state, (words, *step.effects))


@PRO.on_each(ATTENDING, OfferWon)
def wins_meanwhile(state: Attending, event: OfferWon, facts: Facts) -> Step[ProState]:
    desk = state.desk.without(event.lead).with_job(event.job)
    words = job_words("job.won", desk, event, facts)
    if isinstance(state, OfferShown) and state.question.about == event.lead:
        step = open_next(desk, event.at, facts)
        return Step(step.state, (words, *step.effects))
    return Step(replace(state, desk=desk), (words,))


def job_words(key: str, desk: Desk, event: OfferWon, facts: Facts) -> Say:
    """Everything he needs to do the job."""
    job = event.job
    return news(
        key,
        language(desk, facts.policy),
        trade=job.trade,
        area=job.area,
        issue=job.issue,
        client=job.client_name or "",
        phone=job.client_phone or "",
        when=job.slot or "",
        words=job.words or "",
        picture=job.picture or "",
        **job.address,
    )


@PRO.on_each(ATTENDING, OfferClosed)
def offer_is_off(state: Attending, event: OfferClosed, facts: Facts) -> Step[ProState]:
    """The one that is shown, or that he just answered, is closed with a line; one he never saw just goes."""
    desk = state.desk.without(event.lead) if state.desk.job(event.lead) is None else state.desk
    words = news(
        f"offer.closed.{event.why}",
        language(desk, facts.policy),
    )
    shown = isinstance(state, OfferShown) and state.question.about == event.lead
    awaited = isinstance(state, Accepting) and state.lead == event.lead
    if shown or awaited:
        step = open_next(desk, event.at, facts)
        return Step(step.state, (words, *step.effects))
    effects: tuple[Effect, ...] = (words,) if event.why == "late" else ()
    return Step(replace(state, desk=desk), effects)


@PRO.on(OfferShown, OfferNudged)
def is_nudged(state: OfferShown, event: OfferNudged, facts: Facts) -> Step[ProState]:
    if state.question.about != event.lead:
        return Step(state)
    view = state.desk.offers[0]
    return Step(state, (offer_words(view, state.question, state.desk, facts.policy, "offer.nudge"),))


@PRO.on_each(ATTENDING, OfferFiles)
def more_files(state: Attending, event: OfferFiles, facts: Facts) -> Step[ProState]:
    """Shown at once when he has seen the offer; else they wait with it."""
    view = state.desk.offer(event.lead)
    if view is None:
        return Step(state)
    known = tuple(file for file in view.media if file.url != event.stand_in)
    files = tuple(file for file in event.files if file not in known)
    seen = view.lead not in state.desk.queued
    added = replace(view, media=(*known, *files))
    desk = replace(state.desk, offers=tuple(added if v is view else v for v in state.desk.offers))
    if not files or not seen:
        return Step(replace(state, desk=desk))
    words = news("offer.files", language(desk, facts.policy), trade=view.trade, area=view.area, media=len(files))
    return Step(replace(state, desk=desk), (replace(words, media=files),))


# Is it done?


@PRO.on(Ready, DoneClaimed)
def is_asked_whether_done(state: Ready, event: DoneClaimed, facts: Facts) -> Step[ProState]:
    return ask_done(state.desk, claim_of(event), event.at, facts)


@PRO.on(Ready, JobStale)
def is_asked_whether_over(state: Ready, event: JobStale, facts: Facts) -> Step[ProState]:
    return ask_done(state.desk, claim_of(event), event.at, facts)


@PRO.on_each((DoneAsked,), DoneClaimed, JobStale)
def is_asked_again(state: DoneAsked, event: DoneClaimed | JobStale, facts: Facts) -> Step[ProState]:
    """A question that he let lie does not keep others from being asked, nor itself from being asked again."""
    if event.at >= state.until:
        desk = with_claim(state.desk, state.claim)
        return ask_done(with_claim(desk, claim_of(event)), claim_of(event), event.at, facts)
    if state.claim.lead == event.lead:
        return Step(state)
    return Step(replace(state, desk=with_claim(state.desk, claim_of(event))))


@PRO.on_each(ATTENDING, DoneClaimed, JobStale)
def will_be_asked(state: Attending, event: DoneClaimed | JobStale, facts: Facts) -> Step[ProState]:
    return Step(replace(state, desk=with_claim(state.desk, claim_of(event))))


def claim_of(event: DoneClaimed | JobStale) -> Claim:
    """Who wants to know whether this job is done."""
    return Claim(event.lead, "client" if isinstance(event, DoneClaimed) else "stale")


def with_claim(desk: Desk, claim: Claim) -> Desk:
    """The question behind the others; a newer one about the same job replaces the older."""
    return replace(desk, claims=(*(other for other in desk.claims if other.lead != claim.lead), claim))


@PRO.on(DoneAsked, Answered)
def says_whether_done(state: DoneAsked, event: Answered, facts: Facts) -> Step[ProState]:
    key, pro = Key.lead(state.claim.lead), state.desk.pro
    step = open_next(state.desk, event.at, facts)
    if event.value == "yes":
        return Step(step.state, (Tell(key, ProSaidDone(at=event.at, pro=pro)), *step.effects))
    told = Tell(key, ProSaidNotDone(at=event.at, pro=pro))
    return Step(step.state, (told, say("done.not_yet", language(state.desk, facts.policy)), *step.effects))
