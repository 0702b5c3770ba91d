"""All of a synthetic record in one transaction: either the whole of it is there afterwards, or nothing."""

from collections.abc import Callable
from random import Random
from typing import Final

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from dialogues.management.generation.cast import CastTables, make_cast
from dialogues.management.generation.facts import OUTCOMES, PARTICIPATIONS, Facts, FactTables
from dialogues.management.generation.meetings import plan_meetings
from dialogues.management.generation.names import CODES
from dialogues.management.generation.rules import check_rules
from dialogues.management.generation.setting_aside import NotTheOwnerError, quick_copy
from dialogues.management.generation.sources import ARTICLES, Sources, SourceTables
from dialogues.management.generation.tables import Table
from dialogues.management.generation.weights import spread
from dialogues.models import (
    Article,
    Citation,
    Conflict,
    DelegationCount,
    Dialogue,
    Mechanism,
    Organization,
    Outcome,
    OutcomeStatus,
    Participation,
    Party,
    Person,
    Publisher,
    Snapshot,
    Tenure,
    Topic,
)
from dialogues.models.record import PublishedRecord
from dialogues.models.vocabularies import Publication

MODELS: Final[tuple[type[models.Model], ...]] = (
    Party,
    Topic,
    Organization,
    Person,
    Tenure,
    Publisher,
    Mechanism,
    Dialogue,
    Dialogue.topics.through,
    DelegationCount,
    Participation,
    Outcome,
    Outcome.topics.through,
    OutcomeStatus,
    Article,
    Snapshot,
    Conflict,
    Citation,
)
CHUNK: Final = 1_000  # dialogues between two COPYs of each table: about 60,000 rows wait in memory

Progress = Callable[[str, int, int], None]  # what has been done, for how many dialogues, how many rows there are


class NotWritten(Exception):
    """Why nothing was written. The message is for the person who asked."""


def generate(dialogues: int, *, seed: int, beside: bool, progress: Progress) -> dict[str, int]:
    """Write a synthetic record of so many dialogues, a multiple of 10. Returns how many rows each table was given.

    The same seed gives the same rows, apart from their primary keys. Raises NotWritten when the database holds what
    must not be mixed with it: another synthetic record, or, unless `beside`, a published one. Raises RuleBrokenError
    when what the triggers hold otherwise does not hold afterwards.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # No check may wait for the end of the transaction: a table with waiting checks cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _refuse_to_mix(beside=beside)
        try:
            with quick_copy([model._meta.db_table for model in MODELS]):
                tables = _write(dialogues, seed, progress)
                progress("rows written; building indexes and checking references", dialogues, _rows(tables))
        except NotTheOwnerError as error:
            raise NotWritten("Only the owner of the tables can do this: sign in as the role that migrates.") from error
        check_rules(tables)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    with connection.cursor() as cursor:
        for model in MODELS:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(model._meta.db_table)))
    progress("checked and analyzed", dialogues, _rows(tables))
    return {Party._meta.db_table: len(CODES)} | {table.name: table.written for table in tables}


def _refuse_to_mix(*, beside: bool) -> None:
    if Party.objects.filter(code__in=CODES).exists():
        raise NotWritten(
            "This database holds a synthetic record already, and there can be only one. Use an empty database."
        )
    if beside:
        return
    for model in apps.get_app_config("dialogues").get_models():
        if issubclass(model, PublishedRecord):
            published = model._meta.base_manager.filter(publication=Publication.PUBLISHED).count()
            if published:
                raise NotWritten(
                    f"This database holds published records ({published} {model._meta.verbose_name_plural}). "
                    "Use another database, or write beside them with --beside."
                )


def _write(dialogues: int, seed: int, progress: Progress) -> list[Table]:
    """Returns the tables with what they were given. Seeded anew, so that nothing else in the process matters."""
    random = Random(seed)  # noqa: S311  (to be repeated, not to be secret)
    cast_tables, fact_tables, source_tables = CastTables(seed), FactTables(seed), SourceTables(seed)
    cast = make_cast(dialogues, random, cast_tables)
    _flush(cast_tables.all())
    progress("who and what there is", 0, _rows(cast_tables.all()))
    meetings = plan_meetings(dialogues, cast, random)
    numbers = zip(
        spread(PARTICIPATIONS, dialogues, random),
        spread(OUTCOMES, dialogues, random),
        spread(ARTICLES, dialogues, random),
        strict=True,
    )
    facts, sources = Facts(cast, random, fact_tables), Sources(cast, random, source_tables)
    tables = [*cast_tables.all(), *fact_tables.all(), *source_tables.all()]
    for done, (meeting, (participations, outcomes, articles)) in enumerate(
        zip(meetings, numbers, strict=True), start=1
    ):
        written = facts.add(meeting, participations=participations, outcomes=outcomes)
        sources.add(written, articles=articles)
        if done % CHUNK == 0 or done == dialogues:
            _flush(tables)
            progress("dialogues", done, _rows(tables))
    for table in tables:
        table.move_sequence()
    return tables


def _flush(tables: list[Table]) -> None:
    for table in tables:
        table.flush()


def _rows(tables: list[Table]) -> int:
    return sum(table.written for table in tables)
