"""Restoring a version: the record is as it was, and the history says who did it."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import models

from dialogues.models import (
    Dialogue,
    DialogueTopic,
    Outcome,
    OutcomeStatus,
    Participation,
    Person,
    Snapshot,
    Topic,
    User,
)
from dialogues.models.history import event_model_of
from dialogues.models.roles import Role
from dialogues.models.vocabularies import OutcomeState, Publication
from dialogues.review.restore import RestoreRefused, restore_version
from tests import factories

pytestmark = pytest.mark.django_db


def first_event(model: type[models.Model]) -> int:
    return int(event_model_of(model).objects.earliest("pgh_id").pk)


def restore(model: type[models.Model], by: User, event: int | None = None) -> Any:
    name = model._meta.model_name or ""
    return restore_version(model_name=name, event=first_event(model) if event is None else event, by=by)


def test_it_gives_back_the_values_and_leaves_publication_and_id(staff: User) -> None:
    dialogue = factories.dialogue("Right", city="Washington", publication=Publication.DRAFT)
    values = {"title": "Wrong", "city": "", "start_date": "2016", "end_date": None}
    Dialogue.objects.filter(pk=dialogue.pk).update(publication=Publication.PUBLISHED, **values)
    before = Dialogue.objects.get(pk=dialogue.pk)
    restored = Dialogue.objects.get(pk=restore(Dialogue, staff).pk)
    assert (restored.title, restored.city, str(restored.start_date)) == ("Right", "Washington", "2015-12-01")
    assert (restored.publication, restored.public_id) == (Publication.PUBLISHED, dialogue.public_id)
    assert restored.version > before.version


def test_the_history_says_who_restored_what(staff: User) -> None:
    dialogue = factories.dialogue("Right")
    Dialogue.objects.filter(pk=dialogue.pk).update(title="Wrong")
    restore(Dialogue, staff)
    event = event_model_of(Dialogue).objects.latest("pgh_id")
    context = event.serializable_value("pgh_context")
    assert context["name"] == "editor"
    assert context["reason"].startswith("restored the version of ")
    assert [one.pgh_label for one in event_model_of(Dialogue).objects.order_by("pgh_id")] == [
        "insert",
        "update",
        "update",
    ]


def test_a_deleted_part_is_made_again_under_its_id(staff: User) -> None:
    part = factories.participation(factories.dialogue(), name_as_stated="Somebody")
    public_id, key = part.public_id, part.pk
    part.delete()
    restore(Participation, staff)
    again = Participation.objects.get(public_id=public_id)
    assert (again.pk, again.name_as_stated) == (key, "Somebody")


def test_a_topic_that_was_taken_off_comes_back(staff: User) -> None:
    dialogue = factories.dialogue()
    dialogue.topics.add(Topic.objects.create(name="cybercrime"))
    dialogue.topics.clear()
    restore(DialogueTopic, staff)
    assert [topic.name for topic in dialogue.topics.all()] == ["cybercrime"]


def test_what_it_referred_to_was_deleted_meanwhile(staff: User) -> None:
    person = factories.person(publication=Publication.DRAFT)
    part = factories.participation(factories.dialogue(), person=person)
    Participation.objects.filter(pk=part.pk).update(person=None, name_as_stated="Somebody")
    Person.objects.filter(pk=person.pk).delete()
    with pytest.raises(RestoreRefused, match="The record no longer allows this"):
        restore(Participation, staff)
    part.refresh_from_db()
    assert part.name_as_stated == "Somebody"


def test_another_row_has_taken_its_place(staff: User) -> None:
    mechanism = factories.mechanism()
    first = factories.dialogue("First", mechanism=mechanism, ordinal=1)
    Dialogue.objects.filter(pk=first.pk).update(ordinal=2)
    factories.dialogue("The real first", mechanism=mechanism, ordinal=1)
    with pytest.raises(RestoreRefused, match="already has a round of that number"):
        restore(Dialogue, staff)


def test_the_state_of_a_status_is_not_restored_but_superseded(staff: User) -> None:
    status = factories.status(factories.outcome(factories.dialogue()), OutcomeState.AGREED, rationale="was said")
    OutcomeStatus.objects.filter(pk=status.pk).update(rationale="is said")
    assert restore(OutcomeStatus, staff).rationale == "was said"


def test_nothing_differs(staff: User) -> None:
    factories.dialogue()
    with pytest.raises(RestoreRefused, match="already is as it was then"):
        restore(Dialogue, staff)


def test_a_row_of_which_the_history_keeps_only_a_part(staff: User) -> None:
    factories.snapshot()
    with pytest.raises(RestoreRefused, match="does not keep the whole row"):
        restore(Snapshot, staff)


@pytest.mark.parametrize("name", ["job", "user", "nothing", ""])
def test_what_has_no_history(staff: User, name: str) -> None:
    with pytest.raises(RestoreRefused, match="There is no history of"):
        restore_version(model_name=name, event=1, by=staff)


def test_an_event_that_there_is_not(staff: User) -> None:
    with pytest.raises(RestoreRefused, match="has no event 123456"):
        restore(Dialogue, staff, event=123456)


def test_the_right_to_change_dialogues_is_none_to_change_outcomes() -> None:
    user = User.objects.create(username="helper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_dialogue", "publish_dialogue"]))
    outcome = factories.outcome(factories.dialogue("Right"), "Right")
    Dialogue.objects.update(title="Wrong")
    Outcome.objects.filter(pk=outcome.pk).update(title="Wrong")
    assert restore(Dialogue, user).title == "Right"
    with pytest.raises(PermissionDenied, match="You may not change outcomes"):
        restore(Outcome, user)


def test_what_is_public_is_restored_by_those_who_may_publish_it() -> None:
    contributor = factories.staff_with(Role.CONTRIBUTOR)
    public, draft = factories.dialogue("Right"), factories.dialogue("Draft", publication="draft")
    for dialogue in (public, draft):
        factories.participation(dialogue)
    Dialogue.objects.update(title="Wrong")
    Participation.objects.update(title_as_stated="Wrong")
    for model, row, allowed in [
        (Dialogue, public, False),
        (Dialogue, draft, True),
        (Participation, public.participations.get(), False),
        (Participation, draft.participations.get(), True),
    ]:
        then = event_model_of(model).objects.get(pgh_obj_id=row.pk, pgh_label="insert").pk
        if allowed:
            restore(model, contributor, event=then)
        else:
            with pytest.raises(PermissionDenied, match="an editor has to change it"):
                restore(model, contributor, event=then)


def test_a_deleted_part_of_a_public_record_is_made_again_by_those_who_may_publish() -> None:
    contributor, editor = (factories.staff_with(role) for role in (Role.CONTRIBUTOR, Role.EDITOR))
    participation = factories.participation(factories.dialogue())
    participation.delete()
    with pytest.raises(PermissionDenied, match="an editor has to change it"):
        restore(Participation, contributor)
    assert restore(Participation, editor).public_id == participation.public_id


def test_a_person_who_left_restores_nothing(staff: User) -> None:
    factories.dialogue()
    staff.is_active = False
    with pytest.raises(PermissionDenied):
        restore(Dialogue, staff)
