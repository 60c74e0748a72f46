"""The environment is read once, checked as a whole, and never says a secret."""

from dataclasses import replace

import pytest
from dependency_injector.providers import Selector

from fixi.adapters.cloudapi.account import Account as CloudApiAccount
from fixi.adapters.greenapi.account import Account
from fixi.container import Container
from fixi.domain.errors import Invalid
from fixi.entrypoints.up import to_try_out
from fixi.settings import CHOICES, Settings, WrongSettings


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
            "FIXI_OPERATORS": "054-123-4567, +972 50 234 5678;972541234567,\u202b050-2345679\u202c,",
            "FIXI_TIMEZONE": "Europe/Paris",
        }
    )
    assert (settings.api_port, settings.language, settings.timezone) == (9001, "en", "Europe/Paris")
    assert settings.operators == ("972541234567", "972502345678", "972502345679")


def test_an_operator_without_a_country_code_is_of_the_country_that_is_set() -> None:
    assert Settings.read({"FIXI_COUNTRY": "GB", "FIXI_OPERATORS": "07911 123456"}).operators == ("447911123456",)


def test_an_operator_who_has_no_phone_is_named_by_his_place_and_not_by_his_number() -> None:
    listed = "972541234567,0541-23456, 1-800-FLOWERS,118237465019283@lid,972541234567 972502345678"
    named = problems(FIXI_OPERATORS=listed)
    assert [problem.partition(": ")[2].split()[:2] for problem in named] == [["phone", str(n)] for n in (2, 3, 4, 5)]
    for problem in named:
        assert problem.startswith("FIXI_OPERATORS")
        assert "\n" not in problem
        assert sum(sign.isdigit() for sign in problem) == 1


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
        ("FIXI_OPERATORS", "the boss"),
        ("FIXI_TRUSTED_PROXIES", "proxy.example"),
        ("FIXI_TRUSTED_PROXIES", "10.0.0.7/8"),
        ("FIXI_TRUSTED_PROXIES", "0.0.0.0/0"),
        ("FIXI_TRUSTED_PROXIES", "*"),
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


def test_production_may_be_a_dry_run() -> None:
    secrets = {"FIXI_WEBHOOK_TOKEN": "hush-hush", "FIXI_PANEL_SECRET": "quiet-now"}
    assert Settings.read({"FIXI_ENV": "production", "FIXI_MESSENGER": "dryrun", **secrets}).messenger == "dryrun"


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


GREEN = {"FIXI_MESSENGER": "greenapi", "FIXI_GREENAPI_INSTANCE": "7105000001", "FIXI_GREENAPI_TOKEN": "abc-DEF.1"}


def test_green_api_needs_its_account_and_knows_where_it_is() -> None:
    named = [problem.split()[0] for problem in problems(FIXI_MESSENGER="greenapi")]
    assert named == ["FIXI_GREENAPI_INSTANCE", "FIXI_GREENAPI_TOKEN"]
    settings = Settings.read(GREEN)
    assert settings.greenapi_url == "https://api.green-api.com"
    assert settings.greenapi_media_url == "https://media.green-api.com"
    assert settings.greenapi_polling is False
    assert "abc-DEF" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FIXI_GREENAPI_INSTANCE", "71050000017105000001"),
        ("FIXI_GREENAPI_INSTANCE", "²"),
        ("FIXI_GREENAPI_INSTANCE", "7105-1"),
        ("FIXI_GREENAPI_TOKEN", "two words"),
        ("FIXI_GREENAPI_TOKEN", "טוקן"),
        ("FIXI_GREENAPI_URL", "api.greenapi.test"),
        ("FIXI_GREENAPI_URL", "https://user:word@api.green-api.com"),
        ("FIXI_GREENAPI_URL", "https://api.green-api.com?x=1"),
        ("FIXI_GREENAPI_URL", "http://127.0.0.1:port"),
        ("FIXI_GREENAPI_URL", "http://127.0.0.1:99999"),
        ("FIXI_GREENAPI_MEDIA_URL", "ftp://media.green-api.com"),
        ("FIXI_GREENAPI_POLLING", "true"),
    ],
)
def test_what_no_account_can_be_is_one_line_that_tells_no_value(name: str, value: str) -> None:
    (problem,) = problems(**GREEN | {name: value})
    assert problem.startswith(name)
    assert value not in problem or name == "FIXI_GREENAPI_POLLING"
    assert "\n" not in problem


@pytest.mark.parametrize(
    "url",
    [
        "https://7105.api.greenapi.com",
        "http://127.0.0.1:7105",
        "http://127.0.0.1:7105/prefix/",
        "ftp://x",
        "http://h:p",
    ],
)
def test_the_settings_take_what_the_account_takes_and_nothing_else(url: str) -> None:
    given = GREEN | {"FIXI_GREENAPI_URL": url}
    try:
        Account("7105000001", "t", url)
    except Invalid:
        assert problems(**given)
    else:
        assert Settings.read(given).greenapi_url == url


def test_polling_is_for_green_api_and_lets_nobody_in() -> None:
    assert Settings.read(GREEN | {"FIXI_GREENAPI_POLLING": "yes"}).greenapi_polling
    (problem,) = problems(FIXI_GREENAPI_POLLING="yes")
    assert "FIXI_MESSENGER" in problem
    production = GREEN | {"FIXI_ENV": "production", "FIXI_PANEL_SECRET": "quiet-now"}
    assert [problem.split()[0] for problem in problems(**production)] == ["FIXI_WEBHOOK_TOKEN"]
    assert Settings.read(production | {"FIXI_GREENAPI_POLLING": "yes"}).env == "production"
    assert Settings.read(production | {"FIXI_WEBHOOK_TOKEN": "hush"}).messenger == "greenapi"


CLOUD = {
    "FIXI_MESSENGER": "cloudapi",
    "FIXI_CLOUDAPI_TOKEN": "EAAG-token",
    "FIXI_CLOUDAPI_PHONE_NUMBER_ID": "106540352242922",
    "FIXI_CLOUDAPI_APP_SECRET": "app-hush",
    "FIXI_CLOUDAPI_VERIFY_TOKEN": "verify-hush",
}


def test_the_cloud_api_needs_all_that_proves_who_is_who() -> None:
    named = [problem.split()[0] for problem in problems(FIXI_MESSENGER="cloudapi")]
    assert named == [name for name in CLOUD if name != "FIXI_MESSENGER"]
    settings = Settings.read(CLOUD)
    assert settings.cloudapi_url == "https://graph.facebook.com"
    assert settings.media_hosts == ("lookaside.fbsbx.com",)
    for secret in ("EAAG-token", "app-hush", "verify-hush"):
        assert secret not in repr(settings)
    assert Settings.read(CLOUD | {"FIXI_ENV": "production", "FIXI_PANEL_SECRET": "quiet-now"}).env == "production"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FIXI_CLOUDAPI_TOKEN", "two words"),
        ("FIXI_CLOUDAPI_TOKEN", "טוקן"),
        ("FIXI_CLOUDAPI_PHONE_NUMBER_ID", "+972541111111"),
        ("FIXI_CLOUDAPI_PHONE_NUMBER_ID", "../1"),
        ("FIXI_CLOUDAPI_PHONE_NUMBER_ID", "²"),
        ("FIXI_CLOUDAPI_URL", "graph.example"),
        ("FIXI_CLOUDAPI_URL", "https://me:word@graph.facebook.com"),
    ],
)
def test_what_no_number_can_be_is_one_line_that_tells_no_value(name: str, value: str) -> None:
    (problem,) = problems(**CLOUD | {name: value})
    assert problem.startswith(name)
    assert value not in problem


@pytest.mark.parametrize(
    "url",
    [
        "https://graph.facebook.com/v23.0",
        "http://127.0.0.1:9",
        "http://127.0.0.1:9/",
        "ftp://x",
        "http://h:p",
        "https://[::1]",
    ],
)
def test_the_settings_take_what_the_number_takes_and_nothing_else(url: str) -> None:
    given = CLOUD | {"FIXI_CLOUDAPI_URL": url}
    try:
        CloudApiAccount("1", "t", url)
    except Invalid:
        assert problems(**given)
    else:
        assert Settings.read(given).cloudapi_url == url


def test_every_messenger_that_can_be_chosen_is_wired_wherever_there_is_a_choice() -> None:
    built = set(CHOICES["FIXI_MESSENGER"])
    chosen = [set(part.providers) for part in Container.providers.values() if isinstance(part, Selector)]
    assert built in chosen
    assert [keys for keys in chosen if "simulator" in keys and not keys >= built] == []


def test_a_town_is_only_where_nobody_is_real() -> None:
    assert Settings.read({}).has_town
    assert not Settings.read({"FIXI_ENV": "staging"}).has_town
    assert not Settings.read({"FIXI_MESSENGER": "dryrun"}).has_town
    assert not replace(Settings(), env="production").has_town


def test_sample_people_come_with_a_clock_that_can_be_moved() -> None:
    assert Settings.read(to_try_out({})).clock == "movable"
    assert Settings.read(to_try_out({"FIXI_CLOCK": "system"})).clock == "system"
    assert Settings.read(to_try_out({"FIXI_ENV": "staging"})).clock == "system"
