"""Who chaired the meeting or led a delegation to it, from the verb or noun that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dialogues.ingest.extract.english.frames import as_hit, frames
from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.roles import LEADING, Role, enumerated_after, enumerated_before, side_announced
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading

_SIDE: Final = r"(?: side| delegation| team| part| one| party| representatives?)"
# "the Georgian side by X", "and China by X", "on the Chinese side, by X": led as the side before was.
_ALSO_BY: Final = re.compile(r"(?:^|[,;] |\band |while |whereas )(?:(?:on|for|from) )?(?:the |its )?$")
_BY: Final = re.compile(rf"{_SIDE}?,? by ")
_PLANNED: Final = re.compile(r"\b(?:planned|upcoming|future|next|forthcoming|possible|earlier|previous|last) $")
_FOR_A_SIDE: Final = re.compile(r"(?:For|On|From) (?:the )?[A-Z][^,.;:]{1,30}?(?: side| part)?, ")
_WHO: Final = re.compile(r", who (?:also )?(?:had )?$")
_TIED: Final = re.compile(rf"^{_SIDE}?,? (?:(?:was|were) )?(?:(?:led|headed|represented) )?by |^'s |^{_SIDE},? $")
_ANNOUNCING: Final = re.compile(r"\b(?:[Ff]or|[Oo]n|[Ff]rom|by) (?:the )?$")
_SHORT: Final = 24
_HOLDS: Final = frozenset(
    ["held", "hosted", "convened", "conducted", "hold", "holds", "opened", "concluded", "launched"]
)
_WITH: Final = re.compile(r"\bwith (?:the |his |her )?")
_NAME_WITHIN: Final = 140
# ", on the US side, and": said of the person before.
_OF_THOSE_BEFORE: Final = re.compile(r"^,? ?\(?(?:on|for|from) (?:the )?[^,]{2,30}(?: side| part)?\)?,? and ")
_PRESIDING: Final = re.compile(r"\b(?:co-)?(?:presiding|chairing|leading|heading|in the chair)\b")
_DELEGATION: Final = (
    "delegation",
    "team",
    "negotiat",
    "consultation",
    "dialogue",
    "talks",
    "meeting",
    "side",
    "session",
    "hosts",
)
_LEADS_BY_OFFICE: Final = re.compile(
    r"\b(?:[Hh]ead|[Ll]eader|[Cc]hief) of (?:its|his|her|the|their) (?:[\w.]+ )?(?:delegation|team)\b"
    r"|\b[Cc]o-?[Cc]hair(?:man|person)?\b"
)
_OF_A_SIDE: Final = re.compile(r"^(?:the )?(?:[\w'.-]+ ){0,5}?(?:delegation|side|team|part)\b")


def leaders_in(reading: Reading, subject: Subject, sentence: Span, people: list[Person]) -> Iterator[Role]:
    """Roles of leading that one sentence gives; a person may get several, the caller keeps the strongest."""
    yield from _after_a_passive(reading, sentence, people)
    yield from _before_a_verb(reading, subject, sentence, people)
    yield from _held_with(reading, subject, sentence, people)
    yield from _of_the_other_side(reading, sentence, people)
    yield from _framed(reading, sentence, people)
    yield from _by_office(reading, people)


def _after_a_passive(reading: Reading, sentence: Span, people: list[Person]) -> Iterator[Role]:
    """ "co-chaired by A and B", "under the chairmanship of A", "co-chairs A and B", "talks between A and B"."""
    for hit in reading.hits(sentence, "chair_after"):
        listed = enumerated_after(reading, people, hit.end, sentence.end)
        if not listed or not _governs(reading, sentence, hit, listed):
            continue
        role = _role_after(hit, listed)
        start = hit.end
        of_all = _opening_side(reading, sentence, hit)
        side = of_all or _side_before(reading, sentence, hit)
        for place, person in enumerate(listed):
            own = side_between(reading, Span.clamped(start, person.start))
            party = own or of_all or (side if place == 0 or role != "co_chair" else None)
            by_name = place == 0 or " by " in reading.plain[start : person.start]
            yield Role(person, role if by_name or _each_leads(hit, role, listed) else "member", hit, party)
            start = person.end


def _opening_side(reading: Reading, sentence: Span, hit: Hit) -> str | None:
    """ "For Korea, the meeting was co-chaired by A and B": the side of all whom the sentence names."""
    match = _FOR_A_SIDE.match(reading.plain, sentence.start, hit.start)
    sides = reading.governments(Span(*match.span())) if match else []
    others = {one.entry.group for one in reading.governments(sentence)} - {one.entry.group for one in sides[:1]}
    return str(sides[0].entry.group) if sides and not others else None


def _governs(reading: Reading, sentence: Span, hit: Hit, listed: list[Person]) -> bool:
    """Whether the weaker phrases stand where they tell who led: "with" behind a leader, "between" with two sides."""
    phrase = hit.entry.phrase
    if phrase == "with":
        before = Span.clamped(sentence.start, hit.start)
        led = [other.end for other in reading.hits(before, "co_chair_before", "chair_before")]
        joined = reading.plain[max(0, hit.start - 9) : hit.start].split()[-1:] in (["together"], ["along"])
        return bool(led) and hit.start - led[-1] < 90 and not joined
    if "between" in phrase:
        planned = _PLANNED.search(reading.plain, max(sentence.start, hit.start - 30), hit.start)
        return len(listed) > 1 and listed[0].start - hit.end < 40 and planned is None
    if phrase in ("co-chairs", "co-chairmen", "under"):
        return listed[0].start - hit.end < 3
    return True


def _role_after(hit: Hit, listed: list[Person]) -> str:
    phrase = hit.entry.phrase
    if phrase == "with" or phrase.startswith(("co-", "the co-")) or "jointly" in phrase or "joint" in phrase:
        return "co_chair"
    if "chair" in phrase or "presided" in phrase:
        return "chair" if len(listed) == 1 else "co_chair"
    return "head_of_delegation"


def _each_leads(hit: Hit, role: str, listed: list[Person]) -> bool:
    """Of "led by A and B" only A leads where both are of one side."""
    sides = [person.party for person in listed]
    return role != "head_of_delegation" or "between" in hit.entry.phrase or len(set(sides)) > 1 or None in sides


def side_between(reading: Reading, gap: Span) -> str | None:
    """ "for Egypt, by", "and China by", "the British side by": the side named just before a person."""
    if _OF_THOSE_BEFORE.match(gap.of(reading.plain)):
        return None
    parties = reading.governments(gap)
    if not parties:
        return None
    before = reading.plain[gap.start : parties[-1].start]
    after = reading.plain[parties[-1].end : gap.end]
    tied = _TIED.search(after) or (_ANNOUNCING.search(before) and len(after) < _SHORT)
    return parties[-1].entry.group if tied else None


def _side_before(reading: Reading, sentence: Span, hit: Hit) -> str | None:
    """ "China was represented by", "the EU delegation, led by", "On the Indian side, the talks were led by"."""
    before = reading.governments(Span.clamped(max(sentence.start, hit.start - 160), hit.start))
    if not before or "co-" in hit.entry.phrase or "joint" in hit.entry.phrase:
        return None
    last = before[-1]
    between = reading.plain[last.end : hit.start].lower()
    if "chair" in hit.entry.phrase and not re.match(r"(?: \w+)? (?:side|delegation|team|part)\b", between):
        return None
    if "between" in hit.entry.phrase or any(word in between.split() for word in ("dialogue", "consultations", "round")):
        return None
    if re.match(r"(?:'s)?(?: \w+)?" + _SIDE, between) or between.strip() in ("", ",", "was", "was also", "is", "were"):
        return str(last.entry.group)
    announced = re.search(r"\b(?:on|for|from) (?:the )?$", reading.plain[max(0, last.start - 10) : last.start].lower())
    return str(last.entry.group) if announced and len({hit.entry.group for hit in before}) == 1 else None


def _before_a_verb(reading: Reading, subject: Subject, sentence: Span, people: list[Person]) -> Iterator[Role]:
    """ "A and B co-chaired", "A led the Indian delegation", "with A and B presiding"."""
    for hit in reading.hits(sentence, "co_chair_before", "chair_before"):
        if reading.plain.startswith(" by ", hit.end):
            continue
        until = sentence.start + len(_WHO.sub("", reading.plain[sentence.start : hit.start]))
        listed = enumerated_before(reading, people, sentence.start, until)
        if listed and _concerns_the_meeting(reading, sentence, hit, subject):
            role = _role_before(hit, listed)
            of_all = _side_after(reading, sentence, hit)
            own = of_all or (side_announced(reading, sentence, listed) if len(listed) == 1 else None)
            yield from (Role(person, role, hit, own) for person in listed)
            yield from _elliptical(reading, sentence, people, hit, role)
    for match in _PRESIDING.finditer(reading.plain, sentence.start, sentence.end):
        listed = enumerated_before(reading, people, sentence.start, match.start())
        opening = reading.plain[sentence.start : listed[0].start] if listed else ""
        if re.search(r"\bwith (?:the )?$", opening):
            hit = as_hit(match, "chair_before")
            role = "co_chair" if len(listed) > 1 else "chair"
            yield from (Role(person, role, hit) for person in listed)


def _role_before(hit: Hit, listed: list[Person]) -> str:
    if hit.entry.family == "co_chair_before":
        return "co_chair"
    if "chair" in hit.entry.phrase or "presid" in hit.entry.phrase:
        return "chair" if len(listed) == 1 else "co_chair"
    return "head_of_delegation"


def _concerns_the_meeting(reading: Reading, sentence: Span, hit: Hit, subject: Subject) -> bool:
    if hit.entry.family == "co_chair_before" or "delegation" in hit.entry.phrase:
        return True
    rest = reading.plain[hit.end : min(sentence.end, hit.end + 90)].lower()
    if any(word in rest for word in _DELEGATION):
        return True
    represented = hit.entry.phrase in ("represented", "represents", "representing", "led for", "led", "headed")
    if represented and reading.governments(Span.clamped(hit.end, min(sentence.end, hit.end + 40))):
        return True
    return subject.meeting is not None and sentence == subject.meeting.sentence and not rest.strip(" .")


def _side_after(reading: Reading, sentence: Span, hit: Hit) -> str | None:
    """ "led the Indian delegation", "represented Japan": the side of those who stand before."""
    after = reading.governments(Span.clamped(hit.end, min(sentence.end, hit.end + 60)))
    if not after or re.search(r"\b(?:dialogue|talks|consultations|between)\b", reading.plain[hit.end : after[0].start]):
        return None
    rest = reading.plain[after[0].end : after[0].end + 30].lower()
    gap = reading.plain[hit.end : after[0].start].strip().lower()
    if _OF_A_SIDE.match(rest.strip()) and len(after) == 1:
        return str(after[0].entry.group)
    if re.search(r"\b(?:delegation|side|team)\b", gap) and len({one.entry.group for one in after}) == 1:
        return str(after[0].entry.group)
    if any(word in rest[:14] for word in ("delegation", "side", "team", "negotiat")):
        return str(after[0].entry.group)
    close = gap in ("", "the", "for the", "for")
    return (
        str(after[0].entry.group)
        if close and hit.entry.phrase in ("represented", "represents", "representing", "led for")
        else None
    )


def _elliptical(reading: Reading, sentence: Span, people: list[Person], hit: Hit, role: str) -> Iterator[Role]:
    """ "A led the Indian delegation and B, ..., the Japanese one": B in the same role, for the side that follows."""
    later = [person for person in people if person.start > hit.end]
    if len(later) != 1 or role not in LEADING:
        return
    rest = Span.clamped(later[0].end, sentence.end)
    short = f" {rest.of(reading.plain).lower()[:60].strip(' ,.;')} "
    sides = reading.governments(rest)
    leads = any(word in short for word in (" one", " side", "delegation", " team", "for ", " that of ", " did ", "'s "))
    if sides and leads and not reading.has(rest, "chair_before"):
        yield Role(later[0], role, hit, sides[0].entry.group)


def _of_the_other_side(reading: Reading, sentence: Span, people: list[Person]) -> Iterator[Role]:
    """ "(was led by A;) the British side by B", "on the Chinese side, by B"."""
    for party in reading.governments(sentence):
        by = _BY.match(reading.plain, party.end, sentence.end)
        if by is None or not _ALSO_BY.search(reading.plain[max(sentence.start, party.start - 24) : party.start]):
            continue
        listed = enumerated_after(reading, people, by.end(), sentence.end)
        if listed and listed[0].start - by.end() < 20:
            hit = as_hit(by, "chair_after")
            yield Role(listed[0], "head_of_delegation", hit, party.entry.group)


def _held_with(reading: Reading, subject: Subject, sentence: Span, people: list[Person]) -> Iterator[Role]:
    """ "Secretaries A and B held the second Dialogue with Director C": those before and those behind led."""
    nouns = [one.noun for one in subject.mentions if one.sentence == sentence and one.noun is not None]
    for verb in reading.hits(sentence, "held"):
        behind = [noun for noun in nouns if 0 < noun.start - verb.end < _NAME_WITHIN]
        if verb.entry.phrase not in _HOLDS or not behind:
            continue
        before = enumerated_before(reading, people, sentence.start, verb.start)
        opening = _WITH.search(reading.plain, behind[0].end, min(sentence.end, behind[-1].end + _NAME_WITHIN))
        after = enumerated_after(reading, people, opening.end(), sentence.end) if opening else []
        own, theirs = ({person.party for person in group if person.party} for group in (before, after))
        if before and after and not own & theirs and own | theirs:
            yield from (Role(person, "head_of_delegation", verb) for person in (*before, *after))


def _framed(reading: Reading, sentence: Span, people: list[Person]) -> Iterator[Role]:
    """Turns of phrase with a gap (data/frames.yaml): "At the head of the EU team was A", "had A as its leader"."""
    for role, frame in frames("leading_after"):
        for match in frame.finditer(reading.plain, sentence.start, sentence.end):
            listed = enumerated_after(reading, people, match.end(), sentence.end)
            yield from _after_a_frame(reading, sentence, match, role, listed)
    for role, frame in frames("leading_before"):
        for match in frame.finditer(reading.plain, sentence.start, sentence.end):
            listed = enumerated_before(reading, people, sentence.start, match.start())
            hit = as_hit(match, "chair_before")
            side = _side_after(reading, sentence, hit) or _side_of_subject(reading, sentence, listed)
            each = len(listed) > 1 and (role != "head_of_delegation" or "their" in match.group())
            for person in listed if each else listed[-1:]:
                # The office beside a name says more than a side that only stands near.
                yield Role(person, role, hit, side if not each and person.party is None else None)


def _by_office(reading: Reading, people: list[Person]) -> Iterator[Role]:
    """ "A, assistant deputy minister and head of its delegation": the office says that A led."""
    for person in people:
        if person.office is not None and person.office.span is not None:
            match = _LEADS_BY_OFFICE.search(reading.plain, person.office.span.start, person.office.span.end)
            if match is not None:
                yield Role(person, "head_of_delegation", as_hit(match, "chair_after"))


def _after_a_frame(
    reading: Reading, sentence: Span, match: re.Match[str], role: str, listed: list[Person]
) -> Iterator[Role]:
    hit = as_hit(match, "chair_after")
    start = match.end()
    sides = {found.entry.group for found in reading.governments(Span(*match.span()))}
    before = reading.governments(Span.clamped(max(sentence.start, match.start() - 60), match.start()))
    own = sides.pop() if len(sides) == 1 and " held " not in match.group() else None  # "held in Sydney, Australia, by"
    if role == "head_of_delegation" and own is None and before and match.group().startswith(("had", "has", "have")):
        own = before[-1].entry.group
    for place, person in enumerate(listed):
        near = own if place == 0 and person.party is None else None
        side = side_between(reading, Span.clamped(start, person.start)) or near
        leads = role != "head_of_delegation" or place == 0 or (person.party != listed[0].party) or own is None
        yield Role(person, role if leads else "member", hit, side)
        start = person.end


def _side_of_subject(reading: Reading, sentence: Span, listed: list[Person]) -> str | None:
    """ "The EU delegation had A as its leader": the side before the person."""
    if not listed:
        return None
    before = reading.governments(Span.clamped(sentence.start, listed[0].start))
    near = before and listed[0].start - before[-1].end < 30
    return str(before[-1].entry.group) if near else None
