"""Who carries the messages, and how its account is: one line for people, whatever is wrong with it."""

import asyncio
from dataclasses import replace

from fixi.container import Container, close_clients
from fixi.domain.account import AccountState
from fixi.domain.errors import AccountStopped, FixiError
from fixi.settings import Settings

SILENT = ("simulator", "dryrun")  # without an account that somebody could look after


def provider_line(settings: Settings) -> str:
    """For `fixi up`, beside a running queue; a provider that is away is no reason not to start."""
    if settings.messenger in SILENT:
        return f"messenger: {settings.messenger}"
    try:
        state = asyncio.run(_state(replace(settings, storage="mongo", queue="redis")))
    except AccountStopped as error:
        state = f"{error.state} ({error})"
    except FixiError as error:
        state = f"not seen ({error}); nothing goes out until it is"
    return f"messenger: {settings.messenger}, account: {state}"


async def _state(settings: Settings) -> str:
    container = Container(settings=settings)
    try:
        state: AccountState = await container.account().state()
        return state.value
    finally:
        await close_clients(container)
        await container.redis().close()
