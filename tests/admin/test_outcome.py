"""The outcome's page of the admin: what became of it, who says so, and how an entry is added or corrected."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from dialogues.models import Outcome, OutcomeStatus, User
from dialogues.models.vocabularies import CitationStance, OutcomeState, Publication
from dialogues.review.cite import cite_record
from tests import factories
from tests.admin.forms import address_of, fields_of

pytestmark = pytest.mark.django_db

TEXT = "The two sides agreed to set up a hot line. It was launched in December."


@pytest.fixture
def outcome(db: None) -> Outcome:
    return factories.outcome(factories.dialogue())


@pytest.fixture
def reader(client: Client) -> Client:
    """A browser of somebody who may see everything and change nothing."""
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    return client


def said(client: Client, outcome: Outcome, path: str) -> list[str]:
    """The words of each element at this path of the page."""
    page: Any = html.document_fromstring(client.get(address_of(outcome)).content.decode())
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


def opened(client: Client, outcome: Outcome, **query: str) -> dict[str, Any]:
    return fields_of(client.get(address_of(outcome), query).content)


def save(client: Client, outcome: Outcome, fields: dict[str, Any]) -> Any:
    return client.post(address_of(outcome), fields)


def test_the_history_stands_newest_first_with_what_each_entry_replaced(staff_client: Client, outcome: Outcome) -> None:
    factories.status(outcome, OutcomeState.AGREED, effective_on="2015-12-01", rationale="decision to establish")
    factories.status(outcome, OutcomeState.LAUNCHED, effective_on="2016-12-07")
    assert said(staff_client, outcome, "//ol[@class='history']//h3") == [
        "agreed → launched, 7 December 2016",
        "agreed, 1 December 2015",
    ]
    assert "statuses-1-state" not in opened(staff_client, outcome)


def test_each_citation_says_who_recorded_what_from_where(staff: User, staff_client: Client, outcome: Outcome) -> None:
    snapshot = factories.snapshot(TEXT, article=factories.article(publisher=factories.publisher()))
    status = factories.status(outcome)
    own = cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="set up a hot line", field="title")
    cite_record(by=staff, subject=status, snapshot=snapshot, quote="It was launched", stance=CitationStance.CONTRADICTS)
    of_outcome = said(staff_client, outcome, "//section[@aria-labelledby='citations-heading']//li")
    of_status = said(staff_client, outcome, "//ol[@class='history']//ul[@class='citations']/li")
    today = timezone.localdate()
    assert len(of_outcome) == len(of_status) == 1
    assert of_outcome[0].startswith("set up a hot line supports (title): A report, China Daily. Recorded by editor on")
    assert f"{today.day} {today:%B %Y}" in of_outcome[0]
    assert of_status[0].startswith("It was launched contradicts: A report")
    page = staff_client.get(address_of(outcome)).content.decode()
    assert f"{address_of(own)}#quoted" in page
    assert reverse("admin:dialogues_citation_withdraw", args=[own.pk]) in page


def test_a_citation_is_offered_for_the_outcome_and_for_each_entry(staff_client: Client, outcome: Outcome) -> None:
    status = factories.status(outcome)
    page = staff_client.get(address_of(outcome)).content.decode()
    for record in (outcome, status):
        assert f"{reverse('admin:dialogues_citation_cite')}?subject={record.public_id}" in page


@pytest.mark.parametrize("state", ["withdrawn", "merged"])
def test_a_record_that_no_longer_stands_is_not_cited_for(staff_client: Client, outcome: Outcome, state: str) -> None:
    status = factories.status(outcome)
    if state == "merged":
        Outcome.objects.filter(pk=outcome.pk).update(merged_into=factories.outcome(outcome.dialogue, "The same"))
    else:
        Outcome.objects.update(publication=Publication.WITHDRAWN, withdrawn_because="Forged.")
    page = staff_client.get(address_of(outcome)).content.decode()
    assert f"?subject={status.public_id}" not in page
    assert "?correct=" not in page


def test_a_new_entry_goes_to_the_end_of_the_history(staff: User, staff_client: Client, outcome: Outcome) -> None:
    factories.status(outcome)
    fields = opened(staff_client, outcome) | {"statuses-0-state": "launched", "statuses-0-effective_on": "2016-12"}
    assert save(staff_client, outcome, fields).status_code == 302
    added = outcome.statuses.get(sequence=2)
    assert (added.state, str(added.effective_on)) == (OutcomeState.LAUNCHED, "2016-12")
    assert (added.assessor, added.assessed_on) == (staff, timezone.localdate())


def test_saving_without_a_new_entry_adds_none(staff_client: Client, outcome: Outcome) -> None:
    factories.status(outcome)
    fields = opened(staff_client, outcome) | {"summary": "To be reached day and night."}
    assert save(staff_client, outcome, fields).status_code == 302
    assert outcome.statuses.count() == 1


def test_an_outcome_is_added_with_its_first_entry(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    address = reverse("admin:dialogues_outcome_add")
    fields = fields_of(staff_client.get(address).content)
    fields |= {"dialogue": dialogue.pk, "kind": "channel", "title": "A hot line", "statuses-0-state": "agreed"}
    assert staff_client.post(address, fields | {"statuses-0-party": "IN"}).status_code == 200
    assert staff_client.post(address, fields | {"statuses-0-party": "US"}).status_code == 302
    assert OutcomeStatus.objects.get().party_id == "US"


def test_the_party_is_one_of_the_two_sides(staff_client: Client, outcome: Outcome) -> None:
    factories.party("IN")
    offered = said(staff_client, outcome, "//select[@id='id_statuses-0-party']/option[@value!='']")
    assert offered == ["China", "United States"]
    fields = opened(staff_client, outcome) | {"statuses-0-state": "launched", "statuses-0-party": "IN"}
    answer = save(staff_client, outcome, fields)
    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()
    assert not outcome.statuses.exists()


def test_a_correction_is_filled_in_and_supersedes(staff_client: Client, outcome: Outcome) -> None:
    wrong = factories.status(outcome, OutcomeState.LAUNCHED, effective_on="2016-12-08", rationale="at round three")
    factories.status(outcome, OutcomeState.REAFFIRMED)
    fields = opened(staff_client, outcome, correct=wrong.public_id)
    filled = {name: fields[f"statuses-0-{name}"] for name in ("state", "effective_on", "rationale", "supersedes")}
    assert filled == {
        "state": "launched",
        "effective_on": "2016-12-08",
        "rationale": "at round three",
        "supersedes": str(wrong.pk),
    }
    assert save(staff_client, outcome, fields | {"statuses-0-effective_on": "2016-12-07"}).status_code == 302
    correction = outcome.statuses.get(sequence=3)
    assert (correction.supersedes, str(correction.effective_on)) == (wrong, "2016-12-07")
    page = staff_client.get(address_of(outcome)).content.decode()
    assert "corrected by a later entry" in page
    assert f"?correct={wrong.public_id}" not in page


def test_a_correction_that_only_says_so_is_one_all_the_same(staff_client: Client, outcome: Outcome) -> None:
    wrong = factories.status(outcome)
    fields = opened(staff_client, outcome, correct=wrong.public_id)
    answer = staff_client.post(f"{address_of(outcome)}?correct={wrong.public_id}", fields)
    assert answer.status_code == 302
    assert outcome.statuses.get(sequence=2).supersedes == wrong


@pytest.mark.parametrize("correct", ["sta-0000000000", "\x00", "other"])
def test_what_is_no_entry_of_this_outcome_fills_in_nothing(
    staff_client: Client, outcome: Outcome, correct: str
) -> None:
    other = factories.status(factories.outcome(outcome.dialogue, "Another"))
    correct = other.public_id if correct == "other" else correct
    assert opened(staff_client, outcome, correct=correct)["statuses-0-state"] == ""


def test_an_entry_is_corrected_once(staff_client: Client, outcome: Outcome) -> None:
    wrong = factories.status(outcome)
    fields = opened(staff_client, outcome, correct=wrong.public_id)
    factories.status(outcome, supersedes=wrong)
    answer = save(staff_client, outcome, fields)
    assert answer.status_code == 200
    assert "this entry was corrected meanwhile" in answer.content.decode()
    assert outcome.statuses.count() == 2


def test_who_has_not_seen_the_newest_entry_is_told_first_and_loses_nothing(
    staff_client: Client, outcome: Outcome
) -> None:
    mine = opened(staff_client, outcome) | {"statuses-0-state": "launched", "statuses-0-rationale": "Typed for an hour"}
    factories.status(outcome, OutcomeState.DELAYED)
    answer = save(staff_client, outcome, mine)
    assert answer.status_code == 200
    assert "somebody added an entry while you had it open" in answer.content.decode()
    assert "delayed" in answer.content.decode()
    assert outcome.statuses.count() == 1
    again = fields_of(answer.content)
    assert again["statuses-0-rationale"] == "Typed for an hour"
    assert save(staff_client, outcome, again).status_code == 302
    assert outcome.statuses.get(sequence=2).state == OutcomeState.LAUNCHED


def test_whoever_may_only_read_sees_all_and_is_offered_nothing(reader: Client, staff: User, outcome: Outcome) -> None:
    status = factories.status(outcome)
    cite_record(by=staff, subject=status, snapshot=factories.snapshot(TEXT), quote="a hot line")
    page = reader.get(address_of(outcome)).content.decode()
    assert "a hot line" in page
    assert "In the kept text" in page
    for offer in ("Cite a source", "?correct=", "/withdraw/", "statuses-0-state"):
        assert offer not in page


def test_the_page_takes_the_same_queries_for_two_and_for_twenty(staff: User, staff_client: Client) -> None:
    dialogue, snapshot = factories.dialogue(), factories.snapshot(TEXT)
    counted = []
    for number in (2, 20):
        outcome = factories.outcome(dialogue, f"{number} entries")
        for place in range(number):
            cite_record(by=staff, subject=outcome, snapshot=snapshot, quote=TEXT[place : place + 12])
            cite_record(by=staff, subject=factories.status(outcome, assessor=staff), snapshot=snapshot, quote=TEXT[:9])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert staff_client.get(address_of(outcome)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
