"""The rows for a professional's jobs and for his words."""

from dataclasses import replace
from datetime import UTC, datetime

from fixi.domain.effects import Alert, Effect, Outcome, Pause, Read, Say, Tell, news, say
from fixi.domain.events import (
    Answered,
    AskedAvailable,
    AskedCancel,
    AskedHuman,
    AskedJobs,
    AskedMenu,
    AskedMove,
    AskedPause,
    AskedResume,
    AskedStatus,
    AskedStop,
    DeclineExplained,
    Event,
    JobCancelled,
    JobFinished,
    JobTimed,
    JobUpdated,
    JobView,
    LateAnswer,
    OfferDeclined,
    PersonEvent,
    ProAskedMove,
    ProAskedResume,
    ProCancelled,
    ProOnWay,
    ProSaidDone,
    SaidDone,
    SaidOnMyWay,
    SaidThanks,
    Spoke,
    Understood,
    Wordless,
)
from fixi.domain.forms import Intent
from fixi.domain.pro_chat.offers import language, open_next
from fixi.domain.pro_chat.states import (
    ATTENDING,
    PATIENCE,
    Accepting,
    Attending,
    DoneAsked,
    JobAsked,
    OfferShown,
    ProInHuman,
    ProState,
    Ready,
)
from fixi.domain.pro_chat.table import PRO, Facts, Step
from fixi.domain.questions import Ask, Option, Question
from fixi.domain.values import Actor, ChatKey, Key, Param

UNTIL_HE_SAYS_SO = datetime(9999, 1, 1, tzinfo=UTC)


def job_params(job: JobView) -> dict[str, Param]:
    """How a job is named in a list."""
    return {"trade": job.trade, "area": job.area, "when": job.slot or ""}


# News of jobs


@PRO.on_each(ATTENDING, JobTimed)
def job_timed(state: Attending, event: JobTimed, facts: Facts) -> Step[ProState]:
    desk = state.desk.with_job(event.job)
    key = "job.moved" if event.moved else "job.timed"
    words = news(
        key,
        language(desk, facts.policy),
        slot=event.job.slot or "",
        client=event.job.client_name or "",
        area=event.job.area,
    )
    return Step(replace(state, desk=desk), (words,))


@PRO.on_each(ATTENDING, JobUpdated)
def job_updated(state: Attending, event: JobUpdated, facts: Facts) -> Step[ProState]:
    desk, job = state.desk.with_job(event.job), event.job
    words = news(
        "job.updated",
        language(desk, facts.policy),
        issue=job.issue,
        area=job.area,
        words=job.words or "",
        picture=job.picture or "",
        **job.address,
    )
    return Step(replace(state, desk=desk), (replace(words, media=event.files),))


@PRO.on_each(ATTENDING, JobCancelled)
def job_cancelled(state: Attending, event: JobCancelled, facts: Facts) -> Step[ProState]:
    key = {Actor.PRO: "job.returned", Actor.OPERATOR: "job.withdrawn"}.get(event.by, "job.cancelled")
    return job_is_over(state, event.lead, key, event.at, facts)


@PRO.on_each(ATTENDING, JobFinished)
def job_finished(state: Attending, event: JobFinished, facts: Facts) -> Step[ProState]:
    return job_is_over(state, event.lead, "job.finished", event.at, facts)


def job_is_over(state: Attending, lead: str, key: str, at: datetime, facts: Facts) -> Step[ProState]:
    """Say so; a question about this job is closed with it."""
    job = state.desk.job(lead)
    desk = state.desk.without(lead)
    named = job_params(job) if job is not None else {"trade": "", "area": "", "when": ""}
    words = news(key, language(desk, facts.policy), **named)
    asked = isinstance(state, DoneAsked) and state.claim.lead == lead
    listed = isinstance(state, JobAsked) and lead in state.question.values
    if asked or listed:
        step = open_next(desk, at, facts)
        return Step(step.state, (words, *step.effects))
    return Step(replace(state, desk=desk), (words,))


# Words about jobs


PURPOSES: dict[type[PersonEvent], str] = {
    AskedCancel: "cancel",
    AskedMove: "move",
    SaidDone: "done",
    SaidOnMyWay: "on_way",
}
TOLD = {"cancel": ProCancelled, "move": ProAskedMove, "done": ProSaidDone, "on_way": ProOnWay}


@PRO.on_each(ATTENDING, AskedCancel, AskedMove, SaidDone, SaidOnMyWay)
def speaks_of_a_job(
    state: Attending, event: AskedCancel | AskedMove | SaidDone | SaidOnMyWay, facts: Facts
) -> Step[ProState]:
    """The only job there is, or the one that he picks."""
    purpose = PURPOSES[type(event)]
    return about_a_job(state, purpose, event.at, facts)


def about_a_job(state: Attending, purpose: str, at: datetime, facts: Facts) -> Step[ProState]:
    """Do it to his only job, or ask to which."""
    desk, tongue = state.desk, language(state.desk, facts.policy)
    if not desk.jobs:
        return Step(state, (say("jobs.none", tongue),))
    if len(desk.jobs) == 1:
        return Step(state, act(purpose, desk.jobs[0].lead, state, at, facts))
    if isinstance(state, (OfferShown, Accepting)):
        # The digits belong to the offer; which job is meant is asked when it is answered.
        return Step(state, (say("jobs.after_offer", tongue),))
    return ask_which(state, purpose, at, facts)


def act(purpose: str, lead: str, state: Attending, at: datetime, facts: Facts) -> tuple[Effect, ...]:
    """Tell the lead; what follows is told by the lead, except what it has no word for."""
    event: Event = TOLD[purpose](at=at, pro=state.desk.pro)
    effects: tuple[Effect, ...] = (Tell(Key.lead(lead), event),)
    if purpose in {"move", "on_way"}:
        effects += (say(f"jobs.{purpose}", language(state.desk, facts.policy)),)
    return effects


@PRO.on(JobAsked, Answered)
def picks_a_job(state: JobAsked, event: Answered, facts: Facts) -> Step[ProState]:
    step = open_next(state.desk, event.at, facts)
    if event.value == "none" or state.desk.job(event.value) is None:
        return Step(step.state, (say("kept", language(state.desk, facts.policy)), *step.effects))
    return Step(step.state, (*act(state.purpose, event.value, state, event.at, facts), *step.effects))


@PRO.on_each(ATTENDING, AskedJobs, AskedStatus)
def lists_jobs(state: Attending, event: AskedJobs | AskedStatus, facts: Facts) -> Step[ProState]:
    desk, tongue = state.desk, language(state.desk, facts.policy)
    lines = tuple(
        say(
            "jobs.line",
            tongue,
            client=job.client_name or "",
            phone=job.client_phone or "",
            issue=job.issue,
            **job.address,
            **job_params(job),
        )
        for job in desk.jobs[:8]
    )
    if isinstance(state, OfferShown):
        view = desk.offers[0]
        lines += (say("jobs.offer_open", tongue, trade=view.trade, area=view.area),)
    return Step(state, lines or (say("jobs.none", tongue),))


@PRO.on_each(ATTENDING, AskedMenu)
def shows_menu(state: Attending, event: AskedMenu, facts: Facts) -> Step[ProState]:
    return Step(state, (menu(state, facts),))


def menu(state: Attending, facts: Facts) -> Effect:
    """Only what is possible now."""
    possible = ["promenu.offer"] if isinstance(state, OfferShown) else []
    if state.desk.jobs:
        possible += ["promenu.jobs", "promenu.on_way", "promenu.done", "promenu.move", "promenu.cancel"]
        possible += ["promenu.resume"]
    possible += ["promenu.available" if state.desk.paused else "promenu.pause", "promenu.human"]
    return say("promenu", language(state.desk, facts.policy), lines=tuple(possible))


@PRO.on_each(ATTENDING, SaidThanks)
def welcomes(state: Attending, event: SaidThanks, facts: Facts) -> Step[ProState]:
    return Step(state, (say("thanks", language(state.desk, facts.policy)),))


@PRO.on_each((OfferShown,), LateAnswer, Answered)
def answers_past_the_offer(state: OfferShown, event: LateAnswer | Answered, facts: Facts) -> Step[ProState]:
    """A digit that is none of its answers, or a press on an old button: this offer is what is open."""
    return Step(state, (offer_line(state, facts),))


def offer_line(state: OfferShown, facts: Facts) -> Say:
    """Which offer waits for his 1 or 2."""
    view = state.desk.offers[0]
    return say("jobs.offer_open", language(state.desk, facts.policy), trade=view.trade, area=view.area)


@PRO.on_each(ATTENDING, LateAnswer)
def answers_nothing(state: Attending, event: LateAnswer, facts: Facts) -> Step[ProState]:
    return Step(state, (say("late_answer.pro", language(state.desk, facts.policy)),))


@PRO.on_each(ATTENDING, Answered)
def answers_what_is_not_asked(state: Attending, event: Answered, facts: Facts) -> Step[ProState]:
    return Step(state, (say("late_answer.pro", language(state.desk, facts.policy)),))


@PRO.on_each(ATTENDING, Wordless)
def says_nothing(state: Attending, event: Wordless, facts: Facts) -> Step[ProState]:
    if event.said.kind in {"undecryptable", "call"}:
        return Step(state, (say(f"wordless.{event.said.kind}", language(state.desk, facts.policy)),))
    return Step(state, (Outcome("ignored", event.said.kind),))


# Work or no work


@PRO.on_each(ATTENDING, AskedPause)
def pauses(state: Attending, event: AskedPause, facts: Facts) -> Step[ProState]:
    words = say("paused", language(state.desk, facts.policy))
    passed_on = unseen(state, event.at)
    state = with_pause(state, paused=True)
    return Step(state, (*passed_on, Pause(state.desk.pro, UNTIL_HE_SAYS_SO), words))


def unseen(state: Attending, at: datetime) -> tuple[Effect, ...]:
    """Offers that he has not seen go on to others, and are not held against him."""
    pro = state.desk.pro
    return tuple(
        Tell(Key.lead(lead), told)
        for lead in state.desk.queued
        for told in (OfferDeclined(at=at, pro=pro), DeclineExplained(at=at, pro=pro, reason="paused"))
    )


@PRO.on_each(ATTENDING, AskedAvailable)
def is_available(state: Attending, event: AskedAvailable, facts: Facts) -> Step[ProState]:
    words = say("available", language(state.desk, facts.policy))
    return Step(with_pause(state, paused=False), (Pause(state.desk.pro, None), words))


def with_pause(state: Attending, *, paused: bool) -> Attending:
    """The same state, knowing what he said of taking work."""
    desk = state.desk
    offers = tuple(offer for offer in desk.offers if not paused or offer.lead not in desk.queued)
    return replace(state, desk=replace(desk, paused=paused, offers=offers, queued=() if paused else desk.queued))


@PRO.on_each(ATTENDING, AskedStop)
def stops(state: Attending, event: AskedStop, facts: Facts) -> Step[ProState]:
    """No more offers: the open ones are declined, his jobs stand."""
    desk = state.desk
    declined = tuple(Tell(Key.lead(offer.lead), OfferDeclined(at=event.at, pro=desk.pro)) for offer in desk.offers)
    desk = replace(desk, offers=(), paused=True)
    words = say("stopped.pro", language(desk, facts.policy))
    after = Ready(desk) if isinstance(state, OfferShown) else replace(state, desk=desk)
    return Step(after, (*declined, Pause(desk.pro, UNTIL_HE_SAYS_SO), words))


@PRO.on_each(ATTENDING, AskedResume)
def gives_chats_back(state: Attending, event: AskedResume, facts: Facts) -> Step[ProState]:
    """The bot may write to the clients of his jobs again."""
    told = tuple(Tell(Key.lead(job.lead), ProAskedResume(at=event.at, pro=state.desk.pro)) for job in state.desk.jobs)
    return Step(state, (*told, say("resumed.pro", language(state.desk, facts.policy))))


@PRO.on_each(ATTENDING, AskedHuman)
def calls_a_person(state: Attending, event: AskedHuman, facts: Facts) -> Step[ProState]:
    words = say("human.taken", language(state.desk, facts.policy))
    alert = Alert("human.pro", ChatKey(state.desk.pro).masked)
    return Step(ProInHuman(state, event.at + facts.policy.human_idle, event.at, "asked"), (words, alert))


# Free words


@PRO.on_each(ATTENDING, Spoke)
def speaks(state: Attending, event: Spoke, facts: Facts) -> Step[ProState]:
    return Step(state, (Read(event.said),))


SENTENCES: dict[Intent, str] = {Intent.CANCEL: "cancel", Intent.MOVE: "move", Intent.DONE: "done"}


@PRO.on_each(ATTENDING, Understood)
def is_understood(state: Attending, event: Understood, facts: Facts) -> Step[ProState]:
    """A whole sentence of his: what it can mean for a professional, else the menu."""
    reading, tongue = event.reading, language(state.desk, facts.policy)
    if reading.intent is Intent.HUMAN:
        return PRO.decide(state, AskedHuman(at=event.at, said=event.said), facts)
    if reading.intent is Intent.THANKS:
        return Step(state, (say("thanks", tongue),))
    if reading.intent is Intent.JOB_TALK and reading.form.wish is not None:
        until = reading.form.wish.latest
        return Step(
            with_pause(state, paused=True), (Pause(state.desk.pro, until), say("paused.until", tongue, until=until))
        )
    if reading.intent is Intent.STATUS:
        return PRO.decide(state, AskedJobs(at=event.at, said=event.said), facts)
    if reading.intent in SENTENCES and state.desk.jobs and not isinstance(state, (OfferShown, Accepting)):
        return ask_which(state, SENTENCES[reading.intent], event.at, facts)
    return Step(state, (menu(state, facts),))


def ask_which(state: Attending, purpose: str, at: datetime, facts: Facts) -> Step[ProState]:
    """Which of his jobs is meant? What a sentence seems to want is asked back like this even if there is only one."""
    jobs = state.desk.jobs[:8]
    options = tuple(Option(job.lead, "option.job", tuple(sorted(job_params(job).items()))) for job in jobs)
    question = Question(
        Ask.WHICH, facts.new_id("which", purpose, at), (*options, Option("none", "option.none")), at, purpose
    )
    words = say(f"which.{purpose}", language(state.desk, facts.policy), question)
    return Step(JobAsked(state.desk, purpose, question, at + PATIENCE), (words,))
