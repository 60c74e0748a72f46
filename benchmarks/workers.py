"""S3: messages a second through one worker process, from the inbox to the phone, beside an earlier system's loop.

Both work on the same database and the same queue, as `fixi up` starts them. Each message is the first one of its chat
and is ready at once; it counts when its answer is in the journal of the simulated phones, so sending is part of it.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.result import Result
from benchmarks.servers import MEASURED, ROOT, fixi, folder, mongo, process, until, valkey
from fixi.adapters.system.clock import SystemClock
from fixi.container import Container
from fixi.domain.events import Heard
from fixi.domain.values import ChatKey
from fixi.ports.queues import Letter, Task
from fixi.settings import Settings

ROUNDS = 3
COUNT, WARM = 200, 40
PATIENCE = 120.0
TIMES = 3.0


def _answers(files: Path) -> int:
    journals = (files / "data" / "simulator").glob("outgoing-*.jsonl")
    return sum(path.read_bytes().count(b'"message"') for path in journals)


async def _put(redis: str, first: int, count: int) -> None:
    container = Container(settings=Settings(queue="redis", redis_url=redis))
    inbox, wakeups, at = container.inbox(), container.buffered_wakeups(), SystemClock().now()

    async def one(number: int) -> None:
        chat = ChatKey(f"97254{number:07d}")
        heard = Heard(
            at=at - timedelta(minutes=1), id=f"bench-{number}", chat=chat, text="water is leaking under my sink"
        )
        await inbox.put(Letter(heard.id, f"chat:{chat}", heard))
        await wakeups.knock(Task.TURN, f"chat:{chat}")

    await asyncio.gather(*map(one, range(first, first + count)))
    await wakeups.flush()
    await container.redis().close()


def _ours(redis: str, files: Path, child: subprocess.Popen[bytes], first: int, count: int) -> float:
    before, start = _answers(files), time.perf_counter()
    asyncio.run(_put(redis, first, count))
    until(lambda: _answers(files) - before >= count, child, files / "worker.log", PATIENCE)
    return count / (time.perf_counter() - start)


def _earlier(database: str, redis: str, files: Path, first: int, count: int) -> float:
    peer = str(ROOT / "benchmarks" / "peers" / "earlier_worker.py")
    out = files / f"peer-{first}.json"
    command = (sys.executable, peer, database, redis, str(first), str(count), str(files / "peer.jsonl"))
    with process(command, out, cores=(MEASURED,)) as child:
        assert child.wait(PATIENCE) == 0, out.read_text()
    rate: float = json.loads(out.read_text().splitlines()[-1])["rate"]
    return rate


def messages() -> Result:
    """Row S3."""
    ours, theirs = list[float](), list[float]()
    with folder() as files, mongo(files) as database, valkey(files) as redis:
        environ = {"FIXI_MONGO_URL": database, "FIXI_REDIS_URL": redis, "FIXI_DATA_DIR": str(files / "data")}
        worker = fixi("worker", "--processes", "1", "--threads", "8")
        with process(worker, files / "worker.log", environ, (MEASURED,)) as child:
            _ours(redis, files, child, 0, WARM)
            for number in range(1, ROUNDS + 1):
                ours.append(_ours(redis, files, child, number * 10_000, COUNT))
                theirs.append(_earlier(database, redis, files, number * 10_000, COUNT))
    mine, other = statistics.median(ours), statistics.median(theirs)
    return Result(
        "messages/s through one worker process, inbox to phone: times a loop with an earlier system's reads and writes",
        f"{mine / other:.1f} ({mine:,.0f}/s; peer {other:,.0f}/s)",
        f">= {TIMES:.0f}",
        mine / other >= TIMES,
    )
