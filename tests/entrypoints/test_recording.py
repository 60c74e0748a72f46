"""A conversation is recorded while a model reads it, and played again without the model."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fixi.container import close_clients
from fixi.domain.errors import Refused
from fixi.domain.policy import Policy
from fixi.domain.values import ChatKey, Language
from fixi.entrypoints.cli import app
from fixi.entrypoints.demo.town import Town
from fixi.entrypoints.retell import play
from fixi.settings import Settings
from tests.support.gemini_brain import rules_brain
from tests.support.gemini_standin import KEY, GeminiStandin
from tests.support.office import gazetteer
from tests.support.samples import AT, CLIENT, PRO, a_pro

KIND = "Oh no. Close the tap under the sink, if there is one."


@pytest.fixture(scope="module")
def tape(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole job from the first words to the rating, read by a model that suggests a sentence of its own."""
    path = tmp_path_factory.mktemp("tape") / "town.jsonl"
    asyncio.run(record(path))
    return path


async def record(path: Path) -> None:
    rules = rules_brain()
    with GeminiStandin(lambda body: rules(body) | {"sentence": KIND}) as gemini:
        town = Town.build(
            AT,
            Policy(language=Language.EN),
            reader="gemini",
            gemini_api_key=KEY,
            gemini_url=gemini.url,
            recording=path,
        )
        haifa = gazetteer().named("Haifa")
        assert haifa is not None
        await town.add(a_pro(areas=(haifa,), languages=(Language.EN,)))
        client, pro = CLIENT, ChatKey(PRO)
        for chat, words, minutes in (
            (client, "hello", 1),
            (client, "yes", 1),
            (client, "my kitchen sink leaks", 2),
            (client, "in Haifa", 1),
            (client, "Herzl 12", 3),
            (client, "tomorrow at 10:00", 1),
            (pro, "1", 5),
            (client, "thanks a lot", 60 * 28),
            (pro, "done", 10),
            (client, "5", 1),
            (client, "quick and clean", 1),
        ):
            await town.says(chat, words)
            await town.wait(timedelta(minutes=minutes))
        assert any(KIND in text for text in town.screen(client))
        assert any("5" in text for text in town.screen(client))
        assert gemini.calls
        await close_clients(town.container)
        await town.close()


def changed(tape: Path, into: Path, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Path:
    """The recording with every line changed by this, or left out."""
    lines = [change(json.loads(line)) for line in tape.read_text("utf-8").splitlines()]
    into.write_text("".join(f"{json.dumps(line)}\n" for line in lines if line is not None), "utf-8")
    return into


async def test_the_same_is_said_again_and_no_model_is_asked(tape: Path) -> None:
    told = await play(Settings(), tape)
    assert told.differences == ()
    assert (told.messages, told.unknown) == (11, 0)
    assert told.same


async def test_a_lead_that_goes_another_way_is_a_difference_though_everybody_is_told_the_same(
    tape: Path, tmp_path: Path
) -> None:
    def otherwise(line: dict[str, Any]) -> dict[str, Any]:
        return line | {"is": "cancelled"} if line.get("is") == "closed" else line

    told = await play(Settings(), changed(tape, tmp_path / "status.jsonl", otherwise))
    assert [(each.then, each.now) for each in told.differences] == [("cancelled", "closed")]


async def test_another_reading_shows_as_a_difference(tape: Path, tmp_path: Path) -> None:
    def electric(line: dict[str, Any]) -> dict[str, Any]:
        text = json.dumps(line)
        return dict(json.loads(text.replace('"code": "plumber"', '"code": "electrician"') if "read" in line else text))

    told = await play(Settings(), changed(tape, tmp_path / "other.jsonl", electric))
    assert told.differences
    assert {CLIENT.text, PRO} < {each.about for each in told.differences}, "and the lead went another way"
    never = [each for each in told.differences if each.about == PRO]
    assert never[0].then is not None
    assert "New job" in never[0].then
    assert "No question is open" in (never[0].now or ""), "a plumber is not asked any more"


async def test_what_was_never_read_is_read_by_the_rules_and_said_so(tape: Path, tmp_path: Path) -> None:
    told = await play(Settings(), changed(tape, tmp_path / "hole.jsonl", lambda line: None if "read" in line else line))
    assert told.unknown > 0
    assert not told.same
    assert any(each.then is not None and KIND in each.then for each in told.differences)


async def test_other_numbers_of_the_business_show(tape: Path, tmp_path: Path) -> None:
    def one_question(line: dict[str, Any]) -> dict[str, Any]:
        if "house" in line:
            line["house"][0]["questions_max"] = 1
        return line

    assert (await play(Settings(), changed(tape, tmp_path / "short.jsonl", one_question))).differences


def test_the_command_says_what_came_of_it(tape: Path, tmp_path: Path) -> None:
    same = CliRunner().invoke(app, ["replay", "--recording", str(tape)])
    assert (same.exit_code, "everybody was told the same" in same.output) == (0, True)
    hole = changed(tape, tmp_path / "hole.jsonl", lambda line: None if "read" in line else line)
    other = CliRunner().invoke(app, ["replay", "--recording", str(hole), "--json"])
    assert other.exit_code == 1
    assert json.loads(other.output)["differences"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "nobody says anything"),
        (b"no json\n", "line 1"),
        (b'{"at": "2026-01-01T00:00:00+00:00", "said": "x", "to": "1"}\n', "line 1"),
        (b'{"at": "2026-01-01T00:00:00", "said": "x", "to": "972541111111"}\n', "line 1"),
        (b'{"at": "2026-01-01T00:00:00+00:00", "heard": {"_": "Popen"}}\n', "line 1"),
        (b"\xff\xfe\x00", "no text"),
        (b"[]\n", "line 1"),
    ],
)
async def test_what_is_no_recording_gets_one_clear_line(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        await play(Settings(), path)
    assert why in refused.value.reason
    assert "\n" not in refused.value.reason


async def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        await play(Settings(), tmp_path / "none.jsonl")


def test_only_its_owner_reads_it_and_no_secret_is_in_it(tape: Path) -> None:
    assert tape.stat().st_mode & 0o077 == 0
    assert KEY not in tape.read_text("utf-8")
    assert "127.0.0.1" not in tape.read_text("utf-8")


def test_nothing_is_recorded_unless_it_is_wished() -> None:
    assert Settings.read({}).recording is None
    assert Settings.read({"FIXI_RECORDING": "tape.jsonl"}).recording == Path("tape.jsonl")
