"""Every mention of a meeting: its name, number and sides, and whether it is held, to come, or only spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dialogues.ingest.extract.chinese.reading import ChineseReading, Sides
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit, load
from dialogues.text.numerals import from_chinese

_NUMBER: Final = "[0-9]{1,3}|[一二三四五六七八九十百]{1,5}|首"
_ORDINAL: Final = re.compile(rf"(?:第 ?(?P<number>{_NUMBER}) ?|(?P<first>首))(?:轮|次|届|回)(?:副?(?:部|司局|总理)级)?")
# An article mentions meetings some dozens of times at most.
_MOST: Final = 300
_LONGEST_NAME: Final = 44
_AT_IT: Final = 40
_TAIL: Final = re.compile(r"机制|年度会议|会议|委员会|工作组")
_TOGETHER: Final = re.compile(r"(?:和|与|同|及|-|·|暨)?$")
# What is set up is an outcome, not the meeting.
_CREATED: Final = re.compile(r"(?:建立|设立|成立|创立|新设)(?:了|一个|新的)?[^,;。]{0,14}$")
_NUMBERED_NEXT: Final = re.compile(
    rf"\)?(?:\([^()]{{1,20}}\))?(?:(?:及|和|与)[\u4e00-\u9fff]{{2,6}}机制|(?:工作)?机制)?"
    rf"(?:第 ?(?:{_NUMBER}) ?|首)(?:轮|次|届)(?=[^,;。在]{{0,6}}(?:会|磋商|对话|谈判))"
)
_SESSION: Final = re.compile(
    rf"(?:举行|召开)(?:了)?第 ?(?P<number>{_NUMBER}) ?(?:轮|次|届)(?P<first>首)?"
    r"(?:会议|会晤|对话|磋商|全体会议|年度会议)"
)
# What may follow a name before its verb: "」(English name)".
_IN_BRACKETS: Final = re.compile(r"[\"'」』》]?(?:\([^()]{1,90}\))?")
# 此次是它的第三次会议, 对话首次会议: the number in a clause of its own, or behind the noun.
_STANDING: Final = re.compile(r"(?:机制|委员会|工作组|联委会|混委会|执委会|对话|磋商)$")
_NO_NAME: Final = ("会谈", "会晤", "会面", "会见", "谈判", "会议")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as one sentence mentions it. `name` are the parts of its name, the number left out."""

    sentence: Span
    clause: Span
    noun: Hit
    name: tuple[Span, ...]
    parties: tuple[str, ...]
    sides: Span | None
    ordinal: int | None
    ordinal_span: Span | None
    named: bool
    held: Hit | None
    future: bool

    @property
    def span(self) -> Span:
        """From the first sign of the name to the last."""
        return Span(self.name[0].start, self.name[-1].end)


def find_meetings(reading: ChineseReading) -> list[Meeting]:
    """Mentions in order of place."""
    found: list[Meeting] = []
    for sentence in reading.sentences:
        if len(found) > _MOST:
            break
        clauses = reading.clauses(sentence)
        last = sentence.start
        for noun in reading.hits(sentence, "noun"):
            if noun.start < last:
                continue
            if _NUMBERED_NEXT.match(reading.plain, noun.end):
                continue  # 委员会第二次会议: one meeting, read at its last noun
            clause = next((one for one in clauses if one.start <= noun.start and noun.end <= one.end), sentence)
            meeting = _meeting(reading, sentence, clause, noun, last)
            if meeting is not None:
                found.append(meeting)
                last = meeting.span.end
    return found


def _meeting(reading: ChineseReading, sentence: Span, clause: Span, noun: Hit, last: int) -> Meeting | None:
    start = max(clause.start, last, noun.start - _LONGEST_NAME)
    sides = _sides(reading, Span.clamped(start, noun.start))
    end = noun.end
    while tail := _TAIL.match(reading.plain, end, clause.end):
        end = tail.end()
    area = Span.clamped(sides.start if sides else start, end)
    ordinal = _ordinal(reading, Span.clamped(max(clause.start, last), end), sides, noun)
    parts, named = _name(reading, area, sides, ordinal, noun)
    if ordinal is None and sides is not None:
        # 委员会在北京召开第四次会议: the number stands behind the verb.
        ordinal = _SESSION.search(reading.plain, end, min(sentence.end, end + 60))
        parts, named = ((Span.clamped(sides.start, end),), True) if ordinal else (parts, named)
    before = reading.plain[max(clause.start, parts[0].start - 18) : parts[0].start]
    if ordinal is None and _CREATED.search(before):
        return None
    number = from_chinese(ordinal["number"] or "首") if ordinal else None
    closing = _IN_BRACKETS.match(reading.plain, parts[-1].end, sentence.end)
    behind = closing.end() if closing else parts[-1].end
    near = Span.clamped(max(sentence.start, parts[0].start - 60), min(sentence.end, behind + 60))
    held = _held(reading, near, parts)
    if held is None and ordinal is not None and reading.plain.startswith("上", parts[-1].end):
        told = reading.hits(Span.clamped(parts[-1].end, parts[-1].end + _AT_IT), "agreed")
        held = told[0] if told else None  # 在第55届…会议上,双方一致同意
    future = _future(reading, sentence, parts)
    return Meeting(
        sentence=sentence,
        clause=clause,
        noun=noun,
        name=parts,
        parties=sides.codes if sides else (),
        sides=sides.span if sides else None,
        ordinal=number,
        ordinal_span=Span(*ordinal.span()) if ordinal else None,
        named=named,
        held=held,
        future=future,
    )


def _sides(reading: ChineseReading, area: Span) -> Sides | None:
    """The compound, or the two names joined by a dash or "and", that opens the name; the nearest to the noun."""
    found = reading.sides_in(area)
    for place in range(len(found) - 1, -1, -1):
        side = found[place]
        between = reading.plain[side.end : area.end]
        if any(word in between for word in _breaks()):
            return None
        if len(side.codes) > 1:
            return side
        if place and _TOGETHER.fullmatch(reading.plain[found[place - 1].end : side.start]):
            return _enumerated(reading, found, place)
    return None


def _enumerated(reading: ChineseReading, found: list[Sides], last: int) -> Sides | None:
    """ "中国和欧盟", "中国、日本和韩国": the states that lead up to the one at `last`."""
    first = last - 1
    while first > 0 and re.fullmatch("[、和与]", reading.plain[found[first - 1].end : found[first].start]):
        first -= 1
    codes = tuple(dict.fromkeys(code for side in found[first : last + 1] for code in side.codes))
    return Sides(found[first].start, found[last].end, codes) if len(codes) > 1 else None


@lru_cache(maxsize=1)
def _breaks() -> tuple[str, ...]:
    return tuple(load("chinese/meetings")["breaks"])


def _ordinal(reading: ChineseReading, area: Span, sides: Sides | None, noun: Hit) -> re.Match[str] | None:
    """The number of the meeting: before the sides, or between them and the noun."""
    best: re.Match[str] | None = None
    for match in _ORDINAL.finditer(reading.plain, max(area.start, noun.start - _LONGEST_NAME - 8), area.end):
        before_sides = sides is not None and match.end() <= sides.start
        gap = sides.start - match.end() if before_sides and sides else noun.start - match.end()
        if not before_sides and any(word in reading.plain[match.end() : noun.start] for word in _breaks()):
            continue
        if gap < (3 if before_sides else 30) and (not sides or before_sides or match.start() >= sides.end):
            best = match
    return best


def _name(
    reading: ChineseReading, area: Span, sides: Sides | None, ordinal: re.Match[str] | None, noun: Hit
) -> tuple[tuple[Span, ...], bool]:
    """The parts of the name, the number left out, and whether it is a name at all (会谈 alone is none)."""
    plain_nouns = load("chinese/meetings")["plain"]
    if sides is not None:
        if ordinal and ordinal.start() >= sides.end:
            return _name_around(reading, area, sides, ordinal), True
        bare = reading.plain[sides.end : noun.start] == "" and noun.entry.phrase in _NO_NAME
        return (area,), not bare
    if ordinal:
        name = Span.clamped(ordinal.end(), area.end)
        return (name,), name.of(reading.plain) not in plain_nouns
    verbs = reading.hits(Span.clamped(max(area.start, noun.start - 14), noun.start), "held")
    begin = verbs[-1].end if verbs else noun.start
    if any(word in reading.plain[begin : noun.start] for word in _breaks()):
        begin = noun.start
    if reading.plain[begin : begin + 1] == "了":
        begin += 1
    name = Span.clamped(begin, area.end)
    return (name,), name.of(reading.plain) not in plain_nouns and name.end - name.start > 3


def _name_around(reading: ChineseReading, area: Span, sides: Sides, ordinal: re.Match[str]) -> tuple[Span, ...]:
    """The name on both sides of its number; of a standing body (委员会第二次会议) the body's name alone."""
    begin = ordinal.start()
    opening = reading.plain.rfind("(", sides.end, begin)
    if reading.plain[begin - 1] == ")" and opening > 0:
        begin = opening  # the short name in brackets is no part of it
    tail = reading.plain[ordinal.end() : area.end]
    if _STANDING.search(reading.plain[sides.end : begin]) and tail in ("会议", "全体会议", "会晤", "大会", "全会"):
        return (Span.clamped(area.start, begin),)
    return Span.clamped(area.start, ordinal.start()), Span.clamped(ordinal.end(), area.end)


def _held(reading: ChineseReading, near: Span, parts: tuple[Span, ...]) -> Hit | None:
    inside = Span(parts[0].start, parts[-1].end)
    hits = [hit for hit in reading.hits(near, "held") if not inside.overlaps(Span(hit.start, hit.end))]
    noun = reading.plain[parts[-1].end - 2 : parts[-1].end]
    if not hits and noun in ("会谈", "会晤", "会见", "会面"):
        hits = reading.hits(Span.clamped(parts[-1].end - 2, parts[-1].end), "held")
    return min(hits, key=lambda hit: abs(hit.start - inside.end), default=None)


def _future(reading: ChineseReading, sentence: Span, parts: tuple[Span, ...]) -> bool:
    before = Span.clamped(max(sentence.start, parts[0].start - 90), parts[0].start)
    closing = _IN_BRACKETS.match(reading.plain, parts[-1].end, sentence.end)
    end = closing.end() if closing else parts[-1].end
    after = Span.clamped(end, min(sentence.end, end + 24))
    hits = reading.hits(before, "future")
    if hits and not re.search("[;:]", reading.plain[hits[-1].end : parts[0].start]):
        return True
    return reading.has(after, "future")
