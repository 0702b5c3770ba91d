"""Lineage in sentences: what this record implements, continues or replaces, and what does so with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from dialogues.models import Dialogue, Mechanism, Outcome, Relation
from dialogues.models.vocabularies import Publication
from dialogues.queries.citations import CitationBook, Evidence

Node = Mechanism | Dialogue | Outcome


@dataclass(frozen=True)
class LineageEnd:
    """One end of a relation. `record` is None for a target that is only known as stated."""

    record: Node | None
    label: str

    @property
    def link(self) -> str:
        """The page of a dialogue or an outcome, or the timeline of a mechanism."""
        if self.record is None:
            return ""
        if isinstance(self.record, Mechanism):
            return f"{reverse('timeline')}?mechanism={self.record.public_id}"
        return self.record.get_absolute_url()


@dataclass(frozen=True)
class Lineage:
    """A relation as a sentence: start, verb, end."""

    relation: Relation
    start: LineageEnd
    end: LineageEnd
    evidence: Evidence

    @property
    def verb(self) -> str:
        return self.relation.get_kind_display()


def read_relations(
    *, dialogue: int | None = None, outcomes: Iterable[int] = (), mechanism: int | None = None
) -> list[Relation]:
    """The relations from or to any of these records, without those that lead to a draft. One query."""
    about = Q()
    if dialogue is not None:
        about |= Q(from_dialogue=dialogue) | Q(to_dialogue=dialogue)
    if mechanism is not None:
        about |= Q(from_mechanism=mechanism) | Q(to_mechanism=mechanism)
    if keys := list(outcomes):
        about |= Q(from_outcome__in=keys) | Q(to_outcome__in=keys)
    if not about:
        return []
    relations = Relation.objects.filter(about).select_related(
        "from_mechanism",
        "from_dialogue",
        "from_outcome__dialogue",
        "to_mechanism",
        "to_dialogue",
        "to_outcome__dialogue",
    )
    return [relation for relation in relations if _is_public(relation.source) and _is_public(relation.target)]


def in_sentences(relations: Iterable[Relation], book: CitationBook) -> tuple[Lineage, ...]:
    """The relations with their evidence."""
    return tuple(
        Lineage(
            relation=relation,
            start=LineageEnd(relation.source, str(relation.source)),
            end=LineageEnd(relation.target, str(relation.target or relation.to_as_stated)),
            evidence=book.about("relation", relation.pk),
        )
        for relation in relations
    )


def _is_public(record: Node | None) -> bool:
    if record is None:
        return True
    if isinstance(record, Outcome) and record.dialogue.publication == Publication.DRAFT:
        return False
    return record.publication != Publication.DRAFT
