import pytest

from dialogues.ingest.add import ArticleRefused, FromText, FromUpload, FromUrl, Particulars, add_article
from dialogues.models import Article, Job, Snapshot
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage, JobKind, JobState
from tests import factories
from tests.faults.hostile_corpus import archive

pytestmark = pytest.mark.django_db


def test_an_address_becomes_an_article_and_a_job_to_fetch_it() -> None:
    article, job = add_article(FromUrl("https://Example.org/news?utm_source=x"), by=None)
    assert (article.origin, article.stage) == (ArticleOrigin.URL, ArticleStage.ADDED)
    assert article.canonical_url == "https://example.org/news"
    assert (job.kind, job.article, job.attempts) == (JobKind.FETCH, article, 0)
    assert Job.objects.get().state == JobState.WAITING


def test_a_pasted_text_is_kept_as_it_was_and_waits_to_be_read() -> None:
    article, job = add_article(FromText("Two sides met.\n"), by=None)
    assert Snapshot.objects.get(article=article).stored_bytes() == b"Two sides met.\n"
    assert (article.stage, job.kind) == (ArticleStage.FETCHED, JobKind.READ)


def test_the_same_bytes_are_stored_once() -> None:
    for _ in range(2):
        add_article(FromText("Two sides met."), by=None)
    assert len({snapshot.stored_name for snapshot in Snapshot.objects.all()}) == 1


def test_it_keeps_who_added_it_and_what_they_knew() -> None:
    staff, publisher = factories.staff_user(), factories.publisher()
    given = Particulars(title="Talks", language="en", publisher=publisher, note="from the press office")
    article, _ = add_article(FromText("Two sides met.", particulars=given), by=staff)
    assert (article.added_by, article.title, article.publisher) == (staff, "Talks", publisher)


@pytest.mark.parametrize(
    ("source", "field", "rule"),
    [
        (FromUrl("example.org/news"), "url", "full http or https address"),
        (FromUrl("ftp://example.org/news"), "url", "full http or https address"),
        (FromUrl("https://example.org/" + "习" * 500), "url", "longer than 2,000 characters"),
        (FromText(" \n\t "), "text", "this is empty"),
        (FromText("half a character: \ud800"), "text", "half of a character"),
        (FromText("x" * 500_001), "text", "longer than 500,000 characters"),
        (FromText("Two sides met.", url="nowhere"), "url", "full http or https address"),
        (FromUpload("talks.txt", b""), "file", "empty"),
        (FromUpload("talks.exe", b"MZ"), "file", "HTML, PDF, Word, e-mail or text file"),
        (FromUpload("talks.doc", b"some text"), "file", "save it as .docx"),
        (FromUpload("talks.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "file", "save it as .docx"),
        (FromUpload("talks.docx", b"PK\x03\x04 xl/workbook.xml"), "file", "no Word document"),
        (FromUpload("talks.eml", b"Dear all, here is the text."), "file", "headers of an e-mail"),
        (FromUpload("talks.pdf", b"<html>"), "file", "no PDF"),
        (FromUpload("talks.txt", b"x" * (20 * 1024 * 1024 + 1)), "file", "larger than 20 MB"),
    ],
)
def test_bad_input_names_the_field_and_the_rule_and_writes_nothing(
    source: FromUrl | FromText | FromUpload, field: str, rule: str
) -> None:
    with pytest.raises(ArticleRefused) as refusal:
        add_article(source, by=None)
    assert refusal.value.field == field
    assert rule in refusal.value.message
    assert not Article.objects.exists()
    assert not Job.objects.exists()


def test_a_pdf_is_known_by_its_first_bytes_whatever_its_name() -> None:
    assert FromUpload("talks.txt", b"%PDF-1.7 ...").content_type() == "application/pdf"


def test_a_word_document_and_an_e_mail_are_taken() -> None:
    word = archive({"[Content_Types].xml": b"", "word/document.xml": b""})
    assert FromUpload("talks", word).content_type().endswith("wordprocessingml.document")
    mail = b"From: a@mail.example\r\nSubject: Talks\r\n\r\nBoth sides talked."
    assert FromUpload("talks.eml", mail).content_type() == "message/rfc822"
