"""Persons with their offices: "美国国务卿蓬佩奥", "国务委员兼外长王毅", and later mentions by name alone.

A name is what stands between an office and the next word that ends names. A tagger was tried as a second opinion and
left out: of the 31 right names of the development texts rjieba takes 18 for names (魏凤和 and 内桑巴耶夫 are among the
others), and the one wrong name too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit, load

_STOP: Final = re.compile(
    r'[,;:。、()"\s]|(?<=方)(?:为|是)|(?:分别)?(?:由|与|同|跟|和(?!国)|及|对(?!外)|向|于|在|率|会见|会晤|主持|陪同|出席|根据|包括|是|的有|还有|以及|邀请|随|携|偕|促请|代表(?=中|美|双))'
)
_JOINED: Final = re.compile(r"(?:、|兼|和|暨|,)?$")
_LATIN: Final = re.compile(r" ?\([^()\u4e00-\u9fff\n]{2,60}\)")
# What may stand before an office and is none of it.
_NO_OFFICE_YET: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}访问的|当地时间|上午|下午|晚间|晚|应约|应邀|受权|时任|现任|新任|候任|前|其中|出席的|方面|来访的|到访的|到访|来访|正在|当天|电|讯|(?<=[0-9])日)+"
)
_LONGEST_OFFICE: Final = 36
_LONGEST_NAME: Final = 18
_VISITING: Final = ("来华", "来访", "到访", "应邀", "来京", "正在")
# 菲律宾方面由外长…出席: whose minister it is.
_SENT_BY: Final = re.compile("方(?:面)?(?:由|为|有|代表为)$")
# A foreigner whom a text in Chinese names in Latin letters.
_IN_LATIN: Final = re.compile(r"[A-Z][A-Za-zÀ-ž'.-]+(?: [A-ZÀ-Ž][A-Za-zÀ-ž'.-]*){1,3}")


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a sentence: the name, the office as stated, and the party that the words give (None: they do not)."""

    sentence: Span
    name: Span
    office: Span | None
    party: str | None
    party_span: Span | None
    rank: str
    key: str = ""
    end: int = 0

    @property
    def start(self) -> int:
        """Where the whole phrase begins."""
        first = self.party_span or self.office or self.name
        return min(first.start, self.name.start)


def find_people(reading: ChineseReading) -> list[Person]:
    """All persons in order of place: those with an office first found, then their names wherever they stand again."""
    people: list[Person] = []
    for sentence in reading.sentences:
        people.extend(_titled(reading, sentence))
    people.extend(_named_again(reading, people))
    people.extend(_known(reading, people))
    return sorted(people, key=lambda person: person.name.start)


def _titled(reading: ChineseReading, sentence: Span) -> list[Person]:
    found: list[Person] = []
    pending: int | None = None  # where a run of offices without a name yet begins
    previous_end = sentence.start
    last: Person | None = None
    for head in reading.hits(sentence, "office"):
        if not head.entry.group or (last is not None and head.start < last.end):
            continue
        begin = _office_start(reading, Span.clamped(max(sentence.start, previous_end), head.start))
        joined = pending is not None and (_JOINED.fullmatch(reading.plain[previous_end:begin]) or begin <= previous_end)
        first = pending if joined and pending is not None else begin
        name = _name_after(reading, head.end, sentence.end, strict=_is_weak(reading, head))
        previous_end = head.end
        if name is None:
            pending = first
            continue
        pending = None
        person = _person(reading, sentence, Span.clamped(first, head.end), name, last)
        found.append(person)
        previous_end = person.end
        last = person
    return found


def _is_weak(reading: ChineseReading, head: Hit) -> bool:
    """Whether the word is an office only as often as not, and no body stands before it."""
    body = re.search(
        "(?:部|局|司|院|会|署|省|厅|处|办|委|室|方|市)$", reading.plain[max(0, head.start - 2) : head.start]
    )
    return head.entry.phrase in _names()["weak"] and not body


def _office_start(reading: ChineseReading, area: Span) -> int:
    start = max(area.start, area.end - _LONGEST_OFFICE)
    for stop in _STOP.finditer(reading.plain, start, area.end):
        word = stop.group()
        # "外交和安全政策高级代表", "公安部和..." : a joined office goes on where a body stands before
        if word in ("和", "及", "对", "与") and re.search(
            r"(?:南亚|东亚|亚洲|欧洲|中亚|西亚|非洲|北美|外交|安全|文化|贸易|经济|能源|农业|环境|商业|工业|公共|网络|食品|劳工|社会|国际|宗教|教育|青年|粮食)$",
            reading.plain[start : stop.start()],
        ):
            continue
        start = stop.end()
    for mention in reading.dates:
        if start < mention.end <= area.end and area.start <= mention.start:
            start = mention.end
    if match := _NO_OFFICE_YET.match(reading.plain, start, area.end):
        start = match.end()
    return start


def _state_before(reading: ChineseReading, office: Span) -> tuple[str | None, Span | None, int]:
    """The state that opens an office, where it stands, and where the office begins without it (美国|国务卿)."""
    for side in reading.sides_in(office):
        posted = reading.plain[side.start - 1 : side.start] == "驻"  # 驻美国大使 is not of the United States
        if len(side.codes) > 1 or side.start - office.start > 3 or posted:
            continue
        offices = load("chinese/offices")
        kept = any(reading.plain.startswith(word, side.start) for word in offices["keep"])
        if kept or side.end == office.end or reading.plain[side.start : side.end] in offices["bodies"]:
            return side.codes[0], side.span, side.start
        start = side.end
        for word in offices["before"]:
            if reading.plain.startswith(word, start) and start + len(word) < office.end:
                start += len(word)
        return side.codes[0], side.span, start
    return None, None, office.start


def _person(reading: ChineseReading, sentence: Span, office: Span, name: Span, last: Person | None) -> Person:
    party, party_span, start = _state_before(reading, office)
    title = Span.clamped(start, office.end)
    words = title.of(reading.plain)
    if "国务卿" in words:
        party = "US"  # also behind 国务院, which is China's State Council elsewhere
    if party is None:
        party = next(
            (code for code, own in load("chinese/offices")["own"].items() if any(word in words for word in own)), None
        )
    if party is None and (side := _SENT_BY.search(reading.plain, max(sentence.start, office.start - 8), office.start)):
        found = [one for one in reading.sides_in(Span.clamped(side.start() - 4, side.end())) if len(one.codes) == 1]
        party = found[-1].codes[0] if found else None
    if party is None and last is not None and reading.plain[last.end : office.start] in ("、", "和", "及", "以及"):
        party = last.party
    known = reading.hits(name, "known_person")
    end = name.end
    for word in load("chinese/offices")["after"]:
        end += len(word) if reading.plain.startswith(word, end) else 0
    if latin := _LATIN.match(reading.plain, end, sentence.end):
        end = latin.end()
    key = known[0].entry.key if known and known[0].end - known[0].start == name.end - name.start else ""
    return Person(
        sentence,
        name,
        title,
        party or (known[0].entry.group or None if key else None),
        party_span,
        rank_of(reading, title),
        key,
        end,
    )


def rank_of(reading: ChineseReading, title: Span | None) -> str:
    """The highest rank of the offices in a title."""
    if title is None:
        return "unknown"
    order = load("chinese/offices")["order"]
    ranks = {
        hit.entry.group
        for hit in reading.hits(title, "office")
        if hit.entry.group and (hit.end == title.end or reading.plain[hit.end] in "、兼和暨,")
    }
    return min(ranks, key=order.index, default="unknown")


def _name_after(reading: ChineseReading, start: int, limit: int, *, strict: bool) -> Span | None:
    """The name that begins at `start`, up to a sign or word that ends names."""
    text = reading.plain
    if latin := _IN_LATIN.match(text, start, limit):
        return Span(*latin.span())
    limit = min(limit, start + _LONGEST_NAME)
    office_next = any(hit.start == start for hit in reading.hits(Span.clamped(start, start + 8), "office"))
    if office_next or text.startswith(tuple(_names()["no_start"]), start):
        return None
    end = _name_end(reading, start, limit)
    if end == limit and limit == start + _LONGEST_NAME:
        return None
    offices = load("chinese/names")["titles_after"]
    name = Span.clamped(start, end)
    if any(word in name.of(text) for word in offices) or end - start < 2 or _is_a_city(reading, name):
        return None
    return _without_an_office(reading, name, strict=strict)


def _name_end(reading: ChineseReading, start: int, limit: int) -> int:
    """Where the signs of a name end that begins at `start`: before the first sign or word that ends names."""
    text = reading.plain
    end = start
    ends, _ = _ends()
    surname = _begins_with_surname(text, start)
    while end < limit and ("\u4e00" <= text[end] <= "\u9fff" or (text[end] == "·" and end > start)):
        if end - start >= 1 or text[end] not in _names()["surnames"]:
            word = ends.match(text, end, limit + 4)
            if word and not (surname and _may_be_of_the_name(reading, word, end - start, limit + 4)):
                break
        end += 1
    return end


def _begins_with_surname(text: str, start: int) -> bool:
    return text[start : start + 1] in _names()["surnames"] or text[start : start + 2] in _names()["compound"]


def _without_an_office(reading: ChineseReading, name: Span, *, strict: bool) -> Span | None:
    """王毅国务委员: a Chinese name of two or three signs without what follows it; none where it is too long for one."""
    words = name.of(reading.plain)
    if _foreign(words):
        return name
    length = name.end - name.start
    surname = _begins_with_surname(reading.plain, name.start)
    too_long = strict or length > 5
    if surname and length > 3 and "·" not in words:
        behind = Span.clamped(name.start + 2, name.start + _LONGEST_NAME)
        heads = [hit for hit in reading.hits(behind, "office") if hit.start <= name.end]
        if heads:
            return Span(name.start, min(heads[0].start, name.start + 3))
        return None if too_long else name
    return None if too_long and not (surname and length <= 4) else name


def _may_be_of_the_name(reading: ChineseReading, word: re.Match[str], length: int, limit: int) -> bool:
    """Whether a sign that ends names (受, 在) is one of the name behind a surname: 王受文, 李在明."""
    if len(word.group()) > 1:
        return False
    if length == 1:
        return word.group() in _names()["second"] and _breaks_at(reading, word.end() + 1, limit)
    return word.group() in _ends()[1] and length == 2 and _breaks_at(reading, word.end(), limit)


def _breaks_at(reading: ChineseReading, place: int, limit: int) -> bool:
    """Whether a name can end at `place`: a verb or punctuation follows, not another person."""
    rest = reading.plain[place:limit]
    if not rest or not "\u4e00" <= rest[0] <= "\u9fff":
        return True
    word = _ends()[0].match(rest)
    if reading.plain[place - 1] in "同与和" and rest.startswith(_VISITING):
        return False  # 王毅同来访的…: the sign is "with"
    follows = word is not None and word.group() not in ("中国", "两国", "中方", "美方", "双方")
    return follows and word is not None and (len(word.group()) > 1 or word.group() in "在说称率和与同")


def _is_a_city(reading: ChineseReading, name: Span) -> bool:
    """部长三藩市会谈: of a headline that leaves out "in"."""
    return any((hit.start, hit.end) == (name.start, name.end) for hit in reading.hits(name, "city"))


def _foreign(name: str) -> bool:
    signs = _names()["signs"]
    return sum(sign in signs or sign == "·" for sign in name) >= len(name) - (len(name) > 3)


@lru_cache(maxsize=1)
def _ends() -> tuple[re.Pattern[str], frozenset[str]]:
    names = _names()
    words = sorted(names["ends"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words))), frozenset(names["doubtful"])


@lru_cache(maxsize=1)
def _names() -> dict[str, frozenset[str]]:
    return {name: frozenset(value) for name, value in load("chinese/names").items()}


def _named_again(reading: ChineseReading, people: list[Person]) -> list[Person]:
    """The same names without an office elsewhere: 杨洁篪说, or 克里 for 约翰·克里."""
    taken = {place for person in people for place in range(person.name.start, person.name.end)}
    again: list[Person] = []
    known: dict[str, Person] = {}
    for person in people:
        name = person.name.of(reading.plain)
        known.setdefault(name, person)
        if len(family_name(reading, person)) > 1:
            known.setdefault(family_name(reading, person), person)
    for name in sorted(known, key=len, reverse=True):
        for match in re.finditer(re.escape(name), reading.plain):
            if any(place in taken for place in range(*match.span())):
                continue
            taken.update(range(*match.span()))
            one = known[name]
            span = Span(*match.span())
            sentence = reading.sentence_at(span.start)
            again.append(Person(sentence, span, None, one.party, None, one.rank, one.key, span.end))
    return again


def _known(reading: ChineseReading, people: list[Person]) -> list[Person]:
    """Names of the record that stand without an office."""
    taken = [person.name for person in people]
    found: list[Person] = []
    for hit in reading.hits(Span(0, len(reading.plain)), "known_person"):
        span = Span(hit.start, hit.end)
        if not any(span.overlaps(other) for other in taken):
            sentence = reading.sentence_at(hit.start)
            found.append(Person(sentence, span, None, hit.entry.group or None, None, "unknown", hit.entry.key, hit.end))
    return found


def family_name(reading: ChineseReading, person: Person) -> str:
    """The family name of a foreigner (克里 of 约翰·克里), the whole name of a Chinese person."""
    return person.name.of(reading.plain).rsplit("·", 1)[-1]


def is_chinese_name(name: str) -> bool:
    """Whether a name has the shape of a Chinese one: a surname and one or two signs."""
    surnames = _names()["surnames"]
    compound = name[:2] in _names()["compound"] and len(name) in (3, 4)
    return compound or (len(name) in (2, 3) and name[0] in surnames and not _transliterated(name))


def _transliterated(name: str) -> bool:
    """Mattis (马蒂斯) begins like a surname: every sign of it is one of those that render sounds only."""
    sounds = _names()["sounds"]
    return all(sign in sounds for sign in name[1:])
