"""The questions that pages, admin, API and verbs ask."""

import pytest
from django.contrib.auth.models import AnonymousUser

from dialogues.models import Dialogue, OutcomeStatus, Participation, User
from dialogues.models.roles import Role
from dialogues.models.vocabularies import Publication
from dialogues.review.permission import may, may_add, may_change
from tests import factories

pytestmark = pytest.mark.django_db


def test_nobody_and_who_left_may_nothing() -> None:
    editor = factories.staff_with(Role.EDITOR)
    assert may(editor, "view", Dialogue)
    editor.is_active = False
    assert not may(editor, "view", Dialogue)
    assert not may(AnonymousUser(), "view", Dialogue)


def test_being_marked_as_staff_is_no_right() -> None:
    assert not may(User.objects.create_user("marked", is_staff=True), "view", Dialogue)


@pytest.mark.parametrize("publication", list(Publication))
def test_a_contributor_changes_drafts_and_what_is_part_of_them(publication: Publication) -> None:
    contributor = factories.staff_with(Role.CONTRIBUTOR)
    because = "Forged." if publication == Publication.WITHDRAWN else ""
    dialogue = factories.dialogue(publication=publication, withdrawn_because=because)
    participation = factories.participation(dialogue)
    draft = publication == Publication.DRAFT
    assert may_change(contributor, dialogue) is draft
    assert may_change(contributor, participation) is draft
    assert may_add(contributor, Participation(dialogue=dialogue)) is draft
    editor = factories.staff_with(Role.EDITOR)
    assert may_change(editor, dialogue)
    assert may_change(editor, participation)


def test_a_reviewer_adds_statuses_to_what_is_public() -> None:
    outcome = factories.outcome(factories.dialogue())
    reviewer, contributor = factories.staff_with(Role.REVIEWER), factories.staff_with(Role.CONTRIBUTOR)
    assert may_add(reviewer, OutcomeStatus(outcome=outcome))
    assert not may_add(contributor, OutcomeStatus(outcome=outcome))
    assert not may_change(reviewer, outcome)
