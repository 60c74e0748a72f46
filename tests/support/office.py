"""The use cases over a memory house, wired by hand, and a telephone line that can be told to fail."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import override

from fixi.adapters.files.cleaner import ContentCleaner
from fixi.adapters.http.locator import OwnAddress
from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.rules.reader import RulesReader
from fixi.adapters.rules.trades import trade_codes
from fixi.adapters.simulator.messenger import Simulator
from fixi.adapters.system.together import SideBySide
from fixi.adapters.templates.registry import Registry
from fixi.adapters.wording.catalogue import Catalogue
from fixi.application.account import Look
from fixi.application.care.agenda import Agenda
from fixi.application.care.care import Care
from fixi.application.care.fetching import Fetching
from fixi.application.care.reconciling import Reconciling
from fixi.application.care.sweeping import Sweeping
from fixi.application.care.telling import Telling
from fixi.application.care.timetable import Timetable
from fixi.application.care.waking import HEALER, OFFERS, STALE, Waking
from fixi.application.care.waking import Look as WakingLook
from fixi.application.care.watchdog import Watchdog
from fixi.application.care.work import Work
from fixi.application.checker import Checker
from fixi.application.deliver import Deliver
from fixi.application.errands import Errands
from fixi.application.gate import Gate
from fixi.application.inquiries import Inquiries
from fixi.application.media import KeepMedia
from fixi.application.poison import Poison
from fixi.application.receive import Receive
from fixi.application.reconcile import Reconcile
from fixi.application.sending import Sending
from fixi.application.sweep import Sweep
from fixi.application.turn import Turn
from fixi.domain.effects import Say
from fixi.domain.errors import Unavailable
from fixi.domain.events import Heard
from fixi.domain.guard import Channel
from fixi.domain.policy import Policy
from fixi.domain.templates import Template
from fixi.domain.values import ChatKey, Key, Language
from fixi.ports.ai import Reader
from fixi.ports.messaging import Message
from fixi.ports.queues import Task
from fixi.ports.storage import Record, Repository
from tests.support.hosts import Hosts
from tests.support.house import House, memory_house
from tests.support.people import PlayedAccount, PlayedWay
from tests.support.samples import CLIENT, MINUTE


@cache
def gazetteer() -> Gazetteer:
    """The places of Israel, loaded once."""
    return Gazetteer.load(country="IL")


@cache
def checker() -> Checker:
    """What every reading passes."""
    return Checker(gazetteer(), trade_codes())


@cache
def catalogue() -> Catalogue:
    """The texts, loaded once."""
    return Catalogue.load(gazetteer(), "Asia/Jerusalem", Language.HE)


@dataclass
class Line(Simulator):
    """The simulator on a bad day: each send meets the next trouble, if one is left.

    An Unavailable whose outcome is unknown was accepted all the same when `accepts` says so; `journal` is what asking
    the journal meets.
    """

    troubles: deque[Exception | None] = field(default_factory=deque)
    accepts: bool = False
    journal: deque[Exception] = field(default_factory=deque)
    calls: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    @override
    async def send(self, message: Message) -> str:
        self.calls.append(message.id)
        trouble = self.troubles.popleft() if self.troubles else None
        if trouble is None:
            return await super().send(message)
        if isinstance(trouble, Unavailable) and trouble.unknown and self.accepts:
            await super().send(message)
        raise trouble

    @override
    async def sent(self, message: Message, since: datetime) -> tuple[str, ...]:
        self.questions.append(message.id)
        if self.journal:
            raise self.journal.popleft()
        return await super().sent(message, since)


class Office:
    """Everything that happens between a webhook and a phone's screen."""

    def __init__(
        self,
        policy: Policy | None = None,
        house: House | None = None,
        reader: Reader | None = None,
        repository: Repository | None = None,
        operators: tuple[str, ...] = (),
    ) -> None:
        self.house = house = house or memory_house(policy)
        self.line = Line(house.network)
        repository = repository or house.repository
        self.account = PlayedAccount()
        self.look = Look(self.account, house.account_book, house.ticks, house.clock)
        self.sending = Sending(house.account_book, house.ledger, house.alerts, house.outbox, house.wakeups, house.clock)
        poison = Poison(house.attempts, house.quarantine, house.ledger, house.alerts, house.inbox, house.wakeups)
        self.errands = Errands(
            outbox=house.outbox,
            inbox=house.inbox,
            capacity=house.capacity,
            calendar=house.calendar,
            track_record=house.track_record,
            professionals=house.professionals,
            leads=house.leads,
            repository=repository,
            alerts=house.alerts,
            policies=house.policies,
            clock=house.clock,
            poison=poison,
            sending=self.sending,
            audit=house.audit,
        )
        inquiries = Inquiries(
            house.professionals, house.capacity, house.calendar, reader or RulesReader(gazetteer()), checker()
        )
        self.receive = Receive(
            house.inbox,
            house.ledger,
            house.quarantine,
            house.wakeups,
            house.policies,
            house.account_book,
            house.aliases,
            house.professionals,
        )
        self.hosts, together = Hosts(), SideBySide()
        self.media = KeepMedia(
            OwnAddress(), self.hosts, ContentCleaner(), house.files, house.owed_files, house.ledger, together
        )
        self.turn = Turn(
            inbox=house.inbox,
            leases=house.leases,
            repository=repository,
            professionals=house.professionals,
            policies=house.policies,
            wakeups=house.wakeups,
            clock=house.clock,
            inquiries=inquiries,
            errands=self.errands,
            poison=poison,
            presence=house.presence,
            media=self.media,
            operators=operators,
        )
        self.deliver = Deliver(
            outbox=house.outbox,
            leases=house.leases,
            wakeups=house.wakeups,
            messenger=self.line,
            wording=catalogue(),
            errands=self.errands,
            alerts=house.alerts,
            ledger=house.ledger,
            policies=house.policies,
            clock=house.clock,
            gate=self.gate(),
            chats=house.chats,
            book=house.account_book,
        )
        self.reconcile = Reconcile(
            journal=house.journal,
            receive=self.receive,
            ledger=house.ledger,
            inbox=house.inbox,
            repository=repository,
            outbox=house.outbox,
            told=house.told,
            clock=house.clock,
        )
        self.sweep = Sweep(
            repository=house.repository,
            inbox=house.inbox,
            outbox=house.outbox,
            told=house.told,
            wakeups=house.wakeups,
            leases=house.leases,
            ticks=house.ticks,
            continuity=house.continuity,
            reconcile=self.reconcile,
            clock=house.clock,
        )

        self.mail, self.webhook = PlayedWay("mail"), PlayedWay("webhook", bundles=False)
        self.telling = Telling(
            house.alerts,
            (self.mail, self.webhook),
            house.attempts,
            house.ledger,
            house.ticks,
            catalogue(),
            Language.EN,
            house.clock,
        )
        self.jobs: dict[str, Work] = {
            "alerts": self.telling,
            "watchdog": Watchdog(self.look, self.sending.announce, house.account_book, house.alerts, house.ledger),
            "sweep": Sweeping(self.sweep, house.repository, house.inbox, house.outbox),
            "healer": self._waking("healer", HEALER),
            "stale": self._waking("stale", STALE),
            "offers": self._waking("offers", OFFERS),
            "reconcile": Reconciling(self.reconcile),
            "media": Fetching(self.media, house.owed_files, house.inbox, house.wakeups, together),
            "agenda": Agenda(house.calendar, repository, house.inbox, house.wakeups, house.policies),
        }
        self.care = Care(self.jobs, house.leases, house.runs, house.wakeups, house.policies, house.clock)
        self.timetable = Timetable(
            house.ticks, house.wakeups, house.runs, house.policies, house.clock, house.job_switches
        )

    def _waking(self, name: str, looks: tuple[WakingLook, ...]) -> Waking:
        house = self.house
        return Waking(
            name,
            looks,
            house.leads,
            house.repository,
            house.inbox,
            house.wakeups,
            house.alerts,
            house.policies,
        )

    def gate(self, channel: Channel | None = None, *templates: Template) -> Gate:
        """The policy guard before this channel, or that of the line; who rests moves the clock."""
        house = self.house

        async def rest(seconds: float) -> None:
            house.clock.move(timedelta(seconds=seconds))

        return Gate(
            channel or self.line.channel,
            house.account_book,
            self.look,
            house.chats,
            Registry(templates),
            house.slots,
            house.policies,
            house.clock,
            rest,
        )

    async def hears(self, *texts: str, chat: ChatKey = CLIENT) -> None:
        """These arrive now, each with an id of its own text."""
        at = self.house.clock.now()
        await self.receive(tuple(Heard(at=at, id=f"in-{text}", chat=chat, text=text) for text in texts), at)

    def knocks(self) -> list[tuple[Task, str]]:
        """What is knocked for now, taken out."""
        found = []
        while (knock := self.house.knocked()) is not None:
            found.append(knock)
        return found

    async def works(self) -> None:
        """Answer every knock that is due now."""
        while (knock := self.house.knocked()) is not None:
            task, key = knock
            if task is Task.TURN:
                await self.turn(key)
            elif task is Task.DELIVER:
                await self.deliver(Key.parse(key))
            elif task is Task.CARE:
                await self.care(key)
            else:
                await self.sweep()

    async def a_minute_later(self) -> None:
        """Nobody types any more, and everything due by then is done."""
        self.house.clock.move(MINUTE)
        await self.works()

    def screen(self, chat: ChatKey = CLIENT) -> list[str]:
        """What the phone shows of ours."""
        return [bubble.text for bubble in self.line.screen(chat) if bubble.ours]

    async def document(self, key: Key) -> Record:
        """The document, which must be there."""
        record = await self.house.repository.load(key)
        assert record is not None
        return record

    async def waiting(self, key: Key) -> list[str]:
        """Ids of what is still to be said."""
        return [entry.id for entry in await self.house.outbox.pending(key) if isinstance(entry.effect, Say)]
