"""What is new in the record: its size, its last change, outcomes that moved lately, and those that are overdue."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import CharField, Count, F, Max, OuterRef, QuerySet, Subquery, Value

from dialogues.models import Article, Citation, Dialogue, Outcome, OutcomeStatus
from dialogues.models.vocabularies import OutcomeState
from dialogues.queries.citations import Evidence, read_citations
from dialogues.queries.filters import published_dialogues, published_outcomes
from dialogues.queries.overdue import overdue

CHANGES_SHOWN: Final = 8
OVERDUE_SHOWN: Final = 8
# Changes are ranked among the entries that were made last, so that the cost does not grow with the history.
_CANDIDATES: Final = 400
_FIRST_STATES: Final = (OutcomeState.AGREED, OutcomeState.ANNOUNCED)


@dataclass(frozen=True)
class RecordSize:
    """What the whole public record holds. `changed_at` is None while it is empty."""

    dialogues: int
    outcomes: int
    sources: int
    changed_at: datetime | None


@dataclass(frozen=True)
class Change:
    """An outcome went from one state to another; `before` is empty when it had none."""

    status: OutcomeStatus
    before: str
    evidence: Evidence

    @property
    def outcome(self) -> Outcome:
        return self.status.outcome


@dataclass(frozen=True)
class Overdue:
    """The outcomes whose deadline passed last, of `total`."""

    outcomes: tuple[Outcome, ...]
    more: bool


def record_size() -> RecordSize:
    """Counts and the last change of what the public sees. One query."""
    changes = OutcomeStatus.objects.filter(outcome__in=published_outcomes())
    parts: list[QuerySet[Dialogue] | QuerySet[Outcome] | QuerySet[OutcomeStatus] | QuerySet[Article]] = [
        published_dialogues(),
        published_outcomes(),
        changes,
        Article.objects.filter(pk__in=Citation.objects.values("snapshot__article")),
    ]
    names = ("dialogues", "outcomes", "statuses", "sources")
    first, *others = (
        rows.order_by()
        .annotate(what=Value(name, output_field=CharField()))
        .values("what")
        .annotate(number=Count("pk"), latest=Max("updated_at"))
        .values_list("what", "number", "latest")
        for name, rows in zip(names, parts, strict=True)
    )
    found = {what: (number, latest) for what, number, latest in first.union(*others, all=True)}
    numbers = {name: found.get(name, (0, None))[0] for name in names}
    latest = [changed for name, (_, changed) in found.items() if name != "sources" and changed is not None]
    return RecordSize(
        dialogues=numbers["dialogues"],
        outcomes=numbers["outcomes"],
        sources=numbers["sources"],
        changed_at=max(latest, default=None),
    )


def recent_changes(dialogues: QuerySet[Dialogue]) -> tuple[Change, ...]:
    """The changes of these dialogues' outcomes that were entered last; of one day's entries, the latest to happen.

    That an outcome was agreed or announced in the first place is no change. Two queries.
    """
    before = OutcomeStatus.objects.filter(
        outcome=OuterRef("outcome"), sequence__lt=OuterRef("sequence"), party__isnull=True
    ).order_by("-sequence")
    entries = (
        OutcomeStatus.objects.filter(
            outcome__in=published_outcomes().filter(dialogue__in=dialogues.order_by()), party__isnull=True
        )
        .annotate(before=Subquery(before.values("state")[:1]))
        .select_related("outcome__dialogue")
        .order_by("-id")
    )
    candidates = [entry for entry in entries[:_CANDIDATES] if _is_change(entry.before, entry.state)]
    shown = sorted(candidates, key=_recency, reverse=True)[:CHANGES_SHOWN]
    book = read_citations({"outcome_status": [entry.pk for entry in shown]})
    return tuple(Change(entry, entry.before or "", book.about("outcome_status", entry.pk)) for entry in shown)


def recently_overdue(dialogues: QuerySet[Dialogue], today: date) -> Overdue:
    """The overdue outcomes of these dialogues, those whose deadline passed last first. One query."""
    rows = (
        overdue(published_outcomes().filter(dialogue__in=dialogues.order_by()), today)
        .select_related("dialogue")
        .order_by(F("deadline_latest").desc(), "-id")[: OVERDUE_SHOWN + 1]
    )
    outcomes = tuple(rows)
    return Overdue(outcomes[:OVERDUE_SHOWN], len(outcomes) > OVERDUE_SHOWN)


def _is_change(before: str | None, state: str) -> bool:
    return state != before if before else state not in _FIRST_STATES


def _recency(entry: OutcomeStatus) -> tuple[date, date, int]:
    happened = entry.effective_on.earliest if entry.effective_on is not None else date.min
    return entry.created_at.date(), happened, entry.pk
