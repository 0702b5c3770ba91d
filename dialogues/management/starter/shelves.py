"""All rows of one run, and what every fact of the files needs: its citations."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from django.db import models

from dialogues.management.starter.entries import Support
from dialogues.management.starter.joining import StarterRecord
from dialogues.management.starter.publishing import publisher_name
from dialogues.management.starter.report import Report
from dialogues.management.starter.rows import Shelf
from dialogues.models import (
    Article,
    Citation,
    Conflict,
    DelegationCount,
    Dialogue,
    Difference,
    Mechanism,
    Milestone,
    Organization,
    Outcome,
    OutcomeStatus,
    Participation,
    Person,
    Publisher,
    Relation,
    Snapshot,
    Tenure,
    Topic,
)
from dialogues.models.vocabularies import CitationStance, DialogueKind


def _round_of_mechanism(row: Dialogue) -> Hashable:
    counted = row.kind == DialogueKind.ROUND and row.mechanism_id is not None and row.ordinal is not None
    return (row.mechanism_id, row.ordinal) if counted else row.public_id


def _person_in_role(row: Participation) -> Hashable:
    return row.public_id if row.person_id is None else (row.dialogue_id, row.person_id, row.role)


@dataclass(slots=True)
class Shelves:
    """The rows of each model under their starter keys; see `Shelf`."""

    record: StarterRecord
    report: Report
    organizations: Shelf[Organization] = field(init=False)
    people: Shelf[Person] = field(init=False)
    publishers: Shelf[Publisher] = field(init=False)
    articles: Shelf[Article] = field(init=False)
    snapshots: Shelf[Snapshot] = field(init=False)
    topics: Shelf[Topic] = field(init=False)
    mechanisms: Shelf[Mechanism] = field(init=False)
    dialogues: Shelf[Dialogue] = field(init=False)
    milestones: Shelf[Milestone] = field(init=False)
    relations: Shelf[Relation] = field(init=False)
    tenures: Shelf[Tenure] = field(init=False)
    participations: Shelf[Participation] = field(init=False)
    counts: Shelf[DelegationCount] = field(init=False)
    outcomes: Shelf[Outcome] = field(init=False)
    statuses: Shelf[OutcomeStatus] = field(init=False)
    conflicts: Shelf[Conflict] = field(init=False)
    differences: Shelf[Difference] = field(init=False)
    citations: Shelf[Citation] = field(init=False)

    def __post_init__(self) -> None:
        self.organizations = Shelf(Organization, self.report, lambda row: (row.party_id, row.name))
        self.people = Shelf(Person, self.report)
        self.publishers = Shelf(Publisher, self.report, lambda row: row.name)
        self.articles = Shelf(Article, self.report)
        self.snapshots = Shelf(Snapshot, self.report)
        self.topics = Shelf(Topic, self.report, lambda row: row.name)
        self.mechanisms = Shelf(Mechanism, self.report, lambda row: row.name)
        self.dialogues = Shelf(Dialogue, self.report, _round_of_mechanism)
        self.milestones = Shelf(Milestone, self.report)
        self.relations = Shelf(Relation, self.report)
        self.tenures = Shelf(Tenure, self.report)
        self.participations = Shelf(Participation, self.report, _person_in_role)
        self.counts = Shelf(DelegationCount, self.report)
        self.outcomes = Shelf(Outcome, self.report)
        self.statuses = Shelf(OutcomeStatus, self.report)
        self.conflicts = Shelf(Conflict, self.report)
        self.differences = Shelf(Difference, self.report)
        self.citations = Shelf(Citation, self.report)

    def has_series(self, series: str) -> bool:
        """Whether the record holds this series."""
        return any(series == held.id for held in self.record.series)

    def cite(
        self,
        subject: str,
        key: str,
        row: models.Model,
        source: str,
        *,
        stance: str = CitationStance.SUPPORTS,
        field_name: str = "",
        **values: object,
    ) -> None:
        """Cite a source, seen and not kept, for a stored row. `subject` is the citation's reference to it."""
        self.citations.put(
            f"{subject}/{key}/{field_name}/{source}",
            snapshot=self.snapshots[source],
            stance=stance,
            field=field_name,
            **{subject: row},
            **values,
        )

    def cite_support(self, subject: str, key: str, row: models.Model, support: Support, field_name: str = "") -> None:
        """Cite every source of a verified fact. What was not verified has no citation, and shows as uncited."""
        if support.verified:
            for source in dict.fromkeys(support.sources):
                self.cite(subject, key, row, source, field_name=field_name)

    def cite_silence(self, subject: str, key: str, row: models.Model, support: Support) -> None:
        """Cite the sources in which a thing was looked for and not found."""
        for source in dict.fromkeys(support.sources):
            self.cite(subject, key, row, source, stance=CitationStance.SILENT)

    def remark(self, note: str, support: Support) -> str:
        """The note of a fact; for one that was not verified it also says so, and which sources were named with it."""
        if support.verified:
            return note
        names = dict.fromkeys(publisher_name(self.record.sources[source]) for source in support.sources)
        unverified = f"Not verified in a source. Named with it: {'; '.join(names)}." if names else "Not verified."
        return f"{note} ({unverified})" if note else unverified
