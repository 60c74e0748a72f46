"""Every text of the catalogue as people will read it, filled with examples."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fixi.domain.effects import Say
from fixi.domain.values import Language, Param, Place, Slot, TextLine, Trade, Wish
from fixi.ports.clock import Clock
from fixi.ports.places import Places
from fixi.ports.wording import Wording

AREA = "Haifa"
type Sample = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PreviewText:
    """One text: its key, and what stands on the phone. `tap`: it is the label of a button."""

    key: str
    text: str
    tap: bool

    @property
    def group(self) -> str:
        """What it is about: the first part of its key, of a label the second."""
        parts = self.key.split(".")
        return parts[1] if self.tap else parts[0]


class Preview:
    """`parameters` are the names that each text needs, by its key."""

    def __init__(
        self, wording: Wording, parameters: Mapping[str, frozenset[str]], places: Places, clock: Clock
    ) -> None:
        self._wording = wording
        self._parameters = parameters
        self._places = places
        self._clock = clock

    def __call__(self, language: Language, sample: Sample) -> tuple[PreviewText, ...]:
        """All of them in this language, in the order of their keys; `sample` gives the words of people."""
        values = self._values(self._clock.now(), sample)
        return tuple(self._filled(key, language, values) for key in sorted(self._parameters))

    def _filled(self, key: str, language: Language, values: Mapping[str, Param]) -> PreviewText:
        params = tuple((name, values.get(name, name)) for name in sorted(self._parameters[key]))
        said = self._wording.say(Say(key, language, params))
        return PreviewText(key, said.text, key.startswith("option."))

    def _values(self, at: datetime, sample: Sample) -> Mapping[str, Param]:
        start = (at + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
        slot = Slot(start, start + timedelta(hours=1))
        return {
            "about": sample("about"),
            "apartment": "12",
            "area": self._places.named(AREA) or Place(AREA, 32.79, 34.99),
            "client": sample("client"),
            "count": 3,
            "detail": sample("detail"),
            "floor": "4",
            "issue": sample("issue"),
            "lines": (TextLine("menu.status"), TextLine("menu.cancel")),
            "media": 2,
            "minutes": 25,
            "phone": "972501234567",
            "picture": sample("picture"),
            "price": "₪200–300",
            "pro": sample("pro"),
            "question": TextLine("ask.street.1"),
            "since": at - timedelta(days=2),
            "slot": slot,
            "stars": 5,
            "street": sample("street"),
            "trade": Trade("plumber"),
            "until": start,
            "what": sample("issue"),
            "when": Wish(start, start + timedelta(hours=3)),
            "words": sample("words"),
        }
