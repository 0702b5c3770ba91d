"""Ministries and agencies that took part without a name: "officials of the Departments of Justice and State"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, Span
from dialogues.ingest.extract.participant import participant
from dialogues.ingest.extract.reading import Reading

_PEOPLE: Final = r"(?:representatives?|officials|officers|delegates|members|participants|experts|colleagues)"
# What opens a list of bodies. The list follows it.
_OPENINGS: Final = re.compile(
    rf"\b(?:{_PEOPLE}(?: were)?(?: present| there)? (?:from|of)(?: both)?"
    r"|(?:delegation|delegates|side|team|party|participants|officials)(?:'s)?,? (?:also )?"
    r"(?:included|comprised(?: of)?|consisted of|(?:was|were) (?:composed|made up|drawn) (?:of|from)|c[ao]me from"
    r"|includes|consists of|comprises|brought together|represented by|represented|comprising"
    r"|consisting of|including|were|had in it)"
    rf"(?: (?:senior |relevant |other )*{_PEOPLE} (?:from|of))?"
    rf"|, which had (?:(?:senior|relevant) )*{_PEOPLE} (?:from|of)"
    rf"|(?:'s) (?:included|comprised)(?: {_PEOPLE} (?:from|of))?"
    r"|(?:delegation|team|side) (?:at|to|for|in) (?:the )?[^,.;]{2,40}? "
    rf"(?:included|comprised|consisted of)(?: {_PEOPLE} (?:from|of))?"
    rf"|It (?:also )?(?:included|comprised|consisted of)(?: (?:senior )?{_PEOPLE} (?:from|of))?"
    rf"|{_PEOPLE},? (?:among others|including|such as)(?: those)?(?: from| of)?"
    r"|(?:regulators|agencies|departments|ministries|authorities|institutions|bodies),? (?:including|such as|namely)"
    rf"|joined (?:those|{_PEOPLE}) (?:of|from)"
    r"|(?:[Tt]aking part|[Pp]articipating|[Pp]resent|[Aa]ttending|[Rr]epresented) "
    r"(?:for|from|on) (?:the )?[^,.;]{2,30}? (?:were|was)"
    r"|(?:also |further |other )?(?:represented|present|taking part|participating|in attendance) (?:were|was)(?: also)?"
    r")\b:?"
)
# What closes one: the list stands before it.
_GOES_ON_FOR: Final = re.compile(r"^(?:and )?(?:for|from|on) (?:the )?[A-Z][\w. ]{1,30}?(?: side)?, (?:from |by )?")
_CLOSINGS: Final = re.compile(
    r"\b(?:sent (?:its |their |[0-9]+ |\w+ )?(?:representatives|officials|delegates|officers)"
    r"|joined in|(?:also )?took part"
    r"|(?:made up|formed|constituted) (?=the [A-Z][\w. ]{1,24}? (?:delegation|side|team|party))"
    r"|(?:also )?participated|were (?:also )?represented|were present|attended|were in attendance|were involved"
    r"|(?:jointly |co-)?(?:held|hosted|convened|organi[sz]ed) (?:the|their|a)"
    r"(?= (?:\w+ ){0,6}?(?:[Dd]ialogue|[Mm]eeting|[Cc]onsultations?"
    r"|[Tt]alks|[Ss]ession|[Rr]ound|[Cc]ommission|[Cc]ommittee|[Ww]orking)))\b"
)
_AS_DID: Final = re.compile(r",? as did ")
# "A and B on the Chinese side and C on the US side": of whom the bodies before it are.
_ON_A_SIDE: Final = re.compile(r",? (?:on|from|for) (?:the )?[A-Z][\w.]{1,24}(?: side| part)$")
_HEADS: Final = (
    "ministry ministries department departments office offices agency agencies council councils bureau commission "
    "police service services secretariat centre center directorate directorates authority administration committee "
    "board guard command institute embassy division headquarters forces force prosecutor prosecution court cabinet "
    "customs procuratorate dg bank treasury parliament corps organisation organization cell unit team laboratory navy "
    "army fleet"
)
_BODY_HEADS: Final = frozenset(_HEADS.split())
_ACRONYM: Final = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z-]*$|[A-Z]{2,}[A-Za-z-]*$")
_SPLIT: Final = re.compile(
    r"; (?:and )?|, (?:and |as well as |besides |plus )?| and | as well as | besides | along with "
)
_LED_IN: Final = re.compile(
    r"(?:(?:and|also|from|of|by|the|its|for|both|other|various|senior|relevant|government|officials|representatives"
    r"|those|including|as|well|among|others|besides|did|respectively|namely|with) )*",
    re.IGNORECASE,
)
_PLURAL: Final = re.compile(
    r"(?:Ministries|Departments|Offices|Directorates|Bureaus|ministries|departments) (?:of|for) "
)
# Words after which a body's name goes on: "Department of", "Ministry (", not "Cabinet Intelligence".
_GOES_ON: Final = ("of", "for", "on", "to")
_END: Final = re.compile(
    r"(?<![A-Z])\. |; |\.$|, (?:while|whereas|who|which|where|with|as did|as well as its)\b|\bwhile\b"
    r"|\b(?:were|was|who|which|discussed|exchanged|agreed|met|took|attended|participated|joined|sent|also|led|headed"
    r"|came|stated|said|gathered|held|convened|told|announced|issued|reported|conducted|visited)\b"
)
# "ministries of the Republic of X" names none of them.
_OF_A_STATE_ONLY: Final = re.compile(
    r"(?:various |several |other |relevant )*(?:ministries|departments|agencies|institutions|bodies|authorities)"
    r"(?: of the (?:Republic|Kingdom|State|two)|,| and | from)"
)
_LONGEST: Final = 900
_GOES_ON_WITH: Final = re.compile(r"delegation|team|side|^It |^With (?:him|her|them) ")
_OF_ONE_SIDE: Final = re.compile(r"\b(?:delegation|team|side)\b")
_TOOK_PART: Final = re.compile(
    r"\b(?:participated|attended|took part|participants|organi[sz]ations|represented)\b[^.;]{0,60}:"
)
_ON_ONE_SIDE: Final = re.compile(r"\b(?:on|from|for) the (?P<side>[A-Z][\w.]{1,24}) side,? (?P<list>[^;]+)")
_ANNOUNCED: Final = re.compile(
    r"(?:On|For|From) (?:the )?[A-Z][^,;:]{1,30}?(?: side| part)?, "
    r"|(?:[^\w]*o )?(?:The )?[A-Z][\w.]{1,24} (?:participants|side|delegation|attendees|team): ?"
)
_OF_A_FIELD: Final = re.compile(r"\b(?:Ministry|Department|Agency|Office|Bureau) (?:of|for) [A-Z]\w+$")
# "Committee of Political and Legal Affairs", "Ministry of Home and Cultural Affairs": one body.
_TWO_FIELDS: Final = re.compile(
    r"\b(?:of|for|on) [A-Z]\w+ and [A-Z]\w+ (?:Affairs|Cooperation|Relations|Policy|Matters)\b"
)


@dataclass(frozen=True, slots=True)
class _Body:
    """A body's words, perhaps from two places ("Departments of" and "Commerce"), and its side."""

    places: tuple[Span, ...]
    party: str | None


def body_facts(reading: Reading, subject: Subject, people: list[Person], chairs: list[Fact]) -> list[Fact]:
    """One participating body each, of the reported meeting only; not where bodies are given as the chairs."""
    if not subject.reports:
        return []
    facts: list[Fact] = []
    seen: set[tuple[str | None, str]] = set()
    going: list[_Body] = []  # a list goes on behind a semicolon: "officials of A; the B; and the C"
    for sentence in subject.scope:
        if reading.has(sentence, "margins", "past_other") or any(
            unnamed.sentence == sentence and unnamed.value["name"] is None for unnamed in chairs
        ):
            continue
        found = list(_bodies(reading, subject, sentence, people))
        if not found and going and reading.plain[: sentence.start].rstrip().endswith(";"):
            found = _listed(reading, _until_end(reading, sentence), people, going[-1].party, subject)
        going = found
        for body in found:
            words = " ".join(" ".join(span.of(reading.text) for span in body.places).split())
            if (body.party, words.lower()) not in seen:
                seen.add((body.party, words.lower()))
                facts.append(_fact(reading, sentence, body, words))
    return facts


def _bodies(reading: Reading, subject: Subject, sentence: Span, people: list[Person]) -> Iterator[_Body]:
    used = sentence.start
    other = _GOES_ON_FOR.match(reading.plain[sentence.start : sentence.end])
    if other and reading.plain[: sentence.start].rstrip().endswith(";"):
        # "For the UK there were officials from A; for the ROK, from B and C."
        hits = reading.governments(Span(sentence.start, sentence.start + other.end()))
        area = Span.clamped(sentence.start + other.end(), sentence.end)
        found = _listed(reading, area, people, str(hits[0].entry.group) if hits else None, subject)
        if found and _is_body(reading, found[0].places[0]):
            yield from found
            return
    for segment in _segments(reading, sentence):
        stated = [hit.entry.group for hit in reading.governments(Span(*segment.span("side")))]
        if stated and stated[0] in subject.parties:
            yield from _listed(reading, Span(*segment.span("list")), people, stated[0], subject)
            used = segment.end()
    for opening in _OPENINGS.finditer(reading.plain, sentence.start, sentence.end):
        if opening.end() < used or (opening.group().startswith("It ") and not _after_a_delegation(reading, sentence)):
            continue
        area = _until_end(reading, Span.clamped(opening.end(), sentence.end))
        side = _side_of(reading, subject, sentence, opening)
        found = _listed(reading, area, people, side, subject)
        if len(found) > 1 or (found and _is_body(reading, found[0].places[0])):
            yield from found
            used = area.end
    for closing in _CLOSINGS.finditer(reading.plain, max(used, sentence.start), sentence.end):
        area = Span.clamped(max(used, sentence.start), closing.start())
        side = _announced(reading, subject, sentence, closing.start())
        sides = {hit.entry.group for hit in reading.governments(area)} & set(subject.parties)
        side = side or (sides.pop() if len(sides) == 1 else None)
        found = [body for body in _listed(reading, area, people, side, subject) if _is_body(reading, body.places[0])]
        yield from found
        used = closing.end()
        if found and (also := _AS_DID.match(reading.plain, used, sentence.end)):
            rest = _until_end(reading, Span.clamped(also.end(), sentence.end))
            named = [hit.entry.group for hit in reading.governments(rest) if hit.entry.group in subject.parties]
            listed = _listed(reading, rest, people, named[-1] if named else None, subject)
            yield from (body for body in listed if _is_body(reading, body.places[0]))
            used = rest.end


def _segments(reading: Reading, sentence: Span) -> Iterator[re.Match[str]]:
    """ "participated: on the Japanese side, A and B; and on the Australian side, C": the list of each side."""
    if _TOOK_PART.search(reading.plain, sentence.start, sentence.end):
        yield from _ON_ONE_SIDE.finditer(reading.plain, sentence.start, sentence.end)


def _announced(reading: Reading, subject: Subject, sentence: Span, until: int) -> str | None:
    """ "On the Chinese side, ...": the side with which a sentence begins."""
    opening = _ANNOUNCED.match(reading.plain, sentence.start, until)
    sides = [hit.entry.group for hit in reading.governments(Span(*opening.span()))] if opening else []
    return str(sides[0]) if len(sides) == 1 and sides[0] in subject.parties else None


def _after_a_delegation(reading: Reading, sentence: Span) -> bool:
    """Whether "It included ..." goes on with a delegation, of which the sentence before speaks."""
    earlier = reading.sentences[max(0, reading.index_of(sentence) - 1)]
    return _OF_ONE_SIDE.search(reading.plain, earlier.start, earlier.end) is not None


def _until_end(reading: Reading, area: Span) -> Span:
    end = _END.search(reading.plain, area.start, min(area.end, area.start + _LONGEST))
    return Span.clamped(area.start, end.start() if end else min(area.end, area.start + _LONGEST))


def _side_of(reading: Reading, subject: Subject, sentence: Span, opening: re.Match[str]) -> str | None:
    """The side that the words before or in the opening name: "On the Indian side there were representatives from"."""
    if announced := _announced(reading, subject, sentence, opening.start()):
        return announced
    before = [
        hit
        for hit in reading.governments(Span.clamped(sentence.start, opening.end()))
        if hit.entry.group in subject.parties and opening.start() - hit.end < 120
    ]
    if before:
        return str(before[-1].entry.group)
    # "In the delegation were ...", "Also represented were ...": of the side that the sentence before speaks of.
    earlier = reading.sentences[max(0, reading.index_of(sentence) - 1)]
    sides = [hit.entry.group for hit in reading.governments(earlier) if hit.entry.group in subject.parties]
    here = opening.string[max(sentence.start, opening.start() - 40) : opening.end()]
    represented = "represented" in opening.group().lower() and _OF_ONE_SIDE.search(earlier.of(reading.plain))
    of_it = _GOES_ON_WITH.search(here) or (represented and len(set(sides)) == 1)
    return str(sides[-1]) if sides and of_it else None


def _listed(reading: Reading, area: Span, people: list[Person], side: str | None, subject: Subject) -> list[_Body]:
    """The bodies listed in `area`; "on the Chinese side" behind some of them is theirs and no part of a name."""
    settled: list[_Body] = []
    since = 0
    for body in _each_listed(reading, area, people, side, subject):
        last = body.places[-1]
        marked = _ON_A_SIDE.search(reading.plain, last.start, last.end)
        sides = [hit.entry.group for hit in reading.governments(Span(*marked.span()))] if marked else []
        settled.append(body)
        if marked and sides and sides[0] in subject.parties:
            kept = (*body.places[:-1], Span.clamped(last.start, marked.start()))
            settled[-1] = _Body(kept, sides[0])
            settled[since:] = [_Body(one.places, sides[0]) for one in settled[since:]]
            since = len(settled)
    return settled


def _each_listed(
    reading: Reading, area: Span, people: list[Person], side: str | None, subject: Subject
) -> Iterator[_Body]:
    prefix: Span | None = None
    carried: str | None = None  # "the Sri Lankan Foreign Ministry, the Navy": all of one side
    for item in _items(reading, area):
        if any(person.name.overlaps(item) for person in people):
            prefix = None
            continue
        own = [hit.entry.group for hit in reading.parties(item) if hit.entry.group in subject.parties]
        by_name = [hit.entry.group for hit in reading.hits(item, "organization") if hit.entry.group in subject.parties]
        carried = own[0] if own else carried
        party = side or (own[0] if own else None) or (by_name[0] if by_name else None) or carried
        plural = _PLURAL.search(reading.plain, item.start, item.end)
        if plural is not None:
            prefix = Span(*plural.span())
            yield _Body((Span.clamped(plural.start(), item.end),), party)
        elif _is_body(reading, item):
            prefix = prefix if _names_a_subject(reading, item) else None
            yield _Body((item,), party)
        elif prefix is not None and reading.text[item.start].isupper() and item.end - item.start < 60:
            yield _Body((Span.clamped(prefix.start, prefix.end - 1), item), party)


def _items(reading: Reading, area: Span) -> Iterator[Span]:
    """The list cut at commas and "and"; "the Ministry of Commerce and Industry" stays whole."""
    start = area.start
    plural = False  # "Departments of Justice, Treasury and Commerce": each word behind a cut is one more
    cuts = [*_SPLIT.finditer(reading.plain, area.start, area.end)]
    for cut in [*cuts, None]:
        end = cut.start() if cut is not None else area.end
        rest = Span.clamped(cut.end(), area.end) if cut is not None else Span(area.end, area.end)
        before = Span.clamped(start, end)
        listed = plural and not reading.plain.startswith("the ", rest.start)
        plural = plural or _PLURAL.search(reading.plain, before.start, before.end) is not None
        if cut is not None and not listed and not _begins(reading, rest, cut.group(), before):
            continue
        if not listed:
            plural = _PLURAL.search(reading.plain, before.start, before.end) is not None
        item = _trimmed(reading, before)
        if item.end - item.start > 1:
            yield item
        start = rest.start


def _begins(reading: Reading, rest: Span, cut: str, before: Span) -> bool:
    """Whether a new body begins after a cut, not the rest of the one before ("Ministry of Trade and Industry")."""
    words = reading.plain[rest.start : min(rest.end, rest.start + 90)]
    following = _SPLIT.search(words)
    item = words[: following.start()] if following else words
    if cut.startswith(";") or _PLURAL.search(reading.plain, before.start, before.end):
        return True
    if cut.startswith(",") and before.of(reading.plain).endswith(")"):
        return True
    if cut == " and " and _ACRONYM.fullmatch(item.strip(" .")) and _OF_A_FIELD.search(before.of(reading.plain)):
        return False  # "Ministry of Science and ICT"
    if words.startswith(("the ", "from ", "of the ", "its ")) or _ACRONYM.fullmatch(item.strip(" .").split(" (")[0]):
        return True
    if cut == " and " and _TWO_FIELDS.search(f"{before.of(reading.plain)}{cut}{words}"):
        return False
    return _is_headed(item) and len(item.split()) > 1 and (cut != " and " or _is_whole(before.of(reading.plain)))


def _is_headed(words: str) -> bool:
    return any(word.strip(".,()'s").lower() in _BODY_HEADS for word in words.replace("-", " ").split())


def _is_whole(words: str) -> bool:
    """Whether a body's name may end here: at its head, in its "of ...", or at an acronym."""
    parts = words.replace("(", " ( ").split()
    heads = [place for place, part in enumerate(parts) if part.strip(".,()'s").lower() in _BODY_HEADS]
    if not heads:
        return bool(_ACRONYM.fullmatch(parts[-1].strip(".,")) if parts else False)
    last = heads[-1]
    if last == len(parts) - 1 or parts[last + 1] in (*_GOES_ON, "("):
        return not any(part.endswith("'s") for part in parts[last + 1 :])
    return False


def _trimmed(reading: Reading, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and not reading.plain[start].isalnum():
        start += 1
    lead = _LED_IN.match(reading.plain, start, end)
    start = lead.end() if lead else start
    for _ in range(2):
        while end > start and not (reading.plain[end - 1].isalnum() or reading.plain[end - 1] in ")'"):
            end -= 1
        if reading.plain[start:end].endswith(" also"):
            end -= len(" also")
    return Span.clamped(start, end)


def _is_body(reading: Reading, span: Span) -> bool:
    words = span.of(reading.plain)
    if len(words) > 140 or not any(sign.isupper() for sign in words) or _OF_A_STATE_ONLY.match(words):
        return False
    if _is_headed(words):
        return True
    return bool(_ACRONYM.fullmatch(words.split(" (")[0])) or reading.has(span, "organization", "known_organization")


def _names_a_subject(reading: Reading, item: Span) -> bool:
    return len(item.of(reading.plain).split()) < 4 and not reading.has(item, "organization", "known_organization")


def _fact(reading: Reading, sentence: Span, body: _Body, words: str) -> Fact:
    known = reading.hits(body.places[-1], "known_organization")
    key = known[0].entry.key if known else None
    value = participant("participating_body", body.party, organization=words, organization_key=key)
    evidence = {"organization_as_stated": body.places}
    rule = "participation.listed_body"
    return Fact(FactKind.PARTICIPATION, value, (body.places[-1],), sentence, rule, 0.7, ("rules",), evidence)
