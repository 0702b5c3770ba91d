"""The Chinese word lists (data/chinese/*.yaml) and the record's names, found in one pass over a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from dialogues.ingest.extract.chinese.script import plain
from dialogues.ingest.extract.facts import Gazetteer
from dialogues.ingest.extract.lexicon import Entry, Hit, automaton_of, load
from dialogues.text.overlaps import first_and_longest
from dialogues.text.signs import has_chinese

_MEETING_FAMILIES: Final = ("held", "future", "past", "margins", "video", "hybrid")
_STATEMENT_FAMILIES: Final = (
    "both", "not_agreed", "next_meeting", "status_subject", "lineage_target", "chair", "lead", "attend",
    "met", "absent", "acting",
)  # fmt: skip
_GROUPED: Final = ("agreed", "kinds", "status", "stance", "relation", "units", "count_ranks")


def find_phrases(text: str, record: Gazetteer) -> dict[str, list[Hit]]:
    """Every phrase in `text` (already `plain`) by family; of overlapping ones of a family the first and longest."""
    found: dict[str, list[Hit]] = {}
    for automaton in (_built_in(), _of_record(record)):
        if automaton is not None:
            for last, entries in automaton.iter(text):
                for entry in entries:
                    hit = Hit(last + 1 - len(entry.phrase), last + 1, entry)
                    found.setdefault(entry.family, []).append(hit)
    return {family: first_and_longest(hits, lambda hit: (hit.start, hit.end)) for family, hits in found.items()}


def _automaton(entries: Iterable[Entry]) -> Any:
    return automaton_of((entry.phrase, entry) for entry in entries)


@lru_cache(maxsize=1)
def _built_in() -> Any:
    return _automaton([*_states(), *_offices(), *_places(), *_triggers()])


def _states() -> Iterator[Entry]:
    for code, state in load("chinese/states").items():
        for name in state["names"]:
            yield Entry("state", code, plain(name))
        if letter := state.get("letter"):
            yield Entry("state", code, f"{letter}方")
        elif letter := state.get("unsure"):
            yield Entry("state", "?", f"{letter}方")
            if letter == "巴":  # the other letters before 国 are words (以国, 南国)
                yield Entry("state", "?", "巴国")


def _offices() -> Iterator[Entry]:
    offices = load("chinese/offices")
    for rank, heads in offices["ranks"].items():
        for head in heads:
            yield Entry("office", rank, head)
    for phrase in offices["no_office"]:
        yield Entry("office", "", phrase)


def _places() -> Iterator[Entry]:
    for country, cities in load("chinese/cities").items():
        for name in cities:
            yield Entry("city", country, name)
    for venue in load("chinese/meetings")["venues"]:
        yield Entry("venue", venue, venue)


def _triggers() -> Iterator[Entry]:
    meetings, statements = load("chinese/meetings"), load("chinese/statements")
    for families, file in ((_MEETING_FAMILIES, meetings), (_STATEMENT_FAMILIES, statements)):
        for family in families:
            yield from (Entry(family, "", phrase) for phrase in file[family])
    for kind, nouns in meetings["nouns"].items():
        yield from (Entry("noun", kind, plain(noun)) for noun in nouns)
    for group, phrases in meetings["reports"].items():
        yield from (Entry(group, group, phrase) for phrase in phrases)
    for family in _GROUPED:
        for group, phrases in statements[family].items():
            yield from (Entry(family, group, phrase) for phrase in phrases)


@lru_cache(maxsize=4)
def _of_record(record: Gazetteer) -> Any:
    return _automaton(_record_entries(record))


def _record_entries(record: Gazetteer) -> Iterator[Entry]:
    for person in record.people:
        for name in _chinese(person.native_name, *person.aliases):
            yield Entry("known_person", person.party or "", name, person.key)
    for organization in record.organizations:
        for name in _chinese(organization.native_name, *organization.aliases):
            yield Entry("known_organization", organization.party or "", name, organization.key)
    for mechanism in record.mechanisms:
        for name in _chinese(mechanism.native_name, *mechanism.aliases):
            yield Entry("known_mechanism", "-".join(mechanism.parties), name, mechanism.key)


def _chinese(*names: str | None) -> Iterator[str]:
    for name in names:
        if name and len(name) > 1 and has_chinese(name):
            yield plain(name)
