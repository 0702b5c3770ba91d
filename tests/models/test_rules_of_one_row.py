"""Rules that one row breaks on its own, by raw SQL."""

from typing import Any

import pgtrigger
import pytest
from django.db import DataError, IntegrityError, connection, models, transaction
from django.utils import timezone

from dialogues.models import (
    Archive,
    ArchiveEntry,
    Extraction,
    Feed,
    FeedEntry,
    Host,
    Job,
    Mechanism,
    Merge,
    Milestone,
    OutcomeStatus,
    Party,
    Relation,
    Suggestion,
    Tenure,
)
from dialogues.models.vocabularies import JobKind, JobState, OutcomeState, RelationKind, Relevance, SuggestionKind
from tests import factories
from tests.web.records import organization

pytestmark = pytest.mark.django_db


def refused(rule: str, row: models.Model, **values: Any) -> None:
    """Changing this row by raw SQL breaks the named rule of its table."""
    table = row._meta.db_table
    columns = ", ".join(f'"{name}" = %s' for name in values)
    statement = f"UPDATE {table} SET {columns} WHERE id = %s"  # noqa: S608
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [*values.values(), row.pk])
    assert refusal.value.__cause__.diag.constraint_name == f"{table}_{rule}"  # type: ignore[union-attr]


def extraction() -> Extraction:
    return Extraction.objects.create(
        snapshot=factories.snapshot(), extractor_version="1", relevance=Relevance.REPORTS, facts=[]
    )


def suggestion(of: Extraction, fingerprint: str) -> Suggestion:
    return Suggestion.objects.create(
        article=of.snapshot.article,
        snapshot=of.snapshot,
        extraction=of,
        kind=SuggestionKind.OUTCOME,
        position=1,
        payload={},
        spans=[],
        sentence_start=0,
        sentence_end=9,
        confidence=0.9,
        rule="agreed",
        fingerprint=fingerprint,
    )


def rows_with_dates() -> list[tuple[models.Model, str]]:
    dialogue = factories.dialogue()
    outcome = factories.outcome(dialogue)
    tenure = Tenure.objects.create(person=factories.person(), title="Minister")
    return [
        (dialogue, "end_date"),
        (factories.mechanism(), "established_on"),
        (outcome, "deadline"),
        (factories.status(outcome), "effective_on"),
        (Milestone.objects.create(dialogue=dialogue, state=OutcomeState.ANNOUNCED, description="x"), "effective_on"),
        (tenure, "start_date"),
        (tenure, "end_date"),
        (factories.article(), "published_on"),
        (Relation.objects.create(kind=RelationKind.REPLACES, from_dialogue=dialogue, to_as_stated="x"), "to_date"),
    ]


def test_every_partial_date_is_one() -> None:
    for row, field in rows_with_dates():
        statement = f"UPDATE {row._meta.db_table} SET {field} = 'in spring 2016' WHERE id = %s"  # noqa: S608
        with pytest.raises((IntegrityError, DataError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [row.pk])


@pytest.mark.parametrize("code", ["cn", "C", "CN1", "C N"])
def test_a_code_of_a_party_is_two_to_eight_capital_letters(code: str) -> None:
    with pytest.raises(IntegrityError, match="dialogues_party_code_form"), transaction.atomic():
        Party.objects.create(code=code, name="A party")


def test_a_party_has_one_organization_of_a_name() -> None:
    one, other = organization("Ministry of Public Security"), organization("Ministry of State Security")
    refused("name_per_party", other, name=one.name)


def test_a_text_and_its_hash_go_together() -> None:
    refused("text_with_hash", factories.snapshot(text=None), text_sha256="0" * 64)


def test_a_quote_and_its_place_go_together() -> None:
    citation = factories.citation(factories.snapshot(), "set up a hot line", dialogue=factories.dialogue())
    refused("quote_with_offsets", citation, quote="", start=0, end=0)


def test_two_entries_do_not_have_the_same_place_in_a_history() -> None:
    outcome = factories.outcome(factories.dialogue())
    factories.status(outcome)
    second = factories.status(outcome, OutcomeState.LAUNCHED)
    assert list(OutcomeStatus.objects.values_list("sequence", flat=True)) == [1, 2]
    # The history refuses any new place first; so the rule is looked at with that trigger set aside.
    with pgtrigger.ignore("dialogues.OutcomeStatus:status_keeps_its_place"):
        refused("sequence_once", second, sequence=1)


def test_a_feed_is_not_asked_more_often_than_every_five_minutes() -> None:
    feed = Feed.objects.create(name="News", url="https://example.org/feed")
    refused("interval_not_too_short", feed, interval_minutes=4)


def test_a_host_that_is_left_alone_says_why() -> None:
    refused("block_has_reason", Host.objects.create(name="gazette.example"), blocked_until=timezone.now())


def archive_entries(*keys: str) -> list[ArchiveEntry]:
    archive, article = Archive.objects.create(path="/talks"), factories.article()
    return [ArchiveEntry.objects.create(archive=archive, place=key, key=key, article=article) for key in keys]


def test_an_entry_of_an_archive_is_taken_in_once() -> None:
    first, _ = archive_entries("first", "second")
    refused("once", first, key="second")


@pytest.mark.parametrize(
    "broken", [{"article_id": None}, {"problem": "It is empty."}, {"key": ""}], ids=["neither", "both", "without key"]
)
def test_an_entry_of_an_archive_is_an_article_or_says_why_not(broken: dict[str, Any]) -> None:
    refused("article_or_reason", *archive_entries("first"), **broken)


def test_a_feed_names_an_address_once() -> None:
    feed, article = Feed.objects.create(name="News", url="https://example.org/feed"), factories.article()
    urls = ("https://example.org/1", "https://example.org/2")
    first, _ = (FeedEntry.objects.create(feed=feed, canonical_url=url, article=article, brought=True) for url in urls)
    refused("once_per_feed", first, canonical_url="https://example.org/2")


def test_a_version_of_the_extractor_reads_a_snapshot_once() -> None:
    first = extraction()
    second = Extraction.objects.create(
        snapshot=first.snapshot, extractor_version="2", relevance=Relevance.NONE, facts=[]
    )
    refused("once_per_version", second, extractor_version="1")


def test_a_suggestion_is_made_once_and_its_decision_is_whole() -> None:
    run = extraction()
    first, second = suggestion(run, "a"), suggestion(run, "b")
    refused("once_per_article", second, fingerprint="a")
    refused("sentence_in_order", first, sentence_end=0, sentence_start=1)
    refused("decided_at_a_time", first, decision="accepted")
    refused("rejected_for_a_reason", first, decision="rejected", decided_at=timezone.now())


def test_an_edit_distance_is_a_share_and_of_an_accepted_suggestion() -> None:
    one = suggestion(extraction(), "a")
    refused("edit_distance_of_accepted", one, edit_distance=0.5)
    accepted = {"decision": "accepted", "decided_at": timezone.now()}
    refused("edit_distance_of_accepted", one, edit_distance=1.1, **accepted)
    refused("edit_distance_of_accepted", one, edit_distance=-0.1, **accepted)


def test_a_job_that_runs_has_a_lease_and_one_that_failed_says_why() -> None:
    job = Job.objects.create(article=factories.article(), kind=JobKind.READ)
    refused("running_with_lease", job, state=JobState.RUNNING, lease_until=None)
    for state in (JobState.FAILED, JobState.QUARANTINED, JobState.CANCELLED):
        refused("end_has_reason", job, state=state, last_error="")


def test_the_log_of_a_merge_is_whole() -> None:
    merge = Merge.objects.create(record_type="person", loser="per-1", winner="per-2", reason="The same.")
    other = Merge.objects.create(record_type="person", loser="per-3", winner="per-2", reason="The same.")
    refused("of_a_known_type", merge, record_type="citation")
    refused("of_two_records", merge, winner="per-1")
    refused("for_a_reason", merge, reason="")
    refused("undone_for_a_reason", merge, undone_at=timezone.now())
    refused("once_at_a_time", other, loser="per-1")


def test_a_mechanism_is_named_once() -> None:
    one, other = factories.mechanism("One"), factories.mechanism("Other")
    with pytest.raises(IntegrityError, match="name"), transaction.atomic():
        Mechanism.objects.filter(pk=other.pk).update(name=one.name)


def test_an_email_address_signs_in_to_one_account() -> None:
    factories.staff_user("one", email="one@example.org")
    refused("email_of_one_person", factories.staff_user("other"), email="one@example.org")
    factories.staff_user("third", email="")  # nobody has to have one
