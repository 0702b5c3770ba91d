"""YAML nodes with their lines: reading an entry says what is wrong with it, where, and by which rule.

A mistake does not stop the reading, so that one run shows them all; the entry then holds an empty value and is
never used (`reading.py` raises when there is any mistake).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, TypeVar

import yaml

from dialogues.management.starter.entries import Place, Support
from dialogues.text.dates import PartialDate

Entry = TypeVar("Entry")

PRECISIONS: Final = ("day", "month", "year", "week")
_STRING: Final = "tag:yaml.org,2002:str"
_INTEGER: Final = "tag:yaml.org,2002:int"
_NULL: Final = "tag:yaml.org,2002:null"
_BOOLEAN: Final = "tag:yaml.org,2002:bool"
_NO_DATE: Final = PartialDate.of_year(1000)


@dataclass(slots=True)
class Mistakes:
    """Every mistake of a file, each as "file:line: field: rule"."""

    file: str
    found: list[str] = field(default_factory=list)

    def add(self, node: yaml.Node, name: str, rule: str) -> None:
        self.found.append(f"{self.place(node)}: {name}: {rule}")

    def place(self, node: yaml.Node) -> Place:
        return Place(self.file, node.start_mark.line + 1)


class Fields:
    """The fields of one entry. Call `end` when all that are known were asked for: what is left over is a mistake."""

    def __init__(self, node: yaml.Node, mistakes: Mistakes, name: str) -> None:
        self.node = node
        self.mistakes = mistakes
        self.place = mistakes.place(node)
        self._values: dict[str, yaml.Node] = {}
        self._asked: set[str] = set()
        if not isinstance(node, yaml.MappingNode):
            mistakes.add(node, name, "must be an entry with named fields")
            return
        for key, value in node.value:
            if key.value in self._values:
                mistakes.add(key, key.value, "must not be given twice")
            self._values[key.value] = value

    def end(self) -> None:
        for name in self._values.keys() - self._asked:
            self.mistakes.add(self._values[name], name, "is not a field of this entry")

    def text(self, name: str) -> str:
        """A text that must not be empty."""
        node = self._need(name)
        if node is None:
            return ""
        return self._text_of(node, name)

    def optional_text(self, name: str) -> str:
        """A text, or "" when the field is missing or null."""
        node = self._find(name)
        return "" if node is None or node.tag == _NULL else self._text_of(node, name)

    def choice(self, name: str, terms: Collection[str]) -> str:
        """One of these terms."""
        node = self._need(name)
        if node is None:
            return ""
        value = self._text_of(node, name)
        if value not in terms:
            self.mistakes.add(node, name, f"must be one of {', '.join(sorted(terms))}, not {value!r}")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false when the field is missing."""
        node = self._find(name)
        if node is None:
            return False
        if node.tag != _BOOLEAN or node.value not in ("true", "false"):
            self.mistakes.add(node, name, "must be true or false")
        return bool(node.value == "true")

    def number(self, name: str) -> int | None:
        """A whole number from 1, or None when it is null."""
        node = self._need(name)
        if node is None or node.tag == _NULL:
            return None
        if node.tag != _INTEGER or not str(node.value).isdecimal() or int(node.value) < 1:
            self.mistakes.add(node, name, f"must be a whole number from 1, not {node.value!r}")
            return None
        return int(node.value)

    def texts(self, name: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        node = self._find(name) if optional else self._need(name)
        return () if node is None else tuple(self._text_of(item, name) for item in self._items(node, name))

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """Texts by their keys; none when the field is missing."""
        node = self._find(name)
        if node is None:
            return ()
        inner = Fields(node, self.mistakes, name)
        return tuple((key, inner.text(key)) for key in inner._values)

    def entry(self, name: str) -> Fields:
        """The fields of an entry within this one."""
        return Fields(self._need(name) or self.node, self.mistakes, name)

    def optional_entry(self, name: str) -> Fields | None:
        """The fields of an entry within this one, or None when it is null."""
        node = self._need(name)
        return None if node is None or node.tag == _NULL else Fields(node, self.mistakes, name)

    def each(self, name: str, read: Callable[[Fields], Entry]) -> tuple[Entry, ...]:
        """A list of entries, each read by `read`."""
        node = self._need(name)
        if node is None:
            return ()
        return tuple(read(Fields(item, self.mistakes, name)) for item in self._items(node, name))

    def date(self, name: str, precision: str = "") -> PartialDate:
        """A date. Without `precision` it is as exact as it is written; "week" means some day of its ISO week."""
        node = self._need(name)
        if node is None:
            return _NO_DATE
        try:
            return partial_date(str(node.value), precision)
        except ValueError as error:
            self.mistakes.add(node, name, str(error).removeprefix("date: "))
            return _NO_DATE

    def optional_date(self, name: str) -> PartialDate | None:
        """A date, or None when the field is missing or null."""
        node = self._find(name)
        return None if node is None or node.tag == _NULL else self.date(name)

    def precision(self) -> str:
        return self.choice("date_precision", PRECISIONS)

    def support(self) -> Support:
        """Whether the fact was verified, and by which sources. A verified fact names at least one."""
        verified = self.choice("verification", ("verified", "unverified")) == "verified"
        sources = self.texts("sources")
        if verified and not sources:
            self.mistakes.add(self.node, "sources", "a verified fact must name at least one source")
        return Support(verified, sources)

    def _find(self, name: str) -> yaml.Node | None:
        self._asked.add(name)
        return self._values.get(name)

    def _need(self, name: str) -> yaml.Node | None:
        node = self._find(name)
        if node is None and self._values:
            self.mistakes.add(self.node, name, "is missing")
        return node

    def _items(self, node: yaml.Node, name: str) -> list[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.mistakes.add(node, name, "must be a list")
        return []

    def _text_of(self, node: yaml.Node, name: str) -> str:
        if node.tag != _STRING or not node.value.strip():
            self.mistakes.add(node, name, "must be a text that is not empty")
            return ""
        return str(node.value)


def partial_date(text: str, precision: str = "") -> PartialDate:
    """`text` made as exact as `precision` says and no more. Raises ValueError when it is no date or less exact."""
    written = PartialDate.parse(text)
    if precision in ("", written.precision):
        return written
    if precision not in PRECISIONS:
        return written
    first: date = written.earliest
    if written.precision == "year" or (written.precision == "month" and precision != "year"):
        raise ValueError(f"date: {text!r} is not exact to the {precision}")
    if precision == "week":
        monday = first - timedelta(days=first.weekday())
        return PartialDate.between(monday, monday + timedelta(days=6))
    return PartialDate.of_month(first.year, first.month) if precision == "month" else PartialDate.of_year(first.year)
