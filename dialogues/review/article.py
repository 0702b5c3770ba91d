"""Articles by hand: fetch one again, read it anew, take a version that was held back, say that one is no copy.

Each makes a job, for which the caller rings after the commit. The article's history says who wanted it, and why.
"""

from django.db import transaction

from dialogues.models import Article, DoubleCoding, Job, Snapshot, User
from dialogues.models.article import hold_clusters
from dialogues.models.history import change
from dialogues.models.vocabularies import ArticleStage, JobKind
from dialogues.review.hold import hold
from dialogues.review.permission import require_change


class ArticleUnfit(ValueError):
    """As the article is this cannot be done, or a reason is missing. The message is for staff."""


def fetch_article_again(*, article: Article, by: User) -> Job:
    """Ask its address again: what has changed becomes a new version. One that failed begins anew.

    Raises PermissionDenied, and ArticleUnfit when it has no address that may be asked, or work on it is under way.
    """
    require_change(by, Article)
    with transaction.atomic(), change(reason="fetch again", by=by):
        held = _held(article)
        if not held.url:
            raise ArticleUnfit(f"“{held}” has no address: it was uploaded or pasted.")
        if not held.linkable:
            raise ArticleUnfit(f"“{held}” was seen at a junk or hijacked address, which is not asked.")
        held.begin_anew(ArticleStage.ADDED)
        return Job.objects.request(JobKind.FETCH, held)


def read_article_again(*, article: Article, by: User) -> Job:
    """Read the newest bytes anew: what this version of the reader finds otherwise becomes a new version.

    Raises PermissionDenied, and ArticleUnfit when no bytes are kept, or work on it is under way.
    """
    require_change(by, Article)
    with transaction.atomic(), change(reason="read again", by=by):
        held = _held(article)
        snapshot = held.snapshots.exclude(stored_name="").newest()
        if snapshot is None:
            raise ArticleUnfit(f"Of “{held}” no file is kept that could be read again.")
        held.begin_anew(ArticleStage.FETCHED)
        return Job.objects.request(JobKind.READ, held, snapshot)


def take_version(*, snapshot: Snapshot, by: User, reason: str) -> Job:
    """Believe a version that was held back: it is what the article says now, and its facts are suggested.

    Raises PermissionDenied, and ArticleUnfit when it is not held back, a newer one was taken, or no reason is given.
    """
    require_change(by, Article)
    said = _said(reason)
    with transaction.atomic(), change(reason=f"version taken: {said}", by=by):
        article = _held(snapshot.article)
        held = article.snapshots.with_text().exclude(held_back_because="").filter(pk=snapshot.pk).first()
        if held is None:
            raise ArticleUnfit("This version is not held back.")
        if article.stage == ArticleStage.DUPLICATE:
            raise ArticleUnfit(f"“{article}” is a copy: say first that it is an article of its own.")
        if DoubleCoding.objects.open().filter(article=article).exists():
            raise ArticleUnfit("Two people are coding this article: take the version when they are done.")
        current = article.snapshots.taken().newest()
        if current is not None and current.time_key > held.time_key:
            raise ArticleUnfit("A newer version has been taken already.")
        article.begin_anew(ArticleStage.COMPARED)
        held.held_back_because = ""
        held.save(update_fields=["held_back_because", "updated_at"])
        return Job.objects.request(JobKind.EXTRACT, article, held)


def make_own_article(*, article: Article, by: User, reason: str) -> Job:
    """Say that an article is no copy: its own facts are suggested, and it is not marked as a copy again.

    Raises PermissionDenied, and ArticleUnfit when it is no copy, has no text of its own, or no reason is given.
    """
    require_change(by, Article)
    said = _said(reason)
    with transaction.atomic(), change(reason=f"no copy: {said}", by=by):
        hold_clusters()
        held = _held(article)
        if held.stage != ArticleStage.DUPLICATE:
            raise ArticleUnfit(f"“{held}” is not marked as a copy.")
        snapshot = held.snapshots.taken().newest()
        if snapshot is None:
            raise ArticleUnfit(f"No text of “{held}” is kept, so nothing can be read out of it.")
        held.copy_of, held.stage, held.problem, held.problem_detail = None, ArticleStage.COMPARED, "", ""
        held.own_article_because = said
        held.save(update_fields=["copy_of", "stage", "problem", "problem_detail", "own_article_because", "updated_at"])
        return Job.objects.request(JobKind.EXTRACT, held, snapshot)


def _held(article: Article) -> Article:
    """The article, locked, with nothing under way. Raises ArticleUnfit."""
    (held,) = hold([article])
    if Job.objects.open().filter(article=held).exists():
        raise ArticleUnfit(f"“{held}” is being worked on: look again when that is done.")
    if held.stage == ArticleStage.DUPLICATE and not held.snapshots.exists():
        raise ArticleUnfit(f"“{held}” leads to “{held.copy_of}”, which has the same address: do it there.")
    return held


def _said(reason: str) -> str:
    if not reason.strip():
        raise ArticleUnfit("Reason: say why; it is kept in the history.")
    return reason.strip()
