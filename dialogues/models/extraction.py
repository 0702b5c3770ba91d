from django.db import models

from dialogues.models.snapshot import Snapshot
from dialogues.models.vocabularies import Relevance


class Extraction(models.Model):
    """One run of the extractor over a snapshot. An empty list of facts is a result too: read, nothing found."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="extractions")
    extractor_version = models.CharField(max_length=40)
    relevance = models.CharField(max_length=12, choices=Relevance.choices)
    facts = models.JSONField(help_text="The facts with their spans, as dialogues/ingest/extract returned them.")
    note = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="What staff should know of this run: that a language model was not heard, say, and why.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["snapshot", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "extractor_version"],
                name="%(app_label)s_%(class)s_once_per_version",
                violation_error_message="This version of the extractor has read this snapshot already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} by {self.extractor_version}"
