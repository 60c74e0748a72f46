"""Every way in which Gemini is known to answer other than hoped for (reference: providers.md, 3.3 to 3.5)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reply:
    """An HTTP answer. Status 0 hangs up; `missing` bytes are announced and never come; `drip` bytes come at a time."""

    status: int
    content: bytes = b""
    mime: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0
    missing: int = 0
    drip: int = 0


ERRORS: dict[str, tuple[int, str, str, list[dict[str, Any]]]] = {
    "400": (400, "INVALID_ARGUMENT", "Request contains an invalid argument.", []),
    "key": (
        400,
        "INVALID_ARGUMENT",
        "API key not valid. Please pass a valid API key.",
        [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "API_KEY_INVALID",
                "domain": "googleapis.com",
            }
        ],
    ),
    "region": (400, "FAILED_PRECONDITION", "User location is not supported for the API use.", []),
    "403": (403, "PERMISSION_DENIED", "The caller does not have permission", []),
    "404": (404, "NOT_FOUND", "models/gemini-0 is not found for API version v1.", []),
    "410": (410, "NOT_FOUND", "This model models/gemini-2.5-flash is no longer available.", []),
    "429": (429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", []),
    "429_delay": (
        429,
        "RESOURCE_EXHAUSTED",
        "You exceeded your current quota. Please retry in 17.5s.",
        [
            {"@type": "type.googleapis.com/google.rpc.Help", "links": []},
            {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "17s"},
        ],
    ),
    "500": (500, "INTERNAL", "An internal error has occurred.", []),
    "503": (503, "UNAVAILABLE", "The model is overloaded. Please try again later.", []),
    "504": (504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.", []),
}
HTML = b"<!DOCTYPE html><html><title>Error</title><p>That's an error.</p></html>"
USAGE = {"promptTokenCount": 1000, "candidatesTokenCount": 100, "thoughtsTokenCount": 50, "totalTokenCount": 1150}


def error(name: str, message: str = "") -> Reply:
    """An error in Google's envelope."""
    code, status, usual, details = ERRORS[name]
    body: dict[str, Any] = {"code": code, "message": message or usual, "status": status}
    return _json({"error": body | ({"details": details} if details else {})}, code)


def answered(text: str | None, finish: str = "STOP", *, parts: list[dict[str, Any]] | None = None) -> Reply:
    """A candidate with this text; None is one without parts."""
    content: dict[str, Any] = {"role": "model"}
    if text is not None:
        content["parts"] = [*(parts or []), {"text": text}]
    return _json(
        {
            "candidates": [{"content": content, "finishReason": finish, "index": 0}],
            "usageMetadata": USAGE,
            "modelVersion": "gemini-standin",
            "responseId": "standin-1",
        }
    )


def _json(body: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(body, ensure_ascii=False).encode())


def _without_candidate(body: dict[str, Any]) -> Reply:
    return _json({"usageMetadata": USAGE, "modelVersion": "gemini-standin"} | body)


def _later(reply: Reply, seconds: float) -> Reply:
    return Reply(reply.status, reply.content, reply.mime, reply.headers, wait=seconds)


def _dripping(reply: Reply) -> Reply:
    return Reply(reply.status, reply.content, drip=4)


def _odd_values(text: str) -> str:
    odd = {"trade": "wizard!", "urgency": "panic", "intent": 7, "wish": "soon", "confidence": {"trade": "high"}}
    return json.dumps(json.loads(text) | odd | {"extra": {"deep": [1]}})


type Trouble = Callable[[Callable[[], str], str], Reply]

# Each gets the text of the sound answer, and what stands behind the colon of its name.
TROUBLES: dict[str, Trouble] = {
    **{name: (lambda _text, _detail, name=name: error(name)) for name in ERRORS},  # type: ignore[misc]
    "hang": lambda text, detail: _later(answered(text()), 3600),
    "slow": lambda text, detail: _later(answered(text()), float(detail)),
    "drip": lambda text, detail: _dripping(answered(text())),
    "reset": lambda text, detail: Reply(0),
    "short": lambda text, detail: Reply(200, b'{"candidates": [', missing=100),
    "html500": lambda text, detail: Reply(500, HTML, "text/html"),
    "html200": lambda text, detail: Reply(200, HTML, "text/html"),
    "redirect": lambda text, detail: Reply(302, b"", headers=(("location", "http://127.0.0.1:9/"),)),
    "empty": lambda text, detail: Reply(200, b""),
    "empty_object": lambda text, detail: _json({}),
    "list": lambda text, detail: _json([1, 2]),
    "null": lambda text, detail: _json(None),
    "error_in_200": lambda text, detail: Reply(200, error("503").content),
    "odd_types": lambda text, detail: _json({"candidates": {"content": "x"}, "usageMetadata": [1]}),
    "not_json": lambda text, detail: answered("I am sorry, I cannot fill in a form."),
    "scalar": lambda text, detail: answered('"just a string"'),
    "half": lambda text, detail: answered(text()[: len(text()) // 2]),
    "cut": lambda text, detail: answered(text()[: len(text()) // 2], "MAX_TOKENS"),
    "cut_no_parts": lambda text, detail: answered(None, "MAX_TOKENS"),
    "continuation": lambda text, detail: answered(text()[:10], "CONTINUATION"),
    "safety": lambda text, detail: _without_candidate({"candidates": [{"finishReason": "SAFETY", "index": 0}]}),
    "blocked": lambda text, detail: _without_candidate({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}),
    "recitation": lambda text, detail: _without_candidate({"candidates": [{"finishReason": "RECITATION"}]}),
    "fence": lambda text, detail: answered(f"```json\n{text()}\n```"),
    "blank": lambda text, detail: answered("  \n"),
    "thoughts": lambda text, detail: answered(text(), parts=[{"text": "Let me think.", "thought": True}]),
    "two_parts": lambda text, detail: answered(text()[5:], parts=[{"text": text()[:5]}]),
    "odd_values": lambda text, detail: answered(_odd_values(text())),
    "unknown_finish": lambda text, detail: answered(text(), "SOMETHING_NEW"),
    "says": lambda text, detail: answered(detail),
}
