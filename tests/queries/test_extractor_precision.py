from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogues.models import Suggestion, User
from dialogues.models.vocabularies import RejectionReason, SuggestionKind
from dialogues.queries.extractor_precision import RulePrecision, by_kind, extractor_precision
from dialogues.review.accept import accept_suggestion
from dialogues.review.reject import reject_suggestion
from tests import factories
from tests.ingest.stages import ingested_round_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestions(staff: User) -> list[Suggestion]:
    factories.party("CN"), factories.party("US")
    return list(ingested_round_one().suggestions.in_review_order())


def test_nothing_is_said_of_what_nobody_has_decided(suggestions: list[Suggestion]) -> None:
    assert extractor_precision() == ()


def test_each_rule_has_its_decisions(staff: User, suggestions: list[Suggestion]) -> None:
    dialogue, first, second, third = suggestions[:4]
    Suggestion.objects.filter(pk__in=[first.pk, second.pk, third.pk]).update(rule="appositive")
    accept_suggestion(public_id=dialogue.public_id, by=staff)
    accept_suggestion(public_id=first.public_id, by=staff)
    accept_suggestion(public_id=second.public_id, by=staff, changes={"role": "member"})
    reject_suggestion(public_id=third.public_id, by=staff, reason=RejectionReason.WRONG_VALUE)
    found = {one.kind: one for one in extractor_precision()}
    assert (found[SuggestionKind.DIALOGUE].unchanged, found[SuggestionKind.DIALOGUE].precision) == (1, 1.0)
    people = found[SuggestionKind.PARTICIPATION]
    assert (people.rule, people.decided, people.unchanged, people.corrected) == ("appositive", 3, 1, 1)
    assert people.rejected == dict.fromkeys(RejectionReason, 0) | {RejectionReason.WRONG_VALUE: 1}
    assert people.mean_distance is not None
    assert 0 < people.mean_distance < 1
    assert people.precision == pytest.approx(2 / 3)
    assert extractor_precision()[0] == people


def test_an_acceptance_from_before_the_distance_was_kept_is_counted_apart(
    staff: User, suggestions: list[Suggestion]
) -> None:
    accept_suggestion(public_id=suggestions[0].public_id, by=staff)
    Suggestion.objects.update(edit_distance=None)
    (row,) = extractor_precision()
    assert (row.unchanged, row.corrected, row.unmeasured, row.mean_distance) == (0, 0, 1, None)


def test_only_decisions_since_then_count(staff: User, suggestions: list[Suggestion]) -> None:
    accept_suggestion(public_id=suggestions[0].public_id, by=staff)
    assert len(extractor_precision(since=timezone.now() - timedelta(days=1))) == 1
    assert extractor_precision(since=timezone.now() + timedelta(days=1)) == ()


def test_one_query_whatever_was_decided(staff: User, suggestions: list[Suggestion]) -> None:
    for suggestion in suggestions[1:]:
        reject_suggestion(public_id=suggestion.public_id, by=staff, reason=RejectionReason.OTHER_EVENT)
    with CaptureQueriesContext(connection) as captured:
        assert extractor_precision()
    assert len(captured) == 1


def test_the_rules_of_a_kind_add_up() -> None:
    def row(rule: str, corrected: int, distance: float | None, wrong: int) -> RulePrecision:
        rejected = dict.fromkeys(RejectionReason, 0) | {RejectionReason.WRONG_VALUE: wrong}
        decided = 2 + corrected + 1 + wrong
        return RulePrecision(SuggestionKind.OUTCOME, rule, decided, 2, corrected, 1, distance, rejected)

    other = RulePrecision(SuggestionKind.DIALOGUE, "held", 1, 1, 0, 0, None, dict.fromkeys(RejectionReason, 0))
    dialogue, outcome = by_kind([row("agreed", 1, 0.1, 4), row("launched", 3, 0.5, 0), row("met", 0, None, 1), other])
    assert (dialogue.kind, dialogue.rule, dialogue.mean_distance) == (SuggestionKind.DIALOGUE, "", None)
    assert (outcome.decided, outcome.unchanged, outcome.corrected, outcome.unmeasured) == (18, 6, 4, 3)
    assert outcome.mean_distance == pytest.approx(0.4)
    assert outcome.rejected[RejectionReason.WRONG_VALUE] == 5
    assert by_kind([]) == ()
