"""The staff's forms: plain Django admin, one module for each concept."""

from dialogues.admin import (
    api_token,
    article,
    dialogue,
    double_coding,
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
    "dialogue",
    "double_coding",
    "mechanism",
    "merge",
    "names",
    "outcome",
    "publisher",
    "user",
]
