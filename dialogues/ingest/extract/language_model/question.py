"""What a language model is asked: the instructions, the report as it stands, and the form of the answer."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any, Final

from dialogues.ingest.extract.lexicon import load

MOST_FACTS: Final = 60
_NULL: Final = {"type": "null"}


def question(text: str, *, model: str, answer_tokens: int, with_schema: bool) -> dict[str, Any]:
    """The body of a chat completion. `with_schema` asks the server to hold the answer to the schema.

    Without it, for a server that refuses that, the schema stands in the instructions. What the report says goes into
    the user's message alone, and nothing else does.
    """
    instructions = str(load("language_model")["instructions"])
    if not with_schema:
        instructions += f"\nAnswer with JSON alone, of this schema:\n{json.dumps(schema())}\n"
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": text}],
        "temperature": 0,
        "seed": 1,
        "max_tokens": answer_tokens,
        "stream": False,
    }
    if with_schema:
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "facts", "strict": True, "schema": schema()},
        }
    return body


def question_version(model: str) -> str:
    """Changes with the model's name, the instructions and the schema: what a re-run must know to be a new one."""
    asked = json.dumps([model, load("language_model")["instructions"], schema()], sort_keys=True)
    return f"lm-{hashlib.sha256(asked.encode()).hexdigest()[:8]}"


@cache
def schema() -> dict[str, Any]:
    """JSON Schema of the answer, within what servers that hold to a schema support."""
    facts = [_fact(kind, spec["fields"]) for kind, spec in load("language_model")["kinds"].items()]
    return {
        "type": "object",
        "properties": {"facts": {"type": "array", "items": {"anyOf": facts}}},
        "required": ["facts"],
        "additionalProperties": False,
    }


def _fact(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {"kind_of_fact": {"type": "string", "enum": [kind]}, "quote": {"type": "string"}}
    for name, form in fields.items():
        if isinstance(form, list):
            properties[name] = {"anyOf": [{"type": "string", "enum": form}, _NULL]}
        else:
            properties[name] = {"anyOf": [{"type": "integer" if form == "number" else "string"}, _NULL]}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
