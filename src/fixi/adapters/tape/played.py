"""A reader that reads nothing: it says again what was said when the recording was made."""

from collections import defaultdict, deque
from collections.abc import Iterable

from fixi.adapters.tape.tape import Read, mark
from fixi.domain.forms import Reading, ReadingTask
from fixi.ports.ai import Reader


class PlayedReader(Reader):
    """Answers from recorded readings, those of the same words in the order they were made.

    For words that were never read then another reader stands in: `unknown` counts how often, since what is decided
    after that need not be what was decided before.
    """

    def __init__(self, readings: Iterable[Read], otherwise: Reader) -> None:
        self._readings: dict[str, deque[Reading]] = defaultdict(deque)
        for read in readings:
            self._readings[read.of].append(read.reading)
        self._otherwise = otherwise
        self.unknown = 0

    async def read(self, task: ReadingTask) -> Reading:
        """See Reader."""
        kept = self._readings.get(mark(task))
        if not kept:
            self.unknown += 1
            return await self._otherwise.read(task)
        # A turn that lost a race has read the same twice; the last reading stands for all that may still be asked.
        return kept.popleft() if len(kept) > 1 else kept[0]
