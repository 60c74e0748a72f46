"""The policy guard: may this go out now? Asked before every send, and the only place that says no.

Pure: whoever asks brings all that it looks at. The rules stand in one table, in the order in which they are asked. A
refusal names its rule, and whether the words wait or are dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from fixi.domain.account import AccountState, Standing
from fixi.domain.calendar import awake, instant, quiet
from fixi.domain.effects import Tone
from fixi.domain.policy import Policy
from fixi.domain.templates import Template
from fixi.domain.values import derived_id

# How soon it is asked again whether a person has let us go on, the account is ready, somebody has written.
SOON = timedelta(seconds=30)
LATER = timedelta(minutes=5)
# So long a way without a state to ask for is left alone after it has refused the account.
REST = timedelta(minutes=2)
# A message is cut into so many pieces at most.
MOST_PIECES = 5
# What a person is told at the moment he is handed over, and what an operator is told of his own order.
HAND_OVER = frozenset({"operator.words", "human.taken"})
DAY = timedelta(days=1)
# Moments that were kept may be so much later than they were.
TICK = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Channel:
    """What may go out through a messenger, and what must be looked at before.

    `window`: free words only so long after the person's last message, outside it approved templates; None: always.
    `proof`: the account must have been seen ready lately. `first_contacts`: a young account writes to a few new people
    a day only. `paced`: a gap between two messages of the account. The limits are characters of a text in one message,
    buttons, and characters of a button's label.
    """

    name: str
    window: timedelta | None = None
    proof: bool = False
    first_contacts: bool = False
    paced: bool = False
    longest_text: int = 20_000
    most_buttons: int = 3
    longest_label: int = 25


def same_words(words: str, about: str) -> str:
    """A digest of what was said: the same for what reads the same and asks about the same lead."""
    return derived_id(words, about)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is to go out: its wording key and tone, its words (`about` is the lead of its question), its labels.

    `made_at` is when it was decided on.
    """

    text: str
    tone: Tone
    words: str
    about: str = ""
    labels: tuple[str, ...] = ()
    made_at: datetime | None = None

    @property
    def digest(self) -> str:
        """What makes two messages the same for whoever reads them."""
        return same_words(self.words, self.about)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that was said to a person: a digest of it, when, and when it had been decided on."""

    digest: str
    at: datetime
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the guard looks at.

    `heard_at` is when the person wrote last, `said` what was said to him lately, `known` whether he ever wrote to us or
    we to him, `stopped` whether he wants to hear nothing, `with_person` whether a person has his chat. `template` is
    the approved one for these words, `room` whether he has his place among the new people of this day, `wait` how long
    it is to the account's next free moment.
    """

    at: datetime
    standing: Standing = field(default_factory=Standing)
    heard_at: datetime | None = None
    said: tuple[Spoken, ...] = ()
    known: bool = True
    stopped: bool = False
    with_person: bool = False
    template: Template | None = None
    room: bool = True
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Go:
    """It may go out; without its buttons, or as this template."""

    buttons: bool = True
    template: Template | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: ask again then. With `aside` others may go out before it."""

    rule: str
    until: datetime
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """Never. With `tell` a person of the business should know."""

    rule: str
    tell: bool = False


type Verdict = Go | Wait | Drop
type Rule = Callable[[Attempt, Situation, Channel, Policy], Verdict | None]

RULES: dict[str, Rule] = {}


def _rule(rule: Rule) -> Rule:
    RULES[rule.__name__] = rule
    return rule


@_rule
def kill_switch(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict | None:
    """A person has stopped everything."""
    return None if now.standing.switch.on else Wait("kill_switch", now.at + SOON)


@_rule
def account(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict | None:
    """The account must be proved ready; where it cannot be asked, it rests for a while after it was refused."""
    standing = now.standing
    if not channel.proof:
        seen = standing.seen_at if standing.state not in {AccountState.READY, AccountState.UNKNOWN} else None
        return Wait("account", seen + REST) if seen is not None and now.at < seen + REST else None
    proved = standing.proved_at
    young = proved is not None and now.at - proved < policy.account_proof
    return None if standing.state is AccountState.READY and young else Wait("account", now.at + SOON)


@_rule
def opt_out(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict | None:
    """Who wants to hear nothing gets answers to what he writes himself, and nothing else."""
    return Drop("opt_out") if now.stopped and attempt.tone is not Tone.REPLY else None


@_rule
def human(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict | None:
    """While a person has the chat the bot is silent."""
    return Drop("human") if now.with_person and attempt.text not in HAND_OVER else None


@_rule
def quiet_hours(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict | None:
    """What comes unasked for waits for the day, and lets the rest go before it."""
    if attempt.tone is not Tone.COLD or not quiet(now.at, policy):
        return None
    return Wait("quiet_hours", awake(now.at, policy), aside=True)


@_rule
def length(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict | None:
    """Nobody reads more, and no way takes it, however it is cut."""
    return Drop("length", tell=True) if len(attempt.words) > channel.longest_text * MOST_PIECES else None


@_rule
def repeat(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict | None:
    """The same again within a minute is a mistake, unless he wrote in between."""
    for spoken in now.said:
        young = now.at - spoken.at < policy.repeat_window
        if spoken.digest == attempt.digest and young and not _wrote_between(spoken, attempt, now.heard_at):
            return Drop("repeat")
    return None


def _wrote_between(spoken: Spoken, attempt: Attempt, heard_at: datetime | None) -> bool:
    """He wrote after the first was said; or before, but between the decisions: then each answers a message of his."""
    if heard_at is None or heard_at >= spoken.at:
        return heard_at is not None
    if spoken.made_at is None or attempt.made_at is None:
        return False
    return spoken.made_at < heard_at < attempt.made_at + TICK


@_rule
def window(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict | None:
    """Free words for who has written lately; for the others an approved template, or they wait until he writes."""
    if channel.window is None or (now.heard_at is not None and now.at - now.heard_at < channel.window):
        return None
    if now.template is not None:
        return Go(buttons=False, template=now.template)
    return Wait("window", now.at + LATER)


@_rule
def first_contact(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict | None:
    """A young account writes to a few new people a day; the others wait for another day."""
    if not is_first_contact(now, channel, policy) or now.room:
        return None
    tomorrow = instant(local_day(now.at, policy) + DAY, time(0), policy.zone)
    return Wait("first_contact", awake(tomorrow, policy))


@_rule
def buttons(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict | None:
    """Buttons that the channel cannot show are left out: the text lists the choices with their numbers."""
    labels = attempt.labels
    fit = (
        len(labels) <= channel.most_buttons
        and all(labels)
        and len({label[: channel.longest_label - 1] for label in labels}) == len(labels)
    )
    return None if fit else Go(buttons=False)


@_rule
def gap(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict | None:
    """A moment between two messages of the account."""
    return Wait("gap", now.at + now.wait) if channel.paced and now.wait > timedelta(0) else None


def judge(attempt: Attempt, now: Situation, channel: Channel, policy: Policy) -> Verdict:
    """What the rules say together: the first refusal, else how it may go."""
    go = Go()
    for rule in RULES.values():
        match rule(attempt, now, channel, policy):
            case Wait() | Drop() as refusal:
                return refusal
            case Go() as other:
                go = replace(go, buttons=go.buttons and other.buttons, template=other.template or go.template)
            case None:
                pass
    return go


def is_first_contact(now: Situation, channel: Channel, policy: Policy) -> bool:
    """Whether a place among the new people of this day is needed."""
    if not channel.first_contacts or now.known:
        return False
    begun = now.standing.begun_at
    return begun is None or now.at - begun < policy.first_contact_days * DAY


def local_day(at: datetime, policy: Policy) -> date:
    """The date on the business's wall."""
    return at.astimezone(policy.zone).date()
