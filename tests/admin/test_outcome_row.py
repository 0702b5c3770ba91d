"""Outcomes as rows of a dialogue: their first status, and what is left to their own page."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from dialogues.models import (
    Outcome,
    OutcomeStatus,
    User,
)
from dialogues.models.vocabularies import OutcomeState
from tests import factories
from tests.admin.entering import ADD, boxes, errors_of, opened, row
from tests.admin.forms import address_of, fields_of, open_form

pytestmark = pytest.mark.django_db


def test_an_outcome_has_no_status_unless_one_is_chosen(staff_client: Client, staff: User) -> None:
    sent = opened(staff_client) | {"end_date": "2015-12-02", "outcomes-TOTAL_FORMS": "2"}
    sent |= row(
        "outcomes", 0, kind="channel", title="A hot line", stated_by="both", obliged="both", publication="draft"
    )
    sent |= row("outcomes", 1, kind="norm", title="Guidelines", stated_by="both", obliged="both", publication="draft")
    sent |= {"outcomes-1-kind": "instrument", "outcomes-1-first_status": "agreed"}
    assert staff_client.post(ADD, sent).status_code == 302
    status = OutcomeStatus.objects.get()
    assert (status.outcome.title, status.state, str(status.effective_on)) == ("Guidelines", "agreed", "2015-12-02")
    assert status.assessor == staff


def test_the_first_status_is_given_once(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    outcome = factories.outcome(dialogue)
    sent = open_form(staff_client, dialogue) | {"outcomes-0-first_status": "agreed"}
    factories.status(outcome, OutcomeState.ANNOUNCED)
    staff_client.post(address_of(dialogue), sent)
    assert [status.state for status in outcome.statuses.all()] == ["announced"]
    assert "outcomes-0-first_status" not in open_form(staff_client, dialogue)
    assert "announced" in staff_client.get(address_of(dialogue)).text


def test_who_may_not_say_what_became_of_outcomes_is_not_asked(client: Client) -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    allowed = [f"{verb}_{name}" for verb in ("add", "change", "view") for name in ("dialogue", "outcome")]
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=allowed))
    client.force_login(clerk)
    assert "outcomes-0-first_status" not in fields_of(client.get(ADD).content)
    sent = opened(client) | row("outcomes", 0, kind="channel", title="A hot line", first_status="agreed")
    assert client.post(ADD, sent).status_code == 302
    assert Outcome.objects.get().title == "A hot line"
    assert not OutcomeStatus.objects.exists()


def test_an_outcome_is_not_withdrawn_in_a_row(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    factories.outcome(dialogue)
    [box] = boxes(staff_client.get(address_of(dialogue)), "outcomes-0-publication")
    assert box.value_options == ["draft", "published"]
    sent = open_form(staff_client, dialogue) | {"outcomes-0-publication": "withdrawn"}
    assert "Select a valid choice." in errors_of(staff_client.post(address_of(dialogue), sent))
