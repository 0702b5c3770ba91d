"""One dialogue with all that is known of it, in a number of queries that does not grow with it."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import CharField, F, Q, QuerySet, Value

from dialogues.models import Dialogue, Mechanism, Milestone, Outcome, OutcomeStatus, Position
from dialogues.models.vocabularies import ParticipationRole, Publication
from dialogues.queries.citations import CitationBook, CitedSentence, Evidence, Source, read_citations
from dialogues.queries.delegations import CHAIRS, Delegation, delegations
from dialogues.queries.differences import ComparedDifference, compared
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
    disagreements: tuple[Disagreement, ...]
    lineage: tuple[Lineage, ...]
    milestones: tuple[DatedMilestone, ...]
    topics: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def date_evidence(self) -> Evidence:
        return self.evidence.of_fields(*DATE_FIELDS)

    @property
    def place_evidence(self) -> Evidence:
        return self.evidence.of_fields(*PLACE_FIELDS)

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


def read_dialogue(dialogue: Dialogue) -> DialogueRecord:
    """Everything about a dialogue that comes with its sides, parent and mechanism, in as many queries whatever its size."""
    mechanism = dialogue.mechanism if _is_published(dialogue.mechanism) else None
    participations = dialogue.participations.select_related(
        "person", "organization", "party", "acting_for__person", "acting_for__organization"
    ).order_by("id")
    counts = dialogue.delegation_counts.order_by("id")
    outcomes = list(published_outcomes().filter(dialogue=dialogue).order_by("id"))
    statuses = list(
        OutcomeStatus.objects.filter(outcome__in=[outcome.pk for outcome in outcomes]).order_by("outcome", "sequence")
    )
    positions = dialogue.positions.select_related("party", "speaker", "addressee", "topic").order_by("id")
    differences = dialogue.differences.order_by("id")
    milestones = dialogue.milestones.order_by(F("effective_on_earliest").asc(nulls_last=True), "id")
    relations = read_relations(
        dialogue=dialogue.pk,
        outcomes=[outcome.pk for outcome in outcomes],
        mechanism=mechanism.pk if mechanism is not None else None,
    )
    book = read_citations(
        {
            "dialogue": [dialogue.pk],
            "participation": [one.pk for one in participations],
            "delegation_count": [one.pk for one in counts],
            "outcome": [one.pk for one in outcomes],
            "outcome_status": [one.pk for one in statuses],
            "position": [one.pk for one in positions],
            "difference": [one.pk for one in differences],
            "milestone": [one.pk for one in milestones],
            "relation": [one.pk for one in relations],
        }
    )
    evidence = book.about("dialogue", dialogue.pk)
    sides, others = delegations((dialogue.side_a, dialogue.side_b), participations, counts, book)
    return DialogueRecord(
        dialogue=dialogue,
        mechanism=mechanism,
        parent=dialogue.parent if _is_published(dialogue.parent) else None,
        dates=displayed_dates(dialogue.start_date, dialogue.end_date),
        neighbours=_neighbours(dialogue, mechanism),
        evidence=evidence,
        delegations=sides,
        others=others,
        outcomes=_outcome_rows(dialogue, outcomes, statuses, book),
        positions=tuple(StatedPosition(one, book.about("position", one.pk)) for one in positions),
        differences=compared(differences, dialogue.side_codes, book),
        disagreements=disagreements(dialogue.conflicts.order_by("id"), book.sentences_by_conflict, evidence),
        lineage=in_sentences(relations, book),
        milestones=tuple(DatedMilestone(one, book.about("milestone", one.pk)) for one in milestones),
        topics=tuple(topic.name for topic in dialogue.topics.all()),
        sources=book.sources,
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
