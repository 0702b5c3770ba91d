"""Outcomes and what became of them."""

from __future__ import annotations

from typing import Final

from dialogues.management.starter import terms
from dialogues.management.starter.entries import EventEntry, OutcomeEntry, SeriesEntry
from dialogues.management.starter.mechanisms import as_stated, cite_event
from dialogues.management.starter.publishing import article_kind, publisher_party
from dialogues.management.starter.shelves import Shelves
from dialogues.models.vocabularies import ArticleKind, Confidence, OutcomeBasis, Perspective, Publication, Side

_BOTH: Final = "both"


def load_outcomes(shelves: Shelves) -> None:
    outcomes = [
        (series, meeting, outcome) for series, meeting in shelves.record.rounds() for outcome in meeting.outcomes
    ]
    for series, meeting, outcome in outcomes:
        kind = shelves.report.translate("kind of outcome", outcome.type, terms.OUTCOME_KIND)
        basis = outcome_basis(shelves, series, outcome)
        shelves.report.derived["basis of an outcome"][basis] += 1
        shelves.outcomes.put(
            outcome.id,
            dialogue=shelves.dialogues[meeting.id],
            kind=kind,
            kind_as_stated=as_stated(outcome.type, kind),
            title=outcome.title,
            summary=outcome.summary,
            basis=basis,
            stated_by=_side(series, outcome.stated_by),
            deadline=outcome.due,
            note=shelves.remark("", outcome.support),
            publication=Publication.PUBLISHED,
        )
    shelves.outcomes.store()
    for _, _, outcome in outcomes:
        shelves.cite_support("outcome", outcome.id, shelves.outcomes[outcome.id], outcome.support)
    shelves.report.entry("outcomes", len(outcomes), "Outcome")


def load_statuses(shelves: Shelves) -> None:
    """In the order of their dates: the database gives each its place in the history as it comes."""
    events: dict[str, tuple[OutcomeEntry, EventEntry]] = {}
    for _, meeting in shelves.record.rounds():
        for outcome in meeting.outcomes:
            for number, event in enumerate(sorted(outcome.status_events, key=lambda event: event.date), 1):
                events[f"{outcome.id}/{number}"] = outcome, event
    for key, (outcome, event) in events.items():
        state = shelves.report.translate("state of an outcome", event.status, terms.OUTCOME_STATE)
        shelves.statuses.put(
            key,
            outcome=shelves.outcomes[outcome.id],
            state=state,
            state_as_stated=as_stated(event.status, state),
            effective_on=event.date,
            confidence=Confidence.MEDIUM if event.support.verified else Confidence.LOW,
            rationale=shelves.remark(event.note, event.support),
        )
    shelves.statuses.store()
    for key, (_, event) in events.items():
        cite_event(shelves, "outcome_status", key, event)
    shelves.report.entry("status events of outcomes", len(events), "OutcomeStatus")


def outcome_basis(shelves: Shelves, series: SeriesEntry, outcome: OutcomeEntry) -> str:
    """On what an outcome rests. The first that holds, in this order:

    - unknown: the outcome was not verified in any source;
    - joint text: both sides state it, and one of its sources is a text of both;
    - parallel texts: both state it, and an official text of each side is among its sources (an analysis is no text);
    - one side: only one side states it;
    - media-attributed: both state it, and none of its sources is official;
    - unknown: both state it, and an official text of one side alone was seen.
    """
    if not outcome.support.verified:
        return OutcomeBasis.UNKNOWN
    if outcome.stated_by != _BOTH:
        return OutcomeBasis.ONE_SIDE
    sources = [shelves.record.sources[source] for source in outcome.support.sources]
    if any(article_kind(source) == ArticleKind.JOINT_STATEMENT for source in sources):
        return OutcomeBasis.JOINT_TEXT
    official = [source for source in sources if terms.PERSPECTIVE[source.perspective] == Perspective.OFFICIAL]
    if not official:
        return OutcomeBasis.MEDIA_ATTRIBUTED
    texts = {publisher_party(source) for source in official if article_kind(source) != ArticleKind.ANALYSIS}
    return OutcomeBasis.PARALLEL_TEXTS if texts >= set(series.sides) else OutcomeBasis.UNKNOWN


def _side(series: SeriesEntry, stated_by: str) -> str:
    """The side of the dialogue, whose first side is the one whose code comes first."""
    if stated_by == _BOTH:
        return Side.BOTH
    return Side.A if stated_by == min(series.sides) else Side.B
