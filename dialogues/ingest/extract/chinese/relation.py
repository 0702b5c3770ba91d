"""Lineage: what the reported meeting implements, follows up, continues, prepares, or was held on the margins of."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Hit

_BEFORE: Final = frozenset(["held_on_the_margins_of", "part_of", "establishes"])
_TITLED: Final = re.compile("《[^》]{4,60}》")
_LONGEST: Final = 60
_CUT: Final = re.compile(r"[,;:。]|双方|在|是|于|同意|将")


def relation_facts(reading: ChineseReading, subject: Subject) -> list[Fact]:
    """Relations of the reported meeting to earlier or wider events; none unless a meeting is reported."""
    if not subject.reports or subject.meeting is None:
        return []
    facts: list[Fact] = []
    for sentence in reading.sentences:
        for hit in reading.hits(sentence, "relation"):
            margins = hit.entry.group == "held_on_the_margins_of"
            if margins and (
                sentence != subject.meeting.sentence or (subject.meeting.named and hit.start > subject.meeting.span.end)
            ):
                continue
            if re.search(
                "[应要愿]|希望|决定|同意|强调|表示|指出|说,",
                reading.plain[max(sentence.start, hit.start - 16) : hit.start],
            ):
                continue
            facts.extend(_fact(reading, sentence, hit, title) for title in _titles(reading, sentence, hit))
            target = _before(reading, sentence, hit) if hit.entry.group in _BEFORE else _after(reading, sentence, hit)
            if target is None or any(target.overlaps(fact.spans[0]) for fact in facts):
                continue
            if any(target.overlaps(one.span) for one in subject.mentions) and hit.entry.group != "establishes":
                continue
            facts.append(_fact(reading, sentence, hit, target))
    return facts


def _titles(reading: ChineseReading, sentence: Span, hit: Hit) -> list[Span]:
    """ "依据《A》和《B》": each document by its title."""
    if hit.entry.group != "implements":
        return []
    found = _TITLED.finditer(reading.plain, hit.end, min(sentence.end, hit.end + _LONGEST))
    return [Span(*title.span()) for title in found if "," not in reading.plain[hit.end : title.start()]]


def _before(reading: ChineseReading, sentence: Span, hit: Hit) -> Span | None:
    area = Span.clamped(max(sentence.start, hit.start - _LONGEST), hit.start)
    start = area.start
    for cut in _CUT.finditer(reading.plain, area.start, area.end - 1):
        start = cut.end()
    target = Span.clamped(start, area.end)
    nouns = reading.hits(target, "lineage_target")
    return target if nouns and target.end - target.start > 3 else None


def _after(reading: ChineseReading, sentence: Span, hit: Hit) -> Span | None:
    start = hit.end
    while start < sentence.end and reading.plain[start] in "了好 ,":
        start += 1
    end = start
    for noun in reading.hits(Span.clamped(start, min(sentence.end, start + _LONGEST)), "lineage_target"):
        if re.search("[,;:。]", reading.plain[start : noun.start]):
            break
        end = noun.end
        if noun.entry.phrase in ("共识", "精神", "协议", "备忘录", "声明"):
            break
    return Span(start, end) if end - start > 3 else None


def _fact(reading: ChineseReading, sentence: Span, hit: Hit, target: Span) -> Fact:
    dates = [mention for mention in reading.dates_in(target) if mention.value.precision != "one_of"]
    value: dict[str, JSONValue] = {
        "kind": hit.entry.group,
        "to_as_stated": target.of(reading.text),
        "to_date": str(dates[-1].value) if dates else None,
    }
    trigger = Span(hit.start, hit.end)
    evidence = {"kind": (trigger,), "to_as_stated": (target,)}
    if dates:
        evidence["to_date"] = (Span(dates[-1].start, dates[-1].end),)
    rule = f"relation.zh.{hit.entry.group}"
    return Fact(FactKind.RELATION, value, (target, trigger), sentence, rule, 0.65, ("rules",), evidence)
