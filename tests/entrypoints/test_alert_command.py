"""`fixi alert --test` and `fixi sending`, as a person uses them."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.post_standin import mail_server, web_address
from tests.support.processes import clean_environ

FIXI = Path(sys.executable).parent / "fixi"


async def fixi(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    settings = clean_environ(FIXI_DATA_DIR=str(folder), COLUMNS="60", FIXI_LANGUAGE="en", **environ)

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run([FIXI, *words], capture_output=True, text=True, timeout=50, check=False, env=settings)

    return await asyncio.to_thread(run)


async def test_both_ways_are_tried(tmp_path: Path) -> None:
    async with mail_server() as mail, web_address() as hook:
        done = await fixi(
            tmp_path,
            "alert",
            "--test",
            FIXI_ALERT_EMAIL="dana@example.com",
            FIXI_SMTP_URL=f"smtp://127.0.0.1:{mail.port}",
            FIXI_ALERT_WEBHOOK=hook.url,
        )
    assert (done.returncode, done.stdout, done.stderr) == (0, "mail: told\nwebhook: told\n", "")
    assert mail.readers == [["dana@example.com"]]
    assert json.loads(hook.requests[0].body)["kind"] == "test"


async def test_it_says_which_one_fails_and_why_and_no_secret(tmp_path: Path) -> None:
    async with mail_server(user="me", password="right") as mail, web_address(status=404) as hook:
        done = await fixi(
            tmp_path,
            "alert",
            "--test",
            FIXI_ALERT_EMAIL="dana@example.com",
            FIXI_SMTP_URL=f"smtp://me:s3cret@127.0.0.1:{mail.port}",
            FIXI_ALERT_WEBHOOK=hook.url,
        )
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "mail: the mail server does not know the user or the password",
        "webhook: the web address answers 404",
    ]
    assert "s3cret" not in done.stdout + done.stderr


async def test_as_data(tmp_path: Path) -> None:
    async with web_address(status=503) as hook:
        done = await fixi(tmp_path, "alert", "--test", "--json", FIXI_ALERT_WEBHOOK=hook.url)
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "ways": [{"way": "webhook", "ok": False, "trouble": "the web address answers 503"}]
    }


async def test_without_a_way_that_is_said_in_one_line(tmp_path: Path) -> None:
    done = await fixi(tmp_path, "alert", "--test")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("fixi: no way is set")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "words", [("maybe",), ("off",), ("on", "--why", "x"), ("--by", "dana"), ("off", "on"), ("--why", "x")]
)
async def test_the_kill_switch_used_wrongly(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = await fixi(tmp_path, "sending", *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [(), ("off", "--by", "dana")])
async def test_without_a_running_system_it_says_so(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = await fixi(tmp_path, "sending", *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no running system was found" in done.stderr
