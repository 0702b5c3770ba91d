"""What the staff's lists say of their rows beyond the rows' own fields, for one page of a list at a time.

Each function takes the keys of the rows and makes one query, however many there are. A row of which there is nothing
to say is missing in the answer.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q

from dialogues.models import Citation, Dialogue, Outcome, OutcomeStatus, Participation, Person, Suggestion
from dialogues.models.vocabularies import Decision, OutcomeState, ParticipationRole
from dialogues.queries.citations import SUPPORTING

Told = Mapping[int, Any]
_CHAIRS: Final = (ParticipationRole.CO_CHAIR, ParticipationRole.CHAIR, ParticipationRole.ACTING_CHAIR)


def current_states(outcomes: Collection[int]) -> Told:
    """The label of the state last recorded for each outcome as a whole."""
    entries = OutcomeStatus.objects.filter(outcome__in=outcomes, party__isnull=True)
    latest = entries.order_by("outcome", "-sequence").distinct("outcome").values_list("outcome", "state")
    return {outcome: OutcomeState(state).label for outcome, state in latest}


def chairs(dialogues: Collection[int]) -> Told:
    """The names of those who chaired each dialogue, in the order of the record."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = Participation.objects.filter(dialogue__in=dialogues, role__in=_CHAIRS).order_by("id")
    for one in rows.select_related("person", "organization"):
        names[one.dialogue_id].append(one.shown_name)
    return {dialogue: ", ".join(some) for dialogue, some in names.items()}


def outcome_counts(dialogues: Collection[int]) -> Told:
    """How many outcomes each dialogue has, those that went into another one not counted."""
    rows = Outcome.objects.not_merged().filter(dialogue__in=dialogues)
    return dict(rows.order_by().values_list("dialogue").annotate(number=Count("pk")))


def citation_counts(subject: str) -> Callable[[Collection[int]], Told]:
    """How many citations each record of this kind has. `subject` is one of `citation.SUBJECTS`."""

    def count(keys: Collection[int]) -> Told:
        rows = Citation.objects.filter(**{f"{subject}__in": keys})
        return dict(rows.order_by().values_list(subject).annotate(number=Count("pk")))

    return count


def suggestions_waiting(articles: Collection[int]) -> Told:
    """How many suggestions of each article wait for a decision."""
    rows = Suggestion.objects.pending().filter(article__in=articles)
    return dict(rows.order_by().values_list("article").annotate(number=Count("pk")))


def offices(people: Collection[int]) -> Told:
    """How many offices of each person the record knows."""
    rows = Person.objects.filter(pk__in=people, tenures__isnull=False)
    return dict(rows.order_by().values_list("pk").annotate(number=Count("tenures")))


def pairs() -> list[tuple[str, str]]:
    """The sides of the record's dialogues, each pair once."""
    return list(Dialogue.objects.order_by("side_a", "side_b").values_list("side_a", "side_b").distinct())


def is_uncited(subject: str) -> Q:
    """For filtering records of this kind: no source supports the record."""
    support = Citation.objects.filter(**{subject: OuterRef("pk")}, stance__in=SUPPORTING)
    return ~Q(Exists(support))


def has_suggestions_waiting(reference: str) -> Q:
    """For filtering the records that a suggestion names in this reference: one of them waits for a decision."""
    return Q(Exists(Suggestion.objects.filter(**{reference: OuterRef("pk")}, decision=Decision.PENDING)))
