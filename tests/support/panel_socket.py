"""What a browser says over the panel's socket, said by hand: engine.io's and socket.io's frames."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

PATIENCE_SECONDS = 20
PAGE = re.compile(r"'client_id': '([0-9a-f-]+)'")
ELEMENTS = re.compile(r"parseElements\(String\.raw`(.*?)`\)", re.DOTALL)
ENTITIES = (("&#36;", "$"), ("&#96;", "`"), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&"))


@dataclass(frozen=True)
class OpenPage:
    """A page as it came: its id, and its elements by their ids."""

    id: str
    elements: dict[str, Any]

    @classmethod
    def read(cls, html: str) -> "OpenPage":
        """Out of its HTML."""
        found, elements = PAGE.search(html), ELEMENTS.search(html)
        assert found is not None
        assert elements is not None
        text = elements[1]
        for entity, sign in ENTITIES:
            text = text.replace(entity, sign)
        return cls(found[1], json.loads(text))

    def button(self, text: str) -> tuple[int, str]:
        """The element of the button that says this, and what listens to it."""
        for name, element in self.elements.items():
            if element.get("tag") == "button" and self._says(element, text):
                for event in element.get("events", []):
                    if event["type"] == "click":
                        return int(name), event["listener_id"]
        raise AssertionError(f"no button says {text}")

    def _says(self, element: dict[str, Any], text: str) -> bool:
        props = element.get("props", {})
        return text in {element.get("text"), props.get("aria-label")} or any(
            self._says(self.elements[str(child)], text) for child in element.get("children", [])
        )


@dataclass
class Socket:
    """One socket of a page."""

    line: ClientConnection

    async def say(self, name: str, message: object) -> None:
        """One event."""
        await self.line.send("42" + json.dumps([name, message]))

    async def press(self, page: OpenPage, text: str) -> None:
        """A click on a button of this page, whosever it is."""
        element, listener = page.button(text)
        await self.say("event", {"client_id": page.id, "id": element, "listener_id": listener, "args": []})

    async def hears(self, *texts: str) -> str:
        """Wait for a message in which one of these is; the message."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for said in self.line:
                frame = said if isinstance(said, str) else said.decode()
                if frame == "2":  # are you there?
                    await self.line.send("3")
                if any(text in frame for text in texts):
                    return frame
        raise AssertionError("the socket was closed")


@asynccontextmanager
async def socket(client: httpx.AsyncClient, page: OpenPage | None, origin: str | None = None) -> AsyncIterator[Socket]:
    """With the cookies of this browser, from a page of its own address or another's; raises what `connect` raises."""
    base = str(client.base_url).rstrip("/")
    asked = {} if page is None else {"client_id": page.id, "implicit_handshake": "true"}
    query = httpx.QueryParams({"EIO": "4", "transport": "websocket", "tab_id": "t", "document_id": "d"} | asked)
    headers = {"cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}
    url = f"{base.replace('http', 'ws', 1)}/_nicegui_ws/socket.io/?{query}"
    async with connect(url, origin=base if origin is None else origin or None, additional_headers=headers) as line:  # type: ignore[arg-type]
        found = Socket(line)
        await line.send("40")
        yield found
