"""The panel's own texts: one file a language, the same keys in each; a value keeps its own direction."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

from fixi.domain.errors import Invalid

FSI, PDI = "\u2068", "\u2069"
HOLE = re.compile(r"\{([a-z_]+)\}")
TONGUES = ("he", "en")
RIGHT_TO_LEFT = frozenset({"he", "ar"})


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything the panel says in one language."""

    language: str
    entries: Mapping[str, str]

    @classmethod
    def load(cls, language: str) -> Self:
        """The texts of this language; raises Invalid when there are none."""
        if language not in TONGUES:
            raise Invalid(f"the panel does not speak {language}")
        source = files("fixi.entrypoints.panel").joinpath("wording", f"{language}.toml").read_text("utf-8")
        return cls(language, flat(tomllib.loads(source)))

    @property
    def rtl(self) -> bool:
        """Whether lines run from right to left."""
        return self.language in RIGHT_TO_LEFT

    @property
    def onward(self) -> str:
        """The icon of an arrow that leads on."""
        return "chevron_left" if self.rtl else "chevron_right"

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of this key with its values in place; an unknown key or a missing value is our bug: KeyError."""
        return HOLE.sub(lambda hole: f"{FSI}{values[hole[1]]}{PDI}", self.entries[key])

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def name(self, group: str, code: str) -> str:
        """The name of a code of the core (a status, a command, a job); a new one is shown as it is until it has one."""
        return self.entries.get(f"{group}.{code}", code.replace("_", " "))


def flat(tree: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Tables within tables as keys with dots."""
    found: dict[str, str] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = str(value)
    return found


@cache
def texts(language: str) -> Texts:
    """The texts of this language, read once."""
    return Texts.load(language)
