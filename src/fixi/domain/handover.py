"""Chats that a person has: how it came to that, and whether somebody still waits for him."""

OWNER = "owner"
OPERATOR = "operator:"


def waits(taken: str, *, answered: bool) -> bool:
    """Whether somebody is still to write in a chat that was `taken` like this.

    Where nobody has come yet, what the bot said last is no answer; else the last word must be ours. Of a chat that was
    taken before this was written down, nothing else is known.
    """
    came = not taken or taken == OWNER or taken.startswith(OPERATOR)
    return not (came and answered)
