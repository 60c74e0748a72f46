"""What the outside is shown of a lead: plain data with the field names of the command line's JSON."""

from typing import Any
from zoneinfo import ZoneInfo

from fixi.domain.calls import Call
from fixi.domain.lead.states import Booked, Case, Closed, Completed, LeadState, Unopened, appointment, status


def lead_row(lead: LeadState, zone: ZoneInfo) -> dict[str, Any]:
    """One lead in a list; times are ISO 8601 with offset in the business's zone, phones digits only."""
    if isinstance(lead, Unopened):
        return {}
    case, slot = lead.case, appointment(lead)
    form = case.form
    return {
        "id": case.id,
        "status": str(status(lead)),
        "client": case.client.text,
        "trade": form.trade.code if form.trade is not None else None,
        "area": form.area.name if form.area is not None else None,
        "issue": form.issue,
        "pro": pro_of(lead),
        "emergency": form.emergency,
        "offers": [
            {"pro": offer.pro, "outcome": offer.outcome, "at": offer.at.astimezone(zone).isoformat()}
            for offer in case.offers
        ],
        "appointment": slot.start.astimezone(zone).isoformat() if slot is not None else None,
        "created_at": case.opened_at.astimezone(zone).isoformat(),
        "updated_at": case.updated_at.astimezone(zone).isoformat(),
    }


def pro_of(lead: LeadState) -> str | None:
    """The professional who has, or had, the job."""
    return lead.card.id if isinstance(lead, Booked | Completed | Closed) and lead.card is not None else None


def lead_detail(lead: LeadState, zone: ZoneInfo) -> dict[str, Any]:
    """One lead whole: the row, its timeline, and the table of why this professional."""
    if isinstance(lead, Unopened):
        return {}
    return {**lead_row(lead, zone), "timeline": timeline(lead.case, zone), "why": why(lead.case)}


def readings(calls: tuple[Call, ...], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Every call to a model by which a lead came about, the oldest first."""
    return [
        {
            "at": call.at.astimezone(zone).isoformat(),
            "model": call.model,
            "prompt": call.prompt,
            "outcome": call.outcome,
            "seconds": call.seconds,
            "tokens_in": call.tokens_in,
            "tokens_out": call.tokens_out,
            "cost_usd": str(call.cost),
            "inputs": list(call.inputs),
            "refused": list(call.refused),
            "differs": list(call.differs),
            "result": call.result,
        }
        for call in calls
    ]


def timeline(case: Case, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Every change, the oldest first."""
    return [
        {
            "at": change.at.astimezone(zone).isoformat(),
            "event": change.event,
            "actor": str(change.actor),
            "from": str(change.before) if change.before is not None else None,
            "to": str(change.after) if change.after is not None else None,
            "cause": change.cause,
        }
        for change in case.history
    ]


def why(case: Case) -> list[dict[str, Any]]:
    """The ranking of the last search, the best first, the refused behind with their reason."""
    if case.ranking is None:
        return []
    return [
        {
            "pro": row.pro,
            "rank": row.rank,
            "score": row.score,
            "parts": dict(row.parts),
            "refused": row.refused,
            "km": row.km,
        }
        for row in case.ranking.rows
    ]
