"""The table of the lead, empty; the modules with its rows fill it, `rows` closes it."""

from fixi.domain import events as ev
from fixi.domain.lead.states import LEAD_STATES, LeadState
from fixi.domain.machine import Facts, Step, Table

__all__ = ["LEAD", "Facts", "Step"]

TOLD_BY_CLIENT = (
    ev.RequestTold,
    ev.QuestionsUsedUp,
    ev.ClientCancelled,
    ev.SlotPicked,
    ev.TimeWished,
    ev.ClientSaidDone,
    ev.Rated,
    ev.Reviewed,
    ev.StillNeeded,
    ev.AnotherWanted,
)
TOLD_BY_PRO = (
    ev.OfferQueued,
    ev.OfferSeen,
    ev.OfferAccepted,
    ev.OfferDeclined,
    ev.DeclineExplained,
    ev.ProCancelled,
    ev.ProSaidDone,
    ev.ProSaidNotDone,
    ev.ProOnWay,
    ev.ProAskedMove,
    ev.ProAskedResume,
)
ANSWERS = (ev.Found, ev.PlaceTaken, ev.PlaceRefused, ev.CalendarRead, ev.SlotTaken, ev.SlotGone)
ALARMS = (
    ev.OfferNudgeDue,
    ev.ReassignAskDue,
    ev.OfferExpired,
    ev.RecheckDue,
    ev.StillNeededDue,
    ev.GivenUp,
    ev.SlotReminderDue,
    ev.StaleDue,
    ev.DoneCheckDue,
    ev.DoneConfirmDue,
    ev.RatingReminderDue,
    ev.RatingTimedOut,
    ev.ReviewReminderDue,
)
STEERED = (
    ev.LeadAssigned,
    ev.LeadRerouted,
    ev.LeadCalledOff,
    ev.LeadShut,
    ev.LeadRefused,
    ev.LeadEdited,
    ev.LeadNoted,
)
LEAD_EVENTS = (*TOLD_BY_CLIENT, *TOLD_BY_PRO, *ANSWERS, *ALARMS, *STEERED, ev.PlaceFreed, ev.FileCame)

LEAD: Table[LeadState] = Table("lead", LEAD_STATES, LEAD_EVENTS)
