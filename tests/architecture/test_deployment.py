"""What is shipped agrees with the code: compose.yaml, Dockerfile, .env.example, the lock files.

There is no Docker engine here. What can be shown without one is shown: the form of the files, the names in them, and
that the commands and the health checks do what they say, on real servers where that is quick.
"""

import inspect
import re
import socket
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml  # type: ignore[import-untyped]
from dramatiq.cli import make_argument_parser

from fixi import settings
from fixi.adapters.redis.client import RedisClient
from fixi.container import Container
from fixi.domain.care import JOBS
from fixi.entrypoints.cli import app
from fixi.settings import Settings
from tests.support.redis_server import Server

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = tuple(name for name, service in SERVICES.items() if "build" in service)
STORES = ("mongo", "redis")
LOCKS = ("requirements.lock", "requirements.runtime.lock", "requirements.build.lock")
SECRETS = {
    *("FIXI_WEBHOOK_TOKEN", "FIXI_PANEL_SECRET", "FIXI_SMTP_URL", "FIXI_ALERT_WEBHOOK", "FIXI_ALERT_SECRET"),
    *("FIXI_MEDIA_SECRET_KEY", "FIXI_GREENAPI_TOKEN"),
}
TOP_KEYS = {"name", "services", "networks", "volumes"}
SERVICE_KEYS = {
    *("build", "cap_drop", "command", "depends_on", "deploy", "environment", "healthcheck", "image", "init", "logging"),
    *("networks", "ports", "read_only", "restart", "security_opt", "stop_grace_period", "tmpfs", "user", "volumes"),
    "profiles",
}
HEALTH_KEYS = {"test", "interval", "timeout", "retries", "start_period", "start_interval"}
DURATION = re.compile(r"\d+(ms|s|m|h)")
PATIENCE = 30


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------------------- compose


def against_the_schema(path: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "check-jsonschema"
    command = (program, "--builtin-schema", "vendor.compose-spec", path)
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


def test_compose_is_valid_by_the_published_schema(tmp_path: Path) -> None:
    done = against_the_schema(ROOT / "compose.yaml")
    assert done.returncode == 0, done.stdout
    (tmp_path / "compose.yaml").write_text(text("compose.yaml").replace("read_only: true", "read_only: [maybe]", 1))
    assert against_the_schema(tmp_path / "compose.yaml").returncode == 1


def test_compose_has_the_services_and_only_known_keys() -> None:
    # The Compose Specification allows more; a key that is not in these sets is new to this file and wants a look.
    assert {name for name in COMPOSE if not name.startswith("x-")} == TOP_KEYS
    assert set(SERVICES) == {"mongo", "redis", "api", "worker", "scheduler", "panel", "poller"}
    assert {name for name, service in SERVICES.items() if "profiles" in service} == {"poller"}
    for service in SERVICES.values():
        assert set(service) <= SERVICE_KEYS


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_watched_bounded_and_closed(name: str) -> None:
    service = SERVICES[name]
    assert set(service["healthcheck"]) == HEALTH_KEYS
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    for key in ("interval", "timeout", "start_period", "start_interval"):
        assert DURATION.fullmatch(service["healthcheck"][key])
    assert re.fullmatch(r"\d+[mg]", service["deploy"]["resources"]["limits"]["memory"])
    assert service["read_only"] is True
    assert any(mount.split(":")[0] == "/tmp" for mount in service["tmpfs"])
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert "container_name" not in service
    assert re.search(r":[\w.-]+$", service["image"])
    assert not service["image"].endswith(":latest")


def test_only_api_and_panel_publish_a_port_and_only_on_this_machine() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["api", "panel"]
    for name, port in (("api", "8000"), ("panel", "8080")):
        variable = f"FIXI_{name.upper()}_PORT"
        assert SERVICES[name]["ports"] == [f"127.0.0.1:${{{variable}:-{port}}}:{port}"]
        assert SERVICES[name]["environment"][variable] == port


def test_the_stores_keep_their_data_and_are_reached_by_ours_alone() -> None:
    assert COMPOSE["networks"]["stores"] == {"internal": True}
    for name in STORES:
        assert SERVICES[name]["networks"] == ["stores"]
        assert "user" in SERVICES[name]  # without capabilities the images cannot step down from root themselves
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", ())}
    assert mounted == set(COMPOSE["volumes"])
    for service in SERVICES.values():
        assert set(service["networks"]) <= set(COMPOSE["networks"])


def test_the_simulated_phones_are_shared_by_who_writes_their_journals() -> None:
    """A new volume belongs to whom its folder in the image belongs to, and root owns all the others."""
    for name in ("api", "worker"):
        (volume,) = SERVICES[name]["volumes"]
        assert volume == f"phones:{SERVICES[name]['environment']['FIXI_DATA_DIR']}"
    folder = SERVICES["api"]["environment"]["FIXI_DATA_DIR"]
    made = next(rest for word, rest in instructions() if word == "RUN" and rest.startswith("install "))
    assert made.split()[1:] == ["--directory", "--owner=10001", "--group=10001", "--mode=700", folder]
    read = Settings.read(filled(SERVICES["worker"]["environment"], {"FIXI_WEBHOOK_TOKEN": "made-up"}))
    assert read.data_dir == Path(folder)


def test_what_the_queue_acknowledged_is_on_disk_and_never_evicted() -> None:
    command = SERVICES["redis"]["command"]
    options = dict(zip(command[1::2], command[2::2], strict=True))
    assert options["--appendonly"] == "yes"
    assert options["--appendfsync"] == "always"
    assert options["--no-appendfsync-on-rewrite"] == "no"
    assert options["--maxmemory-policy"] == "noeviction"


def test_the_database_is_a_replica_set_of_one_that_its_health_check_initiates() -> None:
    command = SERVICES["mongo"]["command"]
    name = command[command.index("--replSet") + 1]
    check = SERVICES["mongo"]["healthcheck"]["test"][-1]
    assert f'rs.initiate({{ _id: "{name}", members: [{{ _id: 0, host: "mongo:27017" }}] }})' in check
    for service in OURS:
        assert SERVICES[service]["environment"]["FIXI_MONGO_URL"].endswith(f"?replicaSet={name}")


def test_the_start_is_ordered_by_health_and_goes_in_no_circle() -> None:
    graph = {name: service.get("depends_on", {}) for name, service in SERVICES.items()}
    assert set(TopologicalSorter(graph).static_order()) == set(SERVICES)
    for name in OURS:
        assert graph[name] == {store: {"condition": "service_healthy"} for store in STORES}


def command_of(words: list[str]) -> Any:
    """The command of `fixi` that these words begin with."""
    group: Any = typer.main.get_command(app)
    assert words[0] in group.commands
    return group.commands[words[0]]


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_runs_a_real_command(name: str) -> None:
    first, *options = SERVICES[name]["command"]
    assert first == name
    command = command_of([first])
    if options:
        assert command.context_settings["ignore_unknown_options"]
        make_argument_parser().parse_args(["fixi.entrypoints.worker:build_broker", *options])  # type: ignore[no-untyped-call]


VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<rest>[^}]*)\}")


def filled(environment: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """The environment after Compose has put the variables in."""

    def value(found: re.Match[str]) -> str:
        name, rest = found["name"], found["rest"]
        if given.get(name):
            return given[name]
        assert rest.startswith(":-"), f"{name} has no default and is not given"
        return rest.removeprefix(":-")

    return {name: VARIABLE.sub(value, text) for name, text in environment.items()}


@pytest.mark.parametrize("name", OURS)
def test_with_nothing_but_the_webhook_token_the_settings_are_accepted(name: str) -> None:
    read = Settings.read(filled(SERVICES[name]["environment"], {"FIXI_WEBHOOK_TOKEN": "made-up"}))
    assert (read.env, read.storage, read.queue, read.messenger) == ("staging", "mongo", "redis", "simulator")
    assert read.log == "json"


def test_secrets_have_no_default() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if name in SECRETS:
                found = VARIABLE.fullmatch(value)
                assert found is not None
                assert found["name"] == name
                assert found["rest"] == ":-" or found["rest"].startswith(":?")
    assert "${FIXI_WEBHOOK_TOKEN:?" in text("compose.yaml")


# ------------------------------------------------------------------------------------------------------- health checks


def health(name: str, url: str) -> int:
    """What the service's own health check ends with, when its queue is at `url`."""
    kind, program, *words = SERVICES[name]["healthcheck"]["test"]
    assert (kind, program) == ("CMD", "python")
    return subprocess.run(
        [sys.executable, *words], env={"FIXI_REDIS_URL": url}, timeout=PATIENCE, check=False, stderr=subprocess.DEVNULL
    ).returncode


async def test_worker_and_scheduler_are_well_only_after_their_signs_of_life(tmp_path: Path) -> None:
    queue = Server(tmp_path).start()
    try:
        container = Container(settings=Settings(queue="redis", redis_url=f"{queue.url}/0"))
        container.redis.override(RedisClient(container.settings().redis_url))
        assert health("worker", queue.url) == 1
        assert health("scheduler", queue.url) == 1
        assert health("poller", queue.url) == 1

        await container.heartbeats().beat("another-host:1")
        assert health("worker", queue.url) == 1
        await container.heartbeats().beat(f"{socket.gethostname()}:1")
        assert health("worker", queue.url) == 0
        assert health("poller", queue.url) == 1
        await container.pollers().beat(f"{socket.gethostname()}:2")
        assert health("poller", queue.url) == 0

        assert await container.timetable()(next(job for job in JOBS if job.name == "sweep"))
        assert health("scheduler", queue.url) == 0
        await container.redis().close()
    finally:
        queue.kill()
    assert health("worker", queue.url) == 1
    assert health("scheduler", queue.url) == 1


def test_the_api_is_asked_whether_it_is_ready() -> None:
    assert "http://127.0.0.1:8000/health/ready" in SERVICES["api"]["healthcheck"]["test"][-1]


# -------------------------------------------------------------------------------------------------------- .env.example


def documented() -> set[str]:
    """The variables of .env.example, all of which are read."""
    assert not re.search(r"^#FIXI_", text(".env.example"), re.MULTILINE)
    return set(re.findall(r"^(FIXI_\w+)=$", text(".env.example"), re.MULTILINE))


def test_what_the_settings_read_is_what_the_example_says() -> None:
    # `CHOICES` names variables too; all of them are read, and the comparison would show one that is not.
    source = inspect.getsource(settings)
    assert documented() == set(re.findall(r"\bFIXI_[A-Z_]+\b", source))


def test_every_variable_of_compose_is_documented() -> None:
    used = {found["name"] for found in VARIABLE.finditer(text("compose.yaml"))}
    passed = {name for service in SERVICES.values() for name in service.get("environment", {})}
    assert used | passed <= documented()


def test_every_variable_of_the_example_has_one_line_that_says_what_it_is() -> None:
    lines = text(".env.example").splitlines()
    for before, line in pairwise(lines):
        if re.match(r"FIXI_\w+=$", line):
            assert re.match(r"# \w", before)


# ---------------------------------------------------------------------------------------------------------- Dockerfile


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order, with their arguments."""
    lines = [line for line in text("Dockerfile").splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def test_the_image_is_made_in_stages_and_runs_as_a_fixed_user() -> None:
    found = instructions()
    stages = [number for number, (word, _) in enumerate(found) if word == "FROM"]
    assert len(stages) == 2
    last = found[stages[-1] :]
    assert ("COPY", "--from=build /app/venv /app/venv") in last
    assert [rest for word, rest in last if word == "COPY"] == ["--from=build /app/venv /app/venv"]
    assert [rest for word, rest in last if word == "USER"] == ["10001:10001"]
    assert ("ENTRYPOINT", '["fixi"]') in last
    assert "PYTHONDONTWRITEBYTECODE=1" in next(rest for word, rest in last if word == "ENV")


def test_the_image_is_made_of_pinned_parts() -> None:
    found = instructions()
    (base,) = [rest for word, rest in found if word == "ARG"]
    assert re.fullmatch(r"PYTHON=python:3\.1\d-slim-\w+", base)
    assert ":latest" not in text("Dockerfile")
    assert "://" not in text("Dockerfile")
    installs = [
        part for word, rest in found if word == "RUN" for part in rest.split("&&") if "pip" in part.split("/")[-1]
    ]
    for line in (line for line in installs if " install " in line):
        assert "--require-hashes -r requirements." in line or "--no-deps --no-index" in line


def test_what_the_image_copies_is_there() -> None:
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists()


# --------------------------------------------------------------------------------------------------------------- locks


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_address(name: str) -> None:
    for line in text(name).splitlines()[1:]:
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; .*)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


@pytest.mark.parametrize("name", LOCKS[1:])
def test_a_part_of_the_lock_is_a_part_of_it(name: str) -> None:
    assert packages(name).items() <= packages("requirements.lock").items()


def packages(name: str) -> dict[str, frozenset[str]]:
    """What a lock names: each package with its version, and the hashes."""
    found: dict[str, set[str]] = {}
    package = ""
    for line in text(name).splitlines()[1:]:
        if line.startswith(" "):
            found[package].add(line.strip(" \\"))
        else:
            package = line.strip(" \\")
            found[package] = set()
    return {package: frozenset(hashes) for package, hashes in found.items()}


def test_the_image_holds_what_fixi_needs_and_neither_tools_nor_embedded_servers() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]

    def names(wanted: list[str]) -> set[str]:
        return {re.split(r"[\[<>=!~ ;]", line)[0].lower().replace("_", "-") for line in wanted}

    runtime = names(list(packages("requirements.runtime.lock")))
    assert names(project["dependencies"]) <= runtime
    extras = names([line for extra in project["optional-dependencies"].values() for line in extra])
    assert extras & runtime <= {"pyyaml"}  # Litestar needs it as well
