"""Which hosts may be asked, and which addresses are nobody's inside."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from fixi.domain.errors import Invalid

type Address = IPv4Address | IPv6Address

PORTS = {"http": 80, "https": 443}
ENTRY = re.compile(r"(?P<every>\*\.)?(?P<host>\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9._-]*[a-z0-9])?)(:(?P<port>[0-9]{1,5}))?")

LOCALHOST = "localhost"
HOUSES = frozenset({"local", "localhost", "internal", "intranet", "lan", "home", "corp", "arpa", "test", "onion"})
# Behind these lies an IPv4 address, which a gateway may lead to.
TUNNELS = tuple(map(IPv6Network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")))


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the list: a host, or with `every` all hosts below it.

    Without a port the usual one is meant; of an address, which only its owner puts on the list, any.
    """

    host: str
    every: bool = False
    port: int | None = None

    def fits(self, scheme: str, host: str, port: int) -> bool:
        """True when the entry means this one."""
        usual = port if own(self.host) else PORTS[scheme]
        if port != (usual if self.port is None else self.port):
            return False
        return host.endswith(f".{self.host}") if self.every else host == self.host


class AllowedHosts:
    """The list of the owner: `host`, `*.suffix`, each with `:port` or without. Raises Invalid for any other form."""

    def __init__(self, entries: tuple[str, ...]) -> None:
        self._rules = tuple(map(_rule, entries))

    def allow(self, scheme: str, host: str, port: int) -> bool:
        """True when this one may be asked; the host in small letters, an IPv6 address without its brackets."""
        return any(rule.fits(scheme, host, port) for rule in self._rules)


def _rule(entry: str) -> Rule:
    found = ENTRY.fullmatch(entry.strip().lower())
    if found is None:
        raise Invalid("an allowed host is a name or an address, with a port or without")
    host, every = found["host"].strip("[]"), found["every"] is not None
    if every and (literal(host) is not None or "." not in host):
        raise Invalid("what is below a host needs a name with a dot")
    return Rule(host, every, int(found["port"]) if found["port"] else None)


def literal(host: str) -> Address | None:
    """The address that this is in its usual spelling; None for a name, and for the odd spellings of an address."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def own(host: str) -> bool:
    """True for an address in its usual spelling, and for this machine by its name: nobody lists them by accident."""
    return host == LOCALHOST or literal(host) is not None


def named(host: str) -> bool:
    """True for a name that may be known all over the world; no address in any spelling, no name of a house."""
    first, _, last = host.rpartition(".")
    return bool(first) and last.isalnum() and not last[0].isdigit() and last not in HOUSES


def public(address: Address) -> bool:
    """True when it belongs to the internet at large, by itself and by what is inside it."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return public(address.ipv4_mapped)
        if any(address in tunnel for tunnel in TUNNELS) or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
