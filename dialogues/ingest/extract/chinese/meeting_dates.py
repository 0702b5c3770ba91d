"""When the reported meeting was held, and which other dates of the text contradict that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.chinese.meetings import Meeting
from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.subject import Subject, is_caption
from dialogues.ingest.extract.facts import Span
from dialogues.text.date_mentions import DateMention
from dialogues.text.dates import PartialDate

_LEAD: Final = 2
# Datelines, lines of publication and of pictures.
_NO_EVENT: Final = re.compile(
    r"^ ?\)?(?:电|讯|消息|报道|专电|综合|[0-9]{1,2}:[0-9]{2}|ET|来源|刊|摄"
    r"|\)|发布|作者|表示|宣布|说|称|发表|证实|透露|介绍)"
    r"|^日?(?:晚|下午)?(?:电|讯)"
)
_NO_EVENT_BEFORE: Final = re.compile(
    r"(?:(?:发布|发表|更新|出版)(?:时间|日期)|^日期|来源|更新|记者|发布|社[\u4e00-\u9fff]{2,6}) ?:? ?$"
)
_GARBLED: Final = re.compile(r"(?<![0-9月])(?:3[2-9]|[4-9][0-9]|[1-9][0-9]{2,3})日")


@dataclass(frozen=True, slots=True)
class MeetingDate:
    """First and last day (None: not in the text), how they were resolved, where, and what contradicts them."""

    start: PartialDate | None
    end: PartialDate | None
    basis: str | None
    evidence: tuple[Span, ...]
    conflicts: tuple[tuple[str | None, Span], ...]


def meeting_date(reading: ChineseReading, subject: Subject) -> MeetingDate:
    """The date that stands with the meeting; a day goes before a month."""
    meetings = [
        one
        for one in ([subject.meeting] if subject.meeting else []) + list(subject.mentions)
        if not one.future and not is_caption(reading, one.sentence)
    ]
    seen: list[tuple[int, DateMention]] = []
    for rank, meeting in enumerate(dict.fromkeys(meetings)):
        seen.extend(
            (rank, mention)
            for mention in reading.dates_in(meeting.sentence)
            if _is_event(reading, mention, meeting.sentence, meeting.span)
        )
    if not any(mention.precision_is_day for _, mention in seen):
        for sentence in reading.sentences[:_LEAD]:
            seen.extend(
                (9, mention)
                for mention in reading.dates_in(sentence)
                if _is_event(reading, mention, sentence, sentence)
            )
    days = [mention for _, mention in seen if mention.precision_is_day]
    local = [
        day
        for day in days
        if re.search("(?:当地|美东|东部|北京)时间$", reading.plain[max(0, day.start - 4) : day.start])
    ]
    literal = [day for day in days if day.basis != "derived" or day.end_value]
    garbled = tuple(
        (None, Span(*match.span()))
        for sentence in dict.fromkeys(meeting.sentence for meeting in meetings)
        for match in _GARBLED.finditer(reading.plain, sentence.start, sentence.end)
    )
    chosen = next(iter(local), None) or _beside(meetings[0] if meetings else None, literal) or next(iter(days), None)
    if chosen is None:
        wide = [mention for _, mention in seen if mention.value.precision in ("month", "one_of")]
        if not wide or garbled:
            return MeetingDate(None, None, None, (), garbled)
        chosen = wide[0]
    # The same first day with its last one elsewhere: "周一…开始", "对话7月15日至16日进行".
    last = next((day.end_value for day in days if day.end_value and day.value == chosen.value), None)
    end = chosen.end_value or last or chosen.value
    conflicts = [
        (str(day.value), Span(day.start, day.end))
        for day in days
        if not (chosen.value.earliest <= day.value.earliest <= end.latest) and _near(day, chosen)
    ]
    return MeetingDate(chosen.value, end, chosen.basis, (Span(chosen.start, chosen.end),), (*garbled, *conflicts))


def _beside(meeting: Meeting | None, days: list[DateMention]) -> DateMention | None:
    """The first of the days; of two before the meeting's name in its sentence the later, which stands beside it."""
    if not days or meeting is None:
        return next(iter(days), None)
    place = meeting.held.start if meeting.held else meeting.span.start
    own = [day for day in days if meeting.sentence.contains(Span(day.start, day.end)) and day.end <= place]
    return own[-1] if days[0] in own else days[0]


def _near(day: DateMention, chosen: DateMention) -> bool:
    return abs((day.value.earliest - chosen.value.earliest).days) <= 3


def _is_event(reading: ChineseReading, mention: DateMention, sentence: Span, meeting: Span) -> bool:
    if _NO_EVENT.match(reading.plain[mention.end : mention.end + 6]):
        return False
    before = reading.plain[max(sentence.start, mention.start - 10) : mention.start]
    if _NO_EVENT_BEFORE.search(before):
        return False
    after_meeting = mention.start - meeting.end
    if after_meeting > 0:
        cut = reading.plain[meeting.end : mention.start]
        held_on = re.search(",(?:于|在)?$", cut) and not re.search("[;]|将|下一轮", cut)
        return bool(held_on) or (not re.search("[;]|将|同意|决定|商定|共识|下一轮", cut) and len(cut) < 30)
    between = reading.plain[mention.end : meeting.start]
    if "月" in reading.plain[mention.start : mention.end] and re.search(
        "(?:元首|领导人|会晤期间|达成的|签署的|建立的)", between
    ):
        return bool(re.search("当地时间", before))
    return True
