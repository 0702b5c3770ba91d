"""Preview and confirmation: all or nothing, only what was seen, once, and by whom it was seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogues.models import Dialogue, ImportFile, Mechanism, Organization, Person, Tenure, User
from tests import factories
from tests.admin.exchange.files import address, confirm, csv_of, exported, imported, preview, xlsx_of

pytestmark = pytest.mark.django_db
HEAD = ("public ID", "version", "name")


def test_the_preview_says_what_would_change_and_writes_nothing(staff_client: Client) -> None:
    same, other = factories.person("Guo Shengkun"), factories.person("Loreta Lynch")
    rows = ((same.public_id, 1, "Guo Shengkun"), (other.public_id, 1, "Loretta Lynch"), ("", "", "Jeh Johnson"))
    seen = preview(staff_client, Person, csv_of(HEAD, *rows), "people.csv")
    assert seen.status == 200
    assert seen.counts == "1 new, 1 changed, 1 unchanged."
    assert seen.changes == [
        f"3 | changed: Loretta Lynch ({other.public_id}) | name: Loreta Lynch becomes Loretta Lynch",
        "4 | new: Jeh Johnson | name: Jeh Johnson",
    ]
    assert set(Person.objects.values_list("name", flat=True)) == {"Guo Shengkun", "Loreta Lynch"}


def test_the_confirmation_writes_it_and_leaves_alone_what_says_the_same(staff_client: Client) -> None:
    same, other = factories.person("Guo Shengkun"), factories.person("Loreta Lynch")
    rows = ((same.public_id, 1, "Guo Shengkun"), (other.public_id, 1, "Loretta Lynch"), ("", "", "Jeh Johnson"))
    imported(staff_client, Person, csv_of(HEAD, *rows), "people.csv")
    versions = dict(Person.objects.values_list("name", "version"))
    assert versions == {"Guo Shengkun": 1, "Loretta Lynch": 2, "Jeh Johnson": 1}
    page = staff_client.get(address(Person, "")).content.decode()
    assert "Imported people.csv: 1 new, 1 changed, 1 unchanged." in page
    assert not ImportFile.objects.exists()


def test_one_wrong_row_holds_back_all(staff_client: Client) -> None:
    seen = preview(staff_client, Person, csv_of(("name", "party"), ("Guo Shengkun", ""), ("Somebody", "XX")))
    assert len(seen.problems) == 1
    assert not seen.page.xpath('//input[@name="token"]')
    assert not Person.objects.exists()
    assert not ImportFile.objects.exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("model", [Person, Organization, Dialogue], ids=lambda model: model._meta.model_name)
def test_an_export_goes_back_in_without_a_change(model: type[Any], ending: str, staff_client: Client) -> None:
    dialogue = factories.dialogue(' =1+1, "quoted" ', note="first\r\nsecond\x0b", mechanism=factories.mechanism())
    factories.participation(dialogue, person=factories.person("-Ann", aliases=["@x; y"], native_name="'=quoted"))
    Organization.objects.create(name="+1", identifiers={"wikidata": "Q1"})
    before = list(model.objects.values())
    content = exported(staff_client, model, ending)
    seen = preview(staff_client, model, content, f"back.{ending}")
    assert seen.problems == []
    assert seen.counts == f"0 new, 0 changed, {len(before)} unchanged."
    assert list(model.objects.values()) == before


def test_a_row_made_from_an_older_version_is_refused_in_the_preview(staff_client: Client) -> None:
    person = factories.person("Guo Shengkun")
    Person.objects.filter(pk=person.pk).update(native_name="郭声琨")
    again = "and the record is at version 2 now: export it again and repeat what you changed"
    for version, told in (("1", "was made from version 1"), ("", "must say which version it was made from")):
        seen = preview(staff_client, Person, csv_of(HEAD, (person.public_id, version, "Guo")))
        assert seen.problems == [f"2 | version | {version or 'empty'} | {told}, {again}"]


def test_a_record_that_changed_after_the_preview_is_not_overwritten(staff_client: Client) -> None:
    person = factories.person("Guo Shengkun")
    seen = preview(staff_client, Person, csv_of(HEAD, (person.public_id, 1, "Guo"), ("", "", "Jeh Johnson")))
    Person.objects.filter(pk=person.pk).update(native_name="郭声琨")
    refused = confirm(staff_client, Person, seen)
    assert refused.status == 409
    assert refused.problems[0].startswith(
        "2 | version | 1 | was made from version 1, and the record is at version 2 now"
    )
    assert list(Person.objects.values_list("name", "native_name")) == [("Guo Shengkun", "郭声琨")]


def test_what_a_name_means_otherwise_than_in_the_preview_is_shown_again(staff_client: Client) -> None:
    """No row of the file has changed, but its name now leads to another record."""
    first = Organization.objects.create(name="Ministry")
    seen = preview(staff_client, Organization, csv_of(("name", "parent"), ("A bureau", "Ministry")))
    first.name = "Former ministry"
    first.save()
    second = Organization.objects.create(name="Ministry")
    again = confirm(staff_client, Organization, seen)
    assert again.status == 409
    assert "since the preview the record has changed" in again.text
    assert f"parent: Ministry ({second.public_id})" in again.changes[0]
    assert not Organization.objects.filter(name="A bureau").exists()
    assert confirm(staff_client, Organization, again).status == 302
    assert Organization.objects.get(name="A bureau").parent == second


def test_a_preview_is_confirmed_once(staff_client: Client) -> None:
    seen = preview(staff_client, Person, csv_of(("name",), ("Guo Shengkun",)))
    assert confirm(staff_client, Person, seen).status == 302
    assert confirm(staff_client, Person, seen).status == 302
    page = staff_client.get(address(Person, "import/")).content.decode()
    assert "This table was imported already" in page
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_import_once(staff_client: Client) -> None:
    seen = preview(staff_client, Person, csv_of(("name",), *[(f"Person {number}",) for number in range(50)]))
    both = Barrier(2)

    def send() -> int:
        client = Client()
        client.cookies.update(staff_client.cookies)
        both.wait(timeout=20)
        try:
            return int(confirm(client, Person, seen).status)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert [one.result(timeout=60) for one in [pool.submit(send), pool.submit(send)]] == [302, 302]
    assert Person.objects.count() == 50


def test_nobody_confirms_what_another_saw_or_what_nobody_saw(staff_client: Client) -> None:
    seen = preview(staff_client, Person, csv_of(("name",), ("Guo Shengkun",)))
    other = Client()
    other.force_login(factories.staff_user("another"))
    tries = (
        (other, Person, seen.token),
        (staff_client, Organization, seen.token),
        (staff_client, Person, seen.token[:-2] + "xx"),
        (staff_client, Person, ""),
    )
    for client, model, token in tries:
        answer = client.post(address(model, "process_import/"), {"token": token})
        assert (answer.status_code, answer["Location"]) == (302, address(model, "import/"))
    assert not Person.objects.exists()
    assert staff_client.get(address(Person, "process_import/")).status_code == 405


def test_a_table_that_nobody_confirms_is_thrown_away_after_a_day(staff_client: Client) -> None:
    preview(staff_client, Person, csv_of(("name",), ("Guo Shengkun",)))
    ImportFile.objects.update(created_at=timezone.now() - timedelta(hours=25))
    preview(staff_client, Person, csv_of(("name",), ("Loretta Lynch",)))
    assert ImportFile.objects.count() == 1


@pytest.fixture
def contributor() -> User:
    return User.objects.create_user("contributor", is_staff=True)


def allowed(user: User, *names: str) -> Client:
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def test_importing_needs_the_rights_to_add_and_to_change(contributor: User) -> None:
    content = csv_of(("name",), ("Guo Shengkun",))
    for names in ((), ("view_person",), ("add_person", "view_person"), ("change_person", "view_person")):
        client = allowed(contributor, *names)
        assert client.get(address(Person, "import/")).status_code == 403
        assert preview(client, Person, content).status == 403
        assert client.post(address(Person, "process_import/"), {"token": "x"}).status_code == 403
    client = allowed(contributor, "add_person", "change_person")
    imported(client, Person, content)
    assert Person.objects.get().publication == "draft"


def test_who_may_not_publish_imports_drafts_and_changes_nothing_that_is_public(contributor: User) -> None:
    client = allowed(contributor, "add_person", "change_person", "add_tenure", "change_tenure", "view_person")
    public, draft = factories.person("Guo Shengkun"), factories.person("Hu", publication="draft")
    told = "This is public, or part of what is: it takes the right to publish."
    seen = preview(client, Person, csv_of(HEAD, (public.public_id, 1, "Guo"), (draft.public_id, 1, "Hu Jintao")))
    assert seen.problems == [f"2 | the whole row | empty | {told}"]
    seen = preview(client, Person, csv_of(("name", "publication"), ("Jeh Johnson", "published")))
    (problem,) = seen.problems
    assert problem.startswith("2 | publication | published | you may not publish this, write draft")
    seen = preview(client, Tenure, csv_of(("person", "title"), (public.public_id, "Minister"), ("Hu", "President")))
    assert seen.problems == [f"2 | the whole row | empty | {told}"]
    # What the file leaves as it is needs no right to publish.
    rows = ((public.public_id, 1, "Guo Shengkun"), (draft.public_id, 1, "Hu Jintao"))
    imported(client, Person, csv_of(HEAD, *rows))
    assert set(Person.objects.values_list("name", flat=True)) == {"Guo Shengkun", "Hu Jintao"}


def test_what_cannot_be_imported_has_no_page_for_it(staff_client: Client) -> None:
    assert "import/" not in staff_client.get(address(Mechanism, "")).content.decode()
    assert "Upload a table" not in staff_client.get(address(Mechanism, "import/"), follow=True).content.decode()


def test_only_the_first_of_many_problems_and_rows_are_listed(staff_client: Client) -> None:
    rows = [(f"Person {number}", "XX") for number in range(300)]
    seen = preview(staff_client, Person, csv_of(("name", "party"), *rows))
    assert len(seen.problems) == 200
    assert "The first 200 of 300 problems" in seen.text
    seen = preview(staff_client, Person, csv_of(("name",), *[(name,) for name, _ in rows]))
    assert len(seen.changes) == 200
    assert seen.counts == "300 new, 0 changed, 0 unchanged."


def test_a_row_costs_the_same_few_queries_however_many_there_are(staff_client: Client) -> None:
    """What rows name is looked up for the whole file: only writing costs queries for each."""
    counts = []
    for number in (10, 20):
        party = factories.party("CN").code
        rows = [(f"Body {number} {place}", party, "Ministry") for place in range(number)]
        Organization.objects.get_or_create(name="Ministry", party=None)
        with CaptureQueriesContext(connection) as queries:
            seen = preview(staff_client, Organization, csv_of(("name", "party", "parent"), *rows))
        assert seen.problems == []
        counts.append(len(queries))
    assert (counts[1] - counts[0]) / 10 <= 5


def test_a_sheet_is_imported_like_a_csv_file(staff_client: Client) -> None:
    imported(
        staff_client, Person, xlsx_of(("Name", "native_name"), ("Guo Shengkun", "郭声琨"), (), ("Hu", None)), "p.xlsx"
    )
    assert set(Person.objects.values_list("name", "native_name")) == {("Guo Shengkun", "郭声琨"), ("Hu", "")}


def test_the_same_record_twice_in_a_file_is_refused(staff_client: Client) -> None:
    person = factories.person()
    rows = ((person.public_id, 1, "One"), (person.public_id, 1, "Two"))
    assert preview(staff_client, Person, csv_of(HEAD, *rows)).problems == [
        f"3 | public ID | {person.public_id} | line 2 has this record already"
    ]


def test_an_unknown_public_id_makes_no_new_record(staff_client: Client) -> None:
    seen = preview(staff_client, Person, csv_of(HEAD, ("per-0000000000", 1, "Guo"), ("", 3, "Hu")))
    assert seen.problems == [
        "2 | public ID | per-0000000000 | the record has no person per-0000000000; leave it empty for a new one",
        "3 | version | 3 | belongs to a public ID; leave both empty for a new record",
    ]
