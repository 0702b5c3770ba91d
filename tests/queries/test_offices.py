"""Offices beside the date of a dialogue."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.models import Tenure
from dialogues.queries.offices import Office, offices_of
from dialogues.text.dates import PartialDate
from tests import factories
from tests.web.records import organization

pytestmark = pytest.mark.django_db
DAY = PartialDate.parse("2015-12-01")


@pytest.mark.parametrize(
    ("start", "end", "held"),
    [
        (None, None, None),
        ("2015-12-02", None, False),
        ("2015-12-01", None, True),
        ("2015-12", None, True),
        (None, "2015-11-30", False),
        (None, "2015", True),
        ("2012", "2017", True),
        ("2016", None, False),
    ],
)
def test_an_office_covers_a_day_unless_it_cannot(start: str | None, end: str | None, held: bool | None) -> None:
    person = factories.person()
    Tenure.objects.create(person=person, title="Minister", start_date=start, end_date=end)
    [office] = offices_of([person.pk], DAY)[person.pk]
    assert office.held is held


def test_a_dialogue_of_several_days_is_covered_by_an_office_that_began_on_the_last() -> None:
    person = factories.person()
    Tenure.objects.create(person=person, title="Minister", start_date="2015-12-03")
    [office] = offices_of([person.pk], DAY, PartialDate.parse("2015-12-03"))[person.pk]
    assert office.held


def test_without_a_date_nothing_is_said_of_any_office() -> None:
    person = factories.person()
    Tenure.objects.create(person=person, title="Minister", start_date="2012")
    [office] = offices_of([person.pk], None)[person.pk]
    assert office.held is None


def test_those_of_the_day_come_first_and_of_these_as_they_were_entered() -> None:
    person = factories.person()
    for title, start in (("Later", "2017"), ("Undated", None), ("State Councilor", "2013-03"), ("Minister", "2013-03")):
        Tenure.objects.create(person=person, title=title, start_date=start)
    titles = [office.tenure.title for office in offices_of([person.pk], DAY)[person.pk]]
    assert titles == ["State Councilor", "Minister", "Undated", "Later"]


def test_an_office_says_where_and_when() -> None:
    person = factories.person()
    dated = Tenure(person=person, title="Minister", organization=organization(), end_date=PartialDate.parse("2017"))
    assert (Office(dated, None).name, Office(dated, None).dates) == (
        "Minister, Ministry of Public Security",
        "until 2017",
    )
    assert Office(Tenure(person=person, title="Envoy"), None).dates == "dates not known"


def test_it_takes_one_query_for_2_people_and_for_20() -> None:
    for number in (2, 20):
        people = [factories.person(f"Person {number} {place}") for place in range(number)]
        for person in people:
            Tenure.objects.create(person=person, title="Minister", organization=organization(person.name))
        with CaptureQueriesContext(connection) as queries:
            found = offices_of([person.pk for person in people], DAY)
            assert len([office.name for offices in found.values() for office in offices]) == number
        assert len(queries) == 1
