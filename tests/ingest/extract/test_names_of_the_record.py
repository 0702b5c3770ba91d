import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.ingest.extract import names_of_the_record as names
from dialogues.ingest.extract.names_of_the_record import names_of_the_record
from dialogues.models import Person
from dialogues.models.vocabularies import Publication
from tests import factories

pytestmark = pytest.mark.django_db


def known() -> set[str]:
    return {person.name for person in names_of_the_record().people}


def test_names_are_read_once_as_long_as_nothing_changes() -> None:
    factories.person("Guo Shengkun")
    first = names_of_the_record()
    with CaptureQueriesContext(connection) as captured:
        assert names_of_the_record() is first
    assert len(captured) == 1


def test_a_new_name_a_changed_one_and_one_withdrawn_are_known_at_once() -> None:
    person = factories.person("Guo Shengkun")
    assert known() == {"Guo Shengkun"}
    factories.person("Loretta Lynch")
    assert known() == {"Guo Shengkun", "Loretta Lynch"}
    Person.objects.filter(pk=person.pk).update(name="Meng Jianzhu")
    assert known() == {"Meng Jianzhu", "Loretta Lynch"}
    Person.objects.filter(pk=person.pk).update(publication=Publication.WITHDRAWN, withdrawn_because="A test.")
    assert known() == {"Loretta Lynch"}


def test_they_are_read_again_after_a_while_whatever_the_history_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two transactions that write at the same moment the one with the older event may be the last to commit."""
    factories.person("Guo Shengkun")
    first = names_of_the_record()
    monkeypatch.setattr(names, "KEPT_SECONDS", -1.0)
    again = names_of_the_record()
    assert again == first
    assert again is not first
