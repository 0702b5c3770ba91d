from django.contrib.postgres.fields import ArrayField
from django.db import models

from dialogues.models.composite_key import key_with
from dialogues.models.history import tracked
from dialogues.models.lasting import merged_in_one_step, not_merged_into_itself, public_stays
from dialogues.models.partial_date import PartialDateField, partial_date_bound, partial_date_check
from dialogues.models.party import Party
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import PUBLISHED_PERMISSIONS, PublishedQuerySet, PublishedRecord
from dialogues.models.sides import sides_in_order
from dialogues.models.vocabularies import MechanismLevel, MechanismStatus


class MechanismQuerySet(PublishedQuerySet["Mechanism"]):
    pass


@tracked()
class Mechanism(PublishedRecord):
    """A standing dialogue between two parties."""

    public_id = PublicIdField("mec")
    side_a = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mechanisms_as_a")
    side_b = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mechanisms_as_b")
    name = models.CharField(max_length=250, unique=True)
    abbreviation = models.CharField(max_length=40, blank=True)
    native_names = models.JSONField(default=dict, blank=True, help_text="The sides' own names, by BCP 47 language tag.")
    aliases = ArrayField(models.CharField(max_length=250), default=list, blank=True)
    level = models.CharField(max_length=32, choices=MechanismLevel.choices, default=MechanismLevel.UNKNOWN)
    cadence = models.CharField(max_length=120, blank=True, help_text="As declared by the sides, e.g. twice a year.")
    status = models.CharField(max_length=16, choices=MechanismStatus.choices, default=MechanismStatus.UNKNOWN)
    status_as_stated = models.TextField(blank=True)
    established_on = PartialDateField(null=True, blank=True)
    established_on_earliest = partial_date_bound("established_on", "earliest")
    established_by = models.CharField(max_length=250, blank=True, help_text="The meeting or text that set it up.")
    note = models.TextField(blank=True)

    objects = MechanismQuerySet.as_manager()

    class Meta:
        default_permissions = PUBLISHED_PERMISSIONS
        ordering = ["name"]
        constraints = [
            sides_in_order(),
            partial_date_check("established_on", "%(app_label)s_%(class)s_established_form"),
            not_merged_into_itself(),
            key_with("side_a", "side_b", name="%(app_label)s_%(class)s_with_its_sides"),
        ]
        triggers = [public_stays(), merged_in_one_step()]

    def __str__(self) -> str:
        return self.name
