"""Whether each fact stands in the text where it says it does."""

from __future__ import annotations

from typing import Final

from dialogues.ingest.extract import Fact, FactKind
from dialogues.text.names import fold

# Values that are words of the text: each is what stands at its place, but for white space.
_VERBATIM: Final = {
    FactKind.PARTICIPATION: ("name", "title_as_stated", "organization_as_stated"),
    FactKind.DELEGATION_COUNT: ("wording",),
    FactKind.OUTCOME: ("deadline_as_stated",),
    FactKind.RELATION: ("to_as_stated",),
    FactKind.POSITION: ("statement",),
    FactKind.STATUS: ("outcome_as_stated",),
}
_PLACES: Final = {"deadline_as_stated": "deadline"}


def inexact(text: str, fact: Fact) -> str:
    """Why a fact's places are not exact; empty when they are.

    Each span lies within the text and is not empty (relevance may rest on nothing), and the words of a verbatim value
    are those at its place. A name or office may be put together from several places ("Messrs. A and B").
    """
    spans = [*fact.spans, fact.sentence, *(span for spans in fact.evidence.values() for span in spans)]
    if any(span.end > len(text) for span in spans):
        return f"{fact.kind}: a span reaches beyond the text"
    if fact.kind is not FactKind.RELEVANCE and (not fact.spans or any(span.start == span.end for span in spans)):
        return f"{fact.kind}: an empty span"
    for name in _VERBATIM.get(fact.kind, ()):
        value = fact.value.get(name)
        places = fact.evidence.get(_PLACES.get(name, name), fact.spans[:1])
        stated = fold(" ".join(span.of(text) for span in places))
        if value and not _stands(fold(str(value)), stated):
            return f"{fact.kind}.{name}: “{value}” is not what stands there: “{stated}”"
    return ""


def _stands(value: str, stated: str) -> bool:
    return value.replace(" ", "") in stated.replace(" ", "") or all(word in stated for word in value.split())
