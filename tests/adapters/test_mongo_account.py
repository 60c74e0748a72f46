"""The book of the account in MongoDB: whose proof it is, and whose switch."""

from fixi.adapters.mongo.account import MongoAccountBook
from fixi.domain.account import AccountState, Sighting, Switch
from tests.support.mongo_server import fresh_database
from tests.support.samples import AT


async def test_what_one_account_says_proves_nothing_about_another() -> None:
    async with fresh_database() as database:
        live, dry = MongoAccountBook(database, "greenapi:1"), MongoAccountBook(database, "dryrun:")
        await live.saw(Sighting(AccountState.BANNED, AT))
        await dry.saw(Sighting(AccountState.READY, AT))
        assert (await live.standing()).state is AccountState.BANNED
        assert (await live.standing()).proved_at is None


async def test_the_kill_switch_is_one_for_all() -> None:
    async with fresh_database() as database:
        first, second = MongoAccountBook(database, "greenapi:1"), MongoAccountBook(database, "greenapi:2")
        await first.turn(Switch(False, "dana", AT))
        assert not (await second.standing()).switch.on
        assert not (await second.saw(Sighting(AccountState.READY, AT))).switch.on
