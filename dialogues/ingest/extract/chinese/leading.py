"""Who chaired the meeting or led a delegation to it, from the verb or noun that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dialogues.ingest.extract.chinese.people import Person
from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.roles import Role, is_near, persons_before, persons_from
from dialogues.ingest.extract.chinese.subject import Subject
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit

_ROLES: Final = (("chair", "co_chair"), ("lead", "head_of_delegation"))
# 主持人, 主导作用, 主持召开国…, 主持例行…: of somebody or something else.
_NOT_OF_THE_MEETING: Final = re.compile("人|作用|召开(?:国|中央)|例行")
# 率领中方代表团的是…, 主持会议的有…: those who lead stand behind.
_THOSE_WHO: Final = re.compile(
    "(?:[\u4e00-\u9fff]{0,6}(?:代表团|会议|对话|磋商|会谈))?(?:与会|参加|出席)?的(?:分别)?(?:是|为|有)"
)
_FAR_BEHIND: Final = 30
# 共同主持会议的,中方为…,美方为…
_EACH_SIDE: Final = re.compile(
    "(?P<verb>(?:主持|出席|参加)(?:此次|本次|当天)?(?:会议|对话|磋商|会谈)?的),?[\u4e00-\u9fff]方(?:为|是|有)[^;。]{4,160}"
)
_ONE_SIDE: Final = re.compile("[\u4e00-\u9fff]方(?:为|是|有)")
# 双方代表团由…, 中方首席代表为…, 团长是…
_LEADERS: Final = re.compile(
    r"(?:双方|中方|美方|各方|日方|欧方|方)?(?:代表团由|(?:[中美日欧俄英法德澳韩印越加]方)(?:首席)?代表(?=为|是)|主持人|团长|牵头人|共同主席|联席主席|首席代表)(?:分别)?(?:为|是|由)?:?"
)
_JUST_BEHIND: Final = 26


def leading(reading: ChineseReading, subject: Subject, sentence: Span, own: list[Person], *, about: bool) -> list[Role]:
    """Those whom a sentence says to have led: by a verb, each side by itself, or by the word for what they were."""
    near = is_near(reading, subject, sentence)
    found: list[Role] = []
    for family, role in _ROLES:
        for hit in reading.hits(sentence, family):
            elsewhere = _NOT_OF_THE_MEETING.match(reading.plain[hit.end : hit.end + 4])
            if (about or near) and not elsewhere:
                found.extend(_led(reading, sentence, own, hit, role))
    found.extend(_each_side(reading, sentence, own))
    if near and (about or subject.meeting is not None):
        found.extend(_named_as_leaders(reading, sentence, own))
    return found


def _led(reading: ChineseReading, sentence: Span, own: list[Person], hit: Hit, role: str) -> Iterator[Role]:
    """Those before a verb of chairing or leading, and those behind it where nobody stands before or it says so."""
    leaders = persons_before(reading, own, hit)
    if role == "head_of_delegation":
        leaders = _of_the_delegation(reading, sentence, hit, leaders)
    part = "chair" if role == "co_chair" and _chairs_alone(reading, sentence, hit, leaders) else role
    trigger = Span(hit.start, hit.end)
    yield from (Role(person, part, trigger, by_chair=True) for person in leaders)
    if not leaders or _THOSE_WHO.match(reading.plain, hit.end, sentence.end):
        after = [person for person in own if person.start >= hit.end and person.start - hit.end < _FAR_BEHIND]
        yield from (Role(person, part, trigger) for person in persons_from(reading, own, after[:1]))


def _of_the_delegation(reading: ChineseReading, sentence: Span, hit: Hit, leaders: list[Person]) -> list[Person]:
    """Of the enumerated those who led a delegation; one alone is of the side whose delegation it was."""
    if len(leaders) > 1 and not _lead_each(hit, leaders):
        leaders = leaders[-1:]
    if len(leaders) == 1 and (side := _delegation_of(reading, sentence, hit)):
        return [replace(leaders[0], party=side)]
    return leaders


def _chairs_alone(reading: ChineseReading, sentence: Span, hit: Hit, leaders: list[Person]) -> bool:
    """ "A主持" of one person, and nothing before it says 共同."""
    together = len(leaders) > 1 or "共同" in reading.plain[sentence.start : hit.start]
    return hit.entry.phrase == "主持" and not together


def _each_side(reading: ChineseReading, sentence: Span, own: list[Person]) -> Iterator[Role]:
    """ "共同主持会议的,中方为A,美方为B": those whom the sentence names side by side."""
    for match in _EACH_SIDE.finditer(reading.plain, sentence.start, sentence.end):
        for opening in _ONE_SIDE.finditer(match.group()):
            start = match.start() + opening.end()
            first = [person for person in own if 0 <= person.start - start < _FAR_BEHIND][:1]
            trigger = Span(match.start(), match.end("verb"))
            part = "co_chair" if match["verb"].startswith("主持") else "head_of_delegation"
            yield from (Role(person, part, trigger) for person in persons_from(reading, own, first))


def _named_as_leaders(reading: ChineseReading, sentence: Span, own: list[Person]) -> Iterator[Role]:
    """ "代表团由A率领", "团长为A": those behind the word for who leads."""
    for match in _LEADERS.finditer(reading.plain[sentence.start : sentence.end]):
        start = sentence.start + match.end()
        after = [
            person
            for person in own
            if 0 <= person.start - start < _JUST_BEHIND and not re.search("[,;:]", reading.plain[start : person.start])
        ]
        trigger = Span(sentence.start + match.start(), start)
        yield from (Role(person, "head_of_delegation", trigger) for person in persons_from(reading, own, after[:1]))


def _delegation_of(reading: ChineseReading, sentence: Span, hit: Hit) -> str | None:
    """率美方代表团: the side whose delegation was led."""
    for side in reading.sides_in(Span.clamped(hit.start, min(sentence.end, hit.end + 4))):
        if len(side.codes) == 1 and reading.plain.startswith(("代表团", "方代表团", "团"), side.end):
            return side.codes[0]
    return None


def _lead_each(hit: Hit, leaders: list[Person]) -> bool:
    """Whether each of the enumerated led a delegation, and not only the last of them."""
    return "分别" in hit.entry.phrase or "双方" in hit.entry.phrase or len({one.party for one in leaders}) > 1
