from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from dialogues.models.history import tracked
from dialogues.models.public_id import PublicIdField
from dialogues.models.publisher import Publisher
from dialogues.models.record import Record
from dialogues.models.vocabularies import FeedKind

# How the last requests went: written by the worker each time, so neither a new version nor a part of the history.
HOW_IT_WENT: Final = (
    "kind",
    "etag",
    "last_modified",
    "next_due_at",
    "last_success_at",
    "last_result",
    "failures",
    "failing_since",
    "last_error",
    "moved_to",
    "lease_until",
    "fence",
    "attempts",
)
MAX_ATTEMPTS: Final = 3
LONGEST_BACK_OFF: Final = timedelta(days=1)
# Up to a tenth is added to each interval, for each feed its own: feeds that were added together drift apart.
SPREAD: Final = 0.1


class FeedLost(Exception):
    """The feed was paused, changed or taken over while it was asked: nothing of this answer may be written."""


class FeedChanged(Exception):
    """The feed is no longer in the state in which it was read: nothing was done. The message is for staff."""


class FeedQuerySet(models.QuerySet["Feed"]):
    """The schedule stands in the rows. Times are the database's, so that the workers' clocks need not agree."""

    def due(self) -> FeedQuerySet:
        """To be asked now: not paused, its time has come, and no worker has it."""
        return self.filter(
            Q(next_due_at__isnull=True) | Q(next_due_at__lte=Now()),
            Q(lease_until__isnull=True) | Q(lease_until__lt=Now()),
            paused=False,
        )

    def claim(self, feed_id: int, *, lease: timedelta) -> Feed | None:
        """Take one feed, or None when it is not due, paused, or somebody else's; of two who try, one gets it.

        The attempt is counted before the work: a feed that kills its worker is paused after its third.
        """
        feed = self.due().filter(pk=feed_id).first()
        if feed is None:
            return None
        as_read = self.due().filter(pk=feed_id, fence=feed.fence)
        if feed.attempts >= MAX_ATTEMPTS:
            lost = f"The worker was lost {MAX_ATTEMPTS} times while it asked for this feed or read it."
            as_read.update(paused=True, paused_because=lost, last_error=lost, lease_until=None, fence=F("fence") + 1)
            return None
        taken = as_read.update(lease_until=Now() + lease, fence=F("fence") + 1, attempts=F("attempts") + 1)
        return self.get(pk=feed_id) if taken == 1 else None

    def pause(self, feed: Feed, reason: str) -> None:
        """Not asked any more; an answer that is on its way is dropped. Raises FeedChanged when it is paused already."""
        self._take(feed, paused=True, paused_because=reason, lease_until=None, updated_at=Now())

    def resume(self, feed: Feed) -> None:
        """Asked again, and at once. Raises FeedChanged when it is not paused any longer."""
        self._take(feed, paused=False, paused_because="", attempts=0, failures=0, next_due_at=Now(), updated_at=Now())

    def make_due(self, feed: Feed) -> None:
        """Asked as soon as a worker is free. Raises FeedChanged when it is paused or being asked right now."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
        self._take(feed, free & Q(paused=False), next_due_at=Now(), attempts=0)

    def _take(self, feed: Feed, condition: Q | None = None, **values: object) -> None:
        """Change the row from the state it was read in, and raise its fence: an answer on its way is not written."""
        as_read = self.filter(condition or Q(), pk=feed.pk, paused=feed.paused, fence=feed.fence)
        if as_read.update(fence=F("fence") + 1, **values) != 1:
            raise FeedChanged(f"“{feed}” changed while you looked at it, so nothing was done: look again.")


@tracked(without=HOW_IT_WENT)
class Feed(Record):
    """Where articles come from: an RSS, Atom or JSON feed, or a sitemap, that is asked again and again.

    `kind` is what was found at the address when it last answered; empty until it has.
    """

    UNVERSIONED = HOW_IT_WENT

    public_id = PublicIdField("fed")
    name = models.CharField(max_length=200)
    url = models.URLField(max_length=2000, unique=True)
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.PROTECT, related_name="feeds")
    paused = models.BooleanField(default=False)
    paused_because = models.TextField(blank=True, default="", db_default="")
    only_containing = models.CharField(
        "only addresses that contain",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="For example /press/: entries with other addresses are left out. Empty: all are taken.",
    )
    kind = models.CharField(max_length=16, choices=FeedKind.choices, blank=True, default="", db_default="")
    interval_minutes = models.PositiveIntegerField(default=60)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_result = models.CharField(max_length=300, blank=True, default="", db_default="")
    failures = models.PositiveIntegerField(default=0, help_text="In a row; 0 after a success.")
    failing_since = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    moved_to = models.CharField(
        max_length=2000, blank=True, default="", db_default="", help_text="Where its server says it has moved for good."
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0, db_default=0)
    attempts = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Begun and not ended: more than none when a worker was lost."
    )

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(interval_minutes__gte=5),
                name="%(app_label)s_%(class)s_interval_not_too_short",
                violation_error_message="Interval: at least five minutes, out of courtesy to the publisher.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_running(self, now: datetime) -> bool:
        """A worker has it, and its lease has not run out."""
        return self.lease_until is not None and self.lease_until > now

    def standing(self, now: datetime) -> str:
        """How the feed stands, in words for staff."""
        if self.paused:
            return f"paused. {self.paused_because}" if self.paused_because else "paused"
        if self.is_running(now):
            return "being asked right now"
        if self.failing_since is not None:
            often = "once" if self.failures == 1 else f"{self.failures} times in a row"
            return f"failing since {self.failing_since:%d %B %Y, %H:%M} UTC, {often}"
        return "new, not asked yet" if self.last_success_at is None else "answers"

    def next_run(self, now: datetime) -> str:
        """When it is asked again, in words for staff."""
        if self.paused:
            return "not while it is paused"
        if self.next_due_at is None or self.next_due_at <= now:
            return "now"
        return f"{self.next_due_at:%d %B %Y, %H:%M} UTC"

    def delay_after(self, failures: int) -> timedelta:
        """How long until it is asked again: the interval, doubled with each failure in a row, up to a day."""
        interval = timedelta(minutes=self.interval_minutes)
        doublings = min(max(failures - 1, 0), 16)
        delay = max(interval, min(interval * (1 << doublings), LONGEST_BACK_OFF))
        share = int.from_bytes(sha256(self.public_id.encode()).digest()[:4]) / 2**32
        return delay * (1 + SPREAD * share)

    def succeeded(self, *, etag: str, last_modified: str, moved_to: str, result: str, kind: str = "") -> None:
        """Close the request, inside the transaction that writes its entries. Raises FeedLost when it is not ours.

        Without `kind` it stays what it was: nothing has changed.
        """
        self._close(
            kind=kind or self.kind,
            etag=etag,
            last_modified=last_modified,
            moved_to=moved_to,
            last_result=result,
            last_success_at=Now(),
            next_due_at=Now() + self.delay_after(0),
            failures=0,
            failing_since=None,
            last_error="",
        )

    def failed(self, error: str, *, not_before: timedelta = timedelta()) -> None:
        """Close the request with its reason; asked again later, not before the server wants. Raises FeedLost."""
        failures = self.failures + 1
        self._close(
            failures=failures,
            failing_since=Coalesce(F("failing_since"), Now()),
            last_error=error,
            next_due_at=Now() + max(self.delay_after(failures), not_before),
        )

    def postponed(self, until: datetime) -> None:
        """Close a request that was not made, as others ask its host just now. Raises FeedLost."""
        self._close(next_due_at=until)

    def ended(self, reason: str) -> None:
        """Close the request and pause: there is nothing to ask for any more. Raises FeedLost."""
        self._close(
            paused=True,
            paused_because=reason,
            failures=self.failures + 1,
            failing_since=Coalesce(F("failing_since"), Now()),
            last_error=reason,
            updated_at=Now(),
        )

    def _close(self, **values: object) -> None:
        mine = Feed.objects.filter(pk=self.pk, fence=self.fence, paused=False, lease_until__isnull=False)
        if mine.update(lease_until=None, attempts=0, **values) != 1:
            raise FeedLost(f"feed {self.public_id} was paused, changed or taken over while it was asked")
