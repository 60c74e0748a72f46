"""A minute of trouble with the model: new clients write all the time, and each must have a sensible answer soon.

As a program it plays the whole minute for every trouble: `python -m tests.system.ai_trouble --seconds 60`.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles

import httpx
from rich.console import Console
from rich.table import Table

from fixi.adapters.system.clock import SystemClock
from tests.support.gemini_brain import rules_brain
from tests.support.gemini_standin import KEY, GeminiStandin
from tests.system.parts import Parts, parts, wait_for

CLIENTS_A_SECOND = 5
WORDS = "my kitchen sink leaks, I live in Haifa"
SENSIBLE = "street and house number"  # what is still missing, and nothing else
LONGEST = 12.0
# What a model does in its bad minutes, by the stand-in's names.
TROUBLES = {"refusing": "503", "hanging": "hang", "garbage": "not_json", "no page of its own": "html500"}


@dataclass(frozen=True)
class Waited:
    """How long the clients of one trouble waited, in seconds; `asked` is how often the model was."""

    trouble: str
    seconds: tuple[float, ...]
    asked: int

    @property
    def longest(self) -> float:
        """The one who waited longest."""
        return max(self.seconds)

    @property
    def p95(self) -> float:
        """Of twenty, nineteen waited less."""
        return quantiles(self.seconds, n=20)[-1]


@contextmanager
def with_model(folder: Path, gemini: GeminiStandin) -> Iterator[Parts]:
    """Servers and an API whose workers will ask this model."""
    with parts(folder) as made:
        made.policy = "consent_required = false\n"
        made.more = {
            "FIXI_READER": "gemini",
            "FIXI_GEMINI_API_KEY": KEY,
            "FIXI_GEMINI_URL": gemini.url,
            "FIXI_GEMINI_MODELS": "gemini-3.8-flash,gemini-3.5-flash-lite",
            "FIXI_LANGUAGE": "en",
        }
        made.start("api")
        yield made


def endure(made: Parts, gemini: GeminiStandin, trouble: str, seconds: float, first: int) -> Waited:
    """New clients for so many seconds while the model does this; a worker of its own, which knows nothing of it yet."""
    gemini.always, before = TROUBLES[trouble], len(gemini.calls)
    worker = made.start(f"worker-{trouble.partition(' ')[0]}", "worker", "--processes", "1", "--threads", "8")
    wait_for(lambda: "ready for action" in worker.log.read_text(), "a worker")
    wait_for(made.ready, "ready")
    phones = [f"97254{first + number:07d}" for number in range(int(seconds * CLIENTS_A_SECOND))]
    clock, wrote = SystemClock(), dict[str, datetime]()
    begun = time.perf_counter()
    with httpx.Client(timeout=20) as client, ThreadPoolExecutor(4) as pool:

        def write(phone: str) -> int:
            wrote[phone] = clock.now()
            return made.says(phone, WORDS, f"m-{phone}", client)

        sent = []
        for number, phone in enumerate(phones):
            time.sleep(max(0.0, begun + number / CLIENTS_A_SECOND - time.perf_counter()))
            sent.append(pool.submit(write, phone))
        assert {each.result() for each in sent} == {200}
    answered: dict[str, datetime] = {}

    def all_answered() -> bool:
        for phone in phones:
            if phone not in answered:
                for bubble in made.screen(phone):
                    if SENSIBLE in bubble.text:
                        answered.setdefault(phone, bubble.at)
        return len(answered) == len(phones)

    wait_for(all_answered, f"an answer for everybody while the model is {trouble}", 30)
    worker.ends(25)
    seconds_waited = tuple((answered[phone] - wrote[phone]).total_seconds() for phone in phones)
    return Waited(trouble, seconds_waited, len(gemini.calls) - before)


def main() -> None:
    """Play every trouble and print who waited how long; 1 when somebody waited too long."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    seconds = options.parse_args().seconds
    folder = Path(tempfile.mkdtemp(prefix="ai-trouble-"))
    try:
        with GeminiStandin(rules_brain()) as gemini, with_model(folder, gemini) as made:
            waited = [endure(made, gemini, trouble, seconds, 1_000 * number) for number, trouble in enumerate(TROUBLES)]
    finally:
        shutil.rmtree(folder)
    table = Table("the model is", "clients", "calls", "median s", "p95 s", "longest s")
    for each in waited:
        numbers = (f"{value:.2f}" for value in (median(each.seconds), each.p95, each.longest))
        table.add_row(each.trouble, str(len(each.seconds)), str(each.asked), *numbers)
    Console().print(table)
    sys.exit(any(each.longest > LONGEST for each in waited))


if __name__ == "__main__":
    main()
