from django.db import models
from django.db.models import F, Q

from dialogues.models.history import tracked
from dialogues.models.organization import Organization
from dialogues.models.partial_date import PartialDateField, partial_date_bound, partial_date_check
from dialogues.models.person import Person
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.vocabularies import Rank


@tracked(part_of=["person"])
class Tenure(Record):
    """A person held a post. An empty start or end means that the record does not know it."""

    public_id = PublicIdField("ten")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="tenures"
    )
    title = models.CharField(max_length=250)
    native_title = models.CharField(max_length=250, blank=True)
    rank = models.CharField(max_length=32, choices=Rank.choices, default=Rank.UNKNOWN)
    acting = models.BooleanField(default=False)
    start_date = PartialDateField(null=True, blank=True)
    end_date = PartialDateField(null=True, blank=True)
    start_date_earliest = partial_date_bound("start_date", "earliest")
    end_date_latest = partial_date_bound("end_date", "latest")

    class Meta:
        ordering = ["person", F("start_date_earliest").asc(nulls_last=True), "title", "id"]
        constraints = [
            partial_date_check("start_date", "%(app_label)s_%(class)s_start_date_form"),
            partial_date_check("end_date", "%(app_label)s_%(class)s_end_date_form"),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True)
                | Q(end_date__isnull=True)
                | Q(end_date_latest__gte=F("start_date_earliest")),
                name="%(app_label)s_%(class)s_end_not_before_start",
                violation_error_message="End: a tenure does not end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"
