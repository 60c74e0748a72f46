"""From the provider's own word to a person's mailbox: a Green API account that is signed out, and in again."""

from collections import deque
from datetime import timedelta

from fixi.adapters.alerthook.hook import Hook
from fixi.adapters.smtp.mail import Mail
from fixi.adapters.smtp.post_office import PostOffice
from fixi.application.account import Look
from fixi.application.care.telling import Telling
from fixi.application.care.watchdog import Watchdog
from fixi.domain.account import AccountState
from fixi.domain.values import Language
from tests.adapters.test_mail import words
from tests.support.green_account import Green, green
from tests.support.green_standin import refusing
from tests.support.house import House, memory_house
from tests.support.office import Office, catalogue
from tests.support.post_standin import MailServer, WebAddress, mail_server, web_address
from tests.support.samples import HOUR, MINUTE

ALERTS_TICK = timedelta(seconds=20)


class Business:
    """The watchdog and the alert line over a real account, a real mail server and a real web address."""

    def __init__(self, account: Green, post: MailServer, web: WebAddress) -> None:
        self.house: House = memory_house(clock=account.clock)
        house, office = self.house, Office(house=memory_house(clock=account.clock))
        look = Look(account.api, house.account_book, house.ticks, house.clock)
        self.watchdog = Watchdog(look, office.sending.announce, house.account_book, house.alerts, house.ledger)
        ways = (Mail(PostOffice("127.0.0.1", post.port), "fixi@example.com", ("dana@example.com",)), Hook(web.url))
        self.telling = Telling(
            house.alerts,
            ways,
            house.attempts,
            house.ledger,
            house.ticks,
            catalogue(),
            Language.EN,
            house.clock,
        )

    async def lives(self, length: timedelta) -> None:
        """Both jobs at their ticks, for so long."""
        for n in range(1, length // ALERTS_TICK + 1):
            self.house.clock.move(ALERTS_TICK)
            if n % 6 == 0:
                await self.watchdog(self.house.clock.now(), dry=False)
            await self.telling(self.house.clock.now(), dry=False)

    async def state(self) -> AccountState:
        return (await self.house.account_book.standing()).state


async def test_signed_out_is_seen_within_a_tick_told_after_five_minutes_every_hour_and_when_it_is_over() -> None:
    async with green() as account, mail_server() as post, web_address() as web:
        business = Business(account, post, web)
        await business.lives(10 * MINUTE)
        assert (await business.state(), post.messages, web.requests) == (AccountState.READY, [], [])

        account.account.state = "notAuthorized"
        await business.lives(2 * MINUTE)
        assert await business.state() is AccountState.SIGNED_OUT
        await business.lives(4 * MINUTE)
        assert post.messages == []
        await business.lives(2 * MINUTE)
        assert len(post.messages) == len(web.requests) == 1
        assert "signed out" in words(post.messages[0])

        await business.lives(3 * HOUR)
        assert len(post.messages) == len(web.requests) == 4
        assert "Hours so far: 3" in words(post.messages[-1])

        account.account.state = "authorized"
        await business.lives(2 * HOUR)
        assert len(post.messages) == len(web.requests) == 5
        assert "ready again" in words(post.messages[-1])
        assert await business.state() is AccountState.READY


async def test_a_provider_that_only_fails_is_told_of_as_well() -> None:
    async with green() as account, mail_server() as post, web_address() as web:
        business = Business(account, post, web)
        await business.lives(4 * MINUTE)
        account.account.trouble = lambda _method: refusing(502)
        await business.lives(8 * MINUTE)
        (message,) = post.messages
        assert "does not answer" in words(message)
        assert await business.state() is AccountState.READY  # it was never seen otherwise


async def test_a_token_that_is_refused_is_a_state_of_the_account() -> None:
    async with green() as account, mail_server() as post, web_address() as web:
        business = Business(account, post, web)
        await business.lives(4 * MINUTE)
        account.account.faults = deque([refusing(401)] * 50)
        await business.lives(2 * MINUTE)
        assert await business.state() is not AccountState.READY


async def test_an_unknown_word_of_the_provider_proves_nothing() -> None:
    async with green() as account, mail_server() as post, web_address() as web:
        business = Business(account, post, web)
        await business.lives(4 * MINUTE)
        account.account.state = "quantum"
        await business.lives(9 * MINUTE)
        assert await business.state() is AccountState.UNKNOWN
        assert len(post.messages) == 1


async def test_both_ways_down_at_first_get_it_once_they_are_up() -> None:
    async with green() as account, mail_server(answers={"mail": "451 later"}) as post, web_address(status=500) as web:
        business = Business(account, post, web)
        account.account.state = "blocked"
        await business.lives(20 * MINUTE)
        assert post.messages == []
        assert len({request.body for request in web.requests}) == 1
        assert len(web.requests) < 8
        post.answers.clear()
        web.status = 200
        await business.lives(12 * MINUTE)
        assert len(post.messages) == 1
        assert len({request.headers["idempotency-key"] for request in web.requests}) == 1
        assert await business.house.alerts.untold(10) == ()
