"""Who led a delegation or chaired: the names around a verb of leading that stand beside an office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.other_languages.meeting import Page

_CLAUSE: Final = re.compile(r"[^;\n]+")
_WORD: Final = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w'’-]+"
_PARTICLE: Final = r"(?:d[eiu]|da|dos|del|von|van|der|den|el|al|bin|la|le)"
_NAME: Final = re.compile(rf"{_WORD}(?: (?:{_PARTICLE} )?(?:[A-Z]\. ?)?{_WORD}){{1,3}}")
_PART: Final = re.compile(r"\S+")
_LONGEST_OFFICE: Final = 200


@dataclass(frozen=True, slots=True)
class Leader:
    """A name beside an office, and the side that the text gives them."""

    name: Span
    office: Span | None
    party: str | None
    verb: Span


def leader_facts(page: Page, sides: tuple[str, ...]) -> list[Fact]:
    """Participations of those who led; a known name of the record within such a clause counts without an office."""
    facts: list[Fact] = []
    seen: set[str] = set()
    for leader in _leaders(page, sides):
        name = leader.name.of(page.text)
        if name not in seen:
            seen.add(name)
            facts.append(_fact(page, leader))
    return facts


def _leaders(page: Page, sides: tuple[str, ...]) -> Iterator[Leader]:
    for sentence in page.reading.sentences:
        for clause in _CLAUSE.finditer(page.plain, sentence.start, sentence.end):
            area = Span(*clause.span())
            for verb in page.words.led_by.finditer(page.low, area.start, area.end):
                found = list(_names(page, Span.clamped(verb.end(), area.end)))
                yield from _with_sides(page, area, Span(*verb.span()), found, sides)
            for verb in page.words.led.finditer(page.low, area.start, area.end):
                found = list(_names(page, Span.clamped(area.start, verb.start())))
                yield from _with_sides(page, area, Span(*verb.span()), found, sides)
            if page.words.unspaced:
                yield from _known(page, area, sides)


def _names(page: Page, area: Span) -> Iterator[tuple[Span, Span | None]]:
    """Names with their offices: behind a comma, or just before the name."""
    for match in _NAME.finditer(page.plain, area.start, area.end):
        name = _without_titles(page, Span(*match.span()))
        if name is None or page.parties_in(name):
            continue
        known = page.reading.hits(name, "known_person")
        office = _office_after(page, name, area) or _office_before(page, name, area)
        if office is not None or known:
            yield name, office


def _without_titles(page: Page, name: Span) -> Span | None:
    """A name without the words of office that are capitalised before it ("Staatssekretär Andreas Michaelis")."""
    parts = [
        (match.start() + name.start, match.end() + name.start) for match in re.finditer(r"\S+", name.of(page.plain))
    ]
    while parts and (
        page.words.office.fullmatch(page.low, *parts[0])
        or page.plain[slice(*parts[0])] in page.words.honorifics
        or page.words.delegation.search(page.low, *parts[0])
    ):
        parts.pop(0)
    if len(parts) < 2 or any(page.words.office.fullmatch(page.low, *part) for part in parts):
        return None
    return Span(parts[0][0], parts[-1][1])


def _office_after(page: Page, name: Span, area: Span) -> Span | None:
    if not page.plain.startswith((", ", " ("), name.end):
        return None
    start = name.end + 2
    stop = re.compile(r"[,;.()]| (?:et|und|y|e|и) (?=(?:\S+ ){0,2}[A-ZА-ЯÀ-Þ])").search(
        page.plain, start, min(area.end, start + _LONGEST_OFFICE)
    )
    end = stop.start() if stop else min(area.end, start + _LONGEST_OFFICE)
    office = Span.clamped(start, end)
    return office if page.words.office.search(page.low, office.start, office.end) else None


def _office_before(page: Page, name: Span, area: Span) -> Span | None:
    begin = max(area.start, name.start - _LONGEST_OFFICE)
    cuts = [match.end() for match in re.finditer(r"[,;:.(]| (?:et|und|y|e|и) ", page.plain[begin : name.start])]
    begin += cuts[-1] if cuts else 0
    found = list(page.words.office.finditer(page.low, begin, name.start))
    if not found:
        return None
    end = name.start
    while end > found[0].start() and (not page.plain[end - 1].isalnum()):
        end -= 1
    return Span.clamped(found[0].start(), end)


def _with_sides(
    page: Page, area: Span, verb: Span, found: list[tuple[Span, Span | None]], sides: tuple[str, ...]
) -> Iterator[Leader]:
    """Of one name, the side named in its clause; of two, each by its own office, the last by what is left."""
    taken: list[str] = []
    for place, (name, office) in enumerate(found):
        near = office or name
        own = [one.code for one in page.parties_in(near) if one.code in sides]
        if not own and len(found) == 1:
            own = [one.code for one in page.parties_in(area) if one.code in sides]
        party = own[0] if own and len(set(own)) == 1 else None
        if party is None and len(found) == 2 and place == 1 and len(sides) == 2 and taken:
            party = next((side for side in sides if side not in taken), None)
        if party:
            taken.append(party)
        yield Leader(name, office, party, verb)


def _known(page: Page, area: Span, sides: tuple[str, ...]) -> Iterator[Leader]:
    """Without spaces there are no bounds of names: only people whom the record knows."""
    for hit in page.reading.hits(area, "known_person"):
        span = Span(hit.start, hit.end)
        yield Leader(span, None, hit.entry.group if hit.entry.group in sides else None, span)


def _fact(page: Page, leader: Leader) -> Fact:
    known = page.reading.hits(leader.name, "known_person")
    value: dict[str, JSONValue] = {
        "name": " ".join(leader.name.of(page.text).split()),
        "person_key": known[0].entry.key if known else None,
        "title_as_stated": " ".join(leader.office.of(page.text).split()) if leader.office else None,
        "organization_as_stated": None,
        "organization_key": None,
        "party": leader.party,
        "role": "head_of_delegation",
        "rank": "unknown",
        "attendance": "attended",
        "acting_for": None,
    }
    evidence = {"name": (leader.name,), "role": (leader.verb,)}
    if leader.office:
        evidence["title_as_stated"] = (leader.office,)
    sentence = page.reading.sentence_at(leader.name.start)
    rule = f"participation.{page.words.code}.led"
    return Fact(FactKind.PARTICIPATION, value, (leader.name,), sentence, rule, 0.6, ("rules",), evidence)
