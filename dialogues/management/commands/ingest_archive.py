"""`manage.py ingest_archive`: a folder, a WARC file or JSON lines become articles; run again, it goes on."""

import sys
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from dialogues.ingest.add import Particulars
from dialogues.ingest.archive import take_in
from dialogues.ingest.archive.item import ArchiveRefused, Bad
from dialogues.ingest.archive.opening import Opened, full_path, opened
from dialogues.ingest.archive.take_in import BATCH, Tally
from dialogues.management.commands.add_article import publisher_named, user_named
from dialogues.models import User
from dialogues.models.history import change
from dialogues.tasks import submit_archived

SOME_NOT_TAKEN: Final = 3
INTERRUPTED: Final = 130
# A picture that is named .ndjson has a million lines that are no JSON.
HOPELESS: Final = 1_000


class Command(BaseCommand):
    """What became of the entries is printed on standard output; the progress and what went wrong on standard error."""

    help = (
        "Take in a folder (HTML, PDF, text …), a web archive (.warc, .warc.gz) or JSON lines (.ndjson, .jsonl; "
        "- reads them from standard input). Each entry is taken in once: interrupted or not, run the same command "
        "again and it goes on. Exit status: 0 all taken in, 1 the archive cannot be read, 2 wrong usage, "
        "3 some entries were not taken in, 130 interrupted. docs/ingestion.md says more."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="a folder, a .warc, .warc.gz, .ndjson or .jsonl file, or -")
        parser.add_argument("--dry-run", action="store_true", help="check every entry and write nothing")
        parser.add_argument("--limit", type=int, default=None, help="stop after so many new articles")
        parser.add_argument("--publisher", default="", help="a publisher of the record, where an entry names none")
        parser.add_argument("--by", default="", help="the user name of the staff member who adds them")
        parser.add_argument(
            "--problems", action="store_true", help="list what the last run of this archive could not take in, and end"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        if options["problems"]:
            for bad in take_in.problems(full_path(options["path"])):
                self.stdout.write(_line(bad))
            return
        limit = options["limit"]
        if limit is not None and limit < 1:
            raise CommandError("--limit: give a number from 1 on.", returncode=2)
        particulars = Particulars(publisher=publisher_named(options["publisher"]))
        by = user_named(options["by"])
        tally = Tally()
        try:
            with opened(options["path"], particulars) as archive:
                self._take_in(archive, tally, limit, by, dry_run=options["dry_run"])
        except ArchiveRefused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            self._summary(tally, dry_run=options["dry_run"])
            raise CommandError(f"Stopped: {error}. Run the same command again, and it goes on.") from error
        except KeyboardInterrupt:
            self._summary(tally, dry_run=options["dry_run"])
            message = "Interrupted. Run the same command again, and it goes on."
            raise CommandError(message, returncode=INTERRUPTED) from None
        self._summary(tally, dry_run=options["dry_run"])
        if tally.bad:
            self._list(tally, options)
            number = "One entry was" if tally.bad == 1 else f"{tally.bad:,} entries were"
            raise CommandError(f"{number} not taken in.", returncode=SOME_NOT_TAKEN)

    def _take_in(self, archive: Opened, tally: Tally, limit: int | None, by: User | None, *, dry_run: bool) -> None:
        """Batch by batch; `tally` is what is already committed, whatever interrupts it."""
        row = None if dry_run else take_in.begin(archive.path)
        position: int | None = 0
        with tqdm(
            total=archive.length, unit=archive.unit, unit_scale=archive.unit == "B", file=sys.stderr, disable=None
        ) as bar:
            while position is not None and (limit is None or tally.taken < limit):
                most = BATCH if limit is None else min(BATCH, limit - tally.taken)
                batch, position = take_in.next_batch(archive.items, most)
                if row is None:
                    tally.add(take_in.check(batch))
                else:
                    with change(reason=f"manage.py ingest_archive {archive.path}"[:500], by=by):
                        tally.add(submit_archived(row, batch, by=by))
                bar.update((archive.length or bar.n if position is None else position) - bar.n)
                bar.set_postfix(new=tally.taken, held=tally.held, problems=tally.bad, refresh=False)
                if tally.bad >= HOPELESS and not tally.taken + tally.held:
                    first = _line(tally.first[0])
                    raise ArchiveRefused(f"None of the first {tally.bad:,} entries can be used. {first}")

    def _summary(self, tally: Tally, *, dry_run: bool) -> None:
        self.stdout.write(f"{'Would be taken in' if dry_run else 'Taken in'}: {tally.taken:,}")
        self.stdout.write(f"Held already: {tally.held:,}")
        self.stdout.write(f"Not taken in: {tally.bad:,}")
        kinds = ", ".join(f"{number:,} {what}" for what, number in sorted(tally.skipped.items()))
        self.stdout.write(f"No articles: {tally.skipped.total():,}" + (f" ({kinds})" if kinds else ""))

    def _list(self, tally: Tally, options: dict[str, Any]) -> None:
        for bad in tally.first:
            self.stderr.write(_line(bad))
        if tally.bad > len(tally.first):
            hint = "" if options["dry_run"] else f"; all of them: manage.py ingest_archive {options['path']} --problems"
            self.stderr.write(f"and {tally.bad - len(tally.first):,} more{hint}")


def _line(bad: Bad) -> str:
    return f"{bad.place}: {bad.reason}"
