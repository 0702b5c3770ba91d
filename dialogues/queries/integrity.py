"""What somebody should look at: facts that contradict each other, doubles, and work that is still open.

What the database can refuse outright is a constraint (docs/rules.md); here stands what may be right and seldom is, or
what only a person can settle. Each check takes one query, whatever the size of the record.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.db.models import Exists, F, OuterRef, Q

from dialogues.models import Citation, Conflict, Outcome, Participation
from dialogues.queries.citations import SUPPORTING
from dialogues.queries.duplicates import (
    doubled_dialogues,
    doubled_outcomes,
    doubled_people,
    linkable_elsewhere,
)
from dialogues.queries.filters import published_dialogues, published_outcomes
from dialogues.queries.finding import Finding, found
from dialogues.queries.offices import offices_outside
from dialogues.queries.overdue import overdue
from dialogues.queries.uncited import UNCITED_SUBJECTS, uncited

Weight = Literal["error", "note"]


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of finding. An error is most likely wrong and should be corrected; a note is work that waits."""

    kind: str
    weight: Weight
    title: str
    find: Callable[[date], Iterator[Finding]]


def overdue_outcomes(today: date) -> Iterator[Finding]:
    """Promises whose last day has passed without anything recorded that settles them."""
    for outcome in overdue(published_outcomes(), today):
        deadline = outcome.deadline.display() if outcome.deadline else ""
        yield found(outcome, outcome, f"due {deadline}")


def conflicts_without_decision(_: date) -> Iterator[Finding]:
    """Sources disagree, and the record follows none of them, or nobody has written down why."""
    followed = Citation.objects.filter(conflict=OuterRef("pk"), stance__in=SUPPORTING)
    waiting = Conflict.objects.filter(
        Q(resolution="") | ~Exists(followed), dialogue__in=published_dialogues().order_by()
    ).order_by("id")
    for conflict in waiting.select_related("dialogue"):
        yield found(conflict, conflict.dialogue, conflict.field_as_stated)


def dialogues_without_outcome(_: date) -> Iterator[Finding]:
    outcomes = Outcome.objects.published().not_merged().filter(dialogue=OuterRef("pk"))
    for dialogue in published_dialogues().filter(~Exists(outcomes), status="held"):
        yield found(dialogue, dialogue, dialogue.start_date.display())


def tenures_that_do_not_cover(_: date) -> Iterator[Finding]:
    """The office with which somebody is entered began after the dialogue, or had ended before it."""
    for link in offices_outside():
        participation, tenure = link.participation, link.tenure
        held = f"{tenure.start_date or '…'} to {tenure.end_date or '…'}"
        what = f"{tenure.title} ({held}), at a dialogue of {participation.dialogue.start_date.display()}"
        yield found(participation, participation.dialogue, what)


def tenures_of_somebody_else(_: date) -> Iterator[Finding]:
    """A participant is entered with an office that another person held."""
    links = Participation.tenures.through.objects.exclude(tenure__person=F("participation__person"))
    for link in links.select_related("participation__dialogue", "participation__person", "tenure__person"):
        yield found(link.participation, link.participation.dialogue, f"entered with: {link.tenure}")


def deadlines_before_the_dialogue(_: date) -> Iterator[Finding]:
    early = published_outcomes().filter(deadline_latest__lt=F("dialogue__start_date_earliest"))
    for outcome in early.select_related("dialogue"):
        deadline = outcome.deadline.display() if outcome.deadline else ""
        yield found(outcome, outcome, f"due {deadline}, agreed {outcome.dialogue.start_date.display()}")


CHECKS: Final = (
    Check("overdue", "note", "Outcomes that are overdue", overdue_outcomes),
    *(
        Check(f"uncited_{subject}", "note", f"Uncited: {title}", uncited(subject))
        for subject, title in UNCITED_SUBJECTS.items()
    ),
    Check("undecided_conflict", "note", "Conflicts without a decision", conflicts_without_decision),
    Check("no_outcome", "note", "Dialogues without an outcome", dialogues_without_outcome),
    Check("tenure_outside", "error", "Offices not held on the day of the dialogue", tenures_that_do_not_cover),
    Check("tenure_of_another", "error", "Offices of somebody else", tenures_of_somebody_else),
    Check("early_deadline", "error", "Deadlines before the dialogue", deadlines_before_the_dialogue),
    Check("double_person", "error", "People who are probably the same", doubled_people),
    Check("double_dialogue", "error", "Dialogues that are probably the same", doubled_dialogues),
    Check("double_outcome", "error", "Outcomes that are probably the same", doubled_outcomes),
    Check("linkable_elsewhere", "error", "Sources named without a link that have one elsewhere", linkable_elsewhere),
)


def findings(today: date) -> dict[Check, list[Finding]]:
    """What each check finds on `today`, in the order of `CHECKS`; a check that finds nothing has an empty list."""
    return {check: list(check.find(today)) for check in CHECKS}
