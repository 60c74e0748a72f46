"""What messages mean as far as rules can tell."""

from dataclasses import replace

import pytest

from fixi.domain import events as ev
from fixi.domain.events import Heard, PersonEvent
from fixi.domain.questions import Question
from fixi.domain.understanding import corrected, meaning, said_in, single
from fixi.domain.values import Kind, Media, MediaKind
from tests.support.samples import AT, HAIFA, SECOND, heard, question

PHOTO, VOICE = Media(MediaKind.IMAGE, "https://a/1"), Media(MediaKind.VOICE, "https://a/2")
STICKER = Media(MediaKind.STICKER, "https://a/3")
THREE = question("a", "b", "c")


def alone(message: Heard, kind: Kind = Kind.CLIENT, asked: Question | None = None, *, words: bool = False) -> object:
    event = single(message, kind, asked, in_words=words)
    return None if event is None else type(event)


def together(*messages: Heard, asked: Question | None = None, words: bool = False) -> tuple[PersonEvent, int]:
    meant = meaning(messages, Kind.CLIENT, asked, in_words=words)
    return meant.event, meant.taken


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("סטטוס", ev.AskedStatus),
        ("Cancel please", ev.AskedCancel),
        ("זמן אחר", ev.AskedMove),
        ("оператор", ev.AskedHuman),
        ("menu", ev.AskedMenu),
        ("STOP!", ev.AskedStop),
        ("תודה רבה", ev.SaidThanks),
        ("done", ev.SaidDone),
    ],
)
@pytest.mark.parametrize("kind", [Kind.CLIENT, Kind.PRO])
def test_fixed_words_mean_the_same_for_everybody(text: str, event: type[PersonEvent], kind: Kind) -> None:
    assert alone(heard(text), kind) is event
    assert alone(heard(text), kind, THREE) is event
    assert alone(heard(text), kind, words=True) is event


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("העבודות שלי", ev.AskedJobs),
        ("הפסקה", ev.AskedPause),
        ("I'm available", ev.AskedAvailable),
        ("בדרך", ev.SaidOnMyWay),
        ("resume", ev.AskedResume),
        ("accept", ev.LateAnswer),
        ("דוחה", ev.LateAnswer),
    ],
)
def test_words_of_the_trade_mean_something_from_a_professional_only(text: str, event: type[PersonEvent]) -> None:
    assert alone(heard(text), Kind.PRO) is event
    assert alone(heard(text), Kind.CLIENT) is None


@pytest.mark.parametrize("text", ["תתקשרו אליי בטלפון", "cancel culture is bad", "is he done yet with the wall", "מים"])
def test_a_sentence_is_no_fixed_word(text: str) -> None:
    assert alone(heard(text)) is None


def test_a_number_answers_the_open_question_and_nothing_else() -> None:
    event = single(heard("2"), Kind.CLIENT, THREE, in_words=False)
    assert isinstance(event, ev.Answered)
    assert (event.value, event.question) == ("b", THREE)
    assert alone(heard("2")) is ev.LateAnswer
    assert alone(heard("7"), asked=THREE) is ev.LateAnswer


def test_a_number_that_was_on_its_way_before_the_question_is_no_answer_to_it() -> None:
    later = replace(THREE, at=AT + SECOND)
    assert alone(heard("2"), asked=later) is ev.LateAnswer
    assert alone(heard("2", at=AT + SECOND), asked=later) is ev.Answered
    assert alone(heard("", button="q1/b"), asked=later) is ev.LateAnswer


def test_a_number_is_words_while_the_chat_waits_for_words() -> None:
    assert alone(heard("12"), words=True) is None
    assert alone(heard("2"), asked=THREE, words=True) is ev.Answered


def test_a_button_of_an_older_question_answers_nothing() -> None:
    assert alone(heard("Yes", button="q0/a"), asked=THREE) is ev.LateAnswer
    assert alone(heard("Yes", button="q0/a"), words=True) is ev.LateAnswer
    assert alone(heard("x", button="q1/c"), asked=THREE) is ev.Answered


@pytest.mark.parametrize("kind", ["reaction", "call", "deleted", "undecryptable", "other", "contact"])
def test_what_has_no_words_is_wordless(kind: str) -> None:
    event = single(heard("1", kind=kind), Kind.CLIENT, THREE, in_words=False)
    assert isinstance(event, ev.Wordless)
    assert event.said.kind == kind


def test_a_sticker_is_wordless_but_not_one_with_words() -> None:
    assert alone(heard(media=(STICKER,))) is ev.Wordless
    assert alone(heard("leak", media=(STICKER,))) is None
    assert alone(heard(media=(STICKER, PHOTO))) is None


def test_a_photo_a_voice_note_and_a_pin_are_read() -> None:
    assert alone(heard(media=(PHOTO,))) is None
    assert alone(heard(media=(VOICE,))) is None
    assert alone(heard(pin=HAIFA)) is None
    assert alone(heard("cancel", media=(PHOTO,))) is None
    assert alone(heard("2", media=(PHOTO,)), asked=THREE) is ev.Answered


@pytest.mark.parametrize("text", ["1", "cancel", "שלום, אני מתקשר עכשיו"])
def test_what_our_own_people_type_is_theirs(text: str) -> None:
    assert alone(heard(text, own=True), asked=THREE) is ev.OwnerSpoke


def test_several_messages_are_one_turn_of_speech() -> None:
    event, taken = together(
        heard("hello", name="Dana"),
        heard("my sink", media=(PHOTO,)),
        heard("", media=(VOICE,), pin=HAIFA, at=AT + SECOND),
    )
    assert taken == 3
    assert isinstance(event, ev.Spoke)
    assert (event.at, event.said.text) == (AT + SECOND, "hello\nmy sink")
    assert (event.said.media, event.said.pin, event.said.name) == ((PHOTO, VOICE), HAIFA, "Dana")


def test_a_burst_ends_where_a_fixed_word_or_an_answer_begins() -> None:
    assert together(heard("my sink"), heard("leaks"), heard("cancel"), heard("it"))[1] == 2
    assert together(heard("my sink"), heard("2"), asked=THREE)[1] == 1
    assert together(heard("my sink"), heard("2"), words=True)[1] == 2
    assert together(heard("my sink"), heard("", kind="reaction"))[1] == 1
    assert together(heard("my sink"), heard("hello", own=True))[1] == 1


def test_what_is_first_is_taken_first_and_alone() -> None:
    event, taken = together(heard("cancel"), heard("my sink leaks"))
    assert (type(event), taken) == (ev.AskedCancel, 1)
    answer, taken = together(heard("1"), heard("2"), asked=THREE)
    assert isinstance(answer, ev.Answered)
    assert (answer.value, taken) == ("a", 1)


def test_the_last_pin_and_the_last_name_count() -> None:
    said = said_in((heard("a", name="Dana", pin=HAIFA), heard("b"), heard("", name="Dana L.")))
    assert (said.text, said.name, said.pin) == ("a\nb", "Dana L.", HAIFA)


# Corrections


def correction(of: Heard, text: str, kind: str = "edited", name: str = "e1") -> Heard:
    return heard(text, id=name, kind=kind, corrects=of.id)


def test_words_that_nobody_has_used_are_read_as_they_were_corrected() -> None:
    first, second = heard("Herzl 12", id="m1"), heard("in Haifa", id="m2")
    messages = (first, second, correction(first, "Herzl 21"), correction(first, "Herzl 31", name="e2"))
    left, settled = corrected(messages)
    assert [(message.id, message.text) for message in left] == [("m1", "Herzl 31"), ("m2", "in Haifa")]
    assert [(one.heard.id, one.outcome, one.reason) for one in settled] == [
        ("e1", "merged", "m1"),
        ("e2", "merged", "m1"),
    ]


def test_what_was_taken_back_is_not_read() -> None:
    first, second = heard("my neighbour is a fool", id="m1"), heard("my tap drips", id="m2")
    left, settled = corrected((first, second, correction(first, "", "deleted")))
    assert left == (second,)
    assert [(one.heard.id, one.outcome, one.reason) for one in settled] == [
        ("m1", "ignored", "deleted"),
        ("e1", "merged", "m1"),
    ]


def test_a_correction_of_older_words_stays_and_nobody_corrects_the_words_of_others() -> None:
    old, own = heard("Herzl 12", id="old"), heard("I am coming", id="own", own=True)
    messages = (own, correction(old, "Herzl 21"), correction(own, "I am not", name="e2"))
    assert corrected(messages) == (messages, ())


def test_the_correction_of_older_words_is_words_but_answers_no_question() -> None:
    old = heard("Herzl 12", id="old")
    later = correction(old, "Herzl 21, second floor")
    assert alone(later, asked=THREE) is None
    assert together(later, asked=THREE)[0] == ev.Spoke(at=AT, said=said_in((later,)))
    for words in (False, True):
        assert alone(correction(old, "2"), asked=THREE, words=words) is ev.LateAnswer
    assert alone(correction(old, "cancel"), asked=THREE) is ev.AskedCancel
    assert alone(correction(old, "")) is ev.Wordless
