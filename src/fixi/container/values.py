"""What is worked out of the settings before anything is built."""

import tomllib
from pathlib import Path

from fixi.adapters.alerthook.hook import Hook
from fixi.adapters.greenapi.account import Account as GreenApiAccount
from fixi.adapters.simulator.postman import Postman
from fixi.adapters.smtp.mail import Mail
from fixi.adapters.smtp.post_office import PostOffice
from fixi.adapters.system.secrets import kept_secret
from fixi.domain.errors import Refused
from fixi.domain.policy import Policy
from fixi.domain.policy_text import changed
from fixi.ports.alerts import Way
from fixi.settings import DEFAULT_PANEL_SECRET, Settings


def first_policy(settings: Settings) -> Policy:
    """The business numbers that a new system starts with: the defaults, and what the policy file says of them."""
    policy = Policy(timezone=settings.timezone, language=settings.language)
    if settings.policy_file is None:
        return policy
    try:
        values = tomllib.loads(settings.policy_file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"FIXI_POLICY_FILE cannot be read: {error}") from error
    weights = {f"weights.{name}": value for name, value in dict(values.pop("weights", {})).items()}
    for name, value in {**values, **weights}.items():
        text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        policy = changed(policy, name, text)
    return policy


def phones(settings: Settings) -> Path | None:
    """Where the simulated phones are kept: wherever a store is that outlives the process."""
    return settings.data_dir / "simulator" if settings.storage == "mongo" else None


def unsent(settings: Settings) -> Path:
    """Where it is kept what a dry run would have sent."""
    return settings.data_dir / "dryrun"


def green_account(settings: Settings) -> GreenApiAccount:
    return GreenApiAccount(
        settings.greenapi_instance or "",
        settings.greenapi_token,
        settings.greenapi_url,
        settings.greenapi_media_url,
    )


def account_name(settings: Settings) -> str:
    """Which account this is: what is known of one proves nothing about another."""
    number = {"greenapi": settings.greenapi_instance, "cloudapi": settings.cloudapi_phone_number_id}
    return f"{settings.messenger}:{number.get(settings.messenger) or ''}"


def copies(settings: Settings) -> str:
    """Whether turns read copies: only where the database is farther away than the queue."""
    return "redis" if settings.storage == "mongo" and settings.queue == "redis" else "none"


def ways(settings: Settings) -> tuple[Way, ...]:
    """How people are told of alerts, WhatsApp aside."""
    ways: list[Way] = []
    if settings.alert_email and settings.smtp_url:
        sender = settings.alert_from or settings.alert_email[0]
        ways.append(Mail(PostOffice.parse(settings.smtp_url), sender, tuple(settings.alert_email)))
    if settings.alert_webhook:
        ways.append(Hook(settings.alert_webhook, settings.alert_secret))
    return tuple(ways)


def postman(settings: Settings) -> Postman:
    """How the simulated provider reaches the webhook."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared, not bound
    return Postman(f"http://{host}:{settings.api_port}/webhook", settings.webhook_token)


def panel_secret(settings: Settings) -> str:
    """What the panel signs with: the one that is set, else one that was made for this data folder."""
    if settings.panel_secret != DEFAULT_PANEL_SECRET:
        return settings.panel_secret
    if settings.env == "production":
        raise Refused("FIXI_PANEL_SECRET must be set in production")
    return kept_secret(settings.data_dir / "panel-secret")
