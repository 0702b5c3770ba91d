"""Columns that name other records: by public ID or by exact name, written "Name (per-7k3m9x2q4f)"."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.db import models
from django.db.models import Q

from dialogues.admin.exchange.columns import Column, PartyColumn, UserColumn, joined, own_column, split
from dialogues.models import Party, User
from dialogues.models.record import Record

_ID: Final = re.compile(r"(?:(?P<name>.*\S)\s*\()?(?P<id>[a-z]{3}-[0-9a-z]{10})(?(name)\))", re.DOTALL)
# So many of the records that a name may mean are listed.
_LISTED: Final = 8


class ReferenceColumn(Column):
    """One other record. All cells are looked up at once, before the first is read."""

    def __init__(self, field: "models.Field[Any, Any]") -> None:
        super().__init__(field)
        self.model: type[Any] = field.related_model  # type: ignore[assignment] # it is a reference
        self.what = f"{_article(self.noun)} {self.noun}: its public ID, or its exact name"
        self.by_id: dict[str, Any] = {}
        self.by_name: dict[str, list[Any]] = defaultdict(list)

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def name_field(self) -> str:
        return name_field(self.model)

    def prepare(self, cells: Iterable[str]) -> None:
        names, ids = set(), set()
        for cell in cells:
            for item in self._items(cell):
                found = _ID.fullmatch(item)
                ids.add(found["id"]) if found else names.add(item)
        wanted = Q(public_id__in=ids) | Q(**{f"{self.name_field}__in": names})
        for record in self.model._base_manager.filter(wanted).order_by("pk"):
            self.learn(record)

    def learn(self, record: Record) -> None:
        if not isinstance(record, self.model):
            return
        self.by_id[record.public_id] = record
        name = getattr(record, self.name_field)
        if getattr(record, "merged_into_id", None) is None and record not in self.by_name[name]:
            self.by_name[name].append(record)

    def _items(self, cell: str) -> list[str]:
        return [cell] if cell else []

    def _parsed(self, cell: str) -> Any:
        found = _ID.fullmatch(cell)
        return self._identified(found["id"], found["name"]) if found else self._named(cell)

    def _identified(self, public_id: str, name: str | None) -> Any:
        record = self.by_id.get(public_id)
        if record is None:
            raise ValueError(f"the record has no {self.noun} {public_id}")
        if getattr(record, "merged_into_id", None) is not None:
            raise ValueError(f"{public_id} has gone into {record.merged_into.public_id}: write that one")
        now = getattr(record, self.name_field)
        if name is not None and name != now.strip():
            raise ValueError(f"{public_id} is “{now}”, not “{name}”: write one of the two alone")
        return record

    def _named(self, name: str) -> Any:
        candidates = self.by_name.get(name, [])
        if not candidates:
            raise ValueError(f"the record has no {self.noun} of exactly this name: “{name[:80]}”")
        if len(candidates) > 1:
            listed = "; ".join(map(_described, candidates[:_LISTED]))
            more = f"; and {len(candidates) - _LISTED} more" if len(candidates) > _LISTED else ""
            plural = self.model._meta.verbose_name_plural
            raise ValueError(f"{len(candidates)} {plural} have this name, write the ID: {listed}{more}")
        return candidates[0]

    def _written(self, value: Any) -> str:
        name = getattr(value, self.name_field)
        return f"{name} ({value.public_id})" if name and name != value.public_id else str(value.public_id)


class ReferencesColumn(ReferenceColumn):
    """Several other records, in any order, separated by semicolons. They are set once the record itself is saved."""

    def __init__(self, field: "models.Field[Any, Any]") -> None:
        super().__init__(field)
        self.what = f"{self.model._meta.verbose_name_plural}: public IDs or exact names, separated by semicolons"

    @property
    def required(self) -> bool:
        return False

    def show(self, record: Any) -> str:
        chosen = getattr(record, "chosen", {}).get(self.field.name)
        if chosen is None:
            chosen = getattr(record, self.field.name).all() if record.pk is not None else []
        return joined(sorted(getattr(one, self.name_field) for one in chosen))

    def _items(self, cell: str) -> list[str]:
        return split(cell)

    def _empty(self) -> list[Any]:
        return []

    def _parsed(self, cell: str) -> list[Any]:
        return [super(ReferencesColumn, self)._parsed(item) for item in split(cell)]


def column_for(field: "models.Field[Any, Any]") -> Column:
    """The column of a field."""
    if not field.is_relation:
        return own_column(field)
    if field.many_to_many:
        return ReferencesColumn(field)
    others: dict[Any, type[Column]] = {Party: PartyColumn, User: UserColumn}
    return others.get(field.related_model, ReferenceColumn)(field)


def name_field(model: type[models.Model]) -> str:
    """The field that people call a record of this model by; its public ID, where it has no name."""
    names = {field.name for field in model._meta.concrete_fields}
    return next(name for name in ("name", "title", "subject", "public_id") if name in names)


def _described(record: Any) -> str:
    """The public ID, with what tells records of one name apart."""
    told = [str(getattr(record, name, None) or "") for name in ("party_id", "native_name", "start_date", "kind")]
    return f"{record.public_id} ({', '.join(filter(None, told)) or record})"


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"
