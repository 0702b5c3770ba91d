from django.db import models
from django.db.models import Q

from dialogues.models.history import tracked
from dialogues.models.vocabularies import PartyKind


@tracked()
class Party(models.Model):
    """A state or a bloc. Its code (ISO 3166-1 alpha-2, or EU) is its key and its public ID."""

    code = models.CharField(max_length=8, primary_key=True)
    kind = models.CharField(max_length=8, choices=PartyKind.choices, default=PartyKind.STATE)
    name = models.CharField(max_length=120, unique=True)
    native_name = models.CharField(max_length=120, blank=True)
    names = models.JSONField(default=dict, blank=True, help_text="Names by BCP 47 language tag.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2,8}$"),
                name="%(app_label)s_%(class)s_code_form",
                violation_error_message="Code: two to eight capital letters (ISO 3166-1 alpha-2, or EU).",
            ),
        ]

    def __str__(self) -> str:
        return self.name
