"""A file with a mistake is refused with its name, its line, the field and the rule, and nothing is loaded."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from dialogues.management.starter.joining import StarterRecord, join
from dialogues.management.starter.loading import FOLDER, load_starter
from dialogues.management.starter.reading import StarterError, read_folder, read_text
from dialogues.models import Article, Dialogue, Party

NAME = "us-cn-seg.yaml"
TEXT = (FOLDER / NAME).read_text(encoding="utf-8")


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def mistakes(text: str) -> list[str]:
    with pytest.raises(StarterError) as caught:
        join([read_text(text, NAME)])
    return caught.value.mistakes


def test_all_files_are_read_without_a_mistake(record: StarterRecord) -> None:
    assert len(record.series) == 23
    assert len(record.sources) == 214
    assert record.contradictions == []


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("role: head_of_delegation", "role: boss", "role: must be one of absent_scheduled_co_chair, "),
        ("kind: round", "kind: feast", "kind: must be one of envoy_visit, "),
        ("number: 1", "number: first", "number: must be a whole number from 1, not 'first'"),
        ("number: 1", "number: 0", "number: must be a whole number from 1, not '0'"),
        ("start_date: '2016-05-11'", "start_date: '2016-05-32'", "start_date: '2016-05-32' must be YYYY-MM-DD"),
        ("start_date: '2016-05-11'", "start_date: '2016-02-30'", "start_date: the calendar has no day 2016-02-30"),
        ("start_date: '2016-05-11'", "start_date: 2016-05", "start_date: '2016-05' is not exact to the day"),
        ("label: First meeting", "label: ''", "label: must be a text that is not empty"),
        ("label: First meeting", "label: [First]", "label: must be a text that is not empty"),
        ("label: First meeting", "label: 7", "label: must be a text that is not empty"),
        ("venue: null", "roof: flat", "roof: is not a field of this entry"),
        ("mode: in_person", "city: Boston", "city: must not be given twice"),
        ("iso2: CN", "iso2: CH", "iso2: must be one of CN, not 'CH'"),
        ("schema: dialogue-series/1", "schema: dialogue-series/2", "schema: must be one of dialogue-series/1"),
        ("lineage:", "lineage: none\n  series_status_events2:", "lineage: must be a list"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_rule(right: str, wrong: str, rule: str) -> None:
    broken = TEXT.replace(right, wrong, 1)
    line = line_of(TEXT, right)
    assert any(mistake.startswith(f"{NAME}:{line}: {rule}") for mistake in mistakes(broken))


@pytest.mark.parametrize(
    ("right", "wrong", "entry", "rule"),
    [
        ("side: US", "side: FR", "person: christopher-painter", "side: must be one of US, CN, not 'FR'"),
        ("person: wang-qun", "person: somebody", "person: somebody", "person: 'somebody' is not among the people"),
        ("country: CN", "country: XX", "id: cn-cac", "country: 'XX' is not among the countries"),
        (
            "      stated_by: both",
            "      stated_by: FR",
            "id: seg1-rhythm",
            "stated_by: must be one of US, CN, both, not 'FR'",
        ),
        ("    label: First meeting\n", "", "id: seg-1", "label: is missing"),
        (
            "end_date: '2016-05-11'",
            "end_date: '2016-05-10'",
            "id: seg-1",
            "end_date: must not be before the start date",
        ),
    ],
)
def test_a_mistake_about_an_entry_is_told_with_the_line_where_it_begins(
    right: str, wrong: str, entry: str, rule: str
) -> None:
    broken = TEXT.replace(right, wrong, 1)
    assert f"{NAME}:{line_of(broken, entry)}: {rule}" in mistakes(broken)


def test_a_source_that_is_not_listed_is_refused() -> None:
    assert any(
        "sources: 'nowhere' is not among the sources" in mistake
        for mistake in mistakes(TEXT.replace("- cd-seg", "- nowhere"))
    )


def test_a_verified_fact_needs_a_source() -> None:
    broken = TEXT.replace(
        "    verification: verified\n    sources:\n    - cd-seg\n    topics:",
        "    verification: verified\n    sources: []\n    topics:",
    )
    assert any("sources: a verified fact must name at least one source" in mistake for mistake in mistakes(broken))


def test_a_native_name_that_is_verified_needs_its_source() -> None:
    broken = TEXT.replace("native_name_verification: unverified", "native_name_verification: verified", 1)
    assert any("native_name_source: is missing" in mistake for mistake in mistakes(broken))


def test_a_dialogue_has_two_different_sides() -> None:
    broken = TEXT.replace("  - US\n  - CN\n", "  - US\n  - US\n")
    assert any("sides: must be two different countries" in mistake for mistake in mistakes(broken))


def test_an_id_is_used_once() -> None:
    with pytest.raises(StarterError, match=r"id: series 'us-cn-seg' is already used in us-cn-seg\.yaml"):
        join([read_text(TEXT, NAME), read_text(TEXT, "copy.yaml")])


def test_all_mistakes_are_told_at_once() -> None:
    broken = TEXT.replace("kind: round", "kind: feast").replace("mode: in_person", "mode: dream")
    assert len(mistakes(broken)) == 2


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "\tkey: value"])
def test_what_is_not_yaml_is_told_with_its_line(text: str) -> None:
    with pytest.raises(StarterError, match=r"us-cn-seg.yaml:\d+: is not YAML"):
        read_text(text, NAME)


@pytest.mark.parametrize(("text", "rule"), [("", "is empty"), ("- a list", "must be an entry with named fields")])
def test_what_is_no_record_is_refused(text: str, rule: str) -> None:
    with pytest.raises(StarterError, match=rule):
        read_text(text, NAME)


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StarterError, match=r"there is no \.yaml file"):
        read_folder(tmp_path)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("name: communiqué".encode("latin-1"))
    with pytest.raises(StarterError, match=r"latin\.yaml: must be UTF-8"):
        read_folder(tmp_path)


def test_names_of_one_person_in_two_files_are_joined_and_a_contradiction_is_told() -> None:
    other = (
        TEXT.replace("id: us-cn-seg\n", "id: us-cn-other\n")
        .replace("id: seg-1\n", "id: other-1\n")
        .replace("id: seg1-rhythm", "id: other-rhythm")
        .replace("name: Christopher Painter", "name: Chris Painter\n  also_seen_as:\n  - C. Painter")
    )
    joined = join([read_text(TEXT, NAME), read_text(other, "other.yaml")])
    painter = joined.people["christopher-painter"]
    assert (painter.name, painter.also_seen_as) == ("Christopher Painter", ("C. Painter",))
    assert len(joined.contradictions) == 1
    assert "name is 'Chris Painter', but 'Christopher Painter' in us-cn-seg.yaml" in joined.contradictions[0]


@pytest.mark.django_db
def test_a_broken_file_among_good_ones_leaves_nothing(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / NAME).write_text(TEXT.replace("kind: round", "kind: feast"), encoding="utf-8")
    with pytest.raises(CommandError, match=rf"nothing was changed.\n{NAME}:\d+: kind: must be one of"):
        call_command("seed", "--folder", str(tmp_path))
    assert not Party.objects.exists()
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_record_that_the_database_refuses_leaves_nothing(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    twice = (tmp_path / "us-cn-hljd.yaml").read_text(encoding="utf-8").replace("number: 2", "number: 1", 1)
    (tmp_path / "us-cn-hljd.yaml").write_text(twice, encoding="utf-8")
    with pytest.raises(IntegrityError, match="round_once_per_mechanism"), transaction.atomic():
        load_starter(tmp_path)
    assert not Party.objects.exists()
    assert not Dialogue.objects.exists()
