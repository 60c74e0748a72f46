"""The policy guard: may this go out now? Asked before every send, and the only place that says no.

Pure: whoever asks brings all that it looks at. A refusal names its rule, and whether the words wait or are dropped.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Channel:
    """What may go out through a messenger, and what must be looked at before.

    `window`: free words only so long after the person's last message, outside it approved templates; None: always.
    `proof`: the account must have been seen ready lately. `first_contacts`: a young account writes to a few new people
    a day only. `paced`: a gap between two messages of the account. The limits are characters of a text in one message,
    buttons, and characters of a button's label.
    """

    name: str
    window: timedelta | None = None
    proof: bool = False
    first_contacts: bool = False
    paced: bool = False
    longest_text: int = 20_000
    most_buttons: int = 3
    longest_label: int = 25
