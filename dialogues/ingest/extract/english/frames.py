"""Turns of phrase with a gap, kept as patterns in data/frames.yaml."""

from __future__ import annotations

import re
from functools import lru_cache

from dialogues.ingest.extract.lexicon import Entry, Hit, load


@lru_cache(maxsize=8)
def frames(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The turns of phrase of one list of data/frames.yaml with the role that each gives."""
    stored = load("frames")[name]
    by_role = stored if isinstance(stored, dict) else {"member": stored}
    return tuple((role, re.compile(pattern)) for role, patterns in by_role.items() for pattern in patterns)


def as_hit(match: re.Match[str], family: str) -> Hit:
    """A turn of phrase as if it were a phrase of the lexicon."""
    return Hit(match.start(), match.end(), Entry(family, "main", match.group().strip().lower()))
