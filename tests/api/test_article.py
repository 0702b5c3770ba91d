from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from dialogues.models import ApiToken, Article, Extraction, Job, Snapshot, Suggestion, User
from dialogues.models.roles import Role
from dialogues.models.vocabularies import ArticleStage, Decision, JobKind, RejectionReason, Relevance, SuggestionKind
from tests import factories
from tests.api.problems import errors, problem

ADDRESS = "https://www.justice.gov/opa/pr/first-dialogue"
TEXT = "The two sides held their first dialogue.\n习近平\n"


def post(client: Client, body: Any) -> Any:
    return client.post("/api/v1/articles/", body, content_type="application/json")


def suggestion(article: Article, number: int, decision: Decision) -> Suggestion:
    snapshot = article.snapshots.first() or factories.snapshot(article=article)
    extraction, _ = Extraction.objects.get_or_create(
        snapshot=snapshot, extractor_version="1", defaults={"relevance": Relevance.REPORTS, "facts": []}
    )
    return Suggestion.objects.create(
        article=article,
        snapshot=snapshot,
        extraction=extraction,
        kind=SuggestionKind.DIALOGUE,
        position=number,
        payload={},
        spans=[],
        sentence_start=0,
        sentence_end=1,
        confidence=0.5,
        rule="a rule",
        fingerprint=str(number),
        decision=decision,
        decided_at=None if decision == Decision.PENDING else timezone.now(),
        rejection_reason=RejectionReason.WRONG_VALUE if decision == Decision.REJECTED else "",
    )


def test_an_address_becomes_an_article_with_its_job(staff_api: Client, staff: User) -> None:
    answer = post(staff_api, {"url": ADDRESS})
    assert answer.status_code == 201
    article = Article.objects.get()
    assert answer.headers["Location"] == f"http://testserver/api/v1/articles/{article.public_id}/"
    body = answer.json()
    assert (body["id"], body["url"]) == (article.public_id, answer.headers["Location"])
    assert (body["source_url"], body["origin"], body["stage"]) == (ADDRESS, "url", "added")
    assert article.added_by == staff
    assert Job.objects.get().kind == JobKind.FETCH


def test_it_answers_before_the_broker_is_told(
    staff_api: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        assert post(staff_api, {"url": ADDRESS}).status_code == 201
    assert len(callbacks) == 1


def test_a_text_becomes_an_article_letter_by_letter(staff_api: Client) -> None:
    body = {"text": TEXT, "title": "First round", "published_on": "2015-12", "language": "en", "url": ADDRESS}
    answer = post(staff_api, body)
    assert answer.status_code == 201, answer.content
    article = Article.objects.get()
    assert (article.title, str(article.published_on), article.language) == ("First round", "2015-12", "en")
    assert (article.origin, article.url) == ("paste", ADDRESS)
    assert Snapshot.objects.get().stored_bytes() == TEXT.encode()


def test_a_file_becomes_an_article(staff_api: Client) -> None:
    publisher = factories.publisher()
    file = SimpleUploadedFile("read\0out.txt", TEXT.encode(), "image/png")
    answer = staff_api.post(
        "/api/v1/articles/", {"file": file, "publisher": publisher.public_id, "language": "zh-Hans"}
    )
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["origin"], body["language"]) == ("upload", "zh-Hans")
    assert body["publisher"] == {"id": publisher.public_id, "name": publisher.name}
    assert Snapshot.objects.get().content_type == "text/plain"


def test_a_session_may_upload_a_form_too(staff_client: Client) -> None:
    file = SimpleUploadedFile("readout.html", b"<p>News</p>", "text/html")
    assert staff_client.post("/api/v1/articles/", {"file": file}).status_code == 201


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ({}, "url", "give a url, a text or a file"),
        ({"title": "Alone"}, "url", "give a url, a text or a file"),
        ({"url": "ftp://example.org/a"}, "url", "Give a full http or https address."),
        ({"url": ""}, "url", "This field may not be blank."),
        ({"url": None}, "url", "This field may not be null."),
        ({"url": ["https://example.org/"]}, "url", "Not a valid string."),
        ({"url": "https://example.org/" + "a" * 2000}, "url", "no more than 2000 characters"),
        ({"url": "https://example.org/" + "习" * 500}, "url", "longer than"),
        ({"text": " \n "}, "text", "this is empty"),
        ({"text": "a\0b"}, "text", "Null characters are not allowed."),
        ({"text": "a\ud800b"}, "text", "Surrogate characters are not allowed"),
        ({"text": "News", "title": "\udfff"}, "title", "Surrogate characters are not allowed"),
        ({"text": "News", "title": "a" * 501}, "title", "no more than 500 characters"),
        ({"text": "News", "url": "nowhere"}, "url", "Give a full http or https address."),
        ({"text": "News", "published_on": "December"}, "published_on", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ({"text": "News", "published_on": 2015}, "published_on", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ({"text": "News", "published_on": "2015-02-30"}, "published_on", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ({"text": "News", "language": "English!"}, "language", "write a language tag (BCP 47)"),
        ({"text": "News", "publisher": "pub-0000000000"}, "publisher", "no publisher has this ID"),
        ({"text": "News", "publisher": "a\0"}, "publisher", "Null characters are not allowed."),
        ({"text": "News", "publisher": {"id": 1}}, "publisher", "Not a valid string."),
        ({"text": "News", "file": "a.txt"}, "file", "not a file"),
        ({"text": "News", "added_by": "root"}, "added_by", "unknown field; allowed here: url, text, file, title"),
        ({"text": "News", "a\ud800b": 1}, "a\\ud800b", "unknown field"),
    ],
)
def test_a_wrong_field_is_refused_by_name_and_nothing_is_written(
    staff_api: Client, body: dict[str, Any], field: str, rule: str
) -> None:
    found = errors(post(staff_api, body))
    assert list(found) == [field]
    assert rule in found[field]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"url"',
        b"null",
        b'{"url": NaN}',
        b"\xff\xfe",
        b'{"url": "\xed\xa0\x80"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"url": ' + b"9" * 10_000 + b"}",
    ],
)
def test_a_body_that_is_no_json_object_is_a_problem(staff_api: Client, body: bytes) -> None:
    problem(post(staff_api, body), 400)


def test_a_field_given_twice_is_refused(staff_api: Client) -> None:
    assert errors(post(staff_api, b'{"text": "One", "text": "Two"}')) == {"text": "give it once"}
    answer = staff_api.post("/api/v1/articles/", {"text": ["One", "Two"]})
    assert errors(answer) == {"text": "give it once"}


def test_a_file_and_a_text_together_are_refused(staff_api: Client) -> None:
    file = SimpleUploadedFile("a.txt", b"News")
    answer = staff_api.post("/api/v1/articles/", {"file": file, "text": "Other news"})
    assert "give either a file" in errors(answer)["file"]


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"MZ"), ("a.pdf", b"no pdf"), ("a.txt", b""), ("a", b"x")])
def test_a_file_that_cannot_be_read_is_refused(staff_api: Client, name: str, content: bytes) -> None:
    answer = staff_api.post("/api/v1/articles/", {"file": SimpleUploadedFile(name, content)})
    assert list(errors(answer)) == ["file"]


def test_a_broken_form_is_a_problem(staff_api: Client) -> None:
    answer = staff_api.generic("POST", "/api/v1/articles/", b"garbage", content_type="multipart/form-data; boundary=")
    problem(answer, 400)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_another_kind_of_body_is_a_problem(staff_api: Client, content_type: str) -> None:
    answer = staff_api.generic("POST", "/api/v1/articles/", b"url=https://example.org/", content_type=content_type)
    problem(answer, 415)


def test_a_body_that_is_too_large_is_a_problem(staff_api: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    problem(post(staff_api, {"text": "a" * 1000}), 413)


def test_a_form_that_is_too_large_is_refused_before_it_is_read(staff_client: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    file = SimpleUploadedFile("a.txt", b"a" * 2 * 1024 * 1024)
    problem(staff_client.post("/api/v1/articles/", {"file": file}), 413)


def test_a_body_in_chunks_is_refused_and_not_taken_for_an_empty_one(staff_api: Client) -> None:
    answer = staff_api.post(
        "/api/v1/articles/",
        {"text": "News"},
        content_type="application/json",
        headers={"transfer-encoding": "chunked", "content-length": ""},
    )
    problem(answer, 411)


def test_parameters_are_refused_when_an_article_is_added(staff_api: Client) -> None:
    answer = staff_api.post("/api/v1/articles/?dry_run=1", {"text": "News"}, content_type="application/json")
    assert errors(answer) == {"dry_run": "no parameters are allowed here"}
    assert not Article.objects.exists()


def test_an_article_says_how_far_it_has_come_and_why_it_ended(staff_api: Client) -> None:
    article = factories.article(stage=ArticleStage.FAILED, problem="http_404", problem_detail="The page is gone.")
    body = staff_api.get(f"/api/v1/articles/{article.public_id}/").json()
    assert (body["stage"], body["problem"], body["problem_detail"]) == ("failed", "http_404", "The page is gone.")


def test_an_article_counts_its_suggestions_by_decision(staff_api: Client) -> None:
    article = factories.article()
    for number, decision in enumerate([Decision.PENDING, Decision.PENDING, Decision.REJECTED]):
        suggestion(article, number, decision)
    body = staff_api.get(f"/api/v1/articles/{article.public_id}/").json()
    assert body["suggestions"] == {"pending": 2, "accepted": 0, "rejected": 1}


def test_articles_filter_by_stage_newest_first(staff_api: Client) -> None:
    for title in ("Older", "Newer"):
        factories.article(title, stage=ArticleStage.READY)
    factories.article("Other")
    page = staff_api.get("/api/v1/articles/?stage=ready").json()
    assert [item["title"] for item in page["results"]] == ["Newer", "Older"]
    assert "stage" in errors(staff_api.get("/api/v1/articles/?stage=unknown"))


def test_articles_are_kept_by_no_cache(staff_api: Client) -> None:
    assert staff_api.get("/api/v1/articles/").headers["Cache-Control"] == "no-store"


def test_an_unknown_article_is_not_found(staff_api: Client) -> None:
    problem(staff_api.get("/api/v1/articles/art-0000000000/"), 404)


@pytest.mark.parametrize("count", [2, 20])
def test_a_list_of_articles_takes_three_queries(
    staff_api: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publisher = factories.publisher()
    for number in range(count):
        original = factories.article(f"Original {number}", publisher=publisher)
        suggestion(factories.article(f"Article {number}", copy_of=original), number, Decision.ACCEPTED)
    with django_assert_num_queries(3):  # the token, its use, the articles
        page = staff_api.get("/api/v1/articles/?page_size=100").json()
    assert len(page["results"]) == 2 * count


def test_an_article_is_fetched_again_and_once_at_a_time(staff_api: Client) -> None:
    article = factories.article(stage=ArticleStage.READY, url=ADDRESS, update_problem="The server answers 404.")
    answer = staff_api.post(f"/api/v1/articles/{article.public_id}/fetch/")
    assert (answer.status_code, answer.json()["stage"], answer.json()["update_problem"]) == (202, "ready", "")
    assert Job.objects.get().kind == JobKind.FETCH
    again = staff_api.post(f"/api/v1/articles/{article.public_id}/fetch/")
    assert "being worked on" in problem(again, 409)["detail"]
    assert Job.objects.count() == 1


def test_what_has_no_address_or_is_not_there_is_not_fetched(staff_api: Client) -> None:
    pasted = factories.article()
    assert staff_api.post(f"/api/v1/articles/{pasted.public_id}/fetch/").status_code == 409
    assert staff_api.post("/api/v1/articles/art-0000000000/fetch/").status_code == 404
    assert not Job.objects.exists()


def test_who_may_only_add_articles_does_not_have_them_fetched_again(api: Client) -> None:
    article = factories.article(url=ADDRESS)
    token = ApiToken.issue(user=factories.staff_with(Role.CONTRIBUTOR), name="tests")[1]
    headers = {"authorization": f"Bearer {token}"}
    answer = api.post(f"/api/v1/articles/{article.public_id}/fetch/", headers=headers)
    assert answer.status_code == 403
    assert not Job.objects.exists()
