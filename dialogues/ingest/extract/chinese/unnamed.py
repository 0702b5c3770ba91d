"""Those whom a text leaves without a name: "美国司法部、国土安全部代表共同主持", "外交部、国防部等部门代表参加"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, Span
from dialogues.ingest.extract.lexicon import load
from dialogues.ingest.extract.participant import participant

_SIGNS: Final = "\u4e00-\u9fff"
_ENDING: Final = (
    "部|省|局|署|委|办|院|联储|证监会|银保监会|国安会|办公室|委员会|总局|总署|司令部|厅|银行|检察院|法院|网信办|发改委"
    "|使馆|内阁府|海警|集团军|军委|联邦调查局"
)
_LIST: Final = re.compile(
    rf"(?P<list>(?:[{_SIGNS}]{{1,16}}?(?:{_ENDING})(?:、|和|及|(?:有关人士|人士|代表|官员)?,?以及))*[{_SIGNS}]{{1,16}}?(?:{_ENDING}))"
    r"(?:等)?(?:(?:多个|有关|相关|各|政府|中方|美方|主管)*(?:部门|机构|单位|部委|部会)(?:和企业|及企业|和单位)?)?(?:的)?(?P<who>高级官员|高官|代表|官员|负责人|有关负责人|负责同志|高级代表|派员|人员|有关人士|人士)?(?:分别)?"
    r"(?:及(?:有关)?地方)?(?:也|均|还|亦|实体)*(?P<verb>共同主持|主持|出席|参加|参与|与会|派员|派(?:人|代表)(?:参加|出席|与会|参与))"
)
# 参加会议的有中国外交部、国防部,以及日本外务省、防卫省的有关人士
_THERE_WERE: Final = re.compile(
    rf"(?P<verb>参加|出席|参与|与会)[^,;。]{{0,8}}的(?:还)?有(?P<list>(?:[{_SIGNS}]{{1,16}}?(?:{_ENDING})(?:、|和|及|,?以及))+"
    rf"[{_SIGNS}]{{1,16}}?(?:{_ENDING}))(?:等)?(?:部门)?(?:的)?(?P<who>有关人士|人士|代表|官员|有关人员|人员)"
)
_AFTER: Final = re.compile(
    rf"(?:部门|单位|机构|方面)(?:包括|有|为):?(?P<list>(?:[{_SIGNS}]{{2,16}}(?:\([^()]{{2,24}}\))?、)+[{_SIGNS}]{{2,16}}?(?:\([^()]{{2,24}}\))?)(?=等|;|。|,|和|$)"
)
_OF_BODIES: Final = re.compile(
    rf"(?:以及|和|及|,|有)(?P<list>(?:[{_SIGNS}]{{2,14}}、)+[{_SIGNS}]{{2,14}}?)等(?:多个|有关)?(?:方面|部门|单位|机构)的?(?:人士|代表|官员|负责人|人员)"
)
# 两国外交、国防、海警等部门的代表出席: the fields alone, of both sides.
_OF_FIELDS: Final = re.compile(
    rf"(?P<both>双方|两国|中外)?(?:[{_SIGNS}]方)?(?:来自)?(?P<list>(?:[{_SIGNS}]{{2,6}}、)+[{_SIGNS}]{{2,6}}?)等(?:多个|有关|涉海|相关)*部门的?(?:人士|代表|官员|负责人|人员|派员)?(?:共同)?(?:出席|参加|参会|与会|派员)"
)
_WITHIN: Final = 10
_BETWEEN_BODIES: Final = re.compile(f"(、|(?<=部|局|署|委|院|办)(?:以及|和|及)(?=[{_SIGNS}]{{2,14}}(?:{_ENDING})$))")
_CUT: Final = re.compile("、|以及|和|及")
# 海警 is a field as well as a body.
_BODY_ENDINGS: Final = tuple(ending for ending in _ENDING.split("|") if ending != "海警")
_OPENING: Final = re.compile(
    r"(?:代表团成员(?:有|包括)|成员有|我(?=国家|外|商|公)|由|来自|与|同|和|及|以及|在|还有|包括|的|双方|中外|两国|其中|当天|主持|方面)+"
)


def unnamed_participants(reading: ChineseReading, subject: Subject) -> list[Fact]:
    """Chairs without a name, and the bodies that sent people."""
    facts: list[Fact] = []
    scope = [one.sentence for one in subject.mentions]
    for sentence in reading.sentences:
        if any(0 <= reading.index_of(sentence) - reading.index_of(one) <= _WITHIN for one in scope):
            if re.search("出席|参加|与会|派", sentence.of(reading.plain)):
                facts.extend(_bodies_announced(reading, subject, sentence))
                facts.extend(_fields_of_bodies(reading, subject, sentence))
            facts.extend(_those_who_act(reading, subject, sentence))
    return facts


def _bodies_announced(reading: ChineseReading, subject: Subject, sentence: Span) -> Iterator[Fact]:
    """ "…部门有外交部、国防部", "以及外交部、国防部等部门的代表": lists of bodies that a word opens or closes."""
    for pattern in (_AFTER, _OF_BODIES):
        for match in pattern.finditer(reading.plain, sentence.start, sentence.end):
            yield from _listed(reading, sentence, match, _sides_before(reading, subject, sentence, match))


def _fields_of_bodies(reading: ChineseReading, subject: Subject, sentence: Span) -> Iterator[Fact]:
    """ "两国外交、国防、海警等部门的代表出席": what the bodies are for, without their names."""
    for match in _OF_FIELDS.finditer(reading.plain, sentence.start, sentence.end):
        if not any(word.endswith(_BODY_ENDINGS) for word in match["list"].split("、")):
            sides = subject.parties if match["both"] else _sides_before(reading, subject, sentence, match)
            yield from _listed(reading, sentence, match, sides)


def _those_who_act(reading: ChineseReading, subject: Subject, sentence: Span) -> Iterator[Fact]:
    """ "美国司法部、国土安全部代表共同主持", "外交部派人与会": bodies before the verb of what they do."""
    for match in _THERE_WERE.finditer(reading.plain, sentence.start, sentence.end):
        yield from _facts(reading, subject, sentence, match)
    for clause in _with_what_goes_on(reading, sentence):
        for match in _LIST.finditer(reading.plain, clause.start, clause.end):
            if match["who"] or match["verb"].startswith("派") or "部门" in match.group() or "机构" in match.group():
                yield from _facts(reading, subject, sentence, match)


def _with_what_goes_on(reading: ChineseReading, sentence: Span) -> list[Span]:
    """The clauses of a sentence, each with the one that goes on with its list: "…、中央外办,以及美方国务院派人与会"."""
    joined: list[Span] = []
    for clause in reading.clauses(sentence):
        if joined and reading.plain.startswith("以及", clause.start):
            joined[-1] = Span(joined[-1].start, clause.end)
        else:
            joined.append(clause)
    return joined


def _sides_before(
    reading: ChineseReading, subject: Subject, sentence: Span, match: re.Match[str]
) -> tuple[str | None, ...]:
    """The one side that the words before a list name."""
    before = [
        side for side in reading.sides_in(Span.clamped(sentence.start, match.start("list"))) if len(side.codes) == 1
    ]
    return (before[-1].codes[0] if before and before[-1].codes[0] in subject.parties else None,)


def _listed(reading: ChineseReading, sentence: Span, match: re.Match[str], sides: tuple[str | None, ...]) -> list[Fact]:
    """ "派人出席的中国部门有外交部、国防部;日本方面有外务省": bodies after the word that announces them."""
    facts: list[Fact] = []
    begin = match.start("list")
    trigger = Span.clamped(match.start(), match.start("list")) if match.start("list") > match.start() else None
    for part in _BETWEEN_BODIES.split(match["list"]):
        body = Span(begin, begin + len(part))
        begin = body.end
        opening = _OPENING.match(reading.plain, body.start, body.end)
        body = Span.clamped(opening.end(), body.end) if opening else body
        if part not in ("、", "和", "及", "以及") and body.end > body.start:
            evidence = trigger or Span(match.end("list"), match.end())
            facts.extend(_fact(reading, body, evidence, side, "participating_body") for side in sides)
    return facts


def _facts(reading: ChineseReading, subject: Subject, sentence: Span, match: re.Match[str]) -> list[Fact]:
    start = match.start("list")
    for side in reading.sides_in(Span.clamped(start, match.end("list"))):
        if side.start > start and reading.plain[side.start - 1] in "与同和由":
            start = side.start
            break
    ours = False
    if opening := _OPENING.match(reading.plain, start):
        start = opening.end()
        ours = opening.group().endswith("我")
    sides = [side for side in reading.sides_in(Span.clamped(sentence.start, match.end("list"))) if len(side.codes) == 1]
    party: str | None = sides[-1].codes[0] if sides else None
    if party not in subject.parties:
        # Bodies without a state are those of the writer's own country: most texts in Chinese are of China.
        party = "CN" if "CN" in subject.parties else None
    if ours:
        party = next((code for code in ("CN", "TW") if code in subject.parties), party)
    trigger = Span(match.start("verb"), match.end("verb"))
    if match["verb"] in ("共同主持", "主持"):
        whole = Span.clamped(start, match.end("who") if match["who"] else match.end("list"))
        return [_fact(reading, whole, trigger, party, "co_chair")]
    facts: list[Fact] = []
    cuts = [*_CUT.finditer(reading.plain, start, match.end("list"))]
    begin = start
    current: str | None = None
    for end, following in [*((cut.start(), cut.end()) for cut in cuts), (match.end("list"), match.end("list"))]:
        piece = Span.clamped(begin, end)
        begin = following
        own = [side for side in reading.sides_in(piece) if len(side.codes) == 1 and side.start == piece.start]
        if own:
            current = own[0].codes[0]
            kept = piece.of(reading.plain).startswith(tuple(load("chinese/offices")["keep"]))
            piece = Span.clamped(own[0].end, piece.end) if own[0].end < piece.end - 1 and not kept else piece
        if piece.end - piece.start > 1:
            both = reading.plain[max(0, start - 2) : start] in ("双方", "两国") and current is None
            sides_of_it = subject.parties if both else (current or party,)
            facts.extend(_fact(reading, piece, trigger, side, "participating_body") for side in sides_of_it)
    return facts


def _fact(reading: ChineseReading, span: Span, trigger: Span, party: str | None, role: str) -> Fact:
    sentence = reading.sentence_at(span.start)
    body = role == "participating_body"
    stated = span.of(reading.text)
    value = participant(role, party, title=None if body else stated, organization=stated if body else None)
    field = "organization_as_stated" if body else "title_as_stated"
    evidence = {field: (span,), "role": (trigger,)}
    rule = f"participation.zh.unnamed.{role}"
    return Fact(FactKind.PARTICIPATION, value, (span, trigger), sentence, rule, 0.65, ("rules",), evidence)
