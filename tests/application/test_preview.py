"""Every text as people will read it: none with a hole in it, in no language."""

import re

import pytest

from fixi.container import Container
from fixi.domain.values import Language
from fixi.settings import Settings

HOLE = re.compile(r"[{}]")


@pytest.fixture(scope="module")
def container() -> Container:
    return Container(settings=Settings())


def sample(name: str) -> str:
    return f"<{name}>"


@pytest.mark.parametrize("language", [Language.HE, Language.EN])
def test_every_text_is_shown_without_a_hole(container: Container, language: Language) -> None:
    shown = container.preview()(language, sample)
    assert len(shown) > 100
    assert [each.key for each in shown] == sorted(each.key for each in shown)
    assert [each.key for each in shown if not each.text.strip() or HOLE.search(each.text)] == []


def test_what_is_tapped_is_told_from_what_is_read(container: Container) -> None:
    shown = {each.key: each for each in container.preview()(Language.EN, sample)}
    assert (shown["option.consent.yes"].tap, shown["option.consent.yes"].group) == (True, "consent")
    assert (shown["paused.until"].tap, shown["paused.until"].group) == (False, "paused")


def test_languages_differ_and_people_s_own_words_do_not(container: Container) -> None:
    he, en = (
        {each.key: each.text for each in container.preview()(each, sample)} for each in (Language.HE, Language.EN)
    )
    assert set(he) == set(en)
    assert he["paused"] != en["paused"]
    assert any("<client>" in text for text in he.values())
