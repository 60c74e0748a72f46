"""What a person's messages mean, as far as rules can tell: the open question and the fixed words come first.

Whatever they do not answer becomes `Spoke`, and the row decides whether a reader is asked. Several messages in a
row that need a reader are one turn of speech.
"""

from dataclasses import dataclass, replace

from fixi.domain.events import (
    Answered,
    AskedAvailable,
    AskedCancel,
    AskedHuman,
    AskedJobs,
    AskedMenu,
    AskedMove,
    AskedPause,
    AskedResume,
    AskedStatus,
    AskedStop,
    Heard,
    LateAnswer,
    OwnerSpoke,
    PersonEvent,
    Said,
    SaidDone,
    SaidOnMyWay,
    SaidThanks,
    Spoke,
    Wordless,
)
from fixi.domain.fixed_words import Command, command, spoken_number, tidy
from fixi.domain.questions import Question
from fixi.domain.values import Kind, Media, MediaKind

FOR_EVERYBODY: dict[Command, type[PersonEvent]] = {
    Command.STATUS: AskedStatus,
    Command.CANCEL: AskedCancel,
    Command.MOVE: AskedMove,
    Command.HUMAN: AskedHuman,
    Command.MENU: AskedMenu,
    Command.STOP: AskedStop,
    Command.THANKS: SaidThanks,
    Command.DONE: SaidDone,
}
FOR_PROS: dict[Command, type[PersonEvent]] = {
    **FOR_EVERYBODY,
    Command.JOBS: AskedJobs,
    Command.PAUSE: AskedPause,
    Command.AVAILABLE: AskedAvailable,
    Command.ON_MY_WAY: SaidOnMyWay,
    Command.RESUME: AskedResume,
    Command.ACCEPT: LateAnswer,
    Command.DECLINE: LateAnswer,
}
WORDLESS = frozenset({"reaction", "call", "deleted", "undecryptable", "other", "contact"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """One event, and how many of the messages it took."""

    event: PersonEvent
    taken: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A message that needs nothing more, because another one says it better: what became of it, and of which reason."""

    heard: Heard
    outcome: str
    reason: str


def corrected(heard: tuple[Heard, ...]) -> tuple[tuple[Heard, ...], tuple[Settled, ...]]:
    """These messages as their person wants them read by now, and those that are settled by that.

    Words that nobody has used yet are read as they were corrected; what was taken back is not read at all. A correction
    of words that were used before stays: it is read as new words.
    """
    left = {message.id: message for message in heard}
    settled: list[Settled] = []
    for message in heard:
        original = left.get(message.corrects)
        if original is None or original.own is not message.own:
            continue
        if message.kind == "edited" and message.text:
            left[original.id] = replace(original, text=message.text)
        elif message.kind == "deleted":
            settled.append(Settled(left.pop(original.id), "ignored", "deleted"))
        else:
            continue
        settled.append(Settled(left.pop(message.id), "merged", original.id))
    return tuple(left.values()), tuple(settled)


def meaning(heard: tuple[Heard, ...], kind: Kind, question: Question | None, *, in_words: bool) -> Meaning:
    """The next event in these messages (at least one), seen from this open question.

    `in_words`: the chat waits for free words (a field of a form), so that a bare number is an answer in words too.
    """
    first = heard[0]
    event = single(first, kind, question, in_words=in_words)
    if event is not None:
        return Meaning(event, 1)
    taken = 1
    while taken < len(heard) and single(heard[taken], kind, question, in_words=in_words) is None:
        taken += 1
    said = said_in(heard[:taken])
    return Meaning(Spoke(at=said.at, said=said), taken)


def single(heard: Heard, kind: Kind, question: Question | None, *, in_words: bool) -> PersonEvent | None:
    """The event that this message is all by itself; None when it is free words or media."""
    said = said_in((heard,))
    at = heard.at
    if heard.own:
        return OwnerSpoke(at=at, said=said)
    edited = heard.kind == "edited"
    if heard.kind in WORDLESS or _sticker(heard) or (edited and not heard.text):
        return Wordless(at=at, said=said)
    # A message that was on its way before the question was asked cannot be an answer to it; nor can the correction of
    # an older one, which answers what was open then.
    opened = question if question is not None and heard.at >= question.at and not edited else None
    value = opened.answer(heard.text, heard.button) if opened is not None else None
    if opened is not None and value is not None:
        return Answered(at=at, said=said, question=opened, value=value)
    if heard.media or heard.pin is not None:
        return None
    if heard.button is not None:
        return LateAnswer(at=at, said=said)
    wanted = command(heard.text)
    words = FOR_PROS if kind is Kind.PRO else FOR_EVERYBODY
    if wanted is not None and wanted in words:
        return words[wanted](at=at, said=said)
    if (edited or not in_words) and spoken_number(tidy(heard.text)) is not None:
        return LateAnswer(at=at, said=said)
    return None


def _sticker(heard: Heard) -> bool:
    return bool(heard.media) and all(media.kind is MediaKind.STICKER for media in heard.media) and not heard.text


def said_in(heard: tuple[Heard, ...]) -> Said:
    """The words and files of these messages as one."""
    text = "\n".join(message.text for message in heard if message.text)
    media = tuple(media for message in heard for media in message.media)
    pieces: list[str | Media] = []
    for message in heard:
        # A caption stands below its picture.
        pieces += message.media
        pieces += [message.text] if message.text else []
    return Said(
        heard[-1].at,
        text,
        media,
        next((message.pin for message in reversed(heard) if message.pin is not None), None),
        next((message.name for message in reversed(heard) if message.name), None),
        heard[-1].kind,
        tuple(pieces) if text and media else (),
    )
