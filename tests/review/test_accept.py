from collections.abc import Iterable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from dialogues.models import (
    Citation,
    Conflict,
    DelegationCount,
    Dialogue,
    Outcome,
    OutcomeStatus,
    Participation,
    Person,
    Relation,
    Suggestion,
    User,
)
from dialogues.models.vocabularies import (
    CitationStance,
    Decision,
    DialogueKind,
    OutcomeKind,
    OutcomeState,
    Publication,
    Side,
    SuggestionKind,
)
from dialogues.review.accept import accept_suggestion
from dialogues.review.intended import NotYet
from dialogues.review.lock import AlreadyDecided
from dialogues.review.payload import PayloadRefused, accepted_payload
from dialogues.review.plan import plan
from tests import factories
from tests.ingest.stages import ingest_as_another_report, ingested_round_one
from tests.samples import cybercrime_round_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestions(staff: User) -> list[Suggestion]:
    """Those of the restated report of December 2015, in the order of review."""
    factories.party("CN"), factories.party("US")
    return list(ingested_round_one().suggestions.in_review_order())


def of_kind(suggestions: Iterable[Suggestion], kind: SuggestionKind) -> list[Suggestion]:
    return [suggestion for suggestion in suggestions if suggestion.kind == kind]


def rows() -> list[int]:
    models = [Dialogue, Participation, DelegationCount, Outcome, Relation]
    return [model._default_manager.count() for model in models]


def accept(suggestion: Suggestion, by: User, **changes: Any) -> Suggestion:
    return accept_suggestion(public_id=suggestion.public_id, by=by, changes=changes or None)


def test_accepting_everything_writes_the_whole_dialogue(staff: User, suggestions: list[Suggestion]) -> None:
    for suggestion in suggestions:
        accept(suggestion, staff)
    dialogue = Dialogue.objects.get()
    assert dialogue.publication == Publication.PUBLISHED
    assert (str(dialogue.start_date), dialogue.city, dialogue.ordinal) == ("2015-12-01", "Washington", 1)
    assert {chair.shown_name for chair in dialogue.participations.all()} == {
        "Guo Shengkun",
        "Loretta Lynch",
        "Jeh Johnson",
    }
    assert DelegationCount.objects.get().best == 7
    assert set(dialogue.outcomes.values_list("kind", flat=True)) == {OutcomeKind.INSTRUMENT, OutcomeKind.CHANNEL}
    assert Relation.objects.get().from_dialogue == dialogue


def test_every_accepted_fact_has_a_citation_that_quotes_the_kept_text(
    staff: User, suggestions: list[Suggestion]
) -> None:
    for suggestion in suggestions:
        accept(suggestion, staff)
        suggestion.refresh_from_db()
        cited = [entry["id"] for entry in suggestion.written if entry["model"] == "citation"]
        assert cited
        for citation in Citation.objects.filter(public_id__in=cited):
            text = citation.snapshot.text or ""
            assert text[citation.start : citation.end] == citation.quote
            assert citation.recorded_by == staff


def test_both_days_of_the_article_are_kept_one_supports_and_one_contradicts(
    staff: User, suggestions: list[Suggestion]
) -> None:
    accept(of_kind(suggestions, SuggestionKind.DIALOGUE)[0], staff)
    days = Citation.objects.filter(dialogue__isnull=False, field="start_date")
    stances = {citation.value_as_stated: citation.stance for citation in days}
    assert stances["Monday's dialogue"] == CitationStance.CONTRADICTS
    assert CitationStance.SUPPORTS in stances.values()
    conflict = Conflict.objects.get()
    assert conflict.field == "start_date"
    assert set(conflict.citations.values_list("stance", flat=True)) == {"supports", "contradicts"}


def test_a_new_outcome_starts_its_history_as_agreed(staff: User, suggestions: list[Suggestion]) -> None:
    accept(suggestions[0], staff)
    accept(of_kind(suggestions, SuggestionKind.OUTCOME)[0], staff)
    status = OutcomeStatus.objects.get()
    assert (status.state, status.sequence, str(status.effective_on)) == (OutcomeState.AGREED, 1, "2015-12-01")
    assert status.assessor == staff
    assert status.citations.count() == 1


def test_the_preview_says_exactly_what_is_written(staff: User, suggestions: list[Suggestion]) -> None:
    for pending in suggestions:
        suggestion = Suggestion.objects.get(pk=pending.pk)
        preview = plan(suggestion, accepted_payload(suggestion))
        written = accept(suggestion, staff).written
        planned = [record._meta.model_name for record in [*preview.records, *preview.citations]]
        assert planned == [entry["model"] for entry in written]
        assert len(preview.lines) == len(planned)


def test_a_known_dialogue_gets_citations_and_no_second_row(staff: User) -> None:
    held = factories.dialogue("The first round", ordinal=1, start_date="2015-12-01")
    suggestion = ingested_round_one().suggestions.get(kind=SuggestionKind.DIALOGUE)
    accept(suggestion, staff)
    assert Dialogue.objects.get() == held
    assert held.citations.filter(field="city", stance=CitationStance.SUPPORTS).exists()


def test_a_value_that_the_record_has_otherwise_is_cited_as_a_contradiction(staff: User) -> None:
    held = factories.dialogue("The first round", ordinal=None, start_date="2015-12-01", end_date="2015-12-02")
    suggestion = ingested_round_one().suggestions.get(kind=SuggestionKind.DIALOGUE)
    accept(suggestion, staff)
    held.refresh_from_db()
    assert str(held.end_date) == "2015-12-02"
    assert held.citations.filter(field="end_date", stance=CitationStance.CONTRADICTS).exists()


def test_a_value_that_the_record_lacks_is_cited_as_context_and_not_filled_in(staff: User) -> None:
    held = factories.dialogue("The first round", ordinal=None)
    suggestion = ingested_round_one().suggestions.get(kind=SuggestionKind.DIALOGUE)
    accept(suggestion, staff)
    held.refresh_from_db()
    assert held.ordinal is None
    assert held.citations.get(field="ordinal").stance == CitationStance.CONTEXT


def test_a_known_outcome_gets_a_citation_and_no_second_row(staff: User) -> None:
    held = factories.dialogue("The first round", ordinal=1)
    hotline = factories.outcome(held, "Cybercrime hotline to be set up")
    article = ingested_round_one()
    suggestion = next(s for s in article.suggestions.filter(kind=SuggestionKind.OUTCOME) if s.matched_outcome)
    accept(suggestion, staff)
    assert Outcome.objects.get() == hotline
    assert hotline.citations.count() == 1


def test_a_person_of_the_record_is_not_entered_twice(staff: User, suggestions: list[Suggestion]) -> None:
    lynch = factories.person("Loretta Lynch", party=factories.party("US"))
    accept(suggestions[0], staff)
    chair = next(s for s in of_kind(suggestions, SuggestionKind.PARTICIPATION) if s.payload["name"] == "Loretta Lynch")
    accept(chair, staff)
    assert Participation.objects.get().person == lynch
    assert Person.objects.count() == 1


def test_lineage_points_at_the_summit_that_the_record_holds(staff: User) -> None:
    summit = factories.dialogue("State visit", kind=DialogueKind.SUMMIT, start_date="2015-09-25", end_date=None)
    factories.dialogue("The first round", ordinal=1)
    accept(ingested_round_one().suggestions.get(kind=SuggestionKind.RELATION), staff)
    assert Relation.objects.get().to_dialogue == summit


def test_a_second_article_cites_what_the_first_has_written(staff: User, suggestions: list[Suggestion]) -> None:
    for suggestion in suggestions:
        accept(suggestion, staff)
    before = rows()
    cited = Citation.objects.count()
    second = ingest_as_another_report(cybercrime_round_one() + "\nThe talks were welcomed.")
    for suggestion in second.suggestions.exclude(kind=SuggestionKind.RELATION).in_review_order():
        accept(suggestion, staff)
    assert rows() == before
    assert Citation.objects.count() > cited


def test_what_belongs_to_a_dialogue_waits_for_it_and_writes_nothing(staff: User, suggestions: list[Suggestion]) -> None:
    with pytest.raises(NotYet, match="Decide on the dialogue"):
        accept(of_kind(suggestions, SuggestionKind.OUTCOME)[0], staff)
    assert not Outcome.objects.exists()
    assert Suggestion.objects.pending().count() == len(suggestions)


def test_nothing_is_added_to_a_dialogue_that_was_withdrawn_meanwhile(
    staff: User, suggestions: list[Suggestion]
) -> None:
    accept(suggestions[0], staff)
    Dialogue.objects.update(publication=Publication.WITHDRAWN, withdrawn_because="It never took place.")
    with pytest.raises(NotYet, match=r"is withdrawn \(It never took place\.\)"):
        accept(of_kind(suggestions, SuggestionKind.OUTCOME)[0], staff)
    assert not Outcome.objects.exists()


def test_a_correction_is_written_and_the_proposal_is_kept_beside_it(staff: User, suggestions: list[Suggestion]) -> None:
    accept(suggestions[0], staff)
    suggestion = of_kind(suggestions, SuggestionKind.OUTCOME)[0]
    proposed = suggestion.payload["title"]
    accept(suggestion, staff, title="Guidelines on requests for assistance", stated_by="CN")
    outcome = Outcome.objects.get()
    assert (outcome.title, outcome.stated_by) == ("Guidelines on requests for assistance", Side.A)
    suggestion.refresh_from_db()
    assert (suggestion.payload["title"], suggestion.decision) == (proposed, Decision.ACCEPTED)
    assert suggestion.accepted_payload["title"] == outcome.title  # type: ignore[index]


def test_a_corrected_field_is_not_cited_with_what_proved_the_proposal(
    staff: User, suggestions: list[Suggestion]
) -> None:
    accept(suggestions[0], staff, city="New York")
    assert Dialogue.objects.get().city == "New York"
    assert not Citation.objects.filter(field="city").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start_date": "1 December"}, "start_date"),
        ({"side_b": "CN"}, "side_b"),
        ({"side_b": "XX"}, "side_b"),
        ({"ordinal": "0"}, "ordinal"),
        ({"mechanism_key": "mec-0000000000"}, "mechanism_key"),
        ({"country": "usa"}, "country"),
        ({"name": ""}, "name"),
    ],
)
def test_a_wrong_correction_names_its_field_and_writes_nothing(
    staff: User, suggestions: list[Suggestion], changes: dict[str, str], field: str
) -> None:
    with pytest.raises(PayloadRefused) as refusal:
        accept(suggestions[0], staff, **changes)
    assert field in refusal.value.errors
    assert not Dialogue.objects.exists()
    assert suggestions[0] in Suggestion.objects.pending()


def test_a_party_that_the_record_lacks_is_named_with_where_it_is_added(staff: User) -> None:
    factories.party("CN")
    first = ingested_round_one().suggestions.in_review_order()[0]
    with pytest.raises(PayloadRefused) as refusal:
        accepted_payload(first)
    assert str(refusal.value) == (
        "Other side: The record has no party “US” yet: it is added in the admin, under Parties."
    )


def test_a_participant_of_neither_side_is_refused_by_name(staff: User, suggestions: list[Suggestion]) -> None:
    factories.party("IN")
    accept(suggestions[0], staff)
    with pytest.raises(PayloadRefused, match="one of the two sides"):
        accept(of_kind(suggestions, SuggestionKind.PARTICIPATION)[0], staff, party="IN")


def test_what_the_record_refuses_leaves_nothing_half_written(staff: User, suggestions: list[Suggestion]) -> None:
    with pytest.raises(ValidationError, match="does not end before it starts"):
        accept(suggestions[0], staff, end_date="2015-11-01")
    assert not Dialogue.objects.exists()
    assert not Citation.objects.exists()


def test_only_one_of_two_decisions_counts_and_the_other_is_told(staff: User, suggestions: list[Suggestion]) -> None:
    accept(suggestions[0], staff)
    with pytest.raises(AlreadyDecided, match="already accepted by editor"):
        accept(suggestions[0], staff)
    assert Dialogue.objects.count() == 1


def test_somebody_without_the_permission_writes_nothing(suggestions: list[Suggestion]) -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    with pytest.raises(PermissionDenied):
        accept(suggestions[0], reader)
    assert not Dialogue.objects.exists()
