"""`fixi up` on a Green API account that stands beside it as a process: HTTP in both directions, and nothing else."""

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from fixi.adapters.system.clock import SystemClock
from fixi.entrypoints.embedded import free_port
from tests.support.green_standin import INSTANCE, TOKEN
from tests.support.processes import clean_environ
from tests.system.running import Running

ROOT = Path(__file__).parents[2]
SECRET = "what-the-provider-sends-as-authorization"
NOON = 12


def zone_of_noon() -> str:
    """A zone in which nobody sleeps now."""
    ahead = NOON - SystemClock().now().hour
    return f"Etc/GMT{'-' if ahead > 0 else '+'}{abs(ahead)}" if ahead else "Etc/GMT"


@dataclass
class Account:
    """The account: what people write to it, and what arrives on their phones."""

    polling: bool = False
    webhook_port: int = field(default_factory=free_port)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    url: str = ""
    media_url: str = ""
    numbers: Any = field(default_factory=lambda: count(1))

    def start(self) -> "Account":
        """Listen, and post to the webhook unless everything is fetched."""
        command = [sys.executable, "-m", "tests.support.green_standin", "--port", str(self.port), "--reports"]
        if not self.polling:
            command += ["--webhook", f"http://127.0.0.1:{self.webhook_port}/webhook", "--webhook-token", SECRET]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=clean_environ())
        assert self.process.stdout is not None
        where = json.loads(self.process.stdout.readline())
        self.url, self.media_url = where["url"], where["media_url"]
        return self

    def stop(self) -> None:
        """Hang up."""
        if self.process is not None:
            self.process.terminate()
            self.process.communicate(timeout=10)

    def ask(self, what: str, told: Any = None) -> Any:
        """Something that only who looks from above can know or do."""
        return httpx.post(f"{self.url}/_/{what}", json=told, timeout=10, trust_env=False).json()

    def says(self, phone: str, text: str, *, own: bool = False) -> str:
        """A person writes, or somebody writes to him on the business phone; the provider's id of it."""
        name = f"IN{next(self.numbers):05d}"
        self.ask(
            "receives",
            {
                "typeWebhook": "outgoingMessageReceived" if own else "incomingMessageReceived",
                "instanceData": {"idInstance": int(INSTANCE), "wid": "972770000000@c.us", "typeInstance": "whatsapp"},
                "timestamp": int(SystemClock().now().timestamp()),
                "idMessage": name,
                "senderData": {"chatId": f"{phone}@c.us", "sender": f"{phone}@c.us", "senderName": "Dana"},
                "messageData": {"typeMessage": "textMessage", "textMessageData": {"textMessage": text}},
            },
        )
        return name

    def becomes(self, state: str) -> None:
        """The provider tells that the account is so from now on."""
        self.ask(
            "posts",
            {
                "typeWebhook": "stateInstanceChanged",
                "instanceData": {"idInstance": int(INSTANCE), "wid": "", "typeInstance": "whatsapp"},
                "timestamp": int(SystemClock().now().timestamp()),
                "stateInstance": state,
            },
        )

    def screen(self, phone: str) -> list[str]:
        """What has arrived on this phone, in its order."""
        sent = [one for one in self.ask("sent") if one["chatId"] == f"{phone}@c.us"]
        return [one.get("message") or one.get("body") or "" for one in sent]

    def fails(self, *faults: dict[str, Any] | None) -> None:
        """The next requests meet these."""
        self.ask("faults", list(faults))


def on(account: Account, folder: Path, **more: str) -> Running:
    """The system on this account, with the variables that the README names, and no others."""
    policy = folder / "policy.toml"
    policy.write_text('quiet_window = "PT0.4S"\n')
    return Running(
        folder,
        port=account.webhook_port,
        more={
            "FIXI_MESSENGER": "greenapi",
            "FIXI_GREENAPI_URL": account.url,
            "FIXI_GREENAPI_MEDIA_URL": account.media_url,
            "FIXI_GREENAPI_INSTANCE": INSTANCE,
            "FIXI_GREENAPI_TOKEN": TOKEN,
            "FIXI_WEBHOOK_TOKEN": SECRET,
            "FIXI_TIMEZONE": zone_of_noon(),
            "FIXI_LANGUAGE": "en",
            "FIXI_POLICY_FILE": str(policy),
            **({"FIXI_GREENAPI_POLLING": "yes"} if account.polling else {}),
            **more,
        },
    )


def logs(running: Running) -> dict[str, str]:
    """Everything that the system has written, by file."""
    found = {}
    for path in (running.folder / "up.log", *sorted((running.folder / "data").glob("*.log"))):
        with suppress(OSError):
            found[path.name] = path.read_text(errors="replace")
    return found
