"""Random changes of all the ways in which rows can change, and the tables that their events add up to."""

import random
from collections.abc import Callable
from typing import Any

from django.db import connection, models

from dialogues.models import Dialogue, Organization, Outcome, Participation, Person, Topic
from dialogues.models.history import DELETE, event_model_of, key_of, tracked_fields
from dialogues.models.vocabularies import Publication
from tests import factories

CHANGED: list[type[models.Model]] = [
    Dialogue,
    Organization,
    Outcome,
    Participation,
    Person,
    Topic,
    Dialogue.topics.through,
]


class RandomChanges:
    """Changes rows by objects, in bulk, by querysets and by raw SQL; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - nothing is secret here
        self.made = 0
        self.dialogue = factories.dialogue()
        self.ways: list[Callable[[], None]] = [
            self.create,
            self.create_in_bulk,
            self.save,
            self.update_in_bulk,
            self.update_many,
            self.update_by_sql,
            self.delete,
            self.delete_by_sql,
            self.link,
        ]

    def make(self, number: int) -> None:
        for _ in range(number):
            self.random.choice(self.ways)()

    def name(self) -> str:
        self.made += 1
        return f"Name {self.made} ü 郭"

    def create(self) -> None:
        factories.person(self.name(), publication=Publication.DRAFT)
        factories.participation(self.dialogue, name_as_stated=self.name())
        factories.outcome(self.dialogue, self.name(), publication=Publication.DRAFT)

    def create_in_bulk(self) -> None:
        Topic.objects.bulk_create(Topic(name=self.name()) for _ in range(3))
        Organization.objects.bulk_create(Organization(name=self.name(), aliases=["a", self.name()]) for _ in range(2))

    def save(self) -> None:
        for row in self.some(Person):
            row.name, row.aliases, row.identifiers = self.name(), [self.name()], {"wikidata": self.name()}
            row.save()

    def update_in_bulk(self) -> None:
        rows = self.some(Topic)
        for row in rows:
            row.name = self.name()
        Topic.objects.bulk_update(rows, ["name"])

    def update_many(self) -> None:
        Outcome.objects.filter(pk__in=[row.pk for row in self.some(Outcome)]).update(summary=self.name())
        Outcome.objects.filter(pk__lt=0).update(summary="nothing")

    def update_by_sql(self) -> None:
        with connection.cursor() as cursor:
            for row in self.some(Participation):
                sql = "UPDATE dialogues_participation SET note = %s WHERE id = %s"
                cursor.execute(sql, [self.random.choice(["", "same", self.name()]), row.pk])

    def delete(self) -> None:
        for row in self.some(Person)[:1]:
            row.delete()

    def delete_by_sql(self) -> None:
        with connection.cursor() as cursor:
            keys = [row.pk for row in self.some(Outcome)[:1]]
            cursor.execute("DELETE FROM dialogues_outcome WHERE id = ANY(%s)", [keys])

    def link(self) -> None:
        self.random.choice([self.dialogue.topics.add, self.dialogue.topics.remove])(*self.some(Topic))

    def some(self, model: Any) -> list[Any]:
        rows = list(model.objects.order_by("pk"))
        return self.random.sample(rows, min(len(rows), 3))


def replayed(model: type[models.Model]) -> dict[Any, dict[str, Any]]:
    """What the table must hold when one does what the events say, one after the other."""
    tracked = next((one for one in model.__subclasses__() if one._meta.proxy), model)
    names = [field.attname for field in tracked_fields(tracked)]
    table: dict[Any, dict[str, Any]] = {}
    for event in event_model_of(tracked).objects.order_by("pgh_id"):
        key = event.serializable_value(key_of(tracked))
        if event.pgh_label == DELETE:
            assert table.pop(key) == {name: getattr(event, name) for name in names}
        else:
            assert (key in table) == (event.pgh_label == "update")
            table[key] = {name: getattr(event, name) for name in names}
    return table


def held(model: type[models.Model]) -> dict[Any, dict[str, Any]]:
    """What the table holds, in the columns that the history keeps."""
    tracked = next((one for one in model.__subclasses__() if one._meta.proxy), model)
    names = [field.attname for field in tracked_fields(tracked)]
    return {row.pk: {name: getattr(row, name) for name in names} for row in model._default_manager.all()}
