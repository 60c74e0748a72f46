"""What one call of a model was: for whom, what came of it, how long it took and what it used up."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a model, answered or not.

    `outcome` is `read`, or a short code for what went wrong; `prompt` is the version of the prompt. `tokens_out` has
    what was thought beside what was said, `cost` is in US dollars, `inputs` are the files that were shown. `refused`
    are the fields that did not pass the checker and why, `differs` those that the rules read otherwise, `result` is
    what was said, for whoever wants to know how a lead came about.
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


def marks(call: Call) -> tuple[str, ...]:
    """What is counted of a call: its outcome, and each field that was refused or read otherwise."""
    refused = (f"refused.{field.partition(':')[0]}" for field in call.refused)
    differs = (f"differs.{field.partition(':')[0]}" for field in call.differs)
    return (call.outcome, *dict.fromkeys((*refused, *differs)))
