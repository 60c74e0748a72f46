"""What a page is: a name, a path, who may open it, and the function that makes it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fixi.domain.operators import Permission
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.visit import Visit

type Builder = Callable[[Desk, Visit], Awaitable[None]]
type PartBuilder = Callable[[Desk, Visit, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page. Its name in the navigation is the text `page.NAME`; `icon` is one of the Material icons.

    `one` makes the page of a single thing at PATH/{key}, when there is such a page.
    """

    name: str
    path: str
    icon: str
    permission: Permission
    build: Builder
    one: PartBuilder | None = None
    listed: bool = True
