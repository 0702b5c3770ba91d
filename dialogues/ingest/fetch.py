"""Fetch: an address becomes a snapshot with the bytes as received."""

from datetime import timedelta
from typing import Final

from dialogues.ingest import host
from dialogues.ingest.failure import ArticleFailed
from dialogues.models import Article, Job, Snapshot
from dialogues.models.vocabularies import ArticleStage, JobKind
from dialogues.network import FetchError, Response

RETRY_IN: Final = timedelta(seconds=60)


def work(article: Article) -> Response:
    """Ask for the article's address. Raises ArticleFailed with what the network says, in words for staff.

    Raises HostNotFree when it is not asked now.
    """
    try:
        return host.ask(article.url, waited=Job.objects.waited_for_turn(article, JobKind.FETCH))
    except FetchError as error:
        retry_in = None
        if error.retryable:
            retry_in = max(RETRY_IN, timedelta(seconds=error.retry_after or 0))
        raise ArticleFailed(error.code, error.message, retry_in=retry_in) from error


def write(article: Article, response: Response) -> bool:
    """Keep the answer as a snapshot."""
    Snapshot.objects.keep(
        article=article,
        content=response.body,
        content_type=response.header("content-type") or response.content_type,
        fetched_at=response.fetched_at,
        final_url=response.final_url[:2000],
        http_status=response.status,
        http_headers=response.headers,
    )
    article.stage = ArticleStage.FETCHED
    article.save(update_fields=["stage", "updated_at"])
    return True
