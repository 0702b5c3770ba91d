from django.db import models
from django.urls import reverse

from dialogues.models.dialogue import Dialogue
from dialogues.models.history import tracked
from dialogues.models.lasting import merged_in_one_step, not_merged_into_itself, public_stays
from dialogues.models.partial_date import PartialDateField, partial_date_bound, partial_date_check
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import PUBLISHED_PERMISSIONS, PublishedQuerySet, PublishedRecord
from dialogues.models.topic import Topic
from dialogues.models.vocabularies import OutcomeBasis, OutcomeKind, Side


class OutcomeQuerySet(PublishedQuerySet["Outcome"]):
    pass


@tracked(part_of=["dialogue"])
class Outcome(PublishedRecord):
    """A thing agreed, announced or done at a dialogue. What became of it stands in its statuses."""

    public_id = PublicIdField("out")
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=24, choices=OutcomeKind.choices)
    kind_as_stated = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    text_as_stated = models.TextField(blank=True)
    basis = models.CharField(max_length=20, choices=OutcomeBasis.choices, default=OutcomeBasis.UNKNOWN)
    stated_by = models.CharField(max_length=8, choices=Side.choices, default=Side.UNKNOWN)
    obliged = models.CharField(max_length=8, choices=Side.choices, default=Side.UNKNOWN)
    deadline_as_stated = models.CharField(max_length=200, blank=True)
    deadline = PartialDateField(null=True, blank=True)
    deadline_latest = partial_date_bound("deadline", "latest")
    topics = models.ManyToManyField(Topic, blank=True, related_name="outcomes")
    note = models.TextField(blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        default_permissions = PUBLISHED_PERMISSIONS
        ordering = ["dialogue", "id"]
        constraints = [
            partial_date_check("deadline", "%(app_label)s_%(class)s_deadline_form"),
            not_merged_into_itself(),
        ]
        triggers = [public_stays(), merged_in_one_step()]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("outcome", args=[self.public_id, self.slug])
