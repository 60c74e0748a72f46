"""A plain loop that reads and writes for one message what an earlier system of this kind did, and nothing else.

What it asked of its stores for one message of a client in the middle of a request, in its order: the lock and the
state of the chat, is he a professional, the limit of his messages, his consent, is there a booked lead, one that a
person looks at, one that waits for a rating, the message into the log, the active lead, the context of the talk, the
allowance of the AI (its answer is here at once), the lead as it is now, the context, the words sent (here at once,
written to a file as the simulated phones do), the answer into the log, the lock given back. It looked up some of these
twice; here each is asked once. With the indexes that it had.

    python benchmarks/peers/earlier_worker.py MONGO REDIS FIRST COUNT FILE
"""

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import uvloop
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from redis.asyncio import Redis

HOUR, DAY = 3_600, 86_400
ANSWER = "What happened, and where?"


async def prepare(database: AsyncDatabase[dict[str, Any]]) -> None:
    """Its indexes."""
    await database.users.create_index("phone_number", unique=True)
    await database.consent.create_index("chat_id", unique=True)
    await database.messages.create_index("chat_id")
    for index in ("chat_id", "status", [("chat_id", 1), ("status", 1)]):
        await database.leads.create_index(index)  # type: ignore[arg-type]


async def message(database: AsyncDatabase[dict[str, Any]], redis: Any, chat: str, words: str, file: int) -> None:
    """All of it for one message."""
    at = datetime.fromtimestamp(time.clock_gettime(time.CLOCK_REALTIME), UTC)
    assert await redis.set(f"lock:chat:{chat}", "1", nx=True, ex=10)
    await redis.get(f"state:{chat}")
    await database.users.find_one({"phone_number": chat, "role": "professional"})
    async with redis.pipeline() as limit:
        limit.zremrangebyscore(f"rl:inbound:{chat}", 0, at.timestamp() - 60)
        limit.zadd(f"rl:inbound:{chat}", {str(at.timestamp()): at.timestamp()})
        limit.zcard(f"rl:inbound:{chat}")
        limit.expire(f"rl:inbound:{chat}", 60)
        await limit.execute()
    await database.consent.find_one({"chat_id": chat})
    await database.leads.find_one({"chat_id": chat, "status": "booked"})
    await database.leads.find_one(
        {"chat_id": chat, "status": "pending_admin_review", "updated_at": {"$gt": at - timedelta(days=1)}}
    )
    await database.leads.find_one({"chat_id": chat, "status": "completed", "waiting_for_rating": True})
    await database.messages.insert_one({"chat_id": chat, "role": "user", "text": words, "timestamp": at})
    await database.leads.find_one({"chat_id": chat, "status": {"$in": ["new", "contacted"]}})
    await redis.lrange(f"context:{chat}", -10, -1)
    await redis.incr(f"ai:daily:{chat}:{at:%Y-%m-%d}")
    new = {"issue_type": words, "updated_at": at}
    begun = {
        "status": "contacted",
        "created_at": at,
        "status_history": [{"status": "contacted", "at": at, "by": "system"}],
    }
    await database.leads.update_one(
        {"chat_id": chat, "status": {"$in": ["new", "contacted"]}}, {"$set": new, "$setOnInsert": begun}, upsert=True
    )
    async with redis.pipeline() as context:
        context.rpush(
            f"context:{chat}",
            json.dumps({"role": "user", "text": words}),
            json.dumps({"role": "model", "text": ANSWER}),
        )
        context.expire(f"context:{chat}", 4 * HOUR)
        await context.execute()
    os.write(file, json.dumps({"chat": chat, "text": ANSWER}).encode() + b"\n")
    await database.messages.insert_one({"chat_id": chat, "role": "assistant", "text": ANSWER, "timestamp": at})
    await redis.delete(f"lock:chat:{chat}")


async def main(mongo: str, redis_url: str, first: int, count: int, path: str) -> None:
    """So many messages, one after the other; prints how many a second."""
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongo)
    redis, database = Redis.from_url(redis_url), client.get_database("earlier")
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    await prepare(database)
    await message(database, redis, "warm", "hello", file)
    start = time.perf_counter()
    for number in range(first, first + count):
        await message(database, redis, f"97254{number:07d}", "water is leaking under my sink", file)
    print(json.dumps({"rate": count / (time.perf_counter() - start)}))
    await client.close()
    await redis.aclose()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]))
