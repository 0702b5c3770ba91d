"""What a document is about: the one meeting that it reports or announces, its sides, and why it may be no report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.chinese.meetings import Meeting, find_meetings
from dialogues.ingest.extract.chinese.people import Person, is_chinese_name
from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.facts import Span

_LEAD: Final = 3
_HEADLINE: Final = 2
_NEGATIVE: Final = (
    "negative_call", "negative_multilateral", "negative_track_two", "negative_press", "negative_editorial",
    "negative_exercise", "negative_courtesy", "negative_one_sided",
)  # fmt: skip
_MANY_STATES: Final = re.compile(
    "岛国|上合组织|上海合作组织|金砖|中亚五国|湄公河流域|澜湄|亚太经合|中东欧国家|东亚|成员国|各国|多国|[三四五六七八九十]国|10\\+|国际会议|论坛部长"
)
# Somebody who came for a meeting was received by somebody else: the call is not that meeting.
_ATTENDING_GUEST: Final = re.compile(r"来[华京]?(?:参加|出席)[^,;。]{2,30}(?:会议|对话|磋商|论坛|活动|会晤)的")
_ENOUGH: Final = 6
# By these words the sentences that follow go on with the meeting.
# A comment names its author and what he is; a section of the paper is called 观点.
_BY_AN_AUTHOR: Final = re.compile(r"\(作者(?:为|系|是|单位)|(?:>|》|/|›) ?(?:观点|评论|时评|社评|社论)(?:>|》|/|\s)")
_GENERIC: Final = frozenset(["会议", "年度会议", "会谈", "对话", "磋商", "会晤", "此次会议", "本次会议"])
_FOLLOWING: Final = 7
_THIS: Final = ("此次", "本次", "这次", "该", "这场", "当天")
# Signs that count only beside the meeting; that a numbered meeting does not outweigh; and that may be its topics.
_BESIDE: Final = ("negative_multilateral", "negative_track_two", "negative_courtesy")
_NEVER_OUTWEIGHED: Final = ("negative_track_two", "negative_editorial", "negative_press")
_TOPICS_TOO: Final = ("negative_one_sided", "negative_exercise", "negative_multilateral")
# 通话共识, 通话精神: what was agreed in a call is no sign that this was one.
_OF_IT: Final = re.compile("(?:中|时|期间)?(?:达成|共识|精神|以来|重要共识)")


# A caption tells of another day.
_CAPTION: Final = re.compile("资料照|资料图|图为|图:|图片|▲|\\(图|\\[图")
_BESIDE_IT: Final = re.compile("(?:同时|同期|同日|当天)(?:还)?(?:举行|召开|举办)(?:的还有|了)?$")
_AS_A_TOPIC: Final = re.compile("(?:讨论|启动|重启|推进|推动|加快|就|探讨)[^,;。]{0,16}$")


def is_caption(reading: ChineseReading, sentence: Span) -> bool:
    """Whether a sentence is the line below a picture."""
    return _CAPTION.match(reading.plain, sentence.start) is not None


@dataclass(frozen=True, slots=True)
class Subject:
    """The document's main meeting (None: there is none), `relevance` with the rule that decided, and its sides."""

    relevance: str
    reason: str
    meeting: Meeting | None
    named: Meeting | None
    mentions: tuple[Meeting, ...]
    parties: tuple[str, ...]

    @property
    def reports(self) -> bool:
        """Whether the document reports the meeting."""
        return self.relevance == "reports"


def find_subject(reading: ChineseReading, people: list[Person]) -> Subject:
    """Choose the meeting with the best grounds and judge it."""
    offices = [person.office for person in people if person.office]
    mentions = [one for one in find_meetings(reading) if not any(office.overlaps(one.span) for office in offices)]
    if not mentions:
        return Subject("none", "relevance.zh.no_meeting", None, None, (), ())
    scored = [(_score(reading, meeting, people), -place, meeting) for place, meeting in enumerate(mentions)]
    score, _, meeting = max(scored, key=lambda one: (one[0], bool(one[2].ordinal), one[1]))
    same = [one for one in mentions if _same(reading, one, meeting)]
    if meeting.held is None:  # a headline may only name what the text reports
        held = [one for one in scored if one[2].held and not one[2].future and _same(reading, one[2], meeting)]
        score, _, meeting = max(held, key=lambda one: one[:2], default=(score, 0, meeting))
    parties = _parties(reading, meeting, same, people)
    named = next((one for one in [meeting, *same] if one.named and one.parties), None) or next(
        (one for one in [meeting, *same] if one.named), None
    )
    if named is None and not meeting.named:
        named = next(
            (
                one
                for one in mentions
                if one.named
                and len(one.parties) == 2
                and one.held
                and not one.future
                and set(one.parties) == set(parties)
                and not _AS_A_TOPIC.search(reading.plain, one.sentence.start, one.span.start)
            ),
            None,
        )
    relevance, reason = _judged(reading, meeting, people, parties, same)
    if relevance == "reports" and _is_announced(reading, meeting, same, mentions):
        relevance, reason = "announces", "relevance.zh.future"
    if relevance == "reports" and (score < _ENOUGH or len(parties) != 2):
        relevance = "mentions" if meeting.named else "none"
        reason = "relevance.zh.sides" if len(parties) != 2 else "relevance.zh.weak"
    return Subject(relevance, reason, meeting, named, tuple(same), parties)


def _score(reading: ChineseReading, meeting: Meeting, people: list[Person]) -> int:
    index = reading.index_of(meeting.sentence)
    score = 3 * bool(meeting.held) + 2 * bool(meeting.ordinal) + 2 * meeting.named + 2 * bool(meeting.parties)
    score -= 3 * meeting.future
    score += max(0, 4 - index)
    score += bool(reading.dates_in(meeting.sentence)) + reading.has(meeting.sentence, "chair")
    score += 2 * (len({one.party for one in people if one.sentence == meeting.sentence and one.party}) == 2)
    before = Span.clamped(max(meeting.sentence.start, meeting.span.start - 30), meeting.span.start)
    score -= 3 * reading.has(before, "past") + 4 * reading.has(before, "next_meeting")
    after = reading.plain[meeting.span.end : meeting.span.end + 4]
    if _BESIDE_IT.search(reading.plain, meeting.sentence.start, meeting.span.start):
        score -= 5
    if meeting.held and meeting.held.entry.phrase == "出席" and not meeting.parties:
        score -= 3  # who attends a forum makes no dialogue of it
    score -= 4 * bool(
        re.match("[^,;。]{0,10}(?:期间|间隙|场边)", reading.plain[meeting.span.end : meeting.span.end + 14])
    )
    score -= 5 * bool(re.match("的(?!举行|召开)", after))
    score -= 3 * after.startswith(("框架", "共识", "期间", "精神", "达成的", "机制框架", "机制在"))
    return score


def _same(reading: ChineseReading, one: Meeting, other: Meeting) -> bool:
    """Whether two mentions are of one meeting: by its number, by its name, or because one goes on with the other."""
    if one is other:
        return True
    if one.ordinal and other.ordinal and one.ordinal != other.ordinal:
        return False
    if one.ordinal and one.ordinal == other.ordinal and set(one.parties) == set(other.parties):
        return True
    first, second = _core(reading, one), _core(reading, other)
    if first == second:
        return True
    after = reading.index_of(one.sentence) - reading.index_of(other.sentence)
    if first in _GENERIC and not one.parties and not one.ordinal and one.held and 0 <= after <= _FOLLOWING:
        before = Span.clamped(max(one.sentence.start, one.span.start - 20), one.span.start)
        opens = one.span.start == one.clause.start or reading.plain[: one.span.start].endswith(_THIS)
        return opens and not reading.has(before, "past", "next_meeting")
    of_others = one.parties and other.parties and set(one.parties) != set(other.parties)
    return not of_others and len(first) > 3 and len(second) > 3 and (first in second or second in first)


def _core(reading: ChineseReading, meeting: Meeting) -> str:
    words = "".join(part.of(reading.plain) for part in meeting.name)
    if meeting.sides:
        words = words[meeting.sides.end - meeting.name[0].start :]
    return words.removesuffix("机制").replace("举行", "")


def _parties(reading: ChineseReading, meeting: Meeting, same: list[Meeting], people: list[Person]) -> tuple[str, ...]:
    for one in (meeting, *same):
        if len(one.parties) > 1:
            return tuple(sorted(one.parties))
    near = _present(reading, meeting, people)
    sides = [code for side in reading.sides_in(meeting.sentence) for code in side.codes]
    found = tuple(dict.fromkeys(near or sides))
    if len(found) < 2:
        found = tuple(dict.fromkeys((*found, *sides)))
    if len(found) < 2 or len(found) > 2:
        lead = reading.sentences[: _LEAD + 1]
        compounds = [side.codes for sentence in lead for side in reading.sides_in(sentence) if len(side.codes) == 2]
        if compounds:
            return tuple(sorted(compounds[0]))
        wider = tuple(
            dict.fromkeys((*found, *(code for one in lead for side in reading.sides_in(one) for code in side.codes)))
        )
        found = found if len(found) > 2 else wider[:2]
    return tuple(sorted(found))


def _present(reading: ChineseReading, meeting: Meeting, people: list[Person]) -> list[str]:
    """The sides of those in the meeting's sentence; a Chinese name with an office of no state is of China."""
    found: list[str] = []
    for person in people:
        if person.sentence == meeting.sentence:
            own = person.office is not None and is_chinese_name(person.name.of(reading.plain))
            if party := person.party or ("CN" if own else None):
                found.append(party)
    return found


def _judged(
    reading: ChineseReading, meeting: Meeting, people: list[Person], parties: tuple[str, ...], same: list[Meeting]
) -> tuple[str, str]:
    if len(parties) > 2 or _of_many(reading, meeting):
        return "mentions", "relevance.zh.negative_multilateral"
    coming = meeting.future and not any(one.held and not one.future and one.ordinal for one in same)
    if coming or _is_to_come(reading, meeting, same):
        return "announces", "relevance.zh.future"
    if negative := _negative(reading, meeting, people, parties):
        return ("mentions" if meeting.named else "none"), f"relevance.zh.{negative}"
    if meeting.held is None or not (meeting.named or meeting.ordinal or _met(reading, meeting)):
        return ("mentions" if meeting.named or meeting.parties else "none"), "relevance.zh.weak"
    return "reports", "relevance.zh.held"


def _is_to_come(reading: ChineseReading, meeting: Meeting, same: list[Meeting]) -> bool:
    """Whether the day beside the meeting lies after the publication; if it has none there, beside its other mentions.

    "外长今天证实,首届对话确定在11月20日登场": the day of the announcement stands in the sentence too.
    """
    published = reading.document.published_on
    if published is None:
        return False
    for one in (meeting, *same):
        days = [mention for mention in reading.dates_in(one.sentence) if mention.precision_is_day]
        if days:
            place = one.held.start if one.held else one.span.start
            nearest = min(days, key=lambda mention: abs(mention.start - place))
            return nearest.value.earliest > published
    return False


def _is_announced(reading: ChineseReading, meeting: Meeting, same: list[Meeting], mentions: list[Meeting]) -> bool:
    """Whether another sentence tells of the meeting's day as one to come: "5日将举行…会谈", "会谈5日举行"."""

    def days(sentence: Span) -> set[int]:
        # "20日登场" in a headline is read as the last 20th; the text below says of which month.
        return {mention.value.earliest.day for mention in reading.dates_in(sentence) if mention.precision_is_day}

    named = [one for one in same if one is not meeting and one.named]
    if reading.index_of(meeting.sentence) == 0 and named and all(one.future for one in named):
        return True  # a headline without a day, and below it only what is to come
    own = days(meeting.sentence)
    coming = (one for one in mentions if one.future and one.sentence != meeting.sentence)
    return meeting.ordinal is None and any(own & days(one.sentence) for one in coming)


def _of_many(reading: ChineseReading, meeting: Meeting) -> bool:
    """Whether a body of many states stands before the meeting's noun, and no pair of states in its name."""
    before = reading.plain[meeting.sentence.start : meeting.span.end]
    return len(meeting.parties) != 2 and _MANY_STATES.search(before) is not None


def _negative(reading: ChineseReading, meeting: Meeting, people: list[Person], parties: tuple[str, ...]) -> str | None:
    """Why this is no report of a dialogue, if words in the lead or beside the meeting say so."""
    if _BY_AN_AUTHOR.search(reading.plain):
        return "negative_editorial"
    if _is_a_courtesy_call(reading, meeting, people):
        return "negative_courtesy"
    strong = bool(meeting.ordinal and meeting.held and not reading.has(meeting.sentence, "past"))
    both = len(set(_present(reading, meeting, people)) & set(parties)) == 2
    official = bool((both and meeting.held) or (meeting.parties and meeting.named))
    return next(
        (one for one in _NEGATIVE if _tells_against(reading, meeting, one, strong=strong, official=official)), None
    )


def _is_a_courtesy_call(reading: ChineseReading, meeting: Meeting, people: list[Person]) -> bool:
    """A call that is told first, an ambassador's, or on those who came for a meeting that is still to come."""
    lead = _first(reading, _LEAD).of(reading.plain)
    behind = reading.index_of(meeting.sentence) > _HEADLINE
    leading = [one for one in people if one.sentence == meeting.sentence][:2]
    unnamed = not (meeting.named or meeting.ordinal)
    return (
        (behind and reading.has(_first(reading, _HEADLINE), "negative_courtesy"))
        or "预祝会议" in reading.plain
        or (unnamed and any(one.rank == "ambassador" for one in leading))
        or (_ATTENDING_GUEST.search(lead) is not None and "会见" in lead)
    )


def _first(reading: ChineseReading, count: int) -> Span:
    return Span.clamped(0, reading.sentences[min(count, len(reading.sentences)) - 1].end)


def _tells_against(reading: ChineseReading, meeting: Meeting, family: str, *, strong: bool, official: bool) -> bool:
    """Whether words of one sort of other text stand in the lead or beside the meeting, and nothing outweighs them."""
    outweighed = (strong and family not in _NEVER_OUTWEIGHED) or (official and family in _TOPICS_TOO)
    # A spokesman may tell of a meeting held, with who chaired it.
    outweighed = outweighed or (family == "negative_press" and strong and reading.has(meeting.sentence, "chair"))
    area = meeting.sentence if family in _BESIDE else _first(reading, _LEAD)
    area = meeting.clause if family == "negative_courtesy" else area
    hits = [hit for hit in reading.hits(area, family) if not meeting.span.contains(Span(hit.start, hit.end))]
    if hits and family == "negative_call" and hits[0].end <= meeting.sentence.start:
        return True  # the text tells of a call first, and of a meeting as background
    return not outweighed and any(not _OF_IT.match(reading.plain, hit.end) for hit in hits)


def _met(reading: ChineseReading, meeting: Meeting) -> bool:
    """A meeting without a name of its own counts where the lead tells of it."""
    return reading.index_of(meeting.sentence) < _LEAD and not re.search(
        "此前|曾", reading.plain[max(meeting.sentence.start, meeting.span.start - 20) : meeting.span.start]
    )
