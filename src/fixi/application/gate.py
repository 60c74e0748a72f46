"""Before anything goes out: gathers what the policy guard looks at, and asks it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fixi.domain.account import Standing
from fixi.domain.calendar import awake, quiet
from fixi.domain.client_chat.states import Stopped
from fixi.domain.effects import Say, Tone
from fixi.domain.guard import (
    Attempt,
    Channel,
    Drop,
    Go,
    Situation,
    Verdict,
    Wait,
    is_first_contact,
    judge,
    local_day,
)
from fixi.domain.invariants import in_human_mode
from fixi.domain.policy import Policy
from fixi.domain.templates import Template
from fixi.domain.values import ChatKey, Key, Kind
from fixi.ports.account import AccountBook
from fixi.ports.chats import Chats, Talk
from fixi.ports.clock import Clock
from fixi.ports.messaging import Message
from fixi.ports.queues import Slots
from fixi.ports.storage import Policies
from fixi.ports.templates import Templates

# Who waits for the account's next free moment waits no longer than this under his lease.
PATIENCE = timedelta(seconds=2)
NOTHING = timedelta(0)
# What only one of a person's two documents may not know.
TWO_SIDED = frozenset({"window", "repeat", "first_contact"})

type Looks = Callable[[], Awaitable[Standing]]
type Rests = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing that is to be said: its document, the effect, its words, the chat as it stands; when it was made."""

    key: Key
    say: Say
    message: Message
    talk: Talk
    made_at: datetime

    @property
    def attempt(self) -> Attempt:
        """What the guard is shown of it."""
        about = self.say.question.about if self.say.question is not None else ""
        labels = tuple(button.label for button in self.message.buttons)
        return Attempt(self.say.text, self.say.tone, self.message.text, about, labels, self.made_at)


class Gate:
    """Asks the policy guard. `look` sees afresh how the account is, `rest` waits so many seconds."""

    def __init__(
        self,
        channel: Channel,
        book: AccountBook,
        look: Looks,
        chats: Chats,
        templates: Templates,
        slots: Slots,
        policies: Policies,
        clock: Clock,
        rest: Rests,
    ) -> None:
        self._channel = channel
        self._book = book
        self._look = look
        self._chats = chats
        self._templates = templates
        self._slots = slots
        self._policies = policies
        self._clock = clock
        self._rest = rest

    async def __call__(self, letter: Letter) -> Verdict:
        """May it go out now? Raises Unavailable when that cannot be known."""
        policy, at, attempt = await self._policies.current(), self._clock.now(), letter.attempt
        now = Situation(
            at,
            await self._book.standing(),
            letter.talk.heard_at,
            letter.talk.said,
            stopped=isinstance(letter.talk.state, Stopped),
            with_person=letter.talk.state is not None and in_human_mode(letter.talk.state),
            template=self._template(letter),
        )
        verdict = judge(attempt, now, self._channel, policy)
        if isinstance(verdict, Wait) and verdict.rule == "account" and self._channel.proof:
            now = replace(now, standing=await self._look())
            verdict = judge(attempt, now, self._channel, policy)
        if self._channel.first_contacts and isinstance(verdict, Go):
            now = await self._room(letter, now, policy)
            verdict = judge(attempt, now, self._channel, policy)
        elif (isinstance(verdict, Wait | Drop) and verdict.rule in TWO_SIDED) or _templated(verdict):
            now = await self._both_sides(letter, now)
            verdict = judge(attempt, now, self._channel, policy)
        return await self._paced(verdict, attempt, now, policy)

    def _template(self, letter: Letter) -> Template | None:
        return self._templates.find(letter.say.text, letter.say.language) if self._channel.window else None

    async def _both_sides(self, letter: Letter, now: Situation) -> Situation:
        """What the person's other document knows is known as well: he has one chat, whatever he is in it."""
        other = Kind.CLIENT if letter.key.kind is Kind.PRO else Kind.PRO
        talk = await self._chats.talk(Key(other, letter.key.id))
        heard = max(filter(None, (now.heard_at, talk.heard_at)), default=None)
        known = bool(heard or now.said or talk.said)
        return replace(now, heard_at=heard, said=(*now.said, *talk.said), known=known)

    async def _room(self, letter: Letter, now: Situation, policy: Policy) -> Situation:
        """His place among the new people of this day, if he needs one."""
        if now.heard_at is not None or now.said:
            return now
        now = await self._both_sides(letter, now)
        if not is_first_contact(now, self._channel, policy):
            return now
        day, most = local_day(now.at, policy), policy.first_contacts_per_day
        return replace(now, room=await self._book.first_contact(ChatKey(letter.key.id), day, most))

    async def _paced(self, verdict: Verdict, attempt: Attempt, now: Situation, policy: Policy) -> Verdict:
        """A moment of its own for each message of the account; a short wait for it is waited here."""
        if not isinstance(verdict, Go) or not self._channel.paced or policy.send_gap <= NOTHING:
            return verdict
        wait = await self._slots.claim("send", policy.send_gap, PATIENCE)
        if wait > PATIENCE:
            return judge(attempt, replace(now, wait=wait), self._channel, policy)
        if wait <= NOTHING:
            return verdict
        await self._rest(wait.total_seconds())
        # Somebody may have stopped everything meanwhile.
        return judge(attempt, replace(now, standing=await self._book.standing()), self._channel, policy)

    async def steps_aside(self, say: Say, after: datetime) -> bool:
        """Whether this was put off to that moment because of the night: then others may go before it."""
        policy, at = await self._policies.current(), self._clock.now()
        return say.tone is Tone.COLD and quiet(at, policy) and after >= awake(at, policy)


def _templated(verdict: Verdict) -> bool:
    return isinstance(verdict, Go) and verdict.template is not None


def heard_before(at: datetime, talk: Talk) -> Talk:
    """The talk after the provider has said that nothing was heard lately."""
    return replace(talk, heard_at=None) if talk.heard_at is None or talk.heard_at <= at else talk
