"""A real RabbitMQ for the tests: Debian's package, on ports and files of its own."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pika
from pika.exceptions import AMQPError

from fixi.entrypoints.embedded import free_port
from tests.support.processes import clean_environ

# Debian's command of this name changes the user; the script behind it does not.
PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
PATIENCE_SECONDS = 60.0


def is_installed() -> bool:
    """True where the package is."""
    return PROGRAM.exists() and shutil.which("erl") is not None


@contextmanager
def rabbitmq(folder: Path) -> Iterator[str]:
    """The address of a server that lives as long as this block."""
    port, between_nodes, registry = free_port(), free_port(), free_port()
    environ = {
        **clean_environ(),
        "HOME": str(folder),
        "HOSTNAME": "localhost",
        "RABBITMQ_NODENAME": f"fixi{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(between_nodes),
        "ERL_EPMD_PORT": str(registry),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none.conf"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
    }
    (folder / "plugins").write_text("[].\n")
    (folder / "rabbitmq.conf").write_text("")
    with (folder / "out.log").open("wb") as out:
        process = subprocess.Popen([PROGRAM], env=environ, stdout=out, stderr=out, start_new_session=True)
    url = f"amqp://guest:guest@127.0.0.1:{port}/%2F"
    try:
        _wait(url, process, folder / "out.log")
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        _end_registry(registry, environ)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            pika.BlockingConnection(pika.URLParameters(url)).close()
        except (AMQPError, OSError):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        else:
            return


def _end_registry(port: int, environ: dict[str, str]) -> None:
    """Erlang starts a registry of names beside the server, which does not end with it."""
    epmd = shutil.which("epmd", path=f"{environ.get('PATH', '')}:/usr/lib/erlang/bin")
    assert epmd is not None
    until = time.monotonic() + PATIENCE_SECONDS
    while _listens(port):
        # It refuses to go as long as it still knows a server that is on its way out.
        subprocess.run([epmd, "-port", str(port), "-kill"], env=environ, capture_output=True, check=False)
        assert time.monotonic() < until, "the registry does not end"
        time.sleep(0.1)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
