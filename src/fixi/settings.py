"""One frozen Settings, read once from the environment. Whatever is wrong is said at once, one line per problem.

A value of a secret never appears in a repr, a message or a log.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fixi.domain.values import Language

DEFAULT_PANEL_SECRET = "change-me"  # noqa: S105 - known to everybody, and refused in production
CHOICES = {
    "FIXI_ENV": ("development", "staging", "production"),
    "FIXI_STORAGE": ("memory", "mongo"),
    "FIXI_QUEUE": ("memory", "redis"),
    "FIXI_MESSENGER": ("simulator", "dryrun", "greenapi", "cloudapi"),
    "FIXI_READER": ("rules", "gemini"),
    "FIXI_LANGUAGE": (Language.HE, Language.EN),  # those of the wording catalogue
    "FIXI_LOG": ("json", "text"),
    "FIXI_CLOCK": ("system", "movable"),
}
# What this version can really do; the rest of the choices is refused at start, in plain words.
BUILT = {
    "FIXI_MESSENGER": ("simulator",),
    "FIXI_READER": ("rules", "gemini"),
}
LAST_PORT = 65535
# Generally available in November 2026. None of 2.5 is among them: those end on 2026-12-01.
GEMINI_MODELS = ("gemini-3.8-flash", "gemini-3.6-flash", "gemini-3.5-flash-lite")


class WrongSettings(ValueError):
    """The environment cannot be used; `problems` says why, one line each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process runs; see the table of the environment in the README."""

    env: str = "development"
    storage: str = "memory"
    queue: str = "memory"
    messenger: str = "simulator"
    reader: str = "rules"
    gemini_api_key: str = field(default="", repr=False)
    gemini_url: str = ""
    gemini_models: tuple[str, ...] = GEMINI_MODELS
    mongo_url: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    broker_url: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    api_port: int = 8000
    panel_port: int = 8080
    greenapi_instance: str | None = None
    webhook_token: str = field(default="", repr=False)
    panel_secret: str = field(default=DEFAULT_PANEL_SECRET, repr=False)
    data_dir: Path = Path(".fixi")
    policy_file: Path | None = None
    timezone: str = "Asia/Jerusalem"
    country: str = "IL"
    language: Language = Language.HE
    operators: tuple[str, ...] = ()
    log: str = "text"
    clock: str = "system"

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings that this environment means; an empty value counts as not set. Raises WrongSettings."""
        return _Reading(environ).settings()


class _Reading:
    """One pass over the environment, collecting what is wrong."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = {name: value.strip() for name, value in environ.items() if value.strip()}
        self._problems: list[str] = []

    def settings(self) -> Settings:
        defaults = Settings()
        settings = Settings(
            env=self._choice("FIXI_ENV", defaults.env),
            # An address says as well which kind it is the address of.
            storage=self._choice("FIXI_STORAGE", "mongo" if self._text("FIXI_MONGO_URL", "") else defaults.storage),
            queue=self._choice("FIXI_QUEUE", "redis" if self._text("FIXI_REDIS_URL", "") else defaults.queue),
            mongo_url=self._checked("FIXI_MONGO_URL", _is_mongo, "an address such as mongodb://127.0.0.1:27017/fixi")
            or "",
            redis_url=self._checked("FIXI_REDIS_URL", _is_redis, "an address such as redis://127.0.0.1:6379/0") or "",
            broker_url=self._checked("FIXI_BROKER_URL", _is_rabbitmq, "an address such as amqp://127.0.0.1:5672/fixi")
            or "",
            messenger=self._choice("FIXI_MESSENGER", defaults.messenger),
            reader=self._choice("FIXI_READER", defaults.reader),
            gemini_api_key=self._text("FIXI_GEMINI_API_KEY", ""),
            gemini_url=self._checked("FIXI_GEMINI_URL", _is_http, "an address such as http://127.0.0.1:9999") or "",
            gemini_models=_listed(
                self._checked("FIXI_GEMINI_MODELS", _are_models, "names of models such as gemini-3.8-flash")
            )
            or defaults.gemini_models,
            host=self._text("FIXI_HOST", defaults.host),
            api_port=self._port("FIXI_API_PORT", defaults.api_port),
            panel_port=self._port("FIXI_PANEL_PORT", defaults.panel_port),
            greenapi_instance=self._checked("FIXI_GREENAPI_INSTANCE", str.isdigit, "the digits of an instance id"),
            webhook_token=self._text("FIXI_WEBHOOK_TOKEN", ""),
            panel_secret=self._text("FIXI_PANEL_SECRET", defaults.panel_secret),
            data_dir=Path(self._text("FIXI_DATA_DIR", str(defaults.data_dir))),
            policy_file=self._file("FIXI_POLICY_FILE"),
            timezone=self._checked("FIXI_TIMEZONE", _is_zone, "an IANA zone such as Asia/Jerusalem")
            or defaults.timezone,
            country=self._checked("FIXI_COUNTRY", _is_country, "two capital letters such as IL") or defaults.country,
            language=Language(self._choice("FIXI_LANGUAGE", defaults.language)),
            operators=_listed(self._text("FIXI_OPERATORS", "")),
            log=self._choice("FIXI_LOG", defaults.log),
            clock=self._choice("FIXI_CLOCK", defaults.clock),
        )
        self._together(settings)
        if self._problems:
            raise WrongSettings(tuple(self._problems))
        return settings

    def _text(self, name: str, default: str) -> str:
        return self._environ.get(name, default)

    def _choice(self, name: str, default: str) -> str:
        value = self._environ.get(name, default)
        if value not in CHOICES[name]:
            self._problems.append(f"{name} must be one of: {', '.join(CHOICES[name])}")
            return default
        if name in BUILT and value not in BUILT[name]:
            self._problems.append(f"{name}={value} is not built into this version; it has: {', '.join(BUILT[name])}")
            return default
        return value

    def _port(self, name: str, default: int) -> int:
        value = self._environ.get(name)
        if value is None:
            return default
        if not value.isascii() or not value.isdigit() or not 0 < int(value) <= LAST_PORT:
            self._problems.append(f"{name} must be a port from 1 to {LAST_PORT}")
            return default
        return int(value)

    def _checked(self, name: str, check: Callable[[str], bool], form: str) -> str | None:
        value = self._environ.get(name)
        if value is not None and not check(value):
            self._problems.append(f"{name} must be {form}")
            return None
        return value

    def _file(self, name: str) -> Path | None:
        value = self._environ.get(name)
        if value is not None and not Path(value).is_file():
            self._problems.append(f"{name} must be a file that can be read")
            return None
        return Path(value) if value is not None else None

    def _together(self, settings: Settings) -> None:
        """What only matters in company."""
        if settings.storage == "mongo" and "FIXI_MONGO_URL" not in self._environ:
            self._problems.append("FIXI_MONGO_URL must be set when FIXI_STORAGE is mongo")
        if settings.queue == "redis" and "FIXI_REDIS_URL" not in self._environ:
            self._problems.append("FIXI_REDIS_URL must be set when FIXI_QUEUE is redis")
        if settings.reader == "gemini" and not settings.gemini_api_key:
            self._problems.append("FIXI_GEMINI_API_KEY must be set when FIXI_READER is gemini")
        if settings.env != "production":
            return
        if not settings.webhook_token:
            self._problems.append("FIXI_WEBHOOK_TOKEN must be set in production: without it nobody can be let in")
        if settings.panel_secret == DEFAULT_PANEL_SECRET:
            self._problems.append("FIXI_PANEL_SECRET must be set in production: the default is known to everybody")
        if settings.messenger == "simulator":
            self._problems.append("FIXI_MESSENGER must be a real one in production: the simulator reaches nobody")
        if settings.clock == "movable":
            self._problems.append("FIXI_CLOCK must be system in production: nobody may move the time of real people")


def _listed(text: str | None) -> tuple[str, ...]:
    """What stands between commas or blanks, each once."""
    return tuple(dict.fromkeys((text or "").replace(",", " ").split()))


def _are_models(text: str) -> bool:
    return bool(_listed(text)) and all(re.fullmatch(r"[a-z0-9][a-z0-9.-]{2,60}", name) for name in _listed(text))


def _is_http(url: str) -> bool:
    """True for an address without a secret in it: this one may be shown."""
    return re.fullmatch(r"https?://[^\s@?#]+", url) is not None


def _is_mongo(url: str) -> bool:
    return url.startswith(("mongodb://", "mongodb+srv://"))


def _is_redis(url: str) -> bool:
    return url.startswith(("redis://", "rediss://", "valkey://", "valkeys://"))


def _is_rabbitmq(url: str) -> bool:
    return url.startswith(("amqp://", "amqps://"))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_country(code: str) -> bool:
    return len(code) == len("IL") and code.isascii() and code.isalpha() and code.isupper()
