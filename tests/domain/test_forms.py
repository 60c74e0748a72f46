"""The form grows: what was known stays known."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.forms import Field, Form, Proposal, proposed, without_identity
from fixi.domain.values import Language, Media, MediaKind, Urgency, Wish
from tests.support.samples import AT, ELECTRICIAN, FORM, HAIFA, PLUMBER, TEL_AVIV

WISH = Wish(AT, AT)
PHOTO, VOICE = Media(MediaKind.IMAGE, "https://a/1"), Media(MediaKind.VOICE, "https://a/2")
WORDS = st.none() | st.text(min_size=1, max_size=300)
FORMS = st.builds(
    Form,
    trade=st.sampled_from([None, PLUMBER, ELECTRICIAN]),
    issue=WORDS,
    area=st.sampled_from([None, HAIFA, TEL_AVIV]),
    street=WORDS,
    wish=st.sampled_from([None, WISH]),
    urgency=st.sampled_from(Urgency),
    name=WORDS,
    language=st.sampled_from([None, *Language]),
    transcript=WORDS,
    media=st.lists(st.sampled_from([PHOTO, VOICE]), unique=True).map(tuple),
)


@pytest.mark.parametrize(
    ("form", "missing"),
    [
        (Form(), (Field.ISSUE, Field.AREA, Field.STREET, Field.WISH)),
        (Form(issue="it drips"), (Field.TRADE, Field.AREA, Field.STREET, Field.WISH)),
        (Form(trade=PLUMBER), (Field.ISSUE, Field.AREA, Field.STREET, Field.WISH)),
        (FORM, (Field.STREET, Field.WISH)),
        (Form(PLUMBER, "it drips", HAIFA, "Herzl 12"), (Field.WISH,)),
        (Form(PLUMBER, "it drips", HAIFA, "Herzl 12", WISH), ()),
        (Form(urgency=Urgency.EMERGENCY), (Field.ISSUE, Field.AREA)),
        (Form(trade=PLUMBER, urgency=Urgency.EMERGENCY), (Field.AREA,)),
        (Form(trade=PLUMBER, area=HAIFA, urgency=Urgency.EMERGENCY), ()),
        (Form(trade=PLUMBER, issue="x", area=HAIFA, urgency=Urgency.SOON), (Field.STREET, Field.WISH)),
    ],
)
def test_the_most_useful_is_asked_first(form: Form, missing: tuple[Field, ...]) -> None:
    assert form.missing() == missing


def test_trade_and_area_are_enough_to_look_for_somebody() -> None:
    assert Form(trade=PLUMBER, area=HAIFA).routable
    assert not Form(trade=PLUMBER).routable
    assert not Form(area=HAIFA).routable


def test_the_newer_word_counts_and_issues_are_joined() -> None:
    merged = FORM.merged(Form(trade=ELECTRICIAN, issue="and no light", area=TEL_AVIV, street="Herzl 12"))
    assert (merged.trade, merged.area, merged.street) == (ELECTRICIAN, TEL_AVIV, "Herzl 12")
    assert merged.issue == "water under the sink; and no light"


def test_what_was_said_already_is_not_said_twice() -> None:
    assert FORM.merged(Form(issue="under the sink")).issue == FORM.issue
    once = Form(media=(PHOTO,)).merged(Form(media=(PHOTO, VOICE)))
    assert once.media == (PHOTO, VOICE)


@given(FORMS, FORMS)
def test_urgency_never_falls(old: Form, newer: Form) -> None:
    ranks = list(Urgency)
    assert ranks.index(old.merged(newer).urgency) == max(ranks.index(old.urgency), ranks.index(newer.urgency))


@given(FORMS, FORMS)
def test_what_was_known_is_never_forgotten(old: Form, newer: Form) -> None:
    merged = old.merged(newer)
    moved = old.area is not None and newer.area is not None and old.area != newer.area
    forgotten: set[Field] = {Field.STREET} if moved else set()
    assert not set(merged.missing()) - set(old.missing()) - {Field.TRADE, Field.ISSUE} - forgotten
    assert (merged.issue or "").startswith(old.issue or "")
    assert set(old.media) <= set(merged.media)
    for name in {"trade", "area", "street", "wish", "name", "language"} - {field.value for field in forgotten}:
        assert getattr(merged, name) == (getattr(newer, name) or getattr(old, name))


@given(FORMS)
def test_an_empty_form_adds_nothing(form: Form) -> None:
    assert form.merged(Form(urgency=form.urgency)) == form


def test_long_words_are_cut_but_what_stood_first_stays() -> None:
    long = "a" * 700
    assert Form(issue=long).merged(Form(issue="b")).issue == long
    assert len(Form(issue="a" * 400).merged(Form(issue="b" * 400)).issue or "") == 500


def test_before_the_yes_neither_name_nor_street_is_shown() -> None:
    known = Form(PLUMBER, "it drips", HAIFA, "Herzl 12", name="Dana")
    assert without_identity(known) == Form(PLUMBER, "it drips", HAIFA)


@given(FORMS)
def test_what_is_proposed_follows_from_what_is_known(form: Form) -> None:
    """Nobody is looked for without a trade and a place, no time is kept without a wish."""
    proposal = proposed(form)
    assert (proposal is Proposal.CONVERSE) is not form.routable
    assert proposal is not Proposal.BOOK or form.wish is not None


def test_a_picture_that_shows_what_is_wrong_leaves_nothing_to_ask_about_it() -> None:
    seen = Form(trade=PLUMBER, picture="an open pipe")
    assert Field.ISSUE not in seen.missing()
    assert Field.ISSUE in Form(trade=PLUMBER).missing()


def test_gaps_are_filled_and_an_address_only_where_it_is_the_same_place() -> None:
    known = Form(trade=PLUMBER, area=HAIFA, street="Herzl 12", floor="3", apartment="7", name="Dana")
    assert Form(issue="it drips").filled(known) == replace(known, issue="it drips")
    assert Form(area=TEL_AVIV).filled(known) == Form(trade=PLUMBER, area=TEL_AVIV, name="Dana")
    assert Form(street="Bialik 5").filled(known) == replace(known, street="Bialik 5", floor=None, apartment=None)
    assert known.filled(Form(trade=ELECTRICIAN, name="Noa")) == known
