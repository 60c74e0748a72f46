"""The environment is read once, checked as a whole, and never says a secret."""

import pytest

from fixi.settings import Settings, WrongSettings


def problems(**environ: str) -> tuple[str, ...]:
    with pytest.raises(WrongSettings) as wrong:
        Settings.read(environ)
    return wrong.value.problems


def test_nothing_set_is_a_system_in_memory() -> None:
    assert Settings.read({}) == Settings()


def test_an_empty_value_counts_as_not_set() -> None:
    assert Settings.read({"FIXI_API_PORT": "", "FIXI_LANGUAGE": " "}) == Settings()


def test_what_is_set_is_taken() -> None:
    settings = Settings.read(
        {
            "FIXI_API_PORT": "9001",
            "FIXI_LANGUAGE": "en",
            "FIXI_OPERATORS": "972501, 972502",
            "FIXI_TIMEZONE": "Europe/Paris",
        }
    )
    assert (settings.api_port, settings.language, settings.timezone) == (9001, "en", "Europe/Paris")
    assert settings.operators == ("972501", "972502")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FIXI_ENV", "prod"),
        ("FIXI_API_PORT", "0"),
        ("FIXI_API_PORT", "65536"),
        ("FIXI_API_PORT", "٨٠"),
        ("FIXI_TIMEZONE", "Mars/Olympus"),
        ("FIXI_TIMEZONE", "../etc/passwd"),
        ("FIXI_COUNTRY", "Israel"),
        ("FIXI_LANGUAGE", "tlh"),
        ("FIXI_GREENAPI_INSTANCE", "abc"),
        ("FIXI_MESSENGER", "pigeon"),
        ("FIXI_LOG", "xml"),
        ("FIXI_GEMINI_URL", "127.0.0.1:9999"),
        ("FIXI_GEMINI_URL", "https://user:secret@host"),
        ("FIXI_GEMINI_MODELS", ","),
        ("FIXI_GEMINI_MODELS", "../v2/other"),
    ],
)
def test_what_is_wrong_is_named_in_one_line(name: str, value: str) -> None:
    (problem,) = problems(**{name: value})
    assert problem.startswith(name)
    assert "\n" not in problem


def test_what_is_not_built_yet_says_so() -> None:
    (problem,) = problems(FIXI_MESSENGER="cloudapi")
    assert "not built" in problem


def test_gemini_needs_a_key_and_has_models_that_go_on() -> None:
    (problem,) = problems(FIXI_READER="gemini")
    assert problem.startswith("FIXI_GEMINI_API_KEY")
    settings = Settings.read({"FIXI_READER": "gemini", "FIXI_GEMINI_API_KEY": "hush-hush"})
    assert "hush" not in repr(settings)
    assert settings.gemini_models
    assert not [model for model in settings.gemini_models if model.startswith("gemini-2")]
    named = Settings.read({"FIXI_GEMINI_MODELS": "gemini-4-argon, gemini-3.6-flash,gemini-4-argon"})
    assert named.gemini_models == ("gemini-4-argon", "gemini-3.6-flash")


def test_an_address_says_which_kind_it_is() -> None:
    settings = Settings.read({"FIXI_MONGO_URL": "mongodb://127.0.0.1/fixi", "FIXI_REDIS_URL": "redis://127.0.0.1"})
    assert (settings.storage, settings.queue) == ("mongo", "redis")


def test_a_kind_needs_its_address() -> None:
    named = [problem.split()[0] for problem in problems(FIXI_STORAGE="mongo", FIXI_QUEUE="redis")]
    assert named == ["FIXI_MONGO_URL", "FIXI_REDIS_URL"]


def test_an_address_with_a_password_is_never_shown() -> None:
    settings = Settings.read({"FIXI_MONGO_URL": "mongodb://user:pa55word@host/fixi"})
    assert "pa55word" not in repr(settings)
    assert "pa55word" not in repr(Settings.read({"FIXI_BROKER_URL": "amqp://user:pa55word@host/fixi"}))
    for name in ("FIXI_MONGO_URL", "FIXI_BROKER_URL"):
        (problem,) = problems(**{name: "http://user:pa55word@host"})
        assert "pa55word" not in problem


def test_everything_wrong_is_said_at_once() -> None:
    assert len(problems(FIXI_ENV="x", FIXI_API_PORT="x", FIXI_LOG="x")) == 3


def test_production_refuses_to_start_open() -> None:
    named = [problem.split()[0] for problem in problems(FIXI_ENV="production")]
    assert named == ["FIXI_WEBHOOK_TOKEN", "FIXI_PANEL_SECRET", "FIXI_MESSENGER"]


def test_production_refuses_a_clock_that_anybody_may_move() -> None:
    assert Settings.read({"FIXI_CLOCK": "movable"}).clock == "movable"
    named = [problem for problem in problems(FIXI_ENV="production", FIXI_CLOCK="movable") if "CLOCK" in problem]
    assert len(named) == 1
    assert problems(FIXI_CLOCK="fast")


def test_a_secret_is_never_shown() -> None:
    settings = Settings.read({"FIXI_WEBHOOK_TOKEN": "hush-hush", "FIXI_PANEL_SECRET": "quiet-now"})
    assert "hush" not in repr(settings)
    assert "quiet" not in repr(settings)
    assert all("hush" not in problem for problem in problems(FIXI_WEBHOOK_TOKEN="hush-hush", FIXI_ENV="production"))
