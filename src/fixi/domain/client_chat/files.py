"""The row for a file that comes after its message: it is put where it belongs, and the leads that lack it are told."""

from fixi.domain.client_chat.states import CLIENT_STATES, ClientState, Gathering
from fixi.domain.client_chat.table import CLIENT, Facts, Step
from fixi.domain.effects import Tell
from fixi.domain.events import FileCame
from fixi.domain.owed import in_place
from fixi.domain.values import Key


@CLIENT.on_each(CLIENT_STATES, FileCame)
def file_comes(state: ClientState, event: FileCame, facts: Facts) -> Step[ClientState]:
    """Without a word, whoever has the chat: his message was answered when it came."""
    after = in_place(state, event.stand_in, event.file)
    told = tuple(Tell(Key.lead(lead), event) for lead in _lacking(state, after))
    return Step(after, told)


def _lacking(before: ClientState, after: ClientState) -> tuple[str, ...]:
    """The leads whose form has changed."""
    cards = zip(before.mind.cards, after.mind.cards, strict=True)
    leads = [old.lead for old, new in cards if old is not new]
    inner, made = getattr(before, "back", before), getattr(after, "back", after)
    if isinstance(inner, Gathering) and isinstance(made, Gathering) and inner.form is not made.form:
        leads.append(inner.lead)
    return tuple(dict.fromkeys(leads))
