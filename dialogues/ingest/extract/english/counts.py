"""Heads counted without names: "seven ministerial-level officials", "a 20-member delegation", "over 30 agencies"."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading, Token

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,2}$")
_STRONG: Final = re.compile(r"([1-9][0-9]{0,2})-(?:member|strong|person|people)$")
_SPELLED: Final = re.compile(r"([a-z]{3,9})-(?:member|strong|person|people|man)$")
_LOWER_BOUND: Final = ("over", "than", "least")
_ABOUT: Final = ("about", "some", "around", "nearly", "almost", "approximately", "roughly")
_PRESENT: Final = re.compile(
    r"\b(?:attend|took part|taking part|participat|delegation|deleg|sent|present|join|compris|consist|includ|represent"
    r"|round the table)"
)


def delegation_counts(reading: Reading, subject: Subject) -> list[Fact]:
    """Counts of people or bodies at the reported meeting; none unless a meeting is reported."""
    if not subject.reports:
        return []
    facts: list[Fact] = []
    for sentence in subject.scope:
        if _PRESENT.search(reading.plain[sentence.start : sentence.end].lower()):
            tokens = reading.tokens(sentence)
            found = [_count_at(reading, subject, sentence, tokens, place) for place in range(len(tokens))]
            facts.extend(fact for fact in found if fact is not None)
    return facts


def _count_at(reading: Reading, subject: Subject, sentence: Span, tokens: list[Token], place: int) -> Fact | None:
    number = _number(reading, tokens[place])
    if number is None or number > 500:
        return None
    strong = _STRONG.match(tokens[place].word) or _SPELLED.match(tokens[place].word)
    unit_end, unit = (place + 1, "people") if strong else _unit(reading, tokens, place)
    if unit is None or unit_end >= len(tokens):
        return None
    begin = place
    words_before = [token.word.lower() for token in tokens[max(0, place - 2) : place]]
    at_least = bool(words_before) and words_before[-1] in _LOWER_BOUND
    if at_least:
        begin = place - (2 if words_before[0] in ("more", "at") and len(words_before) > 1 else 1)
    about = bool(words_before) and words_before[-1] in _ABOUT
    span = Span.clamped(tokens[begin - about].start, tokens[unit_end].end)
    ranks = reading.hits(span, "count_rank")
    senior = re.search(r"\bsenior\b", span.of(reading.plain))
    value: dict[str, JSONValue] = {
        "party": _party(reading, subject, sentence, span),
        "rank": ranks[0].entry.group if ranks else "unknown",
        "rank_as_stated": _stated(reading, ranks) or ("senior" if senior else None),
        "unit": unit,
        "low": None if about else number,
        "best": None if at_least else number,
        "high": None if about or at_least else number,
        "wording": span.of(reading.text),
    }
    evidence = {"wording": (span,), "best": (Span.clamped(tokens[place].start, tokens[place].end),)}
    return Fact(FactKind.DELEGATION_COUNT, value, (span,), sentence, "count.number_unit", 0.85, ("rules",), evidence)


def _stated(reading: Reading, ranks: list[Hit]) -> str | None:
    return reading.text[ranks[0].start : ranks[0].end] if ranks else None


def _number(reading: Reading, token: Token) -> int | None:
    if strong := _STRONG.match(token.word):
        return int(strong[1])
    if spelled := _SPELLED.match(token.word):
        counted = reading.hits(Span(token.start, token.start + len(spelled[1])), "cardinals")
        return int(counted[0].entry.group) if counted else None
    if _NUMBER.match(token.word):
        return int(token.word)
    word = Span(token.start, token.end)
    cardinals = [hit for hit in reading.hits(word, "cardinals") if hit.end == token.end]
    return int(cardinals[0].entry.group) if cardinals and int(cardinals[0].entry.group) > 1 else None


def _unit(reading: Reading, tokens: list[Token], place: int) -> tuple[int, str | None]:
    """The counted noun within the next words, with nothing but adjectives between."""
    if tokens[place].trail:
        return place, None
    for index in range(place + 1, min(place + 6, len(tokens))):
        token = tokens[index]
        units = reading.hits(Span(token.start, token.end), "count_unit")
        if units:
            unit = units[0].entry.group
            # "the two ministers" are the chairs themselves, not a count.
            named = tokens[place].word.lower() == "two" and place and tokens[place - 1].word.lower() in ("the", "both")
            return index, None if named else unit
        if token.trail or token.word.lower() in (
            "of",
            "and",
            "the",
            "in",
            "to",
            "on",
            "from",
            "years",
            "days",
            "months",
        ):
            break
    return place, None


def _party(reading: Reading, subject: Subject, sentence: Span, span: Span) -> str | None:
    inside = reading.governments(span)
    if inside:
        return inside[0].entry.group
    after = reading.governments(Span.clamped(span.end, min(sentence.end, span.end + 30)))
    if after and re.fullmatch(r" (?:from|of|for|on) (?:the )?", reading.plain[span.end : after[0].start]):
        return after[0].entry.group
    before = [
        hit
        for hit in reading.governments(Span.clamped(sentence.start, span.start))
        if hit.entry.group in subject.parties
    ]
    near = before and span.start - before[-1].end < 60
    return before[-1].entry.group if near else None
