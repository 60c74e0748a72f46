"""The morning message of a professional."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from fixi.domain.effects import Effect, Say, Tone
from fixi.domain.events import DayBegins, JobView
from fixi.domain.machine import Facts, Step
from fixi.domain.pro_chat.agenda import MOST_LINES
from fixi.domain.pro_chat.rows import decide
from fixi.domain.pro_chat.states import ATTENDING, Desk, OfferShown, ProInHuman, ProState, Ready
from fixi.domain.values import Key, Language, Slot, TextLine
from tests.support.instances import one_of
from tests.support.samples import AT, HOUR, JOB, POLICY, PRO, QUESTION, VIEW, facts

TODAY = date(2026, 11, 22)
MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)  # eight o'clock in Jerusalem
HIS: Facts = facts(Key.pro(PRO))


def a_job(lead: str, start: datetime | None, **known: object) -> JobView:
    """A job of this lead, at this time."""
    job = replace(JOB, lead=lead, slot=Slot(start, start + HOUR) if start is not None else None)
    return replace(job, **known)  # type: ignore[arg-type]


def a_desk(*jobs: JobView) -> Desk:
    """His desk with these jobs on it."""
    return Desk(PRO, Language.EN, jobs=jobs)


def morning(state: ProState, day: date = TODAY, at: datetime = MORNING) -> Step[ProState]:
    """What this day's beginning does."""
    return decide(state, DayBegins(at=at, day=day), HIS)


def lines(effects: tuple[Effect, ...]) -> tuple[TextLine, ...]:
    """The lines of the one message that was said."""
    (words,) = effects
    assert isinstance(words, Say)
    assert words.text == "agenda"
    listed = dict(words.params)["lines"]
    assert isinstance(listed, tuple)
    return tuple(each for each in listed if isinstance(each, TextLine))


def test_the_jobs_of_the_day_are_one_message_in_time_order() -> None:
    late, early = a_job("late", AT + 3 * HOUR), a_job("early", AT, street=None, client_name=None)
    step = morning(Ready(a_desk(late, early)))
    first, second = lines(step.effects)
    assert (first.text, second.text) == ("agenda.job", "agenda.job")
    assert dict(first.params) == {
        "slot": early.slot,
        "trade": JOB.trade,
        "area": JOB.area,
        "what": JOB.issue,
        "client": "",
        "phone": JOB.client_phone,
        "street": "",
        "floor": "",
        "apartment": "",
    }
    assert dict(second.params)["slot"] == late.slot
    assert dict(second.params)["street"] == "Herzl 12"


def test_it_comes_unasked_in_his_language_and_asks_nothing() -> None:
    (words,) = morning(Ready(a_desk(a_job("one", AT)))).effects
    assert isinstance(words, Say)
    assert (words.tone, words.language, words.question) == (Tone.COLD, Language.EN, None)
    (other,) = morning(Ready(replace(a_desk(a_job("one", AT)), language=None))).effects
    assert isinstance(other, Say)
    assert other.language is POLICY.language


def test_jobs_without_a_time_are_named_at_the_end() -> None:
    step = morning(Ready(a_desk(a_job("open", None), a_job("one", AT), a_job("next", AT + timedelta(days=1)))))
    assert [line.text for line in lines(step.effects)] == ["agenda.job", "agenda.open"]


@pytest.mark.parametrize(
    "jobs",
    [
        (),
        (a_job("open", None),),
        (a_job("next", AT + timedelta(days=1)),),
        (a_job("before", AT - timedelta(days=1)),),
    ],
)
def test_a_day_without_a_time_says_nothing_and_is_not_remembered(jobs: tuple[JobView, ...]) -> None:
    state = Ready(a_desk(*jobs))
    assert morning(state) == Step(state)


def test_the_day_is_the_one_on_the_wall_of_the_business() -> None:
    # Half past eleven in the evening in London is half past one of the next day in Jerusalem.
    night = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert morning(Ready(a_desk(a_job("night", night)))).effects
    assert not morning(Ready(a_desk(a_job("night", night))), TODAY - timedelta(days=1), night).effects


def test_the_same_day_is_told_once_however_often_it_begins() -> None:
    step = morning(Ready(a_desk(a_job("one", AT))))
    assert step.effects
    again = morning(step.state, at=MORNING + HOUR)
    assert again == Step(step.state)
    assert morning(step.state, TODAY - timedelta(days=1)) == Step(step.state)


def test_every_day_is_told() -> None:
    state: ProState = Ready(a_desk(a_job("one", AT), a_job("two", AT + timedelta(days=1))))
    for days in (0, 1):
        step = morning(state, TODAY + timedelta(days=days), MORNING + timedelta(days=days))
        assert len(lines(step.effects)) == 1
        state = step.state


def test_a_morning_that_comes_a_day_late_says_nothing() -> None:
    state = Ready(a_desk(a_job("one", AT)))
    assert morning(state, at=MORNING + timedelta(days=1)) == Step(state)


def test_who_takes_no_new_work_still_has_his_jobs() -> None:
    assert morning(Ready(replace(a_desk(a_job("one", AT)), paused=True))).effects


def test_an_open_question_stays_open() -> None:
    shown = OfferShown(replace(a_desk(a_job("one", AT)), offers=(VIEW,)), QUESTION)
    step = morning(shown)
    assert isinstance(step.state, OfferShown)
    assert step.state.question == QUESTION
    assert lines(step.effects)


@pytest.mark.parametrize("kind", ATTENDING)
def test_it_comes_in_every_state_in_which_the_bot_speaks(kind: type) -> None:
    state = replace(one_of(kind), desk=a_desk(a_job("one", AT)))
    step = morning(state)
    assert type(step.state) is kind
    assert len(step.effects) == 1


def test_nothing_is_said_while_a_person_has_the_chat() -> None:
    state = ProInHuman(Ready(a_desk(a_job("one", AT))), AT)
    assert morning(state) == Step(state)


def test_a_very_long_day_is_cut_and_says_so() -> None:
    jobs = [a_job(f"job{n:02}", MORNING + n * HOUR) for n in range(MOST_LINES + 3)]
    *shown, more = lines(morning(Ready(a_desk(*jobs))).effects)
    assert [dict(line.params)["slot"] for line in shown] == [job.slot for job in jobs[:MOST_LINES]]
    assert (more.text, dict(more.params)) == ("agenda.more", {"count": 3})
