"""The alert line: whatever was raised is told by every way there is, each once, until it has got through.

An alert is in the book before anybody is told, and gets a mark for each way that has told it. Whoever dies between
telling and marking has it told once more, under the same id.
"""

import hashlib
import logging
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from fixi.application.care.work import Finding, Work
from fixi.domain.care import EPOCH
from fixi.domain.effects import Alert
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.notices import WINDOW, pause, sort, urgent
from fixi.domain.values import Language
from fixi.ports.alerts import Alerts, Notice, Raised, Way
from fixi.ports.clock import Clock
from fixi.ports.queues import Ticks
from fixi.ports.storage import Attempts, Ledger
from fixi.ports.wording import Wording

AT_ONCE = 500
# A worker lets nothing run for longer than a minute, and a way may take a quarter of it.
LONG_ENOUGH = timedelta(seconds=30)
RIGHT_TO_LEFT = frozenset({Language.HE, Language.AR})
_ISOLATES = re.compile("[\u2066-\u2069]")
_PHONE = re.compile(r"(?:\d[ ().-]?){7,}")
TITLE = 120

log = logging.getLogger(__name__)

type Parcel = tuple[Notice, tuple[Raised, ...]]


class Telling(Work):
    """Tells people what is untold: what is new at once, what did not get through with growing pauses."""

    def __init__(
        self,
        alerts: Alerts,
        ways: Sequence[Way],
        attempts: Attempts,
        ledger: Ledger,
        ticks: Ticks,
        wording: Wording,
        language: Language,
        clock: Clock,
    ) -> None:
        self._alerts = alerts
        self._ways = tuple(ways)
        self._attempts = attempts
        self._ledger = ledger
        self._ticks = ticks
        self._wording = wording
        self._language = language
        self._clock = clock

    async def __call__(self, at: datetime, *, dry: bool) -> tuple[Finding, ...]:
        """See Work. Without a way nobody is told, and nothing is settled: whoever is told later gets what is young."""
        if not self._ways or not (waiting := await self._alerts.untold(AT_ONCE)):
            return ()
        lately = await self._lately(at)
        found: list[Finding] = []
        told = {raised.id: set(raised.told) for raised in waiting}
        for way in self._ways:
            untold = tuple(raised for raised in waiting if way.name not in raised.told)
            if not untold or self._clock.now() - at > LONG_ENOUGH:
                continue
            if dry:
                found.append(Finding(way.name, f"{len(untold)} untold", "would be told"))
                continue
            done = await self._by(way, untold, at, lately)
            for name in done:
                told[name].add(way.name)
            left = len(untold) - len(done)
            found.append(Finding(way.name, f"{len(untold)} untold", f"{left} wait" if left else "told", new=bool(done)))
        if not dry:
            names = {way.name for way in self._ways}
            await self._alerts.settle(tuple(name for name, by in told.items() if names <= by))
        return tuple(found)

    async def test(self) -> dict[str, str]:
        """Try every way with a notice that says it is one: what is wrong with each, nothing where nothing is."""
        at = self._clock.now()
        raised = Raised(f"test:{at.isoformat()}", at, Alert("test", ""))
        notice = self._notice((raised,), "test", self._text(raised))
        return {way.name: await self._tried(way, notice) for way in self._ways}

    @staticmethod
    async def _tried(way: Way, notice: Notice) -> str:
        try:
            await way.tell(notice)
        except (Unavailable, Refused) as error:
            return str(error) or "does not answer"
        return ""

    async def _lately(self, at: datetime) -> int:
        balance = await self._ledger.balance(at - WINDOW)
        return sum(n for (kind, outcome), n in balance.items() if kind == "alert" and not urgent(outcome))

    async def _by(self, way: Way, untold: tuple[Raised, ...], at: datetime, lately: int) -> tuple[str, ...]:
        """Tell them by this way; the ids of those that got through."""
        trouble = f"alerts:{way.name}:{untold[0].id}"
        failed = await self._attempts.get(trouble)
        if failed is not None and at - failed.at < pause(failed.count):
            return ()
        done: list[str] = []
        for notice, parcel in await self._parcels(way, untold, at, lately, again=failed is not None):
            if self._clock.now() - at > LONG_ENOUGH:
                break
            try:
                await way.tell(notice)
            except (Unavailable, Refused) as error:
                log.warning("alert not told", extra={"way": way.name, "kind": type(error).__name__})
                await self._attempts.count(trouble, "alerts", f"{way.name}: {error}", at)
                if isinstance(error, Unavailable):
                    break
                continue
            ids = tuple(raised.id for raised in parcel)
            await self._alerts.told(ids, way.name)
            done += ids
        return tuple(done)

    async def _parcels(
        self, way: Way, untold: tuple[Raised, ...], at: datetime, lately: int, *, again: bool
    ) -> list[Parcel]:
        """The notices in which these are told, with what is in each."""
        lots = sort([(raised, raised.alert, raised.at) for raised in untold], at, lately)
        # So much is told in short that once in a window is enough.
        window = str((at - EPOCH) // WINDOW)
        in_short = bool(lots.many) and (again or await self._ticks.first(f"alerts.{way.name}", window))
        parts: list[tuple[str, str, tuple[Raised, ...]]] = [
            (raised.alert.kind, self._text(raised), (raised,)) for raised in lots.single
        ]
        if in_short:
            parts.append(("digest", self._digest(lots.many), lots.many))
        if lots.old:
            older = self._worded("older", count=len(lots.old), since=lots.old[0].at)
            parts.append(("older", older, lots.old))
        if way.together and len(parts) > 1:
            everything = tuple(raised for _, _, some in parts for raised in some)
            parts = [("several", "\n\n".join(text for _, text, _ in parts), everything)]
        return [(self._notice(some, kind, text), some) for kind, text, some in parts]

    def _notice(self, some: tuple[Raised, ...], kind: str, text: str) -> Notice:
        """One of them is titled with its own words, several with their number."""
        name = hashlib.sha256("\n".join(sorted(raised.id for raised in some)).encode("utf-8", "surrogatepass"))
        alone = len(some) == 1 and kind != "older"
        title = self._plain(some[0]) if alone else self._worded("several", count=len(some))
        return Notice(
            name.hexdigest()[:32],
            some[-1].at,
            kind,
            some[0].alert.about if alone else "",
            _ISOLATES.sub("", title)[:TITLE],
            text,
            self._language in RIGHT_TO_LEFT,
        )

    def _digest(self, many: tuple[Raised, ...]) -> str:
        """How many there are of each kind, and the first one of it."""
        firsts: dict[str, Raised] = {}
        for raised in many:
            firsts.setdefault(raised.alert.kind, raised)
        counted = Counter(raised.alert.kind for raised in many)
        lines = [f"{counted[kind]} × {self._plain(first)}" for kind, first in firsts.items()]
        return "\n".join([self._worded("digest", count=len(many)), *lines])

    def _text(self, raised: Raised) -> str:
        return f"{self._plain(raised)} ({self._worded('at', since=raised.at)})"

    def _plain(self, raised: Raised) -> str:
        """The alert in words; one of a kind that this version has no words for is still an alert."""
        about, detail = (_PHONE.sub("…", text) for text in (raised.alert.about, raised.alert.detail))
        try:
            return self._worded(raised.alert.kind, about=about, detail=detail)
        except KeyError:
            return self._worded("other", about=about)

    def _worded(self, key: str, /, **params: str | int | datetime) -> str:
        return self._wording.text(f"alert.{key}", self._language, **params)
