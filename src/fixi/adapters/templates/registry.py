"""A TOML file with a table `[[template]]` for each; see docs/operations.md for its form."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from fixi.domain.errors import Refused
from fixi.domain.templates import Approval, Template
from fixi.domain.values import Language
from fixi.ports.templates import Templates

# As Meta names templates and their languages.
NAME = re.compile(r"[a-z0-9_]{1,512}")
CODE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
FIELDS = {"text", "language", "name", "code", "state", "variables"}


class Registry(Templates):
    """See Templates."""

    def __init__(self, templates: tuple[Template, ...] = ()) -> None:
        self._approved = {(t.key, t.language): t for t in templates if t.approval is Approval.APPROVED}

    @classmethod
    def load(cls, file: Path | None, texts: Mapping[str, frozenset[str]]) -> Self:
        """The registry in this file; an empty one without a file. `texts` has the parameters of every text by its key.

        Raises Refused, one line for each problem.
        """
        if file is None:
            return cls()
        try:
            found = tomllib.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise Refused(f"FIXI_TEMPLATES_FILE cannot be read: {error}") from error
        if unknown := sorted(found.keys() - {"template"}):
            raise Refused(f"FIXI_TEMPLATES_FILE: {unknown[0]} is nothing of it: templates are tables [[template]]")
        return cls(_read(found.get("template", []), texts))

    def find(self, key: str, language: Language) -> Template | None:
        """See Templates."""
        return self._approved.get((key, language))


def _read(tables: Any, texts: Mapping[str, frozenset[str]]) -> tuple[Template, ...]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Refused("FIXI_TEMPLATES_FILE: templates are written as tables [[template]]")
    templates: list[Template] = []
    problems: list[str] = []
    for number, table in enumerate(tables, 1):
        wrong = list(_wrong(table, texts))
        problems += [f"FIXI_TEMPLATES_FILE: template {number}: {problem}" for problem in wrong]
        if not wrong:
            templates.append(_template(table))
    for (key, language), times in Counter((t.key, t.language) for t in templates).items():
        if times > 1:
            problems.append(f"FIXI_TEMPLATES_FILE: {key} in {language} has {times} templates: keep one")
    if problems:
        raise Refused("\n".join(problems))
    return tuple(templates)


def _wrong(table: Mapping[str, Any], texts: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """All that is wrong with one table."""
    if unknown := sorted(table.keys() - FIELDS):
        yield f"{unknown[0]} is no field; there are: {', '.join(sorted(FIELDS))}"
    text, language = table.get("text"), table.get("language")
    known = texts.get(text) if isinstance(text, str) else None
    if known is None:
        yield f"text {str(text or '')!r} is no key of the wording catalogue"
    if not NAME.fullmatch(str(table.get("name", ""))):
        yield "name is small letters, digits and underscores, as the provider has it"
    if str(language) not in set(Language) or not CODE.fullmatch(str(table.get("code", language))):
        yield f"language is one of {', '.join(Language)}, and code the provider's, such as he or en_US"
    if str(table.get("state", "")) not in set(Approval):
        yield f"state is one of {', '.join(Approval)}"
    variables = table.get("variables", [])
    if not isinstance(variables, list):
        yield "variables are parameters of the text: they are a list"
    elif known is not None and (wrong := [str(name) for name in variables if str(name) not in known]):
        there = ", ".join(sorted(known)) or "it has none"
        yield f"variables are parameters of {text} ({there}): {wrong[0]!r} is none of them"


def _template(table: Mapping[str, Any]) -> Template:
    """One table with which nothing is wrong."""
    language = Language(table["language"])
    code = str(table.get("code", language))
    variables = tuple(map(str, table.get("variables", [])))
    return Template(table["text"], language, table["name"], code, Approval(table["state"]), variables)
