"""The clause layer: whose verb it is (the nearest subject before it), and how far what it governs reaches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading

BOTH: Final = "both"
# Words that mean both sides only where they open a sentence.
_ALONE: Final = frozenset(["both", "ministers", "leaders", "participants", "delegations"])
_REACH: Final = 110
# "The two sides reviewed ... and agreed to ...": a second verb of the same subject.
_REACH_OVER_A_CLAUSE: Final = 280
AND_ALSO: Final = re.compile(r"(?:,| and)(?: also| further| jointly| have| has)* $")
_VERB_WITHIN: Final = 40
_PEOPLE_OF: Final = re.compile(
    r"(?:^|\W)(?:[Pp]olice|[Oo]fficials|[Aa]uthorities|[Gg]overnments|[Mm]inisters|[Oo]fficers|[Dd]elegations"
    r"|[Rr]epresentatives|[Nn]egotiators|[Dd]iplomats|[Ee]nvoys|[Ll]eaders|[Ee]xperts|[Mm]inistries) "
    r"(?:in|of|from) (?:the )?(?:[A-Z]\w+ and (?:the )?)?$"
)
_THE_FOREIGN_AND_DEFENCE: Final = re.compile(r"(?:The|Both|Their) (?:[a-z-]+ (?:and )?){0,4}")
_ADVERBS: Final = re.compile(r" (?:(?:also|further|thus|jointly|likewise|had|have|\w+ly) )*")
_PRONOUN: Final = re.compile(r"\b(?:he|she|He|She)\b")
_CLAUSE_START: Final = re.compile(
    r"[;:]|, (?:while|whereas|but|although|though|after|when)\b| (?:while|whereas|because)\b"
)


@dataclass(frozen=True, slots=True)
class Holder:
    """The subject of a verb: both sides, one party, or a person (whose `party` may be unknown)."""

    party: str | None
    speaker: str | None
    span: Span


def holder_of(
    reading: Reading, sentence: Span, verb: Hit, people: list[Person], sides: tuple[str, ...]
) -> Holder | None:
    """The nearest subject before `verb` in its clause, or None. `party` is "both" for the two sides together."""
    start = _clause_start(reading, sentence, verb)
    candidates = _candidates(reading, Span.clamped(start, verb.start), people)
    if not candidates and start > sentence.start:
        candidates = _candidates(reading, Span.clamped(sentence.start, verb.start), people)
    if not candidates:
        return None
    nearest = max(candidates, key=lambda holder: (holder.span.end, holder.speaker is not None))
    coordinated = nearest.party == BOTH and AND_ALSO.search(reading.plain[max(start, verb.start - 16) : verb.start])
    if verb.start - nearest.span.end > (_REACH_OVER_A_CLAUSE if coordinated else _REACH):
        return None
    return _joined(reading, candidates, nearest, sides) or nearest


def _clause_start(reading: Reading, sentence: Span, verb: Hit) -> int:
    starts = [match.end() for match in _CLAUSE_START.finditer(reading.plain, sentence.start, verb.start)]
    return starts[-1] if starts else sentence.start


def _candidates(reading: Reading, span: Span, people: list[Person]) -> list[Holder]:
    here = [person for person in people if span.start <= person.name.start and person.name.end <= span.end]
    found = [Holder(person.party, _spoken_name(reading, person), person.name) for person in here]
    found += [
        Holder(hit.entry.group, None, Span(hit.start, hit.end))
        for hit in reading.governments(span)
        if not any(person.start <= hit.start and hit.end <= person.end for person in here)
        and (
            _PEOPLE_OF.search(reading.plain, max(span.start, hit.start - 60), hit.start)
            or not re.search(
                r"\b(?:with|to|from|in|against|of|between|for|at|on) (?:the )?$",
                reading.plain[max(span.start, hit.start - 12) : hit.start],
            )
        )
    ]
    found += [
        Holder(BOTH, None, Span(hit.start, hit.end))
        for hit in reading.hits(span, "both_sides")
        if hit.entry.phrase not in _ALONE or _stands_alone(reading, hit)
    ]
    found += [
        Holder(hit.entry.group, None, Span(hit.start, hit.end))
        for hit in reading.hits(span, "organization")
        if not any(person.start <= hit.start and hit.end <= person.end for person in here)
    ]
    pronoun = list(_PRONOUN.finditer(reading.plain, span.start, span.end))
    earlier = [person for person in people if person.end <= span.start and person.sentence.end > span.start - 400]
    inside = any(person.name.start <= pronoun[-1].start() < person.name.end for person in here) if pronoun else True
    if pronoun and not inside and (here or earlier):
        speaker = (here or earlier)[-1]
        found.append(Holder(speaker.party, _spoken_name(reading, speaker), Span(*pronoun[-1].span())))
    if reading.plain.startswith("It ", span.start) and span.start == reading.sentence_at(span.start).start:
        found += _it(reading, span)
    return found


def _stands_alone(reading: Reading, hit: Hit) -> bool:
    """Whether "both" or "ministers" is a subject of its own: it opens the sentence, or its verb follows at once."""
    sentence = reading.sentence_at(hit.start)
    opening = reading.plain[sentence.start + reading.bullet(sentence) : hit.start]
    if not opening or _THE_FOREIGN_AND_DEFENCE.fullmatch(opening):
        return True
    near = Span.clamped(hit.end, min(sentence.end, hit.end + _VERB_WITHIN))
    return hit.entry.phrase == "both" and any(
        _ADVERBS.fullmatch(reading.plain, hit.end, verb.start) for verb in reading.hits(near, "agreed", "stance")
    )


def _it(reading: Reading, span: Span) -> list[Holder]:
    """ "It stressed": the one party that the sentence before began with."""
    before = reading.sentences[max(0, reading.index_of(reading.sentence_at(span.start)) - 1)]
    parties = reading.governments(Span.clamped(before.start, min(before.end, before.start + 80)))
    if before.start == span.start or not parties:
        return []
    return [Holder(parties[0].entry.group, None, Span.clamped(span.start, span.start + 2))]


def _spoken_name(reading: Reading, person: Person) -> str:
    return (person.full_span or person.name).of(reading.text)


def _joined(reading: Reading, candidates: list[Holder], nearest: Holder, sides: tuple[str, ...]) -> Holder | None:
    """ "A and B agreed" and "officials from A and B agreed": both sides together."""
    for other in candidates:
        between = reading.plain[other.span.end : nearest.span.start]
        joined = re.fullmatch(r"(?:'s)?,? (?:\w+[ ,]){0,4}(?:and|with) (?:[\w'.]+ ){0,6}", between) if between else None
        codes = {other.party, nearest.party}
        if joined and other.speaker and nearest.speaker and re.match(r"[A-Z]\w+s ", _before(reading, other)):
            return Holder(BOTH, None, Span.clamped(other.span.start, nearest.span.end))  # "Presidents A and B"
        if joined and other.speaker and nearest.speaker and None in codes and other.speaker != nearest.speaker:
            return Holder(BOTH, None, Span.clamped(other.span.start, nearest.span.end))  # "Secretary A and Minister B"
        if joined and None not in codes and len(codes) == 2 and BOTH not in codes and codes <= set(sides):
            return Holder(BOTH, None, Span.clamped(other.span.start, nearest.span.end))
    return None


def _before(reading: Reading, holder: Holder) -> str:
    """The word before a holder, with the space after it."""
    before = reading.plain[max(0, holder.span.start - 30) : holder.span.start]
    return before.split(" ")[-2] + " " if before.count(" ") else ""


def complement(reading: Reading, sentence: Span, verb: Hit, stop: int | None = None) -> Span:
    """What a verb governs: from after it to the end of its sentence (or `stop`), without end punctuation."""
    start, end = verb.end, min(sentence.end, stop or sentence.end)
    while start < end and not (reading.plain[start].isalnum() or reading.plain[start] in "\"'$(“‘"):
        start += 1
    while end > start and reading.plain[end - 1] in " .;,|:":
        end -= 1
    return Span.clamped(start, end)
