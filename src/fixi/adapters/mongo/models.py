"""The collections: what stands in a document, and by which indexes it is found.

Values of the core are kept as `codec.to_plain` writes them; beside them stands what a query needs. A field that
is not there is not in its index: indexes are sparse, so that they hold only what waits.

Beanie declares `id` narrower than what it takes, hence the excuses below.
"""

from datetime import datetime
from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from fixi.domain.operators import LONGEST
from fixi.ports.storage import ATTEMPTS_KEPT


class MachineDocument(Document):
    """One machine. `outbox_after` is when its outbox wants attention next; `ledger_out` are lines of the ledger that
    were written with it and are not in the ledger yet; `told` are the last letters that it sent, `told_at` is when the
    newest of them left; `heard_at` is when the person wrote last, `said` are digests of what was said to him last.
    `row_waits`: what lists show of it stands behind; `last` is the last line of the chat, `last_in` when the person's
    last one came. Fields from `status` on are those of leads."""

    id: str  # type: ignore[assignment]
    kind: str
    version: int
    state: dict[str, Any]
    used: list[str] = Field(default_factory=list)
    outbox: list[dict[str, Any]] = Field(default_factory=list)
    ledger_out: list[dict[str, Any]] = Field(default_factory=list)
    ledger_waits: bool | None = None
    due_at: datetime | None = None
    outbox_after: datetime | None = None
    told: list[dict[str, Any]] | None = None
    told_at: datetime | None = None
    heard_at: datetime | None = None
    said: list[dict[str, Any]] | None = None
    row_waits: bool | None = None
    last: dict[str, Any] | None = None
    last_in: datetime | None = None
    status: str | None = None
    client: str | None = None
    trade: str | None = None
    area: str | None = None
    lat: float | None = None
    lon: float | None = None
    opened_at: datetime | None = None
    idle_since: datetime | None = None
    waiting_since: datetime | None = None
    waits_at: list[str] | None = None

    class Settings:
        name = "machines"
        indexes = [  # noqa: RUF012 - Beanie's own way
            IndexModel([("due_at", ASCENDING)], name="due", sparse=True),
            IndexModel([("outbox_after", ASCENDING)], name="outbox", sparse=True),
            IndexModel([("ledger_waits", ASCENDING)], name="ledger", sparse=True),
            IndexModel([("told_at", ASCENDING)], name="told", sparse=True),
            IndexModel([("row_waits", ASCENDING)], name="rows", sparse=True),
            IndexModel([("waits_at", ASCENDING), ("waiting_since", ASCENDING)], name="waiting", sparse=True),
            IndexModel([("opened_at", DESCENDING)], name="opened", sparse=True),
            IndexModel([("status", ASCENDING), ("opened_at", DESCENDING)], name="status", sparse=True),
            IndexModel(
                [("status", ASCENDING), ("idle_since", ASCENDING), ("_id", ASCENDING)], name="idle", sparse=True
            ),
        ]


class LeadRowDocument(Document):
    """One lead in short. `tokens` are what it is found by, `row` (shown) and `facts` (counted) are JSON."""

    id: str  # type: ignore[assignment]
    version: int
    opened_at: datetime
    updated_at: datetime
    status: str
    tokens: list[str]
    row: str
    facts: str
    answered_in: float | None = None

    class Settings:
        name = "lead_rows"
        indexes = [  # noqa: RUF012 - Beanie's own way
            IndexModel([("tokens", ASCENDING), ("opened_at", ASCENDING)], name="tokens"),
            IndexModel([("status", ASCENDING), ("updated_at", ASCENDING)], name="status"),
            IndexModel([("updated_at", ASCENDING)], name="updated"),
        ]


class LeadDayDocument(Document):
    """The leads that were opened on one day (UTC): how many of each status, and their facts as JSON. `waits`: they have
    changed since, and are counted anew when somebody asks; `round` is another number whenever they have."""

    id: str  # type: ignore[assignment]
    waits: bool | None = None
    round: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    facts: str = "[]"

    class Settings:
        name = "lead_days"
        indexes = [IndexModel([("waits", ASCENDING)], name="waits", sparse=True)]  # noqa: RUF012 - Beanie's own way


class ChatRowDocument(Document):
    """One role of a chat in short."""

    id: str  # type: ignore[assignment]
    version: int
    last_at: datetime
    last_in: datetime | None = None
    tokens: list[str]
    row: dict[str, Any]

    class Settings:
        name = "chat_rows"
        indexes = [  # noqa: RUF012 - Beanie's own way
            IndexModel([("tokens", ASCENDING), ("last_at", ASCENDING)], name="tokens"),
            IndexModel([("last_at", ASCENDING)], name="last"),
        ]


class ReadDocument(Document):
    """`OPERATOR key`: up to when an operator has read a chat."""

    id: str  # type: ignore[assignment]
    at: datetime

    class Settings:
        name = "chat_reads"


class ProfessionalDocument(Document):
    """One professional. `keys` are the keys of his reach and `@lead` for each place that he gave; `done` are the
    leads whose end was counted."""

    id: str  # type: ignore[assignment]
    pro: dict[str, Any]
    keys: list[str] = Field(default_factory=list)
    done: list[str] = Field(default_factory=list)

    class Settings:
        name = "professionals"
        indexes = [IndexModel([("keys", ASCENDING)], name="keys")]  # noqa: RUF012 - Beanie's own way


class CalendarDocument(Document):
    """All bookings with one professional; `start` and `end` are microseconds since 1970."""

    id: str  # type: ignore[assignment]
    bookings: list[dict[str, Any]] = Field(default_factory=list)

    class Settings:
        name = "calendars"
        indexes = [IndexModel([("bookings.start", ASCENDING)], name="starts")]  # noqa: RUF012 - Beanie's own way


class LedgerDocument(Document):
    """One line of the book; `us` are the microseconds that `at` cannot hold. An alert that people are still to be told
    of has `untold_at`, its own moment, and `told`, the ways that have told it."""

    id: str  # type: ignore[assignment]
    at: datetime
    us: int
    kind: str
    chat: str
    outcome: str
    reason: str
    text: str
    ref: str
    media: list[dict[str, Any]] | None = None
    untold_at: datetime | None = None
    told: list[str] | None = None

    class Settings:
        name = "ledger"
        indexes = [  # noqa: RUF012 - Beanie's own way
            IndexModel([("chat", ASCENDING), ("at", DESCENDING), ("us", DESCENDING), ("_id", DESCENDING)], name="chat"),
            IndexModel([("kind", ASCENDING), ("outcome", ASCENDING)], name="balance"),
            IndexModel([("at", ASCENDING), ("kind", ASCENDING), ("outcome", ASCENDING)], name="since"),
            IndexModel([("untold_at", ASCENDING)], name="untold", sparse=True),
        ]


class QuarantineDocument(Document):
    """One body that nobody understood, or one letter that could not be used; its id is the beginning of a SHA-256.

    `letter` and `address` are those of a letter, whose `body` is what the inbox held of it.
    """

    id: str  # type: ignore[assignment]
    at: datetime
    reason: str
    body: bytes
    cause: str = ""
    letter: str | None = None
    address: str | None = None

    class Settings:
        name = "quarantine"
        indexes = [  # noqa: RUF012 - Beanie's own way
            IndexModel([("at", DESCENDING)], name="newest"),
            IndexModel([("address", ASCENDING), ("at", DESCENDING)], name="address"),
        ]


class AttemptDocument(Document):
    """How often something failed; the database forgets it by itself."""

    id: str  # type: ignore[assignment]
    address: str
    failed: int
    cause: str
    at: datetime

    class Settings:
        name = "attempts"
        indexes = [  # noqa: RUF012 - Beanie's own way
            IndexModel([("at", ASCENDING)], name="at", expireAfterSeconds=int(ATTEMPTS_KEPT.total_seconds()))
        ]


class PolicyDocument(Document):
    """One version of the policy; the highest is in force."""

    id: int  # type: ignore[assignment]
    policy: dict[str, Any]
    by: str
    at: datetime

    class Settings:
        name = "policies"


class JobSwitchDocument(Document):
    """Whether one periodic job runs by itself, as somebody has put it last."""

    id: str  # type: ignore[assignment]
    on: bool
    by: str
    at: datetime
    why: str

    class Settings:
        name = "job_switches"


class CannedReplyDocument(Document):
    """A reply that operators have at hand."""

    id: str  # type: ignore[assignment]
    version: int
    title: str
    texts: dict[str, str]

    class Settings:
        name = "canned_replies"


class RunDocument(Document):
    """One run of a periodic job; its id is `JOB@TICK`. What it found is there once it has finished."""

    id: str  # type: ignore[assignment]
    job: str
    tick: str
    started_at: datetime
    attempts: int
    finished: int = 0
    ended_at: datetime | None = None
    found: int = 0
    done: int = 0
    seconds: float = 0.0

    class Settings:
        name = "runs"
        indexes = [  # noqa: RUF012 - Beanie's own way
            IndexModel([("started_at", DESCENDING)], name="newest"),
            IndexModel([("job", ASCENDING), ("started_at", DESCENDING)], name="job"),
        ]


class CallDocument(Document):
    """One call of a model, in plain values beside what it is searched by."""

    id: str  # type: ignore[assignment]
    chat: str
    at: datetime
    call: dict[str, Any]

    class Settings:
        name = "calls"
        indexes = [  # noqa: RUF012 - Beanie's own way
            IndexModel([("chat", ASCENDING), ("at", DESCENDING)], name="chat"),
            IndexModel([("at", DESCENDING)], name="newest"),
        ]


class SpendingDocument(Document):
    """What is gone of a day's money, in millionths of a dollar, and the calls of each chat under a derived name."""

    id: str  # type: ignore[assignment]
    gone: int
    chats: dict[str, int]

    class Settings:
        name = "spending"


class AccountDocument(Document):
    """`account:NAME`: how this account is; `switch`: the kill switch; `day:DATE:...`: people first written to then."""

    id: str  # type: ignore[assignment]

    class Settings:
        name = "account"


class OwedFileDocument(Document):
    """One file that is still to be fetched: what was said of it, who sent it when, and when it is tried next."""

    id: str  # type: ignore[assignment]
    media: dict[str, Any]
    chat: str
    at: datetime
    after: datetime
    tries: int

    class Settings:
        name = "owed_files"
        indexes = [IndexModel([("after", ASCENDING)], name="after")]  # noqa: RUF012 - Beanie's own way


class AliasDocument(Document):
    """An opaque id that the provider gave somebody, and the chat that he has."""

    id: str  # type: ignore[assignment]
    chat: str

    class Settings:
        name = "aliases"


class ContactDocument(Document):
    """Somebody whom we were the first to write to, and when that was."""

    id: str  # type: ignore[assignment]
    day: str

    class Settings:
        name = "contacts"


class OperatorDocument(Document):
    """Somebody who may use the panel; his id is his name."""

    id: str  # type: ignore[assignment]
    version: int
    operator: dict[str, Any]

    class Settings:
        name = "operators"


class SessionDocument(Document):
    """Somebody is logged in; the id is a digest of his token. The database forgets old ones by itself."""

    id: str  # type: ignore[assignment]
    operator: str
    created_at: datetime
    seen_at: datetime
    seal: str
    address: str
    agent: str

    class Settings:
        name = "sessions"
        indexes = [  # noqa: RUF012 - Beanie's own way
            IndexModel([("operator", ASCENDING)], name="operator"),
            IndexModel([("created_at", ASCENDING)], name="created", expireAfterSeconds=int(LONGEST.total_seconds())),
        ]


class TriesDocument(Document):
    """When something was tried; the database forgets it by itself."""

    id: str  # type: ignore[assignment]
    version: int
    tries: list[datetime]
    at: datetime

    class Settings:
        name = "tries"
        indexes = [  # noqa: RUF012 - Beanie's own way
            IndexModel([("at", ASCENDING)], name="at", expireAfterSeconds=int(LONGEST.total_seconds()))
        ]


class AuditDocument(Document):
    """One line of what operators did; its id is its number. Documents are added, never changed."""

    id: int  # type: ignore[assignment]
    number: int
    at: datetime
    moment: str
    who: str
    what: str
    on: str
    before: str
    after: str
    previous: str
    digest: str
    once: str = ""

    class Settings:
        name = "audit"
        indexes = [  # noqa: RUF012 - Beanie's own way
            IndexModel([("number", DESCENDING)], name="number", unique=True),
            IndexModel([("once", ASCENDING)], name="once"),
        ]


class SchemaDocument(Document):
    """How old the data are."""

    id: str  # type: ignore[assignment]
    version: int

    class Settings:
        name = "schema"
