"""Several short messages, an album, a photo and then a voice note are one turn: when has a person finished?"""

from datetime import datetime

from fixi.domain.events import Heard
from fixi.domain.policy import Policy


def finished_at(heard: tuple[Heard, ...], policy: Policy) -> datetime:
    """When these messages (at least one) are ready to be answered.

    After the quiet window behind the last one, never later than the cap behind the first; a button, and a message
    typed by our own people, at once.
    """
    first, last = heard[0].at, heard[-1].at
    pressed = next((message.at for message in heard if message.button is not None or message.own), None)
    if pressed is not None:
        return pressed
    return min(last + policy.quiet_window, first + policy.quiet_window_cap)
