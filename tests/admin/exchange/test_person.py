from typing import Any

import pytest
from django.test import Client

from dialogues.models import Person, User
from dialogues.models.history import event_model_of
from dialogues.models.vocabularies import Publication
from dialogues.review.merge import merge_records
from tests import factories
from tests.admin.exchange.files import csv_of, exported, imported, preview

pytestmark = pytest.mark.django_db
GUO = ("Guo Shengkun", "CN", "郭声琨", "Kuo Sheng-kun; Guo S.", "wikidata: Q1; isni: 0000")
COLUMNS = ("name", "party", "native name", "aliases", "identifiers")


def events() -> list[Any]:
    return list(event_model_of(Person).objects.order_by("pgh_id"))


def test_new_people_are_drafts_and_the_history_says_who_imported_which_file(staff: User, staff_client: Client) -> None:
    factories.party("CN")
    imported(staff_client, Person, csv_of(COLUMNS, GUO), "people of 2015.csv")
    person = Person.objects.get()
    assert (person.name, person.party_id, person.native_name) == GUO[:3]
    assert person.aliases == ["Kuo Sheng-kun", "Guo S."]
    assert person.identifiers == {"wikidata": "Q1", "isni": "0000"}
    assert person.publication == Publication.DRAFT
    (event,) = events()
    assert event.pgh_context["reason"] == "import of people of 2015.csv"
    assert (event.pgh_context["user"], event.pgh_context["name"]) == (staff.pk, staff.username)
    assert event.pgh_context["request"] == "/admin/dialogues/person/process_import/"


def test_who_may_publish_imports_what_is_public_at_once(staff_client: Client) -> None:
    imported(staff_client, Person, csv_of(("name", "publication"), ("Guo Shengkun", "published"), ("Hu", "")))
    assert Person.objects.get(name="Guo Shengkun").publication == Publication.PUBLISHED
    assert Person.objects.get(name="Hu").publication == Publication.DRAFT


def test_each_row_is_in_the_history_under_the_file_also_after_one_was_published(staff_client: Client) -> None:
    imported(staff_client, Person, csv_of(("name", "publication"), ("Guo", "published"), ("Hu", "draft")), "two.csv")
    inserted = [event for event in events() if event.pgh_label == "insert"]
    assert [event.pgh_context["reason"] for event in inserted] == ["import of two.csv"] * 2


def test_withdrawing_by_a_file_is_refused(staff_client: Client) -> None:
    person = factories.person()
    head = ("public ID", "version", "publication")
    for state in ("withdrawn", "draft"):
        seen = preview(staff_client, Person, csv_of(head, (person.public_id, 1, state)))
        assert seen.problems == [f"2 | publication | {state} | needs a reason: use the list's action for it"]


def test_a_merged_person_is_not_changed(staff: User, staff_client: Client) -> None:
    loser, winner = factories.person("Guo Shengkun"), factories.person("Guo Shengkun")
    merge_records(loser=loser, winner=winner, by=staff, reason="the same")
    loser.refresh_from_db()
    row = (loser.public_id, loser.version, "Guo Shengkun (minister)")
    seen = preview(staff_client, Person, csv_of(("public ID", "version", "name"), row))
    assert seen.problems == [f"2 | public ID | {loser.public_id} | has gone into {winner.public_id}: change that one"]


def test_items_with_semicolons_and_pairs_that_are_none_come_back_as_they_were(staff_client: Client) -> None:
    person = factories.person(aliases=["Guo; the minister", "back\\slash"], identifiers={"a: b": "c;d", "e": [1]})
    content = exported(staff_client, Person, "csv")
    seen = preview(staff_client, Person, content.replace(person.name.encode(), b"Somebody"))
    assert seen.changes == [f"2 | changed: Somebody ({person.public_id}) | name: {person.name} becomes Somebody"]
    without_id = content.replace(person.public_id.encode(), b"").replace(b",1,published", b",,published")
    imported(staff_client, Person, without_id)
    copy = Person.objects.exclude(pk=person.pk).get()
    assert (copy.aliases, copy.identifiers) == (person.aliases, person.identifiers)
