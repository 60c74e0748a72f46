"""The catalogue: every text in every language, checked when it is loaded."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from itertools import chain, pairwise
from typing import Any, Self
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale

from fixi.adapters.wording.data_in_text import cleaned, isolated, phone_number, plain_number, without_isolates
from fixi.adapters.wording.template import Hole, Template
from fixi.adapters.wording.times import Times
from fixi.domain.effects import Say
from fixi.domain.errors import Invalid
from fixi.domain.questions import Ask, Question
from fixi.domain.values import Language, Param, Place, Slot, TextLine, Trade, Wish
from fixi.ports.places import Places
from fixi.ports.wording import Worded, Wording

_LONGEST = {"issue": 300, "detail": 300, "words": 300, "picture": 300}
_LONGEST_NAME = 80
_LONGEST_CHOICE = 25  # what fits on a button
_PHONE = re.compile(r"[0-9]{5,20}")
_FORMATS = ("day", "moment", "opens", "closes", "clock")


@dataclass(frozen=True, slots=True)
class Tongue:
    """Everything that is said in one language."""

    language: Language
    rtl: bool
    texts: Mapping[str, Template]
    times: Times


class Catalogue(Wording):
    """The texts of `he.toml`, `en.toml`, ...: a language more is a file more."""

    def __init__(self, tongues: Mapping[Language, Tongue], places: Places, default: Language) -> None:
        self._tongues = tongues
        self._places = places
        self._default = tongues[default]

    @classmethod
    def load(cls, places: Places, timezone: str, default: Language) -> Self:
        """The catalogue that comes with Fixi. Raises Invalid, one line per problem, when it is not complete."""
        found = (file for file in files("fixi.adapters.wording").iterdir() if file.name.endswith(".toml"))
        sources = {file.name.removesuffix(".toml"): file.read_text("utf-8") for file in found}
        return cls.of(sources, places, timezone, default)

    @classmethod
    def of(cls, sources: Mapping[str, str], places: Places, timezone: str, default: Language) -> Self:
        """The catalogue of these sources, TOML by language code. Raises Invalid, one line per problem."""
        try:
            zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise Invalid(f"{timezone} is no time zone") from error
        problems: list[str] = []
        tongues = {Language(code): _tongue(Language(code), source, zone, problems) for code, source in sources.items()}
        problems += _differences(tongues)
        if default not in tongues:
            problems.append(f"{default}: no texts in the business's own language")
        if problems:
            raise Invalid("\n".join(problems))
        return cls(tongues, places, default)

    @property
    def tongues(self) -> Mapping[Language, Tongue]:
        """What there is, by language."""
        return self._tongues

    def say(self, say: Say) -> Worded:
        """See the port."""
        tongue = self._tongue(say.language)
        text = self._filled(tongue, say.text, dict(say.params))
        if say.question is None or not say.question.options:
            return Worded(text)
        labels = [self._filled(tongue, option.label, dict(option.params)) for option in say.question.options]
        choices = tuple(zip(say.question.values, map(_short, labels), strict=True))
        return Worded(f"{text}\n\n{_listed(say.question, labels)}", choices)

    def text(self, key: str, language: Language, /, **params: Param) -> str:
        """See the port."""
        return self._filled(self._tongue(language), key, params)

    def values(self, say: Say, names: tuple[str, ...]) -> tuple[str, ...]:
        """See the port."""
        tongue, params = self._tongue(say.language), dict(say.params)
        return tuple(
            " ".join(self._worded(tongue, name, params[name]).split()) if name in params else "" for name in names
        )

    @property
    def parameters(self) -> Mapping[str, frozenset[str]]:
        """Which parameters each text has, by its key."""
        return {key: template.names for key, template in self._default.texts.items()}

    def _tongue(self, language: Language) -> Tongue:
        return self._tongues.get(language, self._default)

    def _filled(self, tongue: Tongue, key: str, params: Mapping[str, Param]) -> str:
        template = tongue.texts[key]
        certain = template.certain

        def worded(hole: Hole) -> str:
            # A message that was made before its text got an optional part has nothing to put into it.
            value = params[hole.name] if hole.name in certain else params.get(hole.name, "")
            if isinstance(value, Slot) and hole.form in {"day", "clock"}:
                return tongue.times.day_of(value) if hole.form == "day" else tongue.times.hours(value)
            text = self._worded(tongue, hole.name, value)
            return quote(without_isolates(text), safe="") if hole.form == "url" else text

        return template.fill(worded)

    def _worded(self, tongue: Tongue, name: str, value: Param) -> str:
        match value:
            case str() if name == "phone" and _PHONE.fullmatch(value):
                return phone_number(value)
            case str():
                return self._foreign(tongue, name, value)
            case datetime():
                return tongue.times.at(value)
            case Slot():
                return tongue.times.slot(value)
            case Wish():
                return tongue.times.wish(value)
            case int() | float() | Decimal():
                return plain_number(value)
            case Trade():
                # A business may add trades of its own before it has a name for each of them.
                known = tongue.texts.get(f"trade.{value.code}")
                return known.fill(_no_holes) if known else self._foreign(tongue, name, value.code.replace("_", " "))
            case Place():
                return self._foreign(tongue, name, self._places.label(value, tongue.language))
            case TextLine():
                return self._filled(tongue, value.text, dict(value.params))
            case tuple() if name == "lines":
                lines = (part if isinstance(part, TextLine) else TextLine(str(part)) for part in value)
                return _stacked([self._worded(tongue, name, each) for each in lines])
            case tuple():
                return ", ".join(self._worded(tongue, name, part) for part in value)

    @staticmethod
    def _foreign(tongue: Tongue, name: str, text: str) -> str:
        return isolated(cleaned(text, _LONGEST.get(name, _LONGEST_NAME)), rtl=tongue.rtl)


def _no_holes(hole: Hole) -> str:
    raise KeyError(hole.name)


def _listed(question: Question, labels: list[str]) -> str:
    """A line for each option with its digit; stars in one line, where the digit says it all."""
    if question.ask is Ask.RATING:
        return " · ".join(question.values)
    return "\n".join(f"{number}. {label}" for number, label in enumerate(labels, 1))


def _stacked(lines: list[str]) -> str:
    """One under the other; what is longer than a line stands by itself."""
    apart = ("\n\n" if "\n" in one + other else "\n" for one, other in pairwise(lines))
    return "".join(chain.from_iterable(zip(lines, (*apart, ""), strict=True)))


def _short(label: str) -> str:
    if len(label) <= _LONGEST_CHOICE:
        return label
    # Cutting could part an isolate from its end.
    bare = without_isolates(label)
    return bare if len(bare) <= _LONGEST_CHOICE else f"{bare[: _LONGEST_CHOICE - 1].rstrip(' ·,')}…"


def _tongue(language: Language, source: str, zone: ZoneInfo, problems: list[str]) -> Tongue:
    """What this source says; what is wrong with it is added to the problems."""
    try:
        tables: dict[str, Any] = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{language}: {error}")
        tables = {}
    texts: dict[str, Template] = {}
    for key, text in tables.get("texts", {}).items():
        try:
            texts[key] = Template.parse(text if isinstance(text, str) else "")
        except Invalid as error:
            problems.append(f"{language}: {key}: {error}")
            texts[key] = Template(())
    formats = {name: str(tables.get("formats", {}).get(name, "")) for name in _FORMATS}
    problems += [f"{language}: formats.{name} is missing" for name, pattern in formats.items() if not pattern]
    rtl = Locale.parse(language.value).text_direction == "rtl"
    return Tongue(language, rtl, texts, Times(language, zone, **formats))


def _differences(tongues: Mapping[Language, Tongue]) -> list[str]:
    """Keys that not every language has, and keys whose parameters differ."""
    lines: list[str] = []
    for key in sorted({key for tongue in tongues.values() for key in tongue.texts}):
        lines += [f"{code}: {key} is missing" for code, tongue in tongues.items() if key not in tongue.texts]
        names = {tongue.texts[key].names for tongue in tongues.values() if key in tongue.texts}
        if len(names) > 1:
            lines.append(f"{key}: parameters differ between the languages")
    return lines
