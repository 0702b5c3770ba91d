from django.contrib.postgres.fields import ArrayField
from django.db import models

from dialogues.models.history import tracked
from dialogues.models.lasting import merged_in_one_step, not_merged_into_itself, public_stays
from dialogues.models.party import Party
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import PUBLISHED_PERMISSIONS, PublishedQuerySet, PublishedRecord


class PersonQuerySet(PublishedQuerySet["Person"]):
    pass


@tracked()
class Person(PublishedRecord):
    """A person who took part, or who spoke for a party. Never a placeholder for somebody unnamed."""

    public_id = PublicIdField("per")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=200)
    native_name = models.CharField(max_length=200, blank=True, help_text="In the person's own script.")
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    identifiers = models.JSONField(default=dict, blank=True, help_text='By scheme, e.g. {"wikidata": "Q…"}.')

    objects = PersonQuerySet.as_manager()

    class Meta:
        default_permissions = PUBLISHED_PERMISSIONS
        ordering = ["name", "id"]
        verbose_name_plural = "people"
        constraints = [not_merged_into_itself()]
        triggers = [public_stays(), merged_in_one_step()]

    def __str__(self) -> str:
        return self.name
