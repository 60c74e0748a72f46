"""The stand-in of Gemini takes what Gemini takes, and nothing else: a sloppy one would prove nothing."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest

from fixi.entrypoints.embedded import free_port
from tests.support.gemini_standin import KEY, GeminiStandin

PATH = "/v1/models/gemini-3.8-flash:generateContent"
USER = {"role": "user", "parts": [{"text": "hi"}]}
MODEL = {"role": "model", "parts": [{"text": "hello"}]}
BYTES = b"\xff\xd8\xfb\xef"


@pytest.fixture
def gemini() -> Iterator[GeminiStandin]:
    with GeminiStandin() as standin:
        yield standin


def post(gemini: GeminiStandin, body: object, path: str = PATH, **headers: str) -> httpx.Response:
    sent = {"x-goog-api-key": KEY, "content-type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return httpx.post(gemini.url + path, content=content, headers=sent, trust_env=False)


def part(name: str, mime: str, data: bytes) -> dict[str, Any]:
    return {"role": "user", "parts": [{name: {mime: "image/jpeg", "data": data.decode()}}]}


@pytest.mark.parametrize(
    "body",
    [
        {"contents": [USER]},
        {"contents": [USER, MODEL, USER], "systemInstruction": USER},
        {"contents": [{"parts": [{"text": "hi"}]}], "system_instruction": {"parts": [{"text": "be"}]}},
        {"contents": [part("inlineData", "mime_type", base64.urlsafe_b64encode(BYTES))]},
        {"contents": [part("inline_data", "mimeType", base64.b64encode(BYTES))]},
        {"contents": [USER], "generationConfig": {"maxOutputTokens": 10, "thinkingConfig": {"thinking_level": "LOW"}}},
        {
            "contents": [USER],
            "generation_config": {"response_mime_type": "application/json", "responseJsonSchema": {"type": "object"}},
        },
    ],
)
def test_what_the_real_one_takes_is_taken(gemini: GeminiStandin, body: object) -> None:
    answer = post(gemini, body)
    assert answer.status_code == 200, answer.text
    assert json.loads(answer.json()["candidates"][0]["content"]["parts"][0]["text"])["intent"] == "other"
    assert gemini.wrong == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        {},
        {"contents": []},
        {"contents": [USER, MODEL]},
        {"contents": [{"role": "system", "parts": [{"text": "x"}]}]},
        {"contents": [{"role": "user", "parts": []}]},
        {"contents": [{"role": "user", "parts": [{}]}]},
        {"contents": [{"role": "user", "parts": [{"text": "x", "inlineData": {}}]}]},
        {"contents": [part("inlineData", "mime_type", b"!!!")]},
        {"contents": [{"role": "user", "parts": [{"inlineData": {"mimeType": "text/html", "data": "eA=="}}]}]},
        {"contents": [USER], "tools": [{"googleSearch": {}}]},
        {"contents": [USER], "unknown": 1},
        {"contents": [USER], "generationConfig": {"max_output_tokens": 1, "maxOutputTokens": 1}},
        {"contents": [USER], "generationConfig": {"maxOutputTokens": 100_000}},
        {"contents": [USER], "generationConfig": {"temperature": 3}},
        {"contents": [USER], "generationConfig": {"candidateCount": 2}},
        {"contents": [USER], "generationConfig": {"responseJsonSchema": {"type": "object"}}},
        {"contents": [USER], "generationConfig": {"thinkingConfig": {"thinkingLevel": "MINIMAL"}}},
        {
            "contents": [USER],
            "generationConfig": {"responseMimeType": "application/json", "responseJsonSchema": {"maxLength": 3}},
        },
    ],
)
def test_what_the_real_one_refuses_is_refused(gemini: GeminiStandin, body: object) -> None:
    answer = post(gemini, body)
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert len(gemini.wrong) == 1
    assert gemini.calls == []


def test_key_path_and_model_must_be_right(gemini: GeminiStandin) -> None:
    body = {"contents": [USER]}
    assert post(gemini, body, x_goog_api_key="other").json()["error"]["details"][0]["reason"] == "API_KEY_INVALID"
    assert post(gemini, body, content_type="text/plain").status_code == 400
    assert post(gemini, body, "/v1beta/models/gemini-3.8-flash:generateContent").status_code == 404
    assert post(gemini, body, "/v1/models/gemini-2.0-flash:generateContent").json()["error"]["status"] == "NOT_FOUND"
    assert post(gemini, body, PATH.replace("3.8-flash", "2.5-flash-lite")).status_code == 200
    assert len(gemini.wrong) == 4


def test_a_request_that_is_too_large_is_refused(gemini: GeminiStandin) -> None:
    wire = HTTPConnection("127.0.0.1", int(gemini.url.rpartition(":")[2]))
    wire.putrequest("POST", PATH)
    wire.putheader("content-length", str(21 * 1024 * 1024))
    wire.endheaders()
    assert wire.getresponse().status == 400
    wire.close()
    assert gemini.wrong == ["too large"]


def test_it_runs_as_a_process_and_does_what_it_is_told() -> None:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.support.gemini_standin", "--port", str(port)])
    try:
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(trust_env=False, transport=httpx.HTTPTransport(retries=8)) as client:
            told = client.post(f"{url}/standin/trouble", json={"trouble": "503", "times": 1}).json()
            assert told["left"] == 1
            headers = {"x-goog-api-key": KEY}
            facts = {"now": "2026-11-22T11:00+02:00", "timezone": "Asia/Jerusalem", "asked": None}
            parts = [{"text": json.dumps(facts)}, {"text": json.dumps({"client_wrote": "my sink leaks, Haifa"})}]
            body = {"contents": [{"role": "user", "parts": parts}]}
            codes = [client.post(url + PATH, json=body, headers=headers).status_code for _ in range(2)]
            assert codes == [503, 200]
            answer = client.post(url + PATH, json=body, headers=headers).json()
            form = json.loads(answer["candidates"][0]["content"]["parts"][0]["text"])
            assert (form["trade"], form["area"]) == ("plumber", "Haifa")
            assert client.get(f"{url}/standin/calls").json()["calls"] == 3
    finally:
        process.terminate()
        process.wait(10)
