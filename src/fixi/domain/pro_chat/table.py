"""The table of a professional's chat, empty; the modules with its rows fill it, `rows` closes it."""

from fixi.domain import events as ev
from fixi.domain.machine import Facts, Step, Table
from fixi.domain.pro_chat.states import PRO_STATES, ProState

__all__ = ["PRO", "Facts", "Step"]

COMMANDS = (
    ev.AskedStatus,
    ev.AskedJobs,
    ev.AskedCancel,
    ev.AskedMove,
    ev.AskedHuman,
    ev.AskedMenu,
    ev.AskedStop,
    ev.SaidThanks,
    ev.SaidDone,
    ev.AskedPause,
    ev.AskedAvailable,
    ev.SaidOnMyWay,
    ev.AskedResume,
)
WORDS = (ev.Spoke, ev.Answered, ev.LateAnswer, ev.Wordless, ev.OwnerSpoke, ev.Understood)
NEWS = (
    ev.OfferMade,
    ev.OfferNudged,
    ev.OfferFiles,
    ev.OfferClosed,
    ev.OfferWon,
    ev.JobTimed,
    ev.JobUpdated,
    ev.JobCancelled,
    ev.DoneClaimed,
    ev.JobStale,
    ev.JobFinished,
)
STEERED = (
    ev.OperatorTookOver,
    ev.OperatorSaid,
    ev.OperatorGaveBack,
    ev.ProPaused,
    ev.ProUnpaused,
    ev.ProAdmitted,
    ev.ProTurnedAway,
    ev.ProfileChanged,
)
PRO_EVENTS = (*COMMANDS, *WORDS, *NEWS, *STEERED, ev.AskTimedOut, ev.DayBegins, ev.HumanIdle)

PRO: Table[ProState] = Table("pro chat", PRO_STATES, PRO_EVENTS)
