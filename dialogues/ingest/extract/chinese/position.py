"""Stances: who accuses, rejects, urges, proposes, commits to, welcomes, reserves or asserts what, towards whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.chinese.people import Person
from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Hit

_SHORTEST: Final = 6
_LONGEST: Final = 300
_ADDRESSED: Final = frozenset(["accuses", "urges", "rejects"])
_BETWEEN: Final = re.compile(r"(?:方面|代表|官员|还|也|则|并|同时|再次|再|进一步|重点|全面|明确|严正|坚决|强烈|郑重|一贯|始终|愿意|,|又|特别|在会上|在会谈中|在对话中|在致辞中|在开幕式上|当天|[0-9]{1,2}日|会上|就此|对此|重申|就[^,;。]{2,40}|对[^,;。]{2,30}|向美方|向中方|向日方|向对方|在会见时|二人|两人|等人|发言人|的)*")
_JOINT: Final = re.compile("双方|两国|两人|二人")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose stance it is and where the text says so."""

    party: str
    speaker: str | None
    span: Span


def position_facts(reading: ChineseReading, subject: Subject, people: list[Person]) -> list[Fact]:
    """The positions that the text ascribes to one side or a person of one; what both sides say is none."""
    if subject.relevance == "none" or not subject.parties:
        return []
    facts: list[Fact] = []
    for sentence in reading.sentences:
        done = sentence.start
        holders = _holders(reading, subject, sentence, people)
        for place, holder in enumerate(holders):
            if holder.span.start < done:
                continue
            limit = next(
                (one.span.start for one in holders[place + 1 :] if _takes_over(reading, holder, one)), sentence.end
            )
            verb = _verb(reading, holder, limit)
            if verb is None:
                continue
            fact = _position(reading, sentence, holder, verb, limit)
            if fact is not None:
                facts.append(fact)
                done = limit
    return facts


def _holders(reading: ChineseReading, subject: Subject, sentence: Span, people: list[Person]) -> list[Holder]:
    found: list[Holder] = []
    for person in people:
        if person.sentence == sentence and person.party in subject.parties and person.party:
            found.append(Holder(person.party, person.name.of(reading.text), Span(person.start, person.end)))
    for side in reading.sides_in(sentence):
        inside = any(one.span.overlaps(side.span) for one in found)
        if len(side.codes) == 1 and side.codes[0] in subject.parties and not inside:
            found.append(Holder(side.codes[0], None, side.span))
    return sorted(found, key=lambda one: one.span.start)


def _takes_over(reading: ChineseReading, holder: Holder, other: Holder) -> bool:
    """Whether another party stands at the start of a clause, so that what was said before ends there."""
    span = other.span
    if other.party == holder.party and other.speaker is None:
        return False
    before = reading.plain[max(0, span.start - 1) : span.start]
    return before in (",", ";", "。") and bool(re.match("(?:方面)?(?:则|也|愿|表示|强调|指出|说|称|认为|坚决|反对|敦促|希望|重申|欢迎|将|还|要求|呼吁)", reading.plain[span.end : span.end + 4]))


def _verb(reading: ChineseReading, holder: Holder, limit: int) -> Hit | None:
    for verb in reading.hits(Span.clamped(holder.span.end, min(limit, holder.span.end + 60)), "stance"):
        between = reading.plain[holder.span.end : verb.start]
        if _BETWEEN.fullmatch(between):
            return verb
        break
    return None


def _position(reading: ChineseReading, sentence: Span, holder: Holder, verb: Hit, limit: int) -> Fact | None:
    start = verb.end
    stance = verb.entry.group
    if stance == "asserts":
        # 表示,中方坚决反对…: the stance is that of the clause that follows
        inner = reading.hits(Span.clamped(verb.end, min(limit, verb.end + 30)), "stance")
        own = [hit for hit in inner if hit.entry.group != "asserts" and _opens(reading, holder, verb.end, hit)]
        if own:
            stance = own[0].entry.group
    if verb.entry.phrase in ("应", "应当", "应该", "必须", "将继续", "将进一步", "愿", "愿意", "坚持"):
        start = verb.start if verb.entry.group != "commits" else verb.end
    while start < limit and reading.plain[start] in ' ,:"了':
        start += 1
    end = min(limit, start + _LONGEST)
    while end > start and reading.plain[end - 1] in ' ,;:。!"…':
        end -= 1
    if end - start < _SHORTEST or _JOINT.match(reading.plain, start) and verb.entry.group == "asserts" and stance == "asserts" and reading.has(Span(start, end), "agreed") :
        return None
    said = Span(start, end)
    addressee = _addressee(reading, holder, Span(verb.end, end)) if stance in _ADDRESSED else None
    value: dict[str, JSONValue] = {
        "party": holder.party,
        "speaker": holder.speaker,
        "stance": stance,
        "addressee": addressee.of(reading.text) if addressee else None,
        "statement": said.of(reading.text),
    }
    trigger = Span(verb.start, verb.end)
    evidence = {"statement": (said,), "stance": (trigger,), "party": (holder.span,)}
    if holder.speaker:
        evidence["speaker"] = (holder.span,)
    if addressee:
        evidence["addressee"] = (addressee,)
    return Fact(FactKind.POSITION, value, (said, trigger), sentence, f"position.zh.{stance}", 0.7, ("rules", "clauses"), evidence)


def _opens(reading: ChineseReading, holder: Holder, start: int, hit: Hit) -> bool:
    """Whether the clause is the holder's own: 中方愿…, or no subject at all."""
    between = reading.plain[start : hit.start].strip(',:"')
    sides = reading.sides_in(Span.clamped(start, hit.start))
    if not sides:
        return bool(re.fullmatch("(?:坚决|强烈|将|已|向|会|一贯|始终|高度)*", between))
    return len(sides) == 1 and sides[0].codes == (holder.party,) and bool(_BETWEEN.fullmatch(reading.plain[sides[0].end : hit.start]))


def _addressee(reading: ChineseReading, holder: Holder, area: Span) -> Span | None:
    for side in reading.sides_in(Span.clamped(area.start, min(area.end, area.start + 30))):
        if len(side.codes) == 1 and side.codes[0] != holder.party:
            return side.span
    return None
