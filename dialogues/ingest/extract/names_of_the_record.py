"""The gazetteer: the names that the record knows, for the extractor to find in a text."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection
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
from dialogues.models.history import event_model_of

NAMED: Final = (Person, Tenure, Organization, Party, Mechanism)
# The history of a table grows with each change of it, so its newest event tells whether anything has changed. Only
# what two transactions write at the same moment may come out of order: so names are read again after a minute at most.
KEPT_SECONDS: Final = 60.0

Version = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """The names as this process has read them last. Immutable, so threads may share it."""

    gazetteer: Gazetteer
    version: Version
    read_at: float


_kept: Kept | None = None


def names_of_the_record() -> Gazetteer:
    """Everything published that has a name. The keys are public IDs (the code, for a party).

    Read again when something has changed: of a large record this would otherwise be most of the work on an article.
    """
    global _kept  # noqa: PLW0603 - one for the process, as its parts are compiled once for the process
    version, now = _version(), time.monotonic()
    if _kept is None or _kept.version != version or now - _kept.read_at > KEPT_SECONDS:
        _kept = Kept(_read(), version, now)
    return _kept.gazetteer


def _version() -> Version:
    tables = [event_model_of(model)._meta.db_table for model in NAMED]
    newest = ", ".join(f"(SELECT max(pgh_id) FROM {table})" for table in tables)  # noqa: S608 - tables of our own
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {newest}")
        version: Version = cursor.fetchone()
    return version


def _read() -> Gazetteer:
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
