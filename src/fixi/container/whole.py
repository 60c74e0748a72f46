"""The town, the periodic jobs, and with them the whole container."""

import asyncio

from dependency_injector import providers

from fixi.adapters.simulator.town import SimulatedTown
from fixi.application.care.agenda import Agenda
from fixi.application.care.care import Care
from fixi.application.care.fetching import Fetching
from fixi.application.care.reconciling import Reconciling
from fixi.application.care.sweeping import Sweeping
from fixi.application.care.telling import Telling
from fixi.application.care.timetable import Timetable
from fixi.application.care.waking import HEALER, OFFERS, STALE, Waking
from fixi.application.care.watchdog import Watchdog
from fixi.application.passing_time import PassTime
from fixi.container.use_cases import UseCases
from fixi.container.values import (
    postman,
    ways,
)


class Container(UseCases):
    """Settings in, use cases out."""

    # The town
    town = providers.Singleton(
        SimulatedTown,
        network=UseCases.network,
        faults=UseCases.faults,
        post=providers.Callable(postman, UseCases.settings),
        clock=UseCases.clock,
    )
    pass_time = providers.Factory(
        PassTime,
        clock=UseCases.clock,
        repository=UseCases.repository,
        inbox=UseCases.inbox,
        outbox=UseCases.outbox,
        wakeups=UseCases.wakeups,
        policies=UseCases.policies,
        sweep=UseCases.sweep,
        rest=providers.Object(asyncio.sleep),
    )

    # The periodic jobs: one use case for each row of the table in `domain/care.py`
    _waking = providers.Factory(
        Waking,
        leads=UseCases.leads,
        repository=UseCases.repository,
        inbox=UseCases.inbox,
        wakeups=UseCases.wakeups,
        alerts=UseCases.alerts,
        policies=UseCases.policies,
    )
    watchdog = providers.Factory(
        Watchdog,
        look=UseCases.look,
        announce=UseCases.sending.provided.announce,
        book=UseCases.account_book,
        alerts=UseCases.alerts,
        ledger=UseCases.ledger,
    )
    ways = providers.Singleton(ways, settings=UseCases.settings)
    telling = providers.Factory(
        Telling,
        alerts=UseCases.alerts,
        ways=ways,
        attempts=UseCases.attempts,
        ledger=UseCases.ledger,
        ticks=UseCases.ticks,
        wording=UseCases.wording,
        language=UseCases.settings.provided.language,
        clock=UseCases.clock,
    )
    works = providers.Dict(
        alerts=telling,
        watchdog=watchdog,
        sweep=providers.Factory(
            Sweeping, sweep=UseCases.sweep, repository=UseCases.repository, inbox=UseCases.inbox, outbox=UseCases.outbox
        ),
        healer=providers.Factory(_waking, name="healer", looks=HEALER),
        stale=providers.Factory(_waking, name="stale", looks=STALE),
        offers=providers.Factory(_waking, name="offers", looks=OFFERS),
        reconcile=providers.Factory(Reconciling, reconcile=UseCases.reconcile),
        media=providers.Factory(
            Fetching,
            media=UseCases.media,
            owed_files=UseCases.owed_files,
            inbox=UseCases.inbox,
            wakeups=UseCases.wakeups,
            together=UseCases.together,
        ),
        agenda=providers.Factory(
            Agenda,
            calendar=UseCases.calendar,
            repository=UseCases.repository,
            inbox=UseCases.inbox,
            wakeups=UseCases.wakeups,
            policies=UseCases.policies,
        ),
    )
    care = providers.Factory(
        Care,
        works=works,
        leases=UseCases.leases,
        runs=UseCases.runs,
        wakeups=UseCases.wakeups,
        policies=UseCases.policies,
        clock=UseCases.clock,
    )
    timetable = providers.Factory(
        Timetable,
        ticks=UseCases.ticks,
        wakeups=UseCases.wakeups,
        runs=UseCases.runs,
        policies=UseCases.policies,
        clock=UseCases.clock,
        switches=UseCases.job_switches,
    )


async def close_clients(container: Container) -> None:
    """Let go of the connections to the provider and the model that this loop has opened."""
    for client in container.clients():
        await client.close()
    for close in container.opened():
        await close()
