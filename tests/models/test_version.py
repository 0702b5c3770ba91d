"""The version of a record rises with every change, whoever makes it."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F

from dialogues.models import Dialogue
from dialogues.models.record import Record
from tests import factories

pytestmark = pytest.mark.django_db


def version(dialogue: Dialogue) -> int:
    return Dialogue.objects.get(pk=dialogue.pk).version


def test_a_save_a_bulk_update_and_raw_sql_raise_it_by_one_each() -> None:
    dialogue = factories.dialogue()
    assert version(dialogue) == 1
    dialogue.city = "Beijing"
    dialogue.save()
    assert version(dialogue) == 2
    Dialogue.objects.update(venue="Diaoyutai")
    assert version(dialogue) == 3
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dialogues_dialogue SET start_date = '2015-12' WHERE id = %s", [dialogue.pk])
    assert version(dialogue) == 4


def test_a_save_that_changes_nothing_leaves_it() -> None:
    dialogue = factories.dialogue()
    dialogue.save()
    Dialogue.objects.update(city=F("city"))
    assert version(dialogue) == 1


def test_an_object_that_was_read_long_ago_does_not_lower_it() -> None:
    dialogue = factories.dialogue()
    old = Dialogue.objects.get(pk=dialogue.pk)
    for city in ("Beijing", "Washington"):
        Dialogue.objects.update(city=city)
    old.save()
    assert version(dialogue) == 3


def test_it_cannot_be_set_by_hand_to_anything_but_the_next() -> None:
    dialogue = factories.dialogue()
    Dialogue.objects.update(version=99)
    assert version(dialogue) == 2
    Dialogue.objects.update(version=1)
    assert version(dialogue) == 2


def test_every_record_counts_its_versions() -> None:
    without = [
        model.__name__
        for model in apps.get_app_config("dialogues").get_models()
        if issubclass(model, Record)
        and not model._meta.proxy
        and "version_rises" not in {trigger.name for trigger in getattr(model._meta, "triggers", [])}
    ]
    assert without == []
