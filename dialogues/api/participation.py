from typing import Any

from rest_framework import serializers

from dialogues.models import DelegationCount, Organization, Participation, Person
from dialogues.models.record import PublishedRecord
from dialogues.models.vocabularies import Publication


class ParticipationSerializer(serializers.ModelSerializer[Participation]):
    """Who took part. `name` is always there; `person` and `organization` only when they are public themselves."""

    id = serializers.CharField(source="public_id")
    party = serializers.CharField(source="party_id")
    name = serializers.CharField(source="shown_name")
    person = serializers.SerializerMethodField()
    organization = serializers.SerializerMethodField()
    acting_for = serializers.SerializerMethodField()

    class Meta:
        model = Participation
        fields = [
            "id",
            "role",
            "party",
            "name",
            "person",
            "name_as_stated",
            "organization",
            "title_as_stated",
            "rank",
            "rank_as_stated",
            "attendance",
            "acting_for",
        ]

    def get_person(self, participation: Participation) -> dict[str, Any] | None:
        person: Person | None = participation.person
        if person is None or not is_public(person):
            return None
        return {"id": person.public_id, "name": person.name, "native_name": person.native_name}

    def get_organization(self, participation: Participation) -> dict[str, Any] | None:
        organization: Organization | None = participation.organization
        if organization is None or not is_public(organization):
            return None
        return {"id": organization.public_id, "name": organization.name}

    def get_acting_for(self, participation: Participation) -> dict[str, Any] | None:
        absent: Participation | None = participation.acting_for
        return {"id": absent.public_id, "name": absent.shown_name} if absent is not None else None


class DelegationCountSerializer(serializers.ModelSerializer[DelegationCount]):
    """A head count without names. `party` is null when it is of both sides together."""

    id = serializers.CharField(source="public_id")
    party = serializers.CharField(source="party_id")

    class Meta:
        model = DelegationCount
        fields = ["id", "party", "rank", "rank_as_stated", "unit", "low", "best", "high", "wording"]


def is_public(record: PublishedRecord) -> bool:
    """Whether a record that another one names may be named by its ID."""
    return record.publication == Publication.PUBLISHED
