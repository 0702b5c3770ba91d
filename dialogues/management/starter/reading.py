"""From a folder of YAML files to typed entries. A mistake is refused with its file, line, field and rule."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

from dialogues.management.starter import terms
from dialogues.management.starter.entries import (
    CountryEntry,
    EstablishedEntry,
    LineageEntry,
    OrganizationEntry,
    PersonEntry,
    SeriesEntry,
    SourceEntry,
    StarterFile,
)
from dialogues.management.starter.nodes import Fields, Mistakes
from dialogues.management.starter.reading_rounds import read_event, read_round

SCHEMA: Final = "dialogue-series/1"


class StarterError(Exception):
    """The files cannot be loaded. The message has one line for each mistake."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def read_folder(folder: Path) -> list[StarterFile]:
    """All files of a folder, by name. Raises StarterError with the mistakes of all of them."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise StarterError([f"{folder.name}: there is no .yaml file in this folder"])
    files: list[StarterFile] = []
    mistakes: list[str] = []
    for path in paths:
        try:
            files.append(read_text(path.read_text(encoding="utf-8"), path.name))
        except StarterError as error:
            mistakes += error.mistakes
        except UnicodeDecodeError as error:
            mistakes.append(f"{path.name}: must be UTF-8 ({error.reason} at byte {error.start})")
    if mistakes:
        raise StarterError(mistakes)
    return files


def read_text(text: str, name: str) -> StarterFile:
    """One file. Raises StarterError with everything that is wrong in it."""
    mistakes = Mistakes(name)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        raise StarterError([f"{name}:{line}: is not YAML: {getattr(error, 'problem', None) or error}"]) from error
    if node is None:
        raise StarterError([f"{name}:1: is empty"])
    file = _file(Fields(node, mistakes, "file"), name)
    if mistakes.found:
        raise StarterError(mistakes.found)
    return file


def _file(fields: Fields, name: str) -> StarterFile:
    fields.choice("schema", (SCHEMA,))
    fields.pairs("conventions")
    file = StarterFile(
        name=name,
        countries=fields.each("countries", _country),
        organizations=fields.each("organizations", _organization),
        people=fields.each("people", _person),
        series=_series(fields.entry("series")),
        sources=fields.each("sources", _source),
    )
    fields.end()
    return file


def _country(fields: Fields) -> CountryEntry:
    entry = CountryEntry(
        place=fields.place,
        id=fields.text("id"),
        name=fields.text("name"),
        kind=fields.choice("kind", terms.PARTY_KIND),
        native=fields.optional_text("native"),
    )
    fields.choice("iso2", (entry.id,))
    fields.end()
    return entry


def _organization(fields: Fields) -> OrganizationEntry:
    entry = OrganizationEntry(
        place=fields.place,
        id=fields.text("id"),
        name=fields.text("name"),
        country=fields.text("country"),
        abbreviation=fields.optional_text("abbreviation"),
        native_name=fields.optional_text("native_name"),
        also_seen_as=fields.texts("also_seen_as", optional=True),
    )
    fields.end()
    return entry


def _person(fields: Fields) -> PersonEntry:
    native_name = fields.optional_text("native_name")
    verified = False
    if native_name:
        verified = fields.choice("native_name_verification", ("verified", "unverified")) == "verified"
    entry = PersonEntry(
        place=fields.place,
        id=fields.text("id"),
        name=fields.text("name"),
        country=fields.text("country"),
        native_name=native_name,
        native_name_verified=verified,
        native_name_source=fields.text("native_name_source") if verified else "",
        also_seen_as=fields.texts("also_seen_as", optional=True),
    )
    fields.end()
    return entry


def _source(fields: Fields) -> SourceEntry:
    entry = SourceEntry(
        place=fields.place,
        id=fields.text("id"),
        url=fields.text("url"),
        publisher=fields.text("publisher"),
        published=fields.optional_date("published"),
        perspective=fields.choice("perspective", terms.PERSPECTIVE),
        language=fields.text("language"),
        what_it_is=fields.optional_text("what_it_is"),
        repost_of=fields.optional_text("repost_of"),
        date_basis=fields.optional_text("date_basis"),
        mirror_domain=fields.flag("mirror_domain"),
        extent_seen=fields.text("extent_seen"),
        note=fields.optional_text("note"),
    )
    fields.end()
    return entry


def _series(fields: Fields) -> SeriesEntry:
    established = fields.optional_entry("established")
    entry = SeriesEntry(
        place=fields.place,
        id=fields.text("id"),
        name=fields.text("name"),
        native_names=fields.pairs("native_names"),
        aliases=fields.texts("aliases"),
        sides=fields.texts("sides"),
        level=fields.choice("level", terms.LEVEL),
        established=None if established is None else _established(established),
        status=fields.text("status"),
        note=fields.optional_text("note"),
        lineage=fields.each("lineage", _lineage),
        events=fields.each("series_status_events", lambda event: read_event(event, terms.MILESTONE_STATE)),
        rounds=fields.each("rounds", read_round),
    )
    if len(set(entry.sides)) != 2:
        fields.mistakes.add(fields.node, "sides", "must be two different countries")
    fields.end()
    return entry


def _established(fields: Fields) -> EstablishedEntry:
    entry = EstablishedEntry(
        place=fields.place,
        date=fields.date("date"),
        by=fields.text("by"),
        note=fields.optional_text("note"),
        support=fields.support(),
    )
    fields.end()
    return entry


def _lineage(fields: Fields) -> LineageEntry:
    entry = LineageEntry(
        place=fields.place,
        relation=fields.choice("relation", terms.LINEAGE),
        target_series=fields.text("target_series"),
        note=fields.text("note"),
        support=fields.support(),
    )
    fields.end()
    return entry
