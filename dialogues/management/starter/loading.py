"""The starter record into the database, in one transaction: what is missing is created, nothing is changed."""

from pathlib import Path
from typing import Final

from django.db import connection, transaction

from dialogues.management.starter import comparisons, mechanisms, outcomes, participations, people, sources
from dialogues.management.starter import dialogues as meetings
from dialogues.management.starter.joining import join
from dialogues.management.starter.reading import read_folder
from dialogues.management.starter.report import Report
from dialogues.management.starter.shelves import Shelves

FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "starter"


def load_starter(folder: Path = FOLDER) -> Report:
    """Load every file of the folder. Raises StarterError, and changes nothing, when a file has a mistake."""
    files = read_folder(folder)
    record = join(files)
    report = Report()
    shelves = Shelves(record, report)
    report.warnings += record.contradictions
    report.remarks += [f"{count} repeated entries of {kind} joined by id." for kind, count in record.repeated.items()]
    with transaction.atomic():
        _wait_for_another_run()
        people.load_parties(shelves)
        people.load_organizations(shelves)
        people.load_people(shelves)
        sources.load_publishers(shelves)
        sources.load_articles(shelves)
        mechanisms.load_mechanisms(shelves)
        meetings.load_topics(shelves)
        meetings.load_dialogues(shelves)
        mechanisms.load_milestones(shelves)
        mechanisms.load_relations(shelves)
        participations.load_tenures(shelves)
        participations.load_participations(shelves)
        meetings.load_head_counts(shelves)
        outcomes.load_outcomes(shelves)
        outcomes.load_statuses(shelves)
        comparisons.load_conflicts(shelves)
        comparisons.load_differences(shelves)
        people.cite_native_names(shelves)
        mechanisms.cite_establishment(shelves)
        shelves.citations.store()
    report.entry("files", len(files), "the rows above")
    return report


def _wait_for_another_run() -> None:
    """Two sites that start on one database at the same time load one after the other; the second finds it all there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('readout seed'))")
