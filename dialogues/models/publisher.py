from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dialogues.models.history import tracked
from dialogues.models.party import Party
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.vocabularies import Perspective


@tracked()
class Publisher(Record):
    """Who published an article, and from which perspective."""

    public_id = PublicIdField("pub")
    name = models.CharField(max_length=200, unique=True)
    perspective = models.CharField(max_length=20, choices=Perspective.choices)
    perspective_as_stated = models.CharField(max_length=60, blank=True)
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="publishers")
    language = models.CharField(max_length=16, blank=True, help_text="BCP 47, e.g. en or zh-Hans.")
    hosts = ArrayField(models.CharField(max_length=253), default=list, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False)
                | Q(perspective__in=[Perspective.INDEPENDENT_MEDIA, Perspective.THIRD_PARTY]),
                name="%(app_label)s_%(class)s_official_has_party",
                violation_error_message="Party: official and state media publishers belong to a party.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
