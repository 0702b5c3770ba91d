"""What the page says after a dialogue was saved: what was saved with it, and what is still missing."""

import pytest
from django.test import Client

from dialogues.models import Dialogue, Outcome, Tenure
from tests import factories
from tests.admin.entering import ADD, opened, round_one, told
from tests.admin.forms import address_of, open_form

pytestmark = pytest.mark.django_db


def test_saving_says_what_was_saved_and_what_is_still_missing(staff_client: Client) -> None:
    sent = opened(staff_client) | round_one(staff_client)
    sent.pop("participations-0-tenures")
    answer = staff_client.post(ADD, sent, follow=True)
    said = told(answer)
    assert "2 new participants, 1 new head count, 1 new outcome, 1 new lineage, 1 new position" in said
    for missing in (
        "no status of the outcome A hot line",
        "no office chosen for Guo Shengkun",
        "no source for the date",
        "no source for 2 of its participants",
        "no source for 1 of its outcomes",
        "it is a draft",
    ):
        assert missing in said
    outcome = Outcome.objects.get()
    assert f'<a href="{address_of(outcome)}">A hot line</a>' in answer.text
    assert f'<a href="{address_of(Dialogue.objects.get())}#participations-group">Guo Shengkun</a>' in answer.text


def test_it_says_that_a_dialogue_has_no_outcome_and_an_office_does_not_fit(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    participation = factories.participation(dialogue)
    assert participation.person is not None
    participation.tenures.add(Tenure.objects.create(person=participation.person, title="Later", start_date="2016"))
    said = told(staff_client.post(address_of(dialogue), open_form(staff_client, dialogue), follow=True))
    assert "Still missing of “First round”: no outcome; an office not held on the day by Guo Shengkun" in said
    assert "Saved with it" not in said


def test_a_name_is_never_read_as_markup(staff_client: Client) -> None:
    dialogue = factories.dialogue("<b>Round</b>")
    factories.participation(dialogue, person=factories.person("<i>Guo</i>"))
    answer = staff_client.post(address_of(dialogue), open_form(staff_client, dialogue), follow=True)
    assert "<i>Guo" not in answer.text
    assert "<b>Round" not in answer.text
