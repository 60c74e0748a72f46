"""The panel's texts: the same in every language, each of them used, values set apart."""

import re
from pathlib import Path

import pytest

from fixi.domain.care import JOBS
from fixi.domain.errors import Invalid
from fixi.domain.policy_text import UNREAD, names
from fixi.entrypoints.panel.components.agents import agent_name
from fixi.entrypoints.panel.pages.lead import named
from fixi.entrypoints.panel.texts import FSI, HOLE, PDI, TONGUES, Texts, texts

PANEL = Path("src/fixi/entrypoints/panel")
# Groups whose keys are put together from a code of the core.
BY_CODE = re.compile(r"""(?:\.name|says|texts)\(\s*f?["']([a-z_]+)(?:\.\{|["'])""")
TASTES = {"language", "theme"}  # one loop draws both


@pytest.mark.parametrize("language", TONGUES)
def test_every_language_has_the_same_keys_with_the_same_holes(language: str) -> None:
    here, english = texts(language).entries, texts("en").entries
    assert set(here) == set(english)
    assert {key: set(HOLE.findall(text)) for key, text in here.items()} == {
        key: set(HOLE.findall(text)) for key, text in english.items()
    }


def test_every_key_is_used_somewhere() -> None:
    code = "\n".join(path.read_text("utf-8") for path in PANEL.rglob("*.py"))
    groups = set(BY_CODE.findall(code)) | TASTES
    unused = [key for key in texts("en").entries if key.partition(".")[0] not in groups and f'"{key}"' not in code]
    assert unused == []


def test_every_key_that_is_asked_for_is_there() -> None:
    code = "\n".join(path.read_text("utf-8") for path in PANEL.rglob("*.py"))
    asked = set(re.findall(r'(?:says|texts|self\.texts)\(\s*"([a-z_]+\.[a-z_.]+)"', code))
    assert asked
    assert asked - set(texts("en").entries) == set()


def test_a_value_keeps_its_own_direction() -> None:
    assert texts("he")("frame.title", page="Leads") == f"{FSI}Leads{PDI} · Fixi"


def test_a_code_without_a_name_is_shown_as_it_is() -> None:
    assert texts("en").name("role", "night_watch") == "night watch"


def test_a_language_that_nobody_wrote_is_refused() -> None:
    with pytest.raises(Invalid):
        Texts.load("fr")


@pytest.mark.parametrize("language", TONGUES)
def test_every_number_of_the_business_and_every_job_has_a_name(language: str) -> None:
    asked = {f"policy.{name}" for name in names() if name not in UNREAD}
    asked |= {f"job.{job.name}" for job in JOBS} | {f"job_means.{job.name}" for job in JOBS if not job.essential}
    assert asked - set(texts(language).entries) == set()


def test_every_problem_of_an_imported_file_has_words() -> None:
    code = "\n".join(path.read_text("utf-8") for path in Path("src/fixi/entrypoints").glob("pros_*.py"))
    rows, files = set(re.findall(r'Wrong\("([a-z_]+)"', code)), set(re.findall(r'BadFile\("([a-z_]+)"', code))
    assert {f"row_problem.{each}" for each in rows | {"twice"}} <= set(texts("en").entries)
    assert {f"bad_file.{each}" for each in files} <= set(texts("en").entries)
    assert len(rows) > 10
    assert len(files) > 4


def test_a_cause_names_professionals_and_shows_no_phone() -> None:
    names = {"972502222222": "Avi"}
    assert named("asked 972502222222, 972503333333 at 12:30", names) == "asked Avi, …3333 at 12:30"
    assert named("order 1234567890123456", names) == "order 1234567890123456"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36",
            "Chrome · Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) Gecko/143.0 Firefox/143.0", "Firefox · Android"),
        ("curl/8.5.0", "curl"),
        ("", "—"),
    ],
)
def test_a_session_is_told_by_browser_and_system(said: str, name: str) -> None:
    assert agent_name(said) == name
