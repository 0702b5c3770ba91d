"""Stances: who accuses, rejects, urges, proposes, commits to, welcomes, reserves or asserts what, towards whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.chinese.items import begins_with_verb
from dialogues.ingest.extract.chinese.people import Person
from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Entry, Hit, load

_SHORTEST: Final = 4
_LONGEST: Final = 300
_ADDRESSED: Final = frozenset(["accuses", "urges", "rejects"])
# What may stand between the holder, or the start of a clause, and the verb of stance.
_BETWEEN: Final = re.compile(
    r"(?:[中美欧俄日韩英法德澳印加越]{2}(?=应|要)|方面|上将|中将|少将|先生|女士|部长|大使|外长|代表|官员|还|也|则|并|又|仍|同时|一次|再次|再|进一步|重点|全面|明确|严正|坚决|强烈|郑重|一贯|始终|完全|愿意|,|特别"
    r"|在会谈中|在会上|在对话中|在致辞中|致词|在开幕式上|在会见时|当天|会上|就此|对此|向美方|向中方|向日方|向对方|借此机会"
    r"|(?:[0-9]{1,2}月)?[0-9]{1,2}日|二人|两人|等人|发言人|的|双方|两国|两部门|双边|各方|:|\"|就[^,;。]{2,40}|对[^,;。]{2,30}?)*"
)
_PRONOUN: Final = re.compile(r"他们|他|她|二人|两人")
_ALSO: Final = re.compile(r"要(?:深化|加强|推动|共同|继续|进一步|坚持|落实|尊重|遵循|充分|切实|积极|完善|聚焦|用好)")
_SAYS_LITTLE: Final = frozenset(
    [
        "说",
        "称",
        "介绍",
        "告诉",
        "提到",
        "谈到",
        "透露",
        "补充",
        "解释",
        "回应",
        "认为",
        "相信",
        "表示",
        "指出",
        "阐明",
        "声明",
        "表明",
        "坚持",
        "提醒",
    ]
)
# Verbs that are part of other words: 重要, 主要, 需要, 应对.
_OTHER_WORD: Final = re.compile(r"(?:重|主|需|只|必|首|简|扼|纪|摘)$")
_CONCERN: Final = re.compile(
    r"对于?(?P<about>[^,;。]{4,60}),?[\u4e00-\u9fff]{1,10}?(?P<verb>(?:表示|表达)(?:了)?(?:严重|深切|高度)?(?:关切|担忧))"
)
_ABOUT: Final = re.compile(r"(?:对|就)(?P<about>[^,;。]{3,40}?)(?:再次)?$")
# "阐明了在这一问题上的立场" says that there was a stance, not which.
_EMPTY: Final = re.compile(r"(?:立场|情况|看法|意见|谢意|祝贺|欢迎)$")
_ONLY_CONCERN: Final = re.compile("(?:严正|严重|深切|高度)?(?:关切|交涉|关注)")
# How many sentences may pass before "双方应…" is no longer what the last speaker said.
_SILENT: Final = 3


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose stance it is and where the text says so."""

    party: str
    speaker: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Stance:
    """A verb of stance with its holder; `start` is where what is said begins."""

    holder: Holder
    verb: Hit
    start: int


def position_facts(reading: ChineseReading, subject: Subject, people: list[Person]) -> list[Fact]:
    """The positions that the report of a meeting ascribes to one side or a person of one; what both say is none."""
    if not subject.reports:
        return []
    facts: list[Fact] = []
    holder: Holder | None = None
    speaker: Holder | None = None  # whom the sentences just before gave the word
    silent = 0
    for sentence in reading.sentences:
        holders = _holders(reading, subject, sentence, people)
        silent = silent + 1 if holder is None else 0
        holder = _carried(reading, sentence, holder or (speaker if silent <= _SILENT else None))
        open_stance: Stance | None = None
        facts.extend(_concerns(reading, sentence, holders))
        for clause in reading.clauses(sentence):
            speaking = open_stance is not None
            holder, stance, cut = _clause(reading, clause, holders, holder, speaking=speaking)
            if stance is None and not cut and open_stance and _goes_on(reading, clause, open_stance):
                stance = Stance(open_stance.holder, open_stance.verb, clause.start)
            if cut or stance:
                facts.extend(_position(reading, sentence, open_stance, clause.start - 1))
                open_stance = stance
        speaker = holder if holder and holder.speaker else speaker
        facts.extend(_position(reading, sentence, open_stance, sentence.end))
    return facts


def _goes_on(reading: ChineseReading, clause: Span, stance: Stance) -> bool:
    """ "愿开展高层往来;扩大贸易规模": each part after a semicolon is something promised or asked for by itself."""
    listed = reading.plain[clause.start - 1] == ";" and stance.verb.entry.group in ("commits", "urges", "proposes")
    return listed and begins_with_verb(reading, clause)


def _concerns(reading: ChineseReading, sentence: Span, holders: list[Holder]) -> list[Fact]:
    """ "对于劳动权利,欧盟同样表示关切": what the concern is about stands before its holder."""
    facts: list[Fact] = []
    for match in _CONCERN.finditer(reading.plain, sentence.start, sentence.end):
        holder = next(
            (one for one in holders if one.party and one.span.start in (match.end("about"), match.end("about") + 1)),
            None,
        )
        if holder and reading.plain[holder.span.end : match.start("verb")] in ("", "也", "同样", "还", "均", "再次"):
            verb = Hit(*match.span("verb"), Entry("stance", "urges", match["verb"]))
            stance = Stance(holder, verb, match.start("about"))
            facts.extend(_position(reading, sentence, stance, match.end("about")))
    return facts


def _carried(reading: ChineseReading, sentence: Span, holder: Holder | None) -> Holder | None:
    """The holder of the sentence before goes on where the sentence begins with a pronoun or without a subject."""
    opening = sentence.of(reading.plain)[:6]
    for side in reading.sides_in(Span.clamped(sentence.start, min(sentence.end, sentence.start + 4))):
        if holder and side.start == sentence.start and side.codes == (holder.party,):
            return holder
    carries = _PRONOUN.match(opening) or re.match(
        "要|应|希望|愿|两部门要|双方[要应]|[中美欧俄日韩英法德澳印加越]{2}[要应]|同时|此外", opening
    )
    return holder if carries else None


def _holders(reading: ChineseReading, subject: Subject, sentence: Span, people: list[Person]) -> list[Holder]:
    found = [
        Holder(person.party, person.name.of(reading.text), Span(person.start, person.end))
        for person in people
        if person.sentence == sentence and person.party and person.party in subject.parties
    ]
    for side in reading.sides_in(sentence):
        inside = any(one.span.overlaps(side.span) for one in found)
        if len(side.codes) == 1 and not inside:
            found.append(Holder(side.codes[0] if side.codes[0] in subject.parties else "", None, side.span))
    for city in reading.hits(sentence, "city"):
        code = load("chinese/meetings")["governments"].get(city.entry.phrase)
        after = reading.hits(Span.clamped(city.end, min(sentence.end, city.end + 8)), "stance")
        if code in subject.parties and after and after[0].start - city.end < 4:
            found.append(Holder(code, None, Span(city.start, city.end)))
    return sorted(found, key=lambda one: one.span.start)


def _clause(
    reading: ChineseReading, clause: Span, holders: list[Holder], holder: Holder | None, *, speaking: bool
) -> tuple[Holder | None, Stance | None, bool]:
    """The holder after this clause, the stance that it opens, and whether it ends the one before."""
    start = clause.start
    while start < clause.end and reading.plain[start] in ' \n"':
        start += 1
    own = next((one for one in holders if one.span.start >= clause.start and one.span.start - start <= 6), None)
    opening = reading.plain[start : own.span.start] if own else ""
    if (
        own
        and own.span.end <= clause.end
        and re.fullmatch("(?:并|但|而|不过|同时|对此|尽管如此|此外|会上|双方|,)*", opening)
    ):
        verb = _verb(reading, Span.clamped(own.span.end, clause.end))
        if verb is None:
            # 阿根廷申请加入…,愿…: a subject whose stance comes in a later clause
            subject = own if own.party and not reading.plain.startswith(("的", "和", "与"), own.span.end) else holder
            return holder if speaking else subject, None, False
        if not own.party:
            return None, None, True
        verb = _inner(reading, clause, own, verb)
        same = holder is not None and holder.party == own.party and own.speaker is None
        holder = Holder(own.party, holder.speaker, own.span) if same and holder else own
        return holder, Stance(holder, verb, verb.end), True
    if holder is None:
        return None, None, False
    if pronoun := _PRONOUN.match(reading.plain, start):
        start = pronoun.end()
    verb = _verb(reading, Span.clamped(start, clause.end))
    verb = _inner(reading, clause, holder, verb) if verb else None
    return holder, Stance(holder, verb, verb.end) if verb else None, bool(verb)


def _inner(reading: ChineseReading, clause: Span, holder: Holder, verb: Hit) -> Hit:
    """ "表示愿…", "强调中方反对…": the stance is that of the second verb."""
    if verb.entry.group != "asserts":
        return verb
    start = verb.end
    for side in reading.sides_in(Span.clamped(start, min(clause.end, start + 4))):
        if side.start == start and side.codes == (holder.party,):
            start = side.end
    second = _verb(reading, Span.clamped(start, min(clause.end, start + 8)))
    return second if second and second.entry.group != "asserts" else verb


def _verb(reading: ChineseReading, area: Span) -> Hit | None:
    for verb in reading.hits(Span.clamped(area.start, min(area.end, area.start + 60)), "stance"):
        between = reading.plain[area.start : verb.start]
        if verb.entry.phrase == "要" and not _ALSO.match(reading.plain, verb.start):
            continue
        if _OTHER_WORD.search(between) or (
            reading.plain.startswith(("对", "用", "当地", "邀"), verb.end) and verb.entry.phrase == "应"
        ):
            continue
        if _BETWEEN.fullmatch(between):
            return verb
        break
    return None


def _position(reading: ChineseReading, sentence: Span, stance: Stance | None, limit: int) -> list[Fact]:
    if stance is None:
        return []
    group, start, end = stance.verb.entry.group, stance.start, min(limit, stance.start + _LONGEST)
    about = _ABOUT.search(reading.plain, stance.holder.span.end, stance.verb.start)
    if about and stance.verb.entry.phrase.endswith(("关切", "担忧")):
        start, end = about.span("about")
    while start < end and reading.plain[start] in ' ,:"了':
        start += 1
    while end > start and reading.plain[end - 1] in ' ,;:。!"…':
        end -= 1
    if (
        end - start < _SHORTEST
        or (group == "asserts" and _EMPTY.search(reading.plain, start, end))
        or (group == "asserts" and stance.verb.entry.phrase in _SAYS_LITTLE and stance.holder.speaker is not None)
    ):
        return []
    if _ONLY_CONCERN.fullmatch(reading.plain, start, end):
        return []
    said = Span(start, end)
    addressee = _addressee(reading, stance.holder, Span.clamped(stance.verb.end, end)) if group in _ADDRESSED else None
    value: dict[str, JSONValue] = {
        "party": stance.holder.party,
        "speaker": stance.holder.speaker,
        "stance": group,
        "addressee": addressee.of(reading.text) if addressee else None,
        "statement": said.of(reading.text),
    }
    trigger = Span(stance.verb.start, stance.verb.end)
    evidence = {"statement": (said,), "stance": (trigger,), "party": (stance.holder.span,)}
    if addressee:
        evidence["addressee"] = (addressee,)
    rule = f"position.zh.{group}"
    return [Fact(FactKind.POSITION, value, (said, trigger), sentence, rule, 0.7, ("rules", "clauses"), evidence)]


def _addressee(reading: ChineseReading, holder: Holder, area: Span) -> Span | None:
    for side in reading.sides_in(Span.clamped(area.start, min(area.end, area.start + 30))):
        if len(side.codes) == 1 and side.codes[0] != holder.party:
            return side.span
    return None
