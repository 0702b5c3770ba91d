"""Core facts of Chinese texts: relevance, the meeting's name, number, sides, date and place, and its chairs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dialogues.ingest.extract.facts import Document, Fact, FactKind, Gazetteer, JSONValue, Span
from dialogues.ingest.extract.lexicon import load
from dialogues.ingest.extract.reading import Reading

_HELD: Final = re.compile(r"举行|召开|共同主持|主持|会见|会谈|出席")
_FUTURE: Final = re.compile(r"(?:将于|将在|拟于|即将|将举行|将共同)")
_CHAIRED: Final = re.compile(r"(?:在[\u4e00-\u9fff]{2,6})?(?:共同)?主持")
_CALL: Final = re.compile(r"通电话|打电话|致电|电话会谈|通话")
_SPLIT: Final = re.compile(r"和|与|同|、|，|,")


@dataclass(frozen=True, slots=True)
class _Chair:
    name: Span
    title: Span
    party: str | None


@lru_cache(maxsize=1)
def _name_pattern() -> re.Pattern[str]:
    words = load("chinese")
    numbers = "".join(number for number in load("numbers")["chinese"] if len(number) == 1)
    nouns = "|".join(sorted(words["meetings"], key=len, reverse=True))
    sides = "".join(words["sides"])
    return re.compile(
        rf"(?:第?(?P<number>[{numbers}]{{1,3}})(?:轮|次|届))?(?P<name>(?P<a>[{sides}])(?P<b>[{sides}])"
        rf"[\u4e00-\u9fff]{{0,24}}?(?:{nouns})(?:机制)?)"
    )


def extract_chinese(document: Document, record: Gazetteer) -> list[Fact]:
    """Relevance always; for a reported meeting the dialogue and its chairs. Other kinds have no Chinese rules yet."""
    reading = Reading(document, record)
    best: tuple[int, Span, re.Match[str]] | None = None
    for sentence in reading.sentences:
        for match in _name_pattern().finditer(reading.plain, sentence.start, sentence.end):
            held = _HELD.search(reading.plain, sentence.start, sentence.end)
            future = _FUTURE.search(reading.plain, sentence.start, sentence.end)
            score = 3 * bool(held) + 3 * bool(match["number"]) - 4 * bool(future) + bool(reading.dates_in(sentence))
            score += max(0, 2 - reading.index_of(sentence)) + bool(_CHAIRED.search(sentence.of(reading.plain)))
            if best is None or score > best[0]:
                best = (score, sentence, match)
    if best is None:
        return [_relevance("none", Span(0, 0), "relevance.zh.no_meeting")]
    score, sentence, match = best
    lead = reading.plain[: reading.sentences[min(2, len(reading.sentences)) - 1].end]
    coming = _FUTURE.search(reading.plain, sentence.start, sentence.end)
    if coming or score < 4 or (_CALL.search(lead) and not match["number"]):
        return [_relevance("announces" if coming else "mentions", sentence, "relevance.zh.weak")]
    chairs = _chairs(reading, sentence)
    return [
        _relevance("reports", sentence, "relevance.zh.held"),
        _dialogue(reading, sentence, match),
        *(_participation(reading, sentence, chair) for chair in chairs),
    ]


def _relevance(relevance: str, sentence: Span, rule: str) -> Fact:
    value: dict[str, JSONValue] = {"relevance": relevance}
    evidence = {"relevance": (sentence,)}
    return Fact(FactKind.RELEVANCE, value, (sentence,), sentence, rule, 0.8, ("rules",), evidence)


def _dialogue(reading: Reading, sentence: Span, match: re.Match[str]) -> Fact:
    sides = load("chinese")["sides"]
    number = load("numbers")["chinese"].get(match["number"]) if match["number"] else None
    name = Span(*match.span("name"))
    same = [other for other in reading.sentences if name.of(reading.text) in other.of(reading.text)]
    days = [mention for other in same for mention in reading.dates_in(other) if mention.precision_is_day]
    local = [day for day in days if reading.plain[max(0, day.start - 4) : day.start] == "当地时间"]
    near = next(iter(local or [day for day in days if day.basis != "derived"]), None)
    cities = [hit for hit in reading.hits(sentence, "native_city") if reading.plain[hit.start - 1 : hit.start] == "在"]
    city, country = load("places")["native"][cities[0].entry.group] if cities else (None, None)
    value: dict[str, JSONValue] = {
        "name": name.of(reading.text),
        "mechanism_key": None,
        "kind": "round",
        "ordinal": number,
        "start_date": str(near.value) if near else None,
        "end_date": str(near.end_value or near.value) if near else None,
        "date_basis": near.basis if near else None,
        "city": city,
        "country": country,
        "venue": None,
        "mode": "in_person" if cities else "video" if "视频" in sentence.of(reading.text) else "unknown",
        "parties": list[JSONValue](sorted({sides[match["a"]], sides[match["b"]]})),
        "date_conflicts": [],
    }
    evidence: dict[str, tuple[Span, ...]] = {"name": (name,), "parties": (Span.clamped(name.start, name.start + 2),)}
    if number:
        evidence["ordinal"] = (Span(*match.span("number")),)
    if near:
        evidence["start_date"] = evidence["end_date"] = (Span(near.start, near.end),)
    if cities:
        evidence["city"] = evidence["country"] = (Span.clamped(cities[0].start, cities[0].end),)
    return Fact(FactKind.DIALOGUE, value, (name,), sentence, "dialogue.zh.held", 0.8, ("rules",), evidence)


def _chairs(reading: Reading, main: Span) -> list[_Chair]:
    """The persons enumerated before 主持, each with the office written before the name."""
    for sentence in [main, *reading.sentences]:
        verb = _CHAIRED.search(reading.plain, sentence.start, sentence.end)
        if verb is None:
            continue
        chairs: list[_Chair] = []
        begin = sentence.start
        party: str | None = None
        for cut in [*_SPLIT.finditer(reading.plain, sentence.start, verb.start()), verb]:
            piece = Span.clamped(begin, cut.start())
            chair = _chair(reading, piece, party)
            if chair:
                chairs.append(chair)
                party = chair.party
                begin = cut.end()
            elif cut.group() not in ("、", "和", "与", "同"):
                begin = cut.end()
        if chairs:
            return chairs
    return []


def _chair(reading: Reading, piece: Span, party: str | None) -> _Chair | None:
    text = piece.of(reading.plain)
    ends = [text.rfind(head) + len(head) for head in load("chinese")["heads"] if head in text]
    if not ends:
        return None
    end = max(ends)
    name = text[end:]
    if not 2 <= len(name) <= 8 or not re.fullmatch(r"[\u4e00-\u9fff·]+", name) or "日" in name:
        return None
    hits = [hit for hit in reading.hits(piece, "party") if hit.entry.group]
    opening = re.match(r"(?:.*日[,，]?)?", text)
    start = piece.start + (opening.end() if opening else 0)
    if hits:
        party, start = hits[0].entry.group, hits[0].end
    elif party is None:
        party = "CN" if "中共" in text or "国务委员" in text or "中央" in text else None
    return _Chair(Span.clamped(piece.start + end, piece.end), Span.clamped(start, piece.start + end), party)


def _participation(reading: Reading, sentence: Span, chair: _Chair) -> Fact:
    title = chair.title.of(reading.text)
    ranks = load("chinese")["ranks"]
    found = [(len(word), rank) for rank, terms in ranks.items() for word in terms if word in title]
    value: dict[str, JSONValue] = {
        "name": chair.name.of(reading.text),
        "person_key": None,
        "title_as_stated": title,
        "organization_as_stated": None,
        "organization_key": None,
        "party": chair.party,
        "role": "co_chair",
        "rank": max(found)[1] if found else "unknown",
        "attendance": "attended",
        "acting_for": None,
    }
    evidence = {"name": (chair.name,), "title_as_stated": (chair.title,)}
    rule = "participation.zh.chaired"
    return Fact(FactKind.PARTICIPATION, value, (chair.name,), sentence, rule, 0.75, ("rules",), evidence)
