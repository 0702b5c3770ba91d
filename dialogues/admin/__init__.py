"""The staff's lists and forms: plain Django admin, one module for each concept."""

from dialogues.admin import (
    api_token,
    article,
    conflict,
    dialogue,
    difference,
    mechanism,
    merge,
    milestone,
    names,
    outcome,
    position,
    publisher,
    relation,
    snapshot,
    tenure,
    user,
)

__all__ = [
    "api_token",
    "article",
    "conflict",
    "dialogue",
    "difference",
    "mechanism",
    "merge",
    "milestone",
    "names",
    "outcome",
    "position",
    "publisher",
    "relation",
    "snapshot",
    "tenure",
    "user",
]
