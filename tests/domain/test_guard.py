"""The policy guard: its table, rule by rule, and what no rule may ever let through."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.account import AccountState, Standing, Switch
from fixi.domain.effects import Tone
from fixi.domain.guard import (
    LATER,
    MOST_PIECES,
    REST,
    RULES,
    SOON,
    Attempt,
    Channel,
    Drop,
    Go,
    Situation,
    Spoken,
    Verdict,
    Wait,
    judge,
)
from fixi.domain.policy import Policy
from fixi.domain.templates import Approval, Template
from fixi.domain.values import Language

# A Sunday, 14:00 in Jerusalem.
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
POLICY = Policy()
CHANNEL = Channel(
    "strict", window=DAY, proof=True, first_contacts=True, paced=True, longest_text=4096, longest_label=20
)
WORDS = Attempt("status", Tone.REPLY, "Your request is open.")
READY = Standing(AccountState.READY, NOON - 30 * DAY, NOON - MINUTE, NOON - 30 * DAY)
FINE = Situation(NOON, READY, heard_at=NOON - HOUR)
TEMPLATE = Template("status", Language.EN, "status_now", "en", Approval.APPROVED)
YOUNG = replace(READY, begun_at=NOON - DAY)


def said(ago: timedelta) -> tuple[Spoken, ...]:
    return (Spoken(WORDS.digest, NOON - ago),)


type Case = tuple[Attempt, Situation, Verdict]

# For each rule: what it refuses and how, and what it lets through.
TABLE: dict[str, tuple[list[Case], list[tuple[Attempt, Situation]]]] = {
    "kill_switch": (
        [
            (
                WORDS,
                replace(FINE, standing=replace(READY, switch=Switch(False, "dana"))),
                Wait("kill_switch", NOON + SOON),
            )
        ],
        [(WORDS, replace(FINE, standing=replace(READY, switch=Switch(True, "dana"))))],
    ),
    "account": (
        [
            (WORDS, replace(FINE, standing=Standing()), Wait("account", NOON + SOON)),
            (
                WORDS,
                replace(FINE, standing=replace(READY, state=AccountState.RESTRICTED)),
                Wait("account", NOON + SOON),
            ),
            (WORDS, replace(FINE, standing=replace(READY, proved_at=NOON - 6 * MINUTE)), Wait("account", NOON + SOON)),
        ],
        [(WORDS, replace(FINE, standing=replace(READY, proved_at=NOON - 6 * MINUTE + timedelta(seconds=1))))],
    ),
    "opt_out": (
        [
            (replace(WORDS, tone=Tone.NEWS), replace(FINE, stopped=True), Drop("opt_out")),
            (replace(WORDS, tone=Tone.COLD), replace(FINE, stopped=True), Drop("opt_out")),
        ],
        [(WORDS, replace(FINE, stopped=True)), (replace(WORDS, tone=Tone.NEWS), FINE)],
    ),
    "human": (
        [(WORDS, replace(FINE, with_person=True), Drop("human"))],
        [(replace(WORDS, text="human.taken"), replace(FINE, with_person=True)), (WORDS, FINE)],
    ),
    "quiet_hours": (
        [
            (
                replace(WORDS, tone=Tone.COLD),
                replace(FINE, at=NIGHT, heard_at=NIGHT, standing=replace(READY, proved_at=NIGHT)),
                Wait("quiet_hours", datetime(2026, 11, 23, 6, 0, tzinfo=UTC), aside=True),
            )
        ],
        [
            (replace(WORDS, tone=tone), replace(FINE, at=at, heard_at=at, standing=replace(READY, proved_at=at)))
            for tone, at in ((Tone.REPLY, NIGHT), (Tone.NEWS, NIGHT), (Tone.COLD, NOON))
        ],
    ),
    "length": (
        [(replace(WORDS, words="x" * (4096 * MOST_PIECES + 1)), FINE, Drop("length", tell=True))],
        [(replace(WORDS, words="x" * 4096 * MOST_PIECES), FINE)],
    ),
    "repeat": (
        [
            (WORDS, replace(FINE, said=said(timedelta(seconds=59))), Drop("repeat")),
            (
                replace(WORDS, made_at=NOON - MINUTE),
                replace(
                    FINE,
                    said=(Spoken(WORDS.digest, NOON - timedelta(seconds=5), NOON - 2 * MINUTE),),
                    heard_at=NOON - 3 * MINUTE,
                ),
                Drop("repeat"),
            ),
        ],
        [
            (WORDS, replace(FINE, said=said(MINUTE))),
            (WORDS, replace(FINE, said=said(timedelta(seconds=30)), heard_at=NOON - timedelta(seconds=20))),
            (replace(WORDS, about="another lead"), replace(FINE, said=said(timedelta(seconds=5)))),
            (
                replace(WORDS, made_at=NOON - MINUTE),
                replace(
                    FINE,
                    said=(Spoken(WORDS.digest, NOON - timedelta(seconds=5), NOON - 3 * MINUTE),),
                    heard_at=NOON - 2 * MINUTE,
                ),
            ),
            (replace(WORDS, words="Something else."), replace(FINE, said=said(timedelta(seconds=5)))),
        ],
    ),
    "window": (
        [
            (WORDS, replace(FINE, heard_at=NOON - DAY), Wait("window", NOON + LATER)),
            (WORDS, replace(FINE, heard_at=None), Wait("window", NOON + LATER)),
        ],
        [
            (WORDS, replace(FINE, heard_at=NOON - DAY + timedelta(seconds=1))),
            (WORDS, replace(FINE, heard_at=NOON - 9 * DAY, template=TEMPLATE)),
        ],
    ),
    "first_contact": (
        [
            (
                replace(WORDS, text="offer"),
                replace(FINE, standing=YOUNG, known=False, room=False, heard_at=None, template=TEMPLATE),
                # The next day begins at night, and he is not written to before the morning.
                Wait("first_contact", datetime(2026, 11, 23, 6, 0, tzinfo=UTC)),
            )
        ],
        [
            (WORDS, replace(FINE, standing=YOUNG, known=False, room=True)),
            (WORDS, replace(FINE, standing=YOUNG, known=True, room=False)),
            (WORDS, replace(FINE, standing=replace(READY, begun_at=NOON - 10 * DAY), known=False, room=False)),
        ],
    ),
    "buttons": (
        [
            (replace(WORDS, labels=labels), FINE, Go(buttons=False))
            for labels in (
                ("1", "2", "3", "4"),
                ("Yes", ""),
                ("The same word, so long, a", "The same word, so long, b"),
            )
        ],
        [(replace(WORDS, labels=("Yes", "No", "Another time, a long label")), FINE)],
    ),
    "gap": (
        [(WORDS, replace(FINE, wait=3 * MINUTE), Wait("gap", NOON + 3 * MINUTE))],
        [(WORDS, FINE)],
    ),
}


def test_every_rule_has_both_examples() -> None:
    assert list(TABLE) == list(RULES)
    assert all(refused and let_through for refused, let_through in TABLE.values())


@pytest.mark.parametrize(("rule", "number"), [(r, n) for r, (refused, _) in TABLE.items() for n in range(len(refused))])
def test_a_rule_refuses(rule: str, number: int) -> None:
    attempt, situation, verdict = TABLE[rule][0][number]
    assert RULES[rule](attempt, situation, CHANNEL, POLICY) == verdict
    assert judge(attempt, situation, CHANNEL, POLICY) == verdict


@pytest.mark.parametrize(("rule", "number"), [(r, n) for r, (_, let) in TABLE.items() for n in range(len(let))])
def test_a_rule_lets_through(rule: str, number: int) -> None:
    attempt, situation = TABLE[rule][1][number]
    assert not isinstance(RULES[rule](attempt, situation, CHANNEL, POLICY), Wait | Drop)
    assert isinstance(judge(attempt, situation, CHANNEL, POLICY), Go)


def test_outside_the_window_an_approved_template_goes_without_buttons() -> None:
    late = replace(FINE, heard_at=NOON - 2 * DAY, template=TEMPLATE)
    labelled = replace(WORDS, labels=("Yes", "No"))
    assert judge(labelled, late, CHANNEL, POLICY) == Go(buttons=False, template=TEMPLATE)


def test_inside_the_window_free_words_go_though_there_is_a_template() -> None:
    assert judge(WORDS, replace(FINE, template=TEMPLATE), CHANNEL, POLICY) == Go()


def test_a_channel_without_such_rules_needs_nothing_of_it() -> None:
    bare = Situation(NIGHT, Standing(), known=False, room=False, wait=HOUR)
    assert judge(WORDS, bare, Channel("simulator"), POLICY) == Go()


def test_a_channel_that_cannot_be_asked_rests_after_a_refusal_and_tries_again() -> None:
    channel, banned = Channel("cloud"), Standing(AccountState.BANNED, NOON - DAY, seen_at=NOON)
    seen = [replace(FINE, at=NOON + ago, standing=banned) for ago in (MINUTE, REST)]
    assert [type(judge(WORDS, now, channel, POLICY)) for now in seen] == [Wait, Go]


@pytest.mark.parametrize("night", ["2026-03-27T01:30", "2026-10-25T00:30", "2026-10-24T22:30"])
def test_quiet_hours_end_at_eight_on_a_night_of_a_clock_change(night: str) -> None:
    at = datetime.fromisoformat(night).replace(tzinfo=UTC)
    verdict = judge(replace(WORDS, tone=Tone.COLD), Situation(at), Channel("simulator"), POLICY)
    assert isinstance(verdict, Wait)
    local = verdict.until.astimezone(POLICY.zone)
    assert (local.hour, local.minute) == (8, 0)
    assert timedelta(0) < verdict.until - at <= 12 * HOUR


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
standings = st.builds(
    Standing,
    state=st.sampled_from(AccountState),
    since=st.none() | moments,
    proved_at=st.none() | moments,
    begun_at=st.none() | moments,
    switch=st.builds(Switch, on=st.booleans()),
)
attempts = st.builds(
    Attempt,
    text=st.sampled_from(["status", "human.taken", "offer"]),
    tone=st.sampled_from(Tone),
    words=st.text(max_size=20),
    about=st.just(""),
    labels=st.lists(st.text(max_size=30), max_size=5).map(tuple),
)
situations = st.builds(
    Situation,
    at=moments,
    standing=standings,
    heard_at=st.none() | moments,
    said=st.lists(st.builds(Spoken, digest=st.sampled_from(["a", WORDS.digest]), at=moments), max_size=2).map(tuple),
    known=st.booleans(),
    stopped=st.booleans(),
    with_person=st.booleans(),
    template=st.none() | st.just(TEMPLATE),
    room=st.booleans(),
    wait=st.timedeltas(timedelta(0), HOUR),
)


@given(attempts, situations)
def test_what_goes_breaks_no_promise(attempt: Attempt, now: Situation) -> None:
    verdict = judge(attempt, now, CHANNEL, POLICY)
    match verdict:
        case Go(template=template):
            assert now.standing.switch.on
            assert now.standing.state is AccountState.READY
            assert now.standing.proved_at is not None
            assert now.at - now.standing.proved_at < POLICY.account_proof
            assert not (now.stopped and attempt.tone is not Tone.REPLY)
            assert not now.with_person or attempt.text == "human.taken"
            assert template is not None or (now.heard_at is not None and now.at - now.heard_at < DAY)
        case Wait(rule=rule, until=until):
            assert rule in RULES
            assert until > now.at
        case Drop(rule=rule):
            assert rule in RULES


@given(attempts, situations)
def test_the_same_is_judged_the_same(attempt: Attempt, now: Situation) -> None:
    assert judge(attempt, now, CHANNEL, POLICY) == judge(attempt, now, CHANNEL, POLICY)
