from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogues.management.starter.loading import FOLDER, load_starter
from dialogues.management.starter.reading import StarterError
from dialogues.models.history import change


class Command(BaseCommand):
    """Load the starter record. Run again, it creates what is missing and leaves everything else as it is."""

    help = "Load the starter record: 63 meetings with their sources. Safe to run again: it never changes a row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="one line instead of the whole report")
        parser.add_argument("--folder", type=Path, default=FOLDER, help="other files of the same form")

    def handle(self, *_: Any, folder: Path, quiet: bool = False, **__: Any) -> None:
        try:
            with change(reason="starter record"):
                report = load_starter(folder)
        except StarterError as error:
            raise CommandError(f"The starter record was not loaded, and nothing was changed.\n{error}") from error
        for line in report.short() if quiet else report.full():
            self.stdout.write(line)
