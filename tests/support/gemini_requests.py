"""What Gemini takes as a request to generateContent, as far as we send it: everything else is an error."""

import base64
import binascii
import json
import re
from typing import Any

MOST_BYTES = 20 * 1024 * 1024
MIMES = re.compile(r"image/(?:jpeg|png|webp|heic|heif)|audio/(?:ogg|mpeg|mp3|wav|aac|flac|aiff|mp4)")
NO_MINIMAL = "gemini-3.8-flash"
LEVELS = {"MINIMAL", "LOW", "MEDIUM", "HIGH"}
SCHEMA_KEYS = {
    "type", "format", "title", "description", "enum", "items", "prefixItems", "minItems", "maxItems", "minimum",
    "maximum", "anyOf", "oneOf", "properties", "additionalProperties", "required", "propertyOrdering", "$id", "$defs",
    "$ref", "$anchor",
}  # fmt: skip
CONFIG_KEYS = {
    "maxOutputTokens", "responseMimeType", "responseJsonSchema", "responseSchema", "thinkingConfig", "stopSequences",
    "temperature", "topP", "topK", "seed", "candidateCount", "mediaResolution",
}  # fmt: skip


class WrongRequest(Exception):
    """The request is refused, and why."""


def checked_request(headers: dict[str, str], raw: bytes, model: str) -> dict[str, Any]:
    """The body with one spelling of its keys; raises WrongRequest."""
    if not headers.get("content-type", "").startswith("application/json"):
        raise WrongRequest("content type")
    try:
        body: object = json.loads(raw)
    except ValueError:
        raise WrongRequest("Invalid JSON payload received.") from None
    request = _keys(body, {"contents", "systemInstruction", "generationConfig", "safetySettings"}, "")
    contents = request.get("contents")
    if not isinstance(contents, list) or not contents:
        raise WrongRequest("contents is not specified")
    request["contents"] = [_content(content) for content in contents]
    if request["contents"][-1].get("role", "user") != "user":
        raise WrongRequest("Requests ending with a model turn are not supported.")
    if "systemInstruction" in request:
        request["systemInstruction"] = _content(request["systemInstruction"])
    request["generationConfig"] = _config(request.get("generationConfig", {}), model)
    return request


def _keys(value: object, known: set[str], where: str) -> dict[str, Any]:
    """The object with its keys in camel case; both spellings are taken, unknown names and doubles are not."""
    if not isinstance(value, dict):
        raise WrongRequest(f"Invalid value at '{where}'")
    named: dict[str, Any] = {}
    for key, item in value.items():
        name = re.sub(r"_([a-z])", lambda found: found[1].upper(), key)
        if name not in known:
            raise WrongRequest(
                f"Invalid JSON payload received. Unknown name \"{key}\" at '{where}': Cannot find field."
            )
        if name in named:
            raise WrongRequest(f'"{key}" is there twice')
        named[name] = item
    return named


def _content(value: object) -> dict[str, Any]:
    content = _keys(value, {"role", "parts"}, "contents")
    if content.get("role", "user") not in {"user", "model"}:
        raise WrongRequest("Please use a valid role: user, model.")
    parts = content.get("parts")
    if not isinstance(parts, list) or not parts:
        raise WrongRequest("contents.parts must not be empty.")
    content["parts"] = [_part(part) for part in parts]
    return content


def _part(value: object) -> dict[str, Any]:
    part = _keys(value, {"text", "inlineData"}, "contents.parts")
    if len(part) != 1:
        raise WrongRequest("contents.parts: one kind of data is needed")
    if "text" in part:
        if not isinstance(part["text"], str):
            raise WrongRequest("contents.parts.text")
        return part
    blob = _keys(part["inlineData"], {"mimeType", "data"}, "contents.parts.inline_data")
    if not MIMES.fullmatch(str(blob.get("mimeType"))):
        raise WrongRequest(f"Unsupported MIME type: {blob.get('mimeType')}")
    try:
        data = base64.b64decode(str(blob.get("data")).translate(str.maketrans("-_", "+/")), validate=True)
    except binascii.Error:
        raise WrongRequest("contents.parts.inline_data.data: Base64 decoding failed") from None
    if not data:
        raise WrongRequest("contents.parts.inline_data.data is empty")
    return {"inlineData": {"mimeType": blob["mimeType"], "data": data}}


def _config(value: object, model: str) -> dict[str, Any]:
    config = _keys(value, CONFIG_KEYS, "generation_config")
    if not 1 <= config.get("maxOutputTokens", 1) <= 65_536:
        raise WrongRequest("max_output_tokens")
    if config.get("temperature", 0) > 2:
        raise WrongRequest("temperature")
    if "candidateCount" in config and model.startswith("gemini-3"):
        raise WrongRequest("Multiple candidates is not enabled for this model")
    if "responseJsonSchema" in config:
        if config.get("responseMimeType") != "application/json":
            raise WrongRequest("response_json_schema needs response_mime_type application/json")
        _schema(config["responseJsonSchema"])
    thinking = _keys(
        config.get("thinkingConfig", {}), {"thinkingLevel", "thinkingBudget", "includeThoughts"}, "thinking"
    )
    if "thinkingLevel" in thinking:
        if model.startswith("gemini-2") or thinking["thinkingLevel"] not in LEVELS:
            raise WrongRequest("Thinking level is not supported for this model.")
        if model == NO_MINIMAL and thinking["thinkingLevel"] == "MINIMAL":
            raise WrongRequest("Thinking level MINIMAL is not supported for this model.")
    config["thinkingConfig"] = thinking
    return config


def _schema(value: object) -> None:
    """The part of JSON Schema that is understood."""
    if not isinstance(value, dict) or not set(value) <= SCHEMA_KEYS:
        raise WrongRequest(
            f"response_json_schema: {sorted(set(value) - SCHEMA_KEYS) if isinstance(value, dict) else value}"
        )
    for inner in (*value.get("properties", {}).values(), *value.get("anyOf", ())):
        _schema(inner)
    if "items" in value:
        _schema(value["items"])
    if not set(value.get("required", ())) <= set(value.get("properties", {})):
        raise WrongRequest("response_json_schema: required names what is no property")
