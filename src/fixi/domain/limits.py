"""How small and how large each number of the business may be, for the policy that refuses and the page that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

type Number = int | float | Decimal | timedelta

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """From `least` to `most`, both of them allowed."""

    least: Number
    most: Number

    def hold(self, value: object) -> bool:
        """Whether this value, or every one of these, lies between them."""
        parts = value if isinstance(value, tuple) else (value,)
        return bool(parts) and all(self.least <= part <= self.most for part in parts)


# A number without a row may be anything of its kind.
LIMITS: Mapping[str, Limits] = {
    "max_active_jobs": Limits(1, 50),
    "context_messages": Limits(0, 200),
    "quiet_window": Limits(timedelta(0), 5 * MINUTE),
    "quiet_window_cap": Limits(timedelta(0), 10 * MINUTE),
    "questions_max": Limits(0, 20),
    "offer_nudge": Limits(SECOND, 7 * DAY),
    "offer_reassign_ask": Limits(SECOND, 7 * DAY),
    "sos_after": Limits(SECOND, 7 * DAY),
    "max_reassignments": Limits(0, 50),
    "emergency_offers": Limits(1, 20),
    "radius_steps": Limits(0.1, 2000.0),
    "slot_length": Limits(MINUTE, DAY),
    "slot_step": Limits(MINUTE, DAY),
    "slot_buffer": Limits(timedelta(0), DAY),
    "slot_notice": Limits(timedelta(0), 30 * DAY),
    "slot_horizon": Limits(HOUR, 365 * DAY),
    "slots_shown": Limits(1, 9),  # a choice is one digit
    "slot_hold": Limits(timedelta(0), 7 * DAY),
    "slot_reminder": Limits(SECOND, 30 * DAY),
    "waiting_recheck": Limits(SECOND, 7 * DAY),
    "still_needed_after": Limits(SECOND, 30 * DAY),
    "human_idle": Limits(SECOND, 30 * DAY),
    "takeover_idle": Limits(SECOND, 30 * DAY),
    "reason_window": Limits(timedelta(0), DAY),
    "stale_after": Limits(SECOND, 30 * DAY),
    "completion_checks_max": Limits(0, 20),
    "completion_check_gap": Limits(SECOND, 30 * DAY),
    "done_confirm": Limits(SECOND, 30 * DAY),
    "rating_reminder": Limits(SECOND, 30 * DAY),
    "rating_timeout": Limits(SECOND, 90 * DAY),
    "review_reminder": Limits(SECOND, 30 * DAY),
    "inbound_rate": Limits(1, 10_000),
    "inbound_window": Limits(SECOND, DAY),
    "send_attempts": Limits(1, 100),
    "send_patience": Limits(SECOND, 30 * DAY),
    "send_gap": Limits(timedelta(0), 5 * MINUTE),
    "hold_patience": Limits(SECOND, 30 * DAY),
    "repeat_window": Limits(timedelta(0), DAY),
    "account_proof": Limits(SECOND, DAY),
    "first_contacts_per_day": Limits(0, 100_000),
    "first_contact_days": Limits(0, 3650),
    "ai_calls_per_chat_per_day": Limits(0, 100_000),
    "ai_budget_per_day": Limits(Decimal(0), Decimal(100_000)),
    "commission_rate": Limits(Decimal(0), Decimal(1)),
    "rating_prior": Limits(1.0, 5.0),
    "rating_prior_weight": Limits(0.01, 1000.0),
    "rating_window": Limits(DAY, 3650 * DAY),
    "newcomer_jobs": Limits(1, 1000),
    "weights.rating": Limits(0.0, 1.0),
    "weights.distance": Limits(0.0, 1.0),
    "weights.capacity": Limits(0.0, 1.0),
    "weights.waiting": Limits(0.0, 1.0),
    "weights.answers": Limits(0.0, 0.15),  # how often and how fast somebody answers says little of his work
    "weights.language": Limits(0.0, 1.0),
    "weights.newcomer": Limits(0.0, 1.0),
}
