import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser

from dialogues.api.problems import TooLarge


class StrictJsonParser(BaseParser):
    """One JSON object in UTF-8 (RFC 8259). Refuses what JSON does not have, and a name that stands twice in an object:
    readers differ in which of the two they take."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        content: bytes = stream.read(limit + 1)
        if len(content) > limit:
            raise TooLarge(f"The body is larger than {limit // 1024 // 1024} MB. Upload the text as a file.")
        try:
            body = json.loads(content.decode(), parse_constant=_refuse_constant, object_pairs_hook=_without_doubles)
        except RecursionError as error:
            raise ParseError("The body is no JSON that can be read: it is nested too deeply.") from error
        except ValueError as error:
            raise ParseError(f"The body is no JSON in UTF-8: {error}.") from error
        if not isinstance(body, dict):
            raise ParseError("The body must be a JSON object.")
        return body


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValidationError({name: ["give it once"]})
        found[name] = value
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a value of JSON")
