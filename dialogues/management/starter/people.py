"""Parties, their organizations and people."""

from dialogues.management.starter import terms
from dialogues.management.starter.shelves import Shelves
from dialogues.models import Party
from dialogues.models.vocabularies import Publication

# The language of a party's own name, where the files give one.
_LANGUAGE = {"CN": "zh", "JP": "ja", "RU": "ru"}


def load_parties(shelves: Shelves) -> None:
    there = set(Party.objects.values_list("code", flat=True))
    parties = []
    for country in shelves.record.countries.values():
        names = {"en": country.name}
        if country.native and country.id in _LANGUAGE:
            names[_LANGUAGE[country.id]] = country.native
        parties.append(
            Party(
                code=country.id,
                kind=shelves.report.translate("kind of party", country.kind, terms.PARTY_KIND),
                name=country.name,
                native_name=country.native,
                names=names,
            )
        )
    missing = [party for party in parties if party.code not in there]
    Party.objects.bulk_create(missing)
    shelves.report.created["parties"] += len(missing)
    shelves.report.found["parties"] += len(parties) - len(missing)
    shelves.report.entry("countries", len(parties), "Party")


def load_organizations(shelves: Shelves) -> None:
    entries = shelves.record.organizations.values()
    for entry in entries:
        shelves.organizations.put(
            entry.id,
            party_id=entry.country,
            name=entry.name,
            abbreviation=entry.abbreviation,
            native_name=entry.native_name,
            aliases=list(entry.also_seen_as),
            publication=Publication.PUBLISHED,
        )
    shelves.organizations.store()
    shelves.report.entry("organizations", len(entries), "Organization")


def load_people(shelves: Shelves) -> None:
    entries = shelves.record.people.values()
    for entry in entries:
        shelves.people.put(
            entry.id,
            party_id=entry.country,
            name=entry.name,
            native_name=entry.native_name,
            aliases=list(entry.also_seen_as),
            publication=Publication.PUBLISHED,
        )
    shelves.people.store()
    shelves.report.entry("people", len(entries), "Person")


def cite_native_names(shelves: Shelves) -> None:
    """A native name that a source was seen to write is cited; the others are not."""
    entries = [entry for entry in shelves.record.people.values() if entry.native_name_verified]
    for entry in entries:
        shelves.cite(
            "person",
            entry.id,
            shelves.people[entry.id],
            entry.native_name_source,
            field_name="native_name",
            value_as_stated=entry.native_name,
        )
    shelves.report.entry("verified native names of people", len(entries), "Citation of Person.native_name")
