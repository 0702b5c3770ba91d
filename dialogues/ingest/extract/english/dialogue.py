"""The reported meeting itself: name, kind, number, date, place, mode and sides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.english.background import earlier_days
from dialogues.ingest.extract.english.meeting_dates import MeetingDate, meeting_date
from dialogues.ingest.extract.english.meetings import Meeting
from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Hit, load
from dialogues.ingest.extract.reading import Reading, words

_IN_SOMEWHERE: Final = re.compile(r"\bin ([A-Z][\w'-]+(?: [A-Z][\w'-]+)?)(?= on\b| from\b|,|\.|$)")
# A number that stands apart from the name: "met for the fourth time", "now in its fifth edition".
_COUNTED: Final = re.compile(
    r"\b(?:for the (?P<n>[a-z-]{4,14}|[0-9]{1,2}(?:st|nd|rd|th)) time"
    r"|the (?P<k>[a-z-]{4,14}|[0-9]{1,2}(?:st|nd|rd|th)) (?:of its kind|of them|such)"
    r"|(?:in its|its|their) (?P<m>[a-z-]{4,14}|[0-9]{1,2}(?:st|nd|rd|th))"
    r" (?:edition|iteration|round|session|meeting))\b"
)
_PREPARING: Final = re.compile(r"\b(?:get|got|getting) ready for\b|\bprepar(?:e|ed|ing|ations?|atory)\b")
_ACRONYM: Final = re.compile(r" \([A-Z][\w&.-]{1,14}\)")
_HOSTING: Final = re.compile(
    r"(?:, D\.C\.,?)? (?:(?:has |had )?(?:hosted|hosts|saw|played host|served as)"
    r"|(?:was|were)(?: on [\w ]{3,20})? the (?:venue|place|scene|setting|site))\b"
)
_HOSTED: Final = re.compile(
    r"(?P<city>[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})(?:, [^.;]{3,50}?)?,?"
    r" (?:was (?:this week |today )?the (?:venue|place|scene|setting|site)|hosted|played host|was host)\b"
)
_CITY_CALLED: Final = re.compile(
    r"\bin (?:the |its )?(?:[\w-]+ ){0,3}(?:city|town|resort) of (?P<city>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
)
_BESIDE: Final = 24
_WHERE: Final = re.compile(r"\b(?:in|at|near)(?: [\w' ]{1,16})?[ ,]*$|hosted by $|\bcapital(?: city)?(?: of)?,? $")
_CITY_OF: Final = re.compile(r"\b(?:in|at) ([A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}), $")
_HERE: Final = re.compile(r"\b(?:here|today)\b")
_SHOUTED: Final = re.compile(r"\b([A-Z]{4,}(?: [A-Z]{3,})?)(?=[ ,(/:])")
_DATELINE: Final = 260
_NEAR_THE_TOP: Final = 8
_SPECIFIC: Final = (
    "group",
    "commission",
    "committee",
    "dialogue",
    "consultation",
    "talk",
    "negotiation",
    "council",
    "force",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting was held; `evidence` is where the text says so."""

    city: str | None
    country: str | None
    venue: str | None
    evidence: tuple[Span, ...]


def dialogue_facts(reading: Reading, subject: Subject, people: list[Person]) -> list[Fact]:
    """The one dialogue of a document that reports a meeting; none for any other document."""
    if not subject.reports or subject.meeting is None:
        return []
    name, name_spans = _name(reading, subject)
    ordinal, ordinal_spans = _ordinal(reading, subject)
    when = meeting_date(reading, subject)
    mode, mode_spans = _mode(reading, subject)
    place = _place(reading, subject) if mode != "video" else Place(None, None, None, ())
    if mode == "unknown" and place.evidence:
        mode, mode_spans = "in_person", place.evidence
    party_spans = _party_spans(reading, subject)
    value: dict[str, JSONValue] = {
        "name": name,
        "mechanism_key": next((m.key for m in (subject.named, subject.meeting) if m and m.key), None),
        "kind": _kind(reading, subject, people),
        "ordinal": ordinal,
        "start_date": str(when.start) if when.start else None,
        "end_date": str(when.end) if when.end else None,
        "date_basis": when.basis,
        "city": place.city,
        "country": place.country,
        "venue": place.venue,
        "mode": mode,
        "parties": list[JSONValue](sorted(subject.parties)),
        "date_conflicts": _conflicts(reading, when),
    }
    evidence = {
        "name": name_spans,
        "ordinal": ordinal_spans,
        "start_date": when.evidence,
        "end_date": when.evidence,
        "city": place.evidence,
        "country": place.evidence,
        "venue": place.evidence if place.venue else (),
        "mode": mode_spans,
        "parties": party_spans,
        "kind": name_spans,
    }
    stated = {field: spans for field, spans in evidence.items() if spans and value.get(field) not in (None, "unknown")}
    first = name_spans[0] if name_spans else subject.meeting.sentence
    sentence = reading.sentence_at(first.start)
    return [
        Fact(FactKind.DIALOGUE, value, (first, *name_spans[1:]), sentence, "dialogue.held", 0.9, ("rules",), stated)
    ]


def _conflicts(reading: Reading, when: MeetingDate) -> list[JSONValue]:
    conflicts: list[JSONValue] = []
    for mention in when.conflicts:
        nouns = reading.hits(Span.clamped(mention.end, mention.end + 40), "meeting_noun")
        possessive = nouns and reading.plain[mention.end : mention.end + 2] == "'s"
        end = nouns[0].end if possessive else mention.end
        conflicts.append(
            {"value": str(mention.value), "as_stated": reading.text[mention.start : end], "span": [mention.start, end]}
        )
    return conflicts


def _name(reading: Reading, subject: Subject) -> tuple[str | None, tuple[Span, ...]]:
    """The name as written; the two sides are put before a name that leaves them out."""
    named = subject.named or subject.meeting
    if named is None or named.name is None or named.noun is None:
        return None, ()
    written = " ".join(_ACRONYM.sub("", named.name.of(reading.text)).split())
    specific = named.named or (named.core in _SPECIFIC and " " in named.noun.entry.phrase)
    if not specific:
        return None, (named.name,)
    if reading.parties(named.name) or named.key:
        return written, (named.name,)
    sides = "-".join(_short_name(code) for code in subject.parties)
    return f"{sides} {written}", (named.name, *_party_spans(reading, subject))


def _short_name(code: str) -> str:
    party = load("parties").get(code, {})
    return str(party.get("short") or (party.get("names") or [code])[0])


def _party_spans(reading: Reading, subject: Subject) -> tuple[Span, ...]:
    spans: list[Span] = []
    for code in subject.parties:
        for meeting in (subject.named, subject.meeting):
            area = meeting.name or meeting.sentence if meeting else Span(0, 0)
            found = [hit for hit in reading.parties(area) if hit.entry.group == code]
            if found:
                break
        else:
            everywhere = reading.governments(Span(0, len(reading.text)))
            found = [hit for hit in everywhere if hit.entry.group == code]
        spans.extend(Span(hit.start, hit.end) for hit in found[:1])
    return tuple(spans)


def _ordinal(reading: Reading, subject: Subject) -> tuple[int | None, tuple[Span, ...]]:
    candidates = [subject.named, subject.meeting, *subject.mentions]
    for meeting in candidates:
        if meeting and meeting.ordinal and meeting.ordinal_span and not _stranger(reading, meeting, subject):
            return meeting.ordinal, (meeting.ordinal_span,)
    for meeting in (subject.meeting, *subject.mentions):
        if meeting and not meeting.future and (match := _COUNTED.search(reading.plain, *_ends(meeting.sentence))):
            word = Span(*match.span(next(name for name in ("n", "m", "k") if match[name])))
            hits = reading.hits(word, "ordinals")
            stated = word.of(reading.plain)
            number = int(stated[:-2]) if stated[0].isdigit() else int(hits[0].entry.group) if hits else None
            if number and (number > 1 or not match["n"]):  # "for the first time" is said of much else
                return number, (word,)
    return None, ()


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _stranger(reading: Reading, meeting: Meeting, subject: Subject) -> bool:
    main = meeting in (subject.named, subject.meeting)
    return meeting.future or (
        not main and (meeting.score < 1 or bool(earlier_days(reading, subject, meeting.sentence)))
    )


def _kind(reading: Reading, subject: Subject, people: list[Person]) -> str:
    meeting = subject.named if subject.named and subject.named.named else subject.meeting
    if meeting is None:
        return "round"
    phrase = (meeting.name or meeting.sentence).of(reading.plain).lower()
    if _PREPARING.search(reading.plain, meeting.sentence.start, meeting.sentence.end) and not meeting.ordinal:
        return "preparatory"
    for word, kind in (("expert", "expert_group"), ("preparatory", "preparatory"), ("hotline test", "hotline_test")):
        if word in phrase:
            return kind
    if meeting.named or meeting.ordinal:
        return "summit" if meeting.core == "summit" else "round"
    return _kind_by_circumstance(reading, meeting, people)


def _kind_by_circumstance(reading: Reading, meeting: Meeting, people: list[Person]) -> str:
    """A meeting that is no round of anything: by where it took place and by who met."""
    if reading.has(meeting.sentence, "margins"):
        return "sideline"
    offices = [person.office.span for person in people if person.sentence == meeting.sentence and person.office]
    titles = [span.of(reading.text).lower() for span in offices if span]
    if sum(bool(re.search(r"\b(?:president|prime minister|chancellor)s?\b", title)) for title in titles) > 1:
        return "summit"
    return "visit" if re.search(r"\bvisit(?:ed|ing|s)?\b|\btrip\b", meeting.sentence.of(reading.plain)) else "round"


def _mode(reading: Reading, subject: Subject) -> tuple[str, tuple[Span, ...]]:
    for meeting in subject.mentions:
        for hit in reading.hits(meeting.sentence, "mode"):
            earlier = reading.plain[max(meeting.sentence.start, hit.start - 24) : hit.start]
            if hit.entry.group == "phone" and meeting is not subject.meeting:
                continue  # "whom the paper reached by phone"
            if meeting.held or hit.entry.group != "in_person":
                follows = reading.has(Span.clamped(meeting.sentence.start, hit.start), "relation")
                if " not " in earlier or " since" in earlier or (follows and hit.entry.group != "in_person"):
                    continue
                return hit.entry.group, (Span(hit.start, hit.end),)
    return "unknown", ()


def _place(reading: Reading, subject: Subject) -> Place:
    sentences = [m.sentence for m in (subject.meeting, subject.named) if m] + [
        meeting.sentence for meeting in subject.mentions if meeting.held and meeting.sentence in subject.scope
    ]
    for sentence in dict.fromkeys(sentences):
        if sentence != sentences[0] and earlier_days(reading, subject, sentence):
            continue
        for hit in reading.hits(sentence, "venue"):
            city, country = load("places")["venues"][hit.entry.group]
            if re.search(r"\b(?:at|in) (?:the |a )?(?:U\.?S\.? )?$", reading.plain[max(0, hit.start - 12) : hit.start]):
                return Place(city, country, hit.entry.phrase, (Span(hit.start, hit.end),))
        hits = [hit for hit in reading.hits(sentence, "city") if hit.entry.group and _is_location(reading, hit)]
        if hits:
            return _city(hits[0])
    for look in (_place_that_hosted, _place_here, _place_with_country, _place_by_country):
        found = look(reading, sentences)
        if found.evidence:
            return found
    found = _unlisted_city(reading, subject)
    return found if found.evidence else _place_elsewhere(reading, subject)


def _place_with_country(reading: Reading, sentences: list[Span]) -> Place:
    """ "in Ha Long, Vietnam": a city that no list holds, with its country."""
    for sentence in sentences:
        for hit in reading.parties(sentence):
            match = _CITY_OF.search(reading.plain[max(sentence.start, hit.start - 40) : hit.start])
            if match is not None:
                start = max(sentence.start, hit.start - 40) + match.start(1)
                span = Span.clamped(start, start + len(match[1]))
                if not reading.dates_in(span):
                    return Place(span.of(reading.text), hit.entry.group, None, (span, Span(hit.start, hit.end)))
    return Place(None, None, None, ())


def _place_that_hosted(reading: Reading, sentences: list[Span]) -> Place:
    """ "Gaborone, Botswana, was the venue of", "in the coastal city of Antalya": a city that says so itself."""
    for sentence in sentences:
        start = sentence.start + reading.bullet(sentence)
        match = _HOSTED.match(reading.plain, start, sentence.end) or _CITY_CALLED.search(
            reading.plain, start, sentence.end
        )
        if match is None:
            continue
        span = Span(*match.span("city"))
        if known := _known_city(span.of(reading.plain)):
            return Place(*known, None, (span,))
        countries = [hit.entry.group for hit in reading.parties(sentence) if 0 < hit.start - span.end < _BESIDE]
        if not reading.parties(span) and not reading.has(span, "organization", "known_person"):
            return Place(span.of(reading.text), countries[0] if countries else None, None, (span,))
    return Place(None, None, None, ())


def _place_here(reading: Reading, sentences: list[Span]) -> Place:
    """ "held here on Thursday": the city of the dateline or caption with which the text opens."""
    if not any(_HERE.search(reading.plain, sentence.start, sentence.end) for sentence in sentences):
        return Place(None, None, None, ())
    opening = Span(0, min(len(reading.text), _DATELINE))
    hits = [hit for hit in reading.hits(opening, "city") if hit.entry.group]
    shouted = [
        (match, city)
        for match in _SHOUTED.finditer(reading.plain, 0, opening.end)
        if (city := _known_city(match[1].title())) is not None
    ]
    if hits:
        return _city(hits[0])
    return Place(*shouted[0][1], None, (Span(*shouted[0][0].span(1)),)) if shouted else Place(None, None, None, ())


def _known_city(name: str) -> tuple[str, str] | None:
    country = next((code for code, cities in load("places")["cities"].items() if name in cities), None)
    capital = next((code for code, party in load("parties").items() if name in party.get("capital", ())), None)
    found = country or capital
    return (name, found) if found else None


def _place_elsewhere(reading: Reading, subject: Subject) -> Place:
    """The first "in <city>" of the sentences that may speak of the meeting, where its own name no place."""
    for sentence in subject.scope[:_NEAR_THE_TOP]:
        if reading.has(sentence, "future", "past_other", "agreed") or earlier_days(reading, subject, sentence):
            continue
        for hit in reading.hits(sentence, "city"):
            if hit.entry.group and _is_location(reading, hit):
                return _city(hit)
    return Place(None, None, None, ())


def _unlisted_city(reading: Reading, subject: Subject) -> Place:
    """ "met in Detroit": a capitalised word after the verb that no list holds; its country stays open."""
    meeting = subject.meeting
    if meeting is None or meeting.held is None:
        return Place(None, None, None, ())
    start = min(meeting.held.end, meeting.noun.end) if meeting.noun else meeting.held.end
    for match in _IN_SOMEWHERE.finditer(reading.plain, start, meeting.sentence.end):
        span = Span.clamped(*match.span(1))
        known = reading.has(span, "party", "capital", "known_person", "organization") or reading.dates_in(span)
        month = any(mention.start <= span.start < mention.end for mention in reading.dates)
        listed = any(part in words("not_names", "not_in_name") for part in match[1].split())
        if not (known or month or listed):
            return Place(span.of(reading.text), None, None, (span,))
    return Place(None, None, None, ())


def _city(hit: Hit) -> Place:
    city = str(load("places")["spellings"].get(hit.entry.phrase, hit.entry.phrase))
    return Place(city, hit.entry.group, None, (Span(hit.start, hit.end),))


def _is_location(reading: Reading, hit: Hit) -> bool:
    before = reading.plain[max(0, hit.start - 30) : hit.start]
    if re.search(
        r"\b(?:[Ee]mbassy|agreed|consensus|summit|elections?|[Aa]ttach[eé]|[Aa]mbassador|[Ee]nvoy|[Mm]ission"
        r"|[Cc]onsulate) in $",
        before,
    ):
        return False
    hosting = _HOSTING.match(reading.plain, hit.end) is not None
    return hosting or bool(_WHERE.search(before))


def _place_by_country(reading: Reading, sentences: list[Span]) -> Place:
    """ "in Spain" without a city: a city of that country elsewhere in the text, if there is one."""
    for sentence in dict.fromkeys(sentences):
        for hit in reading.parties(sentence):
            before = reading.plain[max(0, hit.start - 12) : hit.start]
            if not re.search(r"\bin (?:the )?$", before) or reading.plain[hit.start : hit.end].endswith("ese"):
                continue
            cities = [c for c in reading.hits(Span(0, len(reading.text)), "city") if c.entry.group == hit.entry.group]
            inside = Span(hit.start, hit.end)
            for city in cities:
                if _is_location(reading, city):
                    found = _city(city)
                    return Place(found.city, found.country, None, (inside, *found.evidence))
            return Place(None, hit.entry.group, None, (inside,))
    return Place(None, None, None, ())
