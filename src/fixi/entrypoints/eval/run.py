"""The command: read every case, score, compare with the baseline."""

import asyncio
import json
from dataclasses import dataclass, replace
from time import perf_counter

from rich.console import Console

from fixi.application.checker import Checker
from fixi.container import Container, close_clients
from fixi.domain.errors import Invalid, Refused, Unavailable
from fixi.domain.forms import Reading
from fixi.domain.values import Language
from fixi.entrypoints.eval import baseline, report
from fixi.entrypoints.eval.cases import FIELDS, Case, cases
from fixi.entrypoints.eval.judge import Verdict, judge
from fixi.entrypoints.eval.scores import scored
from fixi.ports.ai import Reader
from fixi.ports.places import Places
from fixi.settings import CHOICES, Settings

NOBODY = "nobody"
AT_ONCE = 4  # calls of a reader that waits for a network


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    reader: str = "rules"
    field: str | None = None
    language: str | None = None
    as_json: bool = False
    failures: bool = False
    update: bool = False


def run(settings: Settings, console: Console, wanted: Wanted) -> bool:
    """Evaluate and show; False when a score fell by more than two points."""
    if wanted.field is not None and wanted.field not in FIELDS:
        raise Invalid(f"--field is one of: {', '.join(FIELDS)}")
    if wanted.language is not None and wanted.language not in set(Language):
        raise Invalid(f"--language is one of: {', '.join(Language)}")
    if wanted.update and (wanted.field or wanted.language):
        raise Refused("a baseline is made of all cases: leave --field and --language out")
    if wanted.reader not in CHOICES["FIXI_READER"]:
        raise Invalid(f"--reader is one of: {', '.join(CHOICES['FIXI_READER'])}")
    if wanted.reader == "gemini" and not settings.gemini_api_key:
        raise Refused("the reader gemini needs FIXI_GEMINI_API_KEY")
    # Nothing of the running system is touched: budget and records of this run are in memory.
    container = Container(settings=replace(settings, reader=wanted.reader, storage="memory", queue="memory"))
    places = container.places()
    chosen = tuple(case for case in cases(places) if wanted.language in {None, case.language})
    verdicts = asyncio.run(_read_and_close(container, chosen))
    scores = scored(verdicts, (wanted.field,) if wanted.field else FIELDS)
    before = {} if wanted.update else baseline.load(wanted.reader)
    if wanted.language:  # only what is of this language alone can be compared
        before = {name: value for name, value in before.items() if name.startswith(f"{wanted.language}.")}
    if wanted.field:
        before = {name: value for name, value in before.items() if name.rpartition(".")[2] == wanted.field}
    fallen = baseline.falls(before, scores.percents)
    failures = verdicts if wanted.failures else ()
    if wanted.field:
        failures = tuple(replace(v, right={n: r for n, r in v.right.items() if n == wanted.field}) for v in failures)
    if wanted.as_json:
        console.print_json(json.dumps(report.as_data(wanted.reader, scores, fallen, failures)))
    else:
        report.show_failures(console, failures)
        report.show(console, wanted.reader, scores, fallen)
    if wanted.update:
        baseline.save(wanted.reader, scores.percents)
    return not fallen


async def _read_and_close(container: Container, chosen: tuple[Case, ...]) -> tuple[Verdict, ...]:
    try:
        return await read_all(container.reader(), container.checker(), chosen, container.places())
    finally:
        await close_clients(container)


async def read_all(reader: Reader, checker: Checker, chosen: tuple[Case, ...], places: Places) -> tuple[Verdict, ...]:
    """A verdict for each case, in their order, on what the core is given; who cannot answer has read nothing."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(case: Case) -> Verdict:
        async with room:
            begun = perf_counter()
            try:
                reading = await reader.read(case.task)
            except Unavailable:
                reading = Reading(source=NOBODY)
            seconds = perf_counter() - begun
            return judge(case, checker(reading, case.task).reading, places, seconds)

    return tuple(await asyncio.gather(*(one(case) for case in chosen)))
