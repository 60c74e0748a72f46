"""Gemini as a Model: the models of the list one after the other, all within one time limit."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

from fixi.adapters.gemini.answers import read_answer
from fixi.adapters.gemini.breaker import Breaker
from fixi.adapters.gemini.contents import FILE_TOKENS, Load, Shown, dearest_turn, nothing_to_load, user_turn
from fixi.adapters.gemini.prices import cost
from fixi.adapters.gemini.prompt import load_prompt
from fixi.adapters.gemini.schema import form_schema
from fixi.adapters.gemini.troubles import BILLED, EVERYBODY, FINAL, PAUSES, WELL, Trouble
from fixi.adapters.gemini.wire import MOST_TOKENS, Reply, Wire
from fixi.domain.calls import Call
from fixi.domain.forms import Reading, ReadingTask
from fixi.domain.values import derived_id
from fixi.ports.ai import Answer, Model
from fixi.ports.clock import Clock

PATIENCE = 8.0
FILES_PATIENCE = 2.0
TOO_LATE = 0.5  # nobody answers in less
LETTERS_A_TOKEN = 3  # about four in English, about two in Hebrew
# When so many calls have waited for half of the time limit, nobody else waits: a worker has few places to wait in, and
# who comes after would wait twice, for a place and then for the model.
STUCK = 3
EARLY = 0.75  # of the time limit: whoever waits beside so many gives up then

log = logging.getLogger(__name__)


class GeminiModel(Model):
    """Asks the first model of the list that is well; the next one when it fails while there is time."""

    def __init__(
        self,
        key: str,
        models: tuple[str, ...],
        trades: Iterable[str],
        clock: Clock,
        url: str = "",
        load: Load = nothing_to_load,
        patience: float = PATIENCE,
    ) -> None:
        self._wire = Wire(key, url, patience)
        self._models = models
        self._breakers = {model: Breaker(clock) for model in models}
        self._load = load
        self._begun: list[float] = []
        self._patience = patience
        self.prompt = load_prompt("reader", form_schema(trades))

    async def close(self) -> None:
        """Let go of the connections."""
        await self._wire.close()

    async def ask(self, task: ReadingTask) -> Answer:
        """See Model."""
        well = [model for model in self._models if not self._breakers[model].open]
        begun = perf_counter()
        if not well or self._stuck(begun):
            return Answer(None)
        self._begun.append(begun)
        try:
            return await self._one_of(well, task, begun + self._patience)
        finally:
            self._begun.remove(begun)

    async def _one_of(self, well: list[str], task: ReadingTask, end: float) -> Answer:
        shown = await self._shown(task)
        calls: list[Call] = []
        for model in well:
            left = end - perf_counter()
            if left < TOO_LATE or not self._breakers[model].allows():
                continue
            started = perf_counter()
            reply = await self._reply(model, shown, left)
            reading, call = self._made_of(reply, model, shown, task, len(calls))
            call = replace(call, seconds=round(perf_counter() - started, 3))
            calls.append(call)
            log.info("model called", extra={"model": model, "outcome": call.outcome, "seconds": call.seconds})
            self._learn(model, call.outcome, reply)
            if reading is not None:
                return Answer(reading, tuple(calls))
            if call.outcome in FINAL:
                break
        return Answer(None, tuple(calls))

    def dearest(self, task: ReadingTask) -> Decimal:
        """See Model: every model of the list is asked, takes all it may, and answers nothing that can be read."""
        most_in = dearest_turn(task) + len(self.prompt.text) + len(str(self.prompt.schema))
        return sum((cost(model, most_in, MOST_TOKENS) for model in self._models), Decimal(0))

    def _shown_tokens(self, shown: Shown) -> int:
        """How many tokens a request with this turn has, about."""
        letters = (
            len(self.prompt.text) + len(str(self.prompt.schema)) + sum(len(part.text or "") for part in shown.parts)
        )
        return letters // LETTERS_A_TOKEN + len(shown.files) * FILE_TOKENS

    async def _shown(self, task: ReadingTask) -> Shown:
        """The user turn; when its files take too long, without them."""
        try:
            async with asyncio.timeout(min(FILES_PATIENCE, self._patience / 2)):
                return await user_turn(task, self._load)
        except TimeoutError:
            return await user_turn(task, nothing_to_load)

    async def _reply(self, model: str, shown: Shown, left: float) -> Reply:
        asking = asyncio.ensure_future(self._wire.ask(model, self.prompt, shown.parts))
        try:
            early = max(left - self._patience * (1 - EARLY), TOO_LATE)
            done, _ = await asyncio.wait((asking,), timeout=min(early, left))
            if not done and early < left and not self._stuck(perf_counter()):
                done, _ = await asyncio.wait((asking,), timeout=left - early)
            return asking.result() if done else Reply(trouble=Trouble.TIMEOUT)
        except asyncio.CancelledError:
            self._breakers[model].failed()  # so that a probe whose task was ended does not block the next one
            raise
        finally:
            asking.cancel()

    def _stuck(self, now: float) -> bool:
        """Whether so many calls have waited for long that one more would wait in vain."""
        return sum(now - begun > self._patience / 2 for begun in self._begun) >= STUCK

    def _made_of(
        self, reply: Reply, model: str, shown: Shown, task: ReadingTask, number: int
    ) -> tuple[Reading | None, Call]:
        read = read_answer(reply.text, task, model) if reply.trouble is None else None
        trouble = reply.trouble or (Trouble.GARBAGE if read is None else None)
        reading, odd = read if read is not None else (None, ())
        # Whoever hangs up does not learn what it cost: what was shown has been read by then.
        tokens_in = reply.tokens_in or (self._shown_tokens(shown) if trouble in BILLED else 0)
        call = Call(
            id=derived_id(task.chat, task.at.isoformat(), task.text.encode("utf-8", "replace"), model, number),
            at=task.at,
            chat=task.chat,
            model=model,
            prompt=self.prompt.version,
            outcome=str(trouble or "read"),
            tokens_in=tokens_in,
            tokens_out=reply.tokens_out,
            cost=cost(model, tokens_in, reply.tokens_out),
            inputs=shown.files,
            refused=tuple(f"{name}:unreadable" for name in odd),
            result=reply.text if reading is not None else "",
            lead=task.lead,
        )
        return reading, call

    def _learn(self, model: str, outcome: str, reply: Reply) -> None:
        """What the outcome says about the model, or about all of them."""
        if outcome == "read" or outcome in WELL:
            self._breakers[model].succeeded()
        elif outcome in EVERYBODY:
            # Who waits in vain cannot tell the model from the way to it; trying each in turn would cost each its time.
            for breaker in self._breakers.values():
                breaker.failed(PAUSES.get(Trouble(outcome)))
        else:
            self._breakers[model].failed(reply.pause)
