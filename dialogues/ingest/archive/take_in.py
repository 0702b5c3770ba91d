"""Entries of an archive become articles, each once, in batches that commit as a whole."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import DataError, connection

from dialogues.ingest.add import ArticleRefused, add_article
from dialogues.ingest.archive.item import Bad, Found, Items, Skipped
from dialogues.models import Archive, ArchiveEntry, User

FIRST: Final = 20
BATCH: Final = 100
# With the largest article on top this is what a batch takes of memory.
BATCH_BYTES: Final = 16 * 1024 * 1024
# Two runs at once wait for each other at each batch, and neither takes in what the other has.
ONE_AT_A_TIME: Final = 7_402_017


@dataclass(slots=True)
class Tally:
    """What became of the entries so far. `bad` counts those that should have become articles and did not; of these
    only the `first` few are kept here, all of them in the database."""

    taken: int = 0
    held: int = 0
    bad: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    first: list[Bad] = field(default_factory=list)

    def note(self, bad: Bad) -> None:
        self.bad += 1
        self.first = [*self.first, bad][:FIRST]

    def add(self, other: "Tally") -> None:
        self.taken += other.taken
        self.held += other.held
        self.skipped += other.skipped
        self.bad += other.bad
        self.first = [*self.first, *other.first][:FIRST]


def next_batch(items: Items, most: int = BATCH) -> tuple[list[Found | Bad | Skipped], int | None]:
    """The next entries, and how far into the archive they go; None at its end."""
    batch: list[Found | Bad | Skipped] = []
    size = 0
    for position, item in items:
        batch.append(item)
        size += len(item.source.content) if isinstance(item, Found) else 0
        if len(batch) >= most or size >= BATCH_BYTES:
            return batch, position
    return batch, None


def begin(path: str) -> Archive:
    """The archive's row. The problems of an earlier run are forgotten: what is still wrong is found again."""
    archive, _ = Archive.objects.get_or_create(path=path)
    archive.entries.filter(article=None).delete()
    return archive


def write(archive: Archive, batch: Sequence[Found | Bad | Skipped], *, by: User | None) -> Tally:
    """Add the batch's articles and remember each entry, inside a transaction of the caller's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    tally, rows, known = Tally(), [], _known(batch)
    for item in batch:
        problem = None
        if isinstance(item, Skipped):
            tally.skipped[item.what] += 1
        elif isinstance(item, Bad):
            problem = item
        elif item.key in known:
            tally.held += 1
        else:
            known.add(item.key)
            try:
                article, _ = add_article(item.source, by=by)
            except ArticleRefused as refused:
                problem = Bad(item.place, refused.message)
            except DataError as error:
                problem = Bad(item.place, f"The database does not take it: {str(error).splitlines()[0][:300]}.")
            else:
                tally.taken += 1
                rows.append(ArchiveEntry(archive=archive, place=item.place, key=item.key, article=article))
        if problem is not None:
            tally.note(problem)
            rows.append(ArchiveEntry(archive=archive, place=problem.place, problem=problem.reason))
    ArchiveEntry.objects.bulk_create(rows)
    return tally


def check(batch: Sequence[Found | Bad | Skipped]) -> Tally:
    """What `write` would say, without writing anything."""
    tally, known = Tally(), _known(batch)
    for item in batch:
        if isinstance(item, Skipped):
            tally.skipped[item.what] += 1
        elif isinstance(item, Bad):
            tally.note(item)
        elif item.key in known:
            tally.held += 1
        else:
            known.add(item.key)
            tally.taken += 1
    return tally


def problems(path: str) -> list[Bad]:
    """What the last run of an archive could not take in."""
    rows = ArchiveEntry.objects.filter(archive__path=path, article=None).order_by("pk")
    return [Bad(row.place, row.problem) for row in rows]


def _known(batch: Iterable[Found | Bad | Skipped]) -> set[str]:
    keys = [item.key for item in batch if isinstance(item, Found)]
    return set(ArchiveEntry.objects.filter(key__in=keys).values_list("key", flat=True))
