"""Lineage: what the reported meeting implements, follows up, continues, prepares, or was held on the margins of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dialogues.ingest.extract.english.frames import frames
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Entry, Hit
from dialogues.ingest.extract.reading import Reading

_END: Final = re.compile(r"[,;:.](?=\s|$)| (?:which|who|where|said|says|was|were|has|have|will|is) ")
_LONGEST: Final = 200
# What leaders agreed on is what their governments' meetings carry out.
_OF_LEADERS: Final = re.compile(
    r"\b(?:consensus|commitments?|agreements?|understandings?|outcomes)\b[^.;]{0,60}?"
    r"\b(?:[Pp]residents?|leaders|heads of (?:state|government)|[Pp]rime [Mm]inisters?)\b"
)
# Phrases that say more often something else; with them the target has to tell that it was settled.
_WEAK: Final = frozenset(["on which", "reaffirmed their commitment to the", "ahead of", "in keeping with the"])
_SETTLED: Final = re.compile(
    r"\b(?:agreed|reached|decided|settled|signed|consensus|[12][0-9]{3}|[Pp]residents?|[Ll]eaders|[A-Z]\w+ [A-Z]\w+)\b"
)
_ABOUT_IT: Final = re.compile(
    r"\b(?:dialogue|talks|meeting|mechanism|round|consultation|group|session|visit|it)\b", re.IGNORECASE
)


def relation_facts(reading: Reading, subject: Subject) -> list[Fact]:
    """Relations of the reported meeting to earlier or wider events; none unless a meeting is reported."""
    if not subject.reports or subject.meeting is None:
        return []
    facts: list[Fact] = []
    for sentence in reading.sentences:
        for hit in (*reading.hits(sentence, "relation"), *_framed(reading, sentence)):
            margins = hit.entry.group == "held_on_the_margins_of"
            if margins and sentence != subject.meeting.sentence:
                continue
            if sentence not in subject.scope:
                continue
            target = _target(reading, sentence, hit)
            of_leaders = target is not None and _OF_LEADERS.search(target.of(reading.plain))
            if not (margins or of_leaders or _is_about_it(reading, subject, sentence, hit)):
                continue
            if target is not None and hit.entry.phrase in _WEAK and not _SETTLED.search(target.of(reading.plain)):
                continue
            if target is not None and not any(target.overlaps(fact.spans[0]) for fact in facts):
                facts.append(_fact(reading, sentence, hit, target))
    return facts


def _framed(reading: Reading, sentence: Span) -> Iterator[Hit]:
    """ "A and B established the group during the visit in August 2023" (data/frames.yaml)."""
    for kind, frame in frames("relation_after"):
        for match in frame.finditer(reading.plain, sentence.start, sentence.end):
            yield Hit(match.start(), match.end(), Entry("relation", kind, match.group().lower()))


def _is_about_it(reading: Reading, subject: Subject, sentence: Span, hit: Hit) -> bool:
    if any(
        meeting.sentence == sentence and meeting.noun and meeting.noun.start < hit.start for meeting in subject.mentions
    ):
        return True
    before = reading.plain[sentence.start : hit.start]
    return bool(_ABOUT_IT.search(before)) or len(before) < 40


def _target(reading: Reading, sentence: Span, hit: Hit) -> Span | None:
    start = hit.end
    while start < sentence.end and not reading.plain[start].isalnum():
        start += 1
    # A phrase such as "to carry on the consensus" holds its target in itself.
    inner = reading.hits(Span(hit.start, hit.end), "lineage_target")
    begin = inner[0].start if inner else start
    stop = _END.search(reading.plain, start, min(sentence.end, start + _LONGEST))
    end = stop.start() if stop else min(sentence.end, start + _LONGEST)
    for mention in reading.dates:  # "on 5 June 2016, ..." belongs to the target up to its year
        if mention.start < end < mention.end:
            end = mention.end
    while end > begin and reading.plain[end - 1] in " .,;:|":
        end -= 1
    if end <= begin:
        return None
    target = Span.clamped(begin, end)
    nouns = reading.hits(target, "lineage_target")
    return target if nouns and nouns[0].start - begin < 90 else None


def _fact(reading: Reading, sentence: Span, hit: Hit, target: Span) -> Fact:
    rest = Span.clamped(target.start, sentence.end)
    dates = [mention for mention in reading.dates_in(target) if mention.value.precision != "one_of"]
    dates = dates or [mention for mention in reading.dates_in(rest) if mention.value.precision in ("month", "year")][:1]
    value: dict[str, JSONValue] = {
        "kind": hit.entry.group,
        "to_as_stated": " ".join(target.of(reading.text).split()),
        "to_date": str(dates[-1].value) if dates else None,
    }
    trigger = Span(hit.start, hit.end)
    evidence = {"kind": (trigger,), "to_as_stated": (target,)}
    if dates:
        evidence["to_date"] = (Span.clamped(dates[-1].start, dates[-1].end),)
    rule = f"relation.{hit.entry.group}"
    return Fact(FactKind.RELATION, value, (target, trigger), sentence, rule, 0.7, ("rules",), evidence)
