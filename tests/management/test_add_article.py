import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dialogues.models import Article, Job
from dialogues.models.vocabularies import ArticleOrigin
from tests import factories

pytestmark = pytest.mark.django_db


def add(*arguments: str) -> Article:
    said = io.StringIO()
    call_command("add_article", *arguments, stdout=said)
    return Article.objects.get(public_id=said.getvalue().strip())


def test_a_file_becomes_an_article_with_its_job(tmp_path: Path) -> None:
    file = tmp_path / "talks.txt"
    file.write_text("Two sides met.")
    article = add(str(file), "--published-on", "2015-12-03", "--title", "Talks")
    assert (article.origin, article.title, str(article.published_on)) == (ArticleOrigin.UPLOAD, "Talks", "2015-12-03")
    assert Job.objects.get().article == article


def test_a_text_is_taken_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Two sides met."))
    assert add("-").origin == ArticleOrigin.PASTE


def test_an_address_is_taken_with_the_person_who_adds_it() -> None:
    staff, publisher = factories.staff_user(), factories.publisher()
    article = add("https://gazette.example/talks", "--by", staff.username, "--publisher", "china daily")
    assert (article.origin, article.added_by, article.publisher) == (ArticleOrigin.URL, staff, publisher)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ftp://gazette.example/"], "url: Give a full http or https address."),
        (["nowhere.txt"], "source: nowhere.txt is no address and cannot be read as a file"),
        (["https://gazette.example/", "--published-on", "yesterday"], "--published-on:"),
        (["https://gazette.example/", "--publisher", "Nobody"], "--publisher: the record has no publisher"),
        (["https://gazette.example/", "--by", "nobody"], "--by: there is no active user"),
    ],
)
def test_bad_arguments_name_what_is_wrong_and_write_nothing(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("add_article", *arguments)
    assert message in str(refusal.value)
    assert not Article.objects.exists()
