"""What stands under the address of a dialogue and of an outcome."""

import pytest
from django.test import Client

from dialogues.models import Dialogue, Outcome
from dialogues.models.vocabularies import Publication
from tests import factories
from tests.web.pages import parse, words

pytestmark = pytest.mark.django_db

Record = Dialogue | Outcome


@pytest.fixture(params=["dialogue", "outcome"])
def record(request: pytest.FixtureRequest) -> Record:
    dialogue = factories.dialogue("First round")
    return dialogue if request.param == "dialogue" else factories.outcome(dialogue, "A hot line")


def change(record: Record, **values: object) -> None:
    type(record).objects.filter(pk=record.pk).update(**values)


def root(record: Record) -> str:
    """The address without its slug."""
    return f"/{type(record).__name__.lower()}s/{record.public_id}/"


@pytest.mark.parametrize("slug", ["", "another-title/"])
def test_a_missing_or_wrong_slug_leads_to_the_right_one(client: Client, record: Record, slug: str) -> None:
    answer = client.get(f"{root(record)}{slug}?from=2015&to=2016")
    assert (answer.status_code, answer["Location"]) == (301, f"{record.get_absolute_url()}?from=2015&to=2016")
    assert "no-cache" in answer["Cache-Control"]


def test_a_title_without_latin_letters_has_an_address_too(client: Client, record: Record) -> None:
    record.title = "第一轮"
    record.save()
    assert record.get_absolute_url() == root(record)
    assert client.get(record.get_absolute_url()).status_code == 200
    assert client.get(f"{root(record)}first-round/")["Location"] == root(record)


def test_a_merged_record_leads_to_the_one_it_went_into(client: Client, record: Record) -> None:
    dialogue = factories.dialogue("Kept")
    kept = dialogue if isinstance(record, Dialogue) else factories.outcome(dialogue, "Kept")
    change(record, merged_into=kept)
    answer = client.get(record.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, kept.get_absolute_url())


def test_a_withdrawn_record_says_why(client: Client, record: Record) -> None:
    change(record, publication=Publication.WITHDRAWN, withdrawn_because="The source was <b>forged</b>.")
    answer = client.get(record.get_absolute_url())
    assert answer.status_code == 410
    assert "The source was <b>forged</b>." in words(parse(answer.text))


def test_an_outcome_goes_with_its_withdrawn_dialogue(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    change(outcome.dialogue, publication=Publication.WITHDRAWN, withdrawn_because="It never took place.")
    answer = client.get(outcome.get_absolute_url())
    assert answer.status_code == 410
    assert "It never took place." in answer.text


def test_a_draft_is_not_found(client: Client, record: Record) -> None:
    change(record, publication=Publication.DRAFT)
    answer = client.get(record.get_absolute_url())
    assert answer.status_code == 404
    assert str(record) not in answer.text


def test_the_outcome_of_a_draft_is_not_found(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue(publication=Publication.DRAFT))
    assert client.get(outcome.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("address", ["/dialogues/dlg-0000000000/", "/outcomes/x/y/", "/dialogues/dlg-%00/", "/nothing"])
def test_an_unknown_address_is_not_found(client: Client, address: str) -> None:
    answer = client.get(address, follow=True)
    assert answer.status_code == 404
    parse(answer.text)


def test_pages_only_answer_reads(client: Client, record: Record) -> None:
    assert client.post(record.get_absolute_url()).status_code == 405
    assert client.head(record.get_absolute_url()).status_code == 200
