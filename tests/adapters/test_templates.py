"""The registry of templates: what it takes, and what it says of a file that is wrong."""

from pathlib import Path

import pytest

from fixi.adapters.templates.registry import Registry
from fixi.domain.errors import Refused
from fixi.domain.templates import Approval, Template
from fixi.domain.values import Language
from tests.support.office import catalogue

GOOD = """
[[template]]
text = "offer"
language = "en"
name = "new_offer"
code = "en_US"
state = "approved"
variables = ["trade", "area"]
"""


def load(tmp_path: Path, text: str) -> Registry:
    file = tmp_path / "templates.toml"
    file.write_text(text, "utf-8")
    return Registry.load(file, catalogue().parameters)


def test_without_a_file_there_are_none() -> None:
    assert Registry.load(None, {}).find("offer", Language.EN) is None


def test_an_approved_one_is_found_in_its_language(tmp_path: Path) -> None:
    registry = load(tmp_path, GOOD)
    wanted = Template("offer", Language.EN, "new_offer", "en_US", Approval.APPROVED, ("trade", "area"))
    assert registry.find("offer", Language.EN) == wanted
    assert registry.find("offer", Language.HE) is None


@pytest.mark.parametrize("state", ["pending", "paused", "rejected"])
def test_one_that_is_not_approved_is_not_used(tmp_path: Path, state: str) -> None:
    assert load(tmp_path, GOOD.replace("approved", state)).find("offer", Language.EN) is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"offer"', '"no.such.text"', "no key of the wording catalogue"),
        ('"en"', '"xx"', "language is one of"),
        ('"en_US"', '"English"', "language is one of"),
        ('"new_offer"', '"New Offer"', "name is small letters"),
        ('"approved"', '"maybe"', "state is one of"),
        ('"area"]', '"prize"]', "'prize' is none of them"),
        ('variables = ["trade", "area"]', 'variables = "trade"', "they are a list"),
        ('state = "approved"', 'state = "approved"\nstatus = 1', "status is no field"),
        ('["trade", "area"]', '[["trade"]]', "is none of them"),
        ('"offer"', '["offer"]', "no key of the wording catalogue"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert says in refused.value.reason
    assert refused.value.reason.startswith("FIXI_TEMPLATES_FILE: template 1: ")
    assert "\n" not in refused.value.reason


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    wrong = GOOD.replace("approved", "maybe").replace("new_offer", "New Offer") + GOOD + GOOD
    with pytest.raises(Refused) as refused:
        load(tmp_path, wrong)
    assert len(refused.value.reason.splitlines()) == 3


@pytest.mark.parametrize(
    "text", ["[[template]", "template = 1", "template = [1]", GOOD.replace("template", "templates")]
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused) as refused:
        load(tmp_path, text)
    assert refused.value.reason.startswith("FIXI_TEMPLATES_FILE")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        Registry.load(tmp_path / "none.toml", {})
