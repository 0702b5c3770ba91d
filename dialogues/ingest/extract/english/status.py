"""What became of things agreed earlier: a hotline launched, an exercise held, a promise not kept."""

from __future__ import annotations

from typing import Final

from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading

_REACH: Final = 70
_DETERMINERS: Final = ("the", "a", "an", "its", "their", "this", "that", "both", "two", "another")
# Verbs whose object, not subject, is the thing: "has not kept its promise to ...".
_OBJECT: Final = frozenset(["disputed", "reaffirmed"])


def status_facts(reading: Reading, subject: Subject) -> list[Fact]:
    """Statuses of earlier outcomes, in any document whatever it reports."""
    facts: list[Fact] = []
    for sentence in reading.sentences:
        for hit in reading.hits(sentence, "status"):
            thing = _thing(reading, sentence, hit)
            if thing is None or any(thing.overlaps(fact.spans[0]) for fact in facts):
                continue
            if _is_the_meeting(subject, sentence, hit) or reading.has(
                Span.clamped(sentence.start, hit.start), "future"
            ):
                continue
            facts.append(_fact(reading, sentence, hit, thing))
    return facts


def _is_the_meeting(subject: Subject, sentence: Span, hit: Hit) -> bool:
    """The meeting itself being held is the report, not the status of an earlier promise."""
    main = subject.meeting is not None and sentence == subject.meeting.sentence
    return main or (hit.entry.group == "held" and any(meeting.sentence == sentence for meeting in subject.mentions))


def _thing(reading: Reading, sentence: Span, hit: Hit) -> Span | None:
    if hit.entry.group in _OBJECT:
        area = Span.clamped(hit.start, min(sentence.end, hit.end + _REACH))
        return _noun_phrase(reading, sentence, area, last=False, until=sentence.end)
    area = Span.clamped(max(sentence.start, hit.start - _REACH), hit.start)
    return _noun_phrase(reading, sentence, area, last=True, until=hit.start)


def _noun_phrase(reading: Reading, sentence: Span, area: Span, *, last: bool, until: int) -> Span | None:
    nouns = reading.hits(area, "status_subject")
    if not nouns:
        return None
    noun = nouns[-1] if last else nouns[0]
    start = noun.start
    for token in reversed([token for token in reading.tokens(sentence) if token.end <= noun.start][-6:]):
        if token.trail or token.word.lower() in ("of", "for", "on", "in", "that", "said", "and", "with", "to"):
            break
        if token.word.lower() in _DETERMINERS:
            break
        start = token.start
    end = noun.end if last else min(until, noun.end + 80)
    while end > start and reading.plain[end - 1] in " .,;:|":
        end -= 1
    return Span.clamped(start, end)


def _fact(reading: Reading, sentence: Span, hit: Hit, thing: Span) -> Fact:
    days = [mention for mention in reading.dates_in(sentence) if mention.end > thing.start]
    chosen = min(days, key=lambda mention: abs(mention.start - hit.end), default=None)
    trigger = Span(hit.start, hit.end)
    value: dict[str, JSONValue] = {
        "outcome_as_stated": " ".join(thing.of(reading.text).split()),
        "status": hit.entry.group,
        "effective_on": str(chosen.value) if chosen else None,
    }
    evidence = {"outcome_as_stated": (thing,), "status": (trigger,)}
    if chosen:
        evidence["effective_on"] = (Span(chosen.start, chosen.end),)
    rule = f"status.{hit.entry.group}"
    return Fact(FactKind.STATUS, value, (thing, trigger), sentence, rule, 0.65, ("rules",), evidence)
