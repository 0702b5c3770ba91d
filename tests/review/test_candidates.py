import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.models import Dialogue, Difference, Organization, Outcome, Participation, Suggestion, User
from dialogues.models.vocabularies import (
    DialogueKind,
    DifferenceKind,
    OutcomeKind,
    OutcomeState,
    Publication,
    SuggestionKind,
)
from dialogues.review.accept import accept_suggestion
from dialogues.review.candidates import MOST, Candidate, candidates_for
from dialogues.review.payload import PayloadRefused
from tests import factories
from tests.ingest.stages import ingested_round_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestions(staff: User) -> list[Suggestion]:
    factories.party("CN"), factories.party("US")
    return list(ingested_round_one().suggestions.in_review_order())


def first_of(suggestions: list[Suggestion], kind: SuggestionKind) -> Suggestion:
    return next(one for one in suggestions if one.kind == kind)


def accept_as(candidate: Candidate, suggestion: Suggestion, by: User) -> Suggestion:
    return accept_suggestion(public_id=suggestion.public_id, by=by, changes=candidate.changes)


def accepted_dialogue(suggestions: list[Suggestion], by: User) -> Dialogue:
    dialogue = accept_suggestion(public_id=suggestions[0].public_id, by=by).matched_dialogue
    assert dialogue is not None
    return dialogue


def test_a_record_without_anything_like_it_gives_none(suggestions: list[Suggestion]) -> None:
    assert [candidates_for(one) for one in suggestions] == [[]] * len(suggestions)


def test_dialogues_of_the_pair_near_the_day_come_nearest_first(staff: User, suggestions: list[Suggestion]) -> None:
    a_week_later = factories.dialogue("A week later", start_date="2015-12-08", end_date=None)
    factories.dialogue("Long before", start_date="2015-09-25", end_date=None)
    factories.dialogue("Of another pair", side_b=factories.party("JP"))
    same_days = factories.dialogue("The same days")
    first, second = candidates_for(suggestions[0])
    assert (first.record, first.reason) == (same_days, "the same two parties on the same days, in Washington")
    assert (second.record, second.reason) == (a_week_later, "the same two parties, 7 days apart, in Washington")
    assert first.score > second.score
    accept_as(second, suggestions[0], staff)
    assert a_week_later.citations.exists()
    assert a_week_later.citations.filter(field="start_date", stance="contradicts").exists()


def test_the_same_round_of_the_mechanism_is_a_candidate_whatever_its_day(suggestions: list[Suggestion]) -> None:
    mechanism = factories.mechanism()
    held = factories.dialogue("Round one", mechanism=mechanism, ordinal=1, start_date="2016", end_date=None)
    Suggestion.objects.filter(pk=suggestions[0].pk).update(
        payload=suggestions[0].payload | {"mechanism_key": mechanism.public_id}
    )
    (found,) = candidates_for(Suggestion.objects.get(pk=suggestions[0].pk))
    assert (found.record, found.reason, found.score) == (held, "the same mechanism and number (1)", 1.0)


def test_what_accepting_as_proposed_takes_it_for_is_said(staff: User) -> None:
    held = factories.dialogue("The first round", ordinal=1)
    suggestion = ingested_round_one().suggestions.get(kind=SuggestionKind.DIALOGUE)
    (found,) = candidates_for(suggestion)
    assert (found.record, found.proposed, found.field, found.value) == (held, True, "same_as", held.public_id)


def test_a_dialogue_that_a_reviewer_takes_for_no_known_one_is_new(staff: User) -> None:
    held = factories.dialogue("The first round", ordinal=1)
    suggestion = ingested_round_one().suggestions.get(kind=SuggestionKind.DIALOGUE)
    accepted = accept_suggestion(public_id=suggestion.public_id, by=staff, changes={"same_as": ""})
    assert accepted.matched_dialogue not in (None, held)


def test_a_dialogue_of_two_other_parties_is_refused_by_name(staff: User, suggestions: list[Suggestion]) -> None:
    other = factories.dialogue("Of another pair", side_b=factories.party("JP"))
    with pytest.raises(PayloadRefused, match="“Of another pair” is between CN and JP"):
        accept_suggestion(public_id=suggestions[0].public_id, by=staff, changes={"same_as": other.public_id})


def test_parts_follow_the_dialogue_that_the_reviewer_chose(staff: User) -> None:
    """What was matched in the dialogue that it was first taken for is no match in the other."""
    taken_for = factories.dialogue("The first round", ordinal=1)
    factories.participation(taken_for, person=factories.person("Guo Shengkun"))
    chosen = factories.dialogue("The other one", start_date="2015-12-02", end_date=None)
    dialogue, chair, *_ = ingested_round_one().suggestions.in_review_order()
    assert chair.matched_participation is not None
    accept_suggestion(public_id=dialogue.public_id, by=staff, changes={"same_as": chosen.public_id})
    accept_suggestion(public_id=chair.public_id, by=staff)
    assert chosen.participations.count() == 1
    assert taken_for.participations.get().citations.count() == 0


def test_people_of_the_party_are_found_by_any_of_their_names(staff: User, suggestions: list[Suggestion]) -> None:
    chair = first_of(suggestions, SuggestionKind.PARTICIPATION)
    alias = factories.person("Kuo Sheng-k'un", aliases=["Guo Shengkun"])
    spelling = factories.person("Guo Shenkun")
    factories.person("Meng Jianzhu")
    factories.person("Guo Shengkun", party=factories.party("US"))
    factories.person("Guo Shengkun", publication=Publication.DRAFT)
    first, second = candidates_for(chair)
    assert (first.record, first.reason, first.score, first.field) == (alias, "the same name", 1.0, "person_key")
    assert (second.record, second.reason) == (spelling, "a similar name (96%)")
    accept_suggestion(public_id=suggestions[0].public_id, by=staff)
    accept_as(second, chair, staff)
    assert Participation.objects.get().person == spelling


def test_whom_the_plan_takes_by_name_is_the_proposed_one(suggestions: list[Suggestion]) -> None:
    chair = first_of(suggestions, SuggestionKind.PARTICIPATION)
    factories.person("Guo Shengkun")
    assert [one.proposed for one in candidates_for(chair)] == [True]


def test_somebody_recorded_there_comes_before_people_elsewhere(staff: User, suggestions: list[Suggestion]) -> None:
    dialogue = accepted_dialogue(suggestions, staff)
    held = factories.participation(dialogue, name_as_stated="Guo Shenkun", role="member")
    factories.person("Guo Shenkun")
    chair = Suggestion.objects.get(pk=first_of(suggestions, SuggestionKind.PARTICIPATION).pk)
    first, second = candidates_for(chair)
    assert (first.record, first.reason, first.field) == (held, "recorded there as member", "same_as")
    assert second.field == "person_key"
    accept_as(first, chair, staff)
    assert Participation.objects.get() == held
    assert held.citations.count() == 1


def test_another_person_than_the_one_recorded_there_is_chosen_by_leaving_that_one(staff: User) -> None:
    held = factories.dialogue("The first round", ordinal=1)
    recorded = factories.participation(held, person=factories.person("Guo Shengkun"))
    namesake = factories.person("Guo Sheng Kun")
    chair = ingested_round_one().suggestions.in_review_order()[1]
    assert chair.matched_participation == recorded
    by_record = {one.record: one for one in candidates_for(chair)}
    assert [one.record for one in by_record.values() if one.proposed] == [recorded]
    chosen = by_record[namesake]
    assert chosen.changes == {"person_key": namesake.public_id, "same_as": ""}
    both = {chosen.field: chosen.value}
    with pytest.raises(PayloadRefused, match=r"Recorded there is “Guo Shengkun” .* empty one of the two"):
        accept_suggestion(public_id=chair.public_id, by=staff, changes=both)
    accept_as(chosen, chair, staff)
    assert set(held.participations.values_list("person__name", flat=True)) == {"Guo Shengkun", "Guo Sheng Kun"}


def test_a_participant_of_another_dialogue_is_refused(staff: User, suggestions: list[Suggestion]) -> None:
    elsewhere = factories.participation(factories.dialogue("Elsewhere", start_date="2014"))
    accept_suggestion(public_id=suggestions[0].public_id, by=staff)
    chair = first_of(suggestions, SuggestionKind.PARTICIPATION)
    with pytest.raises(PayloadRefused, match="Choose a participant of"):
        accept_suggestion(public_id=chair.public_id, by=staff, changes={"same_as": elsewhere.public_id})


def test_a_body_is_found_by_its_names(suggestions: list[Suggestion]) -> None:
    chair = first_of(suggestions, SuggestionKind.PARTICIPATION)
    ministry = Organization.objects.create(
        name="Ministry of Public Security", abbreviation="MPS", party_id="CN", publication=Publication.PUBLISHED
    )
    payload = chair.payload | {"name": None, "organization_as_stated": "MPS"}
    Suggestion.objects.filter(pk=chair.pk).update(payload=payload)
    (found,) = candidates_for(Suggestion.objects.get(pk=chair.pk))
    assert (found.record, found.field, found.score) == (ministry, "organization_key", 1.0)


def test_outcomes_of_that_dialogue_come_by_their_words(staff: User, suggestions: list[Suggestion]) -> None:
    dialogue = accepted_dialogue(suggestions, staff)
    hot_line = factories.outcome(dialogue, "Cybercrime hotline to be set up")
    factories.outcome(dialogue, "Next round in June", kind=OutcomeKind.NEXT_MEETING)
    channel = next(one for one in suggestions if one.payload.get("kind") == OutcomeKind.CHANNEL)
    channel = Suggestion.objects.get(pk=channel.pk)
    (found,) = candidates_for(channel)
    assert found.record == hot_line
    assert found.reason.startswith("of the same kind, shares ")
    accept_as(found, channel, staff)
    assert Outcome.objects.count() == 2
    assert hot_line.citations.count() == 1


def test_lineage_finds_the_meetings_near_its_day(staff: User, suggestions: list[Suggestion]) -> None:
    visit = factories.dialogue("State visit", kind=DialogueKind.VISIT, start_date="2015-09-25", end_date=None)
    relation = first_of(suggestions, SuggestionKind.RELATION)
    (found,) = candidates_for(relation)
    assert (found.record, found.field) == (visit, "to_dialogue")
    accept_suggestion(public_id=suggestions[0].public_id, by=staff)
    accept_as(found, relation, staff)
    assert visit.relations_to.count() == 1


def test_a_status_finds_its_outcome_and_then_the_entry_that_says_the_same(
    staff: User, suggestions: list[Suggestion]
) -> None:
    hot_line = factories.outcome(factories.dialogue("Earlier", start_date="2015-06"), "A hot line is to be set up")
    status = first_of(suggestions, SuggestionKind.OUTCOME)
    payload = {"status": "launched", "effective_on": "2016-12-07", "outcome_as_stated": "the hotline"}
    Suggestion.objects.filter(pk=status.pk).update(kind=SuggestionKind.STATUS, payload=payload)
    status = Suggestion.objects.get(pk=status.pk)
    (found,) = candidates_for(status)
    assert (found.record, found.field) == (hot_line, "outcome")
    launched = factories.status(hot_line, OutcomeState.LAUNCHED, effective_on="2016-12-07")
    status.matched_outcome = hot_line
    status.save()
    entry, outcome = candidates_for(status)
    assert (entry.record, entry.reason) == (launched, "the same status is recorded on 7 December 2016")
    assert outcome.proposed
    accept_as(entry, status, staff)
    assert hot_line.statuses.get() == launched
    assert launched.citations.count() == 1


def test_an_entry_of_another_history_is_refused(staff: User, suggestions: list[Suggestion]) -> None:
    dialogue = factories.dialogue("Earlier", start_date="2015-06")
    status = first_of(suggestions, SuggestionKind.OUTCOME)
    Suggestion.objects.filter(pk=status.pk).update(kind=SuggestionKind.STATUS, payload={"status": "launched"})
    changes = {
        "outcome": factories.outcome(dialogue).public_id,
        "same_as": factories.status(factories.outcome(dialogue, "Another")).public_id,
    }
    with pytest.raises(PayloadRefused, match="entry of the history of"):
        accept_suggestion(public_id=status.public_id, by=staff, changes=changes)


def test_a_difference_finds_those_about_the_same(staff: User, suggestions: list[Suggestion]) -> None:
    dialogue = accepted_dialogue(suggestions, staff)
    held = Difference.objects.create(dialogue=dialogue, kind=DifferenceKind.DATE, subject="day of the dialogue")
    Difference.objects.create(dialogue=dialogue, kind=DifferenceKind.OMISSION, subject="training course")
    outcome = first_of(suggestions, SuggestionKind.OUTCOME)
    payload = {"subject": "first day of the dialogue"}
    Suggestion.objects.filter(pk=outcome.pk).update(kind=SuggestionKind.DIFFERENCE, payload=payload)
    (found,) = candidates_for(Suggestion.objects.get(pk=outcome.pk))
    assert (found.record, found.field) == (held, "same_as")


def test_at_most_five_with_as_many_queries_as_for_two(suggestions: list[Suggestion]) -> None:
    chair = first_of(suggestions, SuggestionKind.PARTICIPATION)

    def queries_with(people: int) -> int:
        for number in range(people):
            factories.person(f"Guo Shengku{number}")
            factories.dialogue(f"Meeting {number}")
        with CaptureQueriesContext(connection) as captured:
            candidates_for(Suggestion.objects.get(pk=chair.pk))
            assert len(candidates_for(Suggestion.objects.get(pk=suggestions[0].pk))) == min(MOST, people)
        return len(captured)

    assert queries_with(2) == queries_with(20)
    assert len(candidates_for(chair)) == MOST


def test_a_name_as_this_text_has_it_is_kept_only_when_the_reviewer_says_so(
    staff: User, suggestions: list[Suggestion]
) -> None:
    accept_suggestion(public_id=suggestions[0].public_id, by=staff)
    first, second = [one for one in suggestions if one.payload.get("party") == "US"][:2]
    person = factories.person("Loretta E. Lynch", party=factories.party("US"))
    johnson = factories.person("Jeh Charles Johnson", party=factories.party("US"))
    ticked = {"person_key": person.public_id, "add_alias": "on"}
    accepted = accept_suggestion(public_id=first.public_id, by=staff, changes=ticked)
    accept_suggestion(public_id=second.public_id, by=staff, changes={"person_key": johnson.public_id})
    person.refresh_from_db()
    johnson.refresh_from_db()
    assert (person.aliases, johnson.aliases) == (["Loretta Lynch"], [])
    assert accepted.written[-1] == {
        "model": "person",
        "id": person.public_id,
        "field": "aliases",
        "added": ["Loretta Lynch"],
    }


def test_a_name_without_a_person_of_the_record_is_no_alias(staff: User, suggestions: list[Suggestion]) -> None:
    accept_suggestion(public_id=suggestions[0].public_id, by=staff)
    with pytest.raises(PayloadRefused, match="Keep the name as another name"):
        accept_suggestion(public_id=suggestions[1].public_id, by=staff, changes={"add_alias": "on"})
