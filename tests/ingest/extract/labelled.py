"""The labelled texts: those that rules are made on, and those that are looked at as figures only."""

from functools import lru_cache
from pathlib import Path

from dialogues.ingest.extract import Gazetteer, extract
from dialogues.management.evaluation.figures import Evaluation
from dialogues.management.evaluation.labels import LabelledText, labelled_texts
from dialogues.management.evaluation.scoring import marked

FOLDER = Path(__file__).parents[2] / "samples" / "readouts"
DEVELOPMENT, UNSEEN = FOLDER / "development", FOLDER / "unseen"


@lru_cache
def texts(folder: Path) -> tuple[LabelledText, ...]:
    """All of a folder, or of both."""
    return tuple(labelled_texts(folder))


@lru_cache
def evaluated(folder: Path, languages: tuple[str, ...] = ()) -> Evaluation:
    """A folder scored with the built-in names alone."""
    chosen = [text for text in texts(folder) if not languages or text.document.language[:2] in languages]
    return Evaluation(tuple(marked(text, extract(text.document, Gazetteer.empty())) for text in chosen))
