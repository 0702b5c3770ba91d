"""What a filter's value may look like: form fields whose errors say how to write it."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from dialogues.models import Party
from dialogues.models.vocabularies import Side
from dialogues.text.dates import PartialDate

CODE_FORM: Final = re.compile(r"[A-Z]{2,8}")
DATE_FORM: Final = re.compile(r"[12][0-9]{3}(-[0-9]{2}){0,2}")


class PartyField(forms.CharField):
    """The code of a party that the record knows, in small or capital letters. Its value is the code."""

    def clean(self, value: Any) -> str:
        code: str = super().clean(value).upper()
        if code and not (CODE_FORM.fullmatch(code) and Party.objects.filter(pk=code).exists()):
            raise ValidationError(f"the record knows no party with the code {code[:20]!r}; write e.g. CN or EU")
        return code


class StatedByField(PartyField):
    """ "both", or the code of a party."""

    def clean(self, value: Any) -> str:
        return Side.BOTH.value if value is not None and value.strip().lower() == Side.BOTH else super().clean(value)


class PairField(forms.CharField):
    """Two party codes in any order. Its value is the codes in their stored order, or an empty text."""

    def clean(self, value: Any) -> tuple[str, str] | str:
        text: str = super().clean(value).upper()
        if not text:
            return ""
        codes = sorted(text.split("-"))
        if len(codes) != 2 or not all(CODE_FORM.fullmatch(code) for code in codes):
            raise ValidationError("write two party codes with a hyphen, e.g. CN-US")
        if codes[0] == codes[1]:
            raise ValidationError(f"a pair is two different parties, not {codes[0]} twice")
        known = set(Party.objects.filter(pk__in=codes).values_list("pk", flat=True))
        for code in codes:
            if code not in known:
                raise ValidationError(f"the record knows no party with the code {code!r}")
        return codes[0], codes[1]


class PartialDateField(forms.CharField):
    """A year, a month or a day. Its value is a PartialDate, or None."""

    def clean(self, value: Any) -> PartialDate | None:
        text: str = super().clean(value)
        if not text:
            return None
        if not DATE_FORM.fullmatch(text):
            raise ValidationError("write YYYY, YYYY-MM or YYYY-MM-DD, e.g. 2015-12")
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise ValidationError(f"the calendar has no date {text}; write YYYY, YYYY-MM or YYYY-MM-DD") from error


class CountryField(forms.CharField):
    """ISO 3166-1 alpha-2, in small or capital letters. Its value is in capital letters."""

    def clean(self, value: Any) -> str:
        code: str = super().clean(value).upper()
        if code and not re.fullmatch("[A-Z]{2}", code):
            raise ValidationError("write two letters (ISO 3166-1 alpha-2), e.g. US")
        return code


class TermField(forms.ChoiceField):
    """A term of a vocabulary. On a page, a select with "Any" as its first choice."""

    def __init__(self, *, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(choices=[("", "Any"), *choices], **kwargs)
        self.error_messages["invalid_choice"] = f"write one of {', '.join(term for term, _ in choices)}"


class PublicIdField(forms.ModelChoiceField):  # type: ignore[type-arg] # the field is not generic at run time
    """A record by its public ID. On a page, a select of names."""

    def __init__(self, *, prefix: str, **kwargs: Any) -> None:
        # Tested before the database is asked: it refuses some characters with an error of its own.
        self.id_form = re.compile("[0-9A-Za-z-]{1,20}")
        super().__init__(to_field_name="public_id", empty_label="Any", **kwargs)
        self.error_messages["invalid_choice"] = f"the public record has no such ID; it looks like {prefix}-7k3m9x2q4f"

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not self.id_form.fullmatch(str(value)):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class FilterForm(forms.Form):
    """Refuses a parameter that is given twice, since only one of its values would count, and dates out of order."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        if isinstance(self.data, MultiValueDict):
            for name in self.fields:
                if len(self.data.getlist(name)) > 1:
                    self.add_error(name, "give it once")
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first is not None and last is not None and first.earliest > last.latest:
            self.add_error("to", f"it must not be before from ({first})")
        return self.cleaned_data
