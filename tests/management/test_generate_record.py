from collections import Counter
from collections.abc import Iterator
from io import StringIO
from random import Random
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F
from pytest_django.plugin import DjangoDbBlocker

from dialogues.management.generation.facts import FactTables
from dialogues.management.generation.names import CODES, public_ids
from dialogues.management.generation.rules import RuleBrokenError, check_rules
from dialogues.management.generation.sources import SourceTables
from dialogues.management.generation.tables import Table
from dialogues.management.generation.weights import spread
from dialogues.management.generation.writing import MODELS
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
    Snapshot,
)
from dialogues.models.vocabularies import CitationStance
from dialogues.text.hashing import text_hash
from tests import factories
from tests.management.conftest import rolled_back

DIALOGUES = 50


def generated(*arguments: str) -> str:
    out = StringIO()
    call_command("generate_record", f"--dialogues={DIALOGUES}", *arguments, stdout=out)
    return out.getvalue()


def definitions() -> list[tuple[str, ...]]:
    """Every index, constraint and trigger of the tables that are written, as the database describes them."""
    tables = [model._meta.db_table for model in MODELS]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'index', indexdef FROM pg_indexes WHERE tablename = ANY (%(tables)s)
            UNION ALL SELECT 'constraint', conname || pg_get_constraintdef(oid) || convalidated
                FROM pg_constraint WHERE conrelid = ANY (%(tables)s::regclass[])
            UNION ALL SELECT 'trigger', pg_get_triggerdef(oid) || tgenabled::text
                FROM pg_trigger WHERE tgrelid = ANY (%(tables)s::regclass[]) AND NOT tgisinternal
            ORDER BY 1, 2
            """,
            {"tables": tables},
        )
        found: list[tuple[str, ...]] = cursor.fetchall()
    return found


def digest() -> str:
    """Of what was written, in public IDs: primary keys depend on what the tables held before."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT md5(string_agg(row, '|' ORDER BY row)) FROM (
                SELECT concat_ws(' ', citation.public_id, quote, citation.start, dialogue.public_id, outcome.public_id,
                    participation.public_id, person.name, status.public_id, status.state, snapshot.text_sha256,
                    article.public_id, article.published_on, held.start_date, held.created_at) AS row
                FROM dialogues_citation AS citation
                JOIN dialogues_snapshot AS snapshot ON snapshot.id = citation.snapshot_id
                JOIN dialogues_article AS article ON article.id = snapshot.article_id
                LEFT JOIN dialogues_dialogue AS dialogue ON dialogue.id = citation.dialogue_id
                LEFT JOIN dialogues_outcome AS outcome ON outcome.id = citation.outcome_id
                LEFT JOIN dialogues_dialogue AS held ON held.id = outcome.dialogue_id
                LEFT JOIN dialogues_participation AS participation ON participation.id = citation.participation_id
                LEFT JOIN dialogues_person AS person ON person.id = participation.person_id
                LEFT JOIN dialogues_outcomestatus AS status ON status.id = citation.outcome_status_id
            ) AS rows
            """
        )
        found: str = cursor.fetchone()[0]
    return found


@pytest.fixture(scope="class")
def output(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A synthetic record in the database, once for the tests of a class; they only read."""
    with django_db_blocker.unblock(), rolled_back():
        yield generated("--seed=1")


@pytest.mark.usefixtures("output")
class TestTheRecord:
    def test_it_has_the_proportions_of_200_000_to_2_million(self) -> None:
        counted = {model: model._meta.base_manager.count() for model in MODELS}
        assert counted[Dialogue] == DIALOGUES
        assert counted[Participation] == 10 * DIALOGUES
        assert counted[Outcome] == 6 * DIALOGUES
        assert counted[Article] == counted[Snapshot] == 5 * DIALOGUES
        assert counted[OutcomeStatus] == 1.8 * counted[Outcome]
        assert counted[Citation] > counted[Outcome]
        assert 0 not in {counted[Mechanism], counted[Person], counted[Organization], counted[Conflict]}

    def test_a_few_pairs_meet_often_and_many_rarely(self) -> None:
        pairs = Counter(Dialogue.objects.values_list("side_a", "side_b"))
        assert pairs.most_common(1)[0][1] >= DIALOGUES / 10
        assert sum(times == 1 for times in pairs.values()) >= 3

    def test_dates_are_as_exact_as_sources_give_them(self) -> None:
        lengths = {len(str(date)) for date in Dialogue.objects.values_list("start_date", flat=True)}
        assert {len("2015-12-01"), len("2015-12")} <= lengths
        first, last = (Dialogue.objects.order_by(order).first() for order in ("start_date_earliest", "-start_date"))
        assert first is not None
        assert last is not None
        assert 1990 <= first.start_date.earliest.year < last.start_date.latest.year <= 2026

    def test_nothing_in_it_can_be_taken_for_a_fact(self) -> None:
        assert set(Party.objects.values_list("code", flat=True)) == set(CODES)
        assert all(code[0] in "QX" or code in {"AA", "ZZ"} for code in CODES)
        for model, field, beginning in [
            (Party, "name", "Synthetic party "),
            (Person, "name", "Person 0"),
            (Organization, "name", "Ministry 0"),
            (Dialogue, "title", "Synthetic "),
            (Outcome, "title", "Synthetic "),
            (Article, "title", "Synthetic "),
            (Article, "url", "https://synthetic.example/"),
        ]:
            assert not model._meta.base_manager.exclude(**{f"{field}__startswith": beginning}).exists()

    def test_each_dialogue_and_outcome_is_cited(self) -> None:
        assert not Dialogue.objects.filter(citations=None).exists()
        assert not Outcome.objects.filter(citations=None).exists()

    def test_a_conflict_has_a_value_on_either_side(self) -> None:
        for conflict in Conflict.objects.all():
            stances = set(conflict.citations.values_list("stance", flat=True))
            assert stances == {CitationStance.SUPPORTS, CitationStance.CONTRADICTS}

    def test_texts_have_the_hash_that_reading_would_give_them(self) -> None:
        texts = Snapshot.objects.exclude(text=None).values_list("text", "text_sha256")
        assert texts
        assert all(text_hash(text or "") == kept for text, kept in texts)

    def test_it_keeps_the_rules_that_triggers_check(self) -> None:
        """Each row once more, by way of the triggers: they accept all of them."""
        with rolled_back():
            assert Participation.objects.update(role=F("role"), party=F("party")) == 10 * DIALOGUES
            assert Citation.objects.update(quote=F("quote"), start=F("start")) == Citation.objects.count()
            assert DelegationCount.objects.update(party=F("party")) == DelegationCount.objects.count() > 0
        histories = OutcomeStatus.objects.values("outcome").annotate(entries=Count("id"))
        for history in histories:
            sequences = OutcomeStatus.objects.filter(outcome=history["outcome"]).values_list("sequence", flat=True)
            assert sorted(sequences) == list(range(1, history["entries"] + 1))

    def test_it_writes_no_history(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('dialogues_dialogueevent') IS NOT NULL")
            assert cursor.fetchone() == (True,)
            cursor.execute("SELECT count(*) FROM dialogues_dialogueevent")
            assert cursor.fetchone() == (0,)

    def test_what_is_added_next_comes_after_it(self) -> None:
        newest = Dialogue.objects.order_by("-id")[0]
        with rolled_back():
            assert factories.dialogue().pk > newest.pk

    def test_progress_and_size_are_told(self, output: str) -> None:
        assert "100%  dialogues: 50 dialogues, " in output
        assert "         500  participation" in output
        assert "the database takes " in output

    def test_there_is_only_one(self) -> None:
        with pytest.raises(CommandError, match="holds a synthetic record already"):
            generated("--beside")


@pytest.mark.django_db
class TestWriting:
    def test_the_same_seed_gives_the_same_rows_and_another_seed_others(self) -> None:
        digests = []
        for seed in (3, 3, 4):
            with rolled_back():
                generated(f"--seed={seed}")
                digests.append(digest())
        assert digests[0] == digests[1] != digests[2]

    def test_indexes_constraints_and_triggers_are_as_before(self) -> None:
        before = definitions()
        generated()
        assert definitions() == before

    def test_published_records_are_not_mixed_with_it(self) -> None:
        factories.dialogue()
        with pytest.raises(CommandError, match=r"holds published records \(1 dialogues\).*--beside"):
            generated()
        assert not Party.objects.filter(code__in=CODES).exists()

    def test_it_is_written_beside_them_when_asked(self) -> None:
        own = factories.dialogue()
        factories.participation(own)
        generated("--beside")
        assert Dialogue.objects.count() == DIALOGUES + 1

    @pytest.mark.parametrize("number", ["0", "-10", "55", "2000010"])
    def test_it_refuses_a_number_that_gives_no_whole_proportions(self, number: str) -> None:
        with pytest.raises(CommandError, match="--dialogues: must be a multiple of 10, from 10 to 2,000,000"):
            call_command("generate_record", f"--dialogues={number}")

    def test_nothing_is_left_when_a_rule_is_broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(tables: list[Table]) -> None:
            raise RuleBrokenError("dialogues_citation: 1 citations that their text does not hold")

        monkeypatch.setattr("dialogues.management.generation.writing.check_rules", broken)
        before = definitions()
        with pytest.raises(CommandError, match=r"Nothing was written.*1 citations"):
            generated()
        assert not Party.objects.exists()
        assert definitions() == before

    def test_a_citation_that_its_text_does_not_hold_is_found(self) -> None:
        generated()
        tables = [*FactTables(seed=1).all(), *SourceTables(seed=1).all()]
        for table in tables:
            table.first_id = 0
        check_rules(tables)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE dialogues_citation DISABLE TRIGGER USER")
            cursor.execute("UPDATE dialogues_citation SET quote = 'Nobody said this.' WHERE quote <> ''")
        with pytest.raises(RuleBrokenError, match="citations that their text does not hold"):
            check_rules(tables)

    def test_only_the_owner_of_the_tables_can_write_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        somebody_elses = SimpleNamespace(_meta=SimpleNamespace(db_table="pg_class"))
        monkeypatch.setattr("dialogues.management.generation.writing.MODELS", [somebody_elses])
        with pytest.raises(CommandError, match="Only the owner of the tables can do this"):
            generated()


def test_a_table_refuses_a_column_that_does_not_exist() -> None:
    with pytest.raises(LookupError, match="dialogues_person has no column nickname"):
        Table(Person, "name nickname", seed=1)


def test_public_ids_look_like_real_ones_and_never_repeat() -> None:
    ids = public_ids("dlg", 1)
    some = [next(ids) for _ in range(10_000)]
    assert len(set(some)) == len(some)
    assert {len(one) for one in some} == {len("dlg-7k3m9x2q4f")}


def test_a_pattern_is_spread_with_an_exact_sum() -> None:
    values = spread((1, 2, 6), 9, Random(1))  # noqa: S311
    assert sum(values) == 27
    with pytest.raises(ValueError, match="must be a multiple of 3"):
        spread((1, 2, 6), 10, Random(1))  # noqa: S311
