"""The ten cases that a simpler model could not hold: the record holds each, its page shows it, the API gives it.

The facts are those of the starter record. The first two come from a newspaper's report, through accepted suggestions.
"""

from typing import Any

import pytest
from django.test import Client

from dialogues.models import (
    Dialogue,
    Mechanism,
    Outcome,
    Participation,
    Party,
    Person,
    Relation,
    Suggestion,
)
from dialogues.models.vocabularies import (
    Attendance,
    CitationStance,
    DialogueKind,
    DialogueStatus,
    OutcomeKind,
    OutcomeState,
    ParticipationRole,
    PartyKind,
    RelationKind,
    SuggestionKind,
)
from dialogues.review.accept import accept_suggestion
from tests import factories
from tests.ingest.stages import ingested_round_one
from tests.management.starter_rows import row
from tests.web.pages import parse, section, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def page(record: Dialogue | Outcome, heading: str = "") -> str:
    """The words of its page, or of one section of it."""
    answer = Client().get(record.get_absolute_url())
    assert answer.status_code == 200
    tree = parse(answer.text)
    return words(section(tree, heading) if heading else next(tree.iter("main")))


def api(record: Dialogue | Outcome) -> dict[str, Any]:
    kind = "dialogues" if isinstance(record, Dialogue) else "outcomes"
    answer = Client().get(f"/api/v1/{kind}/{record.public_id}/")
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def accepted(*kinds: SuggestionKind) -> Dialogue:
    """The first round, after staff have accepted these suggestions from the report of December 2015."""
    staff = factories.staff_user()
    article = ingested_round_one()
    for suggestion in Suggestion.objects.filter(article=article, kind__in=kinds).in_review_order():
        accept_suggestion(public_id=suggestion.public_id, by=staff)
    return row(Dialogue, "hljd-1")


def test_1_one_article_says_held_on_tuesday_and_mondays_dialogue() -> None:
    meetings = Dialogue.objects.count()
    first = accepted(SuggestionKind.DIALOGUE)
    assert Dialogue.objects.count() == meetings
    quoted = first.citations.filter(field="start_date").exclude(quote="")
    stances = dict(quoted.values_list("value_as_stated", "stance"))
    assert stances["Monday's dialogue"] == CitationStance.CONTRADICTS
    assert CitationStance.SUPPORTS in stances.values()
    shown = page(first)
    assert "Date 1 December 2015" in shown
    assert "sources disagree" in shown
    for citation in quoted:
        assert citation.quote in shown
    told = api(first)
    assert told["start_date"] == "2015-12-01"
    assert {one["stance"] for one in told["citations"] if one["field"] == "start_date" and one["quote"]} == {
        "supports",
        "contradicts",
    }


def test_2_seven_ministerial_level_officials_without_names_are_a_head_count() -> None:
    people = Person.objects.count()
    first = accepted(SuggestionKind.DIALOGUE, SuggestionKind.DELEGATION_COUNT)
    count = first.delegation_counts.get()
    assert (count.party_id, count.low, count.best, count.high) == ("CN", 7, 7, 7)
    assert Person.objects.count() == people
    assert "7 ministerial-level officials" in page(first)
    (told,) = api(first)["delegation_counts"]
    assert (told["party"], told["best"]) == ("CN", 7)


def test_3_guo_shengkun_held_two_posts_and_took_part_once() -> None:
    first = row(Dialogue, "hljd-1")
    guo = first.participations.get(person__name="Guo Shengkun")
    assert {tenure.title for tenure in guo.tenures.all()} == {"State Councilor", "Minister of Public Security"}
    assert "Guo Shengkun 郭声琨 State Councilor and Minister of Public Security" in page(first)
    (told,) = (one for one in api(first)["participants"] if one["name"] == "Guo Shengkun")
    assert told["title_as_stated"] == "State Councilor and Minister of Public Security"


def test_4_chairs_who_did_not_come_and_those_who_acted_for_them() -> None:
    second = row(Dialogue, "hljd-2")
    acting = Participation.objects.filter(dialogue=second, role=ParticipationRole.ACTING_CHAIR)
    stood_in = set(acting.values_list("person__name", "acting_for__person__name", "acting_for__attendance"))
    assert stood_in == {
        ("Suzanne Spaulding", "Jeh Johnson", Attendance.ABSENT),
        ("Bruce Swartz", "Loretta Lynch", Attendance.ABSENT),
    }
    shown = page(second)
    assert "acting chair stood in for Loretta Lynch" in shown
    assert "co-chair did not attend" in shown
    told = {one["name"]: one for one in api(second)["participants"]}
    assert told["Bruce Swartz"]["acting_for"]["name"] == "Loretta Lynch"
    assert told["Loretta Lynch"]["attendance"] == "absent"


def test_5_an_outcome_that_one_side_lists_and_the_other_does_not_mention() -> None:
    exercise = row(Outcome, "h1-ttx")
    silent = exercise.dialogue.differences.get(subject="table-top exercise").citations.filter(
        stance=CitationStance.SILENT
    )
    assert set(silent.values_list("speaker_party", flat=True)) == {"CN"}
    assert silent.count() == 3
    assert "Stated by United States only" in page(exercise)
    assert "Not mentioned in the Chinese reports seen." in page(exercise.dialogue, "differences")
    assert (api(exercise)["stated_by"], api(exercise)["basis"]) == (["US"], "one_side")


def test_6_a_hotline_is_one_outcome_with_four_statuses() -> None:
    hotline = row(Outcome, "h1-hotline")
    assert [(str(one.effective_on), one.state) for one in hotline.statuses.all()] == [
        ("2015-12-01", OutcomeState.AGREED),
        ("2016-06-14", OutcomeState.IN_PROGRESS),
        ("2016-12-07", OutcomeState.LAUNCHED),
        ("2017-10-04", OutcomeState.REAFFIRMED),
    ]
    history = page(hotline, "history")
    places = [history.index(day) for day in ("4 October 2017", "7 December 2016", "14 June 2016", "1 December 2015")]
    assert places == sorted(places)
    assert [one["state"] for one in api(hotline)["statuses"]] == ["agreed", "in_progress", "launched", "reaffirmed"]
    assert api(hotline)["state"] == "reaffirmed"


def test_7_a_dialogue_that_implements_a_consensus_and_is_continued_by_another_mechanism() -> None:
    staff = factories.staff_user()
    article = ingested_round_one()
    for kind in (SuggestionKind.DIALOGUE, SuggestionKind.RELATION):
        for suggestion in article.suggestions.filter(kind=kind):
            accept_suggestion(public_id=suggestion.public_id, by=staff)
    first, summit = row(Dialogue, "hljd-1"), row(Dialogue, "state-visit-2015-09")
    implements = Relation.objects.get(from_dialogue=first)
    assert (implements.kind, implements.to_dialogue) == (RelationKind.IMPLEMENTS, summit)
    assert first.mechanism is not None
    continued = first.mechanism.relations_to.get(kind=RelationKind.CONTINUES)
    assert continued.from_mechanism == row(Mechanism, "us-cn-lecd")
    lineage = page(first, "lineage")
    assert f"implements {summit.title}" in lineage
    assert "US-China Law Enforcement and Cybersecurity Dialogue" in lineage
    assert api(first)["mechanism"]["id"] == first.mechanism.public_id


def test_8_a_promise_of_a_meeting_is_an_outcome_and_not_a_dialogue() -> None:
    promise = row(Outcome, "h1-next")
    assert (promise.title, promise.kind) == ("Second round in Beijing, June 2016", OutcomeKind.NEXT_MEETING)
    assert not Dialogue.objects.exclude(status=DialogueStatus.HELD).exists()
    assert "Next meeting Second round in Beijing, June 2016 held" in page(promise)
    assert (api(promise)["kind"], api(promise)["state"]) == ("next_meeting", "held")


def test_9_a_bloc_is_a_party() -> None:
    task_force = row(Mechanism, "cn-eu-cyber-taskforce")
    assert (task_force.side_a_id, task_force.side_b_id) == ("CN", "EU")
    assert Party.objects.get(pk="EU").kind == PartyKind.BLOC
    assert Client().get("/api/v1/dialogues/?pair=EU-CN").json()["results"] == []


def test_9_two_parties_that_are_not_the_us_and_china() -> None:
    meeting = row(Dialogue, "usin-5")
    assert "Between India and United States" in page(meeting)
    assert [party["code"] for party in api(meeting)["parties"]] == ["IN", "US"]


def test_9_a_dialogue_without_a_mechanism() -> None:
    call = factories.dialogue("Call of two leaders", kind=DialogueKind.CALL, mechanism=None)
    assert call.mechanism is None
    assert "Call of two leaders" in page(call)
    assert api(call)["mechanism"] is None


@pytest.mark.parametrize(
    ("key", "stored", "written"), [("fwg-3", "2024-01", "January 2024"), ("usin-5", "2016", "2016")]
)
def test_10_a_date_known_only_to_the_month_or_year(key: str, stored: str, written: str) -> None:
    meeting = row(Dialogue, key)
    assert f"Date {written}" in page(meeting)
    assert (api(meeting)["start_date"], api(meeting)["date_display"]) == (stored, written)


def test_10_a_meeting_across_midnight_in_two_time_zones() -> None:
    first = row(Dialogue, "ewg-1")
    assert (str(first.start_date), first.time_zone) == ("2023-10-24", "Asia/Shanghai")
    shown = page(first)
    assert "Tuesday 24 October (Beijing)" in shown
    assert "Monday evening 23 October (Washington)" in shown
    stated = {one["value_as_stated"]: one["stance"] for one in api(first)["citations"]}
    assert stated["Monday evening 23 October (Washington)"] == "contradicts"


def test_10_a_round_whose_number_the_sides_count_differently() -> None:
    fifth = row(Dialogue, "fwg-5")
    assert fifth.ordinal == 5
    shown = page(fifth)
    assert "5th round" in shown
    assert "sixth" in shown
    (conflict,) = (one for one in api(fifth)["conflicts"] if one["field"] == "ordinal")
    assert {one["value"]: one["kept"] for one in conflict["values"]} == {"fifth": True, "sixth": False}
