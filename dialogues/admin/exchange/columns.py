"""The columns of a file: how a field of a record is written into a cell, and how a cell is read back.

A cell is a text. What `show` writes, `read` understands and gives the same value for. `read` raises ValueError with
what is wrong with the cell and how to write it.
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from import_export.fields import Field

from dialogues.models import Party
from dialogues.models.partial_date import PartialDateField
from dialogues.models.record import Record

_YES: Final = frozenset({"yes", "true", "1"})
_NO: Final = frozenset({"no", "false", "0", ""})
# Where a field's own name reads oddly.
_NAMES: Final = {"public_id": "public ID", "side_a": "side A", "side_b": "side B", "url": "URL"}
_WHAT: Final = {
    "public_id": "which record is changed; empty for a new one",
    "version": "the version of that record that the row was made from",
    "publication": "draft or published; to withdraw, use the list's action",
}
# An escaped sign, or any sign that does not end an item.
_ITEM: Final = re.compile(r"(?:\\.|[^;\\])+")


class Column(Field):  # type: ignore[misc] # the package has no types
    """A text; the other kinds of fields have columns of their own. `field` is the field of the model."""

    what: str = "text"

    def __init__(self, field: "models.Field[Any, Any]") -> None:
        super().__init__(attribute=field.name, column_name=_NAMES.get(field.name, str(field.verbose_name)))
        self.field = field
        self.what = _WHAT.get(field.name, self.what)

    @property
    def required(self) -> bool:
        """Whether a new record needs it."""
        return not (self.field.blank or self.field.null or self.field.has_default())

    def prepare(self, cells: Iterable[str]) -> None:
        """Told all cells of the column before they are read one by one."""

    def learn(self, record: Record) -> None:
        """Told each record that the import has written, which later rows may name."""

    def read(self, cell: str) -> Any:
        return self._parsed(cell) if cell else self._empty()

    def show(self, record: Any) -> str:
        value = getattr(record, self.field.name)
        return "" if value is None else self._written(value)

    def export(self, instance: Any, **_: Any) -> str:
        """What the package calls it."""
        return self.show(instance)

    def _empty(self) -> Any:
        if self.required:
            raise ValueError("must not be empty")
        if self.field.has_default():
            return self.field.get_default()
        return None if self.field.null else ""

    def _parsed(self, cell: str) -> Any:
        return cell

    def _written(self, value: Any) -> str:
        return str(value)


class TermColumn(Column):
    """A term of a vocabulary: written as the term, read as that or as its label."""

    what = "a term of the codebook"

    def _parsed(self, cell: str) -> str:
        choices = [(str(term), str(label)) for term, label in self.field.flatchoices]
        wanted = cell.casefold()
        for term, label in choices:
            if wanted in {term.casefold(), label.casefold()}:
                return term
        raise ValueError(f"must be one of {', '.join(term for term, _ in choices)}")


class YesNoColumn(Column):
    what = "yes or no"

    def _parsed(self, cell: str) -> bool:
        if cell.casefold() in _YES | _NO:
            return cell.casefold() in _YES
        raise ValueError("must be yes or no")

    def _written(self, value: Any) -> str:
        return "yes" if value else "no"


class NumberColumn(Column):
    what = "a whole number"

    def _parsed(self, cell: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", cell):
            raise ValueError("must be a whole number")
        return int(cell)


class DateColumn(Column):
    what = "a date: 2015-12-01, 2015-12, 2015, [2016-09-19,2016-09-20] or [2016-09-05..2016-09-11]"

    def _parsed(self, cell: str) -> Any:
        try:
            return self.field.to_python(cell)
        except ValidationError as refused:
            raise ValueError(refused.messages[0].removeprefix("date: ")) from refused


class TimeColumn(Column):
    """Only written, never read."""

    def _written(self, value: Any) -> str:
        return str(value.isoformat())


class ListColumn(Column):
    what = "texts, separated by semicolons"

    def _parsed(self, cell: str) -> list[str]:
        return split(cell)

    def _written(self, value: Any) -> str:
        return joined(value)


class PairsColumn(Column):
    """JSON. Texts by name, such as identifiers by scheme, are written "wikidata: Q42; isni: …"."""

    what = "pairs such as wikidata: Q42, separated by semicolons"

    def _parsed(self, cell: str) -> Any:
        if cell.startswith(("{", "[")):
            try:
                return json.loads(cell)
            except ValueError as error:
                raise ValueError("is no JSON") from error
        pairs = [tuple(part.strip() for part in item.partition(":")) for item in split(cell)]
        if not all(name and value for name, _, value in pairs):
            raise ValueError(f"must be {self.what}")
        return {name: value for name, _, value in pairs}

    def _written(self, value: Any) -> str:
        if not value:
            return ""
        if isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
            text = joined(f"{name}: {one}" for name, one in value.items())
            # Some names and values cannot be told apart in pairs.
            if not text.startswith(("{", "[")) and _or_none(self._parsed, text) == value:
                return text
        return json.dumps(value, ensure_ascii=False, sort_keys=True)


class PartyColumn(Column):
    """A party by its code, in small or capital letters."""

    what = "the code of a party: CN, US, EU"

    def __init__(self, field: "models.Field[Any, Any]") -> None:
        super().__init__(field)
        self.parties: dict[str, Party] = {}

    def prepare(self, cells: Iterable[str]) -> None:
        self.parties = Party.objects.in_bulk()

    def show(self, record: Any) -> str:
        return str(getattr(record, f"{self.field.name}_id") or "")

    def _parsed(self, cell: str) -> Party:
        party = self.parties.get(cell.upper())
        if party is None:
            raise ValueError(f"the record knows no party with the code {cell[:20]!r}; write e.g. CN or EU")
        return party


class UserColumn(Column):
    """Only written, never read."""

    def _written(self, value: Any) -> str:
        return str(value.get_username())


def split(cell: str) -> list[str]:
    r"""The items of "one; two". A semicolon or a backslash within an item has a backslash before it."""
    items = (re.sub(r"\\(.)", r"\1", found[0].strip(), flags=re.DOTALL) for found in _ITEM.finditer(cell))
    return [item for item in items if item]


def joined(items: Iterable[str]) -> str:
    return "; ".join(re.sub(r"([;\\])", r"\\\1", item) for item in items)


def _or_none(parse: Any, text: str) -> Any:
    try:
        return parse(text)
    except ValueError:
        return None


def own_column(field: "models.Field[Any, Any]") -> Column:
    """The column of a field that is no reference to another record."""
    if field.choices:
        return TermColumn(field)
    kinds: Sequence[tuple[type[Any] | tuple[type[Any], ...], type[Column]]] = (
        (PartialDateField, DateColumn),
        (models.BooleanField, YesNoColumn),
        (models.IntegerField, NumberColumn),
        (models.DateField, TimeColumn),
        (ArrayField, ListColumn),
        (models.JSONField, PairsColumn),
    )
    return next((column for kind, column in kinds if isinstance(field, kind)), Column)(field)
