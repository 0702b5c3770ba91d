"""What is still missing of one dialogue, published or not: for whoever enters it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.models import QuerySet

from dialogues.models import Dialogue, Outcome, OutcomeStatus
from dialogues.models.vocabularies import DialogueStatus, Publication
from dialogues.queries.citations import read_citations
from dialogues.queries.disagreements import DATE_FIELDS, PLACE_FIELDS
from dialogues.queries.offices import offices_outside, without_office
from dialogues.queries.uncited import UNCITED_SUBJECTS, without_support

FIELDS_OF: Final = {
    "the date": DATE_FIELDS,
    "the place": PLACE_FIELDS,
    "what kind of meeting it was": ("kind", "ordinal", "status", "mechanism", "title"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, in words; `rows` are the records it is missing of."""

    kind: str
    words: str
    rows: tuple[models.Model, ...] = ()


def gaps(dialogue: Dialogue) -> tuple[Gap, ...]:
    """In the order in which they are filled. The number of queries does not grow with the dialogue."""
    outcomes = list(Outcome.objects.not_merged().filter(dialogue=dialogue).order_by("id"))
    return (*_outcomes(dialogue, outcomes), *_offices(dialogue), *_sources(dialogue), *_unpublished(dialogue, outcomes))


def _outcomes(dialogue: Dialogue, outcomes: Sequence[Outcome]) -> Iterator[Gap]:
    if not outcomes and dialogue.status == DialogueStatus.HELD:
        yield Gap("no_outcome", "no outcome")
    bare = set(OutcomeStatus.objects.filter(outcome__in=outcomes).values_list("outcome_id", flat=True))
    without = tuple(outcome for outcome in outcomes if outcome.pk not in bare)
    if without:
        yield Gap("no_status", "no status of the outcome", without)


def _offices(dialogue: Dialogue) -> Iterator[Gap]:
    unknown = tuple(without_office(dialogue))
    if unknown:
        yield Gap("unknown_tenure", "no office chosen for", unknown)
    outside = {link.participation_id: link.participation for link in offices_outside(dialogue)}
    if outside:
        yield Gap("tenure_outside", "an office not held on the day by", tuple(outside.values()))


def _sources(dialogue: Dialogue) -> Iterator[Gap]:
    evidence = read_citations({"dialogue": [dialogue.pk]}).about("dialogue", dialogue.pk)
    for words, fields in FIELDS_OF.items():
        stated = any(getattr(dialogue, name) not in (None, "", "unknown") for name in fields)
        if stated and evidence.of_fields(*fields).uncited:
            yield Gap("uncited_field", f"no source for {words}")
    for subject, rows in _parts(dialogue).items():
        uncited = tuple(without_support(subject, rows))
        if uncited:
            yield Gap("uncited_part", f"no source for {len(uncited)} of its {UNCITED_SUBJECTS[subject]}", uncited)


def _parts(dialogue: Dialogue) -> dict[str, QuerySet[Any]]:
    """The rows under a dialogue by the name under which a citation refers to them."""
    return {
        "participation": dialogue.participations.select_related("person", "organization").order_by("id"),
        "delegation_count": dialogue.delegation_counts.order_by("id"),
        "outcome": dialogue.outcomes.not_merged().order_by("id"),
        "outcome_status": OutcomeStatus.objects.filter(outcome__dialogue=dialogue).order_by("id"),
        "relation": dialogue.relations_from.order_by("id"),
        "position": dialogue.positions.select_related("party").order_by("id"),
    }


def _unpublished(dialogue: Dialogue, outcomes: Sequence[Outcome]) -> Iterator[Gap]:
    if dialogue.publication == Publication.DRAFT:
        yield Gap("draft", "it is a draft, which only staff see")
    drafts = tuple(outcome for outcome in outcomes if outcome.publication == Publication.DRAFT)
    if drafts and dialogue.publication == Publication.PUBLISHED:
        yield Gap("draft_outcome", "only a draft, which readers do not see", drafts)
