"""Fetch: an address becomes a snapshot with the bytes as received. Fetched again, only what has changed is kept."""

import re
from datetime import timedelta
from typing import Final

from dialogues.ingest import host
from dialogues.ingest.failure import ArticleFailed
from dialogues.models import Job, Snapshot
from dialogues.models.vocabularies import ArticleStage
from dialogues.network import FetchError, Response
from dialogues.text.hashing import bytes_hash

NOT_MODIFIED: Final = 304
# What may be sent back to the server in a header.
SENDABLE: Final = re.compile(r"[\x20-\x7e]{1,300}")
RETRY_IN: Final = timedelta(seconds=60)


def work(job: Job) -> Response:
    """Ask for the article's address, unless it is as it was the last time.

    Raises ArticleFailed with what the network says, in words for staff, and HostNotFree when it is not asked now.
    """
    asked = _validators(_seen_before(job))
    try:
        return host.ask(job.article.url, headers=asked, waited=bool(job.turn_of))
    except FetchError as error:
        retry_in = None
        if error.retryable:
            retry_in = max(RETRY_IN, timedelta(seconds=error.retry_after or 0))
        raise ArticleFailed(error.code, error.message, retry_in=retry_in) from error


def write(job: Job, response: Response) -> Snapshot | None:
    """Keep the answer as a snapshot; None when it is what the newest snapshot holds already, and that was read."""
    seen = _seen_before(job)
    if seen is not None and (response.status == NOT_MODIFIED or bytes_hash(response.body) == seen.content_sha256):
        seen.seen_again(response.fetched_at)
        # What could not be read before is read again: its problem has not gone away.
        return None if seen.text_kept else seen
    snapshot = Snapshot.objects.keep(
        article=job.article,
        content=response.body,
        content_type=response.header("content-type") or response.content_type,
        fetched_at=response.fetched_at,
        final_url=response.final_url[:2000],
        http_status=response.status,
        http_headers=response.headers,
    )
    job.article.advance(ArticleStage.FETCHED)
    job.article.save(update_fields=["stage", "updated_at"])
    return snapshot


def _seen_before(job: Job) -> Snapshot | None:
    """What was seen last of an article that is settled; one that failed is fetched and read as if it were new."""
    return job.article.snapshots.exclude(content_sha256="").newest() if job.article.is_settled else None


def _validators(seen: Snapshot | None) -> dict[str, str]:
    """Headers by which a server tells that nothing has changed. Of a text that was pasted there are none."""
    if seen is None:
        return {}
    values = {"If-None-Match": seen.header("etag"), "If-Modified-Since": seen.header("last-modified")}
    return {name: value for name, value in values.items() if SENDABLE.fullmatch(value)}
