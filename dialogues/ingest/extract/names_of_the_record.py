"""The gazetteer: the names that the record knows, for the extractor to find in a text."""

from collections.abc import Iterable

from django.db.models import Prefetch

from dialogues.ingest.extract.facts import (
    Gazetteer,
    KnownMechanism,
    KnownOrganization,
    KnownParty,
    KnownPerson,
    KnownTenure,
)
from dialogues.models import Mechanism, Organization, Party, Person, Tenure


def names_of_the_record() -> Gazetteer:
    """Everything published that has a name. The keys are public IDs (the code, for a party)."""
    people = (
        Person.objects.published().not_merged().prefetch_related(Prefetch("tenures", Tenure.objects.order_by("id")))
    )
    return Gazetteer(
        people=tuple(
            KnownPerson(
                key=person.public_id,
                name=person.name,
                aliases=tuple(person.aliases),
                native_name=person.native_name or None,
                party=person.party_id,
                tenures=tuple(
                    KnownTenure(title=tenure.title, start=tenure.start_date, end=tenure.end_date)
                    for tenure in person.tenures.all()
                ),
            )
            for person in people
        ),
        organizations=tuple(
            KnownOrganization(
                key=organization.public_id,
                name=organization.name,
                aliases=_given([organization.abbreviation, *organization.aliases]),
                native_name=organization.native_name or None,
                party=organization.party_id,
            )
            for organization in Organization.objects.published().not_merged()
        ),
        parties=tuple(
            KnownParty(
                key=party.code,
                code=party.code,
                name=party.name,
                aliases=_given([party.native_name, *map(str, party.names.values())]),
            )
            for party in Party.objects.all()
        ),
        mechanisms=tuple(
            KnownMechanism(
                key=mechanism.public_id,
                name=mechanism.name,
                aliases=_given(
                    [mechanism.abbreviation, *mechanism.aliases, *map(str, mechanism.native_names.values())]
                ),
                parties=(mechanism.side_a_id, mechanism.side_b_id),
            )
            for mechanism in Mechanism.objects.published().not_merged()
        ),
    )


def _given(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name)
