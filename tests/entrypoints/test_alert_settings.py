"""The settings of the alert line: checked as a whole, and never repeated."""

import pytest

from fixi.adapters.alerthook.hook import Hook
from fixi.adapters.smtp.mail import Mail
from fixi.container import Container
from fixi.settings import Settings, WrongSettings

MAIL = {"FIXI_ALERT_EMAIL": "dana@example.com", "FIXI_SMTP_URL": "smtp://me:s3cret@mail.example.com:587"}
HOOK = {"FIXI_ALERT_WEBHOOK": "https://hooks.example.com/s3cret"}


def problems(**environ: str) -> tuple[str, ...]:
    with pytest.raises(WrongSettings) as wrong:
        Settings.read(environ)
    return wrong.value.problems


def test_mail_and_webhook_are_two_ways() -> None:
    settings = Settings.read({**MAIL, **HOOK, "FIXI_ALERT_SECRET": "shared"})
    assert [type(way) for way in Container(settings=settings).ways()] == [Mail, Hook]
    assert Container(settings=Settings.read({})).ways() == ()
    assert "s3cret" not in repr(settings)
    assert "shared" not in repr(settings)
    assert "dana" not in repr(settings)


def test_several_readers_are_each_named_once() -> None:
    settings = Settings.read({**MAIL, "FIXI_ALERT_EMAIL": "dana@example.com, yossi@example.org;dana@example.com"})
    assert settings.alert_email == ("dana@example.com", "yossi@example.org")


@pytest.mark.parametrize(
    "url",
    ["smtp://mail.example.com", "smtps://u%40x.com:p%3A@mail.example.com", "smtp://127.0.0.1:2525", "smtp://[::1]:25/"],
)
def test_addresses_of_mail_servers(url: str) -> None:
    assert Settings.read({**MAIL, "FIXI_SMTP_URL": url}).smtp_url == url
    Container(settings=Settings.read({**MAIL, "FIXI_SMTP_URL": url})).ways()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("FIXI_SMTP_URL", url)
            for url in (
                "mail.s3cret.com",
                "http://mail.s3cret.com",
                "smtp://s3cret@mail.example.com",
                "smtp://mail.s3cret.com:0",
                "smtp://mail.s3cret.com:999999",
                "smtp://mail.s3cret.com/inbox",
                "smtp://a:s3cret\r\n@b",
                "smtp://",
            )
        ),
        *(
            ("FIXI_ALERT_WEBHOOK", url)
            for url in (
                "http://hooks.s3cret.com/x",
                "ftp://127.0.0.1/s3cret",
                "https://u:s3cret@hooks.example.com",
                "https://hooks.s3cret.com/#x",
                "https:///s3cret",
                "https://hooks.s3cret.com:0",
                "http://127.0.0.1.s3cret.com/",
                "https://hooks.s3cret.com/ x",
            )
        ),
        *(
            ("FIXI_ALERT_EMAIL", address)
            for address in ("s3cret", "s3cret@", "@s3cret.com", "<s3cret@x.com>", "dana@example.com,s3cret@x y")
        ),
        ("FIXI_ALERT_FROM", "s3cret\nBcc: x@y.com"),
    ],
)
def test_what_cannot_be_used_is_named_and_not_repeated(name: str, value: str) -> None:
    said = problems(**{**MAIL, **HOOK, name: value})
    assert said
    assert all(problem.startswith(name) for problem in said)
    assert not any("s3cret" in problem or "\n" in problem for problem in said)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"FIXI_ALERT_EMAIL": "dana@example.com"}, "FIXI_SMTP_URL"),
        ({"FIXI_SMTP_URL": "smtp://127.0.0.1"}, "FIXI_ALERT_EMAIL"),
        ({"FIXI_ALERT_SECRET": "shared"}, "FIXI_ALERT_WEBHOOK"),
    ],
)
def test_half_a_way_is_none(given: dict[str, str], missing: str) -> None:
    (problem,) = problems(**given)
    assert problem.startswith(missing)
