"""Whether a document reports a dialogue, announces one, mentions one, or none of these."""

from __future__ import annotations

from dialogues.ingest.extract.chinese.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, Span


def relevance_facts(subject: Subject) -> list[Fact]:
    """Exactly one fact; its span is the sentence that decided, or empty when there is none."""
    sentence = subject.meeting.sentence if subject.meeting else Span(0, 0)
    certain = subject.meeting is not None and subject.meeting.named
    value = {"relevance": subject.relevance}
    confidence = 0.9 if certain else 0.7
    evidence = {"relevance": (sentence,)}
    return [
        Fact(FactKind.RELEVANCE, dict(value), (sentence,), sentence, subject.reason, confidence, ("rules",), evidence)
    ]
