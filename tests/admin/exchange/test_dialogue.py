import pytest
from django.test import Client

from dialogues.models import Dialogue, Topic
from tests import factories
from tests.admin.exchange.files import csv_of, exported, imported, preview

pytestmark = pytest.mark.django_db
HEAD = ("title", "side A", "side B", "start date")
ROUND = ("First round", "CN", "US", "2015-12-01")


@pytest.fixture(autouse=True)
def _two_parties() -> None:
    factories.party("CN"), factories.party("US")


def test_a_round_of_a_mechanism_with_its_topics(staff_client: Client) -> None:
    mechanism = factories.mechanism()
    cybercrime, hotline = Topic.objects.create(name="cybercrime"), Topic.objects.create(name="hotline; channels")
    head = (*HEAD, "mechanism", "kind", "ordinal", "status", "mode", "country", "topics")
    row = (*ROUND, mechanism.name, "round", 1, "held", "in person", "US", r"cybercrime; hotline\; channels")
    imported(staff_client, Dialogue, csv_of(head, row))
    dialogue = Dialogue.objects.get()
    assert (dialogue.mechanism, dialogue.ordinal, dialogue.mode) == (mechanism, 1, "in_person")
    assert set(dialogue.topics.all()) == {cybercrime, hotline}


def test_rules_that_the_database_checks_late_are_found_in_the_preview(staff_client: Client) -> None:
    """The sides of a mechanism are compared at the end of a transaction, which a preview never reaches."""
    mechanism = factories.mechanism(side_a=factories.party("IN"), side_b=factories.party("US"), name="Cyber dialogue")
    seen = preview(staff_client, Dialogue, csv_of((*HEAD, "mechanism"), (*ROUND, mechanism.name)))
    assert seen.problems == ["2 | the whole row | empty | Mechanism: it is between two other sides than this dialogue."]


def test_the_sides_are_in_their_order(staff_client: Client) -> None:
    (problem,) = preview(staff_client, Dialogue, csv_of(HEAD, ("First round", "US", "CN", "2015-12-01"))).problems
    assert "Sides: two different parties" in problem


def test_a_change_of_topics_alone_raises_the_version(staff_client: Client) -> None:
    dialogue, topic = factories.dialogue(), Topic.objects.create(name="cybercrime")
    head = ("public ID", "version", "topics")
    done = preview(staff_client, Dialogue, csv_of(head, (dialogue.public_id, 1, "cybercrime")))
    assert done.changes == [f"2 | changed: First round ({dialogue.public_id}) | topics: empty becomes cybercrime"]
    imported(staff_client, Dialogue, csv_of(head, (dialogue.public_id, 1, "cybercrime")))
    dialogue.refresh_from_db()
    assert (list(dialogue.topics.all()), dialogue.version) == ([topic], 2)
    imported(staff_client, Dialogue, csv_of(head, (dialogue.public_id, 2, "")))
    assert not dialogue.topics.exists()


def test_an_ambiguous_meeting_is_told_by_its_date(staff_client: Client) -> None:
    first, second = factories.dialogue(), factories.dialogue(start_date="2016-06-14", end_date=None)
    row = ("On the margins", "CN", "US", "2016", "First round")
    (problem,) = preview(staff_client, Dialogue, csv_of((*HEAD, "parent"), row)).problems
    assert f"{first.public_id} (2015-12-01, round); {second.public_id} (2016-06-14, round)" in problem


def test_an_export_in_any_format_but_json_goes_back_in_without_a_change(staff_client: Client) -> None:
    topic = Topic.objects.create(name="cybercrime")
    parent = factories.dialogue("State visit", kind="visit")
    dialogue = factories.dialogue(
        mechanism=factories.mechanism(), ordinal=1, parent=parent, summary="=1+1\nsecond\r\nline"
    )
    dialogue.topics.add(topic)
    for ending in ("csv", "xlsx"):
        seen = preview(staff_client, Dialogue, exported(staff_client, Dialogue, ending), f"back.{ending}")
        assert (seen.problems, seen.changes, seen.counts) == ([], [], "0 new, 0 changed, 2 unchanged.")
