from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models.functions import Now

from dialogues.models.host import LONGEST_NAME, Host

# "Crawlers SHOULD NOT use the cached version for more than 24 hours" (RFC 9309, section 2.4).
KEPT_FOR: Final = timedelta(hours=24)


class RobotsFileQuerySet(models.QuerySet["RobotsFile"]):
    def fresh(self, origin: str) -> RobotsFile | None:
        """What is kept of an origin, unless it is older than a day."""
        return self.filter(origin=origin, fetched_at__gt=Now() - KEPT_FOR).first()

    def keep(self, *, origin: str, host: str, text: str, status: int, delay: float | None) -> None:
        """Keep what an origin answered, in the place of what it answered before; the host minds the delay."""
        self.update_or_create(
            origin=origin,
            defaults={
                "host": Host.objects.get(name=host),
                "text": text,
                "status": status,
                "delay": delay,
                "fetched_at": Now(),
            },
        )
        Host.objects.note_delay(host)


class RobotsFile(models.Model):
    """The robots.txt of one origin (scheme, host and port). Where there is none the text is empty: all is allowed."""

    origin = models.CharField(max_length=LONGEST_NAME + len("https://"), unique=True)
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="robots_files")
    text = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField(help_text="What the server answered.")
    delay = models.FloatField(null=True, blank=True, help_text="Seconds between two requests, as it asks.")
    fetched_at = models.DateTimeField(db_default=Now())

    objects = RobotsFileQuerySet.as_manager()

    class Meta:
        ordering = ["origin"]

    def __str__(self) -> str:
        return f"{self.origin}/robots.txt"
