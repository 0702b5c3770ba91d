import pytest
from django.test import Client

from dialogues.models import Organization
from tests import factories
from tests.admin.exchange.files import csv_of, imported, preview

pytestmark = pytest.mark.django_db


def test_a_body_may_be_part_of_one_that_stands_above_it_in_the_file(staff_client: Client) -> None:
    factories.party("US")
    rows = (("Department of Justice", "US", ""), ("Federal Bureau of Investigation", "us", "Department of Justice"))
    imported(staff_client, Organization, csv_of(("Name", "PARTY", "parent"), *rows))
    assert Organization.objects.get(name__startswith="Federal").parent == Organization.objects.get(
        name__endswith="Justice"
    )


def test_a_rule_of_the_database_that_a_row_breaks_is_told_in_its_words(staff_client: Client) -> None:
    factories.party("US")
    Organization.objects.create(name="Department of State", party=factories.party("US"))
    rows = (("Department of Justice", "US"), ("Department of State", "US"), ("Department of Justice", "US"))
    problems = preview(staff_client, Organization, csv_of(("name", "party"), *rows)).problems
    rule = "This party already has an organization of that name."
    assert problems == [f"3 | the whole row | empty | {rule}", f"4 | the whole row | empty | {rule}"]
    assert Organization.objects.count() == 1


def test_an_unknown_party_is_refused(staff_client: Client) -> None:
    seen = preview(staff_client, Organization, csv_of(("name", "party"), ("A body", "XX")))
    assert seen.problems == ["2 | party | XX | the record knows no party with the code 'XX'; write e.g. CN or EU"]
