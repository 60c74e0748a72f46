"""A command given, and what is told of it."""

from collections.abc import Awaitable, Callable

from fixi.domain.commands import AnyCommand, Stale, Warned
from fixi.domain.errors import Refused
from fixi.domain.operators import Operator
from fixi.entrypoints.panel.visit import Visit

type Operates = Callable[[Operator, AnyCommand], Awaitable[bool]]


async def told(visit: Visit, operate: Operates, operator: Operator, command: AnyCommand) -> bool:
    """Do it and say so; True when it is done. What speaks against it is said in the operator's language."""
    says = visit.texts
    try:
        fresh = await operate(operator, command)
    except Stale as stale:
        visit.tell(says("steer.stale", what=", ".join(says.name("fact", name) for name in stale.changed)), "warning")
        return False
    except Warned as warned:
        what = ", ".join(says.name("refused", reason) for reason in warned.reasons)
        visit.tell(says("steer.hard" if warned.hard else "steer.warned", what=what), "warning")
        return False
    except Refused as refused:
        visit.tell(says.name("steer_refused", refused.reason), "negative")
        return False
    visit.tell(says("steer.done" if fresh else "steer.done_before"))
    return True
