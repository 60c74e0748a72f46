"""Words that no field holds are kept with the request, without what a field does hold."""

import pytest

from fixi.domain.client_chat.understood import with_note
from fixi.domain.events import Said
from fixi.domain.forms import Form
from fixi.domain.lead.offers import seen
from tests.support.samples import AT, HAIFA, PLUMBER


@pytest.mark.parametrize(
    ("words", "form", "issue"),
    [
        ("the dog bites", Form(), "the dog bites"),
        ("Dizengoff 31", Form(street="Dizengoff 31"), None),
        ("Dizengoff 31, the dog bites", Form(street="Dizengoff 31"), "the dog bites"),
        ("my name is Noa, ring twice", Form(name="Noa"), "my name is , ring twice"),
        ("yes", Form(), None),
        ("the dog bites", Form(issue="it drips"), "it drips"),
    ],
)
def test_an_address_is_no_note_so_that_another_one_leaves_nothing_of_it(
    words: str, form: Form, issue: str | None
) -> None:
    noted = with_note(form, Said(AT, words))
    assert noted.issue == issue
    moved = Form(PLUMBER, area=HAIFA).merged(noted).merged(Form(street="Herzl 5"))
    assert "Dizengoff" not in (moved.issue or "")


@pytest.mark.parametrize(
    ("picture", "street", "shown"),
    [
        ("an open pipe below a sink", None, "an open pipe below a sink"),
        ("a street sign Herzl 12 behind the flames", None, None),
        ("a burst meter, a label says Herzl 12", "Herzl 12", "a burst meter, a label says"),
        ("3 switches are down", "Herzl 12", "3 switches are down"),
        (None, None, None),
    ],
)
def test_a_picture_tells_no_address_that_nobody_has_told(
    picture: str | None, street: str | None, shown: str | None
) -> None:
    """In an emergency the street is not asked for, so that there is nothing to take out of the words."""
    assert seen(Form(PLUMBER, area=HAIFA, street=street, picture=picture)) == shown
