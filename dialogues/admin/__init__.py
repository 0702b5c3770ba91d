"""The staff's forms: plain Django admin, one module for each concept."""

from dialogues.admin import (
    api_token,
    article,
    citation,
    dialogue,
    feed,
    job,
    mechanism,
    merge,
    names,
    outcome,
    publisher,
    user,
)

__all__ = [
    "api_token",
    "article",
    "citation",
    "dialogue",
    "feed",
    "job",
    "mechanism",
    "merge",
    "names",
    "outcome",
    "publisher",
    "user",
]
