from collections.abc import Callable, Mapping

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from dialogues.models import Dialogue, Topic
from dialogues.models.vocabularies import DialogueKind, OutcomeKind, OutcomeState, Publication, Side
from dialogues.queries.filters import DialogueFilter, OutcomeFilter, published_dialogues, published_outcomes
from tests import factories

pytestmark = pytest.mark.django_db


def dialogues(query: str) -> list[str]:
    """The titles that the filters in a query string select, in alphabetical order."""
    filters = DialogueFilter(QueryDict(query), queryset=published_dialogues())
    assert filters.is_valid(), filters.errors
    return sorted(dialogue.title for dialogue in filters.qs)


def outcomes(query: str) -> list[str]:
    filters = OutcomeFilter(QueryDict(query), queryset=published_outcomes())
    assert filters.is_valid(), filters.errors
    return sorted(outcome.title for outcome in filters.qs)


def errors(query: str, filter_set: Callable[..., DialogueFilter | OutcomeFilter] = DialogueFilter) -> Mapping[str, str]:
    filters = filter_set(QueryDict(query), queryset=published_dialogues())
    return {name: messages[0] for name, messages in filters.errors.items()}


def two_pairs() -> tuple[Dialogue, Dialogue]:
    with_us = factories.dialogue("With the US")
    with_eu = factories.dialogue("With the EU", side_a=factories.party("CN"), side_b=factories.party("EU"))
    return with_us, with_eu


@pytest.mark.parametrize("pair", ["CN-EU", "EU-CN", "eu-cn"])
def test_a_pair_is_given_in_either_order(pair: str) -> None:
    two_pairs()
    assert dialogues(f"pair={pair}") == ["With the EU"]


def test_a_party_is_on_either_side() -> None:
    two_pairs()
    assert dialogues("party=cn") == ["With the EU", "With the US"]
    assert dialogues("party=US") == ["With the US"]


def test_a_mechanism_is_given_by_its_public_id() -> None:
    mechanism = factories.mechanism()
    factories.dialogue("Within", mechanism=mechanism)
    factories.dialogue("Without")
    assert dialogues(f"mechanism={mechanism.public_id}") == ["Within"]


def test_nothing_given_selects_everything() -> None:
    two_pairs()
    assert dialogues("pair=&from=&kind=&topic=") == dialogues("") == ["With the EU", "With the US"]


@pytest.mark.parametrize(
    ("start", "end", "query", "matches"),
    [
        ("2015-12-01", "2015-12-02", "from=2015-12-02", True),
        ("2015-12-01", "2015-12-02", "from=2015-12-03", False),
        ("2015-12-01", "2015-12-02", "to=2015-12-01", True),
        ("2015-12-01", "2015-12-02", "to=2015-11", False),
        ("2015-12-01", None, "from=2015-12-01&to=2015-12-01", True),
        ("2015-12-01", None, "from=2015-12-02", False),
        ("2015-12", None, "from=2015-12-20&to=2015-12-21", True),
        ("2015", None, "from=2015-12-31", True),
        ("2015", None, "from=2016", False),
        ("[2016-09-19,2016-09-20]", None, "from=2016-09-20", True),
        ("2015-12-31", "2016-01", "from=2016-01-31&to=2016-01-31", True),
        ("2015-12-31", None, "from=2015&to=2015", True),
    ],
)
def test_dates_match_when_they_can_overlap(start: str, end: str | None, query: str, matches: bool) -> None:
    factories.dialogue("The meeting", start_date=start, end_date=end)
    assert dialogues(query) == (["The meeting"] if matches else [])


@pytest.mark.parametrize("query", ["kind=call", "status=announced", "mode=video", "country=SE", "country=se"])
def test_each_plain_field_filters(query: str) -> None:
    factories.dialogue("This one", kind=DialogueKind.CALL, status="announced", mode="video", country="SE")
    factories.dialogue("Another")
    assert dialogues(query) == ["This one"]


def test_outcome_kind_and_state_speak_of_the_same_outcome() -> None:
    both = factories.dialogue("Both in one")
    factories.status(factories.outcome(both, kind=OutcomeKind.CHANNEL), OutcomeState.LAUNCHED)
    apart = factories.dialogue("In two outcomes")
    factories.status(factories.outcome(apart, kind=OutcomeKind.CHANNEL), OutcomeState.AGREED)
    factories.status(factories.outcome(apart, kind=OutcomeKind.NORM), OutcomeState.LAUNCHED)
    assert dialogues("outcome_kind=channel") == ["Both in one", "In two outcomes"]
    assert dialogues("outcome_state=launched") == ["Both in one", "In two outcomes"]
    assert dialogues("outcome_kind=channel&outcome_state=launched") == ["Both in one"]


def test_only_the_current_state_of_an_outcome_counts() -> None:
    outcome = factories.outcome(factories.dialogue("The meeting"))
    factories.status(outcome, OutcomeState.AGREED)
    factories.status(outcome, OutcomeState.LAUNCHED)
    assert dialogues("outcome_state=agreed") == []
    assert dialogues("outcome_state=launched") == ["The meeting"]


def test_a_draft_outcome_does_not_count() -> None:
    meeting = factories.dialogue("The meeting")
    factories.outcome(meeting, kind=OutcomeKind.NORM, publication=Publication.DRAFT)
    assert dialogues("outcome_kind=norm") == []


def test_a_dialogue_with_many_matches_comes_once() -> None:
    meeting = factories.dialogue("The meeting")
    topic = Topic.objects.create(name="Cybercrime")
    meeting.topics.add(topic)
    for number in range(3):
        outcome = factories.outcome(meeting, f"Outcome {number}")
        outcome.topics.add(topic)
        factories.status(outcome)
    query = f"outcome_kind=channel&outcome_state=agreed&topic={topic.public_id}&party=CN"
    assert dialogues(query) == ["The meeting"]


def test_a_topic_is_that_of_the_dialogue_or_of_an_outcome_or_one_under_it() -> None:
    topic = Topic.objects.create(name="Cyber")
    narrower = Topic.objects.create(name="Cybercrime", parent=topic)
    factories.dialogue("Of the dialogue").topics.add(topic)
    factories.outcome(factories.dialogue("Of an outcome")).topics.add(topic)
    factories.dialogue("Narrower").topics.add(narrower)
    factories.outcome(factories.dialogue("Of a draft"), publication=Publication.DRAFT).topics.add(topic)
    assert dialogues(f"topic={topic.public_id}") == ["Narrower", "Of an outcome", "Of the dialogue"]
    assert dialogues(f"topic={narrower.public_id}") == ["Narrower"]


def test_drafts_and_withdrawn_and_merged_dialogues_are_not_public() -> None:
    shown = factories.dialogue("Shown")
    factories.dialogue("Draft", publication=Publication.DRAFT)
    factories.dialogue("Withdrawn", publication=Publication.WITHDRAWN)
    factories.dialogue("Merged", merged_into=shown)
    assert dialogues("") == ["Shown"]


def test_an_outcome_of_a_draft_dialogue_is_not_public() -> None:
    factories.outcome(factories.dialogue(publication=Publication.DRAFT), "Of a draft")
    factories.outcome(factories.dialogue(publication=Publication.WITHDRAWN), "Of a withdrawn one")
    factories.outcome(factories.dialogue(), "Shown")
    assert outcomes("") == ["Shown"]


@pytest.mark.parametrize(
    ("query", "field", "rule"),
    [
        ("pair=CN", "pair", "write two party codes with a hyphen, e.g. CN-US"),
        ("pair=CN-US-EU", "pair", "write two party codes with a hyphen, e.g. CN-US"),
        ("pair=CN-CN", "pair", "a pair is two different parties, not CN twice"),
        ("pair=CN-XX", "pair", "the record knows no party with the code 'XX'"),
        ("party=XX", "party", "the record knows no party with the code 'XX'; write e.g. CN or EU"),
        ("from=yesterday", "from", "write YYYY, YYYY-MM or YYYY-MM-DD, e.g. 2015-12"),
        ("to=2015-02-30", "to", "the calendar has no date 2015-02-30; write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("to=2015-13", "to", "the calendar has no date 2015-13; write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("from=2016&to=2015", "to", "it must not be before from (2016)"),
        ("mode=teleport", "mode", "write one of in_person, video, phone, hybrid, unknown"),
        ("country=Sweden", "country", "write two letters (ISO 3166-1 alpha-2), e.g. US"),
        ("mechanism=none", "mechanism", "the public record has no such ID; it looks like mec-7k3m9x2q4f"),
        ("topic=top-0000000000", "topic", "the public record has no such ID; it looks like top-7k3m9x2q4f"),
        ("kind=call&kind=round", "kind", "give it once"),
    ],
)
def test_a_wrong_value_is_refused_by_name_with_the_rule(query: str, field: str, rule: str) -> None:
    factories.party("CN")
    assert errors(query) == {field: rule}


@pytest.mark.parametrize("name", sorted(DialogueFilter.base_filters))
def test_a_nul_character_is_refused_by_every_parameter(name: str) -> None:
    assert list(errors(f"{name}=a%00b")) == [name]


def test_a_draft_mechanism_cannot_be_found_out_through_the_filter() -> None:
    hidden = factories.mechanism(publication=Publication.DRAFT)
    assert "mechanism" in errors(f"mechanism={hidden.public_id}")


def test_outcomes_filter_by_what_their_dialogue_is() -> None:
    with_us, with_eu = two_pairs()
    factories.outcome(with_us, "American")
    factories.outcome(with_eu, "European")
    with_eu.mechanism = factories.mechanism(side_a=with_eu.side_a, side_b=with_eu.side_b)
    with_eu.start_date = "2019"
    with_eu.end_date = None
    with_eu.save()
    assert outcomes("pair=CN-EU") == ["European"]
    assert outcomes("party=US") == ["American"]
    assert outcomes("from=2016") == ["European"]
    assert outcomes("to=2016") == ["American"]
    assert outcomes(f"mechanism={with_eu.mechanism.public_id}") == ["European"]
    assert outcomes(f"dialogue={with_us.public_id}") == ["American"]


def test_outcomes_filter_by_kind_and_current_state() -> None:
    meeting = factories.dialogue()
    norm = factories.outcome(meeting, "A norm", kind=OutcomeKind.NORM)
    factories.status(norm, OutcomeState.AGREED)
    factories.status(norm, OutcomeState.REAFFIRMED)
    factories.outcome(meeting, "A channel")
    assert outcomes("kind=norm") == ["A norm"]
    assert outcomes("state=reaffirmed") == ["A norm"]
    assert outcomes("state=agreed") == []


def test_stated_by_is_both_or_one_side_alone() -> None:
    meeting = factories.dialogue()
    factories.outcome(meeting, "Joint", stated_by=Side.BOTH)
    factories.outcome(meeting, "Chinese", stated_by=Side.A)
    factories.outcome(meeting, "American", stated_by=Side.B)
    factories.outcome(meeting, "Unknown", stated_by=Side.UNKNOWN)
    assert outcomes("stated_by=both") == ["Joint"]
    assert outcomes("stated_by=CN") == ["Chinese"]
    assert outcomes("stated_by=us") == ["American"]
    assert "stated_by" in errors("stated_by=neither", OutcomeFilter)


def test_overdue_true_and_false_share_the_outcomes_between_them() -> None:
    meeting = factories.dialogue()
    factories.outcome(meeting, "Late", deadline="2016-06")
    factories.outcome(meeting, "In time", deadline="2998")
    factories.outcome(meeting, "Without deadline")
    assert outcomes("overdue=true") == ["Late"]
    assert outcomes("overdue=false") == ["In time", "Without deadline"]
    assert errors("overdue=perhaps", OutcomeFilter) == {"overdue": "write one of true, false"}


def test_filtering_outcomes_takes_no_query_for_each_row(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    meeting = factories.dialogue()
    for number in range(5):
        factories.status(factories.outcome(meeting, f"Outcome {number}"))
    filters = OutcomeFilter(QueryDict("state=agreed&overdue=false"), queryset=published_outcomes())
    assert filters.is_valid()
    with django_assert_num_queries(1):
        assert len(list(filters.qs)) == 5
