"""Looking up whether a text is a copy of one that is held, among many: by bands in the index, then exactly."""

import hashlib
import random
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median, quantiles
from typing import Final

from django.db import transaction

from benchmarks.articles import sentences
from benchmarks.database import analyze
from benchmarks.table import Row
from benchmarks.timing import milliseconds
from dialogues.ingest import dedupe
from dialogues.models import Article, Job, Snapshot, TextFingerprint
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage, JobKind
from dialogues.text.shingles import bands, shingles

AT_ONCE: Final = 2_000
LOOK_UPS: Final = 40


def measure(rounds: int, *, held: int) -> list[Row]:
    """Each look-up takes back what it has written: a new text, and a copy that was cut to 70 %, in turn."""
    fill(held)
    analyze()
    kinds: dict[str, Callable[[int], str]] = {
        "a new text": lambda number: report(held + number),
        "a copy cut to 70 %": lambda number: cut(report(number)),
    }
    rows = []
    for name, text in kinds.items():
        spent = [look_up(text(1 + number * 97 % held)) for number in range(LOOK_UPS * rounds)]
        slowest = quantiles(spent, n=20)[-1]
        rows.append(
            Row(
                measurement="copies",
                name=name,
                ratio=1,
                ratio_of="whole",
                milliseconds=median(spent),
                note=f"among {held:,} articles; 95 % within {slowest:.1f} ms",
            )
        )
    return rows


def fill(held: int) -> None:
    """Articles that have been compared, each with a text of its own."""
    for numbers in batches(range(1, held + 1)):
        with transaction.atomic():
            articles = Article.objects.bulk_create(
                Article(title=f"Report {number}", origin=ArticleOrigin.PASTE, stage=ArticleStage.COMPARED)
                for number in numbers
            )
            snapshots = Snapshot.objects.bulk_create(
                snapshot_of(article, report(number)) for article, number in zip(articles, numbers, strict=True)
            )
            TextFingerprint.objects.bulk_create(
                TextFingerprint(snapshot=snapshot, bands=bands(shingles(snapshot.text or ""))) for snapshot in snapshots
            )


def look_up(text: str) -> float:
    """Milliseconds of the stage on a new article with this text, from its words to the answer."""
    with transaction.atomic():
        article = Article.objects.create(title="New", origin=ArticleOrigin.PASTE, stage=ArticleStage.READ)
        snapshot_of(article, text).save()
        spent = milliseconds(partial(compare, article))
        transaction.set_rollback(True)
    return spent


def compare(article: Article) -> None:
    job = Job(kind=JobKind.DEDUPE, article=article)
    dedupe.write(job, dedupe.work(job))


def report(number: int) -> str:
    """A text of 400 words, the same for the same number."""
    return " ".join(sentences(random.Random(number), 20))  # noqa: S311 - the same texts in each run


def cut(text: str) -> str:
    return text[: len(text) * 7 // 10]


def snapshot_of(article: Article, text: str) -> Snapshot:
    return Snapshot(article=article, text=text, text_sha256=hashlib.sha256(text.encode()).hexdigest())


def batches(numbers: range) -> Iterator[range]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]
