"""`manage.py seed`: everything is loaded, a second run changes nothing, and staff's changes stay."""

from io import StringIO
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.core.management import call_command

from dialogues.management.starter.joining import StarterRecord
from dialogues.management.starter.loading import load_starter
from dialogues.management.starter.report import Report
from dialogues.models import (
    Article,
    Citation,
    Conflict,
    DelegationCount,
    Dialogue,
    Difference,
    Mechanism,
    Milestone,
    Organization,
    Outcome,
    OutcomeStatus,
    Participation,
    Party,
    Person,
    Publisher,
    Snapshot,
    Topic,
)
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage, Perspective, Publication
from dialogues.review.merge import merge_records
from tests import factories
from tests.management.starter_rows import row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

COUNTS = [
    (Party, 15),
    (Organization, 45),
    (Person, 84),
    (Article, 214),
    (Snapshot, 214),
    (Mechanism, 23),
    (Dialogue, 63),
    (Participation, 181 + 118),
    (DelegationCount, 9),
    (Outcome, 158),
    (OutcomeStatus, 87),
    (Milestone, 16 + 3),
    (Difference, 80),
    (Conflict, 26),
]


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every column of every row of the app, many-to-many tables included."""
    models = apps.get_app_config("dialogues").get_models(include_auto_created=True)
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.mark.parametrize(("model", "count"), COUNTS, ids=[model.__name__ for model, _ in COUNTS])
def test_it_loads_every_entry_of_the_files(model: type[Any], count: int) -> None:
    assert model.objects.count() == count


def test_it_counts_what_the_files_hold_as_it_loads_them(seeded: Report) -> None:
    assert seeded.entries["rounds"] == 63
    assert seeded.entries["outcomes"] == 158
    assert seeded.entries["sources"] == 214
    assert seeded.warnings == []


@pytest.mark.usefixtures("undone")
def test_a_second_run_changes_no_column_of_any_row() -> None:
    before = everything()
    report = load_starter()
    assert report.created.total() == 0
    assert everything() == before


@pytest.mark.usefixtures("undone")
def test_it_leaves_what_staff_have_changed() -> None:
    Dialogue.objects.filter(pk=row(Dialogue, "hljd-1").pk).update(title="Our own title", version=2)
    row(Dialogue, "hljd-1").topics.clear()
    load_starter()
    changed = row(Dialogue, "hljd-1")
    assert (changed.title, changed.version, changed.topics.count()) == ("Our own title", 2, 0)


@pytest.mark.usefixtures("undone")
def test_it_creates_what_is_missing_with_its_citations() -> None:
    citations = Citation.objects.count()
    row(Difference, "hljd-1/d3").delete()
    report = load_starter()
    assert +report.created == {"differences": 1, "citations": 5}
    assert Citation.objects.count() == citations


@pytest.mark.usefixtures("undone")
def test_it_uses_a_topic_that_staff_made_before_it() -> None:
    with pgtrigger.ignore("dialogues.Topic:public_id_stays"):
        Topic.objects.filter(name="hotline").update(public_id="top-0000000000")
    report = load_starter()
    assert Topic.objects.filter(name="hotline").count() == 1
    assert "Topic 'hotline' was already there under its own ID." in report.remarks


@pytest.mark.usefixtures("undone")
def test_it_uses_a_round_that_staff_made_before_it() -> None:
    with pgtrigger.ignore("dialogues.Dialogue:public_id_stays"):
        Dialogue.objects.filter(pk=row(Dialogue, "lecd-1").pk).update(public_id="dlg-0000000000")
    load_starter()
    assert Dialogue.objects.count() == 63


def test_a_record_has_the_same_public_id_in_every_installation() -> None:
    assert Dialogue.objects.get(title__endswith="Cybercrime and Related Issues, first round").public_id == (
        "dlg-4nsz1xh83t"
    )


def test_no_two_dialogues_have_the_same_title() -> None:
    assert len(set(Dialogue.objects.values_list("title", flat=True))) == 63


def test_everything_with_an_address_is_published() -> None:
    for model in (Organization, Person, Mechanism, Dialogue, Outcome):
        assert set(model._default_manager.values_list("publication", flat=True)) == {Publication.PUBLISHED}


def test_sources_were_seen_and_their_text_not_kept() -> None:
    assert set(Article.objects.values_list("origin", "stage")) == {(ArticleOrigin.STARTER, ArticleStage.READY)}
    assert not Snapshot.objects.exclude(text=None).exists()
    assert set(Snapshot.objects.values_list("extent", flat=True)) == {"opening excerpt (about 2,000 characters)"}
    assert not Citation.objects.exclude(quote="").exists()


def test_a_mirror_is_named_and_never_linked(record: StarterRecord) -> None:
    mirrors = {source.url for source in record.sources.values() if source.mirror_domain}
    assert len(mirrors) == 9
    assert set(Article.objects.filter(linkable=False).values_list("url", flat=True)) == mirrors
    assert not Publisher.objects.filter(name__contains="seen on a mirror").exists()


def test_a_publisher_of_another_government_belongs_to_its_party() -> None:
    official = Publisher.objects.filter(perspective=Perspective.OFFICIAL).exclude(party__in=["CN", "US"])
    assert set(official.values_list("name", "party")) == {
        ("Australian Foreign Minister", "AU"),
        ("Japanese Foreign Ministry", "JP"),
        ("Prime Minister of Canada", "CA"),
        ("UK Government", "GB"),
    }


def test_a_text_in_two_languages_is_tagged_as_several() -> None:
    assert row(Article, "cn-outcomes-cyber-bilingual").language == "mul"


def test_a_native_name_is_cited_only_where_a_source_was_seen_to_write_it() -> None:
    cited = Citation.objects.filter(field="native_name")
    assert cited.count() == 21
    assert not cited.filter(person=row(Person, "chen-zhimin")).exists()
    assert row(Person, "guo-shengkun").citations.get().value_as_stated == "郭声琨"


def test_the_report_names_every_term_that_became_another_one(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed")
    report = capsys.readouterr().out
    assert "role: principal -> head_of_delegation (14)" in report
    assert "rank: cabinet -> minister (56)" in report
    assert "kind of outcome: process -> procedure (43)" in report
    assert "state of an outcome: pending_approval -> announced (2)" in report
    assert "  158 outcomes -> Outcome" in report


def test_quiet_is_one_line() -> None:
    out = StringIO()
    call_command("seed", "--quiet", stdout=out)
    assert out.getvalue() == "Starter record: 0 rows created, 3269 already there.\n"


@pytest.mark.usefixtures("undone")
def test_a_row_that_a_merge_has_set_aside_is_not_made_again() -> None:
    lynch, johnson = Person.objects.get(name="Loretta Lynch"), Person.objects.get(name="Jeh Johnson")
    merge = merge_records(loser=johnson, winner=lynch, by=factories.staff_user(), reason="only to try it")
    assert merge.set_aside != []
    before = everything()
    load_starter()
    assert everything() == before
