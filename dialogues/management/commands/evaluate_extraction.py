import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from dialogues.ingest.extract import Gazetteer, extract
from dialogues.ingest.extract.names_of_the_record import names_of_the_record
from dialogues.management.evaluation.figures import Evaluation, misses, table
from dialogues.management.evaluation.labels import LabelsNotReadError, labelled_texts
from dialogues.management.evaluation.scoring import marked


class Command(BaseCommand):
    """Score the extractor on a folder of labelled texts, with the names that the record holds."""

    help = "Score the extractor on a folder of labelled texts (*.json): precision, recall and F1 per kind of fact."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="labelled texts, one JSON file each (docs/extraction.md)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print an object instead of a table")
        parser.add_argument("--language", help="only texts in this language, such as zh")
        parser.add_argument("--figures-only", action="store_true", help="do not list what was missed or wrong")
        parser.add_argument("--without-record", action="store_true", help="with the built-in names alone")

    def _names(self) -> Gazetteer:
        """The names of the record; none, and a line that says so, where the database cannot be read."""
        try:
            return names_of_the_record()
        except DatabaseError as failed:
            reason = str(failed).strip().splitlines()[0]
            self.stderr.write(f"Without the names of the record, which could not be read: {reason}")
            return Gazetteer.empty()

    def handle(self, *_: Any, folder: Path, **options: Any) -> None:
        try:
            texts = labelled_texts(folder)
        except LabelsNotReadError as refused:
            raise CommandError(str(refused)) from refused
        if options["language"]:
            texts = [text for text in texts if text.document.language.split("-")[0] == options["language"]]
        if not texts:
            raise CommandError(f"{folder} holds no text in the language {options['language']}.")
        record = Gazetteer.empty() if options["without_record"] else self._names()
        evaluation = Evaluation(tuple(marked(text, extract(text.document, record)) for text in texts))
        if options["as_json"]:
            figures = evaluation.as_json(with_misses=not options["figures_only"])
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1))
            return
        for line in table(evaluation):
            self.stdout.write(line)
        exact = evaluation.exact_offsets
        self.stdout.write(
            f"{len(texts)} texts; {'no facts' if exact is None else f'{exact:.2%} of facts at exact offsets'}"
        )
        if not options["figures_only"]:
            for line in misses(evaluation):
                self.stdout.write(line)
