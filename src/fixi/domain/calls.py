"""What one call of a model was: for whom, what came of it, how long it took and what it used up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a model, answered or not.

    `outcome` is `read`, or a short code for what went wrong; `prompt` is the version of the prompt. `tokens_out` has
    what was thought beside what was said, `cost` is in US dollars, `inputs` are the files that were shown. `refused`
    are the fields that did not pass the checker and why, `differs` those that the rules read otherwise, `result` is
    what was said, for whoever wants to know how a lead came about. `lead` is the request that was being talked about;
    the words that open one come before it.
    """

    id: str
    at: datetime
    chat: str
    model: str
    prompt: str
    outcome: str
    seconds: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)
    inputs: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    result: str = ""
    lead: str = ""


OPENING = timedelta(minutes=5)


def about(calls: tuple[Call, ...], lead: str, opened_at: datetime) -> tuple[Call, ...]:
    """Those of a client's calls by which this lead came about: while it was talked about, and right before it."""
    return tuple(
        call for call in calls if call.lead == lead or (not call.lead and opened_at - OPENING <= call.at <= opened_at)
    )


def marks(call: Call) -> tuple[str, ...]:
    """What is counted of a call: its outcome, and each field that was refused or read otherwise."""
    refused = (f"refused.{field.partition(':')[0]}" for field in call.refused)
    differs = (f"differs.{field.partition(':')[0]}" for field in call.differs)
    return (call.outcome, *dict.fromkeys((*refused, *differs)))
