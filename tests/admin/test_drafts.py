"""What each role does with drafts and with what is public, in the admin's forms and lists."""

from typing import Any

import pytest
from django.test import Client

from dialogues.models import Dialogue, Outcome, OutcomeStatus, Person
from dialogues.models.roles import Role
from dialogues.models.vocabularies import OutcomeState, Publication
from tests import factories
from tests.admin.forms import address_of, fields_of, open_form
from tests.admin.test_merge import act

pytestmark = pytest.mark.django_db


def signed_in_as(role: Role) -> Client:
    client = Client()
    client.force_login(factories.staff_with(role))
    return client


def test_what_a_contributor_adds_is_a_draft() -> None:
    client = signed_in_as(Role.CONTRIBUTOR)
    page = client.get("/admin/dialogues/person/add/")
    assert 'name="publication"' not in page.text
    fields = fields_of(page.content) | {"name": "Guo Shengkun", "publication": "published"}
    assert client.post("/admin/dialogues/person/add/", fields).status_code == 302
    assert Person.objects.get().publication == Publication.DRAFT


def test_a_contributor_changes_a_draft_and_does_not_publish_it() -> None:
    client, draft = signed_in_as(Role.CONTRIBUTOR), factories.dialogue(publication=Publication.DRAFT)
    answer = client.post(address_of(draft), open_form(client, draft) | {"city": "Beijing", "publication": "published"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.city, draft.publication) == ("Beijing", Publication.DRAFT)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.REVIEWER])
def test_what_is_public_is_shown_and_not_changed(role: Role) -> None:
    client, public = signed_in_as(role), factories.dialogue()
    factories.participation(public)
    page = client.get(address_of(public))
    assert page.status_code == 200
    assert 'name="city"' not in page.text
    assert 'name="participations-0-role"' not in page.text
    assert client.post(address_of(public), {"city": "Beijing"}).status_code == 403


def test_a_public_outcome_under_a_draft_dialogue_is_not_changed_there_either() -> None:
    client, draft = signed_in_as(Role.CONTRIBUTOR), factories.dialogue(publication=Publication.DRAFT)
    outcome = factories.outcome(draft)
    answer = client.post(address_of(draft), open_form(client, draft) | {"outcomes-0-title": "Another title"})
    assert "This is public, or was: an editor has to change it." in answer.text
    outcome.refresh_from_db()
    assert outcome.title != "Another title"


def test_an_outcome_that_a_contributor_adds_to_a_draft_is_one_too() -> None:
    client, draft = signed_in_as(Role.CONTRIBUTOR), factories.dialogue(publication=Publication.DRAFT)
    new: dict[str, Any] = {"outcomes-TOTAL_FORMS": "1", "outcomes-0-id": "", "outcomes-0-dialogue": draft.pk}
    new |= {"outcomes-0-kind": "channel", "outcomes-0-title": "A hot line", "outcomes-0-stated_by": "both"}
    new |= {"outcomes-0-publication": "published"}
    assert client.post(address_of(draft), open_form(client, draft) | new).status_code == 302
    assert Outcome.objects.get().publication == Publication.DRAFT


def test_a_reviewer_adds_a_status_to_a_public_outcome_and_changes_nothing_else() -> None:
    client, outcome = signed_in_as(Role.REVIEWER), factories.outcome(factories.dialogue())
    assert 'name="title"' not in client.get(address_of(outcome)).text
    new = {"statuses-TOTAL_FORMS": "1", "statuses-0-state": "agreed", "statuses-0-outcome": str(outcome.pk)}
    new |= {"statuses-0-confidence": "high"}
    fields = open_form(client, outcome) | new | {"title": "Another title", "publication": "withdrawn"}
    answer = client.post(address_of(outcome), fields)
    assert answer.status_code == 302
    assert OutcomeStatus.objects.get().state == OutcomeState.AGREED
    outcome.refresh_from_db()
    assert (outcome.title, outcome.publication) == ("A hot line is to be set up", Publication.PUBLISHED)


def test_a_contributor_adds_none() -> None:
    client, outcome = signed_in_as(Role.CONTRIBUTOR), factories.outcome(factories.dialogue())
    assert "statuses-__prefix__-state" not in client.get(address_of(outcome)).text
    assert client.post(address_of(outcome), {"statuses-TOTAL_FORMS": "1"}).status_code == 403


@pytest.mark.parametrize("role", list(Role))
def test_publishing_and_the_like_are_offered_to_editors(role: Role) -> None:
    client, draft = signed_in_as(role), factories.dialogue(publication=Publication.DRAFT)
    page = client.get("/admin/dialogues/dialogue/").text
    act(client, "publish", draft)
    draft.refresh_from_db()
    allowed = role in {Role.EDITOR, Role.ADMINISTRATOR}
    assert [f'value="{action}"' in page for action in ("publish", "withdraw", "unpublish", "merge")] == [allowed] * 4
    assert (draft.publication == Publication.PUBLISHED) is allowed


def test_an_editor_changes_and_publishes_in_the_form() -> None:
    client, draft = signed_in_as(Role.EDITOR), factories.dialogue(publication=Publication.DRAFT)
    client.post(address_of(draft), open_form(client, draft) | {"publication": "published"})
    client.post(address_of(draft), open_form(client, draft) | {"city": "Beijing"})
    held = Dialogue.objects.get()
    assert (held.publication, held.city) == (Publication.PUBLISHED, "Beijing")
