"""The first stage: a URL, a file or a text becomes an Article with its Job, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dialogues.models import Article, Job, Publisher, Snapshot, User
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage, JobKind
from dialogues.text.dates import PartialDate
from dialogues.text.reading import signatures
from dialogues.text.urls import canonical_url

TEXT_MAX_CHARACTERS: Final = 500_000
URL_MAX_CHARACTERS: Final = 2_000


class ArticleRefused(ValueError):
    """What was given cannot become an article. `field` is url, file, text or another one; `message` is for people."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__(message)
        self.field = field_name
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What the person or the feed that adds an article already knows of it. Empty: found out by reading it."""

    title: str = ""
    published_on: PartialDate | None = None
    published_on_basis: str = "given by staff"
    language: str = ""
    publisher: Publisher | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FromUrl:
    """A page to be fetched: staff gave its address, or a feed named it."""

    url: str
    particulars: Particulars = field(default_factory=Particulars)
    origin: ArticleOrigin = ArticleOrigin.URL

    def check(self) -> None:
        try:
            canonical = canonical_url(self.url)
        except ValueError as error:
            raise ArticleRefused("url", f"Give a full http or https address. {_sentence(error)}") from error
        if max(len(self.url), len(canonical)) > URL_MAX_CHARACTERS:
            raise ArticleRefused("url", f"The address is longer than {URL_MAX_CHARACTERS:,} characters.")


@dataclass(frozen=True, slots=True)
class FromUpload:
    """A file: HTML, PDF, Word, an e-mail, or plain text."""

    name: str
    content: bytes
    particulars: Particulars = field(default_factory=Particulars)

    def check(self) -> None:
        if not self.content.strip():
            raise ArticleRefused("file", "The file is empty.")
        if len(self.content) > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // 1024 // 1024
            raise ArticleRefused("file", f"The file is larger than {limit} MB. Upload the part that matters.")
        self.content_type()

    def content_type(self) -> str:
        """By the first bytes, then by the ending of the name: what a browser claims is not trusted."""
        if signatures.is_pdf(self.content):
            return signatures.PDF
        if signatures.is_word(self.content):
            return signatures.WORD
        ending = PurePath(self.name).suffix.lower()
        if self.content.startswith(signatures.OLD_OFFICE) or ending == ".doc":
            raise ArticleRefused("file", "The old Word format (.doc) is not read: save it as .docx or PDF.")
        if ending in (".pdf", ".docx"):
            name = {".pdf": "PDF", ".docx": "Word document"}[ending]
            raise ArticleRefused("file", f"The file is named {ending} but is no {name}.")
        if ending == ".eml" and not signatures.is_mail(self.content):
            raise ArticleRefused("file", "The file is named .eml but does not begin with the headers of an e-mail.")
        if ending in signatures.TYPES_BY_ENDING:
            return signatures.TYPES_BY_ENDING[ending]
        raise ArticleRefused(
            "file", "Upload an HTML, PDF, Word, e-mail or text file (.html, .htm, .pdf, .docx, .eml, .txt)."
        )


@dataclass(frozen=True, slots=True)
class FromText:
    """A text that somebody pasted, and where it was found if they say so."""

    text: str
    url: str = ""
    particulars: Particulars = field(default_factory=Particulars)

    def check(self) -> None:
        if not self.text.strip():
            raise ArticleRefused("text", "Paste the text of the article: this is empty.")
        if len(self.text) > TEXT_MAX_CHARACTERS:
            raise ArticleRefused("text", f"The text is longer than {TEXT_MAX_CHARACTERS:,} characters: upload it.")
        try:
            self.text.encode()
        except UnicodeEncodeError as error:
            raise ArticleRefused("text", f"Character {error.start + 1} is half of a character.") from error
        if self.url:
            FromUrl(self.url).check()


@dataclass(frozen=True, slots=True)
class Received:
    """When and from where bytes were received; None is now."""

    fetched_at: datetime | None = None
    final_url: str = ""
    http_status: int | None = None
    http_headers: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class FromArchive:
    """What somebody received earlier and kept: its bytes, and what their archive says of how they were received."""

    content: bytes
    content_type: str
    url: str = ""
    name: str = ""
    received: Received = field(default_factory=Received)
    particulars: Particulars = field(default_factory=Particulars)

    def check(self) -> None:
        if not self.content.strip():
            raise ArticleRefused("file", "It is empty.")
        if len(self.content) > settings.UPLOAD_MAX_BYTES:
            raise ArticleRefused("file", f"It is larger than {settings.UPLOAD_MAX_BYTES // 1024 // 1024} MB.")
        if self.url:
            FromUrl(self.url).check()


ArticleSource = FromUrl | FromUpload | FromText | FromArchive


def add_article(source: ArticleSource, *, by: User | None) -> tuple[Article, Job]:
    """Write the Article, what was received of it, and the Job that takes it on; all or nothing.

    Raises ArticleRefused, with the field and the rule, before anything is written.
    """
    source.check()
    particulars = source.particulars
    received = Received()
    with transaction.atomic():
        article = Article(
            title=particulars.title[:500],
            published_on=particulars.published_on,
            published_on_basis=particulars.published_on_basis if particulars.published_on else "",
            language=particulars.language,
            publisher=particulars.publisher,
            note=particulars.note,
            added_by=by,
        )
        match source:
            case FromUrl(url=url, origin=origin):
                article.origin, article.url = origin, url
                article.canonical_url = canonical_url(url)
                article.save()
                return article, Job.objects.schedule(JobKind.FETCH, article)
            case FromUpload(name=name, content=content):
                article.origin = ArticleOrigin.UPLOAD
                article.description = PurePath(name).name[:300]
                content_type = source.content_type()
            case FromText(text=text, url=url):
                article.origin, article.url = ArticleOrigin.PASTE, url
                article.canonical_url = canonical_url(url) if url else ""
                content, content_type = text.encode(), f"{signatures.PLAIN}; charset=utf-8"
            case FromArchive(content=content, content_type=content_type, url=url, name=name, received=received):
                article.origin, article.url = ArticleOrigin.ARCHIVE, url
                article.canonical_url = canonical_url(url) if url else ""
                article.description = name[:300]
        article.stage = ArticleStage.FETCHED
        article.save()
        snapshot = Snapshot.objects.keep(
            article=article,
            content=content,
            content_type=content_type,
            fetched_at=received.fetched_at or timezone.now(),
            final_url=received.final_url,
            http_status=received.http_status,
            http_headers=received.http_headers,
        )
        return article, Job.objects.schedule(JobKind.READ, article, snapshot)


def _sentence(error: ValueError) -> str:
    reason = str(error).removeprefix("url: ")
    return reason[:1].upper() + reason[1:].rstrip(".") + "."
