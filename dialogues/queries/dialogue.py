"""One dialogue with all that is known of it, in a number of queries that does not grow with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import CharField, F, Q, QuerySet, Value

from dialogues.models import (
    Conflict,
    DelegationCount,
    Dialogue,
    Difference,
    Mechanism,
    Milestone,
    Outcome,
    OutcomeStatus,
    Participation,
    Position,
    Relation,
)
from dialogues.models.record import Record
from dialogues.models.vocabularies import ParticipationRole, Publication
from dialogues.queries.citations import CitationBook, CitedSentence, Evidence, Source, read_citations
from dialogues.queries.delegations import CHAIRS, Delegation, delegations
from dialogues.queries.differences import ComparedDifference, ComparedOutcome, compared, compared_outcomes
from dialogues.queries.disagreements import DATE_FIELDS, PLACE_FIELDS, Disagreement, disagreements
from dialogues.queries.displayed_dates import displayed_dates
from dialogues.queries.filters import published_dialogues, published_outcomes
from dialogues.queries.lineage import Lineage, in_sentences, read_relations
from dialogues.queries.outcome import current_status, side_in_words


@dataclass(frozen=True)
class OutcomeRow:
    """An outcome as the page of its dialogue shows it; `state` is the current one, empty when none is recorded."""

    outcome: Outcome
    state: str
    status: OutcomeStatus | None
    changes: int
    stated_by: str
    evidence: Evidence
    status_evidence: Evidence

    @property
    def quote(self) -> CitedSentence | None:
        return self.evidence.first_quote


@dataclass(frozen=True)
class StatedPosition:
    position: Position
    evidence: Evidence


@dataclass(frozen=True)
class DatedMilestone:
    milestone: Milestone
    evidence: Evidence


@dataclass(frozen=True)
class Neighbours:
    """The dialogues next to this one: before and after it in the mechanism, and those held on its margins."""

    previous: Dialogue | None = None
    next: Dialogue | None = None
    margins: tuple[Dialogue, ...] = ()


@dataclass(frozen=True)
class DialogueRecord:
    """All of one dialogue, ready to be shown."""

    dialogue: Dialogue
    mechanism: Mechanism | None
    parent: Dialogue | None
    dates: str
    neighbours: Neighbours
    evidence: Evidence
    delegations: tuple[Delegation, ...]
    others: Delegation
    outcomes: tuple[OutcomeRow, ...]
    positions: tuple[StatedPosition, ...]
    differences: tuple[ComparedDifference, ...]
    compared_outcomes: tuple[ComparedOutcome, ...]
    disagreements: tuple[Disagreement, ...]
    lineage: tuple[Lineage, ...]
    milestones: tuple[DatedMilestone, ...]
    topics: tuple[str, ...]
    sources: tuple[Source, ...]
    changed_at: datetime

    @property
    def date_evidence(self) -> Evidence:
        return self.evidence.of_fields(*DATE_FIELDS)

    @property
    def place_evidence(self) -> Evidence:
        return self.evidence.of_fields(*PLACE_FIELDS)

    @property
    def meeting_evidence(self) -> Evidence:
        return self.evidence.of_fields("kind", "ordinal", "status", "mechanism", "title")

    @property
    def has_heads(self) -> bool:
        return any(side.heads for side in self.delegations)

    @property
    def third_accounts(self) -> bool:
        """Whether any account is of neither side."""
        columns = [row.columns for row in self.differences] + [row.columns for row in self.compared_outcomes]
        return any(others for _, _, others in columns)

    @property
    def heads_title(self) -> str:
        """What those who led the delegations are called."""
        roles = {one.participation.role for side in self.delegations for one in side.heads}
        if roles.isdisjoint(CHAIRS):
            return "Heads of delegation"
        if ParticipationRole.HEAD_OF_DELEGATION in roles:
            return "Co-chairs and heads of delegation"
        return "Co-chairs"

    @property
    def has_attendees(self) -> bool:
        return any(side.bodies or side.counts for side in (*self.delegations, self.others))

    @property
    def date_disagreements(self) -> tuple[Disagreement, ...]:
        return tuple(one for one in self.disagreements if one.about_date)

    @property
    def place_disagreements(self) -> tuple[Disagreement, ...]:
        return tuple(one for one in self.disagreements if one.about_place)

    @property
    def other_disagreements(self) -> tuple[Disagreement, ...]:
        return tuple(one for one in self.disagreements if not one.about_date and not one.about_place)


@dataclass(frozen=True)
class _Parts:
    """The rows under a dialogue, each kind read at once."""

    participations: list[Participation]
    counts: list[DelegationCount]
    outcomes: list[Outcome]
    statuses: list[OutcomeStatus]
    positions: list[Position]
    differences: list[Difference]
    milestones: list[Milestone]
    relations: list[Relation]
    conflicts: list[Conflict]

    def cited(self) -> dict[str, list[int]]:
        """Their primary keys by the name under which a citation refers to them."""
        rows: dict[str, Iterable[Record]] = {
            "participation": self.participations,
            "delegation_count": self.counts,
            "outcome": self.outcomes,
            "outcome_status": self.statuses,
            "position": self.positions,
            "difference": self.differences,
            "milestone": self.milestones,
            "relation": self.relations,
        }
        return {name: [row.pk for row in some] for name, some in rows.items()}

    def changed_at(self) -> list[datetime]:
        """When each of them last changed."""
        groups: tuple[Iterable[Record], ...] = tuple(getattr(self, field.name) for field in fields(self))
        return [row.updated_at for group in groups for row in group]


def read_dialogue(dialogue: Dialogue) -> DialogueRecord:
    """Everything about a dialogue that comes with its sides, parent and mechanism; its size adds no query."""
    mechanism = dialogue.mechanism if _is_published(dialogue.mechanism) else None
    parts = _parts(dialogue, mechanism)
    book = read_citations({"dialogue": [dialogue.pk], **parts.cited()})
    evidence = book.about("dialogue", dialogue.pk)
    sides, others = delegations((dialogue.side_a, dialogue.side_b), parts.participations, parts.counts, book)
    return DialogueRecord(
        dialogue=dialogue,
        mechanism=mechanism,
        parent=dialogue.parent if _is_published(dialogue.parent) else None,
        dates=displayed_dates(dialogue.start_date, dialogue.end_date),
        neighbours=_neighbours(dialogue, mechanism),
        evidence=evidence,
        delegations=sides,
        others=others,
        outcomes=_outcome_rows(dialogue, parts.outcomes, parts.statuses, book),
        positions=tuple(StatedPosition(one, book.about("position", one.pk)) for one in parts.positions),
        differences=compared(parts.differences, dialogue.side_codes, book),
        compared_outcomes=compared_outcomes(
            parts.outcomes,
            ((dialogue.side_a_id, dialogue.side_a.name), (dialogue.side_b_id, dialogue.side_b.name)),
            book,
        ),
        disagreements=disagreements(parts.conflicts, book.sentences_by_conflict, evidence),
        lineage=in_sentences(parts.relations, book),
        milestones=tuple(DatedMilestone(one, book.about("milestone", one.pk)) for one in parts.milestones),
        topics=tuple(topic.name for topic in dialogue.topics.all()),
        sources=book.sources,
        changed_at=max([dialogue.updated_at, *parts.changed_at(), *book.changed_at()]),
    )


def _parts(dialogue: Dialogue, mechanism: Mechanism | None) -> _Parts:
    outcomes = list(published_outcomes().filter(dialogue=dialogue).order_by("id"))
    keys = [outcome.pk for outcome in outcomes]
    participations = dialogue.participations.select_related(
        "person", "organization", "party", "acting_for__person", "acting_for__organization"
    )
    positions = dialogue.positions.select_related("party", "speaker", "addressee", "topic")
    return _Parts(
        participations=list(participations.order_by("id")),
        counts=list(dialogue.delegation_counts.order_by("id")),
        outcomes=outcomes,
        statuses=list(OutcomeStatus.objects.filter(outcome__in=keys).order_by("outcome", "sequence")),
        positions=list(positions.order_by("id")),
        differences=list(dialogue.differences.order_by("id")),
        milestones=list(dialogue.milestones.order_by(F("effective_on_earliest").asc(nulls_last=True), "id")),
        relations=read_relations(
            dialogue=dialogue.pk, outcomes=keys, mechanism=mechanism.pk if mechanism is not None else None
        ),
        conflicts=list(dialogue.conflicts.order_by("id")),
    )


def _is_published(record: Mechanism | Dialogue | None) -> bool:
    return record is not None and record.publication == Publication.PUBLISHED


def _outcome_rows(
    dialogue: Dialogue, outcomes: list[Outcome], statuses: list[OutcomeStatus], book: CitationBook
) -> tuple[OutcomeRow, ...]:
    statuses_of: dict[int, list[OutcomeStatus]] = defaultdict(list)
    for status in statuses:
        statuses_of[status.outcome_id].append(status)
    rows = []
    for outcome in outcomes:
        history = statuses_of[outcome.pk]
        current = current_status(history)
        rows.append(
            OutcomeRow(
                outcome=outcome,
                state=current.state if current is not None else "",
                status=current,
                changes=len(history),
                stated_by=side_in_words(outcome.stated_by, dialogue),
                evidence=book.about("outcome", outcome.pk),
                status_evidence=book.about("outcome_status", current.pk) if current is not None else Evidence(),
            )
        )
    return tuple(rows)


def _neighbours(dialogue: Dialogue, mechanism: Mechanism | None) -> Neighbours:
    """One query: the union of the one before, the one after, and those on the margins."""

    def labelled(rows: QuerySet[Dialogue], place: str) -> QuerySet[Dialogue]:
        return rows.annotate(place=Value(place, output_field=CharField())).only(
            "public_id", "title", "start_date", "end_date", "ordinal"
        )

    start = dialogue.start_date.earliest
    before = Q(start_date_earliest__lt=start) | Q(start_date_earliest=start, pk__lt=dialogue.pk)
    after = Q(start_date_earliest__gt=start) | Q(start_date_earliest=start, pk__gt=dialogue.pk)
    margins = labelled(
        published_dialogues().filter(parent=dialogue).order_by("start_date_earliest", "id")[:50], "margin"
    )
    if mechanism is None:
        return Neighbours(margins=tuple(margins))
    same = published_dialogues().filter(mechanism=mechanism)
    found = margins.union(
        labelled(same.filter(before).order_by("-start_date_earliest", "-id")[:1], "previous"),
        labelled(same.filter(after).order_by("start_date_earliest", "id")[:1], "next"),
        all=True,
    )
    by_place: dict[str, list[Dialogue]] = defaultdict(list)
    for one in found:
        by_place[one.place].append(one)  # type: ignore[attr-defined]
    return Neighbours(
        previous=next(iter(by_place["previous"]), None),
        next=next(iter(by_place["next"]), None),
        margins=tuple(by_place["margin"]),
    )
