from datetime import timedelta

from django.db import connection, models


class PeriodicWorkQuerySet(models.QuerySet["PeriodicWork"]):
    """The schedule stands in the rows. Times are the database's, so that clocks need not agree."""

    def take_turn(self, name: str, *, every: timedelta) -> bool:
        """Whether the caller is to do this work now: of all who ask within the period, one gets True.

        A bell that rings a little early would otherwise find the turn taken and leave the work for a whole further
        period, so a turn is free again after nine tenths of it.
        """
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            # The second of two who insert waits for the first, and then looks at its row.
            cursor.execute(
                f"""
                INSERT INTO {table} AS held (name, last_begun_at, next_due_at, turns)
                VALUES (%(name)s, now(), now() + make_interval(secs => %(pause)s), 1)
                ON CONFLICT (name) DO UPDATE
                SET last_begun_at = excluded.last_begun_at, next_due_at = excluded.next_due_at, turns = held.turns + 1
                WHERE held.next_due_at <= now()
                """,  # noqa: S608 - the table's own name
                {"name": name, "pause": every.total_seconds() * 0.9},
            )
            taken: int = cursor.rowcount
        return taken == 1


class PeriodicWork(models.Model):
    """Work that is to be done once a period, however many schedulers and workers ring for it."""

    name = models.CharField(max_length=60, primary_key=True)
    last_begun_at = models.DateTimeField()
    next_due_at = models.DateTimeField()
    turns = models.PositiveBigIntegerField(default=0)

    objects = PeriodicWorkQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
