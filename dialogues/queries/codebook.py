"""The codebook: every controlled term with its label, its definition and an example."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypedDict, cast

import yaml
from django.db.models import TextChoices

from dialogues.models import vocabularies

FILE: Final = Path(__file__).resolve().parents[1] / "data" / "vocabularies.yaml"


@dataclass(frozen=True, slots=True)
class Term:
    """One term: `value` as it is stored and exchanged, `label` as a reader sees it."""

    value: str
    label: str
    definition: str
    example: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A controlled list. `name` is its class in `dialogues/models/vocabularies.py`, `used_for` the fields that take it.

    `machinery` marks the lists that only staff meet.
    """

    name: str
    title: str
    used_for: str
    about: str
    machinery: bool
    terms: tuple[Term, ...]


class _TermEntry(TypedDict):
    definition: str
    example: str


class _VocabularyEntry(TypedDict, total=False):
    title: str
    used_for: str
    about: str
    machinery: bool
    terms: dict[str, _TermEntry]


@cache
def codebook() -> tuple[Vocabulary, ...]:
    """All vocabularies in the order of the file, their terms in that of the choices.

    Raises KeyError when a term of the models has no definition; a test keeps file and models together.
    """
    entries = cast("dict[str, _VocabularyEntry]", yaml.safe_load(FILE.read_text(encoding="utf-8")))
    return tuple(_vocabulary(name, entry) for name, entry in entries.items())


def _vocabulary(name: str, entry: _VocabularyEntry) -> Vocabulary:
    choices: type[TextChoices] = getattr(vocabularies, name)
    told = entry["terms"]
    return Vocabulary(
        name=name,
        title=entry["title"],
        used_for=entry["used_for"],
        about=entry["about"],
        machinery=entry.get("machinery", False),
        terms=tuple(
            Term(choice.value, str(choice.label), told[choice.value]["definition"], told[choice.value]["example"])
            for choice in choices
        ),
    )
