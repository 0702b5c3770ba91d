"""What a request sends: known fields, each once."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError


class Submission(serializers.Serializer[Any]):
    """Refuses fields that it does not know by their names: a slip of the pen must not be passed over."""

    def to_internal_value(self, data: Mapping[str, Any]) -> dict[str, Any]:
        unknown = f"unknown field; allowed here: {', '.join(self.fields)}"
        errors = {str(name): [unknown] for name in data if name not in self.fields}
        values_of = getattr(data, "getlist", None)
        for name in map(str, self.fields):
            if values_of is not None and len(values_of(name)) > 1:
                errors[name] = ["give it once"]
        if errors:
            raise ValidationError(errors)
        values: dict[str, Any] = super().to_internal_value(data)
        return values
