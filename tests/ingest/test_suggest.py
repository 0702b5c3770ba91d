import pytest

from dialogues.ingest.add import FromText
from dialogues.models import Article, Extraction, Suggestion
from dialogues.models.vocabularies import (
    ArticleStage,
    Decision,
    DialogueKind,
    OutcomeKind,
    ParticipationRole,
    Relevance,
    SuggestionKind,
)
from dialogues.queries.review_overview import states_of, unjudged
from tests import factories
from tests.ingest.stages import ingest, ingested_round_one, suggest_again

pytestmark = pytest.mark.django_db


def suggested(kind: SuggestionKind) -> list[Suggestion]:
    return list(Suggestion.objects.filter(kind=kind).in_review_order())


def test_the_report_gives_the_dialogue_with_its_number_day_and_place() -> None:
    article = ingested_round_one()
    assert (article.stage, article.relevance) == (ArticleStage.READY, Relevance.REPORTS)
    (dialogue,) = suggested(SuggestionKind.DIALOGUE)
    assert dialogue.payload["parties"] == ["CN", "US"]
    assert (dialogue.payload["ordinal"], dialogue.payload["start_date"]) == (1, "2015-12-01")
    assert (dialogue.payload["city"], dialogue.payload["country"]) == ("Washington", "US")


def test_the_other_weekday_is_kept_as_a_conflict_at_its_place_in_the_text() -> None:
    ingested_round_one()
    (dialogue,) = suggested(SuggestionKind.DIALOGUE)
    (conflict,) = dialogue.payload["date_conflicts"]
    start, end = conflict["span"]
    assert (conflict["value"], dialogue.snapshot.text[start:end]) == ("2015-11-30", "Monday's dialogue")  # type: ignore[index]


def test_the_three_co_chairs_come_with_office_and_side() -> None:
    ingested_round_one()
    found = {
        (chair.payload["name"], chair.payload["title_as_stated"], chair.payload["party"], chair.payload["role"])
        for chair in suggested(SuggestionKind.PARTICIPATION)
    }
    assert found == {
        ("Guo Shengkun", "State Councilor and Public Security Minister", "CN", "co_chair"),
        ("Loretta Lynch", "Attorney General", "US", "co_chair"),
        ("Jeh Johnson", "Secretary of Homeland Security", "US", "co_chair"),
    }


def test_seven_unnamed_officials_are_a_head_count() -> None:
    ingested_round_one()
    (count,) = suggested(SuggestionKind.DELEGATION_COUNT)
    assert (count.payload["best"], count.payload["party"], count.payload["unit"]) == (7, "CN", "people")
    assert "ministerial-level" in count.payload["wording"]


def test_the_guidelines_and_the_hot_line_are_outcomes_of_both_sides() -> None:
    ingested_round_one()
    kinds = {outcome.payload["kind"]: outcome.payload for outcome in suggested(SuggestionKind.OUTCOME)}
    assert set(kinds) == {OutcomeKind.INSTRUMENT, OutcomeKind.CHANNEL}
    assert "uidelines" in kinds[OutcomeKind.INSTRUMENT]["title"]
    assert "hot line" in kinds[OutcomeKind.CHANNEL]["title"]
    assert {payload["stated_by"] for payload in kinds.values()} == {"both"}


def test_it_implements_the_consensus_of_september() -> None:
    ingested_round_one()
    (relation,) = suggested(SuggestionKind.RELATION)
    assert (relation.payload["kind"], relation.payload["to_date"]) == ("implements", "2015-09")


def test_every_offset_lies_in_the_kept_text_and_the_phrase_in_its_sentence() -> None:
    ingested_round_one()
    for suggestion in Suggestion.objects.all():
        text = suggestion.snapshot.text or ""
        assert 0 <= suggestion.sentence_start < suggestion.sentence_end <= len(text)
        for start, end in [*suggestion.spans, *(pair for pairs in suggestion.evidence.values() for pair in pairs)]:
            assert 0 <= start < end <= len(text)
        start, end = suggestion.spans[0]
        assert suggestion.sentence_start <= start < end <= suggestion.sentence_end


def test_what_the_record_holds_already_is_matched_and_the_reason_is_given() -> None:
    summit = factories.dialogue("State visit", kind=DialogueKind.SUMMIT, start_date="2015-09-25", end_date=None)
    factories.dialogue("An envoy's visit", kind=DialogueKind.VISIT, start_date="2015-09-09", end_date=None)
    held = factories.dialogue("First round of the cybercrime dialogue", ordinal=1)
    guo = factories.participation(held, person=factories.person("Guo Shengkun"), role=ParticipationRole.CO_CHAIR)
    hotline = factories.outcome(held, "Cybercrime hotline to be set up", kind=OutcomeKind.CHANNEL)
    ingested_round_one()
    (dialogue,) = suggested(SuggestionKind.DIALOGUE)
    assert dialogue.matched_dialogue == held
    assert dialogue.match_reason == (
        "the same two parties on the same days, the same number (1), in Washington, under a similar name"
    )
    matched_chairs = [chair.matched_participation for chair in suggested(SuggestionKind.PARTICIPATION)]
    assert matched_chairs == [guo, None, None]
    matched_outcomes = {
        outcome.payload["kind"]: outcome.matched_outcome for outcome in suggested(SuggestionKind.OUTCOME)
    }
    assert matched_outcomes == {"channel": hotline, "instrument": None}
    (relation,) = suggested(SuggestionKind.RELATION)
    assert relation.payload["to_dialogue"] == summit.public_id


def test_two_candidates_are_no_match_because_a_person_must_decide() -> None:
    for title in ("One meeting", "Another meeting"):
        factories.dialogue(title)
    ingested_round_one()
    assert suggested(SuggestionKind.DIALOGUE)[0].matched_dialogue is None


def test_running_it_again_adds_nothing_and_brings_nothing_back() -> None:
    article = ingested_round_one()
    rejected = suggested(SuggestionKind.OUTCOME)[0]
    Suggestion.objects.filter(pk=rejected.pk).update(
        decision=Decision.REJECTED, rejection_reason="wrong_value", decided_at=article.created_at
    )
    before = Suggestion.objects.count()
    suggest_again(article)
    assert Suggestion.objects.count() == before
    rejected.refresh_from_db()
    assert rejected.decision == Decision.REJECTED


def test_a_text_that_is_no_report_ends_with_nothing_found_and_says_so() -> None:
    article = ingest(FromText("Take two eggs and a cup of flour, stir well, and bake the cake for half an hour. " * 3))
    assert (article.stage, article.problem) == (ArticleStage.NOTHING_FOUND, "nothing_found")
    assert article.relevance == Relevance.NONE
    assert Extraction.objects.get(snapshot__article=article).facts == []


def test_a_language_without_rules_is_said_not_to_have_been_read() -> None:
    text = "Đánh hai quả trứng với một cốc bột, khuấy đều rồi nướng bánh trong nửa giờ ở lửa vừa. " * 3
    article = ingest(FromText(text))
    assert (article.stage, article.problem) == (ArticleStage.NOTHING_FOUND, "not_read")
    assert article.problem_detail.startswith("Not read: there are no rules for its language (vi)")
    (state,) = states_of(Article.objects.filter(pk=article.pk))
    assert state.has_no_rules
    assert not state.found_nothing
    assert not unjudged().exists()
