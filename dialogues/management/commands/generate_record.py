from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from dialogues.management.generation.rules import RuleBrokenError
from dialogues.management.generation.writing import NotWritten, generate
from dialogues.models.ownership import as_owner

MOST = 2_000_000
STEPS = 20  # lines of progress


class Command(BaseCommand):
    """Write a synthetic record for benchmarks: visibly made up, in a real one's proportions, the same for each seed."""

    help = "Write a synthetic record for benchmarks (per 200,000 dialogues 2 million participations and so on)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dialogues", type=int, default=2_000, help="how many; a multiple of 10 (2000)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same rows (1)")
        parser.add_argument("--beside", action="store_true", help="also where published records are already")

    def handle(self, *_: Any, dialogues: int, seed: int, beside: bool, **__: Any) -> None:
        if not 10 <= dialogues <= MOST or dialogues % 10:
            raise CommandError(f"--dialogues: must be a multiple of 10, from 10 to {MOST:,}.")
        started = monotonic()
        told: set[tuple[str, int]] = set()

        def progress(what: str, done: int, rows: int) -> None:
            step = (what, done * STEPS // dialogues)
            if step in told:
                return
            told.add(step)
            seconds = monotonic() - started
            left = f", {_clock(seconds / done * (dialogues - done))} left" if 0 < done < dialogues else ""
            share = f"{done / dialogues:4.0%}"
            self.stdout.write(f"{share}  {what}: {done:,} dialogues, {rows:,} rows, {rows / seconds:,.0f} rows/s{left}")

        try:
            # Setting triggers and indexes aside for a while is the owner's right.
            with as_owner():
                written = generate(dialogues, seed=seed, beside=beside, progress=progress)
        except NotWritten as refused:
            raise CommandError(str(refused)) from refused
        except RuleBrokenError as broken:
            raise CommandError(f"Nothing was written: what was generated breaks a rule ({broken}).") from broken
        for table, rows in written.items():
            self.stdout.write(f"{rows:>12,}  {table.removeprefix('dialogues_')}")
        self.stdout.write(f"{sum(written.values()):>12,}  rows in {_clock(monotonic() - started)}; {_size()}")


def _size() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        return f"the database takes {cursor.fetchone()[0]}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02} min"
