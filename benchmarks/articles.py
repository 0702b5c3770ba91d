"""From the bytes of an article to its pending suggestions: read, dedupe, extract, suggest, as a worker does them."""

import random
import re
from collections.abc import Iterator
from functools import partial
from html import escape
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.table import Row
from benchmarks.timing import milliseconds
from dialogues.ingest.add import FromUpload, add_article
from dialogues.models import Job, Snapshot
from dialogues.models.vocabularies import ArticleStage, JobKind
from dialogues.tasks import TASKS

TESTS: Final = Path(__file__).parent.parent / "tests"
STAGES: Final = (JobKind.READ, JobKind.DEDUPE, JobKind.EXTRACT, JobKind.SUGGEST)
# What reports add to the news itself: without it they would be shorter than real ones, and quicker to read.
BACKGROUND: Final = (
    "Observers counted several statements on the matter in the weeks before, most of them short.",
    "A spokesperson told reporters that the work would go on and that details would be made public in time.",
    "Trade between the two sides has grown by a few per cent within a decade, according to their customs offices.",
    "Critics say that promises of this kind have been made before, and that it is too early to call it progress.",
    "An earlier report of many pages had asked for clearer rules, regular contacts and a list of persons to call.",
    "Companies that do business there have asked both governments for certainty about what is allowed.",
    "In a survey of experts a narrow majority expected that relations would remain difficult for years.",
    "The text of the agreement had not been published by the time this report was written.",
)
WORDS: Final = sorted({word for sentence in BACKGROUND for word in re.findall(r"[a-z]+", sentence.lower())})


def measure(rounds: int) -> list[Row]:
    """One article after another in this process; each round takes each restated English text of the tests once.

    Wall-clock time, waiting for the database and its disk included: what one core gets done.
    """
    texts = english_texts()
    pages = different_pages(texts)
    for _ in texts:
        ingest(next(pages))  # word lists are read and compiled once in a process
    runs = [ingest(next(pages)) for _ in range(rounds * len(texts))]
    spent = {stage: [run[stage] for run in runs] for stage in STAGES}
    whole = [sum(run.values()) for run in runs]
    per_second = len(whole) / (sum(whole) / 1000)
    rows = [_row("all four stages", whole, whole, f"{per_second:.1f} articles per second and core, {_length()}")]
    return [*rows, *(_row(stage.label.lower(), some, whole, "") for stage, some in spent.items())]


def ingest(page: bytes) -> dict[JobKind, float]:
    """Take one page to its suggestions; the milliseconds of each stage. Raises ValueError when it got none."""
    article, _ = add_article(FromUpload("report.html", page), by=None)
    spent = {}
    for stage in STAGES:
        job = Job.objects.filter(kind=stage, article=article).first()
        if job is not None:
            spent[stage] = milliseconds(partial(TASKS[stage], job.pk))
    article.refresh_from_db()
    if article.stage != ArticleStage.READY or not article.suggestions.exists():
        raise ValueError(f"an article got no suggestions: {article.get_stage_display()}, {article.problem_detail}")
    return spent


def english_texts() -> list[str]:
    """The restated reports of the tests, in English as the background is: a language is told by the whole text."""
    paths = [
        path for folder in ("samples", "ingest/extract/samples") for path in sorted((TESTS / folder).glob("*.txt"))
    ]
    return [path.read_text() for path in paths if not path.stem.endswith("_zh")]


def different_pages(texts: list[str]) -> Iterator[bytes]:
    """The texts in turn as web pages, for ever: other years and another background each time, so none is a copy."""
    number = 0
    while True:
        for text in texts:
            number += 1
            yield web_page(f"Report {number}", [*_in_other_years(text, number % 9).splitlines(), *background(number)])


def background(number: int) -> list[str]:
    """Sixteen sentences that no fact is in, different for each number: or the pages would be copies of each other."""
    return sentences(random.Random(number), 16)  # noqa: S311 - the same pages in each run


def sentences(chance: random.Random, count: int) -> list[str]:
    """Sentences of the words of BACKGROUND, in an order that says nothing; as long as those."""
    return [f"{' '.join(chance.choices(WORDS, k=chance.randint(16, 24))).capitalize()}." for _ in range(count)]


def web_page(title: str, paragraphs: list[str]) -> bytes:
    """A page as sites have them: navigation, the article, links to others."""
    links = "".join(f'<li><a href="/section/{place}">Section {place}</a></li>' for place in range(30))
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs if paragraph)
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><nav><ul>{links}</ul></nav>"
        f"<main><article><h1>{title}</h1>{body}</article></main><aside><ul>{links}</ul></aside></body></html>"
    ).encode()


def _in_other_years(text: str, years_before: int) -> str:
    return re.sub(r"20[0-9]{2}", lambda year: str(int(year[0]) - years_before), text)


def _length() -> str:
    lengths = [len(text) for text in Snapshot.objects.exclude(text=None).values_list("text", flat=True) if text]
    return f"{median(lengths):.0f} characters each"


def _row(name: str, some: list[float], whole: list[float], note: str) -> Row:
    return Row(
        measurement="bytes to suggestions",
        name=name,
        ratio=sum(some) / sum(whole),
        ratio_of="whole",
        milliseconds=median(some),
        note=note,
    )
