"""The houses in which every promise of a port is tried."""

from collections.abc import AsyncIterator

import pytest

from tests.support.house import BUILDERS, House


@pytest.fixture(params=BUILDERS)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    async with BUILDERS[request.param]() as built:
        yield built
