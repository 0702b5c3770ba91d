"""A server on loopback that speaks the protocol of chat completions and says what a test wants to hear."""

import json
from typing import Any

from pytest_django import Settings

from tests.network.servers import Answer, LoopbackServer, Visit, answering

KEY = "key-of-a-test-and-nothing-else"
Facts = list[dict[str, Any]]


def asked(visit: Visit) -> dict[str, Any]:
    """The question that a visit brought."""
    head, _, body = visit.request.partition(b"\r\n\r\n")
    length = int(visit.header("Content-Length") or 0)
    while len(body) < length:
        body += visit.connection.recv(65536)
    visit.request = head + b"\r\n\r\n" + body
    question: dict[str, Any] = json.loads(body)
    return question


def saying(content: Any, *, finish: str = "stop", tokens: Any = 1234, **message: Any) -> Answer:
    """An orderly chat completion with this content, as text or to be written as JSON."""
    said = content if isinstance(content, str) or content is None else json.dumps(content)
    completion = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": said} | message}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 234, "total_tokens": tokens},
    }
    return after_question(answering(json.dumps(completion).encode(), kind="application/json"))


def proposing(*facts: dict[str, Any]) -> Answer:
    """A chat completion that proposes these facts."""
    return saying({"facts": list(facts)})


def after_question(answer: Answer) -> Answer:
    """Read the whole question first, as a server does."""

    def answered(visit: Visit) -> None:
        asked(visit)
        answer(visit)

    return answered


def refusing_schemas(answer: Answer) -> Answer:
    """A server that does not know response_format."""

    def answered(visit: Visit) -> None:
        if "response_format" in asked(visit):
            answering(b'{"error": "unknown field"}', status="400 Bad Request", kind="application/json")(visit)
        else:
            answer(visit)

    return answered


def configure(settings: Settings, server: LoopbackServer, **more: Any) -> None:
    """Let the extractor ask this server."""
    settings.LANGUAGE_MODEL_URL = server.url("/v1")
    settings.LANGUAGE_MODEL_NAME = "a-model"
    settings.LANGUAGE_MODEL_KEY = KEY
    for name, value in more.items():
        setattr(settings, name, value)
