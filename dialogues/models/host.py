from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Max, Q
from django.db.models.functions import Now

LONGEST_NAME: Final = 260
# So long a worker waits in place rather than give its article back: it absorbs that workers are never on the dot.
PATIENCE: Final = timedelta(seconds=0.5)
# So long it waits between two requests of one fetch: from robots.txt to the page, from a redirect to its target.
PATIENCE_WITHIN: Final = timedelta(seconds=2)
# Turns are at least so far apart, also where no delay is kept: the waiting must not all come back at once.
NEAREST_TURNS: Final = timedelta(seconds=0.05)
# A host that answers "later" without saying when is left alone for so long, doubled each time in a row.
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=6)


class HostChanged(Exception):
    """The host's row is gone or in another state than it was read in: nothing was done. The message is for staff."""


@dataclass(frozen=True, slots=True)
class Courtesy:
    """How a host is treated: `delay` between two requests, `at_once` requests at the most.

    `longest_delay` caps what robots.txt may ask for. A slot whose worker was lost is free after `lease`.
    """

    delay: timedelta
    longest_delay: timedelta
    at_once: int
    lease: timedelta


@dataclass(frozen=True, slots=True)
class Slot:
    """Leave to ask a host, after a wait of `wait`. `lease_until` names the slot."""

    wait: timedelta
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class Later:
    """The host is not free. `until` is the turn that was reserved; `because` is empty when others are merely first."""

    until: datetime
    because: str


class HostQuerySet(models.QuerySet["Host"]):
    """The rows hold for all workers on all machines; each verb is a short transaction, over before a host is asked.

    Times are the database's, so that clocks need not agree.
    """

    def left_alone(self) -> HostQuerySet:
        """Nothing is asked of them for now."""
        return self.filter(blocked_until__gt=Now())

    def take(self, name: str, courtesy: Courtesy, *, waited: bool, reserve: bool = True) -> Slot | Later:
        """Take a slot of the host, or a turn: the n-th that comes in vain is told to come n delays later.

        `waited` says that this is such a turn (or that one is not needed): it goes before those that have none. Without
        `reserve` a caller that comes in vain is told the next chance, and no turn is kept for it.
        """
        with transaction.atomic():
            host = self._locked(name)
            now = _clock()
            under_way = [end for end in host.in_flight if end > now]
            blocked = host.blocked_until is not None and host.blocked_until > now
            start = max(filter(None, [now, host.next_ask_at, host.blocked_until]))
            if not waited:
                start = max(filter(None, [start, host.turns_end_at]))
            delay = host.delay(courtesy)
            if not blocked and len(under_way) < courtesy.at_once and start - now <= PATIENCE:
                lease_until = start + courtesy.lease
                self._write(
                    host,
                    in_flight=[*under_way, lease_until],
                    next_ask_at=start + delay,
                    turns_end_at=max(filter(None, [host.turns_end_at, start + delay])),
                    last_asked_at=start,
                )
                return Slot(start - now, lease_until)
            if len(under_way) >= courtesy.at_once:
                start = max(start, now + PATIENCE)
            if reserve:
                start = max(filter(None, [start, host.turns_end_at]))
                # At the pace at which the host can be asked: its own slowness makes the turns longer.
                pace = delay + timedelta(seconds=host.seconds_of_an_answer / courtesy.at_once)
                self._write(host, turns_end_at=start + max(pace, NEAREST_TURNS))
            return Later(start, host.blocked_because if blocked else "")

    def ask_once_more(self, name: str, courtesy: Courtesy) -> timedelta:
        """Count a further request in a slot that is held already; returns how long to wait before it, in place.

        A delay that is too long for that is made up for by those who come later.
        """
        with transaction.atomic():
            host = self._locked(name)
            now = _clock()
            start = max(filter(None, [now, host.next_ask_at]))
            self._write(host, next_ask_at=start + host.delay(courtesy), last_asked_at=now)
            return min(start - now, PATIENCE_WITHIN)

    def give_back(self, name: str, slot: Slot, courtesy: Courtesy, *, answered: bool) -> None:
        """The request is over. Whoever is next keeps the delay from here, however long the answer took.

        `answered` says that the host did so, and did not ask to be left alone: it starts from scratch with us.
        """
        with transaction.atomic():
            host = self._locked(name)
            now = _clock()
            took = max((now - (slot.lease_until - courtesy.lease)).total_seconds(), 0.0)
            in_flight = list(host.in_flight)
            if slot.lease_until in in_flight:
                in_flight.remove(slot.lease_until)
            self._write(
                host,
                in_flight=in_flight,
                next_ask_at=max(filter(None, [host.next_ask_at, now + host.delay(courtesy)])),
                seconds_of_an_answer=(host.seconds_of_an_answer + took) / 2,
                refusals=0 if answered else host.refusals,
            )

    def leave_alone(self, name: str, because: str, *, at_least: timedelta = timedelta()) -> datetime:
        """Ask nothing of the host as long as it wants, and longer each time in a row. Returns until when."""
        with transaction.atomic():
            host = self._locked(name)
            now = _clock()
            known = host.blocked_until is not None and host.blocked_until > now
            # Two requests that were under way at once are one refusal.
            refusals = max(host.refusals, 1) if known else host.refusals + 1
            pause = min(FIRST_PAUSE * (1 << min(refusals - 1, 16)), LONGEST_PAUSE)
            until = max(filter(None, [host.blocked_until, now + max(pause, at_least)]))
            self._write(host, blocked_until=until, blocked_because=because, refusals=refusals)
            return until

    def note_delay(self, name: str) -> None:
        """Take the longest delay that the host's robots.txt files ask for, http and https alike."""
        with transaction.atomic():
            host = self._locked(name)
            longest = host.robots_files.aggregate(longest=Max("delay"))["longest"]
            self._write(host, crawl_delay=longest)

    def ask_again(self, host: Host) -> None:
        """End the block and forget the kept robots.txt files. Raises HostChanged when the row is not as it was read."""
        with transaction.atomic():
            as_read = self.filter(pk=host.pk, blocked_until=host.blocked_until, refusals=host.refusals)
            freed = as_read.update(
                blocked_until=None, blocked_because="", refusals=0, crawl_delay=None, turns_end_at=None
            )
            if freed != 1:
                raise HostChanged(f"“{host}” changed while you looked at it, so nothing was done: look again.")
            host.robots_files.all().delete()

    def _locked(self, name: str) -> Host:
        host = self.select_for_update().filter(name=name).first()
        if host is None:
            self.bulk_create([Host(name=name)], ignore_conflicts=True)
            host = self.select_for_update().get(name=name)
        return host

    def _write(self, locked: Host, **values: object) -> None:
        self.filter(pk=locked.pk).update(**values)


class Host(models.Model):
    """A server that is asked, by its name as it stands in addresses: with the port, unless it is the usual one."""

    name = models.CharField(max_length=LONGEST_NAME, unique=True)
    last_asked_at = models.DateTimeField(null=True, blank=True)
    next_ask_at = models.DateTimeField(null=True, blank=True, help_text="Nobody asks before this.")
    turns_end_at = models.DateTimeField(null=True, blank=True, help_text="Until then its turns are reserved.")
    in_flight = ArrayField(
        models.DateTimeField(), default=list, help_text="When the leases of the requests end that are under way."
    )
    seconds_of_an_answer = models.FloatField(default=0.0, help_text="How long it has lately taken to answer.")
    blocked_until = models.DateTimeField(null=True, blank=True)
    blocked_because = models.TextField(blank=True)
    refusals = models.PositiveIntegerField(default=0, help_text="In a row; 0 after an answer.")
    crawl_delay = models.FloatField(null=True, blank=True, help_text="Seconds, as its robots.txt asks.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = HostQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["blocked_until"], name="host_blocked", condition=Q(blocked_until__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(blocked_until__isnull=True) | ~Q(blocked_because=""),
                name="%(app_label)s_%(class)s_block_has_reason",
                violation_error_message="Host: one that is left alone says why.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def delay(self, courtesy: Courtesy) -> timedelta:
        """Between two requests: ours, or what robots.txt asks for if that is longer."""
        asked = min(self.crawl_delay or 0.0, courtesy.longest_delay.total_seconds())
        return max(courtesy.delay, timedelta(seconds=asked))


def _clock() -> datetime:
    """The database's time at this moment. Not that of the statement, which may have waited for a lock since."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
