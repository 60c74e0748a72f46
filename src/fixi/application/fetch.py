"""Notifications are fetched where nobody can post them: by one process at a time, each stored before it is let go."""

import hashlib
import logging
from datetime import timedelta

from fixi.application.receive import Receive
from fixi.domain.errors import Refused, Unavailable
from fixi.ports.clock import Clock
from fixi.ports.messaging import Notifications, WebhookParser
from fixi.ports.queues import Lease, Leases

FETCHING = "notifications"
# Longer than a provider waits for the next one and two of its answers take; who dies is followed so late at most.
LEASE = timedelta(seconds=40)
ROOM = timedelta(seconds=28)

log = logging.getLogger(__name__)


class Fetch:
    """Fetches one notification after the other, under a lease."""

    def __init__(
        self, notifications: Notifications, parser: WebhookParser, receive: Receive, leases: Leases, clock: Clock
    ) -> None:
        self._notifications = notifications
        self._parser = parser
        self._receive = receive
        self._leases = leases
        self._clock = clock
        self._lease: Lease | None = None

    async def __call__(self) -> bool | None:
        """The next notification: False when there is none, None when somebody else fetches.

        Raises Unavailable: then the same one comes again.
        """
        if not await self._may():
            return None
        return await self._notifications.next(self._take)

    async def leave(self) -> None:
        """Let somebody else fetch."""
        lease, self._lease = self._lease, None
        if lease is not None:
            await self._leases.release(lease)

    async def _may(self) -> bool:
        """Whether the lease is ours, and for long enough."""
        if self._lease is not None and self._lease.until - self._clock.now() < ROOM:
            await self.leave()
        if self._lease is None:
            self._lease = await self._leases.take(FETCHING, LEASE)
        return self._lease is not None

    async def _take(self, body: bytes) -> None:
        """Store it; what cannot be understood, or makes us fail, is kept for a person and holds nothing up."""
        at = self._clock.now()
        try:
            await self._receive(self._parser.parse(body, at), at)
        except Unavailable:
            raise
        except Refused as refused:
            await self._quarantine(body, refused.reason)
        except Exception as defect:  # noqa: BLE001 - a defect of ours must not stop the provider's queue
            log.warning("notification not understood", extra={"kind": type(defect).__name__})
            await self._quarantine(body, "parser-error")

    async def _quarantine(self, body: bytes, reason: str) -> None:
        await self._receive.quarantine(body, reason, self._clock.now())
        digest = hashlib.sha256(body).hexdigest()[:16]
        log.warning("notification quarantined", extra={"reason": reason, "size": len(body), "digest": digest})
