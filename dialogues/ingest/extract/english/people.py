"""Persons named in English text: the name, the office beside it, and the side that the words beside it give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from dialogues.ingest.extract.english.office_after import office_after
from dialogues.ingest.extract.english.office_before import office_before
from dialogues.ingest.extract.english.offices import HONORIFICS, OfficePhrase, is_head, party_of
from dialogues.ingest.extract.english.person_names import behind_postnominals, may_be_name, name_at
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.reading import Reading, Token, words
from dialogues.text.names import fold_name

_COUNTERPART: Final = re.compile(
    r"\b(?:[A-Z][\w'-]+ )?(?:counterpart|opposite number|colleague|homologue)"
    r"(?: (?:from|of|in) (?:the )?[\w. ]{2,24})?,? $"
)
_FROM: Final = re.compile(
    r",? (?:from|of|at) (?:the )?(?:(?! and (?:[A-Z]|the )|;|\. ).){4,110}?(?= and |,? co-|[.;]|, (?=[a-z])|$)"
)
_BEHIND: Final = 120
_LIST_GOES_ON: Final = re.compile(r"\)?(?:,| and [A-Z]|$|\.)")
_LONGEST_AFFILIATION: Final = 14


@dataclass(frozen=True, slots=True)
class Person:
    """One mention of a person. `start` and `end` hold the whole of it, the office beside the name included."""

    name: Span
    written: str
    sentence: Span
    start: int
    end: int
    office: OfficePhrase | None = None
    party: str | None = None
    party_span: Span | None = None
    key: str = ""
    full_name: str = ""
    full_span: Span | None = None


def find_people(reading: Reading) -> list[Person]:
    """Every mention of a person in the document, in order; a surname alone is tied to the full name before it."""
    mentions: list[Person] = []
    known: dict[str, Person] = {}
    for sentence in reading.sentences:
        for person in _in_sentence(reading, sentence, known):
            mentions.append(person)
            _remember(known, person)
    best = {person.full_name: person for person in sorted(mentions, key=_completeness)}
    longest = {person.full_name: person for person in sorted(mentions, key=lambda person: len(person.written))}
    return [_completed(person, best[person.full_name], longest[person.full_name]) for person in mentions]


def _completeness(person: Person) -> tuple[bool, bool]:
    return person.office is not None, person.party is not None


def _completed(person: Person, best: Person, longest: Person) -> Person:
    party, party_span = (person.party, person.party_span) if person.party else (best.party, best.party_span)
    return replace(
        person,
        office=person.office or best.office,
        party=party,
        party_span=party_span,
        key=person.key or best.key,
        full_span=longest.name,
    )


def _remember(known: dict[str, Person], person: Person) -> None:
    folded = fold_name(person.written).split()
    for part in {folded[0], folded[-1], " ".join(folded)} if folded else ():
        known.setdefault(part, person)


def _in_sentence(reading: Reading, sentence: Span, known: dict[str, Person]) -> Iterator[Person]:
    tokens = reading.tokens(sentence)
    recorded = {hit.start: hit for hit in reading.hits(sentence, "known_person")}
    index = 0
    plural: Person | None = None
    while index < len(tokens):
        if hit := recorded.get(tokens[index].start):
            last = index
            while last + 1 < len(tokens) and tokens[last + 1].end <= hit.end:
                last += 1
            name = (index, last)
        else:
            span = name_at(reading, tokens, index)
            if span is None:
                index += 1
                continue
            name = span
        person = _person(reading, sentence, tokens, name, known=known, plural=plural)
        if person is not None:
            if hit:
                person = replace(person, key=hit.entry.key, party=person.party or hit.entry.group or None)
            plural = person if person.office and person.office.plural else plural
            yield person
        index = name[1] + 1
        while person is not None and index < len(tokens) and tokens[index].end <= person.end:
            index += 1


def _person(  # one decision after another, in the order of their strength
    reading: Reading,
    sentence: Span,
    tokens: list[Token],
    name: tuple[int, int],
    *,
    known: dict[str, Person],
    plural: Person | None,
) -> Person | None:
    first, last = name
    span = Span.clamped(tokens[first].start, tokens[last].end)
    written = reading.text[span.start : span.end]
    folded = fold_name(written)
    before = office_before(reading, tokens, first)
    after = office_after(reading, tokens, behind_postnominals(tokens, last))
    titled = before is not None and before.span is not None
    if after and _is_of_the_next_person(reading, tokens, after, titled=titled):
        after = None
    earlier = known.get(folded) if first == last or before is None else None
    office = _chosen(before, after)
    if office is None and first > 1 and tokens[first - 1].word == "and" and plural is not None:
        office = plural.office
    recorded = any(hit.start == span.start for hit in reading.hits(sentence, "known_person"))
    counterpart = _as_counterpart(reading, sentence, span)
    owner = _of_an_owner(reading, tokens, first) if first < last else None
    if (
        office is None
        and counterpart is None
        and owner is None
        and earlier is None
        and not recorded
        and not (first < last and (_acts(reading, tokens, last) or _introduced(reading, tokens, first, known)))
        and not (first < last and _is_named_of_a_state(reading, sentence, tokens, first, span))
    ):
        return None
    if office is None and before is None:
        before = counterpart
    party = next((found.party for found in (before, after) if found and found.party), None)
    party_span = next((found.party_span for found in (before, after) if found and found.party_span), None)
    start = before.start if before else span.start
    end = after.end if after else span.end
    if party is None:
        of = owner or _of_a_state(reading, sentence, span) or _from_a_body(reading, sentence, end)
        party, party_span = of or (None, None)
    full_name = earlier.full_name if earlier and first == last else folded
    end = _end_of_affiliation(reading, sentence, tokens, end)
    return Person(span, written, sentence, start, end, office, party, party_span, full_name=full_name)


def _as_counterpart(reading: Reading, sentence: Span, name: Span) -> OfficePhrase | None:
    """ "his counterpart from Brazil, X": no office of its own, but a side."""
    before = max(sentence.start, name.start - 60)
    match = _COUNTERPART.search(reading.plain, before, name.start)
    if match is None:
        return None
    hits = reading.parties(Span(*match.span()))
    party = (hits[0].entry.group, Span(hits[0].start, hits[0].end)) if hits else (None, None)
    return OfficePhrase(match.start(), match.end(), None, *party)


def _of_an_owner(reading: Reading, tokens: list[Token], first: int) -> tuple[str, Span] | None:
    """ "China's He Lifeng", "Sudan's Awad Ibn Ouf": the side whose person it is."""
    if first == 0 or not tokens[first - 1].possessive:
        return None
    return party_of(reading, tokens[first - 1])


def _of_a_state(reading: Reading, sentence: Span, name: Span) -> tuple[str, Span] | None:
    """ "Undersecretary X of Mexico", "Minister Y from the Netherlands"."""
    for hit in reading.parties(Span.clamped(name.end, min(sentence.end, name.end + 40))):
        gap = reading.plain[name.end : hit.start]
        part = gap == " on " and reading.plain.startswith(("'s part", "'s side"), hit.end)
        if part or gap in (" of ", " of the ", " from ", " from the ", " (", " for ", ", for "):
            return hit.entry.group, Span(hit.start, hit.end)
        return None
    return None


def _from_a_body(reading: Reading, sentence: Span, end: int) -> tuple[str, Span] | None:
    """ "X from the Ministry of External Affairs (MEA), Government of India": what stands behind name and office."""
    rest = Span.clamped(end, min(sentence.end, end + _BEHIND))
    match = _FROM.match(reading.plain, rest.start, rest.end)
    if match is None:
        return None
    area = Span(*match.span())
    bodies = [hit for hit in reading.hits(area, "organization", "known_organization") if hit.entry.group]
    hits = reading.parties(area) or bodies
    return (hits[-1].entry.group, Span(hits[-1].start, hits[-1].end)) if hits else None


def _is_named_of_a_state(reading: Reading, sentence: Span, tokens: list[Token], first: int, name: Span) -> bool:
    """ "the defence ministers, Jane Roe of Malawi and John Doe of Kenya, chaired": one of a list, of a state."""
    of = _of_a_state(reading, sentence, name)
    listed = first > 0 and (tokens[first - 1].trail in (",", ":") or tokens[first - 1].word == "and")
    closed = of is not None and _LIST_GOES_ON.match(reading.plain, of[1].end, sentence.end)
    return bool(listed and closed) and reading.plain.startswith((" of ", " from ", " ("), name.end)


def _end_of_affiliation(reading: Reading, sentence: Span, tokens: list[Token], end: int) -> int:
    """Where "of the U.S. Department of the Treasury" ends that follows a name and its office; `end` if none does."""
    following = [token for token in tokens if token.start >= end][:_LONGEST_AFFILIATION]
    if not following or following[0].word not in ("of", "from") or following[0].start - end != 1:
        return end
    last = end
    for token in following:
        if not token.capital and token.word not in ("of", "from", "the", "for", "People's"):
            break
        last = token.end if token.capital else last
        if token.trail:
            last = token.end + len(token.trail) if token.trail == ")" else last
            break
    area = Span.clamped(end, last)
    return last if reading.parties(area) or reading.has(area, "organization", "known_organization") else end


def _is_a_name_behind(reading: Reading, tokens: list[Token], place: int) -> bool:
    """Whether two words of a name stand here, behind the last word of an office and before a comma or "and"."""
    if place + 1 >= len(tokens) or tokens[place].trail or tokens[place - 1].trail:
        return False
    before = tokens[place - 1].word
    ends = before in words("not_names", "not_in_name") or is_head(before) or bool(party_of(reading, tokens[place - 1]))
    closed = bool(tokens[place + 1].trail) or (place + 2 < len(tokens) and tokens[place + 2].word == "and")
    return ends and closed and all(may_be_name(reading, tokens, one) for one in (place, place + 1))


def _is_of_the_next_person(reading: Reading, tokens: list[Token], after: OfficePhrase, *, titled: bool) -> bool:
    """ "X, US Attorney General Y": the office after the comma belongs to Y. `titled`: X has an office before it."""
    inside = [place for place, token in enumerate(tokens) if after.start <= token.start and token.end <= after.end]
    if titled and any(_is_a_name_behind(reading, tokens, place) for place in inside[2:]):
        return True  # "Vice Minister of X Jane Roe, Deputy Director of the Y Administration John Doe"
    return any(
        is_head(tokens[place - 1].word) and not tokens[place - 1].trail and may_be_name(reading, tokens, place)
        for place in inside[1:]
    )


def _chosen(before: OfficePhrase | None, after: OfficePhrase | None) -> OfficePhrase | None:
    """The fuller office: an appositive says more than a mere rank or "Ambassador" before the name."""
    if before and after and after.span and (before.span is None or before.military or before.single_word):
        return after
    return before if before and before.span else after if after and after.span else before or after


def _introduced(reading: Reading, tokens: list[Token], first: int, known: dict[str, Person]) -> bool:
    """Whether "led by" and the like stand just before the name, or another person and "and": "led by A and B"."""
    if first > 1 and tokens[first - 1].word == "and":
        return fold_name(tokens[first - 2].word) in known and not tokens[first - 2].trail
    while first > 0 and tokens[first - 1].word.rstrip(".") in HONORIFICS:
        first -= 1  # "headed by Mr John Doe"
    start = tokens[first].start
    before = Span.clamped(start - 40, start)
    return any(hit.end == start - 1 and hit.entry.phrase != "with" for hit in reading.hits(before, "chair_after"))


def _acts(reading: Reading, tokens: list[Token], last: int) -> bool:
    """Whether a verb of leading, attending or speaking follows the name at once: "(John Doe and) Jane Roe led"."""
    if last + 1 >= len(tokens) or tokens[last].trail:
        return False
    if tokens[last + 1].word == "and" and last + 2 < len(tokens):
        beside = name_at(reading, tokens, last + 2)
        return beside is not None and beside[0] < beside[1] and _acts(reading, tokens, beside[1])
    start = tokens[last + 1].start
    sentence = reading.sentence_at(start)
    verbs = reading.hits(sentence, "co_chair_before", "chair_before", "attended_before", "stance", "absent")
    return any(hit.start == start for hit in verbs)
