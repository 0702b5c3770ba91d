"""Two persons of the two sides who speak or decide together: who met, where no words say who led."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from typing import Final

from dialogues.ingest.extract.english.frames import as_hit
from dialogues.ingest.extract.english.offices import rank_of
from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.roles import LEADING, Role, enumerated_after, enumerated_before
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Entry, Hit
from dialogues.ingest.extract.participant import RANKS_OF_LEADERS
from dialogues.ingest.extract.reading import Reading

_ACTS: Final = ("agreed", "stance", "held")
_VERB: Final = re.compile(r" (?:also |jointly |both )?(?P<verb>[a-z]{3,}(?<!ing))\b(?! \w+ing)")
_AND: Final = re.compile(r"^[^;:.]*\band\b[^;:.]*$")
# The heading and the first sentences tell who met; further down other meetings are spoken of.
_SENTENCES: Final = 8
_FOUR: Final = 4
_WILL: Final = re.compile(r",? (?:will|would|is to|is due to|is expected to)\b")
_LONG_AGO: Final = timedelta(days=45)
# "memoranda were signed by A and B", "this was agreed in Berlin by A and B".
_DONE_BY: Final = re.compile(
    r"\b(?:was|were|been) (?:signed|agreed|announced|inked|decided)\b[^.;:]{0,40}? by (?=[A-Z])"
)
_COUNTERPART: Final = re.compile(
    r",? (?:and|with|met|together with) [^.;]{0,40}?(?:counterpart|opposite number|homologue),? "
)
_WHO_LEAD: Final = frozenset(
    ["head_of_state", "head_of_government", "deputy_head_of_government", "minister", "vice_minister"]
)


def pair_that_acted(reading: Reading, subject: Subject, people: list[Person]) -> list[Role]:
    """ "Minister A and Secretary B agreed": both led, if they are of the two sides and nothing else says who did."""
    for sentence in subject.scope[:_SENTENCES]:
        if _is_of_another_day(reading, subject, sentence):
            continue
        here = [person for person in people if person.sentence == sentence]
        for match in _DONE_BY.finditer(reading.plain, sentence.start, sentence.end):
            pair = enumerated_after(reading, here, match.end(), sentence.end)
            if len(pair) == 2 and _of_both_sides(reading, subject, pair):
                return [Role(person, "head_of_delegation", as_hit(match, "acted")) for person in pair]
        for hit in reading.hits(sentence, *_ACTS) if len(here) > 1 else ():
            group = enumerated_before(reading, here, sentence.start, hit.start)
            if _two_of_each(subject, group):
                return [Role(person, "head_of_delegation", hit) for person in group]
            pair = group[-2:]
            if len(pair) == 2 and _of_both_sides(reading, subject, pair):
                return [Role(person, "head_of_delegation", hit) for person in pair]
        if (opening := _opening_pair(reading, subject, sentence, here)) is not None:
            return opening
    return _with_counterpart(reading, subject, people) or _one_of_each(reading, subject, people)


def _with_counterpart(reading: Reading, subject: Subject, people: list[Person]) -> list[Role]:
    """ "The news came from Minister A and his Ghanaian counterpart B after the meeting": whom the text joins."""
    for sentence in subject.scope[:_SENTENCES]:
        here = [person for person in people if person.sentence == sentence]
        for first, second in pairwise(here):
            between = _COUNTERPART.match(reading.plain, first.end, second.name.start)
            if between is not None and _of_both_sides(reading, subject, [first, second]):
                return [Role(person, "head_of_delegation", as_hit(between, "acted")) for person in (first, second)]
    return []


def _one_of_each(reading: Reading, subject: Subject, people: list[Person]) -> list[Role]:
    """Two ministers, one of each side, and nobody else: both speak for their sides after the meeting."""
    spoke: dict[str, Role] = {}
    for sentence in subject.scope:
        for verb in reading.hits(sentence, "stance", "agreed"):
            named = [person for person in people if person.sentence == sentence]
            for person in enumerated_before(reading, named, sentence.start, verb.start)[-1:]:
                spoke.setdefault(person.full_name, Role(person, "head_of_delegation", verb))
    sides = [role.person.party for role in spoke.values()]
    ranks = {_rank(reading, role.person) for role in spoke.values()}
    opposite = len(sides) == len(subject.parties) == len(set(sides)) and set(sides) <= set(subject.parties)
    return list(spoke.values()) if opposite and ranks and ranks - {""} and ranks <= _WHO_LEAD | {""} else []


def with_the_only_candidate(reading: Reading, subject: Subject, people: list[Person], roles: list[Role]) -> list[Role]:
    """For a side that nobody is said to have led: the one person of it that the report names with a fitting office."""
    led = {role.party or role.person.party for role in roles if role.role in LEADING}
    if None in led:
        return roles
    named = {role.person.full_name for role in roles}
    candidates = {
        person.full_name: person
        for person in reversed(people)
        if person.sentence in subject.scope
        and _rank(reading, person) in RANKS_OF_LEADERS
        and not reading.has(person.sentence, "future", "past_other", "margins", "absent")
        and not _WILL.match(reading.plain, person.end, person.sentence.end)
        and not _is_of_another_day(reading, subject, person.sentence)
    }
    found: list[Role] = []
    for party in subject.parties:
        own = [person for person in candidates.values() if person.party == party]
        own = own or [person for person in candidates.values() if person.party is None]
        ranks = sorted(RANKS_OF_LEADERS.index(_rank(reading, person)) for person in own)
        if party in led or not own or ranks.count(ranks[0]) > 1:
            continue
        person = next(one for one in own if RANKS_OF_LEADERS.index(_rank(reading, one)) == ranks[0])
        if person.full_name not in named:
            found.append(_candidate(reading, person, party))
    return [*roles, *found] if len({role.person.full_name for role in found}) == len(found) else roles


def _candidate(reading: Reading, person: Person, party: str) -> Role:
    office = person.office.span if person.office and person.office.span else person.name
    hit = Hit(office.start, office.end, Entry("only_candidate", "main", office.of(reading.plain).lower()))
    return Role(person, "head_of_delegation", hit, party)


def _rank(reading: Reading, person: Person) -> str:
    """The rank of a person's office; empty for a name alone ("Sudan's Awad Ibn Ouf")."""
    return rank_of(person.office.span.of(reading.text)) if person.office and person.office.span else ""


def _is_of_another_day(reading: Reading, subject: Subject, sentence: Span) -> bool:
    """A picture's line tells of two leaders on a day of months ago."""
    published = reading.document.published_on
    days = [mention.value.latest for mention in reading.dates_in(sentence) if mention.precision_is_day]
    main = subject.meeting is not None and subject.meeting.sentence == sentence
    return not main and published is not None and bool(days) and max(days) < published - _LONG_AGO


def _opening_pair(reading: Reading, subject: Subject, sentence: Span, here: list[Person]) -> list[Role] | None:
    """ "Minister A and Secretary B laid weight on ...": two persons of the two sides are the sentence's subject."""
    if len(here) != 2 or here[0].start - sentence.start > len("The ") or not _of_both_sides(reading, subject, here):
        return None
    verb = _VERB.match(reading.plain, here[1].end, sentence.end)
    return [Role(person, "head_of_delegation", as_hit(verb, "acted")) for person in here] if verb else None


def _two_of_each(subject: Subject, group: list[Person]) -> bool:
    """The foreign and defence ministers of both sides."""
    sides = [person.party for person in group]
    names = {person.full_name for person in group}
    return len(names) == len(group) == _FOUR and all(sides.count(party) == _FOUR // 2 for party in subject.parties)


def _of_both_sides(reading: Reading, subject: Subject, pair: list[Person]) -> bool:
    first, second = pair
    sides = {person.party for person in pair if person.party}
    together = _AND.match(Span.clamped(first.end, second.start).of(reading.plain))
    told_apart = first.party != second.party and sides <= set(subject.parties) and len(subject.parties) == 2
    # "Indian Ministers A and B": of one side, though only A has it beside the name.
    shared = first.office is not None and first.office.plural and first.office == second.office
    return bool(together) and told_apart and not shared and first.full_name != second.full_name
