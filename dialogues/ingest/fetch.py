"""Fetch: an address becomes a snapshot with the bytes as received."""

import re
from datetime import timedelta
from typing import Final

from django.conf import settings

from dialogues import __version__
from dialogues.ingest.failure import ArticleFailed
from dialogues.models import Article, Snapshot
from dialogues.models.vocabularies import ArticleStage
from dialogues.network import Client, FetchError, Policy, Response

PUBLIC_NAME: Final = re.compile(r"\.[a-z][a-z0-9-]*$", re.IGNORECASE)
RETRY_IN: Final = timedelta(seconds=60)


def user_agent() -> str:
    """Who we are, and how to reach the people behind this installation when the operator says so."""
    contact = f" (+{settings.FETCH_CONTACT})" if settings.FETCH_CONTACT else ""
    return f"Readout/{__version__}{contact}"


def policy() -> Policy:
    """What this installation may ask for, from its settings. Its own pages are not news.

    Addresses and "localhost" among the allowed hosts are left to the guard, which refuses them unless a network is
    opened for them.
    """
    return Policy(
        allowed_networks=tuple(settings.FETCH_ALLOWED_NETWORKS),
        allowed_ports=frozenset(settings.FETCH_ALLOWED_PORTS),
        own_hosts=frozenset(host.lstrip(".") for host in settings.ALLOWED_HOSTS if PUBLIC_NAME.search(host)),
        total_seconds=settings.FETCH_SECONDS,
    )


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
