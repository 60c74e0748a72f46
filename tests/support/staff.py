"""The login over a memory house, with passwords that are cheap to hash and a clock that is moved by hand."""

from dataclasses import dataclass, field

from fixi.adapters.bcrypt.passwords import BcryptPasswords
from fixi.adapters.system.secrets import SystemSecrets
from fixi.application.login import Login
from fixi.application.staff import Staff
from fixi.domain.operators import Operator, Role
from tests.support.house import House, memory_house

CHEAP = 4
PASSWORD = "correct horse battery"
HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"
BROWSER = "a browser"


@dataclass
class Reception:
    """Login and Staff over one house."""

    house: House = field(default_factory=memory_house)
    secret: str = "a secret of the panel"
    passwords: BcryptPasswords = field(default_factory=lambda: BcryptPasswords(CHEAP))

    def __post_init__(self) -> None:
        house, secrets = self.house, SystemSecrets()
        self.login = Login(
            house.operators,
            house.sessions,
            house.throttle,
            house.audit,
            self.passwords,
            secrets,
            house.clock,
            self.secret,
        )
        self.staff = Staff(house.operators, house.sessions, house.audit, self.passwords, secrets, house.clock)

    async def hire(self, name: str = "dana", role: Role = Role.OWNER) -> Operator:
        """An operator with the usual password."""
        return await self.staff.add(None, name, role, PASSWORD)

    async def enter(self, name: str = "dana", password: str = PASSWORD, address: str = HERE) -> str:
        """The token of a new session."""
        return await self.login(name, password, address, BROWSER)

    async def done(self) -> list[tuple[str, str, str]]:
        """Who did what on what, the oldest first."""
        return [(line.deed.who, line.deed.what, line.deed.on) for line in reversed(await self.house.audit.listed(1000))]
