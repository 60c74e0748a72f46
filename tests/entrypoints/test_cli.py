"""The command line as a person uses it: real processes, their exit codes and what they print."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import clean_environ

FIXI = Path(sys.executable).parent / "fixi"


def fixi(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [FIXI, *words],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
        env=clean_environ(COLUMNS="100", **environ),
    )


@pytest.mark.parametrize(("language", "words"), [("he", "הרצל 12"), ("en", "Herzl 12")])
def test_the_demo_tells_its_story_to_the_end(language: str, words: str) -> None:
    told = fixi("demo", "--language", language)
    assert told.returncode == 0, told.stderr
    assert words in told.stdout
    assert "completed → closed" in told.stdout
    assert "why this professional" in told.stdout
    assert "Traceback" not in told.stderr


def test_the_demo_as_data_says_the_same() -> None:
    told = fixi("demo", "--json", "--language", "en")
    assert told.returncode == 0, told.stderr
    data = json.loads(told.stdout)
    (lead,) = data["leads"]
    assert lead["status"] == "closed"
    assert lead["trade"] == "plumber"
    assert lead["area"] == "Haifa"
    assert [offer["outcome"] for offer in lead["offers"]] == ["declined", "accepted"]
    assert lead["timeline"][0]["from"] is None
    assert lead["timeline"][0]["to"] == "contacted"
    assert lead["timeline"][-1]["to"] == "closed"
    assert {row["refused"] for row in lead["why"]} == {None, "already_asked"}
    assert set(data["screens"]) == {"Ronit", "Moshe", "Dana", "Yossi"}
    assert data["screens"]["Yossi"] == []
    assert data["balance"]["in.merged"] == 2


def test_an_unknown_language_is_wrong_usage() -> None:
    told = fixi("demo", "--language", "tlh")
    assert told.returncode == 2
    assert "he, en" in told.stderr


def test_wrong_settings_stop_the_start_with_a_line_each_and_no_secret() -> None:
    told = fixi(
        "api",
        FIXI_API_PORT="http",
        FIXI_STORAGE="punch cards",
        FIXI_WEBHOOK_TOKEN="s3cret-value",
        FIXI_ENV="production",
    )
    assert told.returncode == 1
    assert "FIXI_API_PORT" in told.stderr
    assert "FIXI_STORAGE" in told.stderr
    assert "s3cret-value" not in told.stderr + told.stdout
    assert "Traceback" not in told.stderr
    assert all(line.startswith("fixi: FIXI_") for line in told.stderr.strip().splitlines())


def test_no_command_shows_the_help() -> None:
    told = fixi()
    assert told.returncode == 2
    assert "demo" in told.stdout + told.stderr
