"""What all tests share: a quick Hypothesis profile, and a network that ends at this machine."""

import logging
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.log_scan import Watch

settings.register_profile("fast", max_examples=25, deadline=None)
settings.load_profile("fast")

LOOPBACK = frozenset({"", "localhost", "::1", "0.0.0.0", "::"})  # noqa: S104 - names of this machine, nothing is bound


def _stay_at_home(event: str, args: tuple[object, ...]) -> None:
    """No test may reach another machine: connecting, sending and looking up names end here."""
    if event in {"socket.connect", "socket.sendto"}:
        address = args[1]
        host = address[0] if isinstance(address, tuple) else ""  # the address of a Unix socket is a path
    elif event == "socket.getaddrinfo":
        host = args[0] or ""
    else:
        return
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name not in LOOPBACK and not name.startswith("127."):
        raise RuntimeError(f"a test wanted to reach {name}")


sys.addaudithook(_stay_at_home)

WATCH = Watch()
logging.getLogger("fixi").setLevel(logging.INFO)  # as in production


@pytest.fixture(autouse=True)
def _nobody_is_named_in_a_log() -> Iterator[None]:
    """Whatever a test makes our code log, it names nobody."""
    WATCH.found.clear()
    # Whoever sets logging up anew has taken it off.
    logging.getLogger().addHandler(WATCH)
    yield
    assert WATCH.found == []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, whatever their order: behind them the quick ones fill both cores to the end."""
    items.sort(key=lambda item: not {"system", "browser"} & set(item.path.parts))
