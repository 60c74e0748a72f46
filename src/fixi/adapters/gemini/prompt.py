"""The prompt: a Markdown file beside the adapter, known by a hash of all that a model is told in every call."""

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Prompt:
    """The system part and the schema; another letter in either is another version."""

    text: str
    schema: dict[str, Any]

    @property
    def version(self) -> str:
        """Twelve characters that follow from the words and the schema."""
        told = json.dumps([self.text, self.schema], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:12]


def load_prompt(name: str, schema: dict[str, Any]) -> Prompt:
    """The prompt of this name; nothing is ever put into its text."""
    return Prompt((files("fixi.adapters.gemini") / "prompts" / f"{name}.md").read_text("utf-8"), schema)
