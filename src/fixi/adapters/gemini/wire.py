"""One request to Gemini: what is sent, and what the answer is worth. The only place that knows the client library.

It is given an HTTP client of ours, so that it behaves alike whether or not aiohttp is installed: the library would use
that one where it finds it, with other errors and retries of its own.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

import httpx2
from google import genai
from google.genai import errors, types

from fixi.adapters.gemini.prompt import Prompt
from fixi.adapters.gemini.troubles import BLOCKING, CUT_OFF, UNREADABLE, Trouble, trouble_of

GOOGLE = "https://generativelanguage.googleapis.com"
MOST_TOKENS = 2_048  # thinking counts as well; a filled form has about 300
CONNECT_SECONDS = 3.0
CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the text, or why there is none; and the tokens, which are paid in either case."""

    text: str = ""
    trouble: Trouble | None = None
    pause: timedelta | None = None
    tokens_in: int = 0
    tokens_out: int = 0


class Wire:
    """Sends requests with one key to one address. Nothing is tried again here."""

    def __init__(self, key: str, url: str, patience: float) -> None:
        for name in ("httpx2", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)  # below, they tell headers
        self._http = httpx2.AsyncClient(
            timeout=httpx2.Timeout(patience, connect=min(CONNECT_SECONDS, patience)),
            limits=httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            follow_redirects=False,
            trust_env=False,
        )
        # Everything that the library would else take from the environment is said here.
        self._client = genai.Client(
            vertexai=False,
            api_key=key,
            http_options=types.HttpOptions(
                base_url=url or GOOGLE,
                api_version="v1",
                timeout=int(patience * 1000),
                httpx_async_client=self._http,
            ),
        )

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def ask(self, model: str, prompt: Prompt, parts: tuple[types.Part, ...]) -> Reply:
        """The answer to one user turn. Never raises for what the other side does."""
        try:
            response = await self._client.aio.models.generate_content(
                model=model, contents=[types.Content(role="user", parts=list(parts))], config=_config(model, prompt)
            )
        except (errors.APIError, httpx2.HTTPError, httpx2.InvalidURL, OSError, *UNREADABLE) as error:
            trouble, pause = trouble_of(error)
            return Reply(trouble=trouble, pause=pause)
        try:
            return _reply(response)
        except UNREADABLE:
            return Reply(trouble=Trouble.GARBAGE)


def _config(model: str, prompt: Prompt) -> types.GenerateContentConfig:
    """No tools, no temperature (newer models refuse it), no follow-up requests by the library itself."""
    return types.GenerateContentConfig(
        system_instruction=prompt.text,
        max_output_tokens=MOST_TOKENS,
        response_mime_type="application/json",
        response_json_schema=prompt.schema,
        # Models before 3 know no levels, and answer 400.
        thinking_config=None
        if model.startswith("gemini-2")
        else types.ThinkingConfig(thinking_level=types.ThinkingLevel.LOW),
        automatic_continuation=False,
    )


def _reply(response: types.GenerateContentResponse) -> Reply:
    usage = response.usage_metadata
    tokens_in = (usage.prompt_token_count or 0) if usage else 0
    tokens_out = ((usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0)) if usage else 0
    trouble, text = _text(response)
    return Reply(text, trouble, None, tokens_in, tokens_out)


def _text(response: types.GenerateContentResponse) -> tuple[Trouble | None, str]:
    """The words of the first candidate, less its thoughts; or what stands in their way."""
    if response.prompt_feedback and response.prompt_feedback.block_reason:
        return Trouble.BLOCKED, ""
    if not response.candidates:
        return Trouble.EMPTY, ""
    candidate = response.candidates[0]
    finish = candidate.finish_reason.name if candidate.finish_reason else ""
    if finish in BLOCKING:
        return Trouble.BLOCKED, ""
    if finish in CUT_OFF:
        return Trouble.CUT, ""
    parts = (candidate.content.parts if candidate.content else None) or []
    text = "".join(part.text for part in parts if part.text and not part.thought)
    return (None, text) if text.strip() else (Trouble.EMPTY, "")
