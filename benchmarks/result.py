"""One row of the table, and how often a thing is measured."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured, in words; `reached` None where there is no goal."""

    what: str
    measured: str
    goal: str = "—"
    reached: bool | None = None


def per_second(work: Callable[[], int], runs: int = RUNS) -> float:
    """The median of how many things a second `work` does; it returns how many it did. One run to warm up.

    The garbage collector rests meanwhile, as with the standard library's timeit.
    """
    work()
    rates = []
    for _ in range(runs):
        gc.collect()
        gc.disable()
        try:
            start = time.perf_counter()
            done = work()
            rates.append(done / (time.perf_counter() - start))
        finally:
            gc.enable()
    return statistics.median(rates)
