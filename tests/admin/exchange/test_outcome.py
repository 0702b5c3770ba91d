import pytest
from django.test import Client

from dialogues.models import Outcome
from tests import factories
from tests.admin.exchange.files import csv_of, imported, preview

pytestmark = pytest.mark.django_db


def test_outcomes_of_one_dialogue(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    head = ("dialogue", "kind", "title", "stated by", "basis", "deadline", "deadline as stated")
    rows = (
        (dialogue.title, "channel", "A hot line", "both sides", "joint text", "", ""),
        (dialogue.public_id, "next meeting", "Another round", "side A", "", "2016-06", "in June 2016"),
    )
    imported(staff_client, Outcome, csv_of(head, *rows))
    first, second = Outcome.objects.order_by("pk")
    assert (first.dialogue, first.kind, first.stated_by, first.basis) == (dialogue, "channel", "both", "joint_text")
    assert (second.kind, second.stated_by, second.basis, str(second.deadline)) == (
        "next_meeting",
        "a",
        "unknown",
        "2016-06",
    )


def test_a_kind_has_to_be_one_of_the_vocabulary(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    rows = ((dialogue.public_id, "promise", "A"), (dialogue.public_id, "", "B"))
    first, second = preview(staff_client, Outcome, csv_of(("dialogue", "kind", "title"), *rows)).problems
    assert first.startswith("2 | kind | promise | must be one of norm, instrument, channel, joint_activity")
    assert second == "3 | kind | empty | must not be empty"
