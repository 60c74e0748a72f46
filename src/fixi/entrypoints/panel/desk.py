"""Everything that pages may use: use cases and read models by their ports, handed over by the process."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fixi.application.login import Login
from fixi.application.needs import Needs
from fixi.application.operate import Operate
from fixi.application.staff import Staff
from fixi.entrypoints.panel.hub import Hub
from fixi.ports.clock import Clock
from fixi.settings import Settings

type Standing = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies ready. `sending` tells whether anything may go out at all."""

    settings: Settings
    zone: ZoneInfo
    clock: Clock
    login: Login
    staff: Staff
    operate: Operate
    needs: Needs
    hub: Hub
    sending: Standing
