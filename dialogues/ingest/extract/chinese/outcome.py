"""What was agreed: the verb of agreeing, whose agreement it is, and each thing agreed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dialogues.ingest.extract.agreement import Agreement
from dialogues.ingest.extract.chinese.deadlines import deadline_of
from dialogues.ingest.extract.chinese.items import enumerated_after, items_of, trimmed
from dialogues.ingest.extract.chinese.people import Person
from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Entry, Hit

_ABOUT: Final = re.compile(
    r"(?:就|在)(?P<about>[^;。]{4,160}?)(?:等方面|等领域|方面)?,?(?:初步|基本|原则上?|广泛|深入交流并?|坦诚|深入|进行[^;。]{2,40}?|交换[^;。]{1,20}?,)*(?:达成|取得|形成|商定|签署|谈妥)$"
)
_COUNTED: Final = re.compile(r"(?:达成|形成|取得|获致)(?:了)?[^,;。:双]{0,10}(?:共识|一致意见|协议|协定|成果)")
_SIGNED: Final = re.compile(
    r"(?P<what>[\u4e00-\u9fff《》]{2,24}?(?:纪要|备忘录|协议|协定|声明|文件|议定书|公报)》?)(?:也|均|同时|随后)*(?:已|正式|获)*(?:签署|发表|签订)"
)
# "同意以下几点:" has no more signs than this between its verb and its colon.
_FEW: Final = 10
_AS_FOLLOWS: Final = re.compile(
    "(?:下列|以下|如下)[^,;:]{0,6}(?:文件|协议|协定|共识|成果|事项|措施|意见|备忘录|内容|几点|[0-9一二三四五六七八九十][点项条]):$"
)
# "24项成果", "就以下领域开展合作": a heading of what was agreed, or a line of the page.
_HEADING: Final = re.compile(
    r"[0-9一二三四五六七八九十]{1,4}[项点个](?:重要|务实)?(?:成果|共识|协议|一致)|[^;]{0,30}就(?:以下|如下|下列)[^,;]{0,12}|标签.*|关键词.*"
)
_A_LIST: Final = re.compile(r"(?:路线图|共识|成果|意见|内容|安排|措施|事项|方案)$")
_BOTH: Final = "both"
_NEGATED: Final = re.compile(
    r"(?:(?:没有|并未|未|尚未|是否|如果|若|推动|争取|努力|有望|不|可)|(?:希望|要求|呼吁|敦促|期待)[^,;]{0,8})$"
)
_PAST: Final = re.compile(r"(?:此前|曾经?|去年|上次|上一?轮|早在|会晤期间|时隔)[^,;]{0,20}$")
_AS_NOUN: Final = re.compile(r"的|以来|后,|一年|[0-9一二三四五六七八九十]{1,3}周年|基础")
# What leads over to a second verb: ",就反恐达成共识", ",并签署", "双方还", ",同时".
_OWN_TOPIC: Final = re.compile(r",就[^,;]{3,80}$")
_AND_SIGNED: Final = re.compile(r",(?:并|还|见证|共同)*$")
_SUBJECT_AGAIN: Final = re.compile(r"[,;](?:双方|两国)(?:还|也|并)?$")
_AND_ALSO: Final = re.compile(r"[,;](?:双方|两国|中美双方)?(?:还|也|并|同时|均|一致|共同|只|仅)*$")
# 双方一致认为应当…: what both hold that they ought to do.
_OUGHT: Final = re.compile(r",?(?:双方|两国)?(?:应|要|必须|需)")
# Verbs that need no subject to be an agreement of both.
_BY_THEMSELVES: Final = ("商定", "一致同意", "达成以下共识", "达成如下共识")
_KIND_OF_VERB: Final = {"sign": "instrument", "create": "channel", "commit": "norm", "differ": "recorded_disagreement"}


def outcome_facts(reading: ChineseReading, subject: Subject, people: list[Person]) -> list[Fact]:
    """The outcomes of the reported meeting; none unless a meeting is reported."""
    if not subject.reports:
        return []
    facts: list[Fact] = []
    taken: list[Span] = []
    for sentence in reading.sentences:
        agreements = (
            *_agreements(reading, subject, sentence, people),
            *_signed(reading, sentence),
            *_next_meeting(reading, sentence),
        )
        for agreement in agreements:
            for item in agreement.items:
                if not any(item.overlaps(other) for other in taken) and not _HEADING.fullmatch(
                    reading.plain, item.start, item.end
                ):
                    taken.append(item)
                    facts.append(_fact(reading, agreement, item))
    return sorted(facts, key=lambda fact: fact.spans[0].start)


def _agreements(reading: ChineseReading, subject: Subject, sentence: Span, people: list[Person]) -> Iterator[Agreement]:
    verbs = sorted([*reading.hits(sentence, "agreed"), *_counted(reading, sentence)], key=lambda verb: verb.start)
    used = sentence.start
    for place, verb in enumerate(verbs):
        if verb.start < used:
            continue
        holder = _holder(reading, subject, sentence, verb)
        before = {one.party for one in people if one.sentence == sentence and one.end <= verb.start}
        if before >= set(subject.parties):
            holder = _BOTH
        if not _is_agreement(reading, sentence, verb, holder):
            continue
        stops = (_takes_over(reading, verb, other) for other in verbs[place + 1 :])
        stop = next((place for place in stops if place is not None), sentence.end)
        items = _items(reading, sentence, verb, stop)
        if items:
            # To agree takes two.
            mutual = _BOTH if verb.entry.group in ("agree", "decide", "agree_that") else "unknown"
            yield Agreement(sentence, verb, holder or mutual, tuple(items))
            used = max(stop if stop < sentence.end else items[-1].end, verb.end)


def _signed(reading: ChineseReading, sentence: Span) -> Iterator[Agreement]:
    """ "会议纪要已签署": the thing stands before its verb."""
    for match in _SIGNED.finditer(reading.plain, sentence.start, sentence.end):
        verb = Hit(match.end() - 2, match.end(), Entry("agreed", "sign", match.group()[-2:]))
        yield Agreement(sentence, verb, _BOTH, (Span(*match.span("what")),))


def _counted(reading: ChineseReading, sentence: Span) -> list[Hit]:
    """ "达成三点共识", which no list can hold."""
    found = _COUNTED.finditer(reading.plain, sentence.start, sentence.end)
    return [Hit(*match.span(), Entry("agreed", "agree", match.group())) for match in found]


def _holder(reading: ChineseReading, subject: Subject, sentence: Span, verb: Hit) -> str | None:
    """Both, or the code of the one party that is the verb's nearest subject."""
    before = Span.clamped(sentence.start, verb.start)
    both = reading.hits(before, "both")
    sides = [side for side in reading.sides_in(before) if _is_subject(reading, side.start, side.end)]
    compound = [side for side in sides if len(side.codes) > 1]
    single = [side for side in sides if len(side.codes) == 1]
    last_both = max([hit.start for hit in both] + [side.start for side in compound], default=-1)
    last_single = single[-1].start if single else -1
    if last_both >= 0 and last_both >= last_single - 14:
        return _BOTH
    if last_single >= 0:
        code = single[-1].codes[0]
        return code if code in subject.parties else "other"
    return None


def _is_subject(reading: ChineseReading, start: int, end: int) -> bool:
    """Whether a side may do something here, and is not one of two in a name: 老挝—泰国…委员会."""
    if reading.plain[end : end + 1] in "—–-" or reading.plain[max(0, start - 1) : start] in ("—", "–", "-"):
        return False
    return reading.plain[end : end + 1] not in ("关", "的") and not re.match(
        "方?[、和与]", reading.plain[end : end + 2]
    )


def _is_agreement(reading: ChineseReading, sentence: Span, verb: Hit, holder: str | None) -> bool:
    """Whether this verb with this subject tells what was agreed now. Weaker verbs need both sides as their subject."""
    group, both = verb.entry.group, holder == _BOTH
    if _is_background(reading, sentence, verb) or (holder == "other" and group != "differ"):
        return False
    if group in ("create", "sign"):
        return _creates(reading, sentence, verb, holder)
    if group == "plan":
        near = reading.hits(Span.clamped(max(sentence.start, verb.start - 10), verb.start), "both")
        return bool(near) and verb.start - near[-1].end <= 4
    if group in ("agree", "decide") and holder is None:
        return verb.start - sentence.start < 40 or verb.entry.phrase in _BY_THEMSELVES
    ought = group != "agree_that" or _OUGHT.match(reading.plain, verb.end) is not None
    return group in ("differ", "agree") or (both and ought)


def _creates(reading: ChineseReading, sentence: Span, verb: Hit, holder: str | None) -> bool:
    """Whether something is signed or set up here, and not an anniversary of it or what heads of state did."""
    after = Span.clamped(verb.end, min(sentence.end, verb.end + 60))
    before = reading.plain[max(sentence.start, verb.start - 40) : verb.start]
    if re.match("了?(?:这|该|此)", reading.plain[verb.end : verb.end + 2]):
        return False  # 设立这个委员会,目的是…: of what is there already
    if re.search("周年|以来", reading.plain[verb.end : verb.end + 24]) or not reading.has(after, "kinds"):
        return False
    return holder == _BOTH or (holder is None and not re.search("元首|领导人|会晤", before))


def _is_background(reading: ChineseReading, sentence: Span, verb: Hit) -> bool:
    """What was not agreed, was agreed before, or is told of the heads of state by somebody else."""
    before = reading.plain[max(sentence.start, verb.start - 40) : verb.start]
    if _NEGATED.search(before) or _PAST.search(before) or _AS_NOUN.match(reading.plain, verb.end):
        return True
    around = Span.clamped(max(sentence.start, verb.start - 6), min(sentence.end, verb.end + 4))
    if any(hit.start <= verb.start <= hit.end for hit in reading.hits(around, "not_agreed")):
        return True
    both = reading.hits(Span.clamped(sentence.start, verb.start), "both")
    heads = bool(both) and both[-1].entry.phrase in ("两国元首", "两国领导人")
    return heads and re.search("[说称](?=[,:])|表示|指出", before) is not None


def _takes_over(reading: ChineseReading, verb: Hit, other: Hit) -> int | None:
    """Where a second verb of agreeing takes over from the first; None where it is only part of what was agreed."""
    between = reading.plain[verb.end : other.start]
    if topic := _OWN_TOPIC.search(between):
        return verb.end + topic.start() if "共识" in other.entry.phrase else None
    if other.entry.group == "sign" and _AND_SIGNED.search(between):
        return other.start
    weak = other.entry.group in ("plan", "create", "sign", "agree_that", "announce") or "确定" in other.entry.phrase
    pattern = _SUBJECT_AGAIN if weak else _AND_ALSO
    return other.start if pattern.search(between) else None


def _items(reading: ChineseReading, sentence: Span, verb: Hit, stop: int) -> list[Span]:
    """What was agreed: in a list below the sentence, before a word of consensus, or behind the verb."""
    announced = reading.plain[verb.end : verb.end + 1] == ":" or re.search("[下如点项列]", verb.entry.phrase)
    if announced and reading.plain[verb.end : sentence.end].strip(":。,; ") == "":
        below = enumerated_after(reading, sentence)
        if below:
            return below
    if _is_consensus(verb) and (told := _items_of_consensus(reading, sentence, verb)) is not None:
        return told
    # 将加强合作: the verb of what they will do belongs to it.
    begin = verb.start + 1 if verb.entry.group == "plan" and len(verb.entry.phrase) > 1 else verb.end
    return _items_behind(reading, sentence, verb, Span.clamped(begin, max(begin, stop)))


def _is_consensus(verb: Hit) -> bool:
    """Whether the words name what was reached, as 达成共识 and 取得成果 do, and not only that something was."""
    phrase = verb.entry.phrase
    return "共识" in phrase or "一致" in phrase[-2:] or "协议" in phrase or "成果" in phrase


def _items_of_consensus(reading: ChineseReading, sentence: Span, verb: Hit) -> list[Span] | None:
    """ "就反恐达成共识", "达成24项成果": on what, or how many; None where that stands behind a colon or a full stop."""
    phrase = verb.entry.phrase
    reached = "达成" if "共识" in phrase or "一致" in phrase or "协议" in phrase else "商定"
    topic = _ABOUT.search(reading.plain[sentence.start : verb.start] + reached)
    if topic and not re.search("作出|交换|讨论|进行", topic["about"]):
        begin = sentence.start + topic.start("about")
        item = trimmed(reading, Span.clamped(begin, min(sentence.start + topic.end("about"), verb.start)))
        return [item] if item else []
    if number := re.search("[0-9]{1,3}项.*成果$", phrase):
        return [Span(verb.start + number.start(), verb.end)]
    return None if reading.plain[verb.end : verb.end + 1] in (":", "。", "") else []


def _items_behind(reading: ChineseReading, sentence: Span, verb: Hit, inside: Span) -> list[Span]:
    """The items of the passage behind a verb, or of the list below the sentence to which the passage only leads."""
    words = reading.plain[inside.start : inside.end].rstrip()
    few = words[-1:] == ":" and (len(words) < _FEW or _AS_FOLLOWS.search(words) is not None)
    if few and (after := enumerated_after(reading, sentence)):
        return after
    items = items_of(reading, inside)
    if (
        len(items) == 1
        and _A_LIST.search(items[0].of(reading.plain))
        and (after := enumerated_after(reading, sentence))
    ):
        return after  # "商定了下一步合作的路线图。一是…二是…"
    if verb.entry.group in ("create", "sign") and items:
        items = [Span.clamped(verb.start, items[0].end), *items[1:]]
    return items


def _next_meeting(reading: ChineseReading, sentence: Span) -> Iterator[Agreement]:
    """ "下一轮对话将于…举行": the thing agreed is the subject."""
    for hit in reading.hits(sentence, "next_meeting"):
        rest = reading.plain[hit.end : sentence.end]
        if hit.entry.phrase.startswith("第") and not reading.has(Span.clamped(hit.start, sentence.end), "future"):
            continue
        if not re.search("将|拟|定于|计划|预计|再", rest) or not re.search("举行|召开|举办", rest):
            continue
        clause = next((one for one in reading.clauses(sentence) if one.start <= hit.start < one.end), sentence)
        if item := trimmed(reading, Span.clamped(hit.start, max(clause.end, hit.end))):
            yield Agreement(sentence, hit, _BOTH, (item,))
        return


def _kind(reading: ChineseReading, verb: Hit, item: Span) -> str:
    if verb.entry.group == "differ":
        return "recorded_disagreement"
    if verb.entry.family == "next_meeting":
        return "next_meeting"
    hits = reading.hits(item, "kinds")
    if any(hit.entry.group == "next_meeting" for hit in hits):
        return "next_meeting"
    if verb.entry.group == "reaffirm":
        return "reaffirmation"
    for kind in (
        "norm",
        "channel",
        "instrument",
        "information_sharing",
        "case_cooperation",
        "capacity_building",
        "joint_activity",
    ):
        if any(hit.entry.group == kind for hit in hits[:2]):
            return kind
    return hits[0].entry.group if hits else _KIND_OF_VERB.get(verb.entry.group, "joint_activity")


def _fact(reading: ChineseReading, agreement: Agreement, item: Span) -> Fact:
    verb, stated_by = agreement.verb, agreement.stated_by
    stated, deadline, deadline_spans = deadline_of(reading, item)
    own = [side for side in reading.sides_in(item) if side.start == item.start and len(side.codes) == 1]
    if own and reading.plain.startswith(("承诺", "将", "同意", "愿"), own[0].end):
        stated_by = own[0].codes[0]
    value: dict[str, JSONValue] = {
        "kind": _kind(reading, verb, item),
        "title": item.of(reading.text)[:120],
        "stated_by": stated_by,
        "deadline_as_stated": stated,
        "deadline": deadline,
    }
    trigger = Span(verb.start, verb.end)
    evidence: dict[str, tuple[Span, ...]] = {"title": (item,), "kind": (item,), "stated_by": (trigger,)}
    if deadline_spans:
        evidence["deadline"] = deadline_spans
    rule = f"outcome.zh.{verb.entry.family}.{verb.entry.group}".rstrip(".")
    confidence = 0.8 if stated_by == _BOTH else 0.6
    return Fact(
        FactKind.OUTCOME,
        value,
        (item, trigger),
        reading.sentence_at(item.start),
        rule,
        confidence,
        ("rules", "clauses"),
        evidence,
    )
