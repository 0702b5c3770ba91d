from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dialogues.models.composite_key import SharedForeignKey
from dialogues.models.history import tracked
from dialogues.models.lasting import merged_in_one_step, not_merged_into_itself, public_stays
from dialogues.models.mechanism import Mechanism
from dialogues.models.partial_date import PartialDateField, partial_date_bound, partial_date_check
from dialogues.models.party import Party
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import PUBLISHED_PERMISSIONS, PublishedQuerySet, PublishedRecord
from dialogues.models.sides import sides_fit_its_parts, sides_in_order
from dialogues.models.topic import Topic
from dialogues.models.vocabularies import DialogueKind, DialogueStatus, Mode


class DialogueQuerySet(PublishedQuerySet["Dialogue"]):
    """Filters over one model; reads over several live in `dialogues/queries`."""

    def between(self, first: str, second: str) -> Self:
        """Dialogues of the two parties with these codes, in any order."""
        side_a, side_b = sorted([first, second])
        return self.filter(side_a=side_a, side_b=side_b)

    def with_party(self, code: str) -> Self:
        return self.filter(Q(side_a=code) | Q(side_b=code))

    def newest_first(self) -> Self:
        return self.order_by("-start_date_earliest", "-id")


@tracked()
class Dialogue(PublishedRecord):
    """One meeting of two parties, within a mechanism or without one.

    Dates are those of the place. A meeting that is a different day for each side has its `time_zone`, and the other
    day as a citation of `start_date` that contradicts.
    """

    public_id = PublicIdField("dlg")
    mechanism = models.ForeignKey(Mechanism, null=True, blank=True, on_delete=models.PROTECT, related_name="dialogues")
    side_a = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="dialogues_as_a")
    side_b = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="dialogues_as_b")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="margins",
        help_text="The meeting on the margins of which this one was held.",
    )
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=16, choices=DialogueKind.choices, default=DialogueKind.ROUND)
    kind_as_stated = models.CharField(max_length=120, blank=True)
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 for the first round.")
    start_date = PartialDateField()
    end_date = PartialDateField(null=True, blank=True)
    start_date_earliest = partial_date_bound("start_date", "earliest")
    start_date_latest = partial_date_bound("start_date", "latest")
    end_date_latest = partial_date_bound("end_date", "latest")
    time_zone = models.CharField(max_length=64, blank=True, help_text="IANA name, e.g. Asia/Shanghai.")
    city = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2.")
    venue = models.CharField(max_length=250, blank=True)
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.UNKNOWN)
    status = models.CharField(max_length=12, choices=DialogueStatus.choices, default=DialogueStatus.HELD)
    summary = models.TextField(blank=True)
    note = models.TextField(blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="dialogues")

    objects = DialogueQuerySet.as_manager()

    class Meta:
        default_permissions = PUBLISHED_PERMISSIONS
        ordering = ["-start_date_earliest", "-id"]
        indexes = [
            models.Index(fields=["-start_date_earliest", "-id"], name="dialogue_newest_first"),
            models.Index(fields=["side_a", "side_b", "-start_date_earliest"], name="dialogue_pair_newest_first"),
        ]
        constraints = [
            sides_in_order(),
            partial_date_check("start_date", "%(app_label)s_%(class)s_start_date_form"),
            partial_date_check("end_date", "%(app_label)s_%(class)s_end_date_form"),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date_latest__gte=F("start_date_earliest")),
                name="%(app_label)s_%(class)s_end_not_before_start",
                violation_error_message="End date: a dialogue does not end before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"),
                name="%(app_label)s_%(class)s_country_form",
                violation_error_message="Country: two capital letters (ISO 3166-1 alpha-2).",
            ),
            models.CheckConstraint(
                condition=Q(ordinal__isnull=True) | Q(ordinal__gte=1),
                name="%(app_label)s_%(class)s_ordinal_from_one",
                violation_error_message="Ordinal: rounds are counted from 1.",
            ),
            models.UniqueConstraint(
                fields=["mechanism", "ordinal"],
                condition=Q(kind=DialogueKind.ROUND, merged_into__isnull=True),
                name="%(app_label)s_%(class)s_round_once_per_mechanism",
                violation_error_message="Ordinal: this mechanism already has a round of that number.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="%(app_label)s_%(class)s_not_its_own_parent",
                violation_error_message="Parent: a dialogue is not held on its own margins.",
            ),
            not_merged_into_itself(),
            SharedForeignKey(
                reference="mechanism",
                shared=["side_a", "side_b"],
                name="%(app_label)s_%(class)s_sides_of_its_mechanism",
                violation_error_message="Mechanism: it is between two other sides than this dialogue.",
            ),
        ]
        triggers = [public_stays(), merged_in_one_step(), sides_fit_its_parts()]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("dialogue", args=[self.public_id, self.slug])

    @property
    def side_codes(self) -> tuple[str, str]:
        """The codes of side A and side B."""
        return self.side_a_id, self.side_b_id
