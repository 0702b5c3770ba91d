"""Who led a delegation or chaired: the names around a verb of leading that stand beside an office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.facts import Fact, FactKind, Span
from dialogues.ingest.extract.other_languages.meeting import Page
from dialogues.ingest.extract.participant import participant

_CLAUSE: Final = re.compile(r"[^;\n]+")
_WORD: Final = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w'’-]+"
_PARTICLE: Final = r"(?:d[eiu]|da|dos|del|von|van|der|den|el|al|bin|la|le)"
_NAME: Final = re.compile(
    rf"(?:(?:[A-ZА-ЯЁ]\. ?){{1,2}}{_WORD}|{_WORD}(?: (?:{_PARTICLE} )?(?:[A-ZА-ЯЁ]\. ?){{0,2}}{_WORD}){{1,3}})"
)
_INITIALS: Final = re.compile(r"(?<!\w)[А-ЯЁ]\. ?[А-ЯЁ]\. ?(?=[А-ЯЁ])")
_PART: Final = re.compile(r"\S+")
_KOREAN_OFFICE: Final = r"(?:장관|차관보|차관|대사|국장|실장|조정관|심의관|본부장|정책관|부장관|부차관보|대표|사무총장)"
_JAPANESE_OFFICE: Final = r"(?:秘書長|秘書官|大臣|大使|局長|次官補|次官|審議官|参事官|部長|長官|総局長|代表)"
_JAPANESE_BODY: Final = r"(?:外務|経済|防衛|内閣|総務|警察|国家|欧州|[ァ-ヶー]{2,10}|[一-龠]{2,4}国)"
# A Korean name is recognised by its surname: these are the ones borne by nearly everyone.
_KOREAN_SURNAMES: Final = (
    "김이박최정강조장윤임한오서신권황안송류전홍고문양손배백허유남심노하곽성차"
    "주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥"
)
# A name beside an office in a language without spaces between them; bounded, so that nothing is tried again and again.
_BESIDE_AN_OFFICE: Final = {
    "ko": re.compile(
        r"(?<![가-힣])(?![가-힣]{0,3}(?:측|에선|에서|에는|으로|양국))(?P<name>[" + _KOREAN_SURNAMES + r"][가-힣]{2}) "
        rf"(?P<office>[가-힣·A-Z ]{{0,30}}?{_KOREAN_OFFICE})(?=[^가-힣]|이|가|은|는|과|와|을|를|등)"
    ),
    "ja": re.compile(
        r"(?<![一-龠々])(?P<name>[一-龠々]{3,6}?|[ァ-ヶー]{2,12}・[ァ-ヶー]{2,12}(?![ァ-ヶー]))(?:[（(][^）)]{2,30}[）)])?[・、]?"
        rf"(?P<office>{_JAPANESE_BODY}[一-龠々ァ-ヶー・]{{0,24}}?{_JAPANESE_OFFICE})"
    ),
}
_PREPOSITION: Final = re.compile(r" (?:de|des|der|du|del|da|do|für|di|d|zu|im|of|a|para)$")
# Between what is said of one and of the next.
_APART: Final = re.compile(r"[;:(]| (?:et|und|y|e|и) (?=(?:le|la|l'|der|die|dem|den|el|o|a|il) )")
_OFFICE_END: Final = re.compile(r"[,;()]|\.(?=\s|$)| (?:et|und|y|e|и) (?=(?:\S+ ){0,2}[A-ZА-ЯÀ-Þ])")
_AND: Final = re.compile(r"(?:et|und|y|e|и|делегаци\w+) ")
# What says only that somebody holds the same office as the one before.
_COUNTERPART: Final = re.compile(r"(?:homologue|homólog|homolog|amtskolleg|коллег)\w*(?: \w+)?", re.IGNORECASE)
_IS_WHAT_FOR: Final = re.compile(
    r"\b(?:de|del|de la|y|e|des|du|d'|et|und|der|für|und der|em|da|do) (?:la |las |los |l')?$"
)
_THEN_A_NAME: Final = re.compile(r"(?: de [\w ]{2,24})?, (?:M\. |Mme |Sr\. |Dr\. )?[A-ZÀ-Þ]\w+ [A-ZÀ-Þ]")
_LONGEST_OFFICE: Final = 200
_FIRST: Final = 6


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
    told = list(_leaders(page, sides))
    for leader in [*told, *_of_each_state(page, sides, told), *_only_candidates(page, sides, told)]:
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


def _of_each_state(page: Page, sides: tuple[str, ...], told: list[Leader]) -> Iterator[Leader]:
    """ "las cancilleres del Ecuador, A, y de Colombia, B": a name behind each of the two states; nobody else led."""
    if told:
        return
    for sentence in page.reading.sentences[:_FIRST]:
        found: dict[str, Leader] = {}
        for party in page.parties_in(sentence):
            match = (
                _NAME.match(page.plain, party.end + 2, sentence.end) if page.plain.startswith(", ", party.end) else None
            )
            name = _without_titles(page, Span(*match.span())) if match else None
            if name is not None and party.value in sides:
                found.setdefault(party.value, Leader(name, None, party.value, party.span))
        if len(found) == len(sides) == 2:
            yield from found.values()
            return


def _only_candidates(page: Page, sides: tuple[str, ...], told: list[Leader]) -> Iterator[Leader]:
    """For a side that nobody is said to have led: the one name of it that stands beside an office in the report."""
    led = {leader.party for leader in told}
    if page.words.unspaced or None in led:
        return
    candidates: dict[str, dict[str, Leader]] = {side: {} for side in sides}
    for sentence in page.reading.sentences[: 2 * _FIRST]:
        if page.has(page.words.future, sentence):
            continue
        for name, office in _names(page, sentence):
            own = {one.value for one in page.parties_in(office)} if office is not None else set()
            side = own.pop() if len(own) == 1 else None
            if side in candidates and office is not None:
                candidates[side].setdefault(name.of(page.plain), Leader(name, office, side, office))
    for side, found in candidates.items():
        if side not in led and len(found) == 1:
            yield from found.values()


def _names(page: Page, area: Span) -> Iterator[tuple[Span, Span | None]]:
    """Names with their offices: behind a comma, or just before the name."""
    since = area.start
    for match in _NAME.finditer(page.plain, area.start, area.end):
        name = _without_titles(page, Span(*match.span()))
        if name is None or page.parties_in(name):
            continue
        if _IS_WHAT_FOR.search(page.low, max(area.start, name.start - 8), name.start) and _THEN_A_NAME.match(
            page.plain, name.end
        ):
            continue  # "presidente de la Comisión Nacional, Miguel ...": what the office is of
        known = page.reading.hits(name, "known_person")
        before = _office_before(page, name, since)
        behind_a_comma = before is not None and page.plain[before.end : name.start].startswith(",")
        if before is not None and _PREPOSITION.search(page.low, before.start, before.end):
            continue  # "Staatssekretär des Auswärtigen Amts": no name but what the office is of
        office = before if behind_a_comma else _office_after(page, name, area) or before
        if office is not None or known:
            yield name, office
            since = max(name.end, office.end if office else 0)


def _without_titles(page: Page, name: Span) -> Span | None:
    """A name without the words of office that are capitalised before it ("Staatssekretär Andreas Michaelis")."""
    parts = [match.span() for match in _PART.finditer(page.plain, name.start, name.end)]
    while parts and (
        page.words.office.fullmatch(page.low, *parts[0])
        or page.plain[slice(*parts[0])] in page.words.honorifics
        or page.words.delegation.search(page.low, *parts[0])
        or page.parties_in(Span(*parts[0]))
    ):
        parts.pop(0)
    initials = _INITIALS.search(page.plain, parts[0][0], parts[-1][1]) if parts else None
    if initials is not None:
        return Span(initials.start(), parts[-1][1])  # "Исламской Республики Ирана Г.Х.Дехкани"
    if len(parts) < 2 or any(page.words.office.fullmatch(page.low, *part) for part in parts):
        return None
    return Span(parts[0][0], parts[-1][1])


def _office_after(page: Page, name: Span, area: Span) -> Span | None:
    if not page.plain.startswith((", ", " ("), name.end) or _AND.match(page.plain, name.end + 2):
        return None
    start = name.end + 2
    stop = _OFFICE_END.search(page.plain, start, min(area.end, start + _LONGEST_OFFICE))
    end = stop.start() if stop else min(area.end, start + _LONGEST_OFFICE)
    office = Span.clamped(start, end)
    return office if page.words.office.search(page.low, office.start, office.end) else None


def _office_before(page: Page, name: Span, since: int) -> Span | None:
    """ "le ministre des Affaires étrangères, de la Coopération et des Marocains de l'étranger, X"."""
    begin = max(since, name.start - _LONGEST_OFFICE)
    begin = max((match.end() for match in _APART.finditer(page.plain, begin, name.start)), default=begin)
    found = page.words.office.search(page.low, begin, name.start)
    if found is None:
        return None
    end = name.start
    while end > found.start() and not page.plain[end - 1].isalnum():
        end -= 1
    honorific = next((one for one in page.words.honorifics if page.plain[:end].endswith(f" {one.rstrip('.')}")), "")
    end -= len(honorific.rstrip(".")) + 1 if honorific else 0
    while end > found.start() and not page.plain[end - 1].isalnum():
        end -= 1
    return Span.clamped(found.start(), max(end, found.end()))


def _with_sides(
    page: Page, area: Span, verb: Span, found: list[tuple[Span, Span | None]], sides: tuple[str, ...]
) -> Iterator[Leader]:
    """Of one name, the side named in its clause; of two, each by its own office, the last by what is left."""
    taken: list[str] = []
    for place, (name, office) in enumerate(found):
        near = office or name
        own = [one.value for one in page.parties_in(near) if one.value in sides]
        if not own and len(found) == 1:
            own = [one.value for one in page.parties_in(area) if one.value in sides]
        party = own[0] if own and len(set(own)) == 1 else None
        if party is None and len(found) == 2 and place == 1 and len(sides) == 2 and taken:
            party = next((side for side in sides if side not in taken), None)
        if party:
            taken.append(party)
        yield Leader(name, office, party, verb)


def _known(page: Page, area: Span, sides: tuple[str, ...]) -> Iterator[Leader]:
    """Without spaces a name ends where an office begins: "X外務事務次官"; in Korean the office follows a space."""
    taken: list[Span] = []
    for match in _BESIDE_AN_OFFICE[page.words.code].finditer(page.plain, area.start, area.end):
        name, office = Span(*match.span("name")), Span(*match.span("office"))
        if page.parties_in(name) or page.words.office.search(page.low, name.start, name.end):
            continue
        before = page.parties_in(Span.clamped(max(area.start, name.start - 30), name.start))
        inside = page.parties_in(office)
        party = next((one.value for one in [*inside, *reversed(before)] if one.value in sides), None)
        taken.append(name)
        yield Leader(name, office, party, office)
    for hit in page.reading.hits(area, "known_person"):
        span = Span(hit.start, hit.end)
        if not any(span.overlaps(other) for other in taken):
            yield Leader(span, None, hit.entry.group if hit.entry.group in sides else None, span)


def _fact(page: Page, leader: Leader) -> Fact:
    known = page.reading.hits(leader.name, "known_person")
    office = leader.office
    if office is not None and _COUNTERPART.fullmatch(page.plain, office.start, office.end):
        office = None
    value = participant(
        "head_of_delegation",
        leader.party,
        name=" ".join(leader.name.of(page.text).split()),
        person_key=known[0].entry.key if known else None,
        title=" ".join(office.of(page.text).split()) if office else None,
    )
    evidence = {"name": (leader.name,), "role": (leader.verb,)}
    if office:
        evidence["title_as_stated"] = (office,)
    sentence = page.reading.sentence_at(leader.name.start)
    rule = f"participation.{page.words.code}.led"
    return Fact(FactKind.PARTICIPATION, value, (leader.name,), sentence, rule, 0.6, ("rules",), evidence)
