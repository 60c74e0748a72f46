"""Message templates that the provider has approved: the only words that may go out when nobody has written lately."""

from dataclasses import dataclass
from enum import StrEnum

from fixi.domain.values import Language


class Approval(StrEnum):
    """What the provider thinks of a template; only an approved one may be used."""

    APPROVED = "approved"
    PENDING = "pending"
    PAUSED = "paused"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Template:
    """One template of the business: it stands for the text `key` of the catalogue in `language`.

    `name` and `code` are its name and language at the provider, `variables` the parameters of the text that fill its
    places, in their order.
    """

    key: str
    language: Language
    name: str
    code: str
    approval: Approval
    variables: tuple[str, ...] = ()
