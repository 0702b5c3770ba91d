"""The order in which the rules are applied to an English document."""

from __future__ import annotations

from dialogues.ingest.extract.english.bodies import body_facts
from dialogues.ingest.extract.english.counts import delegation_counts
from dialogues.ingest.extract.english.dialogue import dialogue_facts
from dialogues.ingest.extract.english.outcome import outcome_facts
from dialogues.ingest.extract.english.participation import participation_facts
from dialogues.ingest.extract.english.people import find_people
from dialogues.ingest.extract.english.position import position_facts
from dialogues.ingest.extract.english.relation import relation_facts
from dialogues.ingest.extract.english.relevance import relevance_facts
from dialogues.ingest.extract.english.sides import settle_sides, with_sides_of
from dialogues.ingest.extract.english.status import status_facts
from dialogues.ingest.extract.english.subject import find_subject
from dialogues.ingest.extract.facts import Document, Fact, Gazetteer
from dialogues.ingest.extract.reading import Reading


def extract_english(document: Document, record: Gazetteer) -> list[Fact]:
    """All facts of an English document: relevance first, then in the order of the kinds."""
    reading = Reading(document, record)
    subject = find_subject(reading)
    people = settle_sides(reading, subject, find_people(reading))
    participations = participation_facts(reading, subject, people)
    people = with_sides_of(reading, people, participations)
    return [
        *relevance_facts(subject),
        *dialogue_facts(reading, subject, people),
        *participations,
        *body_facts(reading, subject, people, participations),
        *delegation_counts(reading, subject),
        *outcome_facts(reading, subject, people),
        *relation_facts(reading, subject),
        *position_facts(reading, subject, people),
        *status_facts(reading, subject),
    ]
