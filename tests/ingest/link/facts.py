"""Facts as an extraction keeps them, for linking them without an extractor."""

from typing import Any

from dialogues.ingest.link.linker import Linker
from dialogues.ingest.link.match import Match
from dialogues.models import Article
from dialogues.models.vocabularies import SuggestionKind
from dialogues.text.dates import PartialDate
from tests import factories

MEETING: dict[str, Any] = {
    "name": "High-level dialogue on cyber crimes",
    "mechanism_key": None,
    "kind": "round",
    "ordinal": None,
    "start_date": "2015-12-01",
    "end_date": None,
    "city": None,
    "parties": ["CN", "US"],
}
TEXT = "The two sides met."


def article(**values: Any) -> Article:
    return factories.article(published_on=PartialDate.parse("2015-12-03"), **values)


def linker(text: str = TEXT, *, of: Article | None = None, reported: bool = True, **meeting: Any) -> Linker:
    """A linker for this text, which reports the meeting of December 2015 with these values changed, or none."""
    factories.party("CN"), factories.party("US")
    snapshot = factories.snapshot(text, article=of or article())
    return Linker(snapshot, MEETING | meeting if reported else None, None)


def fact(of: SuggestionKind, sentence: tuple[int, int] = (0, 0), /, **value: Any) -> dict[str, Any]:
    return {"kind": of, "value": value, "sentence": list(sentence)}


def linked(of: SuggestionKind, text: str = TEXT, /, **value: Any) -> Match:
    """What the record holds of one fact that the whole text says, at the meeting of December 2015."""
    return linker(text).link(fact(of, (0, len(text)), **value))
