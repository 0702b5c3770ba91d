"""The page of the ingestion."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from dialogues.models import Article, Feed, Host, Job, Suggestion, User
from dialogues.models.vocabularies import ArticleStage, Decision, JobKind, JobState, RejectionReason, SuggestionKind
from dialogues.templatetags.bars import duration, stacked_bar
from tests import factories
from tests.ingest.stages import ingested_round_one
from tests.web.conftest import QueryCount
from tests.web.pages import parse, section, with_class, words

pytestmark = pytest.mark.django_db

PAGE = "/ingestion/"
HOSTILE = "<script>alert(1)</script>\" onload='x' {{ 7|add:7 }}"


def failed(problem: str = "http_error", detail: str = "The server is away.") -> Article:
    return factories.article(stage=ArticleStage.FAILED, problem=problem, problem_detail=detail)


def job(state: JobState, **values: Any) -> Job:
    of = factories.article()
    error = "It broke." if state == JobState.QUARANTINED else ""
    defaults: dict[str, Any] = {"dedupe_key": f"read:{of.public_id}", "last_error": error}
    return Job.objects.create(kind=JobKind.READ, article=of, state=state, **(defaults | values))


def decide(suggestion: Suggestion, **values: Any) -> None:
    Suggestion.objects.filter(pk=suggestion.pk).update(decided_at=timezone.now(), **values)


def test_whoever_may_not_see_jobs_does_not_see_the_page(client: Client) -> None:
    answer = client.get(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/ingestion/")
    reader = User.objects.create(username="reader", is_staff=True)
    client.force_login(reader)
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/").text
    reader.user_permissions.add(Permission.objects.get(codename="view_job"))
    assert client.get(PAGE).status_code == 200
    assert PAGE in client.get("/").text
    assert client.post(PAGE).status_code == 405


def test_an_empty_record_has_a_page_too(staff_client: Client) -> None:
    tree = parse(staff_client.get(PAGE).text)
    page = words(tree)
    assert "There is no feed yet." in page
    assert "No article of the last 30 days failed." in page
    assert "Nobody has decided on a suggestion yet." in page
    [_, quiet] = section(tree, "days").iter("tr")
    assert words(quiet).endswith("none on 30 days")


def test_a_day_shows_its_numbers_and_their_bar(staff_client: Client) -> None:
    failed(), factories.article(stage=ArticleStage.READY)
    tree = parse(staff_client.get(PAGE).text)
    today = list(section(tree, "days").iter("tr"))[1]
    assert words(today).split()[2:] == ["2", "1", "0", "0", "1", "0"]
    assert len(list(section(tree, "days").iter("tr"))) == 3
    assert [part.get("class") for part in today.iter() if "rect" in str(part.tag)] == [
        "part-ready-for-review",
        "part-failed",
    ]


def test_states_and_reasons_lead_to_the_lists_of_just_those(staff_client: Client) -> None:
    wanted, other = failed("no_text"), failed("http_error")
    quarantined = job(JobState.QUARANTINED)
    due = job(JobState.WAITING, due_at=timezone.now() - timedelta(hours=3))
    tree = parse(staff_client.get(PAGE).text)
    links = {words(link): link.get("href", "") for link in tree.iter("a")}
    found = {row.pk for row in staff_client.get(links["no text"]).context["cl"].result_list}
    assert (found, other.pk in found) == ({wanted.pk}, False)
    assert [row.pk for row in staff_client.get(links["quarantined"]).context["cl"].result_list] == [quarantined.pk]
    assert [row.pk for row in staff_client.get(links["due for 3 hours"]).context["cl"].result_list] == [due.pk]


def test_a_job_that_has_been_due_for_long_is_a_warning(staff_client: Client) -> None:
    waiting = job(JobState.WAITING, due_at=timezone.now() - timedelta(minutes=4))
    assert "is a worker running?" not in staff_client.get(PAGE).text
    Job.objects.filter(pk=waiting.pk).update(due_at=timezone.now() - timedelta(minutes=6))
    assert "is a worker running?" in staff_client.get(PAGE).text


def test_a_feed_says_how_it_stands_and_why(staff_client: Client) -> None:
    now = timezone.now()
    Feed.objects.create(
        name="Gazette",
        url="https://gazette.example/feed",
        failures=2,
        failing_since=now,
        last_error="The server is away.",
        next_due_at=now + timedelta(hours=1),
    )
    page = words(section(parse(staff_client.get(PAGE).text), "feeds"))
    assert "failing since" in page
    assert "The server is away." in page
    assert "never" in page


def test_the_extractor_is_measured_by_the_decisions(staff_client: Client) -> None:
    people = list(ingested_round_one().suggestions.filter(kind=SuggestionKind.PARTICIPATION))[:3]
    Suggestion.objects.filter(pk__in=[one.pk for one in people]).update(rule="appositive")
    first, second, third = people
    decide(first, decision=Decision.ACCEPTED, edit_distance=0)
    decide(second, decision=Decision.ACCEPTED, edit_distance=0.25)
    decide(third, decision=Decision.REJECTED, rejection_reason=RejectionReason.WRONG_VALUE)
    table = section(parse(staff_client.get(PAGE).text), "precision")
    [total] = with_class(table, "sum")
    assert words(total) == "participant 3 67 % 1 1 0.25 1 a value is wrong: 1"
    rule = list(table.iter("tr"))[2]
    assert words(rule) == "appositive 3 67 % 1 1 0.25 1 a value is wrong: 1"


def test_hostile_words_of_publishers_are_text(staff_client: Client) -> None:
    failed(HOSTILE[:40], HOSTILE)
    Feed.objects.create(name=HOSTILE, url="https://gazette.example/feed", failures=1, last_error=HOSTILE)
    page = staff_client.get(PAGE).text
    tree = parse(page)
    assert "<script" not in page
    assert not [element for element in tree.iter() if element.get("onload")]
    assert HOSTILE in words(tree)


def test_the_page_is_valid_and_keeps_to_the_policy(staff_client: Client) -> None:
    job(JobState.QUARANTINED), failed()
    answer = staff_client.get(PAGE)
    tree = parse(answer.text)
    assert [len(list(tree.iter(name))) for name in ("h1", "main")] == [1, 1]
    assert not [element for element in tree.iter() if element.get("style") is not None]
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert "no-store" in answer["Cache-Control"]


def test_the_number_of_queries_does_not_grow(staff_client: Client, queries_of: QueryCount) -> None:
    def filled(number: int) -> int:
        for n in range(number):
            failed(f"reason_{number}_{n}"), job(JobState.QUARANTINED)
            Feed.objects.create(name=f"{number}/{n}", url=f"https://x.example/{number}/{n}")
            Host.objects.leave_alone(f"x{number}-{n}.example", "busy")
        return queries_of(PAGE)

    with_two = filled(2)
    assert filled(18) == with_two <= 13


def test_a_bar_is_as_long_as_its_sum_is_of_the_longest() -> None:
    drawn = str(stacked_bar({"in work": 1, "failed": 0, "copies": 1}, 4))
    assert drawn.count("<rect") == 2
    assert '<rect class="part-in-work" x="0.00" width="50.00"' in drawn
    assert '<rect class="part-copies" x="50.00" width="50.00"' in drawn
    assert "<rect" not in str(stacked_bar({"failed": 0}, 0))


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.42, "0.4 s"), (12, "12 s"), (300, "5 min"), (7200, "2 h"), (200_000, "2 days")]
)
def test_a_span_is_told_in_the_unit_that_suits_it(seconds: float, shown: str) -> None:
    assert duration(timedelta(seconds=seconds)) == shown
    assert duration(None) == "—"


def test_hosts_that_are_left_alone_are_named_only_when_there_are_any(staff_client: Client) -> None:
    assert "left alone" not in staff_client.get(PAGE).text
    Host.objects.leave_alone("gazette.example", f"It answered with status 429 {HOSTILE}", at_least=timedelta(hours=5))
    text = staff_client.get(PAGE).text
    assert HOSTILE not in text
    told = words(section(parse(text), "hosts"))
    assert "gazette.example" in told
    assert "It answered with status 429" in told
