"""What a job is about: its snapshot, and the text of it."""

from dialogues.ingest.failure import ArticleFailed
from dialogues.models import Job, Snapshot


def snapshot_of(job: Job) -> Snapshot:
    """The snapshot of a job; of one that an earlier version of Readout has written, the newest of its article.

    Raises ArticleFailed when nothing was kept.
    """
    snapshot = job.snapshot or job.article.snapshots.newest()
    if snapshot is None:
        raise ArticleFailed("nothing_kept", "Nothing of this article was kept: add it again.")
    return snapshot


def text_of(snapshot: Snapshot) -> str:
    """Raises ArticleFailed when no text was kept."""
    if snapshot.text is None:
        raise ArticleFailed("no_text", "No text of this article was kept: add it again.")
    return snapshot.text
