"""The business numbers and their defaults, in one place, so that a rule never carries a number of its own."""

import re
from dataclasses import dataclass, field, fields
from datetime import time, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fixi.domain.errors import Invalid
from fixi.domain.limits import LIMITS
from fixi.domain.values import Language

CURRENCY = re.compile(r"[A-Z]{3}")
VERSION = re.compile(r"[A-Za-z0-9._-]{1,40}")


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the ranking; each part is 0 to 1 before it is weighted."""

    rating: float = 0.35
    distance: float = 0.20
    capacity: float = 0.15
    waiting: float = 0.10
    answers: float = 0.15
    language: float = 0.05
    newcomer: float = 0.10

    def __post_init__(self) -> None:
        for each in fields(self):
            _within(f"weights.{each.name}", getattr(self, each.name))


@dataclass(frozen=True, slots=True)
class Policy:
    """What the business decided; durations are time deltas, clock times are local to `timezone`."""

    timezone: str = "Asia/Jerusalem"
    language: Language = Language.HE
    max_active_jobs: int = 3
    context_messages: int = 20
    quiet_window: timedelta = timedelta(seconds=2.5)
    quiet_window_cap: timedelta = timedelta(seconds=20)
    questions_max: int = 3
    offer_nudge: timedelta = timedelta(minutes=10)
    offer_reassign_ask: timedelta = timedelta(minutes=25)
    sos_after: timedelta = timedelta(minutes=30)
    max_reassignments: int = 3
    emergency_offers: int = 3
    radius_steps: tuple[float, ...] = (10.0, 20.0, 30.0)
    slot_length: timedelta = timedelta(hours=1)
    slot_step: timedelta = timedelta(minutes=30)
    slot_buffer: timedelta = timedelta(0)
    slot_notice: timedelta = timedelta(hours=1)
    slot_horizon: timedelta = timedelta(days=14)
    slots_shown: int = 5
    slot_hold: timedelta = timedelta(minutes=10)
    slot_reminder: timedelta = timedelta(hours=2)
    waiting_recheck: timedelta = timedelta(minutes=15)
    still_needed_after: timedelta = timedelta(hours=24)
    agenda_at: time = time(8, 0)
    quiet_from: time = time(21, 0)
    quiet_until: time = time(8, 0)
    human_idle: timedelta = timedelta(minutes=15)
    takeover_idle: timedelta = timedelta(hours=12)
    reason_window: timedelta = timedelta(seconds=20)
    stale_after: timedelta = timedelta(hours=3)
    completion_checks_max: int = 2
    completion_check_gap: timedelta = timedelta(hours=6)
    done_confirm: timedelta = timedelta(hours=24)
    rating_reminder: timedelta = timedelta(hours=20)
    rating_timeout: timedelta = timedelta(days=3)
    review_reminder: timedelta = timedelta(hours=24)
    inbound_rate: int = 20
    inbound_window: timedelta = timedelta(seconds=60)
    send_attempts: int = 8
    send_patience: timedelta = timedelta(hours=6)
    send_gap: timedelta = timedelta(seconds=0.1)
    hold_patience: timedelta = timedelta(hours=24)
    repeat_window: timedelta = timedelta(minutes=1)
    account_proof: timedelta = timedelta(minutes=6)
    first_contacts_per_day: int = 20
    first_contact_days: int = 10
    show_presence: bool = True
    ai_calls_per_chat_per_day: int = 40
    ai_budget_per_day: Decimal = Decimal(5)  # US dollars, in which models are billed
    consent_required: bool = True
    consent_version: str = "2026-11"
    currency: str = "ILS"
    commission_rate: Decimal = Decimal("0.10")
    rating_prior: float = 4.3
    rating_prior_weight: float = 5.0
    rating_window: timedelta = timedelta(days=365)
    newcomer_jobs: int = 5
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        for each in fields(self):
            _within(each.name, getattr(self, each.name))
        if any(b <= a for a, b in pairwise(self.radius_steps)):
            raise Invalid("radius_steps grow")
        if self.quiet_window_cap < self.quiet_window:
            raise Invalid("quiet_window_cap is not shorter than quiet_window")
        if not CURRENCY.fullmatch(self.currency):
            raise Invalid("currency is three capital letters such as ILS")
        if not VERSION.fullmatch(self.consent_version):
            raise Invalid("consent_version is 1 to 40 letters, digits, dots and dashes")
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise Invalid("timezone is an IANA zone such as Asia/Jerusalem") from None

    @property
    def zone(self) -> ZoneInfo:
        """The business's time zone."""
        return ZoneInfo(self.timezone)


def _within(name: str, value: object) -> None:
    limits = LIMITS.get(name)
    if limits is not None and not limits.hold(value):
        raise Invalid(f"{name} is {limits.least} to {limits.most}")
