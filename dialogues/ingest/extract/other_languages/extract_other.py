"""All facts of a document in a language with a file of words, and nothing of any other."""

from __future__ import annotations

from dialogues.ingest.extract.facts import Document, Fact, FactKind, Gazetteer, JSONValue, Span
from dialogues.ingest.extract.marked_text import MOST_READ
from dialogues.ingest.extract.other_languages.agreed import outcome_facts
from dialogues.ingest.extract.other_languages.bodies import body_facts
from dialogues.ingest.extract.other_languages.leaders import leader_facts
from dialogues.ingest.extract.other_languages.meeting import (
    Meeting,
    Page,
    day_of,
    find_meetings,
    place_of,
    relevance_of,
    sides_of,
)
from dialogues.ingest.extract.other_languages.sentences import sentences_of
from dialogues.ingest.extract.other_languages.words import LANGUAGES, words_of
from dialogues.ingest.extract.reading import Reading


def is_read(language: str) -> bool:
    """Whether there are rules for a language (ISO 639-1) here."""
    return language in LANGUAGES


def extract_other(document: Document, record: Gazetteer, language: str) -> list[Fact]:
    """Relevance always; for a reported meeting the dialogue, who led it, and what a sentence says was agreed.

    Raises ValueError for a language without rules.
    """
    words = words_of(language)
    if words is None:
        raise ValueError(f"language: there are no rules for {language!r}")
    reading = Reading(document, record, sentences_of(document.text[:MOST_READ]))
    page = Page(document, reading, words)
    meetings = find_meetings(page)
    best = max(meetings, key=lambda one: (one.held, one.score, one.ordinal is not None, -one.noun.start), default=None)
    relevance, reason = relevance_of(page, meetings, best)
    span = best.sentence if best is not None else Span(0, 0)
    facts = [Fact(FactKind.RELEVANCE, {"relevance": relevance}, (span,), span, f"relevance.{reason}", 0.7, ("rules",))]
    if best is None or relevance != "reports":
        return facts
    sides, side_spans = sides_of(page, best)
    facts.append(_dialogue(page, meetings, best, sides, side_spans))
    return [*facts, *leader_facts(page, sides), *body_facts(page, sides), *outcome_facts(page)]


def _best_named(page: Page, meetings: list[Meeting]) -> Meeting | None:
    """The mention with the fullest name: in quotation marks, else with both sides in it, else the first."""

    def fullness(meeting: Meeting) -> tuple[bool, bool, int]:
        name = meeting.name or meeting.noun
        quoted = page.plain[max(0, name.start - 2) : name.start].strip() in ("«", "“", "„", '"', "「", "『")
        return quoted, len({one.value for one in page.parties_in(name)}) > 1, -name.start

    return max((one for one in meetings if one.name and not one.future), key=fullness, default=None)


def _dialogue(
    page: Page, meetings: list[Meeting], best: Meeting, sides: tuple[str, ...], side_spans: tuple[Span, ...]
) -> Fact:
    named = _best_named(page, meetings)
    numbered = best if best.ordinal else named
    video = page.words.video.search(page.low)
    place = place_of(page, best) if video is None else None
    day = day_of(page, best)
    key = next((hit.entry.key for hit in page.reading.hits(best.sentence, "known_mechanism")), None)
    ordinal_span = numbered.ordinal_span if numbered else None
    value: dict[str, JSONValue] = {
        "name": " ".join(named.name.of(page.text).split()) if named and named.name else None,
        "mechanism_key": key,
        "kind": "round",
        "ordinal": numbered.ordinal if numbered else None,
        "start_date": str(day.value) if day else None,
        "end_date": str(day.end_value or day.value) if day else None,
        "date_basis": day.basis if day else None,
        "city": place[0] if place else None,
        "country": place[1] if place else None,
        "venue": None,
        "mode": "video" if video else "in_person" if place else "unknown",
        "parties": list[JSONValue](sorted(sides)),
        "date_conflicts": [],
    }
    first = named.name if named and named.name else best.noun
    evidence: dict[str, tuple[Span, ...]] = {"parties": side_spans}
    if named and named.name:
        evidence["name"] = (named.name,)
    if ordinal_span:
        evidence["ordinal"] = (ordinal_span,)
    if day:
        evidence["start_date"] = evidence["end_date"] = (Span(day.start, day.end),)
    if place:
        evidence["city"] = evidence["country"] = (place[2],)
    if video:
        evidence["mode"] = (Span(*video.span()),)
    sentence = page.reading.sentence_at(first.start)
    rule = f"dialogue.{page.words.code}.held"
    return Fact(FactKind.DIALOGUE, value, (first,), sentence, rule, 0.7, ("rules",), evidence)
