"""One database: its client, its collections, and the age of its data."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC
from typing import Any

from beanie import Document, init_beanie
from bson.codec_options import CodecOptions, TypeDecoder, TypeRegistry
from bson.int64 import Int64
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError
from pymongo.monitoring import CommandListener

from fixi.adapters.mongo.border import LONG_PATIENCE, border
from fixi.adapters.mongo.filled import fill_idle_since, fill_parts, fill_searched, mark_rows
from fixi.adapters.mongo.models import (
    AccountDocument,
    AliasDocument,
    AttemptDocument,
    AuditDocument,
    CalendarDocument,
    CallDocument,
    CannedReplyDocument,
    ChatRowDocument,
    ContactDocument,
    JobSwitchDocument,
    LeadDayDocument,
    LeadRowDocument,
    LedgerDocument,
    MachineDocument,
    OperatorDocument,
    OwedFileDocument,
    PolicyDocument,
    ProfessionalDocument,
    QuarantineDocument,
    ReadDocument,
    RunDocument,
    SchemaDocument,
    SessionDocument,
    SpendingDocument,
    TriesDocument,
)
from fixi.domain.errors import Refused

DEFAULT_NAME = "fixi"
SELECTION_MS = 2000  # an outage is seen quickly
INDEX_PATIENCE = 3600.0  # an index over old data takes as long as it takes
SCHEMA = "schema"

type Client = AsyncMongoClient[dict[str, Any]]
type Migration = Callable[["Database"], Awaitable[None]]


class PlainInts(TypeDecoder):
    """Large numbers come back as numbers, not as the driver's own class, which the codec does not know."""

    bson_type = Int64

    def transform_bson(self, value: Any) -> int:
        """See TypeDecoder."""
        return int(value)


CODEC: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC, type_registry=TypeRegistry([PlainInts()]))


def connect(url: str, listeners: Sequence[CommandListener] = ()) -> Client:
    """A client for this address; it connects when it is first asked. Raises Refused for an address it cannot read."""
    try:
        return AsyncMongoClient(
            url,
            tz_aware=True,
            appname="fixi",
            serverSelectionTimeoutMS=SELECTION_MS,
            connectTimeoutMS=SELECTION_MS,
            event_listeners=list(listeners),
        )
    except (PyMongoError, ValueError):
        raise Refused("mongo_url") from None  # the address may hold a password


async def first_schema(database: "Database") -> None:
    """The indexes are all that the first version needs, and those are made at every start."""


async def idle_schema(database: "Database") -> None:
    """Since when a lead waits is a field of its own, which the periodic jobs search by."""
    await fill_idle_since(database.machines.get_pymongo_collection())


async def parts_schema(database: "Database") -> None:
    """Every professional belongs to parts of all, by which a crowded place is searched."""
    await fill_parts(database.professionals.get_pymongo_collection())


async def rows_schema(database: "Database") -> None:
    """What lists show of leads and chats stands in rows of its own; professionals are found by words."""
    await mark_rows(database.machines.get_pymongo_collection(), database.ledger.get_pymongo_collection())
    await fill_searched(database.professionals.get_pymongo_collection())


# Migration n makes version n of n - 1. Each may be run again after it broke off half-way, and may run in several
# processes at once; a number is used once and never changed.
MIGRATIONS: tuple[Migration, ...] = (first_schema, idle_schema, parts_schema, rows_schema)


def _own[D: Document](model: type[D]) -> type[D]:
    """A class of its own for each database: Beanie binds a class to one database, for the whole process.

    Such a class reads, it does not insert: once its parent was bound too, Beanie gives defaults that cannot be stored.
    Every write is a plain dictionary.
    """
    return type(model.__name__, (model,), {"__module__": model.__module__})


class Database:
    """The database that the address names, `fixi` when it names none. `listeners` hear every command, to count them."""

    def __init__(self, url: str, listeners: Sequence[CommandListener] = ()) -> None:
        self.client = connect(url, listeners)
        self._database: AsyncDatabase[dict[str, Any]] = self.client.get_default_database(
            DEFAULT_NAME, codec_options=CODEC
        )
        self.machines = _own(MachineDocument)
        self.professionals = _own(ProfessionalDocument)
        self.calendars = _own(CalendarDocument)
        self.ledger = _own(LedgerDocument)
        self.quarantine = _own(QuarantineDocument)
        self.attempts = _own(AttemptDocument)
        self.policies = _own(PolicyDocument)
        self.runs = _own(RunDocument)
        self.job_switches = _own(JobSwitchDocument)
        self.canned_replies = _own(CannedReplyDocument)
        self.account = _own(AccountDocument)
        self.contacts = _own(ContactDocument)
        self.owed_files = _own(OwedFileDocument)
        self.aliases = _own(AliasDocument)
        self.calls = _own(CallDocument)
        self.spending = _own(SpendingDocument)
        self.lead_rows = _own(LeadRowDocument)
        self.lead_days = _own(LeadDayDocument)
        self.chat_rows = _own(ChatRowDocument)
        self.chat_reads = _own(ReadDocument)
        self.operators = _own(OperatorDocument)
        self.sessions = _own(SessionDocument)
        self.tries = _own(TriesDocument)
        self.audit = _own(AuditDocument)
        self.schema = _own(SchemaDocument)

    @property
    def name(self) -> str:
        """The name of the database."""
        return self._database.name

    async def prepare(self, migrations: Sequence[Migration] = MIGRATIONS) -> None:
        """Make the data fit for this version: every process does this first, and it is harmless to repeat.

        Raises Refused when a newer version has worked with the data: this one would not understand them.
        """
        await self.ping()
        with border(LONG_PATIENCE):
            await self._bind(skip_indexes=True)
            found = await self.schema.get_pymongo_collection().find_one({"_id": SCHEMA})
        version = found["version"] if found is not None else 0
        if version > len(migrations):
            raise Refused(f"the data are of schema {version}, this version of fixi knows {len(migrations)}")
        with border(INDEX_PATIENCE):
            await self._bind(skip_indexes=False)
        for number, migration in enumerate(migrations[version:], start=version + 1):
            with border(INDEX_PATIENCE):
                await migration(self)
                await self.schema.get_pymongo_collection().update_one(
                    {"_id": SCHEMA}, {"$max": {"version": number}}, upsert=True
                )

    async def ping(self) -> None:
        """One round trip; raises Unavailable when nobody answers."""
        with border():
            await self._database.command("ping")

    async def close(self) -> None:
        """Let go of all connections."""
        await self.client.close()

    async def _bind(self, *, skip_indexes: bool) -> None:
        models = (
            self.machines,
            self.professionals,
            self.calendars,
            self.ledger,
            self.quarantine,
            self.attempts,
            self.policies,
            self.runs,
            self.job_switches,
            self.canned_replies,
            self.account,
            self.contacts,
            self.owed_files,
            self.aliases,
            self.calls,
            self.spending,
            self.lead_rows,
            self.lead_days,
            self.chat_rows,
            self.chat_reads,
            self.operators,
            self.sessions,
            self.tries,
            self.audit,
            self.schema,
        )
        await init_beanie(self._database, document_models=list(models), skip_indexes=skip_indexes)
