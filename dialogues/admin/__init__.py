"""The staff's forms: plain Django admin, one module for each concept."""

from dialogues.admin import (
    api_token,
    article,
    citation,
    dialogue,
    double_coding,
    feed,
    job,
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
    "citation",
    "dialogue",
    "double_coding",
    "feed",
    "job",
    "lockout",
    "mechanism",
    "merge",
    "names",
    "outcome",
    "publisher",
    "second_factor",
    "user",
]
