"""The order in which the rules are applied to a Chinese document."""

from __future__ import annotations

from dialogues.ingest.extract.chinese.counts import delegation_counts
from dialogues.ingest.extract.chinese.dialogue import dialogue_facts
from dialogues.ingest.extract.chinese.outcome import outcome_facts
from dialogues.ingest.extract.chinese.participation import participation_facts
from dialogues.ingest.extract.chinese.people import find_people
from dialogues.ingest.extract.chinese.position import position_facts
from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.relation import relation_facts
from dialogues.ingest.extract.chinese.relevance import relevance_facts
from dialogues.ingest.extract.chinese.sides import with_sides
from dialogues.ingest.extract.chinese.status import status_facts
from dialogues.ingest.extract.chinese.subject import find_subject
from dialogues.ingest.extract.facts import Document, Fact, Gazetteer


def extract_chinese(document: Document, record: Gazetteer) -> list[Fact]:
    """All facts of a Chinese document: relevance first, then in the order of the kinds."""
    reading = ChineseReading(document, record)
    people = find_people(reading)
    subject = find_subject(reading, people)
    people = with_sides(reading, subject, people)
    return [
        *relevance_facts(subject),
        *dialogue_facts(reading, subject, people),
        *participation_facts(reading, subject, people),
        *delegation_counts(reading, subject),
        *outcome_facts(reading, subject, people),
        *relation_facts(reading, subject),
        *position_facts(reading, subject, people),
        *status_facts(reading, subject),
    ]
