"""What a model proposes to say and sees in pictures: shown where it may be, and to whom it may be."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from fixi.domain.client_chat.states import Gathering
from fixi.domain.events import Heard
from fixi.domain.values import ChatKey, Language
from tests.application.test_with_gemini import PHOTO, office_with
from tests.support.documents import CHAT
from tests.support.gemini_brain import facts_of, rules_brain
from tests.support.gemini_standin import GeminiStandin
from tests.support.office import Office, catalogue, gazetteer
from tests.support.samples import CLIENT, PRO, a_pro

KIND = "Sorry to hear that, a leak is no fun. Put a bucket under it meanwhile."
PICTURE = "an open pipe below a sink, water on the floor"


@pytest.fixture(scope="module")
def gemini() -> Iterator[GeminiStandin]:
    with GeminiStandin(rules_brain()) as standin:
        yield standin


def said(**fields: Any) -> str:
    """What the model answers: a leak, unless it says otherwise."""
    form = {"language": "en", "intent": "new_request", "trade": "plumber", "issue": "the sink leaks"}
    return f"says:{json.dumps({**form, 'urgency': 'normal', 'proposal': 'converse', **fields})}"


async def told(office: Office, text: str, **more: Any) -> list[str]:
    at = office.house.clock.now()
    before = len(office.screen())
    heard = Heard(at=at, id=f"m-{before}-{len(text)}", chat=CLIENT, text=text, **more)
    await office.receive((heard,), at)
    await office.a_minute_later()
    return list(office.screen())[before:]


async def test_a_kind_sentence_stands_before_our_own_question(gemini: GeminiStandin) -> None:
    async with office_with(gemini) as office:
        gemini.troubled(said(sentence=KIND))
        (answer,) = await told(office, "my sink leaks")
        first, _, rest = answer.partition("\n")
        assert first == KIND
        assert rest == catalogue().text("ask.area.1", Language.EN)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"sentence": "Where do you live?"}, "it asks something itself"),
        ({"sentence": "It costs 200 shekels."}, "it names a price"),
        ({"sentence": "The plumber will arrive in an hour."}, "it promises"),
        ({"sentence": "Call 054-1234567."}, "it has a phone"),
        ({"sentence": "מצטער לשמוע"}, "it is in another language"),
        ({"sentence": KIND, "urgency": "emergency"}, "nothing may wait"),
        ({"sentence": KIND, "proposal": "route"}, "it does not want to talk"),
    ],
)
async def test_what_may_not_be_said_leaves_our_words_alone(
    gemini: GeminiStandin, fields: dict[str, str], why: str
) -> None:
    async with office_with(gemini) as office:
        gemini.troubled(said(**fields))
        answers = await told(office, "my sink leaks")
        assert answers[-1] == catalogue().text("ask.area.1", Language.EN), why
        assert fields["sentence"] not in "".join(answers), why


async def test_the_same_sentence_is_not_said_twice_in_a_row(gemini: GeminiStandin) -> None:
    async with office_with(gemini) as office:
        gemini.troubled(said(sentence=KIND), said(sentence=KIND, intent="answer", issue="it really leaks"))
        (first,) = await told(office, "my sink leaks")
        (second,) = await told(office, "it really leaks a lot")
        assert KIND in first
        assert second == catalogue().text("ask.area.2", Language.EN)


async def test_the_rules_suggest_nothing(gemini: GeminiStandin) -> None:
    async with office_with(gemini) as office:
        gemini.always = "503"
        (answer,) = await told(office, "my sink leaks")
        assert answer == catalogue().text("ask.area.1", Language.EN)


async def test_the_professional_is_told_what_the_picture_shows(gemini: GeminiStandin) -> None:
    async with office_with(gemini) as office:
        haifa = gazetteer().named("Haifa")
        assert haifa is not None
        await office.house.professionals.put((a_pro(areas=(haifa,), languages=(Language.EN,)),))
        gemini.troubled(
            said(
                issue=None,
                picture=f"{PICTURE}; a label says Herzl 12",
                area="Haifa",
                street="Herzl",
                number="12",
                wish={"earliest": "2030-01-01T10:00", "latest": "2030-01-01T10:00"},
            )
        )
        answers = await told(office, "", media=(PHOTO,))
        assert "street" not in "".join(answers)
        await office.hears("any time tomorrow")
        await office.a_minute_later()
        offer = "\n".join(office.screen(ChatKey(PRO)))
        assert f"Photo: {PICTURE}" in offer
        assert "Herzl" not in offer
        await office.hears("1", chat=ChatKey(PRO))
        await office.a_minute_later()
        assert f"Photo: {PICTURE}; a label says Herzl 12" in "\n".join(office.screen(ChatKey(PRO)))


async def test_a_picture_that_says_what_is_wrong_makes_the_question_needless(gemini: GeminiStandin) -> None:
    async with office_with(gemini) as office:
        gemini.troubled(said(issue=None, picture=PICTURE))
        await told(office, "can somebody come", media=(PHOTO,))
        state = (await office.document(CHAT)).state
        assert isinstance(state, Gathering)
        assert state.asked[-1] == "area"


async def test_the_model_knows_what_the_person_has_open_and_nobodys_name(gemini: GeminiStandin) -> None:
    async with office_with(gemini) as office:
        await told(office, "my sink leaks, Herzl 12 Haifa, any time tomorrow. My name is Dana")
        await told(office, "the water is brown by the way")
        facts = facts_of(gemini.calls[-1][1])
        (case,) = facts["open_requests"]
        assert (case["trade"], case["area"], case["agreed_time"]) == ("plumber", "Haifa", None)
        assert case["stage"] in {"searching", "review", "waiting"}
        assert "Herzl" not in json.dumps(case)
        assert "Dana" not in json.dumps(facts["open_requests"])
