"""Dates of which only a part is known, in one column, with their first and last possible day beside it."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, GeneratedField

from dialogues.text.date_mentions import date_as_typed
from dialogues.text.dates import PARTIAL_DATE_PATTERN, PartialDate

HOW_TO_WRITE: Final = "As exact as the source: 2015-12-01, 2015-12 or 2015; 1 December 2015 is understood too."


class PartialDateFormField(forms.CharField):
    """A partial date as people type it. Its value is a `PartialDate`, or None."""

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override] # a CharField's own is a text
        if isinstance(value, PartialDate):
            return value
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        try:
            return date_as_typed(text)
        except ValueError as error:
            said = str(error).removeprefix("date: ")
            raise ValidationError(f"{self.label or 'Date'}: {said}.", code="partial_date") from error

    def run_validators(self, value: Any) -> None:
        super().run_validators("" if value is None else str(value))

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """By what is meant, not by how it is written."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """A `PartialDate` kept as its EDTF text: "2015-12-01", "2015-12", "2015" or "[2016-09-19,2016-09-20]".

    Source of the notation: ISO 8601-2:2019, annex A (EDTF). The database checks the pattern (see
    `partial_date_check`) and, through the columns of `partial_date_bound`, that each day exists.
    """

    description = "Partial date (EDTF)"
    # Read by the mypy plugin of Django; a CharField's own are str.
    _pyi_private_set_type: "PartialDate | str"  # type: ignore[assignment]
    _pyi_private_get_type: PartialDate  # type: ignore[assignment]
    _pyi_lookup_exact_type: "PartialDate | str"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        return None if value is None else PartialDate.parse(value)

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or value == "":
            return None
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="partial_date") from error

    def get_prep_value(self, value: Any) -> str | None:
        parsed = self.to_python(value)
        return None if parsed is None else str(parsed)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def run_validators(self, value: Any) -> None:
        super().run_validators("" if value is None else str(value))

    def formfield(self, **options: Any) -> Any:
        told = {"form_class": PartialDateFormField, "help_text": self.help_text or HOW_TO_WRITE}
        return super().formfield(**(told | options))


def partial_date_bound(field: str, bound: str) -> GeneratedField:
    """A stored column with the `earliest` or `latest` day that the partial date `field` can mean.

    For queries and indexes only: in Python ask the `PartialDate` itself.
    """
    return GeneratedField(
        expression=Func(F(field), function=f"partial_date_{bound}", output_field=models.DateField(null=True)),
        output_field=models.DateField(null=True),
        db_persist=True,
    )


def partial_date_check(field: str, name: str) -> models.CheckConstraint:
    """Refuses a text that is no partial date. The message is for staff."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__regex": PARTIAL_DATE_PATTERN}),
        name=name,
        violation_error_message=(
            f"{field.replace('_', ' ').capitalize()}: write YYYY-MM-DD, YYYY-MM, YYYY, "
            "[YYYY-MM-DD,YYYY-MM-DD] or [YYYY-MM-DD..YYYY-MM-DD]."
        ),
    )
