from typing import Any

from rest_framework import serializers

from dialogues.text.dates import PartialDate


class PartialDateField(serializers.Field[PartialDate, str, str, Any]):
    """A date in EDTF: 2015-12-01, 2015-12, 2015, [2016-09-19,2016-09-20] or [2016-09-05..2016-09-11]."""

    default_error_messages = {"form": "write YYYY, YYYY-MM or YYYY-MM-DD, e.g. 2015-12-01"}

    def to_representation(self, value: PartialDate) -> str:
        return str(value)

    def to_internal_value(self, data: str) -> PartialDate:
        try:
            return PartialDate.parse(data)
        except (TypeError, ValueError):
            self.fail("form")
