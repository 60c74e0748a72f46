"""Stories: dialogues in plain files that a person who does not program can read and write.

Each line is one thing that happens or must be so; the words before the colon say which. `docs/stories.md` lists them
all. A line that means nothing is an error that names the line.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from fixi.domain.errors import Invalid

ACTIONS = (
    "says quickly",
    "says",
    "sends a photo",
    "presses",
    "does not hear",
    "hears nothing",
    "hears",
    "chat is",
)
FACTS = ("lead is", "leads are", "appointment is", "professional is", "balance is", "alerts are")
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
ZONE = "Asia/Jerusalem"
OWNER = "Business writes to "
UNTIL = "until "


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story: who, what, and the words after the colon; `number` is for error messages."""

    number: int
    who: str
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone; `traits` are the words behind the name."""

    name: str
    phone: str
    traits: str = ""


@dataclass
class Story:
    """A parsed story."""

    title: str = ""
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo(ZONE)))
    pros: list[Person] = field(default_factory=list)
    clients: list[Person] = field(default_factory=list)
    policy: list[tuple[str, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def person(self, name: str) -> Person:
        """Whoever has this name; raises Invalid for a stranger."""
        found = next((person for person in (*self.pros, *self.clients) if person.name == name), None)
        if found is None:
            raise Invalid(f"nobody is called {name}")
        return found


def parse(text: str) -> Story:
    """The story that this text tells; raises Invalid with the number of the line that means nothing."""
    story = Story()
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line.startswith("#"):
            story.title = story.title or line.lstrip("# ")
        elif line:
            try:
                _read(story, number, line)
            except (Invalid, ValueError) as error:
                raise Invalid(f"line {number}: {error}: {line}") from error
    if not story.clients:
        story.clients.append(Person("Client", "972540000001"))
    return story


def load(path: Path) -> Story:
    """The story in this file."""
    return parse(path.read_text(encoding="utf-8"))


def _read(story: Story, number: int, line: str) -> None:
    before, _, words = line.partition(":")
    before, words = before.strip(), words.strip()
    head, _, rest = before.partition(" ")
    if before.lower() in FACTS:
        story.lines.append(Line(number, "", before.lower(), words))
    elif before == "Now":
        story.now = datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(ZONE))
    elif head == "Professional" and rest:
        story.pros.append(Person(rest, f"97250000{len(story.pros) + 1:04d}", words))
    elif head == "Client" and rest and not words and not rest.startswith(ACTIONS):
        story.clients.append(Person(rest, f"97254000{len(story.clients) + 1:04d}"))
    elif head == "Policy" and rest:
        story.policy.append((rest, words))
    elif before == "Wait":
        length(words, story.now)
        story.lines.append(Line(number, "", "wait", words))
    elif before.startswith(OWNER):
        story.lines.append(Line(number, _known(story, before.removeprefix(OWNER)).name, "owner writes", words))
    else:
        story.lines.append(_spoken(story, number, before, words))


def _spoken(story: Story, number: int, before: str, words: str) -> Line:
    for action in ACTIONS:
        if before.endswith(f" {action}"):
            return Line(number, _known(story, before.removesuffix(action).strip()).name, action, words)
    raise Invalid("this says nothing that a story knows")


def _known(story: Story, name: str) -> Person:
    """Whoever has this name; a story with one client need not introduce him."""
    if name == "Client" and not story.clients:
        story.clients.append(Person("Client", "972540000001"))
    return story.person(name)


def duration(words: str) -> timedelta:
    """`30 minutes`, `1 day`: how long that is."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?) (second|minute|hour|day)s?", words)
    if found is None:
        raise Invalid("a duration is a number and second(s), minute(s), hour(s) or day(s)")
    return timedelta(seconds=float(found[1]) * UNITS[found[2]])


def length(words: str, now: datetime) -> timedelta:
    """How long to wait: a duration, or `until 08:00`, the next time that the clock shows that."""
    if not words.startswith(UNTIL):
        return duration(words)
    local = now.astimezone(ZoneInfo(ZONE))
    then = datetime.combine(local.date(), time.fromisoformat(words.removeprefix(UNTIL)), local.tzinfo)
    if then <= local:
        then = datetime.combine(local.date() + timedelta(days=1), then.time(), local.tzinfo)
    return then.astimezone(UTC) - now.astimezone(UTC)
