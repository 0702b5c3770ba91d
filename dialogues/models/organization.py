from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dialogues.models.history import tracked
from dialogues.models.lasting import merged_in_one_step, not_merged_into_itself, public_stays
from dialogues.models.party import Party
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import PUBLISHED_PERMISSIONS, PublishedQuerySet, PublishedRecord


class OrganizationQuerySet(PublishedQuerySet["Organization"]):
    pass


@tracked()
class Organization(PublishedRecord):
    """A ministry, an agency or another body of a party."""

    public_id = PublicIdField("org")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="organizations")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=250)
    abbreviation = models.CharField(max_length=40, blank=True)
    native_name = models.CharField(max_length=250, blank=True)
    aliases = ArrayField(models.CharField(max_length=250), default=list, blank=True)
    identifiers = models.JSONField(default=dict, blank=True, help_text='By scheme, e.g. {"wikidata": "Q…"}.')

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        default_permissions = PUBLISHED_PERMISSIONS
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "name"],
                name="%(app_label)s_%(class)s_name_per_party",
                violation_error_message="This party already has an organization of that name.",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="%(app_label)s_%(class)s_not_its_own_parent",
                violation_error_message="Parent: an organization is not a part of itself.",
            ),
            not_merged_into_itself(),
        ]
        triggers = [public_stays(), merged_in_one_step()]

    def __str__(self) -> str:
        return self.name
