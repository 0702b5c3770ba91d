"""Whether a document reports a dialogue, announces one, mentions one, or none of these."""

from __future__ import annotations

from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, Span


def relevance_facts(subject: Subject) -> list[Fact]:
    """Exactly one fact; its span is the sentence that decided, or empty when there is none."""
    sentence = subject.meeting.sentence if subject.meeting else Span(0, 0)
    certain = subject.meeting is not None and abs(subject.meeting.score - 5) > 3
    return [
        Fact(
            FactKind.RELEVANCE,
            {"relevance": subject.relevance},
            (sentence,),
            sentence,
            subject.reason,
            0.95 if certain else 0.75,
            ("rules",),
            {"relevance": (sentence,)},
        )
    ]
