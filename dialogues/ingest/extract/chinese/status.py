"""What became of things agreed earlier: a hotline opened, an exercise held, a promise not kept."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Entry, Hit, load

_ALREADY: Final = re.compile(
    r"(?:已(?:经|于|在|从|自)[^,;。]{0,14}?|(?<=[0-9]年)(?=建立|成立|启动|设立))(?P<verb>举行|举办|开通|启动|建立|设立|成立|生效|启用|完成|落实|结束|推迟|暂停|中止|延长|续签|到期|失效)"
)
_REACH: Final = 40
_PLANNED: Final = re.compile(
    r"(?:将|拟|同意|决定|商定|愿|希望|争取|尽快|推动|要|应|计划|建议|呼吁|敦促|期待|承诺|如|若|不)(?:[^,;。]{0,12})$"
)
_OBJECT: Final = frozenset(["disputed", "reaffirmed", "extended", "suspended", "delayed", "completed"])
_START: Final = re.compile(
    r"(?:,|;|:|。|的是|表示|指出|说|宣布|认为|对|就|在|将|由|并|于|双方|目前|其中|已|此前|根据|成员|高兴地看到|注意到|回顾了|当天|满意地看到|\n|[0-9]日|通过|以及)"
)


def status_facts(reading: ChineseReading, subject: Subject) -> list[Fact]:
    """Statuses of earlier outcomes, in any document whatever it reports."""
    facts: list[Fact] = []
    own = [meeting.span for meeting in subject.mentions]
    for sentence in reading.sentences:
        for hit in sorted([*reading.hits(sentence, "status"), *_done(reading, sentence)], key=lambda one: one.start):
            before = reading.plain[max(sentence.start, hit.start - 24) : hit.start]
            done = hit.entry.phrase.startswith(("已", "正在")) or before.endswith(("已", "已经"))
            if _PLANNED.search(before) and not done:
                continue
            thing = _thing(reading, sentence, hit)
            if thing is None or any(thing.overlaps(fact.spans[0]) for fact in facts):
                continue
            if (
                subject.reports
                and any(thing.overlaps(span) for span in own)
                and hit.entry.group in ("held", "launched", "in_progress")
            ):
                continue
            facts.append(_fact(reading, sentence, hit, thing))
    return facts


def _done(reading: ChineseReading, sentence: Span) -> list[Hit]:
    """ "已于4月举行": the verb behind a date."""
    groups = load("chinese/statements")["done"]
    found = _ALREADY.finditer(reading.plain, sentence.start, sentence.end)
    return [Hit(*match.span(), Entry("status", groups[match["verb"]], match.group())) for match in found]


def _thing(reading: ChineseReading, sentence: Span, hit: Hit) -> Span | None:
    clauses = [one for one in reading.clauses(sentence) if one.start <= hit.start < one.end]
    clause = clauses[0] if clauses else sentence
    area = Span.clamped(max(clause.start, hit.start - _REACH), hit.start)
    nouns = reading.hits(area, "status_subject")
    if nouns:
        start = area.start
        for cut in _START.finditer(reading.plain, area.start, nouns[-1].start):
            start = cut.end()
        for mention in reading.dates_in(Span.clamped(area.start, nouns[-1].start)):
            start = max(start, mention.end)
        thing = Span.clamped(min(start, nouns[-1].start), nouns[-1].end)
        earlier = [
            one
            for one in reading.hits(Span.clamped(sentence.start, area.start), "status_subject")
            if one.entry.phrase == nouns[-1].entry.phrase
        ]
        if re.match("该|这|上述", thing.of(reading.plain)) and earlier:
            begin = max(sentence.start, earlier[-1].start - 24)
            for cut in re.finditer("[,;:。]|为(?!期)|就|对|在", reading.plain[begin : earlier[-1].start]):
                begin = max(begin, max(sentence.start, earlier[-1].start - 24) + cut.end())
            return Span.clamped(begin, earlier[-1].end)
        return thing
    if hit.entry.group in _OBJECT or hit.entry.phrase in (
        "举行了",
        "举办了",
        "启用",
        "开通了",
        "完成了",
        "继续推进",
        "继续落实",
        "正在落实",
        "正在推进",
    ):
        after = Span.clamped(hit.end, min(clause.end, hit.end + _REACH))
        nouns = reading.hits(after, "status_subject")
        if nouns:
            start = after.start + (reading.plain[after.start : after.start + 1] == "了")
            end = nouns[0].end + 2 * reading.plain.startswith("机制", nouns[0].end)
            return Span.clamped(start, max(start, end))
    return None


def _fact(reading: ChineseReading, sentence: Span, hit: Hit, thing: Span) -> Fact:
    days = [mention for mention in reading.dates_in(sentence) if mention.value.precision in ("day", "month", "year")]
    chosen = min(days, key=lambda mention: abs(mention.start - hit.start), default=None)
    trigger = Span(hit.start, hit.end)
    value: dict[str, JSONValue] = {
        "outcome_as_stated": thing.of(reading.text),
        "status": hit.entry.group,
        "effective_on": str(chosen.value) if chosen else None,
    }
    evidence = {"outcome_as_stated": (thing,), "status": (trigger,)}
    if chosen:
        evidence["effective_on"] = (Span(chosen.start, chosen.end),)
    rule = f"status.zh.{hit.entry.group}"
    return Fact(FactKind.STATUS, value, (thing, trigger), sentence, rule, 0.6, ("rules",), evidence)
