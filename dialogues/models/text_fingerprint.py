from collections.abc import Sequence
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Value

from dialogues.models.snapshot import Snapshot


class TextFingerprintQuerySet(models.QuerySet["TextFingerprint"]):
    def sharing(self, bands: Sequence[int]) -> Self:
        """Those that have at least one of these bands, the most alike first."""
        wanted = Value(list(bands), output_field=ArrayField(models.IntegerField()))
        shared = Func(
            F("bands"),
            wanted,
            template="cardinality(ARRAY(SELECT unnest(%(expressions)s)))",
            arg_joiner=") INTERSECT SELECT unnest(",
            output_field=models.IntegerField(),
        )
        return self.filter(bands__overlap=list(bands)).annotate(shared=shared).order_by("-shared", "snapshot")


class TextFingerprint(models.Model):
    """By which copies of a text are found: the bands of its MinHash (`dialogues/text/shingles.py`).

    Made from the snapshot's text and made again from it when the method changes, so it has no history of its own.
    """

    snapshot = models.OneToOneField(Snapshot, on_delete=models.CASCADE, primary_key=True, related_name="fingerprint")
    bands = ArrayField(models.IntegerField(), help_text="Empty for a text that is too short to be compared.")

    objects = TextFingerprintQuerySet.as_manager()

    class Meta:
        # Rows come one by one and are looked up at once: a list of pending entries would be searched each time.
        indexes = [GinIndex(fields=["bands"], name="text_fingerprint_bands", fastupdate=False)]

    def __str__(self) -> str:
        return f"Fingerprint of {self.snapshot}"
