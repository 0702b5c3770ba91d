"""Fetch: an address becomes a snapshot with the bytes as received."""

from datetime import timedelta
from typing import Final

from dialogues.ingest.access import policy, user_agent
from dialogues.ingest.failure import ArticleFailed
from dialogues.models import Article, Snapshot
from dialogues.models.vocabularies import ArticleStage
from dialogues.network import Client, FetchError, Response

RETRY_IN: Final = timedelta(seconds=60)


def work(article: Article) -> Response:
    """Ask for the article's address. Raises ArticleFailed with what the network says, in words for staff."""
    try:
        return Client(policy(), user_agent=user_agent()).fetch(article.url)
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
