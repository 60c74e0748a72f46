"""A model with the rules behind it: the rules read everything as well, check it, and take over when the model fails."""

import logging
from dataclasses import replace
from decimal import Decimal

from fixi.application.checker import Checker
from fixi.domain.calls import Call
from fixi.domain.checking import Refusal
from fixi.domain.errors import FixiError
from fixi.domain.forms import Line, Reading, ReadingTask
from fixi.domain.policy import Policy
from fixi.domain.second_opinion import combined, differences
from fixi.domain.spending import Allowance, Grant, narrowed
from fixi.ports.ai import Answer, Budget, Calls, Model, Reader
from fixi.ports.storage import Ledger, LedgerEntry, Policies

LATELY = 64  # readings that are remembered; more than one process takes turns at once
TOLD = {("in", "answered"), ("in", "merged"), ("in", "handed"), ("out", "sent")}

log = logging.getLogger(__name__)


class BackedReader(Reader):
    """Asks the model within the day's money; whatever it does not answer, or answers badly, is read by the rules."""

    def __init__(
        self,
        model: Model,
        rules: Reader,
        checker: Checker,
        budget: Budget,
        calls: Calls,
        ledger: Ledger,
        policies: Policies,
    ) -> None:
        self._model = model
        self._rules = rules
        self._checker = checker
        self._budget = budget
        self._calls = calls
        self._ledger = ledger
        self._policies = policies
        self._lately: dict[ReadingTask, Reading] = {}

    async def read(self, task: ReadingTask) -> Reading:
        """See Reader. Danger that the words tell is never less because a model sees none.

        A turn that lost a race for its document asks the same once more: it is neither kept waiting nor paid for twice.
        """
        if task not in self._lately:
            reading = await self._read(task)
            while len(self._lately) >= LATELY:
                self._lately.pop(next(iter(self._lately)))
            self._lately[task] = reading
        return self._lately[task]

    async def _read(self, task: ReadingTask) -> Reading:
        words = await self._rules.read(task)
        answer = await self._asked(task)
        if answer.reading is None:
            log.info("rules took over", extra={"outcomes": ",".join(call.outcome for call in answer.calls)})
            await self._note(answer.calls)
            return words
        heard = answer.reading.form.transcript
        if heard is not None:
            # What was spoken tells danger and a place just as what was written does.
            words = await self._rules.read(replace(task, text=f"{task.text}\n{heard}".strip()))
        checked = self._checker(answer.reading, task, words.form.urgency)
        reading = combined(checked.reading, words, checked.refused, task)
        await self._note(_compared(answer.calls, checked.refused, differences(reading, words)))
        return reading

    async def _asked(self, task: ReadingTask) -> Answer:
        """The model's answer; none when the money or the calls of the day do not reach, or cannot be counted."""
        try:
            policy = await self._policies.current()
            task = replace(task, lines=await self._lines(task, policy))
            allowance = Allowance(policy.ai_budget_per_day, policy.ai_calls_per_chat_per_day)
            day = task.at.astimezone(policy.zone).date()
            grant = await self._budget.reserve(task.chat, day, self._model.dearest(task), allowance)
        except FixiError as error:
            log.warning("budget not asked", extra={"kind": type(error).__name__})
            return Answer(None)
        if grant is None:
            log.info("budget used up", extra={"chat": f"…{task.chat[-4:]}"})
            return Answer(None)
        gone = grant.gone - grant.amount
        answer = await self._model.ask(narrowed(task, gone, allowance.money))
        await self._settle(grant, sum((call.cost for call in answer.calls), Decimal(0)))
        return answer

    async def _lines(self, task: ReadingTask, policy: Policy) -> tuple[Line, ...]:
        """The last messages of the chat, both sides."""
        if not task.chat:
            return task.lines
        entries = await self._ledger.lines(task.chat, policy.context_messages)
        return tuple(map(_line, filter(_is_told, entries)))

    async def _settle(self, grant: Grant, spent: Decimal) -> None:
        try:
            await self._budget.settle(grant, spent)
        except FixiError as error:  # what was put aside stays: too much is counted then, never too little
            log.warning("budget not settled", extra={"kind": type(error).__name__})

    async def _note(self, calls: tuple[Call, ...]) -> None:
        try:
            await self._calls.note(calls)
        except FixiError as error:  # a note less is no reason to ask and pay again
            log.warning("calls not noted", extra={"kind": type(error).__name__})


def _compared(calls: tuple[Call, ...], refused: tuple[Refusal, ...], differs: tuple[str, ...]) -> tuple[Call, ...]:
    """The last call is the one that was read."""
    *others, last = calls
    names = tuple(f"{refusal.field}:{refusal.why}" for refusal in refused)
    return (*others, replace(last, refused=(*last.refused, *names), differs=differs))


def _is_told(entry: LedgerEntry) -> bool:
    return bool(entry.text) and (entry.kind, entry.outcome) in TOLD


def _line(entry: LedgerEntry) -> Line:
    return Line(entry.at, entry.kind == "out", entry.text)
