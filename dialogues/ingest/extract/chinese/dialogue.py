"""The reported meeting itself: name, kind, number, date, place, mode and sides."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.chinese.meeting_dates import meeting_date
from dialogues.ingest.extract.chinese.meetings import Meeting
from dialogues.ingest.extract.chinese.people import Person
from dialogues.ingest.extract.chinese.reading import ChineseReading, letters
from dialogues.ingest.extract.chinese.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Hit, load
from dialogues.text.numerals import from_chinese

_AT: Final = re.compile(
    r"(?:在|于|赴|抵达|,|日|日在|[国本京]首都|首都|位于|州|地点:|[省县])(?:[\u4e00-\u9fff]{0,10}(?:首都|国|州|省|亚|度|克|坦|利|大|南|尔|海南|浙江|安徽|江苏|福建))?$"
)
_NOT_AT: Final = re.compile(r"(?:社|报|网|讯|电|记者)$")
_THIS_IS: Final = re.compile(
    r"(?:此次|这次|本次|今次|这|此)(?:[^,;。是]{0,8})(?:也|已)?是[^,;。]{0,10}?"
    r"(?P<ordinal>(?:第 ?(?P<number>[0-9]{1,3}|[一二三四五六七八九十百]{1,5})|首) ?(?:次|轮|届))"
    r"(?:会议|对话|磋商|会晤|会谈)"
)
# 在海南省举行, 在福建与…共同主持: no city is named.
_IN_A_PROVINCE: Final = re.compile(
    "在(?:中国)?(?P<province>(?:福建|海南|云南|广东|广西|浙江|江苏|山东|四川|贵州|湖南|湖北|河南|河北|安徽|江西|陕西|辽宁|吉林|黑龙江"
    "|新疆|内蒙古|西藏|甘肃|青海|宁夏|山西)省?)(?=举行|召开|同|与|会|共同|主持)"
)
Place = tuple[str | None, str | None, str | None, tuple[Span, ...]]


def dialogue_facts(reading: ChineseReading, subject: Subject, people: list[Person]) -> list[Fact]:
    """The one dialogue of a document that reports a meeting; none for any other document."""
    meeting = subject.meeting
    if not subject.reports or meeting is None:
        return []
    name, name_spans = _name(reading, subject)
    numbered = next(
        (one for one in (subject.named, meeting, *subject.mentions) if one and one.ordinal and not one.future), None
    )
    ordinal, ordinal_span = _ordinal(reading, subject, numbered)
    when = meeting_date(reading, subject)
    mode, mode_spans = _mode(reading, subject)
    city, country, venue, where = _place(reading, subject) if mode != "video" else (None, None, None, ())
    if mode == "unknown" and where:
        mode, mode_spans = "in_person", where
    value: dict[str, JSONValue] = {
        "name": name,
        "mechanism_key": _mechanism(reading, subject),
        "kind": _kind(reading, subject, people),
        "ordinal": ordinal,
        "start_date": str(when.start) if when.start else None,
        "end_date": str(when.end) if when.end else None,
        "date_basis": when.basis,
        "city": city,
        "country": country,
        "venue": venue,
        "mode": mode,
        "parties": list[JSONValue](subject.parties),
        "date_conflicts": [
            {"value": value, "as_stated": span.of(reading.text), "span": [span.start, span.end]}
            for value, span in when.conflicts
        ],
    }
    evidence: dict[str, tuple[Span, ...]] = {
        "name": name_spans,
        "kind": name_spans,
        "ordinal": (ordinal_span,) if ordinal_span else (),
        "start_date": when.evidence,
        "end_date": when.evidence,
        "city": where,
        "country": where,
        "venue": where,
        "mode": mode_spans,
        "parties": _party_spans(reading, subject),
    }
    stated = {field: spans for field, spans in evidence.items() if spans and value.get(field) not in (None, "unknown")}
    sentence = reading.sentence_at(name_spans[0].start)
    return [Fact(FactKind.DIALOGUE, value, name_spans, sentence, "dialogue.zh.held", 0.85, ("rules",), stated)]


def _ordinal(reading: ChineseReading, subject: Subject, numbered: Meeting | None) -> tuple[int | None, Span | None]:
    """The number in the name, or in a clause of its own: 此次是它的第三次会议."""
    if numbered is not None:
        return numbered.ordinal, numbered.ordinal_span
    for sentence in dict.fromkeys(one.sentence for one in subject.mentions if not one.future):
        for match in _THIS_IS.finditer(reading.plain, sentence.start, sentence.end):
            return from_chinese(match["number"] or "首"), Span(*match.span("ordinal"))
    return None, None


def _name(reading: ChineseReading, subject: Subject) -> tuple[str | None, tuple[Span, ...]]:
    """The name as written without its number; the sides are put before a name that leaves them out."""
    named = subject.named or subject.meeting
    if named is None:
        return None, ()
    if not named.named:
        return None, named.name
    written = "".join(part.of(reading.text) for part in named.name)
    if named.parties or len(subject.parties) != 2:
        return written, named.name
    compound = next((side for side in reading.sides if set(side.codes) == set(subject.parties)), None)
    if compound:
        return compound.span.of(reading.text) + written, (*named.name, compound.span)
    short = {code: letter for letter, codes in letters().items() for code in codes if len(codes) == 1}
    spans = _party_spans(reading, subject)
    ordered = [code for span in sorted(spans) for side in reading.sides_in(span) for code in side.codes]
    if len(set(ordered)) == 2 and all(code in short for code in ordered):
        return "".join(short[code] for code in ordered) + written, (*named.name, *spans)
    return written, named.name


def _party_spans(reading: ChineseReading, subject: Subject) -> tuple[Span, ...]:
    for meeting in (subject.named, subject.meeting):
        if meeting and meeting.sides and set(meeting.parties) == set(subject.parties):
            return (meeting.sides,)
    spans = []
    for code in subject.parties:
        found = [side.span for side in reading.sides if code in side.codes]
        near = [span for span in found if subject.meeting and subject.meeting.sentence.contains(span)]
        spans.extend((near or found)[:1])
    return tuple(dict.fromkeys(spans))


def _mechanism(reading: ChineseReading, subject: Subject) -> str | None:
    for meeting in (subject.named, subject.meeting):
        if meeting:
            for hit in reading.hits(meeting.sentence, "known_mechanism"):
                if meeting.span.overlaps(Span(hit.start, hit.end)):
                    return hit.entry.key
    return None


def _kind(reading: ChineseReading, subject: Subject, people: list[Person]) -> str:
    meeting = subject.named or subject.meeting
    if meeting is None:
        return "round"
    words = meeting.span.of(reading.plain)
    for kind, phrases in load("chinese/meetings")["kinds"].items():
        if any(phrase in words for phrase in phrases):
            return str(kind)
    if meeting.noun.entry.group == "summit" and "总理" not in words:
        return "summit"
    return "round" if meeting.named or meeting.ordinal else _kind_by_circumstance(reading, meeting, people)


def _kind_by_circumstance(reading: ChineseReading, meeting: Meeting, people: list[Person]) -> str:
    """A meeting that is no round of anything: by where it took place and by who met."""
    ranks = [person.rank for person in people if person.sentence == meeting.sentence]
    if sum(rank in ("head_of_state", "head_of_government") for rank in ranks) > 1:
        return "summit"
    margins = reading.has(meeting.sentence, "margins") and re.search(
        "(?:会议|峰会|论坛|联大|大会|系列会议|外长会|防长会|对话会)(?:期间|间隙|场边)",
        meeting.sentence.of(reading.plain),
    )
    if margins:
        return "sideline"
    return "visit" if re.search("访问|访华|到访|来访", meeting.sentence.of(reading.plain)) else "round"


def _mode(reading: ChineseReading, subject: Subject) -> tuple[str, tuple[Span, ...]]:
    for meeting in (subject.meeting, *subject.mentions):
        if meeting is None or meeting.future:
            continue
        for family in ("hybrid", "video"):
            for hit in reading.hits(meeting.sentence, family):
                if not re.search(
                    "曾|此前|点击|观看", reading.plain[max(meeting.sentence.start, hit.start - 12) : hit.start]
                ):
                    return family, (Span(hit.start, hit.end),)
    return "unknown", ()


def _place(reading: ChineseReading, subject: Subject) -> Place:
    meetings = [one for one in (subject.meeting, *subject.mentions) if one and not one.future]
    sentences = list(dict.fromkeys(meeting.sentence for meeting in meetings))
    for loose in (False, True):
        for sentence in sentences:
            found = _place_in(reading, sentence, loose=loose)
            if found:
                return found
    for sentence in sentences:
        if capital := re.search("在京(?=举行|召开|举办|会见|会谈|主持|同|与|共同)", sentence.of(reading.plain)):
            span = Span(sentence.start + capital.start() + 1, sentence.start + capital.end())
            return "Beijing", "CN", None, (span,)
        if province := _IN_A_PROVINCE.search(reading.plain, sentence.start, sentence.end):
            return None, "CN", None, (Span(*province.span("province")),)
        for side in reading.sides_in(sentence):
            after = reading.plain[side.end : side.end + 2]
            if (
                len(side.codes) == 1
                and reading.plain[side.start - 1 : side.start] == "在"
                and after in ("举行", "召开", "举办")
            ):
                return None, side.codes[0], None, (side.span,)
    return None, None, None, ()


def _place_in(reading: ChineseReading, sentence: Span, *, loose: bool) -> Place | None:
    venues = [hit for hit in reading.hits(sentence, "venue") if _is_place(reading, sentence, hit, loose=loose)]
    cities = [hit for hit in reading.hits(sentence, "city") if _is_place(reading, sentence, hit, loose=loose)]
    if cities:
        hit = cities[0]
        country = hit.entry.group
        name = str(load("chinese/cities")[country][hit.entry.phrase])
        venue = next(
            (one for one in venues if one.end <= sentence.end and one.start >= hit.end and one.start - hit.end < 3),
            None,
        )
        spans = (Span(hit.start, hit.end), *((Span(venue.start, venue.end),) if venue else ()))
        return name, country, spans[-1].of(reading.text) if venue else None, spans
    for hit in venues:
        city, country = load("chinese/meetings")["venues"][hit.entry.phrase]
        if city:
            span = Span(hit.start, hit.end)
            return city, country, span.of(reading.text), (span,)
    return None


def _is_place(reading: ChineseReading, sentence: Span, hit: Hit, *, loose: bool) -> bool:
    before = reading.plain[max(sentence.start, hit.start - 14) : hit.start]
    after = reading.plain[hit.end : hit.end + 3]
    if _NOT_AT.search(before) or re.match(
        "方面|会晤|共识|声明|当局|时间|政府|峰会|公报|精神|[0-9]|大使|市长|电|讯|联合声明|原则", after
    ):
        return False
    return bool(_AT.search(before)) or (
        loose and bool(re.match("举行|召开|出席|主持|会谈|会见|同|与|共同|会晤", after))
    )
