"""The town: what its people send arrives as a provider posts it, and what can go wrong does when it is switched on."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixi.adapters.files.cleaner import ContentCleaner
from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.rules.reader import RulesReader
from fixi.adapters.simulator.faults import FolderFaults
from fixi.adapters.simulator.fetcher import SimulatedFetcher
from fixi.adapters.simulator.journal import SimulatedJournal
from fixi.adapters.simulator.messenger import Simulator
from fixi.adapters.simulator.network import Network
from fixi.adapters.simulator.presence import SimulatedPresence
from fixi.adapters.simulator.reading import SwitchedModel, SwitchedReader
from fixi.adapters.simulator.sound import spoken, words_of
from fixi.adapters.simulator.town import SimulatedTown
from fixi.adapters.system.clock import MovedClock
from fixi.domain.errors import Unavailable
from fixi.domain.events import Heard, Receipt
from fixi.domain.forms import ReadingTask
from fixi.domain.values import ChatKey, MediaKind, Place
from fixi.ports.ai import Answer
from fixi.ports.media import Located
from fixi.ports.messaging import Button, Message
from fixi.ports.town import Bubble, Fault, Person, Tick
from tests.support.hosts import Hosts
from tests.support.office import gazetteer
from tests.support.samples import AT, CLIENT, MINUTE

PARSER = GreenApiWebhook("secret")
JPEG = b"\xff\xd8\xff\xe0 a photo"


@dataclass
class Corner:
    """A town over a folder, and what was posted from it."""

    folder: Path
    clock: MovedClock = field(default_factory=lambda: MovedClock(AT))
    posted: list[bytes] = field(default_factory=list)
    away: bool = False

    def __post_init__(self) -> None:
        self.network = Network(self.clock, self.folder)
        self.faults = FolderFaults(self.folder)
        self.line = Simulator(self.network, faults=FolderFaults(self.folder))
        self.town = SimulatedTown(self.network, self.faults, self.post, self.clock, self.rest)

    async def post(self, body: bytes) -> None:
        """The webhook."""
        if self.away:
            raise Unavailable("http-503")
        self.posted.append(body)

    async def rest(self, seconds: float) -> None:
        """Somebody waits."""
        assert seconds > 0

    def heard(self) -> list[Heard]:
        """What the bodies say."""
        items = [item for body in self.posted for item in PARSER.parse(body, self.clock.now())]
        return [item for item in items if isinstance(item, Heard)]

    def receipts(self) -> list[tuple[str, str]]:
        """What the provider said of messages of ours."""
        items = [item for body in self.posted for item in PARSER.parse(body, self.clock.now())]
        return [(item.message, item.status) for item in items if isinstance(item, Receipt)]

    def screen(self, chat: ChatKey = CLIENT) -> list[Bubble]:
        """His phone, as another process sees it."""
        return list(Network(self.clock, self.folder).screen(chat))


@pytest.fixture
def corner(tmp_path: Path) -> Corner:
    return Corner(tmp_path)


async def test_everything_that_can_be_sent_arrives(corner: Corner) -> None:
    town = corner.town
    await town.say(CLIENT, "water under the sink", "Dana")
    await town.photo(CLIENT, JPEG, "this tap")
    await town.voice(CLIENT, "come quickly")
    await town.location(CLIENT, Place("Haifa", 32.8, 35.0))
    await town.press(CLIENT, Button("yes-1", "Yes"))
    said, photo, voice, pin, pressed = corner.heard()
    assert (said.text, said.name, said.chat) == ("water under the sink", "Dana", CLIENT)
    assert (photo.text, photo.media[0].kind) == ("this tap", MediaKind.IMAGE)
    assert voice.media[0].kind is MediaKind.VOICE
    assert pin.pin is not None
    assert (pin.pin.lat, pin.pin.lon) == (32.8, 35.0)
    assert (pressed.button, pressed.text) == ("yes-1", "Yes")
    assert len({item.id for item in corner.heard()}) == 5
    assert [bubble.kind for bubble in corner.screen()] == ["text", "photo", "voice", "location", "button"]
    assert {bubble.tick for bubble in corner.screen()} == {Tick.DELIVERED}


async def test_files_are_fetched_without_a_network_and_all_others_as_always(corner: Corner) -> None:
    await corner.town.photo(CLIENT, JPEG)
    url = corner.heard()[0].media[0].url
    hosts = Hosts()
    hosts.has["https://elsewhere.example/a.jpg"] = b"other"
    fetcher = SimulatedFetcher(Network(corner.clock, corner.folder), hosts)
    assert await fetcher.fetch(Located(url)) == JPEG
    assert await fetcher.fetch(Located("https://elsewhere.example/a.jpg")) == b"other"
    assert corner.town.file("https://town.invalid/files/../clock") is None


@pytest.mark.parametrize("words", ["", "my tap drips", "יש נזילה " * 100])
async def test_a_voice_note_is_a_sound_file_that_carries_its_words(words: str) -> None:
    content = spoken(words)
    clean = await ContentCleaner().clean(content)
    assert (clean.kind, clean.mime) == (MediaKind.VOICE, "audio/ogg")
    assert words_of(clean.content) == words


def test_another_file_says_no_words() -> None:
    assert words_of(JPEG) is None
    assert words_of(b"OggS" + bytes(40)) is None


async def test_a_message_that_is_delivered_twice_has_one_id(corner: Corner) -> None:
    corner.faults.put(Fault.DUPLICATE, on=True)
    await corner.town.say(CLIENT, "hello")
    first, second = corner.heard()
    assert first.id == second.id
    assert len(corner.screen()) == 1


async def test_every_second_message_is_overtaken(corner: Corner) -> None:
    corner.faults.put(Fault.REORDER, on=True)
    for text in ("one", "two", "three"):
        await corner.town.say(CLIENT, text)
    assert [item.text for item in corner.heard()][:1] != ["one"]
    await corner.town.settle()
    assert sorted(item.text for item in corner.heard()) == ["one", "three", "two"]


async def test_what_was_dropped_is_in_the_journal_alone(corner: Corner) -> None:
    corner.faults.put(Fault.DROP, on=True)
    await corner.town.say(CLIENT, "hello")
    assert corner.posted == []
    assert [bubble.tick for bubble in corner.screen()] == [Tick.SENT]
    found = await SimulatedJournal(corner.network, PARSER).incoming(AT - MINUTE)
    assert [item.text for item in found if isinstance(item, Heard)] == ["hello"]


async def test_a_webhook_that_is_away_loses_nothing(corner: Corner) -> None:
    corner.away = True
    await corner.town.say(CLIENT, "hello")
    assert [bubble.tick for bubble in corner.screen()] == [Tick.SENT]
    assert len(await SimulatedJournal(corner.network, PARSER).incoming(AT - MINUTE)) == 1


async def test_a_switch_is_seen_by_every_process_and_can_be_put_back(corner: Corner) -> None:
    corner.faults.put(Fault.PROVIDER_DOWN, on=True)
    with pytest.raises(Unavailable):
        await corner.line.send(Message("m1", CLIENT, "hello"))
    with pytest.raises(Unavailable):
        await corner.line.sent(Message("m1", CLIENT, "hello"), AT)
    with pytest.raises(Unavailable):
        await SimulatedJournal(corner.network, PARSER, corner.faults).incoming(AT)
    corner.faults.put(Fault.PROVIDER_DOWN, on=False)
    corner.faults.put(Fault.PROVIDER_DOWN, on=False)
    assert await corner.line.send(Message("m1", CLIENT, "hello"))


async def test_a_phone_that_is_on_has_its_messages_and_one_that_is_looked_at_has_read_them(corner: Corner) -> None:
    sent = await corner.line.send(Message("m1", CLIENT, "hello", (Button("a", "Yes"),)))
    assert corner.screen()[0].tick is None
    await corner.town.receive(CLIENT)
    await corner.town.receive(CLIENT)
    assert corner.receipts() == [(sent, "delivered")]
    await corner.town.look(CLIENT)
    await corner.town.look(CLIENT)
    assert corner.receipts() == [(sent, "delivered"), (sent, "read")]
    assert corner.screen()[0].tick is Tick.READ


async def test_a_receipt_that_is_not_taken_is_said_again(corner: Corner) -> None:
    await corner.line.send(Message("m1", CLIENT, "hello"))
    corner.away = True
    await corner.town.look(CLIENT)
    assert corner.screen()[0].tick is None
    corner.away = False
    await corner.town.look(CLIENT)
    assert [status for _, status in corner.receipts()] == ["delivered", "read"]


async def test_what_is_worked_on_is_read_and_stays_so(corner: Corner) -> None:
    await corner.town.say(CLIENT, "hello")
    await SimulatedPresence(corner.network).attend(CLIENT, corner.heard()[0].id)
    corner.network.ticked(CLIENT, corner.screen()[0].id, Tick.DELIVERED)
    assert [bubble.tick for bubble in corner.screen()] == [Tick.READ]


async def test_people_are_remembered_by_name_and_whoever_is_written_to_is_one(corner: Corner) -> None:
    pro = ChatKey("972000000101")
    corner.town.place(Person(CLIENT, "Dana"))
    await corner.line.send(Message("m1", pro, "a job"))
    before = corner.town.edition()
    corner.town.place(Person(CLIENT, "Dana", away=True))
    assert corner.town.edition() > before
    again = Network(corner.clock, corner.folder)
    assert again.people() == (Person(CLIENT, "Dana", away=True), Person(pro, ""))


async def test_readers_that_are_switched_off_say_so(corner: Corner) -> None:
    class Mind:
        """A model that knows nothing."""

        async def ask(self, task: ReadingTask) -> Answer:
            """See Model."""
            raise AssertionError(task)

    task = ReadingTask("my tap drips in Haifa", AT, "Asia/Jerusalem")
    reader = SwitchedReader(RulesReader(gazetteer()), corner.faults)
    assert (await reader.read(task)).form.area is not None
    corner.faults.put(Fault.AI_DOWN, on=True)
    with pytest.raises(Unavailable):
        await reader.read(task)
    assert await SwitchedModel(Mind(), corner.faults).ask(task) == Answer(None)  # type: ignore[arg-type]
