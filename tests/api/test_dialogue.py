from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dialogues.models import Conflict, DelegationCount, Dialogue, Organization, Topic
from dialogues.models.vocabularies import (
    Attendance,
    CitationStance,
    CountUnit,
    OutcomeKind,
    OutcomeState,
    ParticipationRole,
    Publication,
    Rank,
)
from tests import factories
from tests.api.problems import problem


def get(api: Client, dialogue: Dialogue) -> dict[str, Any]:
    answer = api.get(f"/api/v1/dialogues/{dialogue.public_id}/")
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    return body


def listed(api: Client) -> dict[str, Any]:
    """The only dialogue of the list."""
    (item,) = api.get("/api/v1/dialogues/").json()["results"]
    assert isinstance(item, dict)
    return item


def test_a_dialogue_says_what_where_and_when(api: Client) -> None:
    mechanism = factories.mechanism()
    dialogue = factories.dialogue(mechanism=mechanism, ordinal=1, venue="Department of Justice", mode="in_person")
    for item in (get(api, dialogue), listed(api)):
        assert item["id"] == dialogue.public_id
        assert item["url"] == f"http://testserver/api/v1/dialogues/{dialogue.public_id}/"
        assert item["web_url"] == f"http://testserver/dialogues/{dialogue.public_id}/first-round/"
        assert (item["title"], item["kind"], item["ordinal"], item["status"]) == ("First round", "round", 1, "held")
        assert item["parties"] == [{"code": "CN", "name": "China"}, {"code": "US", "name": "United States"}]
        assert item["mechanism"] == {"id": mechanism.public_id, "name": mechanism.name}
        assert (item["start_date"], item["end_date"]) == ("2015-12-01", "2015-12-01")
        assert item["date_display"] == "1 December 2015"
        assert item["place"] == {
            "city": "Washington",
            "country": "US",
            "venue": "Department of Justice",
            "mode": "in_person",
        }
        assert item["version"] == 1
        assert item["updated_at"].endswith("Z")


def test_dates_are_as_exact_as_their_source(api: Client) -> None:
    item = get(api, factories.dialogue(start_date="2016-06", end_date=None))
    assert (item["start_date"], item["end_date"], item["date_display"]) == ("2016-06", None, "June 2016")


def test_a_title_without_latin_letters_has_a_page_too(api: Client) -> None:
    dialogue = factories.dialogue("首轮对话")
    assert get(api, dialogue)["web_url"] == f"http://testserver/dialogues/{dialogue.public_id}/"


def test_the_list_leaves_out_the_longest_parts(api: Client) -> None:
    item = get(api, factories.dialogue())
    assert item.keys() - listed(api).keys() == {
        "summary",
        "topics",
        "participants",
        "delegation_counts",
        "conflicts",
        "citations",
    }


def test_it_says_who_took_part_and_who_stood_in_for_whom(api: Client) -> None:
    dialogue = factories.dialogue()
    ministry = Organization.objects.create(name="Ministry", party=dialogue.side_a, publication=Publication.PUBLISHED)
    chair = factories.participation(
        dialogue,
        person=factories.person("Guo Shengkun", native_name="郭声琨"),
        organization=ministry,
        title_as_stated="State Councilor",
        rank=Rank.MINISTER,
        attendance=Attendance.ABSENT,
    )
    deputy = factories.participation(
        dialogue, name_as_stated="A deputy", role=ParticipationRole.MEMBER, acting_for=chair
    )
    item = get(api, dialogue)
    assert [one["id"] for one in item["participants"]] == [chair.public_id, deputy.public_id]
    first, second = item["participants"]
    assert item["co_chairs"] == listed(api)["co_chairs"] == [first]
    assert first["person"]["name"] == first["name"] == "Guo Shengkun"
    assert first["person"]["native_name"] == "郭声琨"
    assert first["organization"] == {"id": ministry.public_id, "name": "Ministry"}
    assert (first["party"], first["role"], first["rank"], first["attendance"]) == (
        "CN",
        "co_chair",
        "minister",
        "absent",
    )
    assert (second["person"], second["name"], second["name_as_stated"]) == (None, "A deputy", "A deputy")
    assert second["acting_for"] == {"id": chair.public_id, "name": "Guo Shengkun"}


def test_a_person_whose_record_is_a_draft_has_a_name_and_no_id(api: Client) -> None:
    dialogue = factories.dialogue()
    factories.participation(dialogue, person=factories.person("Somebody", publication=Publication.DRAFT))
    (chair,) = get(api, dialogue)["co_chairs"]
    assert (chair["name"], chair["person"]) == ("Somebody", None)


def test_a_draft_mechanism_is_not_shown(api: Client) -> None:
    dialogue = factories.dialogue(mechanism=factories.mechanism(publication=Publication.DRAFT))
    assert get(api, dialogue)["mechanism"] is listed(api)["mechanism"] is None


def test_a_head_count_has_no_invented_people(api: Client) -> None:
    dialogue = factories.dialogue()
    count = DelegationCount.objects.create(
        dialogue=dialogue,
        rank=Rank.MINISTER,
        best=7,
        unit=CountUnit.PEOPLE,
        wording="seven ministerial-level officials",
    )
    item = get(api, dialogue)
    assert item["participants"] == []
    assert item["delegation_counts"] == [
        {
            "id": count.public_id,
            "party": None,
            "rank": "minister",
            "rank_as_stated": "",
            "unit": "people",
            "low": None,
            "best": 7,
            "high": None,
            "wording": "seven ministerial-level officials",
        }
    ]


def test_it_names_its_published_outcomes_with_their_state(api: Client) -> None:
    dialogue = factories.dialogue()
    hotline = factories.outcome(dialogue)
    factories.status(hotline, OutcomeState.AGREED)
    factories.status(hotline, OutcomeState.LAUNCHED)
    factories.outcome(dialogue, "A draft", kind=OutcomeKind.NORM, publication=Publication.DRAFT)
    expected = [
        {
            "id": hotline.public_id,
            "url": f"http://testserver/api/v1/outcomes/{hotline.public_id}/",
            "web_url": f"http://testserver/outcomes/{hotline.public_id}/a-hot-line-is-to-be-set-up/",
            "title": "A hot line is to be set up",
            "kind": "channel",
            "state": "launched",
        }
    ]
    assert get(api, dialogue)["outcomes"] == listed(api)["outcomes"] == expected


def test_it_quotes_the_sentence_that_says_so(api: Client) -> None:
    dialogue = factories.dialogue()
    publisher = factories.publisher()
    article = factories.article("A report", publisher=publisher, url="https://example.org/a", published_on="2015-12-02")
    snapshot = factories.snapshot("Both sides met on Tuesday.", article=article)
    citation = factories.citation(
        snapshot, "met on Tuesday", dialogue=dialogue, field="start_date", value_as_stated="Tuesday"
    )
    assert get(api, dialogue)["citations"] == [
        {
            "id": citation.public_id,
            "about": {"kind": "dialogue", "id": dialogue.public_id},
            "field": "start_date",
            "quote": "met on Tuesday",
            "start": 11,
            "end": 25,
            "stance": "supports",
            "value_as_stated": "Tuesday",
            "speaker_party": None,
            "source": {
                "article": article.public_id,
                "title": "A report",
                "description": "",
                "publisher": publisher.name,
                "perspective": "state_media",
                "party": "CN",
                "url": "https://example.org/a",
                "published_on": "2015-12-02",
                "language": "en",
                "text_kept": True,
            },
        }
    ]


@pytest.mark.parametrize(
    "values", [{"url": "javascript:alert(1)"}, {"url": "https://junk.example/", "linkable": False}]
)
def test_a_source_that_nobody_should_open_has_no_address(api: Client, values: dict[str, Any]) -> None:
    dialogue = factories.dialogue()
    factories.citation(factories.snapshot(article=factories.article(**values)), "hot line", dialogue=dialogue)
    (citation,) = get(api, dialogue)["citations"]
    assert citation["source"]["url"] is None


def test_citations_say_which_part_they_are_about(api: Client) -> None:
    dialogue = factories.dialogue()
    participation = factories.participation(dialogue)
    factories.citation(factories.snapshot(), "two sides", participation=participation)
    factories.citation(factories.snapshot(), "hot line", outcome=factories.outcome(dialogue))
    (citation,) = get(api, dialogue)["citations"]
    assert citation["about"] == {"kind": "participation", "id": participation.public_id}


def test_sources_that_disagree_are_shown_with_both_values(api: Client) -> None:
    dialogue = factories.dialogue()
    snapshot = factories.snapshot("The talks of Tuesday. Monday's dialogue.")
    kept = factories.citation(snapshot, "Tuesday", dialogue=dialogue, field="start_date", value_as_stated="Tuesday")
    other = factories.citation(
        snapshot,
        "Monday",
        dialogue=dialogue,
        field="start_date",
        value_as_stated="Monday",
        stance=CitationStance.CONTRADICTS,
    )
    assert get(api, dialogue)["conflicts"] == [
        {
            "field": "start_date",
            "subject": "date",
            "resolution": "",
            "values": [
                {"value": "Tuesday", "kept": True, "citations": [kept.public_id]},
                {"value": "Monday", "kept": False, "citations": [other.public_id]},
            ],
        }
    ]


def test_a_settled_conflict_says_why(api: Client) -> None:
    dialogue = factories.dialogue()
    conflict = Conflict.objects.create(
        dialogue=dialogue, field="start_date", field_as_stated="date", resolution="The joint text says so."
    )
    factories.citation(factories.snapshot(), "hot line", dialogue=dialogue, field="start_date", conflict=conflict)
    (found,) = get(api, dialogue)["conflicts"]
    assert (found["subject"], found["resolution"]) == ("date", "The joint text says so.")


def test_topics_are_named(api: Client) -> None:
    dialogue = factories.dialogue()
    topic = Topic.objects.create(name="Cybercrime")
    dialogue.topics.add(topic)
    assert get(api, dialogue)["topics"] == [{"id": topic.public_id, "name": "Cybercrime"}]


def test_a_draft_is_not_found(api: Client) -> None:
    draft = factories.dialogue(publication=Publication.DRAFT)
    problem(api.get(f"/api/v1/dialogues/{draft.public_id}/"), 404)


def test_a_withdrawn_dialogue_says_why(api: Client) -> None:
    withdrawn = factories.dialogue(publication=Publication.WITHDRAWN, withdrawn_because="It did not take place.")
    body = problem(api.get(f"/api/v1/dialogues/{withdrawn.public_id}/"), 410)
    assert body["detail"] == "This dialogue was withdrawn from the record: It did not take place."


def test_a_merged_dialogue_leads_to_the_one_it_went_into(api: Client) -> None:
    kept = factories.dialogue("Kept")
    merged = factories.dialogue("Merged", merged_into=kept)
    answer = api.get(f"/api/v1/dialogues/{merged.public_id}/")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"http://testserver/api/v1/dialogues/{kept.public_id}/"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_dialogue_merged_into_a_draft_is_not_found(api: Client) -> None:
    draft = factories.dialogue(publication=Publication.DRAFT)
    merged = factories.dialogue("Merged", merged_into=draft)
    problem(api.get(f"/api/v1/dialogues/{merged.public_id}/"), 404)


def test_an_unknown_dialogue_is_not_found(api: Client) -> None:
    problem(api.get("/api/v1/dialogues/dlg-0000000000/"), 404)


def test_no_cache_keeps_an_answer_without_asking(api: Client) -> None:
    answer = api.get("/api/v1/dialogues/")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert set(answer.headers["Vary"].split(", ")) == {"Accept", "Authorization", "Cookie"}


def a_full_dialogue(number: int) -> Dialogue:
    dialogue = factories.dialogue(f"Dialogue {number}")
    chair = factories.participation(dialogue, person=factories.person(f"Chair {number}"))
    factories.participation(dialogue, name_as_stated="A deputy", role=ParticipationRole.ACTING_CHAIR, acting_for=chair)
    for name in ("A hot line", "A norm"):
        factories.status(factories.outcome(dialogue, name))
    return dialogue


@pytest.mark.parametrize("count", [2, 20])
def test_a_list_takes_three_queries_whatever_its_length(
    api: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mechanism = factories.mechanism()
    for number in range(count):
        a_full_dialogue(number)
    Dialogue.objects.update(mechanism=mechanism)
    with django_assert_num_queries(3):  # dialogues, their chairs, their outcomes
        page = api.get("/api/v1/dialogues/?page_size=100").json()
    assert len(page["results"]) == count


@pytest.mark.parametrize("count", [2, 20])
def test_one_dialogue_takes_eight_queries_whatever_it_holds(
    api: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dialogue = a_full_dialogue(0)
    publisher = factories.publisher()
    for number in range(count):
        person = factories.participation(dialogue, person=factories.person(f"Person {number}"))
        snapshot = factories.snapshot(article=factories.article(publisher=publisher))
        conflict = Conflict.objects.create(dialogue=dialogue, field_as_stated=f"Point {number}")
        factories.citation(snapshot, "hot line", participation=person)
        factories.citation(snapshot, "two sides", dialogue=dialogue, conflict=conflict)
        factories.status(factories.outcome(dialogue, f"Outcome {number}"))
        DelegationCount.objects.create(dialogue=dialogue, best=number, wording=f"{number} officials")
    # The record under the ID, the dialogue, participants, outcomes, counts, conflicts, topics, citations.
    with django_assert_num_queries(8):
        item = get(api, dialogue)
    assert len(item["citations"]) == 2 * count
