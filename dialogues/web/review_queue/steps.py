"""The last steps of a reviewer in this session, the newest last: what `u` takes back."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

KEY: Final = "review_steps"
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Step:
    """A decision or a skip: of which suggestion, and in words."""

    public_id: str
    words: str


def remember(request: HttpRequest, public_id: str, words: str) -> None:
    """Add a step. One suggestion has one step: what was decided on it last."""
    kept = [step for step in _stored(request) if step[0] != public_id]
    request.session[KEY] = [*kept, [public_id, words]][-MOST:]


def forget(request: HttpRequest, public_id: str) -> None:
    """Take the step of this suggestion out."""
    request.session[KEY] = [step for step in _stored(request) if step[0] != public_id]


def last_step(request: HttpRequest) -> Step | None:
    """What was done last and not taken back."""
    stored = _stored(request)
    return Step(*stored[-1]) if stored else None


def _stored(request: HttpRequest) -> list[list[str]]:
    steps: list[list[str]] = request.session.get(KEY, [])
    return steps
