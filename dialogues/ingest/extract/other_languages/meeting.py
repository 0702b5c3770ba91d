"""The one meeting that a text reports: the sentence that says so, its name, number, sides, place and day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.facts import Document, Span
from dialogues.ingest.extract.in_order import InOrder
from dialogues.ingest.extract.other_languages.dates import find_dates
from dialogues.ingest.extract.other_languages.names import Named
from dialogues.ingest.extract.other_languages.words import Words
from dialogues.ingest.extract.reading import Reading
from dialogues.text.date_mentions import DateMention
from dialogues.text.numerals import from_chinese, from_roman
from dialogues.text.signs import lowered

_ENOUGH: Final = 6
_LEAD: Final = 4
_LONGEST_NAME: Final = 110
_BREAK: Final = re.compile(r"[,.;:()\[\]|\n!?]|[、。，；「」（）]")
# "XXI Diálogo Consular": in capitals, before the noun or the words that belong to it.
_ROMAN: Final = re.compile(r"(?<!\w)([IVX]{1,6})(?:e|ème|ª|º)? (?=[\w ]{0,30}$)")
# "Session of", "round of": what sat gives the name.
_SITTING: Final = re.compile(
    r"(?:\w+ )?(?:session|réunion|tour|sesión|reunión|ronda|sessão|reunião|rodada|sessione|riunione|sitzung|tagung"
    r"|runde|заседани\w{1,2}|раунд\w{0,2})(?: \w+)? (?:des|de la|du|de l'|del|de|da|do|della|dell'|der) "
)
# Where a phrase begins in a language without spaces: behind a sign or a particle.
_CUT: Final = re.compile(r"[、。，,.\s]|[はがをのに](?=[^\u3040-\u30ff])")
_QUOTED: Final = re.compile(r"[«„“\"「『]\s?([^«»„“”\"「」『』\n]{6,120}?)\s?[»“”\"」』]")


class Page:
    """A document prepared for the rules of one language."""

    def __init__(self, document: Document, reading: Reading, words: Words) -> None:
        self.document, self.reading, self.words = document, reading, words
        self.text, self.plain = reading.text, reading.plain
        self.low = lowered(self.plain)
        self.parties = sorted(_parties(self.low, words), key=lambda one: (one.start, -one.end))
        self._parties = InOrder(self.parties)
        self._cities = InOrder(words.cities.find(self.low))
        self._dates = InOrder(find_dates(self.plain, words, document))

    def parties_in(self, span: Span) -> list[Named]:
        """Parties named within `span`, by their codes, in order of place."""
        return self._parties.within(span)

    def cities_in(self, span: Span) -> list[Named]:
        """Cities within `span`, by their English names, in order of place."""
        return self._cities.within(span)

    def dates_in(self, span: Span) -> list[DateMention]:
        """Dates within `span`."""
        return self._dates.within(span)

    def has(self, pattern: re.Pattern[str], span: Span) -> bool:
        """Whether words of a class stand within `span`."""
        return pattern.search(self.low, span.start, span.end) is not None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A mention of a meeting. `ordinal_span` and `name` are where the text says so."""

    sentence: Span
    noun: Span
    name: Span | None
    ordinal: int | None
    ordinal_span: Span | None
    held: bool
    future: bool
    score: int


def _parties(low: str, words: Words) -> Iterator[Named]:
    found = words.parties.find(low)
    yield from found
    if words.compounds:
        signs = "".join(words.compounds)
        for match in re.finditer(rf"([{signs}])[-・·‧–ㆍ]?([{signs}])(?=[^{signs}])", low):
            yield Named(*match.span(1), words.compounds[match[1]])
            yield Named(*match.span(2), words.compounds[match[2]])
        named = {one.start for one in found}
        for match in re.finditer(rf"([{signs}])[-・·‧–ㆍ]?(?=[^\s])", low):
            if match.end() in named:  # "한-호주", "日EU"
                yield Named(*match.span(1), words.compounds[match[1]])


def find_meetings(page: Page) -> list[Meeting]:
    """Mentions of meetings in order of place."""
    return [
        _meeting(page, sentence, Span(*match.span()))
        for sentence in page.reading.sentences
        for match in page.words.meeting.finditer(page.low, sentence.start, sentence.end)
    ]


def _meeting(page: Page, sentence: Span, noun: Span) -> Meeting:
    ordinal, ordinal_span = _ordinal(page, sentence, noun)
    # Who chaired it says as well that it took place.
    held = page.has(page.words.held, sentence) or page.has(page.words.led_by, sentence)
    future = page.has(page.words.future, sentence)
    codes = {one.value for one in page.parties_in(sentence)}
    score = 3 * held + 2 * (ordinal is not None) + bool(page.dates_in(sentence)) - 4 * future
    score += 2 * (len(codes) > 1) + max(0, 3 - page.reading.index_of(sentence))
    score += page.has(page.words.led_by, sentence)
    name = _name(page, sentence, noun, ordinal_span)
    return Meeting(sentence, noun, name, ordinal, ordinal_span, held, future, score)


def _ordinal(page: Page, sentence: Span, noun: Span) -> tuple[int | None, Span | None]:
    before = max(sentence.start, noun.start - 60)
    for match in reversed(list(page.words.ordinal.finditer(page.low, before, noun.end))):
        between = page.low[match.end() : noun.start]
        if _BREAK.search(between) or page.words.stop.search(between):
            continue
        number = _number(match.groupdict().get("number"), match.groupdict().get("word"), page.words)
        if number:
            return number, Span(match.start(), match.end())
    if numeral := _ROMAN.search(page.plain[before : noun.start]):
        return from_roman(numeral[1]), Span(before + numeral.start(1), before + numeral.end(1))
    return None, None


def _number(figures: str | None, word: str | None, words: Words) -> int | None:
    if word is not None:
        return words.ordinals.get(word)
    if figures is None:
        return None
    return from_chinese(figures)


def _name(page: Page, sentence: Span, noun: Span, ordinal: Span | None) -> Span | None:
    """From behind the number or the article to where the sentence goes on: a quoted name within comes first."""
    for match in _QUOTED.finditer(page.plain, noun.start, min(sentence.end, noun.end + 160)):
        if page.words.meeting.search(page.low, *match.span(1)):
            return Span(*match.span(1))
    start = ordinal.end if ordinal is not None and ordinal.end <= noun.start else _opening(page, sentence, noun)
    while start < noun.start and not page.plain[start].isalnum():
        start += 1
    end = noun.end if page.words.unspaced else _closing(page, sentence, noun)
    sitting = _SITTING.match(page.low, start, end)
    name = Span.clamped(sitting.end() if sitting else start, end)
    specific = ordinal is not None or sitting is not None or len({one.value for one in page.parties_in(name)}) > 1
    return name if specific and (sitting or name.end - name.start > noun.end - noun.start) else None


def _opening(page: Page, sentence: Span, noun: Span) -> int:
    earliest = max(sentence.start, noun.start - 60)
    if page.words.unspaced:
        cut = max((match.end() for match in _CUT.finditer(page.low, earliest, noun.start)), default=earliest)
        return min((one.span.start for one in page.parties_in(Span.clamped(cut, noun.start))), default=noun.start)
    stops = [
        match.end()
        for pattern in (page.words.article, page.words.stop, _BREAK)
        for match in pattern.finditer(page.low, earliest, noun.start)
    ]
    return max(stops, default=noun.start if earliest > sentence.start else sentence.start)


def _closing(page: Page, sentence: Span, noun: Span) -> int:
    """Where the name ends: at a sign, a verb, a day, or "in" a city; its words on what it is about belong to it."""
    limit = min(sentence.end, noun.end + _LONGEST_NAME)
    ends = [
        match.start()
        for pattern in (_BREAK, page.words.stop, page.words.held, page.words.future, page.words.led_by)
        if (match := pattern.search(page.low, noun.end, limit))
    ]
    ends += [one.start for one in page.dates_in(Span.clamped(noun.end, limit))]
    ends += [
        page.low.rfind(" ", noun.end, max(noun.end, city.start - 1))
        for city in page.cities_in(Span.clamped(noun.end, limit))
    ]
    end = min((place for place in ends if place >= noun.end), default=noun.end)
    while end > noun.end and page.plain[end - 1] in ' «»„“”"-–':
        end -= 1
    return end


def sides_of(page: Page, meeting: Meeting) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """The two parties: of the name, else of its sentence, else the two that the text names most."""
    areas = [meeting.name or meeting.noun, meeting.sentence]
    for area in areas:
        found: dict[str, Span] = {}
        for one in page.parties_in(area):
            found.setdefault(one.value, one.span)
        if len(found) == 2:
            return tuple(found), tuple(found.values())
    counted = Counter(one.value for one in page.parties)
    common = [code for code, times in counted.most_common(2) if times > 1 or len(counted) == 2]
    if len(common) < 2:
        return (), ()
    first = {code: next(one.span for one in page.parties if one.value == code) for code in common}
    return tuple(first), tuple(first.values())


def relevance_of(page: Page, meetings: list[Meeting], best: Meeting | None) -> tuple[str, str]:
    """Reports, announces, mentions or none, with the rule that says so."""
    if best is None:
        return "none", "no_meeting"
    lead = Span(0, page.reading.sentences[min(_LEAD, len(page.reading.sentences)) - 1].end)
    opening = [meeting for meeting in meetings if page.reading.index_of(meeting.sentence) < _LEAD]
    sides, _ = sides_of(page, best)
    called = page.has(page.words.call, lead) and best.ordinal is None
    of_many = page.words.multilateral.search(page.plain, lead.start, lead.end) is not None
    coming = any(one.future for one in opening) and not any(one.held and not one.future for one in opening)
    decisions = (
        (not sides, "mentions", "sides_unclear"),
        (called, "mentions", "call"),
        (of_many and len(page.parties_in(best.name or best.noun)) < 2, "mentions", "multilateral"),
        (coming, "announces", "future"),
        (best.held and best.score >= _ENOUGH, "reports", "held"),
    )
    first = ((relevance, reason) for holds, relevance, reason in decisions if holds)
    return next(first, ("mentions", "weak"))


def place_of(page: Page, meeting: Meeting) -> tuple[str, str, Span] | None:
    """The city and country of the meeting's sentence; else of another of the first sentences."""
    told = [one for one in page.reading.sentences[:_LEAD] if page.has(page.words.held, one)]
    for sentence in (meeting.sentence, *told):
        found = page.cities_in(sentence)
        inside = [one for one in found if page.words.inside.search(page.low[max(0, one.start - 6) : one.start])]
        for city in inside or found:
            return city.value, page.words.countries[city.value], city.span
    return None


def day_of(page: Page, meeting: Meeting) -> DateMention | None:
    """The date nearest to the meeting's noun in its sentence; else in another sentence that says it was held."""
    sentences = [meeting.sentence] + [
        sentence for sentence in page.reading.sentences[: _LEAD * 2] if page.has(page.words.held, sentence)
    ]
    for sentence in sentences:
        if dates := page.dates_in(sentence):
            literal = [one for one in dates if one.weekday is None] or dates
            return min(literal, key=lambda one: abs(one.start - meeting.noun.start))
    return None
