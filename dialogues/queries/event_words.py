"""The values of events in words: labels of vocabularies, names of the records that are referred to."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.db import models

from dialogues.models import (
    Article,
    Citation,
    Conflict,
    DelegationCount,
    DialogueTopic,
    Difference,
    Milestone,
    OutcomeStatus,
    OutcomeTopic,
    Participation,
    ParticipationTenure,
    Position,
    Relation,
    Snapshot,
    User,
)
from dialogues.models.history import tracked_fields
from dialogues.models.record import PublishedRecord
from dialogues.models.vocabularies import Publication
from dialogues.queries.events import Event, Model
from dialogues.text.dates import PartialDate

# The fields that name a row, the first that is not empty; the others are named by `name` or `title`.
_NAMED_BY: Final[dict[Model, tuple[str, ...]]] = {
    Citation: ("quote", "value_as_stated", "field", "snapshot"),
    Conflict: ("field_as_stated",),
    DelegationCount: ("wording",),
    DialogueTopic: ("topic",),
    Difference: ("subject",),
    Milestone: ("description",),
    OutcomeStatus: ("state",),
    OutcomeTopic: ("topic",),
    Participation: ("person", "name_as_stated", "organization"),
    ParticipationTenure: ("tenure",),
    Position: ("statement",),
    Relation: ("kind",),
}
_LONGEST_NAME: Final = 120
_GONE: Final = "a record that is no longer there"
_HIDDEN: Final = "a record that is not public"


class Words:
    """Says values in words. Reads the names of all that these events refer to: one query for each model."""

    def __init__(self, events: Iterable[Event], *, for_staff: bool) -> None:
        self._for_staff = for_staff
        wanted: dict[Model, set[Any]] = defaultdict(set)
        for event in events:
            for field in self.fields(event.model):
                if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type):
                    wanted[field.related_model].add(event.value(field.attname))
        self._names = {model: self._read(model, keys - {None}) for model, keys in wanted.items()}

    def fields(self, model: Model) -> "list[models.Field[Any, Any]]":
        """The fields of a model's events that a reader may see."""
        return [field for field in tracked_fields(model) if self._for_staff or field.related_model is not User]

    def label(self, field: "models.Field[Any, Any]") -> str:
        return str(field.verbose_name)

    def value(self, event: Event, field: "models.Field[Any, Any]") -> str:
        """A value as a reader would say it; empty for no value."""
        value = event.value(field.attname)
        if value is None or value in ("", [], {}):
            return ""
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type):
            return self._names.get(field.related_model, {}).get(value, _GONE)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return _in_words(value)

    def name(self, event: Event) -> str:
        """What a row is called, at that time."""
        fields = {field.name: field for field in tracked_fields(event.model)}
        for name in (*_NAMED_BY.get(event.model, ()), "title", "name", "description", "public_id"):
            if name in fields and (found := self.value(event, fields[name])):
                return found if len(found) <= _LONGEST_NAME else found[:_LONGEST_NAME] + "…"
        return ""

    def _read(self, model: Model, keys: set[Any]) -> dict[Any, str]:
        if not keys:
            return {}
        rows = model.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        if model is Snapshot:
            rows = rows.select_related("article").defer("text")
        elif model is Participation:
            rows = rows.select_related("person", "organization")
        elif model.__name__ == "Tenure":
            rows = rows.select_related("person")
        return {row.pk: self._named(row) for row in rows}

    def _named(self, row: models.Model) -> str:
        draft = isinstance(row, PublishedRecord) and row.publication == Publication.DRAFT
        if draft and not self._for_staff:
            return _HIDDEN
        if isinstance(row, Snapshot):
            return str(row.article)
        if isinstance(row, OutcomeStatus | DelegationCount | Article | PublishedRecord | User):
            return str(row)
        for name in _NAMED_BY.get(type(row), ()):
            field = row._meta.get_field(name)
            if not field.is_relation:
                return str(getattr(row, name)) or str(row._meta.verbose_name)
        return str(row)


def _in_words(value: Any) -> str:
    match value:
        case PartialDate():
            return value.display()
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(str, value))
        case dict():
            return ", ".join(f"{key}: {one}" for key, one in value.items())
    return str(value)
