"""Words that no field holds are kept with the request, without what a field does hold."""

import pytest

from fixi.domain.client_chat.understood import with_note
from fixi.domain.events import Said
from fixi.domain.forms import Form
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
