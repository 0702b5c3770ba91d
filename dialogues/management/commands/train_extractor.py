"""Train the extractor's classifier from what people decided in the review queue (docs/extraction.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dialogues.ingest.extract import EXTRACTOR_VERSION
from dialogues.ingest.extract.classifier import files
from dialogues.ingest.extract.classifier.training import train
from dialogues.ingest.extract.decisions import decided_facts


class Command(BaseCommand):
    help = (
        "Train the extractor's classifier from the decisions of the review queue, and use it for the kinds of fact in "
        "which it beats the rules. The figures of every kind are printed, and kept in the model's file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--dry-run", action="store_true", help="print the figures, and write nothing")
        place.add_argument(
            "--output",
            type=Path,
            metavar="FILE",
            help="write the model there, where no worker looks for it, instead of using it from now on",
        )

    def handle(self, *_: Any, dry_run: bool, output: Path | None, **__: Any) -> None:
        decisions = list(decided_facts())
        now = timezone.now().isoformat(timespec="seconds")
        model = train(decisions, extractor_version=EXTRACTOR_VERSION, trained_at=now)
        self.stdout.write(f"{model['decisions']} decisions on {model['documents']} articles, by {EXTRACTOR_VERSION}.")
        for kind, entry in model["kinds"].items():
            mark = "used" if entry["used"] else "not used"
            self.stdout.write(f"{kind:17} {mark:9} {entry['why']}")
            if entry["used"]:
                sure = entry["sure"]
                dropping = "such facts are dropped" if entry["drops"] else "none is dropped"
                self.stdout.write(
                    f"{'':27} sure of {sure['facts']} as wrong (below {sure['below']}), of which "
                    f"{sure['accepted']} were accepted: {dropping}"
                )
        used = [kind for kind, entry in model["kinds"].items() if entry["used"]]
        if dry_run:
            self.stdout.write("Nothing was written.")
        elif output is not None:
            self._write(output, model)
        elif not used:
            raise CommandError("No kind of fact in which the classifier beats the rules: no model was written.")
        else:
            self._keep(model)

    def _write(self, output: Path, model: dict[str, Any]) -> None:
        try:
            files.write(output, model)
        except OSError as error:
            raise CommandError(f"--output: {output} cannot be written: {error}") from error
        self.stdout.write(f"Written to {output}; not used.")

    def _keep(self, model: dict[str, Any]) -> None:
        folder = settings.EXTRACTOR_MODEL_FOLDER
        try:
            path = files.keep(folder, model)
        except OSError as error:
            raise CommandError(f"EXTRACTOR_MODEL_FOLDER: {folder} cannot be written: {error}") from error
        self.stdout.write(f"Written to {path}, and used for every article from now on. To go back, delete it.")
