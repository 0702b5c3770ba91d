from collections.abc import Sequence
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models

from dialogues.models.snapshot import Snapshot

# Band by band: for `bands && …` PostgreSQL expects half a percent of the rows for each band, and reads all of them.
MOST_ALIKE: Final = """
    SELECT held.snapshot_id
    FROM unnest(%s::integer[]) AS wanted(band)
    JOIN dialogues_textfingerprint AS held ON held.bands @> ARRAY[wanted.band]
    GROUP BY held.snapshot_id
    ORDER BY count(*) DESC, held.snapshot_id
    LIMIT %s
"""


class TextFingerprintQuerySet(models.QuerySet["TextFingerprint"]):
    def most_alike(self, bands: Sequence[int], *, most: int) -> list[int]:
        """The keys of the snapshots that share a band with these, those that share most of them first."""
        with connection.cursor() as cursor:
            cursor.execute(MOST_ALIKE, [list(bands), most])
            return [key for (key,) in cursor.fetchall()]


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
