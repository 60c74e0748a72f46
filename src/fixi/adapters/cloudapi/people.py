"""Whose message it is: by his phone where it is told, else by the id that Meta gave him for this business."""

import re
from dataclasses import dataclass

from fixi.adapters.http.bodies import Body
from fixi.domain.errors import Invalid, Refused
from fixi.domain.values import ChatKey

MAX_NAME = 80
PHONE = re.compile(r"\+?([0-9]{7,15})")


@dataclass(frozen=True, slots=True)
class Person:
    """His chat, his other name where both are told, and how he calls himself."""

    chat: ChatKey
    alias: ChatKey | None = None
    name: str | None = None


def person(said: str, user: str, contacts: list[Body]) -> Person:
    """Who is called `said` (a phone, or an id that stands in its place) and `user` (an id).

    `contacts` may know his other name. Raises Refused: no-chat, odd-chat.
    """
    contact = _contact(said, user, contacts)
    if not (said or user or contact):
        raise Refused("no-chat")
    phone = _phone(said) or _phone(contact.line("wa_id"))
    known_as = _user(user) or _user(said) or _user(contact.line("user_id"))
    name = contact.body("profile").line("name", "username", limit=MAX_NAME) or None
    if phone is not None:
        return Person(phone, known_as, name)
    if known_as is None:
        raise Refused("odd-chat")
    return Person(known_as, None, name)


def _contact(said: str, user: str, contacts: list[Body]) -> Body:
    """Who of these it is; the only one, where the message does not say."""
    for contact in contacts:
        phone, known_as = contact.line("wa_id"), contact.line("user_id")
        if (phone and phone.lstrip("+") == said.lstrip("+")) or (known_as and known_as in {user, said}):
            return contact
    return contacts[0] if len(contacts) == 1 and not said and not user else Body(None)


def _phone(text: str) -> ChatKey | None:
    found = PHONE.fullmatch(text)
    return ChatKey(found[1]) if found is not None else None


def _user(text: str) -> ChatKey | None:
    try:
        return ChatKey(f"id:{text}") if text else None
    except Invalid:
        return None
