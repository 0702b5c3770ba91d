"""What became of things agreed earlier: a hotline launched, an exercise held, a promise not kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dialogues.ingest.extract.english.background import was_settled_before
from dialogues.ingest.extract.english.frames import as_hit, frames
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Entry, Hit
from dialogues.ingest.extract.reading import Reading

_REACH: Final = 70
_DETERMINERS: Final = ("the", "a", "an", "its", "their", "this", "that", "both", "two", "another")
# Verbs whose object, not subject, is the thing: "has not kept its promise to ...".
_OBJECT: Final = frozenset(["disputed", "reaffirmed"])
# Where a thing named after "the launch of" ends.
_THING_ENDS: Final = re.compile(
    r"[,;:()](?=[\s\"”]|$)| (?:which|that|who|where|by|was|were|is|are|has|have|had|will|in line"
    r"|and (?:the|to|a|an|\w+ed)) "
)
_NO_THING: Final = re.compile(
    r"(?:and|or|at|through|under|pursuant|previously|toward|towards|when|where|in|on|by"
    r"|for|to|with|which|that|then|how|why|since|after) "
)
_LONGEST: Final = 120
_A_THING: Final = re.compile(r" ?(?:on |upon )?(?:the|a|an|its|their|this|[A-Z])\b")
# Of a thing that is no more than "the talks" or "the meeting" nothing is said that the meeting itself does not say.
_PLAIN: Final = re.compile(
    r"(?:the |a |an |their |its |this |these )?(?:meeting|talks|dialogue|visit|agreement|round|session|negotiations"
    r"|cooperation|relations?|exercise|network|group|plan|project|programme|program|training|study|course)s?",
    re.IGNORECASE,
)
# Of what may be the meeting itself or any other: no thing that was agreed.
_BARE: Final = re.compile(r"(?:joint )?(?:working group|mechanism|treaty|group|talks)", re.IGNORECASE)
_BY_AGREEMENT: Final = {"sign": "completed", "create": "launched"}


def status_facts(reading: Reading, subject: Subject) -> list[Fact]:
    """Statuses of earlier outcomes, in any document whatever it reports."""
    facts: list[Fact] = []
    for sentence in reading.sentences:
        for hit in reading.hits(sentence, "status"):
            thing = _thing(reading, sentence, hit)
            if (
                thing is None
                or _BARE.fullmatch(thing.of(reading.plain))
                or any(thing.overlaps(fact.spans[0]) for fact in facts)
            ):
                continue
            if _is_the_meeting(subject, sentence, hit) or reading.has(
                Span.clamped(sentence.start, hit.start), "future"
            ):
                continue
            facts.append(_fact(reading, sentence, hit, thing))
        for hit, thing in (*_by_noun(reading, subject, sentence), *_settled_before(reading, subject, sentence)):
            if not any(thing.overlaps(fact.spans[0]) for fact in facts):
                facts.append(_fact(reading, sentence, hit, thing))
    return facts


def _by_noun(reading: Reading, subject: Subject, sentence: Span) -> Iterator[tuple[Hit, Span]]:
    """ "welcomed the launch of the hotline", "the working group, launched in January 2024" (data/frames.yaml)."""
    for status, frame in frames("status_after"):
        for match in frame.finditer(reading.plain, sentence.start, sentence.end):
            thing = _named_thing(reading, Span.clamped(match.end(), min(sentence.end, match.end() + _LONGEST)))
            if thing is not None and not _names_the_meeting(subject, thing):
                yield Hit(match.start(), match.end(), Entry("status", status, match.group())), thing
    for status, frame in frames("status_before"):
        for match in frame.finditer(reading.plain, sentence.start, sentence.end):
            hit = as_hit(match, "status")
            area = Span.clamped(max(sentence.start, match.start() - _REACH), match.start())
            found = _noun_phrase(reading, sentence, area, last=True, until=match.start())
            near = found is not None and match.start() - found.end < 4
            if found is not None and near and was_settled_before(reading, subject, Span(match.end(), sentence.end)):
                yield Hit(hit.start, hit.end, Entry("status", status, hit.entry.phrase)), found


def _named_thing(reading: Reading, area: Span) -> Span | None:
    """The thing agreed at the beginning of `area`, to the end of its phrase; None for what no agreement makes."""
    start = area.start
    while start < area.end and reading.plain[start] == " ":
        start += 1
    stop = _THING_ENDS.search(reading.plain, start, area.end)
    end = stop.start() if stop else area.end
    while end > start and reading.plain[end - 1] in " .,;:|":
        end -= 1
    thing = Span.clamped(start, end)
    if _NO_THING.match(reading.plain, start, end):
        return None
    known = reading.has(thing, "status_subject", "lineage_target")
    return thing if known and not _PLAIN.fullmatch(thing.of(reading.plain)) else None


def _names_the_meeting(subject: Subject, thing: Span) -> bool:
    return any(meeting.name is not None and meeting.name.overlaps(thing) for meeting in subject.mentions)


def _settled_before(reading: Reading, subject: Subject, sentence: Span) -> Iterator[tuple[Hit, Span]]:
    """ "In October the two countries had signed Protocol No. 44": agreed well before the reported meeting."""
    for verb in reading.hits(sentence, "agreed"):
        before = reading.plain[sentence.start : verb.start]
        near = Span.clamped(max(sentence.start, verb.start - _REACH), verb.start)
        behind = Span.clamped(verb.end, sentence.end)
        earlier = was_settled_before(reading, subject, near) or (
            verb.entry.group in _BY_AGREEMENT and was_settled_before(reading, subject, behind)
        )
        if not before.endswith(" had ") and not earlier:
            continue
        if verb.entry.group not in _BY_AGREEMENT and not _A_THING.match(reading.plain, verb.end, sentence.end):
            continue  # "agreed to meet again": nothing of which something became
        thing = _named_thing(reading, Span.clamped(verb.end, min(sentence.end, verb.end + _LONGEST)))
        if thing is not None:
            status = _BY_AGREEMENT.get(verb.entry.group, "in_progress")
            yield Hit(verb.start, verb.end, Entry("status", status, verb.entry.phrase)), thing


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
