"""A change and its line in the audit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from fixi.domain.audit import NOT_DONE, Deed
from fixi.domain.errors import Conflict, Refused
from fixi.ports.operators import Audit


@asynccontextmanager
async def written(audit: Audit, deed: Deed) -> AsyncIterator[None]:
    """The line stands before the change is made: whenever the process dies, there is no change without its line.

    What was refused at the last moment gets a second line that says so. Raises what the change raises, Unavailable.
    """
    await audit.append(deed)
    try:
        yield
    except (Refused, Conflict):
        await audit.append(replace(deed, before="", after=NOT_DONE))
        raise
