"""Ministries and agencies that a text lists as members of a delegation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dialogues.ingest.extract.facts import Fact, FactKind, Span
from dialogues.ingest.extract.other_languages.meeting import Page
from dialogues.ingest.extract.participant import participant

_CLAUSE: Final = re.compile(r"[^;\n]+")
_ITEM: Final = re.compile(r"(?:(?! (?:et|und|y|e|и|sowie|así como) |, )[^.;:\n]){3,120}")
# "les ministères de la Défense, de l'Intérieur": the second one leaves the noun out.
_LEFT_OUT: Final = re.compile(r"(?:de l'|de la |du |des |de |del |da |do |dos |das |dell'|della |dei |del )")
_FROM: Final = re.compile(r"(?:側)?から(?:は)?、(?P<list>[^。]{3,200}?)(?:の関係者|の担当者|の代表|等の|が出席|が参加)")
_CONJUNCTION: Final = re.compile(r"(?:(?:et|und|y|e|и|sowie|así como) )?")
_LED_IN: Final = re.compile(
    r"(?:de |d'|aus |con |por |da |di )?"
    r"(?:(?:l'|dell'|(?:le|la|les|el|los|las|il|lo|i|gli|o|a|os|as|der|die|das|den|dem) ))?"
)


def body_facts(page: Page, sides: tuple[str, ...]) -> list[Fact]:
    """One participating body for each; the side is the one whose delegation the clause names."""
    if page.words.unspaced:
        return list(_from_a_side(page, sides))
    facts: list[Fact] = []
    before: Span | None = None
    for sentence in page.reading.sentences:
        for clause in _CLAUSE.finditer(page.plain, sentence.start, sentence.end):
            area = Span(*clause.span())
            among = page.words.among.search(page.low, area.start, area.end)
            if among is None and before is None:
                continue
            listed = Span.clamped(among.end() if among else _second_list(page, area), area.end)
            party = _party(page, Span.clamped(area.start, listed.start), sides)
            if party:
                facts += (_fact(page, sentence, places, party) for places in _bodies(page, listed))
            before = area if party else None
    return facts


def _from_a_side(page: Page, sides: tuple[str, ...]) -> Iterator[Fact]:
    """Japanese: "日本からは、外務省、警察庁の関係者が出席した"."""
    for sentence in page.reading.sentences:
        for match in _FROM.finditer(page.plain, sentence.start, sentence.end):
            party = _party(page, Span.clamped(match.start() - 12, match.start()), sides)
            if party is None:
                continue
            for item in re.finditer(r"[^、・]+", match["list"]):
                start = match.start("list") + item.start()
                words = re.sub(r"^(?:及び|並びに)|(?:等|など|の)$", "", item.group())
                start += item.group().index(words)
                yield _fact(page, sentence, (Span(start, start + len(words)),), party)


def _second_list(page: Page, area: Span) -> int:
    """ "; dans la française, les Affaires étrangères, ...": the verb is left out, a comma stands for it."""
    comma = page.plain.find(",", area.start, area.end)
    return comma + 1 if comma >= 0 else area.end


def _party(page: Page, area: Span, sides: tuple[str, ...]) -> str | None:
    found = {one.value for one in page.parties_in(area)} & set(sides)
    return found.pop() if len(found) == 1 else None


def _bodies(page: Page, listed: Span) -> Iterator[tuple[Span, ...]]:
    """The places of each body's words: where a noun is left out, that of the noun before as well."""
    noun: Span | None = None
    for match in _ITEM.finditer(page.plain, listed.start, listed.end):
        start, end = match.span()
        while start < end and not page.plain[start].isalnum():
            start += 1
        while end > start and page.plain[end - 1] in " …":
            end -= 1
        start = _CONJUNCTION.match(page.low, start, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        shortened = _LEFT_OUT.match(page.low, start, end)
        if shortened and noun is not None:
            yield noun, Span.clamped(start, end)
            continue
        start = _LED_IN.match(page.low, start, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        named = page.words.body.search(page.low, start, end)
        noun = Span(*named.span()) if named and named.start() == start else None
        if noun is not None and page.low[noun.end : noun.end + 1] == "s":
            noun = Span(noun.start, noun.end + 1)
        if end - start > 1 and (named or page.plain[start].isupper()):
            yield (Span.clamped(start, end),)


def _fact(page: Page, sentence: Span, places: tuple[Span, ...], party: str) -> Fact:
    words = " ".join(" ".join(span.of(page.text) for span in places).split())
    value = participant("participating_body", party, organization=words)
    evidence = {"organization_as_stated": places}
    rule = f"participation.{page.words.code}.listed"
    return Fact(FactKind.PARTICIPATION, value, (places[-1],), sentence, rule, 0.55, ("rules",), evidence)
