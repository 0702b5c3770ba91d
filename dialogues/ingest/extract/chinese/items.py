"""What was agreed, split into its items: by semicolons, "一是…二是…", "(一)", and clauses that begin with a verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.facts import Span

_ENUMERATOR: Final = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}(?:是|、|,)|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[.、)]|首先,?|其次,?|最后,?|此外,?|另外,?|其[一二三四五六七八九],?)"
)
_BULLET: Final = re.compile(r"[-–—•●◆■·▪] ?(?=[\u4e00-\u9fff《0-9])")
_VERB: Final = re.compile(
    r"(?:[0-9]{4}年|[0-9]{1,2}月(?:底|初|中旬)?|年内|明年|今年|下半年|上半年|前|并|还|也|同时|以及|共同|继续|进一步|切实|积极|尽快|尽早|定期|适时|联合|全面|相互|持续|不断|将|要|就|对|在|于|及时|深入|稳步|支持|鼓励|努力|争取)*"
    r"(?:加强|改进|考虑|确认|保留|成为|抓紧|建立|开展|推动|推进|深化|举行|召开|扩大|保持|启动|落实|设立|成立|制定|签署|完善|恢复|举办|拓展|促进|探讨|研究|密切|维护|打击|加快|延长|分享|共享|提升|实施|避免|暂停|停止|取消|增加|组织|派遣|互派|通报|管控|发挥|用好|构建|打造|支持|协调|改善|重启|互设|发表|优化|提供|做好|筹备|尊重|坚持|遵守|参与|采取|利用|交换|交流|达成|简化|不从事|不支持|不得|不|妥善|统筹|解决|完成|商签|商谈|谈判|讨论|强化|健全|发展|提高|增强|规范|引导|畅通|召集|重申|丰富|挖掘|共建|创造|巩固|给予|开设|开通|力争|举办|办好|使用|合作|致力于|适时|年内|尽快|尽早|早日)"
)
_LEAD: Final = re.compile(r"(?:,|:|;|。|、| |并且|并|还|也|以及|同时|将|了|要|应|于|一致|和)+")
_TRAIL: Final = re.compile(
    r"(?:达成(?:了)?(?:一系列|多项|广泛|重要|积极|原则|若干|以下|如下|新的|丰硕)*(?:成果和)?(?:重要)?共识(?:和成果)?|达成一致|等)$"
)
_GROUNDS: Final = re.compile("按照|根据|本着|基于|遵循|秉持|坚持(?:相互|平等|合作)")
_NO_ITEM: Final = re.compile(r"(?:以|为|使|让|从而|为此|这|该|他|她|对此|双方|两国|中方|美方|其中)")
# What a clause before it is to bring about goes with it: ",促进…发展", ",提高效率".
_PURPOSE: Final = re.compile(
    r"(?:不断|进一步|切实|共同|有效|更好)?(?:促进|增进|提高|提升|防止|造福|惠及|争取|确保|服务|推动[^,;]{2,20}(?:发展|向前))"
)
_MOST: Final = 30
# A clause shorter than this goes with the one before it (平等互利,管控分歧).
_SHORTEST: Final = 6
# What one side says is its position, and what both think or note is no agreement.
_SAID: Final = re.compile("[\u4e00-\u9fff]{1,3}方(?:还|也)?(?:说|认为|表示|反对|强调|肯定|回顾|注意到|赞赏)")


def items_of(reading: ChineseReading, inside: Span) -> list[Span]:
    """The items of one passage, in order; the whole of it when it is one."""
    marks = [
        mark for mark in _ENUMERATOR.finditer(reading.plain, inside.start, inside.end) if _opens(reading, inside, mark)
    ]
    if len(marks) > 1:
        ends = [mark.start() for mark in marks[1:]] + [inside.end]
        return [
            one
            for mark, end in zip(marks, ends, strict=True)
            if (one := trimmed(reading, Span.clamped(mark.end(), end)))
        ][:_MOST]
    return [item for item in _clauses(reading, inside) if not _GROUNDS.match(reading.plain, item.start)][:_MOST]


def _opens(reading: ChineseReading, inside: Span, mark: re.Match[str]) -> bool:
    before = reading.plain[max(inside.start, mark.start() - 1) : mark.start()]
    return not before or before in ",;:。 \n"


def _clauses(reading: ChineseReading, inside: Span) -> Iterator[Span]:
    start = inside.start
    for cut in re.finditer("[,;、]", reading.plain[inside.start : inside.end]):
        place = inside.start + cut.start()
        opening = _LEAD.match(reading.plain, place, inside.end)
        after = opening.end() if opening else place + 1
        listed = cut.group() != "、" or bool(_VERB.match(reading.plain, _begin(reading, start, place), place))
        new = cut.group() == ";" or (
            listed
            and _VERB.match(reading.plain, after, inside.end)
            and not _NO_ITEM.match(reading.plain, after)
            and not (cut.group() == "," and _PURPOSE.match(reading.plain, after))
        )
        rest = re.search("[,;]", reading.plain[after : inside.end])
        short = cut.group() == "," and (rest.start() if rest else inside.end - after) < _SHORTEST
        if new and not short and place > start:
            if item := trimmed(reading, Span.clamped(start, place)):
                yield item
            start = place + 1
    if item := trimmed(reading, Span.clamped(start, inside.end)):
        yield item


def begins_with_verb(reading: ChineseReading, span: Span) -> bool:
    """Whether a clause begins with a verb of doing, as the items of a list do."""
    return _VERB.match(reading.plain, _begin(reading, span.start, span.end), span.end) is not None


def _begin(reading: ChineseReading, start: int, end: int) -> int:
    lead = _LEAD.match(reading.plain, start, end)
    return lead.end() if lead else start


def enumerated_after(reading: ChineseReading, sentence: Span) -> list[Span]:
    """The sentences after "达成以下共识:" that begin with a number or "一是", without it."""
    found: list[Span] = []
    index = reading.index_of(sentence)
    gap = 0
    for following in reading.sentences[index + 1 : index + 1 + _MOST]:
        mark = _ENUMERATOR.match(reading.plain, following.start, following.end) or _BULLET.match(
            reading.plain, following.start, following.end
        )
        gap = 0 if mark else gap + 1
        if gap > 1 or (mark is None and not found):
            break  # one sentence may explain the point before it
        if mark is None or _SAID.match(reading.plain, mark.end()):
            continue
        found.extend(_clauses(reading, Span.clamped(mark.end(), following.end)))
    return found


def trimmed(reading: ChineseReading, span: Span) -> Span | None:
    """Without connectives at the start and punctuation at the end; None when little is left."""
    start, end = span.start, span.end
    if lead := _LEAD.match(reading.plain, start, end):
        start = lead.end()
    while end > start and reading.plain[end - 1] in " ,;:。.!?…、\n":
        end -= 1
    if (tail := _TRAIL.search(reading.plain, start, end)) and tail.start() - start > 3:
        end = tail.start()
        while end > start and reading.plain[end - 1] in ",、":
            end -= 1
    return Span(start, end) if end - start >= 4 else None
