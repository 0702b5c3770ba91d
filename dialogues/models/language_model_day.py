from datetime import date, timedelta

from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Now, TruncDate


class LanguageModelDayQuerySet(models.QuerySet["LanguageModelDay"]):
    """How much a language model was asked for. Times are the database's, so that clocks need not agree."""

    def reserve(self, tokens: int, *, most: int) -> date | None:
        """Count so many tokens before a call; None when the day has not that many left, or the model is left alone.

        Whoever is killed during the call has counted it all the same, so the limit holds whatever happens.
        """
        if tokens > most:
            return None
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            # The second of two who insert waits for the first, and then looks at its row.
            cursor.execute(
                f"""
                INSERT INTO {table} AS held (day, tokens, calls)
                VALUES ((now() AT TIME ZONE 'UTC')::date, %(tokens)s, 1)
                ON CONFLICT (day) DO UPDATE SET tokens = held.tokens + excluded.tokens, calls = held.calls + 1
                WHERE held.tokens + excluded.tokens <= %(most)s
                  AND (held.left_alone_until IS NULL OR held.left_alone_until <= now())
                RETURNING day
                """,  # noqa: S608 - the table's own name
                {"tokens": tokens, "most": most},
            )
            row = cursor.fetchone()
        return row[0] if row is not None else None

    def settle(self, day: date, *, reserved: int, used: int) -> None:
        """Put what the model says it used in the place of what was reserved."""
        self.filter(day=day).update(tokens=F("tokens") - reserved + used)

    def leave_alone(self, day: date, period: timedelta) -> None:
        """Let nobody ask for so long."""
        self.filter(day=day).update(left_alone_until=Now() + period)

    def today(self) -> "LanguageModelDay | None":
        """The row of today; None when nothing was asked today."""
        return self.filter(day=TruncDate(Now())).first()

    def left_alone(self) -> "LanguageModelDay | None":
        """The row of today while the model is left alone, else None."""
        return self.filter(day=TruncDate(Now()), left_alone_until__gt=Now()).first()


class LanguageModelDay(models.Model):
    """What a language model was asked for on one day (UTC), and until when it is left alone after a failure."""

    day = models.DateField(primary_key=True)
    tokens = models.BigIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    left_alone_until = models.DateTimeField(null=True, blank=True)

    objects = LanguageModelDayQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day}: {self.tokens} tokens"
