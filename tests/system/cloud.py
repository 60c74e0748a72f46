"""`fixi up` on a number of the Cloud API, which stands beside it as a process: HTTP in both directions."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from fixi.adapters.system.clock import SystemClock
from fixi.entrypoints.embedded import free_port
from tests.support import cloud_bodies as bodies
from tests.support.cloud_standin import TOKEN, VERIFY_TOKEN, words
from tests.support.processes import clean_environ
from tests.system.green import zone_of_noon
from tests.system.running import Running

ROOT = Path(__file__).parents[2]
TEMPLATES = """
[[template]]
text = "offer"
language = "en"
name = "offer_new"
code = "en_US"
state = "approved"
variables = ["trade", "area", "issue"]
"""


@dataclass
class Number:
    """The number: what people write to it, and what arrives on their phones."""

    webhook_port: int = field(default_factory=free_port)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    url: str = ""
    numbers: Any = field(default_factory=lambda: count(1))

    def start(self) -> "Number":
        """Listen, and post to the webhook."""
        command = [sys.executable, "-m", "tests.support.cloud_standin", "--port", str(self.port)]
        command += ["--webhook", f"http://127.0.0.1:{self.webhook_port}/webhook/cloud"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=clean_environ())
        assert self.process.stdout is not None
        self.url = json.loads(self.process.stdout.readline())["url"]
        self.ask("templates", [["offer_new", "en_US", 3]])
        return self

    def stop(self) -> None:
        """Hang up."""
        if self.process is not None:
            self.process.terminate()
            self.process.communicate(timeout=10)

    def ask(self, what: str, told: Any = None) -> Any:
        """Something that only who looks from above can know or do."""
        return httpx.post(f"{self.url}/_/{what}", json=told, timeout=10, trust_env=False).json()

    def says(self, text: str, phone: str | None, user: str | None = None, **over: Any) -> None:
        """A person writes, with his phone, with his id, or with both."""
        self.receives(bodies.text(text, phone, user, **self._fresh(), **over))

    def shows(self, caption: str, content: bytes, phone: str, user: str | None = None) -> None:
        """A person sends a photo."""
        name = self.ask("keeps", {"hex": content.hex(), "mime": "image/jpeg"})["id"]
        file = {"id": name, "mime_type": "image/jpeg", "sha256": "x=", "caption": caption}
        self.receives(bodies.message("image", phone, user, image=file, **self._fresh()))

    def presses(self, phone: str, answer: str, user: str | None = None) -> None:
        """A person presses the button for this answer under the last message that has one."""
        for sent in reversed(self.sent(phone)):
            for button in sent.get("interactive", {}).get("action", {}).get("buttons", ()):
                if button["reply"]["id"].rpartition("/")[2] == answer:
                    reply = {"type": "button_reply", "button_reply": button["reply"]}
                    context = {"from": bodies.OUR_PHONE, "id": sent["id"]}
                    self.receives(
                        bodies.message("interactive", phone, user, interactive=reply, context=context, **self._fresh())
                    )
                    return
        raise AssertionError(f"no button for {answer}")

    def receives(self, body: Any) -> None:
        """A notification of any kind goes out."""
        self.ask("receives", body)

    def sent(self, person: str) -> list[dict[str, Any]]:
        """What was sent to this phone or id."""
        return [one for one in self.ask("sent") if one["person"] == person]

    def screen(self, person: str) -> list[str]:
        """What can be read on his phone, in its order."""
        return [words(one) for one in self.sent(person)]

    def _fresh(self) -> dict[str, str]:
        return {"id": f"wamid.IN{next(self.numbers):05d}=", "timestamp": str(int(SystemClock().now().timestamp()))}


def on(number: Number, folder: Path, **more: str) -> Running:
    """The system on this number, with the variables that the README names, and no others."""
    policy, templates = folder / "policy.toml", folder / "templates.toml"
    policy.write_text('quiet_window = "PT0.4S"\n')
    templates.write_text(TEMPLATES)
    return Running(
        folder,
        port=number.webhook_port,
        more={
            "FIXI_MESSENGER": "cloudapi",
            "FIXI_CLOUDAPI_URL": number.url,
            "FIXI_CLOUDAPI_TOKEN": TOKEN,
            "FIXI_CLOUDAPI_PHONE_NUMBER_ID": bodies.NUMBER,
            "FIXI_CLOUDAPI_APP_SECRET": bodies.SECRET,
            "FIXI_CLOUDAPI_VERIFY_TOKEN": VERIFY_TOKEN,
            "FIXI_TEMPLATES_FILE": str(templates),
            "FIXI_MEDIA_HOSTS": f"127.0.0.1:{number.port}",
            "FIXI_TIMEZONE": zone_of_noon(),
            "FIXI_LANGUAGE": "en",
            "FIXI_POLICY_FILE": str(policy),
            **more,
        },
    )
