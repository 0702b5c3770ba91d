"""Heads counted without names: "中方7名部级官员", "20余个部门", "一百多人"."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.text.numerals import from_chinese

_COUNT: Final = re.compile(
    r"(?P<lead>超过|逾|至少|约|近|大约|将近|多达|共|共有|不少于)?(?P<number>(?<![0-9.第])[1-9][0-9]{0,2}|[二两三四五六七八九十百]{1,5})"
    r"(?P<more>多|余)?(?P<unit>名|位|个|家|人)(?P<more2>以上)?(?P<noun>(?:[\u4e00-\u9fff]{0,8}?)(?:官员|代表|部长|高官|专家|成员|人员|部门|机构|部委|单位|学者|将领|负责人|阁员|大员)|)"
)
_PRESENT: Final = re.compile("出席|参加|与会|代表团|率|派出|参与|在座|陪同|组成|汇聚|到场")
_BODIES: Final = ("部门", "机构", "部委", "单位")
_AT_LEAST: Final = ("超过", "逾", "至少", "不少于")
_ABOUT: Final = ("约", "近", "大约", "将近")


def delegation_counts(reading: ChineseReading, subject: Subject) -> list[Fact]:
    """Counts of people or bodies at the reported meeting; none unless a meeting is reported."""
    if not subject.reports:
        return []
    facts: list[Fact] = []
    for sentence in reading.sentences:
        if _PRESENT.search(reading.plain, sentence.start, sentence.end):
            matches = _COUNT.finditer(reading.plain, sentence.start, sentence.end)
            found = (_fact(reading, subject, sentence, match) for match in matches)
            facts.extend(fact for fact in found if fact is not None)
    return facts


def _fact(reading: ChineseReading, subject: Subject, sentence: Span, match: re.Match[str]) -> Fact | None:
    number = from_chinese(match["number"].replace("两", "二"))
    noun, unit = match["noun"], match["unit"]
    if number is None or not 2 <= number <= 500 or (not noun and unit != "人"):
        return None
    if unit == "人" and noun and not noun.startswith(("代表", "的代表")):
        noun = ""
    if unit == "人" and (
        number < 4 or re.match("死|受伤|遇难|被捕|质|次", reading.plain[match.end("unit") : match.end("unit") + 2])
    ):
        return None
    if unit in ("个", "家") and not noun.endswith(_BODIES):
        return None
    span = Span(match.start(), match.end() if noun or match["more2"] else match.end("unit"))
    at_least = match["lead"] in _AT_LEAST or bool(match["more"] or match["more2"])
    about = match["lead"] in _ABOUT
    ranks = reading.hits(span, "count_ranks")
    value: dict[str, JSONValue] = {
        "party": _party(reading, subject, sentence, span),
        "rank": ranks[0].entry.group if ranks else "unknown",
        "rank_as_stated": reading.text[ranks[0].start : ranks[0].end] if ranks else None,
        "unit": "bodies" if noun.endswith(_BODIES) else "people",
        "low": None if about else number,
        "best": None if at_least else number,
        "high": None if about or at_least else number,
        "wording": span.of(reading.text),
    }
    evidence = {"wording": (span,), "best": (Span(*match.span("number")),)}
    return Fact(FactKind.DELEGATION_COUNT, value, (span,), sentence, "count.zh.number_unit", 0.8, ("rules",), evidence)


def _party(reading: ChineseReading, subject: Subject, sentence: Span, span: Span) -> str | None:
    before = reading.sides_in(Span.clamped(max(sentence.start, span.start - 24), span.end))
    single = [side for side in before if len(side.codes) == 1 and side.codes[0] in subject.parties]
    both = re.search("双方|两国", reading.plain[max(sentence.start, span.start - 12) : span.start])
    return single[-1].codes[0] if single and not both else None
