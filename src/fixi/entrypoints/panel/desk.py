"""Everything that pages may use: use cases and read models by their ports, handed over by the process."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fixi.application.login import Login
from fixi.application.needs import Needs
from fixi.application.operate import Operate
from fixi.application.operate_pros import Profiles
from fixi.application.panel_views import Board, ChatPages, LeadPages, Numbers, ProPages
from fixi.application.preview import Preview
from fixi.application.settings_views import SettingsPages
from fixi.application.staff import Staff
from fixi.domain.account import Switch
from fixi.domain.values import Language
from fixi.entrypoints.panel.hub import Hub
from fixi.ports.canned import CannedReplies
from fixi.ports.clock import Clock
from fixi.ports.media import Files
from fixi.ports.operators import Audit
from fixi.ports.places import Places
from fixi.ports.storage import Policies, Repository, Runs
from fixi.ports.views import ChatList, LeadSearch
from fixi.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies ready. `machine` is the clock by which people are logged in.

    `sending` tells whether anything may go out at all, `switch` who has put it so.

    `languages` are those that people are written to in, `unpriced` the models of which no price is known.
    """

    settings: Settings
    zone: ZoneInfo
    clock: Clock
    machine: Clock
    login: Login
    staff: Staff
    operate: Operate
    audit: Audit
    needs: Needs
    board: Board
    leads: LeadSearch
    lead: LeadPages
    chats: ChatList
    chat: ChatPages
    pros: ProPages
    profiles: Profiles
    numbers: Numbers
    canned: CannedReplies
    policies: Policies
    runs: Runs
    repository: Repository
    places: Places
    files: Files
    trades: tuple[str, ...]
    hub: Hub
    sending: Callable[[], Awaitable[bool]]
    switch: Callable[[], Awaitable[Switch]]
    setup: SettingsPages
    preview: Preview
    languages: tuple[Language, ...]
    unpriced: tuple[str, ...]

    def area(self, name: str, language: str) -> str:
        """A town by its English name, as it is called in this language."""
        place = self.places.named(name)
        return self.places.label(place, Language(language)) if place is not None else name
