"""The inbox: letters by address, ids that were seen, and the addresses that wait.

An address has one hash: a field for each unread letter, holding its number, and the last number given. The hash goes
with its last letter, and the numbers begin anew.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import batched

from fixi.adapters import codec
from fixi.adapters.redis.client import REMEMBERED, RedisClient, Script
from fixi.adapters.redis.group_commit import MOST, GroupCommit
from fixi.ports.queues import Inbox, Letter

# KEYS: waiting, then (seen, letters) for each letter. ARGV: lifetime of seen, attempt, where in `seen` the id begins
# and in `letters` the address, then a text for each letter: what is long is sent once.
# An attempt that is repeated because its answer was lost finds its own mark, and is told what it would have been told.
# Seen is marked last: a script that stops half-way is not undone, and what is not stored must be free to come again.
PUT = Script("""
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local answers = {}
for n = 1, (#KEYS - 1) / 2 do
  local seen, letters, attempt = KEYS[2 * n], KEYS[2 * n + 1], ARGV[2] .. '.' .. n
  local before = redis.call('GET', seen)
  if before then
    answers[n] = before == attempt and 1 or 0
  else
    local number = redis.call('HINCRBY', letters, 'last', 1)
    redis.call('HSET', letters, '=' .. string.sub(seen, ARGV[3]), number .. ' ' .. ARGV[4 + n])
    redis.call('ZADD', KEYS[1], 'NX', now, string.sub(letters, ARGV[4]))
    redis.call('SET', seen, attempt, 'PX', ARGV[1])
    answers[n] = 1
  end
end
return answers
""")

# KEYS: waiting, letters. ARGV: address, ids.
ACKNOWLEDGE = Script("""
for n = 2, #ARGV do
  redis.call('HDEL', KEYS[2], '=' .. ARGV[n])
end
if redis.call('HLEN', KEYS[2]) <= 1 then
  redis.call('DEL', KEYS[2])
  redis.call('ZREM', KEYS[1], ARGV[1])
end
""")


class RedisInbox(Inbox):
    """See Inbox. Letters that are put together are stored together; see GroupCommit."""

    def __init__(self, client: RedisClient, remembered: timedelta = REMEMBERED, most: int = MOST) -> None:
        self._client = client
        self._remembered = round(remembered.total_seconds() * 1000)
        self._waiting = client.key("waiting")
        self._seen, self._of = client.key("seen", ""), client.key("letters", "")
        self._commit = GroupCommit(self._put, most)

    async def put(self, letter: Letter) -> bool:
        """See Inbox."""
        return await self._commit(letter)

    async def unread(self, address: str) -> tuple[Letter, ...]:
        """See Inbox."""
        found: list[str] = await self._client.ask("HGETALL", self._letters(address), again=True)
        fields = ((name[1:], *text.split(" ", 1)) for name, text in batched(found, 2) if name != "last")
        in_order = sorted(fields, key=lambda field: int(field[1]))
        return tuple(codec.load_letter(name, address, text) for name, _, text in in_order)

    async def acknowledge(self, address: str, ids: tuple[str, ...]) -> None:
        """See Inbox."""
        if ids:
            await self._client.run(ACKNOWLEDGE, (self._waiting, self._letters(address)), (address, *ids), again=True)

    async def waiting(self, limit: int) -> tuple[str, ...]:
        """See Inbox; those that wait longest come first."""
        if limit <= 0:
            return ()
        return tuple(await self._client.ask("ZRANGE", self._waiting, 0, limit - 1, again=True))

    def _letters(self, address: str) -> str:
        return self._of + address

    async def _put(self, letters: Sequence[Letter]) -> list[bool]:
        # The server counts bytes and begins with 1; both beginnings are plain ASCII.
        keys: list[str] = [self._waiting]
        args: list[str | int] = [self._remembered, self._client.token(), len(self._seen) + 1, len(self._of) + 1]
        for letter in letters:
            keys += self._seen + letter.id, self._of + letter.address
            args.append(codec.dump_letter(letter))
        return [answer == 1 for answer in await self._client.run(PUT, keys, args, again=True)]
