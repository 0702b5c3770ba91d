"""One text after another through the extractor, with the names of the starter record: the tests' labelled texts."""

from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from benchmarks.table import Row
from benchmarks.timing import milliseconds
from dialogues.ingest.extract import Document, extract
from dialogues.ingest.extract.names_of_the_record import names_of_the_record
from dialogues.management.evaluation.labels import labelled_texts

TEXTS: Final = Path(__file__).parent.parent / "tests" / "samples" / "readouts" / "development"
GROUPS: Final = ("English", "Chinese", "other languages")


def measure(rounds: int) -> list[Row]:
    """Each text once a round, on one core; the texts of a process's first round are not counted."""
    record = names_of_the_record()
    documents = [labelled.document for labelled in labelled_texts(TEXTS)]
    for document in documents:
        extract(document, record)
    spent: dict[str, list[float]] = {name: [] for name in GROUPS}
    for _ in range(rounds):
        for document in documents:
            spent[_group(document)].append(milliseconds(partial(extract, document, record)))
    every = [one for some in spent.values() for one in some]
    length = median(len(document.text) for document in documents)
    rows = [_row("all texts", every, every, f"{length:.0f} characters each")]
    return rows + [_row(name, some, every, _length(documents, name)) for name, some in spent.items()]


def _group(document: Document) -> str:
    return {"en": "English", "zh": "Chinese"}.get(document.language[:2], "other languages")


def _length(documents: list[Document], name: str) -> str:
    lengths = [len(document.text) for document in documents if _group(document) == name]
    return f"{len(lengths)} texts of {median(lengths):.0f} characters"


def _row(name: str, some: list[float], every: list[float], note: str) -> Row:
    slowest = quantiles(some, n=20)[-1]
    return Row(
        measurement="extraction",
        name=name,
        ratio=sum(some) / sum(every),
        ratio_of="whole",
        milliseconds=median(some),
        note=f"{note}; mean {sum(some) / len(some):.1f} ms, 95 % within {slowest:.1f} ms",
    )
