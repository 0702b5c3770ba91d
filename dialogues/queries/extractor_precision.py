"""How good the extractor's proposals were, by what people decided on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Avg, Count, Q

from dialogues.models import Suggestion
from dialogues.models.vocabularies import Decision, RejectionReason, SuggestionKind


@dataclass(frozen=True, slots=True)
class RulePrecision:
    """The decisions on the proposals of one kind by one rule.

    `unmeasured` were accepted before the distance was kept. `mean_distance` is that of the corrected ones alone, 0 to
    1 (`dialogues/review/edit_distance.py`), None when none was corrected.
    """

    kind: SuggestionKind
    rule: str
    decided: int
    unchanged: int
    corrected: int
    unmeasured: int
    mean_distance: float | None
    rejected: Mapping[RejectionReason, int]

    @property
    def accepted(self) -> int:
        return self.unchanged + self.corrected + self.unmeasured

    @property
    def precision(self) -> float:
        """The share (0 to 1) of the decided proposals that people accepted, corrected or not."""
        return self.accepted / self.decided


def extractor_precision(*, since: datetime | None = None) -> tuple[RulePrecision, ...]:
    """For each kind and rule that somebody has decided on (since then), the kind and rule with most decisions first.

    One query.
    """
    decided = Suggestion.objects.exclude(decision=Decision.PENDING)
    if since is not None:
        decided = decided.filter(decided_at__gte=since)
    accepted = Q(decision=Decision.ACCEPTED)
    rows = (
        decided.order_by()
        .values("kind", "rule")
        .annotate(
            decided=Count("pk"),
            unchanged=Count("pk", filter=accepted & Q(edit_distance=0)),
            corrected=Count("pk", filter=accepted & Q(edit_distance__gt=0)),
            unmeasured=Count("pk", filter=accepted & Q(edit_distance__isnull=True)),
            mean_distance=Avg("edit_distance", filter=Q(edit_distance__gt=0)),
            **{
                f"rejected_{reason}": Count("pk", filter=Q(decision=Decision.REJECTED, rejection_reason=reason))
                for reason in RejectionReason
            },
        )
        .order_by("-decided", "kind", "rule")
    )
    return tuple(
        RulePrecision(
            kind=SuggestionKind(row["kind"]),
            rule=row["rule"],
            decided=row["decided"],
            unchanged=row["unchanged"],
            corrected=row["corrected"],
            unmeasured=row["unmeasured"],
            mean_distance=row["mean_distance"],
            rejected={reason: row[f"rejected_{reason}"] for reason in RejectionReason},
        )
        for row in cast("Iterable[dict[str, Any]]", rows)  # the names of the reasons' columns are made above
    )


def by_kind(rows: Iterable[RulePrecision]) -> tuple[RulePrecision, ...]:
    """The sums of these rows for each kind, in the kinds' order; `rule` is empty."""
    of_kind: dict[SuggestionKind, list[RulePrecision]] = {}
    for row in rows:
        of_kind.setdefault(row.kind, []).append(row)
    return tuple(_sum(kind, of_kind[kind]) for kind in SuggestionKind if kind in of_kind)


def _sum(kind: SuggestionKind, rows: Sequence[RulePrecision]) -> RulePrecision:
    corrected = sum(row.corrected for row in rows)
    distances = sum(row.corrected * (row.mean_distance or 0) for row in rows)
    return RulePrecision(
        kind=kind,
        rule="",
        decided=sum(row.decided for row in rows),
        unchanged=sum(row.unchanged for row in rows),
        corrected=corrected,
        unmeasured=sum(row.unmeasured for row in rows),
        mean_distance=distances / corrected if corrected else None,
        rejected={reason: sum(row.rejected[reason] for row in rows) for reason in RejectionReason},
    )
