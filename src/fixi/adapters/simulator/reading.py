"""Readers that can be made to be away, for the town: with a model the rules take over, without one words wait."""

from decimal import Decimal

from fixi.domain.errors import Unavailable
from fixi.domain.forms import Reading, ReadingTask
from fixi.ports.ai import Answer, Model, Reader
from fixi.ports.town import Fault, Faults


class SwitchedReader(Reader):
    """See Reader. It answers as the other one does, while the switch lets it."""

    def __init__(self, reader: Reader, faults: Faults) -> None:
        self._reader = reader
        self._faults = faults

    async def read(self, task: ReadingTask) -> Reading:
        """See Reader."""
        if self._faults.on(Fault.AI_DOWN):
            raise Unavailable("simulator: the reader is switched off")
        return await self._reader.read(task)


class SwitchedModel(Model):
    """See Model. It is asked as long as the switch lets it; then nobody is, and nothing is spent."""

    def __init__(self, model: Model, faults: Faults) -> None:
        self._model = model
        self._faults = faults

    async def ask(self, task: ReadingTask) -> Answer:
        """See Model."""
        return Answer(None) if self._faults.on(Fault.AI_DOWN) else await self._model.ask(task)

    def dearest(self, task: ReadingTask) -> Decimal:
        """See Model."""
        return self._model.dearest(task)
