"""Does it add up? What was acknowledged and what was sent, held against what the system's books say about it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from fixi.ports.storage import LedgerEntry
from tests.chaos.provider import STRANGERS, Sent
from tests.chaos.screens import Shown

OUTCOMES = ("answered", "merged", "ignored", "handed")
SETTLED = ("sent", "failed", "dropped")
# News that name no job: two of them in a row can have two causes.
NAMELESS = (
    "The time to answer is over",
    "The client called the request off",
    "Somebody else said yes first",
    "The request has changed",
    "The client did not want to wait",
    "The job is not open any more",
    "No answer yet, so we asked another",
    "The job is closed",
    "The client called the job off",
    "Noted, the job comes back",
    "More details about the job",
    "The time ",
)
# How long before he reads the first of some equal answers a person may have written what they answer.
BEHIND = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Books:
    """What the system itself says when everything is quiet."""

    lines: tuple[LedgerEntry, ...]
    unread: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    doctor: int = 0
    doctor_said: str = ""


def findings(sent: Sequence[Sent], shown: Sequence[Shown], books: Books) -> tuple[str, ...]:
    """Everything that does not add up, one line each with the id that it is about; nothing when all does."""
    found = [*_received(sent, books), *_said(shown, books), *_said_again(sent, shown), *_strangers(sent, shown)]
    found += [f"still unread: {address}" for address in books.unread]
    found += [f"still to be sent: {key}" for key in books.pending]
    found += [f"set aside although innocent: {kept}" for kept in books.set_aside]
    if books.doctor != 0:
        found.append(f"fixi doctor: exit code {books.doctor}\n{books.doctor_said}")
    return tuple(found)


def outcomes(sent: Iterable[Sent], books: Books) -> Counter[str]:
    """What became of the acknowledged messages; `missing` for those that the books do not know."""
    known = {_message(line): line.outcome for line in _incoming(books)}
    return Counter(known.get(message.id, "missing") for message in sent if message.acknowledged is not None)


def _received(sent: Sequence[Sent], books: Books) -> Iterator[str]:
    """Every message that got a 200 has one line with one outcome, and there is no line that nobody wrote."""
    lines = defaultdict[str, list[LedgerEntry]](list)
    for line in _incoming(books):
        lines[_message(line)].append(line)
    for message in sent:
        found = lines.pop(message.id, [])
        if message.acknowledged is None:
            yield f"never acknowledged: {message.id}"
        elif not found:
            yield f"acknowledged and lost: {message.id}"
        elif len(found) > 1:
            yield f"has {len(found)} outcomes: {message.id}"
        elif found[0].outcome not in OUTCOMES:
            yield f"{found[0].outcome} ({found[0].reason}): {message.id}"
    for name in lines:
        yield f"in the books and never written: {name}"


def _said(shown: Sequence[Shown], books: Books) -> Iterator[str]:
    """What the books call sent is on the phones, once; and what is on the phones is in the books."""
    on_phones = Counter(each.message for each in shown)
    for message, times in on_phones.items():
        if times > 1:
            yield f"sent {times} times: {message}"
    settled = {line.id: line.outcome for line in books.lines if line.kind == "out"}
    for message in on_phones:
        if message not in settled:
            yield f"sent and not in the books: {message}"
    for message, outcome in settled.items():
        if outcome not in SETTLED:
            yield f"neither sent nor given up: {message}"
        elif outcome == "sent" and message not in on_phones:
            yield f"sent according to the books, and on no phone: {message}"
        elif outcome == "dropped" and message in on_phones:
            yield f"dropped according to the books, and on a phone: {message}"


def _said_again(sent: Sequence[Sent], shown: Sequence[Shown]) -> Iterator[str]:
    """Nobody reads the same words more often in a row than he wrote something that they can answer."""
    wrote = defaultdict[str, list[Sent]](list)
    for message in sent:
        wrote[message.phone].append(message)
    phones = defaultdict[str, list[Shown]](list)
    for each in shown:
        phones[each.phone].append(each)
    for phone, screen in phones.items():
        for text, run in groupby(screen, key=lambda each: each.text):
            same = list(run)
            if len(same) < 2 or text.startswith(NAMELESS):
                continue
            causes = sum(same[0].at - BEHIND <= message.written <= same[-1].at for message in wrote[phone])
            if causes < len(same):
                ids = ", ".join(each.message for each in same)
                yield f"the same words {len(same)} times in a row, with {causes} messages before them: {ids}"


def _strangers(sent: Sequence[Sent], shown: Sequence[Shown]) -> Iterator[str]:
    """Who wrote once is answered once."""
    read = Counter(each.phone for each in shown)
    for message in sent:
        if message.phone.startswith(STRANGERS) and read[message.phone] != 1:
            yield f"wrote once and was answered {read[message.phone]} times: {message.id}"


def _incoming(books: Books) -> Iterator[LedgerEntry]:
    return (line for line in books.lines if line.kind == "in")


def _message(line: LedgerEntry) -> str:
    """The provider's id of a message, which ends ours."""
    return line.id.rpartition(":")[2]
