"""What every Messenger promises."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from fixi.adapters.dryrun.messenger import DryRun
from fixi.adapters.dryrun.outgoing import Outgoing
from fixi.adapters.greenapi.client import wire_chat
from fixi.adapters.simulator.messenger import Simulator
from fixi.adapters.simulator.network import Network
from fixi.adapters.system.clock import MovedClock
from fixi.domain.errors import Unavailable
from fixi.domain.guard import Channel
from fixi.domain.values import ChatKey, Media, MediaKind
from fixi.ports.messaging import Button, Message, Messenger
from tests.support import cloud_bodies
from tests.support import green_bodies as bodies
from tests.support.cloud_account import Cloud, cloud
from tests.support.cloud_standin import words
from tests.support.green_account import Green, green
from tests.support.green_standin import refusing
from tests.support.samples import AT, CLIENT, MINUTE

PHOTO = Media(MediaKind.IMAGE, "https://a/1")
HELLO = Message("client:1:1:0", CLIENT, "Hello", (Button("q1/yes", "Yes"),), (PHOTO,))
OTHER = ChatKey("972543333333")
LID = ChatKey("lid:118237465019283")


@dataclass(frozen=True, slots=True)
class Shown:
    """One message on a phone's screen."""

    id: str
    text: str
    buttons: tuple[tuple[str, str], ...]
    media: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A messenger, and the people at its other end."""

    messenger: Messenger
    clock: MovedClock
    screen: Callable[[ChatKey], list[Shown]]
    types: Callable[[ChatKey, str], object]
    breaks: Callable[[], object]
    hidden: ChatKey = LID


@asynccontextmanager
async def memory(folder: Path | None = None) -> AsyncIterator[Line]:
    clock = MovedClock(AT)
    network = Network(clock, folder)
    simulator = Simulator(network)

    def screen(chat: ChatKey) -> list[Shown]:
        ours = [bubble for bubble in simulator.screen(chat) if bubble.ours]
        return [Shown(b.id, b.text, tuple((c.id, c.label) for c in b.buttons), b.media) for b in ours]

    def breaks() -> None:
        network.accept = network.screen = _broken  # type: ignore[assignment,method-assign]

    yield Line(simulator, clock, screen, lambda chat, text: simulator.typed(chat, "in1", text), breaks)
    network.close()


def _broken(*_: object) -> None:
    raise OSError("disk")


@asynccontextmanager
async def folder() -> AsyncIterator[Line]:
    with TemporaryDirectory(prefix="fixi-phones-") as place:
        async with memory(Path(place)) as line:
            yield line


@asynccontextmanager
async def dryrun() -> AsyncIterator[Line]:
    with TemporaryDirectory(prefix="fixi-dryrun-") as place:
        clock = MovedClock(AT)
        outgoing = Outgoing(clock, Path(place))

        def screen(chat: ChatKey) -> list[Shown]:
            ours = [unsent for unsent in outgoing.last(100) if unsent.message.chat == chat]
            return [_unsent(unsent.id, unsent.message) for unsent in ours]

        def types(chat: ChatKey, text: str) -> None:
            """Nobody can write to one who reaches nobody; at most somebody writes into its file."""
            (Path(place) / f"outgoing-{AT.date()}.jsonl").write_text(
                json.dumps({"at": AT.isoformat(), "id": "in1", "chat": chat.text, "text": text}) + "\n"
            )

        def breaks() -> None:
            outgoing.accept = outgoing.since = _broken  # type: ignore[assignment,method-assign]

        yield Line(DryRun(outgoing), clock, screen, types, breaks)
        outgoing.close()


def _unsent(name: str, message: Message) -> Shown:
    buttons = tuple((button.id, button.label) for button in message.buttons)
    return Shown(name, message.text, buttons, tuple(media.url for media in message.media))


@asynccontextmanager
async def greenapi() -> AsyncIterator[Line]:
    async with green() as built:

        def types(chat: ChatKey, text: str) -> None:
            stamp = int(built.clock.now().timestamp())
            for kind in ("incomingMessageReceived", "outgoingMessageReceived"):
                built.account.receives(bodies.text(wire_chat(chat), text, timestamp=stamp, typeWebhook=kind))

        def breaks() -> None:
            built.account.trouble = lambda _method: refusing(503)

        yield Line(built.messenger, built.clock, lambda chat: _shown(built, chat), types, breaks)
        assert built.account.violations == []
        assert not built.account.too_fast


def _shown(built: Green, chat: ChatKey) -> list[Shown]:
    """The files that came before words belong to them."""
    found: list[Shown] = []
    media: list[str] = []
    for _, given, _ in built.account.accepted:
        if given["chatId"] != wire_chat(chat):
            continue
        if "urlFile" in given:
            media.append(given["urlFile"])
            continue
        buttons = tuple((button["buttonId"], button["buttonText"]) for button in given.get("buttons", ()))
        found.append(Shown(given["idMessage"], given.get("message") or given["body"], buttons, tuple(media)))
        media = []
    return found


@dataclass
class WithStatuses(Messenger):
    """The same, and the statuses of what it sends come at once."""

    built: Cloud

    @property
    def channel(self) -> Channel:
        return self.built.messenger.channel

    async def send(self, message: Message) -> str:
        name = await self.built.messenger.send(message)
        await self.built.comes_in()
        return name

    async def sent(self, message: Message, since: datetime) -> tuple[str, ...]:
        return await self.built.messenger.sent(message, since)


@asynccontextmanager
async def cloudapi() -> AsyncIterator[Line]:
    async with cloud() as built:

        def breaks() -> None:
            built.account.trouble = lambda _asked: refusing(503)
            built.book.shut = True

        def types(chat: ChatKey, text: str) -> None:
            built.account.receives(cloud_bodies.text(text, chat.text))

        hidden = ChatKey(f"id:{cloud_bodies.USER}")
        yield Line(WithStatuses(built), built.clock, lambda chat: _cloud_shown(built, chat), types, breaks, hidden)
        assert built.account.violations == []


def _cloud_shown(built: Cloud, chat: ChatKey) -> list[Shown]:
    found: list[Shown] = []
    media: list[str] = []
    for sent in built.account.accepted:
        if sent.to != (chat.user or chat.text):
            continue
        if "image" in sent.fields:
            media.append(sent.fields["image"]["link"])
            continue
        action = sent.fields.get("interactive", {}).get("action", {})
        buttons = tuple((button["reply"]["id"], button["reply"]["title"]) for button in action.get("buttons", ()))
        found.append(Shown(sent.id, words(sent.fields), buttons, tuple(media)))
        media = []
    return found


LINES: dict[str, Callable[[], AbstractAsyncContextManager[Line]]] = {
    "memory": memory,
    "folder": folder,
    "dryrun": dryrun,
    "greenapi": greenapi,
    "cloudapi": cloudapi,
}


@pytest.fixture(params=LINES)
async def line(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    async with LINES[request.param]() as built:
        yield built


async def test_every_message_gets_a_name_of_its_own(line: Line) -> None:
    names = [await line.messenger.send(message) for message in (HELLO, HELLO, replace(HELLO, chat=OTHER))]
    assert len(set(names)) == 3


async def test_messages_arrive_in_order_with_all_that_belongs_to_them(line: Line) -> None:
    names = [await line.messenger.send(replace(HELLO, text=text)) for text in ("a", "b", "c")]
    assert line.screen(CLIENT) == [
        Shown(name, text, (("q1/yes", "Yes"),), (PHOTO.url,)) for name, text in zip(names, "abc", strict=True)
    ]
    assert line.screen(OTHER) == []


async def test_a_person_without_a_phone_is_reached(line: Line) -> None:
    await line.messenger.send(replace(HELLO, chat=line.hidden))
    assert [shown.text for shown in line.screen(line.hidden)] == ["Hello"]


async def test_the_journal_knows_what_was_accepted(line: Line) -> None:
    line.clock.move(MINUTE)
    name = await line.messenger.send(HELLO)
    assert await line.messenger.sent(HELLO, AT) == (name,)
    assert await line.messenger.sent(replace(HELLO, id="client:1:1:1", text="Hello!"), AT) == ()
    assert await line.messenger.sent(replace(HELLO, chat=OTHER), AT) == ()


async def test_the_journal_is_asked_about_what_came_since_only(line: Line) -> None:
    first = await line.messenger.send(HELLO)
    line.clock.move(MINUTE)
    assert await line.messenger.sent(HELLO, AT) == (first,)
    assert await line.messenger.sent(HELLO, AT + MINUTE / 2) == ()  # a provider counts in seconds, by its own clock
    second = await line.messenger.send(HELLO)
    assert await line.messenger.sent(HELLO, AT + MINUTE / 2) == (second,)
    assert await line.messenger.sent(HELLO, AT) == (first, second)


async def test_what_somebody_else_wrote_was_not_sent_by_us(line: Line) -> None:
    line.types(CLIENT, HELLO.text)
    assert await line.messenger.sent(HELLO, AT) == ()


async def test_trouble_of_the_provider_is_unavailable(line: Line) -> None:
    line.breaks()
    with pytest.raises(Unavailable):
        await line.messenger.send(HELLO)
    with pytest.raises(Unavailable):
        await line.messenger.sent(HELLO, AT)
