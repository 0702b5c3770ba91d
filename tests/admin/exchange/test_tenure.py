import pytest
from django.test import Client

from dialogues.models import Organization, Person, Tenure
from tests import factories
from tests.admin.exchange.files import csv_of, imported, preview

pytestmark = pytest.mark.django_db
COLUMNS = ("person", "title", "organization", "rank", "acting", "start date", "end date")


@pytest.fixture
def ministry() -> Organization:
    return Organization.objects.create(name="Ministry of Public Security", party=factories.party("CN"))


def test_offices_name_their_person_and_body_and_have_dates_known_in_part(
    ministry: Organization, staff_client: Client
) -> None:
    guo = factories.person("Guo Shengkun")
    rows = (
        (
            "Guo Shengkun",
            "Minister of Public Security",
            ministry.name,
            "minister",
            "no",
            "2012-12",
            "[2017-11-04,2017-11-05]",
        ),
        (guo.public_id, "State Councilor", "", "Deputy head of government or state councillor", "", "2013-03-16", ""),
        (f"Guo Shengkun ({guo.public_id})", "Acting head", ministry.public_id, "", "YES", "2011", ""),
    )
    imported(staff_client, Tenure, csv_of(COLUMNS, *rows))
    first, second, third = Tenure.objects.order_by("pk")
    assert {one.person for one in (first, second, third)} == {guo}
    assert (str(first.start_date), str(first.end_date)) == ("2012-12", "[2017-11-04,2017-11-05]")
    assert (first.organization, second.organization, third.organization) == (ministry, None, ministry)
    assert (first.rank, second.rank, third.rank) == ("minister", "deputy_head_of_government", "unknown")
    assert (second.acting, third.acting) == (False, True)


def test_each_cell_that_is_wrong_is_named_with_its_line_and_its_rule(staff_client: Client) -> None:
    first, second = factories.person("Zhang Wei", native_name="张伟"), factories.person("Zhang Wei", party=None)
    Person.objects.create(name="Zhang Wei", merged_into=first)
    rows = (
        ("Nobody Known", "Minister", "", "", "", "", ""),
        ("Zhang Wei", "Minister", "", "", "", "", ""),
        (first.public_id, "", "per-0000000000", "king", "perhaps", "2015-13", "December"),
        (f"Li Wei ({second.public_id})", "Minister", "", "", "", "2015-02-30", ""),
        (second.public_id, "Minister", "", "", "", "2015", "2014"),
    )
    problems = preview(staff_client, Tenure, csv_of(COLUMNS, *rows)).problems
    ranks = "head_of_state, head_of_government, deputy_head_of_government, minister, vice_minister, director_general"
    dates = "must be YYYY-MM-DD, YYYY-MM, YYYY, [day,day] (one of these days) or [day..day] (some day in this range)"
    candidates = f"{first.public_id} (CN, 张伟); {second.public_id} (Zhang Wei)"
    other = "“Zhang Wei”, not “Li Wei”"
    assert problems == [
        "2 | person | Nobody Known | the record has no person of exactly this name: “Nobody Known”",
        f"3 | person | Zhang Wei | 2 people have this name, write the ID: {candidates}",
        "4 | title | empty | must not be empty",
        "4 | organization | per-0000000000 | the record has no organization per-0000000000",
        f"4 | rank | king | must be one of {ranks}, director, ambassador, expert, unknown",
        "4 | acting | perhaps | must be yes or no",
        f"4 | start date | 2015-13 | '2015-13' {dates}",
        f"4 | end date | December | 'December' {dates}",
        f"5 | person | Li Wei ({second.public_id}) | {second.public_id} is {other}: write one of the two alone",
        "5 | start date | 2015-02-30 | the calendar has no day 2015-02-30",
        "6 | the whole row | empty | End: a tenure does not end before it starts.",
    ]
    assert not Tenure.objects.exists()


def test_a_merged_person_is_named_with_the_one_that_it_went_into(staff_client: Client) -> None:
    winner = factories.person("Guo Shengkun")
    loser = factories.person("Kuo Sheng-kun", merged_into=winner)
    seen = preview(staff_client, Tenure, csv_of(("person", "title"), (loser.public_id, "Minister")))
    assert seen.problems == [
        f"2 | person | {loser.public_id} | {loser.public_id} has gone into {winner.public_id}: write that one"
    ]
