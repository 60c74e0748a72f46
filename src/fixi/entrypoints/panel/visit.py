"""One open page: what its visitor does is allowed or refused at the moment he does it, here and nowhere else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from nicegui import Client, ui

from fixi.domain.errors import FixiError, Refused, Unavailable
from fixi.domain.operators import Operator, Permission
from fixi.entrypoints.panel.door import Check
from fixi.entrypoints.panel.texts import Texts
from fixi.entrypoints.panel.visitor import Visitor

LEAVE_SECONDS = 3.0  # for the way to the login page

type Handler = Callable[..., Awaitable[None] | None]

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Visit:
    """The page of one visitor while it is open. `busy` keeps a second click from doing a thing twice.

    `check` tells whose a session is and that he was seen; `look` only tells.
    """

    visitor: Visitor
    check: Check
    look: Check
    client: Client
    busy: set[str] = field(default_factory=set)
    leaving: bool = False

    @property
    def texts(self) -> Texts:
        """What the visitor reads."""
        return self.visitor.texts

    @property
    def operator(self) -> Operator:
        """Who he was when the page was made; what he does is done by who he is then: see `acting`."""
        return self.visitor.operator

    def may(self, permission: Permission) -> bool:
        """Whether it is worth showing him."""
        return self.visitor.may(permission)

    async def still(self) -> Operator | None:
        """Who he is now, without this counting as something that he did."""
        return await self.look(self.visitor.token)

    async def acting(self, permission: Permission) -> Operator:
        """Who he is now; raises Refused, with words for him, when his session has ended or his role forbids it."""
        operator = await self.check(self.visitor.token)
        if operator is None:
            self.leave()
            raise Refused(self.texts("session.ended"))
        if not operator.may(permission):
            log.warning("not allowed", extra={"operator": operator.name, "permission": str(permission)})
            raise Refused(self.texts("session.not_allowed"))
        return operator

    def acts(self, permission: Permission, handler: Handler, key: str = "") -> Callable[..., Awaitable[None]]:
        """The handler behind the check. Whatever goes wrong becomes a line for the visitor, never a traceback.

        The handler gets the operator first, then what the event carries if it takes more. While it runs, the same
        `key` is not begun again.
        """

        async def run(*arguments: object) -> None:
            if key and key in self.busy:
                return
            self.busy.add(key)
            try:
                operator = await self.acting(permission)
                done = handler(operator, *arguments)
                if done is not None:
                    await done
            except Refused as refused:
                self.tell(refused.reason, "negative")
            except Unavailable:
                self.tell(self.texts("error.unavailable"), "negative")
            except FixiError as error:
                log.exception("panel handler failed", extra={"kind": type(error).__name__})
                self.tell(self.texts("error.ours"), "negative")
            finally:
                self.busy.discard(key)

        return run

    def tell(self, text: str, kind: str = "positive") -> None:
        """A line that goes away by itself."""
        with self.client:
            ui.notification(text, type=kind, position="bottom", close_button=self.texts("action.close"), timeout=6)  # type: ignore[arg-type]

    def leave(self) -> None:
        """To the login page: his session has ended. A page that does not go is told of nothing any more."""
        if not self.leaving:
            self.leaving = True
            self.leave_for("/login")
            asyncio.get_running_loop().call_later(LEAVE_SECONDS, self._cut)

    def _cut(self) -> None:
        if not self.client.is_deleted:
            self.client.delete()

    def leave_for(self, path: str) -> None:
        """To another page."""
        with self.client:
            ui.navigate.to(path)
