"""A person's part in a meeting, and the enumerations of persons that one verb governs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.chinese.people import Person
from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.subject import Subject
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit

_JOINS: Final = re.compile(
    r"(?:[、, ]|[\u4e00-\u9fff]方(?:代表|由)?|和|与|同|及|以及|跟|将|会同|会见|会晤|拜会|接见|(?:当地|北京|美东)时间"
    r"|当天|应约|应邀|(?:首度|首次|再次)?率(?:代表)?团(?:前往[\u4e00-\u9fff]{2,10},?)?|分别|共同|上午|下午|晚|以视频方式|"
    r"(?:来访|到访|来华|来华访问|来京|来访华|应邀来访|应邀来华访问)的?|在[\u4e00-\u9fff]{2,12}?(?=同|与|会|和|举|,|共)|举行会谈)*"
)


@dataclass(frozen=True, slots=True)
class Role:
    """A person's part and the words that say so."""

    person: Person
    role: str
    trigger: Span
    attendance: str = "attended"
    acting_for: str | None = None
    by_chair: bool = False  # the words say who led (主持), not only who met
    inferred: bool = False  # no words say who led: the only one of a side whom the report names


def is_near(reading: ChineseReading, subject: Subject, sentence: Span) -> bool:
    """Whether a sentence stands just before, in or not far behind one that speaks of the meeting."""
    return any(-1 <= reading.index_of(sentence) - reading.index_of(one.sentence) <= 4 for one in subject.mentions)


def persons_before(reading: ChineseReading, own: list[Person], hit: Hit) -> list[Person]:
    """The enumeration of persons that is the verb's subject; adverbials of time, place and way may stand between."""
    earlier = [person for person in own if person.end <= hit.start]
    if not earlier:
        return []
    between = reading.plain[earlier[-1].end : hit.start]
    if re.search("[;:]|表示|强调|指出|会见了", between) or len(between) > 40:
        return []
    return _chain_back(reading, earlier)


def _chain_back(reading: ChineseReading, earlier: list[Person]) -> list[Person]:
    chain = [earlier[-1]]
    for person in reversed(earlier[:-1]):
        between = Span.clamped(person.end, chain[0].start)
        if not _links(reading, between):
            break
        chain.insert(0, person)
    return chain


def persons_from(reading: ChineseReading, own: list[Person], first: list[Person]) -> list[Person]:
    """The enumeration of persons that begins with the first; empty where there is no first."""
    chain = list(first)
    for person in own:
        if chain and person.start >= chain[-1].end and _links(reading, Span.clamped(chain[-1].end, person.start)):
            chain.append(person)
    return chain


def _links(reading: ChineseReading, between: Span) -> bool:
    """Whether what stands between two persons only joins them: "、", "和", "在北京同", ",15日至16日在华盛顿与"."""
    if between.end - between.start > 40:
        return False
    words = re.sub(r"\([^()\u4e00-\u9fff]{2,40}\)", "", between.of(reading.plain))
    for mention in reading.dates_in(between):
        words = words.replace(reading.plain[mention.start : mention.end], "")
    return bool(_JOINS.fullmatch(words))
