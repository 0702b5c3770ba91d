"""A record becomes public, is withdrawn for a reason, or is a draft again."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from dialogues.models import Dialogue, User
from dialogues.models.record import PublishedRecord
from dialogues.models.roles import Role
from dialogues.models.vocabularies import Publication
from dialogues.review.merge import merge_records
from dialogues.review.publish import PublicationRefused, publish_record, unpublish_record
from dialogues.review.withdraw import withdraw_record
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_withdrawn_record_says_why_under_its_address(staff: User, client: Client) -> None:
    dialogue = factories.dialogue()
    withdraw_record(record=dialogue, by=staff, reason="It never took place.")
    answer = client.get(dialogue.get_absolute_url())
    assert answer.status_code == 410
    assert "It never took place." in answer.text


def test_a_draft_becomes_public(staff: User, client: Client) -> None:
    dialogue = factories.dialogue(publication=Publication.DRAFT)
    assert client.get(dialogue.get_absolute_url()).status_code == 404
    publish_record(record=dialogue, by=staff)
    assert client.get(dialogue.get_absolute_url()).status_code == 200


def test_a_withdrawn_record_can_be_public_again_without_the_old_reason(staff: User) -> None:
    dialogue = factories.dialogue()
    withdraw_record(record=dialogue, by=staff, reason="It never took place.")
    publish_record(record=dialogue, by=staff)
    dialogue.refresh_from_db()
    assert (dialogue.publication, dialogue.withdrawn_because) == (Publication.PUBLISHED, "")


def test_what_was_published_by_mistake_is_a_draft_again(staff: User) -> None:
    dialogue = factories.dialogue()
    unpublish_record(record=dialogue, by=staff, reason="Half of it is missing.")
    dialogue.refresh_from_db()
    assert dialogue.publication == Publication.DRAFT


def test_each_change_raises_the_version_and_touches_nothing_else(staff: User) -> None:
    dialogue = factories.dialogue()
    Dialogue.objects.filter(pk=dialogue.pk).update(city="Beijing")
    withdraw_record(record=dialogue, by=staff, reason="Forged.")
    dialogue.refresh_from_db()
    assert (dialogue.version, dialogue.city) == (3, "Beijing")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_withdrawing_and_unpublishing_want_a_reason(staff: User, reason: str) -> None:
    dialogue = factories.dialogue()
    for verb in (withdraw_record, unpublish_record):
        with pytest.raises(PublicationRefused, match="Reason"):
            verb(record=dialogue, by=staff, reason=reason)


@pytest.mark.parametrize("state", [Publication.DRAFT, Publication.WITHDRAWN])
def test_only_what_is_public_is_withdrawn(staff: User, state: Publication) -> None:
    dialogue = factories.dialogue(publication=state, withdrawn_because="Forged.")
    for verb in (withdraw_record, unpublish_record):
        with pytest.raises(PublicationRefused, match="is not public"):
            verb(record=dialogue, by=staff, reason="Once more.")


def test_what_is_public_is_not_published_again(staff: User) -> None:
    with pytest.raises(PublicationRefused, match="public already"):
        publish_record(record=factories.dialogue(), by=staff)


def withdraw(record: PublishedRecord, by: User) -> PublishedRecord:
    return withdraw_record(record=record, by=by, reason="Forged.")


def unpublish(record: PublishedRecord, by: User) -> PublishedRecord:
    return unpublish_record(record=record, by=by, reason="Too early.")


def publish(record: PublishedRecord, by: User) -> PublishedRecord:
    return publish_record(record=record, by=by)


@pytest.mark.parametrize("verb", [publish, withdraw, unpublish])
def test_a_merged_record_follows_the_one_it_went_into(
    staff: User, verb: Callable[[PublishedRecord, User], PublishedRecord]
) -> None:
    loser, winner = factories.dialogue("Double"), factories.dialogue("Kept")
    merge_records(loser=loser, winner=winner, by=staff, reason="The same.")
    with pytest.raises(PublicationRefused, match="undo that merge first"):
        verb(loser, staff)


@pytest.mark.parametrize("verb", [withdraw, unpublish])
def test_what_another_address_leads_to_stays_public(
    staff: User, verb: Callable[[PublishedRecord, User], PublishedRecord]
) -> None:
    loser, winner = factories.dialogue("Double"), factories.dialogue("Kept")
    merge_records(loser=loser, winner=winner, by=staff, reason="The same.")
    with pytest.raises(PublicationRefused, match="leads there"):
        verb(winner, staff)


@pytest.mark.parametrize("verb", [publish, withdraw, unpublish])
def test_each_wants_the_permission_to_publish_such_records(
    verb: Callable[[PublishedRecord, User], PublishedRecord],
) -> None:
    visitor = factories.staff_with(Role.REVIEWER)
    with pytest.raises(PermissionDenied, match="but not publish them"):
        verb(factories.dialogue(), visitor)
