"""The built-in word lists (data/*.yaml) and the record's names, found in one Aho-Corasick pass over a text."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import ahocorasick
import yaml

from dialogues.ingest.extract.facts import Gazetteer
from dialogues.text.signs import lowered

_DATA: Final = Path(__file__).parent / "data"
# Lists of nouns: their plurals need not be written down.
_COUNTED: Final = frozenset(["outcome_kind", "status_subject", "lineage_target"])
_SAME_WIDTH: Final = {
    **dict.fromkeys(map(ord, "’‘‛＇"), "'"),
    **dict.fromkeys(map(ord, "“”„"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u3000\t"), " "),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase means. `family` is the lexicon class, `group` its subdivision or the party's code.

    `key` is the record's own key for a name that it knows, else "". `exact` entries match in this case only.
    """

    family: str
    group: str
    phrase: str
    key: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: half-open offsets and what it means."""

    start: int
    end: int
    entry: Entry


def same_width(text: str) -> str:
    """Typographic quotes, dashes and spaces made plain, one code point for one, so that offsets hold."""
    return text.translate(_SAME_WIDTH)


@cache
def load(name: str) -> dict[str, Any]:
    """One data file as it stands. Raises FileNotFoundError for an unknown name."""
    with (_DATA / f"{name}.yaml").open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.safe_load(file)
    return loaded


def find_hits(text: str, gazetteer: Gazetteer) -> list[Hit]:
    """Every phrase of the lexicons in `text` (already `same_width`) on word boundaries, in order of place.

    Hits of different families may overlap; within one family only the longest of overlapping hits is kept.
    """
    low = lowered(text)
    found: list[Hit] = []
    for automaton in (_built_in(), _of_record(gazetteer)):
        if automaton is not None:
            found.extend(_matches(automaton, text, low))
    found.sort(key=lambda hit: (hit.start, -hit.end))
    ends: dict[str, int] = {}
    kept: list[Hit] = []
    for hit in found:
        end = ends.get(hit.entry.family, -1)
        same_place = any(
            other.start == hit.start and other.end == hit.end and other.entry.family == hit.entry.family
            for other in kept[-4:]
        )
        if hit.start >= end or same_place:
            kept.append(hit)
            ends[hit.entry.family] = max(end, hit.end)
    return kept


def _matches(automaton: Any, text: str, low: str) -> Iterator[Hit]:
    for last, entries in automaton.iter(low):
        for entry in entries:
            end = last + 1
            start = end - len(entry.phrase)
            if _on_boundary(low, start, end) and (not entry.exact or text[start:end] == entry.phrase):
                yield Hit(start, end, entry)


def _on_boundary(low: str, start: int, end: int) -> bool:
    if low[start] >= "\u2e80":  # Chinese, Japanese and Korean are written without spaces
        return True
    before = start > 0 and low[start - 1].isalnum() and low[start].isalnum() and low[start - 1] < "\u2e80"
    after = end < len(low) and low[end].isalnum() and low[end - 1].isalnum() and low[end] < "\u2e80"
    return not before and not after


def _automaton(entries: Iterable[Entry]) -> Any:
    return automaton_of((lowered(same_width(entry.phrase)).strip(), entry) for entry in entries)


def automaton_of(phrases: Iterable[tuple[str, Hashable]]) -> Any:
    """An Aho-Corasick automaton that gives, for each phrase found, all its meanings; None without a phrase."""
    by_phrase: dict[str, list[Hashable]] = {}
    for phrase, meaning in phrases:
        if phrase:
            by_phrase.setdefault(phrase, []).append(meaning)
    if not by_phrase:
        return None
    automaton = ahocorasick.Automaton()
    for phrase, meanings in by_phrase.items():
        automaton.add_word(phrase, tuple(dict.fromkeys(meanings)))
    automaton.make_automaton()
    return automaton


@lru_cache(maxsize=1)
def _built_in() -> Any:
    return _automaton([*_party_entries(), *_place_entries(), *_organization_entries(), *_trigger_entries()])


def _party_entries() -> Iterator[Entry]:
    for code, party in load("parties").items():
        for name in (*party.get("names", ()), *party.get("exact", ())):
            yield Entry("party", code, name, exact=True)
        for name in party.get("adjectives", ()):
            yield Entry("party", code, name, exact=True)
            if name.endswith(("an", "i")):
                yield Entry("party", code, f"{name}s", exact=True)
        for name in party.get("combining", ()):
            yield Entry("party", code, f"{name}-", exact=True)
        for name in party.get("native", ()):
            yield Entry("party", code, name)
        for name in party.get("capital", ()):
            yield Entry("capital", code, name, exact=True)
    for phrase in load("not_names")["blocked"]:
        for family in ("party", "capital", "city"):
            yield Entry(family, "", phrase, exact=True)


def _place_entries() -> Iterator[Entry]:
    places = load("places")
    for country, cities in places["cities"].items():
        for city in cities:
            yield Entry("city", country, city, exact=True)
    for code, party in load("parties").items():
        for city in party.get("capital", ()):
            yield Entry("city", "BE" if code == "EU" else code, city, exact=True)
    for venue in places["venues"]:
        yield Entry("venue", venue, venue, exact=True)


def _organization_entries() -> Iterator[Entry]:
    for code, names in load("organizations").items():
        for name in names:
            yield Entry("organization", code, name, exact=True)


def _trigger_entries() -> Iterator[Entry]:
    for family, groups in load("triggers").items():
        divided = groups if isinstance(groups, dict) else {"main": groups}
        for group, phrases in divided.items():
            for phrase in phrases:
                yield Entry(family, group, phrase)
                if family in _COUNTED and not phrase.endswith("s"):
                    yield Entry(family, group, f"{phrase}s")
    numbers = load("numbers")
    for kind in ("ordinals", "cardinals"):
        for phrase, number in numbers[kind].items():
            yield Entry(kind, str(number), phrase)


@lru_cache(maxsize=4)
def _of_record(gazetteer: Gazetteer) -> Any:
    return _automaton(_record_entries(gazetteer))


def _record_entries(gazetteer: Gazetteer) -> Iterator[Entry]:
    for party in gazetteer.parties:
        for name in (party.name, *party.aliases):
            yield Entry("party", party.code, name, party.key, exact=True)
    for place in gazetteer.places:
        for name in _spellings(place.name, place.aliases, place.native_name):
            yield Entry("city", place.country, name, place.key, exact=True)
    for person in gazetteer.people:
        for name in _spellings(person.name, person.aliases, person.native_name):
            yield Entry("known_person", person.party or "", name, person.key, exact=True)
    for organization in gazetteer.organizations:
        for name in _spellings(organization.name, organization.aliases, organization.native_name):
            yield Entry("known_organization", organization.party or "", name, organization.key)
    yield from _mechanism_entries(gazetteer)


def _mechanism_entries(gazetteer: Gazetteer) -> Iterator[Entry]:
    for mechanism in gazetteer.mechanisms:
        for name in _spellings(mechanism.name, mechanism.aliases, mechanism.native_name):
            yield Entry("known_mechanism", "-".join(mechanism.parties), name, mechanism.key)


def _spellings(name: str, aliases: tuple[str, ...], native_name: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(spelling for spelling in (name, *aliases, native_name or "") if len(spelling) > 1))
