"""One frozen Settings, read once from the environment. Whatever is wrong is said at once, one line per problem.

A value of a secret never appears in a repr, a message or a log.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fixi import phones
from fixi.domain.errors import Invalid
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
    "FIXI_GREENAPI_POLLING": ("no", "yes"),
}
LAST_PORT = 65535
# Generally available in November 2026. None of 2.5 is among them: those end on 2026-12-01.
GEMINI_MODELS = ("gemini-3.8-flash", "gemini-3.6-flash", "gemini-3.5-flash-lite")
# Where the files of people are fetched from, by who carries messages: the hosts that providers are known to name.
GREEN_FILES = ("*.storage.yandexcloud.net", "*.green-api.com", "*.greenapi.com")
CLOUD_FILES = ("lookaside.fbsbx.com",)
MEDIA_HOSTS = {"greenapi": GREEN_FILES, "cloudapi": CLOUD_FILES}
MEDIA_HOST = re.compile(
    r"(\*\.[a-z0-9-]+(\.[a-z0-9-]+)+|\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9._-]*[a-z0-9])?)(:[0-9]{1,5})?", re.IGNORECASE
)
MAIL_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
LONGEST_MAIL_ADDRESS = 254
CLOUD_WEB = "an address such as https://graph.facebook.com, without user, query and fragment"
GEMINI_WEB = "an address such as http://127.0.0.1:9999, without user, query and fragment"
WEB = "an address such as https://api.green-api.com, without user, query and fragment"


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
    panel_url: str = ""
    trusted_proxies: tuple[str, ...] = ()
    greenapi_url: str = "https://api.green-api.com"
    greenapi_media_url: str = "https://media.green-api.com"
    greenapi_instance: str | None = None
    greenapi_token: str = field(default="", repr=False)
    greenapi_polling: bool = False
    cloudapi_url: str = "https://graph.facebook.com"
    cloudapi_token: str = field(default="", repr=False)
    cloudapi_phone_number_id: str = ""
    cloudapi_app_secret: str = field(default="", repr=False)
    cloudapi_verify_token: str = field(default="", repr=False)
    webhook_token: str = field(default="", repr=False)
    panel_secret: str = field(default=DEFAULT_PANEL_SECRET, repr=False)
    data_dir: Path = Path(".fixi")
    policy_file: Path | None = None
    templates_file: Path | None = None
    timezone: str = "Asia/Jerusalem"
    country: str = "IL"
    language: Language = Language.HE
    operators: tuple[str, ...] = ()
    alert_email: tuple[str, ...] = field(default=(), repr=False)
    alert_from: str = field(default="", repr=False)
    smtp_url: str = field(default="", repr=False)
    alert_webhook: str = field(default="", repr=False)
    alert_secret: str = field(default="", repr=False)
    media_hosts: tuple[str, ...] = (*GREEN_FILES, *CLOUD_FILES)
    media_store: str = ""
    recording: Path | None = None
    media_access_key: str = field(default="", repr=False)
    media_secret_key: str = field(default="", repr=False)
    log: str = "text"
    clock: str = "system"

    @property
    def has_town(self) -> bool:
        """Whether the panel has its town: only where nobody is real."""
        return self.env == "development" and self.messenger == "simulator"

    @property
    def media_kind(self) -> str:
        """Where the files of people are kept: memory, folder or s3."""
        if self.media_store.startswith("s3://"):
            return "s3"
        return "folder" if self.media_store or self.storage != "memory" else "memory"

    @property
    def media_folder(self) -> Path:
        """The folder, if it is one."""
        return Path(self.media_store) if self.media_store else self.data_dir / "media"

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
        country = self._checked("FIXI_COUNTRY", _is_country, "two capital letters such as IL") or defaults.country
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
            gemini_url=self._checked("FIXI_GEMINI_URL", _is_web, GEMINI_WEB) or "",
            gemini_models=_listed(
                self._checked("FIXI_GEMINI_MODELS", _are_models, "names of models such as gemini-3.8-flash")
            )
            or defaults.gemini_models,
            host=self._text("FIXI_HOST", defaults.host),
            api_port=self._port("FIXI_API_PORT", defaults.api_port),
            panel_port=self._port("FIXI_PANEL_PORT", defaults.panel_port),
            panel_url=self._checked("FIXI_PANEL_URL", _is_web, WEB) or "",
            trusted_proxies=self._networks("FIXI_TRUSTED_PROXIES"),
            greenapi_url=self._checked("FIXI_GREENAPI_URL", _is_web, WEB) or defaults.greenapi_url,
            greenapi_media_url=self._checked("FIXI_GREENAPI_MEDIA_URL", _is_web, WEB) or defaults.greenapi_media_url,
            greenapi_instance=self._checked("FIXI_GREENAPI_INSTANCE", _is_instance, "the digits of an instance id"),
            greenapi_token=self._checked("FIXI_GREENAPI_TOKEN", _is_visible, "visible ASCII characters") or "",
            greenapi_polling=self._choice("FIXI_GREENAPI_POLLING", "no") == "yes",
            cloudapi_url=self._checked("FIXI_CLOUDAPI_URL", _is_web, CLOUD_WEB) or defaults.cloudapi_url,
            cloudapi_token=self._checked("FIXI_CLOUDAPI_TOKEN", _is_visible, "visible ASCII characters") or "",
            cloudapi_phone_number_id=self._checked(
                "FIXI_CLOUDAPI_PHONE_NUMBER_ID", _is_number_id, "the digits of the id of a phone number"
            )
            or "",
            cloudapi_app_secret=self._text("FIXI_CLOUDAPI_APP_SECRET", ""),
            cloudapi_verify_token=self._text("FIXI_CLOUDAPI_VERIFY_TOKEN", ""),
            webhook_token=self._text("FIXI_WEBHOOK_TOKEN", ""),
            panel_secret=self._text("FIXI_PANEL_SECRET", defaults.panel_secret),
            data_dir=Path(self._text("FIXI_DATA_DIR", str(defaults.data_dir))),
            policy_file=self._file("FIXI_POLICY_FILE"),
            templates_file=self._file("FIXI_TEMPLATES_FILE"),
            recording=Path(path) if (path := self._text("FIXI_RECORDING", "")) else None,
            timezone=self._checked("FIXI_TIMEZONE", _is_zone, "an IANA zone such as Asia/Jerusalem")
            or defaults.timezone,
            country=country,
            language=Language(self._choice("FIXI_LANGUAGE", defaults.language)),
            operators=self._phones("FIXI_OPERATORS", country),
            alert_email=self._addresses("FIXI_ALERT_EMAIL"),
            alert_from=self._checked("FIXI_ALERT_FROM", _is_mail_address, "one e-mail address") or "",
            smtp_url=self._checked("FIXI_SMTP_URL", _is_smtp, "an address such as smtp://user:password@host:587") or "",
            alert_webhook=self._checked(
                "FIXI_ALERT_WEBHOOK", _is_hook, "an https address (http only for this machine), without user and #"
            )
            or "",
            alert_secret=self._text("FIXI_ALERT_SECRET", ""),
            media_hosts=self._hosts("FIXI_MEDIA_HOSTS"),
            media_store=self._checked(
                "FIXI_MEDIA_STORE",
                _is_store,
                "a folder, or s3://BUCKET/PREFIX with ?endpoint=, &region= and &style=path or virtual where needed",
            )
            or "",
            media_access_key=self._text("FIXI_MEDIA_ACCESS_KEY", ""),
            media_secret_key=self._text("FIXI_MEDIA_SECRET_KEY", ""),
            log=self._choice("FIXI_LOG", defaults.log),
            clock=self._choice("FIXI_CLOCK", defaults.clock),
        )
        self._together(settings)
        if self._problems:
            raise WrongSettings(tuple(self._problems))
        return settings

    def _hosts(self, name: str) -> tuple[str, ...]:
        """Those that are named; else those of the provider, or of both where none is."""
        value = self._environ.get(name)
        if value is None:
            return MEDIA_HOSTS.get(self._environ.get("FIXI_MESSENGER", ""), (*GREEN_FILES, *CLOUD_FILES))
        hosts = tuple(value.replace(",", " ").split())
        if not all(MEDIA_HOST.fullmatch(host) for host in hosts):
            self._problems.append(f"{name} must be hosts such as files.example.com, *.example.com or 127.0.0.1:9001")
        return hosts

    def _text(self, name: str, default: str) -> str:
        return self._environ.get(name, default)

    def _choice(self, name: str, default: str) -> str:
        value = self._environ.get(name, default)
        if value not in CHOICES[name]:
            self._problems.append(f"{name} must be one of: {', '.join(CHOICES[name])}")
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

    def _networks(self, name: str) -> tuple[str, ...]:
        """Addresses of machines, or networks of them."""
        found: list[str] = []
        for text in re.split(r"[\s,;]+", self._text(name, "")):
            if not text:
                continue
            try:
                network = ip_network(text)
            except ValueError:
                self._problems.append(f"{name} must be addresses such as 10.0.0.7 or networks such as 10.0.0.0/24")
                return ()
            if network.prefixlen == 0:
                self._problems.append(f"{name} must not be everybody: anybody could say where he comes from")
                return ()
            found.append(str(network))
        return tuple(found)

    def _phones(self, name: str, country: str) -> tuple[str, ...]:
        """Phones in any usual spelling, the same one once; a problem says which one it is and never shows it."""
        found: list[str] = []
        given = (phone for phone in re.split(r"[,;\n]", self._text(name, "")) if phone.strip())
        for position, phone in enumerate(given, start=1):
            try:
                found.append(phones.normal(phone, country))
            except Invalid as error:
                self._problems.append(f"{name} must be phones, separated by commas: phone {position} {error}")
        return tuple(dict.fromkeys(found))

    def _addresses(self, name: str) -> tuple[str, ...]:
        """E-mail addresses, the same one once; a problem says which one it is and never shows it."""
        given = re.split(r"[\s,;]+", self._text(name, "")) if self._text(name, "") else []
        for position, address in enumerate(given, start=1):
            if not _is_mail_address(address):
                self._problems.append(f"{name} must be e-mail addresses: number {position} of them is none")
        return tuple(dict.fromkeys(given))

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
        self._together_greenapi(settings)
        self._together_cloudapi(settings)
        self._together_alerts(settings)
        self._together_media(settings)
        if settings.env != "production":
            return
        closed = settings.greenapi_polling or settings.messenger == "cloudapi"
        if not settings.webhook_token and not closed:
            self._problems.append("FIXI_WEBHOOK_TOKEN must be set in production: without it nobody can be let in")
        if settings.panel_secret == DEFAULT_PANEL_SECRET:
            self._problems.append("FIXI_PANEL_SECRET must be set in production: the default is known to everybody")
        if settings.messenger == "simulator":
            self._problems.append("FIXI_MESSENGER must be a real one in production: the simulator reaches nobody")
        if settings.clock == "movable":
            self._problems.append("FIXI_CLOCK must be system in production: nobody may move the time of real people")

    def _together_greenapi(self, settings: Settings) -> None:
        """The account must be named, and only it has notifications to fetch."""
        if settings.messenger != "greenapi":
            if settings.greenapi_polling:
                self._problems.append("FIXI_GREENAPI_POLLING=yes needs FIXI_MESSENGER=greenapi")
            return
        for name in ("FIXI_GREENAPI_INSTANCE", "FIXI_GREENAPI_TOKEN"):
            if name not in self._environ:
                self._problems.append(f"{name} must be set when FIXI_MESSENGER is greenapi")

    def _together_cloudapi(self, settings: Settings) -> None:
        """All four, or nobody is let in and nothing goes out."""
        if settings.messenger != "cloudapi":
            return
        for name in (
            "FIXI_CLOUDAPI_TOKEN",
            "FIXI_CLOUDAPI_PHONE_NUMBER_ID",
            "FIXI_CLOUDAPI_APP_SECRET",
            "FIXI_CLOUDAPI_VERIFY_TOKEN",
        ):
            if name not in self._environ:
                self._problems.append(f"{name} must be set when FIXI_MESSENGER is cloudapi")

    def _together_alerts(self, settings: Settings) -> None:
        """Mail needs readers and a server, and a sender; a signature needs somebody to verify it."""
        if settings.alert_email and "FIXI_SMTP_URL" not in self._environ:
            self._problems.append("FIXI_SMTP_URL must be set when FIXI_ALERT_EMAIL is: alerts are mailed through it")
        if settings.smtp_url and "FIXI_ALERT_EMAIL" not in self._environ:
            self._problems.append("FIXI_ALERT_EMAIL must be set when FIXI_SMTP_URL is: nobody would get the alerts")
        if settings.alert_secret and "FIXI_ALERT_WEBHOOK" not in self._environ:
            self._problems.append("FIXI_ALERT_WEBHOOK must be set when FIXI_ALERT_SECRET is: there is nothing to sign")

    def _together_media(self, settings: Settings) -> None:
        """Two keys open a bucket, and nothing else."""
        if bool(settings.media_access_key) != bool(settings.media_secret_key):
            self._problems.append("FIXI_MEDIA_ACCESS_KEY and FIXI_MEDIA_SECRET_KEY must be set together")
        if settings.media_access_key and settings.media_kind != "s3":
            self._problems.append("FIXI_MEDIA_ACCESS_KEY is for a bucket: FIXI_MEDIA_STORE must be s3://...")
        if settings.media_kind == "folder" and settings.media_folder.exists() and not settings.media_folder.is_dir():
            self._problems.append("FIXI_MEDIA_STORE must be a folder, or a place for one")


def _is_store(place: str) -> bool:
    if "://" not in place:
        return True
    try:
        parts = urlsplit(place)
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        endpoint = urlsplit(options.get("endpoint", "https://s3"))
    except ValueError:
        return False
    return (
        parts.scheme == "s3"
        and re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", parts.netloc) is not None
        and options.keys() <= {"endpoint", "region", "style"}
        and endpoint.scheme in {"http", "https"}
        and bool(endpoint.hostname)
        and endpoint.username is None
        and options.get("style", "path") in {"path", "virtual"}
    )


def _is_number_id(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,32}", text) is not None


def _listed(text: str | None) -> tuple[str, ...]:
    """What stands between commas or blanks, each once."""
    return tuple(dict.fromkeys((text or "").replace(",", " ").split()))


def _are_models(text: str) -> bool:
    return bool(_listed(text)) and all(re.fullmatch(r"[a-z0-9][a-z0-9.-]{2,60}", name) for name in _listed(text))


def _is_mongo(url: str) -> bool:
    return url.startswith(("mongodb://", "mongodb+srv://"))


def _is_redis(url: str) -> bool:
    return url.startswith(("redis://", "rediss://", "valkey://", "valkeys://"))


def _is_rabbitmq(url: str) -> bool:
    return url.startswith(("amqp://", "amqps://"))


def _is_web(url: str) -> bool:
    try:
        known = urlsplit(url).port != 0
    except ValueError:  # not a port
        return False
    return known and re.fullmatch(r"https?://[^\s/?#@:\[\]]+(:[0-9]+)?(/[^\s?#]*)?", url) is not None


def _is_instance(digits: str) -> bool:
    return re.fullmatch(r"[0-9]{1,19}", digits) is not None


def _is_visible(token: str) -> bool:
    return re.fullmatch(r"[!-~]+", token) is not None


def _is_mail_address(text: str) -> bool:
    return len(text) <= LONGEST_MAIL_ADDRESS and MAIL_ADDRESS.fullmatch(text) is not None


def _is_smtp(url: str) -> bool:
    """`smtp://` or `smtps://`, with a host; whoever signs in has a password."""
    try:
        parts = urlsplit(url)
        port_is_one = parts.port != 0
    except ValueError:
        return False
    complete = bool(parts.username) == bool(parts.password)
    alone = parts.path in {"", "/"} and not parts.query and not parts.fragment
    plain = url.isascii() and url.isprintable() and " " not in url
    return parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and port_is_one and complete and alone and plain


def _is_hook(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_is_one = parts.port != 0
    except ValueError:
        return False
    if not url.isascii() or not url.isprintable() or " " in url or parts.fragment or "@" in parts.netloc:
        return False
    here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return bool(parts.hostname) and port_is_one and (parts.scheme == "https" or (parts.scheme == "http" and here))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_country(code: str) -> bool:
    return len(code) == len("IL") and code.isascii() and code.isalpha() and code.isupper()
