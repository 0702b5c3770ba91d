"""The staff's forms: plain Django admin, one module for each concept."""

from dialogues.admin import (
    api_token,
    article,
    dialogue,
    lockout,
    mechanism,
    merge,
    names,
    outcome,
    publisher,
    second_factor,
    user,
)

__all__ = [
    "api_token",
    "article",
    "dialogue",
    "lockout",
    "mechanism",
    "merge",
    "names",
    "outcome",
    "publisher",
    "second_factor",
    "user",
]
