"""Ports with a recorder before them, where a recording is wished; without one they are what they were."""

from pathlib import Path
from typing import Any

from fixi.adapters.tape.tape import Tape
from fixi.adapters.tape.taped import TapedMessenger, TapedParser, TapedReader, TapedRepository
from fixi.ports.ai import Reader
from fixi.ports.clock import Clock
from fixi.ports.messaging import Messenger, WebhookParser
from fixi.ports.storage import Policies, Professionals, Repository


def recorded_parser(recording: Path | None, parser: type[WebhookParser], **known: Any) -> WebhookParser:
    """A parser of this kind, with what it must know."""
    made = parser(**known)
    return made if recording is None else TapedParser(made, Tape(recording))


def recorded_messenger(recording: Path | None, messenger: Messenger, clock: Clock) -> Messenger:
    """This messenger."""
    return messenger if recording is None else TapedMessenger(messenger, Tape(recording), clock)


def recorded_repository(recording: Path | None, repository: Repository, clock: Clock) -> Repository:
    """This repository."""
    return repository if recording is None else TapedRepository(repository, Tape(recording), clock)


def recorded_reader(
    recording: Path | None, reader: Reader, professionals: Professionals, policies: Policies, clock: Clock
) -> Reader:
    """This reader."""
    return reader if recording is None else TapedReader(reader, Tape(recording), professionals, policies, clock)
