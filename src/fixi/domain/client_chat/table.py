"""The table of a client's chat, empty; the modules with its rows fill it, `rows` closes it."""

from fixi.domain import events as ev
from fixi.domain.client_chat.states import CLIENT_STATES, ClientState
from fixi.domain.machine import Facts, Step, Table

__all__ = ["CLIENT", "Facts", "Step"]

COMMANDS = (
    ev.AskedStatus,
    ev.AskedCancel,
    ev.AskedMove,
    ev.AskedHuman,
    ev.AskedMenu,
    ev.AskedStop,
    ev.SaidThanks,
    ev.SaidDone,
)
WORDS = (ev.Spoke, ev.Answered, ev.LateAnswer, ev.Wordless, ev.OwnerSpoke, ev.Understood)
NEWS = (
    ev.ProAsked,
    ev.OfferUnanswered,
    ev.OfferSettled,
    ev.LeadWaits,
    ev.LeadReviewed,
    ev.LeadBooked,
    ev.TimesOffered,
    ev.TimeAgreed,
    ev.JobReturned,
    ev.ProIsComing,
    ev.NotDoneYet,
    ev.DoneChecked,
    ev.WorkDone,
    ev.NeedChecked,
    ev.LeadEnded,
    ev.BotResumed,
    ev.RequestCorrected,
)
STEERED = (ev.OperatorTookOver, ev.OperatorSaid, ev.OperatorGaveBack)
CLIENT_EVENTS = (*COMMANDS, *WORDS, *NEWS, *STEERED, ev.FileCame, ev.HumanIdle)

CLIENT: Table[ClientState] = Table("client chat", CLIENT_STATES, CLIENT_EVENTS)
