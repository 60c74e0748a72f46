"""The only place where something is left to chance: a seed gives the same choices again.

Which process runs at what moment is not the dice's to say, so two runs of one seed are alike and not the same.
"""

import random
from collections.abc import Sequence


class Dice:
    """Choices of one purpose, drawn from the seed of the run and the name of the purpose."""

    def __init__(self, seed: int, purpose: str) -> None:
        self._random = random.Random(f"{seed}:{purpose}")

    def between(self, low: float, high: float) -> float:
        """A number in this range."""
        return self._random.uniform(low, high)

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self._random.random() < share

    def one_of[T](self, choices: Sequence[T]) -> T:
        """Any of these, each as likely as it occurs."""
        return self._random.choice(choices)

    def shuffled[T](self, things: Sequence[T]) -> list[T]:
        """The same in another order."""
        return self._random.sample(things, len(things))
