"""What the extractor found in a text, in the shape in which labels are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dialogues.ingest.extract import Fact, FactKind, Span

LEADING: Final = frozenset(["co_chair", "chair", "acting_chair", "head_of_delegation"])


@dataclass(frozen=True, slots=True)
class Person:
    """A participant found; `name` is None where the text gives only an office."""

    name: str | None
    office: str | None
    side: str | None
    role: str
    attendance: str

    @property
    def leads(self) -> bool:
        """Whether they co-chaired, or led a delegation."""
        return self.role in LEADING


@dataclass(frozen=True, slots=True)
class Statement:
    """An outcome, status, position or lineage found: its words, their place, and the party it belongs to."""

    words: str
    at: tuple[int, int]
    party: str | None = None
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything found in one text."""

    relevance: str
    dialogue: dict[str, Any] | None
    people: list[Person] = field(default_factory=list)
    agencies: list[tuple[str | None, str]] = field(default_factory=list)
    head_counts: list[tuple[str | None, int]] = field(default_factory=list)
    outcomes: list[Statement] = field(default_factory=list)
    statuses: list[Statement] = field(default_factory=list)
    positions: list[Statement] = field(default_factory=list)
    lineage: list[Statement] = field(default_factory=list)


def answer(text: str, facts: Sequence[Fact]) -> Answer:
    """The facts of one text, sorted into the places that labels have."""

    def of(kind: FactKind) -> Iterable[Fact]:
        return (fact for fact in facts if fact.kind is kind)

    named, bodies = _participants(of(FactKind.PARTICIPATION))
    return Answer(
        relevance=next((str(fact.value["relevance"]) for fact in of(FactKind.RELEVANCE)), "none"),
        dialogue=next((dict(fact.value) for fact in of(FactKind.DIALOGUE)), None),
        people=named,
        agencies=bodies,
        head_counts=[
            (_text(fact.value["party"]), number)
            for fact in of(FactKind.DELEGATION_COUNT)
            if isinstance(number := fact.value["best"] or fact.value["low"] or fact.value["high"], int)
        ],
        outcomes=[_statement(text, fact, "stated_by", "deadline") for fact in of(FactKind.OUTCOME)],
        statuses=[_statement(text, fact) for fact in of(FactKind.STATUS)],
        positions=[_statement(text, fact, "party") for fact in of(FactKind.POSITION)],
        lineage=[_statement(text, fact) for fact in of(FactKind.RELATION)],
    )


def _participants(facts: Iterable[Fact]) -> tuple[list[Person], list[tuple[str | None, str]]]:
    people: list[Person] = []
    bodies: list[tuple[str | None, str]] = []
    for fact in facts:
        value = fact.value
        party, name = _text(value["party"]), _text(value["name"])
        if name is None and value["role"] == "participating_body":
            bodies.append((party, str(value["organization_as_stated"] or value["title_as_stated"] or "")))
            continue
        office = _text(value["title_as_stated"]) or (_text(value["organization_as_stated"]) if name is None else None)
        people.append(Person(name, office, party, str(value["role"]), str(value["attendance"])))
    return people, bodies


def _statement(text: str, fact: Fact, party: str | None = None, deadline: str | None = None) -> Statement:
    span = fact.spans[0] if fact.spans else Span(0, 0)
    return Statement(
        words=span.of(text),
        at=(span.start, span.end),
        party=_text(fact.value[party]) if party else None,
        deadline=_text(fact.value[deadline]) if deadline else None,
    )


def _text(value: object) -> str | None:
    return str(value) if value not in (None, "") else None
